/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/account.h"

#include <string.h>

#include "app/app.h"
#include "app/audit.h"
#include "app/identity.h"
#include "app/jwt.h"
#include "app/password_rules.h"
#include "app/throttle.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/text.h"
#include "store/db.h"
#include "store/sessions.h"
#include "store/users.h"

enum { SESSIONS_MAX = 500, AGENT_MAX = 200 };

enum err account_self(struct app *app, struct arena *a, struct user *out, struct fail *f)
{
	if (app->by.user_id == 0)
		return fail(f, ERR_FORBIDDEN, "the administrator's token is not an account");
	enum err e = users_by_id(app->db, a, app->by.user_id, out, f);
	if (e == ERR_NOTFOUND)
		return fail(f, ERR_AUTH, "this account no longer exists; sign in again");
	return e;
}

static const char *own_session(const struct app *app)
{
	return app->by.session ? app->by.session : "";
}

static const char *claim_key(struct app *app, struct arena *a)
{
	return arena_printf(a, "account %lld", (long long)app->by.user_id);
}

enum err account_claim(struct app *app, struct arena *a, struct fail *f)
{
	int wait = throttle_claim(app->throttle, claim_key(app, a), app->clock);

	if (wait == 0)
		return OK;
	f->retry_after_s = wait;
	return fail(f, ERR_LIMIT, "too many wrong ones; try again in %d s", wait);
}

void account_claimed(struct app *app, struct arena *a, enum err outcome)
{
	const char *key = claim_key(app, a);

	if (outcome == OK)
		throttle_passed(app->throttle, key);
	else if (outcome == ERR_INVALID)
		throttle_failed(app->throttle, key, clock_now_ms(app->clock));
	else
		throttle_dropped(app->throttle, key);
}

/* What a client calls itself, where it is text, and not the whole novel. */
static const char *agent_of(struct arena *a, const char *agent)
{
	size_t n = agent ? strlen(agent) : 0;

	if (n == 0 || !text_utf8_valid(agent, n))
		return NULL;
	return arena_strndup(a, agent, text_utf8_cut(agent, n, AGENT_MAX));
}

enum err account_issue(struct app *app, struct arena *a, const struct user *u, struct Token *out,
                       struct fail *f)
{
	int64_t     now = clock_now_ms(app->clock), now_s = now / 1000;
	char       *jti = arena_alloc(a, JWT_ID);
	int64_t     lifetime_s = app->conf->session_lifetime_s;
	const char *token = jwt_sign(a, app->key, APP_KEY_LEN, u->id, u->role, now_s, lifetime_s,
	                             jti);

	TRY(sessions_add(app->db,
	                 &(struct session){
				 .jti = jti,
				 .user_id = u->id,
				 .created_at = now,
				 .expires_at = (now_s + lifetime_s) * 1000,
				 .address = app->by.address ? app->by.address : "",
				 .user_agent = agent_of(a, app->by.user_agent),
			 },
	                 f));
	*out = (struct Token){
		.access_token = token, .token_type = "bearer", .expires_in = lifetime_s};
	return OK;
}

/* What the transactions below are told and what they find. */
struct change {
	struct app   *app;
	struct arena *a;
	struct user   u;
	const char   *id, *hash;
	struct Token  token;
	int64_t       n;
};

static enum err note(struct change *c, const char *action, const char *detail, struct fail *f)
{
	return audit_add(c->app->db, c->a, &c->app->by, clock_now_ms(c->app->clock), action,
	                 c->u.email, detail, f);
}

/* The session that asks ends. */
static enum err end_own(struct change *c, struct fail *f)
{
	struct fail why = {0};

	TRY(account_self(c->app, c->a, &c->u, f));
	enum err e = sessions_revoke(c->app->db, c->u.id, own_session(c->app),
	                             clock_now_ms(c->app->clock), &why);
	if (e == ERR_NOTFOUND) /* another request was faster */
		return fail_as(f, ERR_AUTH, "session_ended",
		               "this session was ended; sign in again");
	if (e != OK)
		*f = why;
	return e;
}

static enum err refresh(struct db *db, void *ctx, struct fail *f)
{
	struct change *c = ctx;

	(void)db;
	TRY(end_own(c, f));
	TRY(account_issue(c->app, c->a, &c->u, &c->token, f));
	return note(c, "auth.refresh", NULL, f);
}

enum err app_refresh(struct app *app, struct arena *a, struct Token *out, struct fail *f)
{
	struct change c = {.app = app, .a = a};

	TRY(identity_tx(app, refresh, &c, f));
	*out = c.token;
	return OK;
}

static enum err log_out(struct db *db, void *ctx, struct fail *f)
{
	struct change *c = ctx;

	(void)db;
	TRY(end_own(c, f));
	return note(c, "auth.logout", NULL, f);
}

enum err app_logout(struct app *app, struct arena *a, struct Message *out, struct fail *f)
{
	struct change c = {.app = app, .a = a};

	TRY(identity_tx(app, log_out, &c, f));
	*out = (struct Message){.message = "Signed out."};
	return OK;
}

static enum err set_password(struct db *db, void *ctx, struct fail *f)
{
	struct change *c = ctx;
	int64_t        now = clock_now_ms(c->app->clock);
	const char    *verified = c->u.password_hash;

	TRY(account_self(c->app, c->a, &c->u, f));
	if (strcmp(verified, c->u.password_hash) != 0)
		return fail(f, ERR_CONFLICT, "the password was changed meanwhile");
	TRY(users_set_password(db, c->u.id, c->hash, now, f));
	TRY(sessions_revoke_others(db, c->u.id, own_session(c->app), now, &c->n, f));
	return note(c, "auth.password", NULL, f);
}

static enum err try_password(struct change *c, const struct PasswordChange *in, struct fail *f)
{
	char hash[PASSWORD_HASH_MAX];

	if (!password_verify(in->current, c->u.password_hash))
		return fail_field(f, "current", "is not your password");
	TRY(password_hash(in->wanted, (int)c->app->conf->bcrypt_cost, hash, f));
	c->hash = hash;
	return identity_tx(c->app, set_password, c, f);
}

enum err app_password(struct app *app, struct arena *a, const struct PasswordChange *in,
                      struct Revoked *out, struct fail *f)
{
	struct change c = {.app = app, .a = a};

	TRY(account_self(app, a, &c.u, f));
	enum err rules = password_rules_check("new", in->wanted, f);
	if (strcmp(in->wanted, in->current) == 0)
		rules = fail_field(f, "new", "must differ from the current password");
	TRY(rules);
	TRY(account_claim(app, a, f));
	enum err e = try_password(&c, in, f);
	account_claimed(app, a, e);
	TRY(e);
	*out = (struct Revoked){
		.message = "The password is changed; all other sessions were ended.",
		.revoked = c.n,
	};
	return OK;
}

enum err app_sessions(struct app *app, struct arena *a, struct Sessions *out, struct fail *f)
{
	struct user     u = {.id = 0};
	struct sessions found;

	TRY(account_self(app, a, &u, f));
	TRY(sessions_list(app->db, a, u.id, clock_now_ms(app->clock), SESSIONS_MAX, &found, f));
	struct Session *items = ARENA_ARRAY(a, found.n, struct Session);
	for (size_t i = 0; i < found.n; i++) {
		const struct session *s = &found.p[i];

		items[i] = (struct Session){
			.id = s->jti,
			.created_at = s->created_at,
			.expires_at = s->expires_at,
			.last_seen_at = s->last_seen_at,
			.address = s->address,
			.user_agent = s->user_agent,
			.current = strcmp(s->jti, own_session(app)) == 0,
		};
	}
	*out = (struct Sessions){.items = {.items = items, .n = found.n},
	                         .total = (int64_t)found.n};
	return OK;
}

static enum err revoke_one(struct db *db, void *ctx, struct fail *f)
{
	struct change *c = ctx;

	TRY(account_self(c->app, c->a, &c->u, f));
	TRY(sessions_revoke(db, c->u.id, c->id, clock_now_ms(c->app->clock), f));
	return note(c, "session.revoke", arena_printf(c->a, "{\"sessions\":1}"), f);
}

enum err app_session_revoke(struct app *app, struct arena *a, const struct SessionId *in,
                            struct fail *f)
{
	struct change c = {.app = app, .a = a, .id = in->id};

	return identity_tx(app, revoke_one, &c, f);
}

static enum err revoke_others(struct db *db, void *ctx, struct fail *f)
{
	struct change *c = ctx;

	TRY(account_self(c->app, c->a, &c->u, f));
	TRY(sessions_revoke_others(db, c->u.id, own_session(c->app), clock_now_ms(c->app->clock),
	                           &c->n, f));
	return note(c, "session.revoke", arena_printf(c->a, "{\"sessions\":%lld}", (long long)c->n),
	            f);
}

enum err app_sessions_revoke(struct app *app, struct arena *a, struct Revoked *out, struct fail *f)
{
	struct change c = {.app = app, .a = a};

	TRY(identity_tx(app, revoke_others, &c, f));
	*out = (struct Revoked){.message = "All other sessions were ended.", .revoked = c.n};
	return OK;
}

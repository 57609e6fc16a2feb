/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/accounts.h"

#include <string.h>

#include "app/app.h"
#include "app/audit.h"
#include "app/identity.h"
#include "base/arena.h"
#include "base/date.h"
#include "store/db.h"
#include "store/sessions.h"
#include "store/users.h"

enum { USER, ADMINISTRATOR };

const char *const account_roles[] = {[USER] = "user", [ADMINISTRATOR] = "admin", NULL};

static struct Account shown(const struct account *u)
{
	return (struct Account){.id = u->id,
	                        .email = u->email,
	                        .role = u->role,
	                        .disabled = u->disabled_at != TIME_NONE,
	                        .totp_enabled = u->totp_enabled_at != TIME_NONE,
	                        .created_at = u->created_at,
	                        .disabled_at = u->disabled_at,
	                        .last_seen_at = u->last_seen_at,
	                        .sessions = u->sessions};
}

enum err app_accounts(struct app *app, struct arena *a, const struct AccountQuery *in,
                      struct Accounts *out, struct fail *f)
{
	struct accounts found;
	int64_t         total;

	TRY(users_page(app->db, a, in->q, 0, clock_now_ms(app->clock), in->limit, in->offset,
	               &found, &total, f));
	struct Account *items = ARENA_ARRAY(a, found.n, struct Account);
	for (size_t i = 0; i < found.n; i++)
		items[i] = shown(&found.p[i]);
	*out = (struct Accounts){.items = {.items = items, .n = found.n}, .total = total};
	return OK;
}

/* What the transactions below are told and what they find. */
struct change {
	struct app    *app;
	struct arena  *a;
	int64_t        id;
	int            role, disabled;
	const char    *email, *hash;
	struct user    u;
	struct Account out;
	int64_t        n;
};

static enum err note(struct change *c, const char *action, const char *detail, struct fail *f)
{
	return audit_add(c->app->db, c->a, &c->app->by, clock_now_ms(c->app->clock), action,
	                 c->u.email, detail, f);
}

static enum err set_role(struct change *c, struct fail *f)
{
	const char *role = account_roles[c->role];

	if (strcmp(c->u.role, role) == 0)
		return OK;
	TRY(users_set_role(c->app->db, c->id, role, f));
	return note(c, "user.role", arena_printf(c->a, "{\"role\":\"%s\"}", role), f);
}

static enum err set_disabled(struct change *c, struct fail *f)
{
	int64_t now = clock_now_ms(c->app->clock);

	if ((c->u.disabled_at != TIME_NONE) == c->disabled)
		return OK;
	TRY(users_set_disabled(c->app->db, c->id, c->disabled ? now : TIME_NONE, f));
	if (!c->disabled)
		return note(c, "user.enable", NULL, f);
	/* For good: whoever had stolen one is not to be let in by the enabling. */
	TRY(sessions_revoke_others(c->app->db, c->id, "", now, NULL, f));
	TRY(api_keys_revoke_all(c->app->db, c->id, now, f));
	return note(c, "user.disable", NULL, f);
}

/* Somebody must be left to undo it. */
static enum err check_last(const struct change *c, struct fail *f)
{
	bool acts = strcmp(c->u.role, account_roles[ADMINISTRATOR]) == 0 &&
	            c->u.disabled_at == TIME_NONE;
	int64_t others;

	if (!acts || (c->role != USER && c->disabled != 1))
		return OK;
	TRY(users_other_admins(c->app->db, c->id, &others, f));
	if (others == 0)
		return fail_as(f, ERR_CONFLICT, "last_administrator",
		               "this is the last administrator; make another one first");
	return OK;
}

static enum err change(struct db *db, void *ctx, struct fail *f)
{
	struct change  *c = ctx;
	struct accounts found;
	int64_t         total;

	TRY(users_by_id(db, c->a, c->id, &c->u, f));
	if (c->id == c->app->by.user_id)
		return fail_as(f, ERR_CONFLICT, "own_account",
		               "your own account must be changed by another administrator");
	TRY(check_last(c, f));
	if (c->role >= 0)
		TRY(set_role(c, f));
	if (c->disabled >= 0)
		TRY(set_disabled(c, f));
	TRY(users_page(db, c->a, NULL, c->id, clock_now_ms(c->app->clock), 1, 0, &found, &total,
	               f));
	c->out = shown(&found.p[0]);
	return OK;
}

enum err app_account_change(struct app *app, struct arena *a, const struct AccountChange *in,
                            struct Account *out, struct fail *f)
{
	struct change c = {
		.app = app, .a = a, .id = in->id, .role = in->role, .disabled = in->disabled};

	TRY(identity_tx(app, change, &c, f));
	*out = c.out;
	return OK;
}

static enum err revoke(struct db *db, void *ctx, struct fail *f)
{
	struct change *c = ctx;

	TRY(users_by_id(db, c->a, c->id, &c->u, f));
	TRY(sessions_revoke_others(db, c->id, "", clock_now_ms(c->app->clock), &c->n, f));
	return note(c, "session.revoke", arena_printf(c->a, "{\"sessions\":%lld}", (long long)c->n),
	            f);
}

enum err app_account_revoke(struct app *app, struct arena *a, const struct AccountId *in,
                            struct Revoked *out, struct fail *f)
{
	struct change c = {.app = app, .a = a, .id = in->id};

	TRY(identity_tx(app, revoke, &c, f));
	*out = (struct Revoked){
		.message = arena_printf(a, "All sessions of %s were ended.", c.u.email),
		.revoked = c.n,
	};
	return OK;
}

static enum err set_password(struct db *db, void *ctx, struct fail *f)
{
	struct change *c = ctx;
	int64_t        now = clock_now_ms(c->app->clock);

	TRY(users_by_id(db, c->a, c->id, &c->u, f));
	TRY(users_set_password(db, c->id, c->hash, now, f));
	TRY(sessions_revoke_others(db, c->id, "", now, NULL, f));
	return note(c, "auth.password", NULL, f);
}

enum err account_set_password(struct app *app, struct arena *a, int64_t id, const char *hash,
                              struct fail *f)
{
	struct change c = {.app = app, .a = a, .id = id, .hash = hash};

	return identity_tx(app, set_password, &c, f);
}

static enum err drop_totp(struct db *db, void *ctx, struct fail *f)
{
	struct change *c = ctx;

	TRY(users_by_id(db, c->a, c->id, &c->u, f));
	TRY(users_set_totp(db, c->id, NULL, TIME_NONE, INT64_MIN, f));
	TRY(users_set_recovery(db, c->id, NULL, 0, f));
	return note(c, "totp.disable", NULL, f);
}

enum err account_drop_totp(struct app *app, struct arena *a, int64_t id, struct fail *f)
{
	struct change c = {.app = app, .a = a, .id = id};

	return db_tx(app->db, drop_totp, &c, f);
}

static enum err add(struct db *db, void *ctx, struct fail *f)
{
	struct change *c = ctx;

	TRY(users_add(db, c->a, c->email, c->hash, account_roles[c->role], true,
	              clock_now_ms(c->app->clock), &c->u, f));
	return note(c, "user.add", arena_printf(c->a, "{\"role\":\"%s\"}", c->u.role), f);
}

enum err account_add(struct app *app, struct arena *a, const char *email, const char *hash,
                     bool admin, struct user *out, struct fail *f)
{
	struct change c = {.app = app,
	                   .a = a,
	                   .email = email,
	                   .hash = hash,
	                   .role = admin ? ADMINISTRATOR : USER};

	TRY(db_tx(app->db, add, &c, f));
	*out = c.u;
	return OK;
}

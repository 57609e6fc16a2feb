/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/federated.h"

#include <string.h>

#include "app/account.h"
#include "app/app.h"
#include "app/audit.h"
#include "app/provider.h"
#include "app/second_factor.h"
#include "app/throttle.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/date.h"
#include "store/db.h"
#include "store/identities.h"
#include "store/spent_tokens.h"
#include "store/users.h"

#define NO_PASSWORD "none"

bool federated_only(const struct user *u)
{
	return strcmp(u->password_hash, NO_PASSWORD) == 0;
}

/* What the transaction is told and what it finds. A refusal is committed, for the log, and told after it. */
struct entry {
	struct app           *app;
	struct arena         *a;
	const struct vouched *who;
	const char           *totp;
	bool                  from_loopback;
	struct user           u;
	struct Token          token;
	enum err              refused; /* OK = not */
	const char           *slug, *why;
};

static enum err note(struct entry *t, const char *action, const char *role, struct fail *f)
{
	struct actor by = t->app->by;
	const char  *detail = arena_printf(t->a, "{\"provider\":\"%s\"", t->who->provider);

	by.user_id = t->u.id;
	by.name = t->u.email;
	detail = role ? arena_printf(t->a, "%s,\"role\":\"%s\"}", detail, role)
	              : arena_printf(t->a, "%s}", detail);
	return audit_add(t->app->db, t->a, &by, clock_now_ms(t->app->clock), action, t->u.email,
	                 detail, f);
}

static enum err refuse(struct entry *t, enum err code, const char *slug, const char *why,
                       struct fail *f)
{
	t->refused = code;
	t->slug = slug;
	t->why = why;
	return federated_refused(t->app, t->a, t->who->provider, slug, f);
}

enum err federated_refused(struct app *app, struct arena *a, const char *provider, const char *why,
                           struct fail *f)
{
	struct actor by = app->by;

	by.name = "nobody";
	return audit_add(app->db, a, &by, clock_now_ms(app->clock), "auth.login_failed", provider,
	                 arena_printf(a, "{\"reason\":\"%s\"}", why), f);
}

static enum err use_up(struct entry *t, struct fail *f)
{
	bool was = true;

	if (t->who->code)
		TRY(sign_in_code_remove(t->app->db, t->who->code, &was, f));
	return was ? OK
	           : fail_as(f, ERR_AUTH, "sign_in_expired",
	                     "this sign-in was completed already; start again");
}

/* *good: the ID token, if that is what vouches, is used for the first time, or again by whoever used it. */
static enum err spend(struct entry *t, bool *good, struct fail *f)
{
	const struct spent_token token = {.hash = t->who->token,
	                                  .address = t->app->by.address ? t->app->by.address : "",
	                                  .used_at = clock_now_ms(t->app->clock),
	                                  .expires_at = t->who->token_until_ms};

	*good = true;
	if (!t->who->token)
		return OK;
	return spent_token_use(t->app->db, &token, FEDERATED_RETRY_S * INT64_C(1000), good, f);
}

static enum err refuse_spent(struct entry *t, struct fail *f)
{
	return refuse(t, ERR_AUTH, "id_token_used",
	              "this ID token was used already; sign in with the provider again", f);
}

static enum err enlist(struct db *db, struct entry *t, struct fail *f)
{
	struct fail none = {0};
	int64_t     users, now = clock_now_ms(t->app->clock);
	bool        good;
	enum err    e = users_by_email(db, t->a, t->who->email, &t->u, &none);

	if (e == OK)
		return refuse(t, ERR_CONFLICT, "link_required",
		              "an account with this e-mail address exists;"
		              " sign in to it and link this one there",
		              f);
	if (e != ERR_NOTFOUND) {
		*f = none;
		return e;
	}
	TRY(users_count(db, &users, f));
	if (users == 0 && !t->from_loopback)
		return refuse(
			t, ERR_FORBIDDEN, NULL,
			"the first account becomes the administrator and must be made on the machine itself",
			f);
	if (users > 0 && t->app->conf->registration != 0)
		return refuse(t, ERR_FORBIDDEN, "registration_closed",
		              "registration is closed; ask the administrator for an account", f);
	TRY(spend(t, &good, f));
	if (!good)
		return refuse_spent(t, f);
	TRY(users_add(db, t->a, t->who->email, NO_PASSWORD, "user", t->from_loopback, now, &t->u,
	              f));
	TRY(identities_add(db,
	                   &(struct identity_row){.user_id = t->u.id,
	                                          .issuer = t->who->issuer,
	                                          .subject = t->who->subject,
	                                          .email = t->who->email,
	                                          .created_at = now},
	                   f));
	TRY(use_up(t, f));
	TRY(account_issue(t->app, t->a, &t->u, &t->token, f));
	return note(t, "auth.register", t->u.role, f);
}

static enum err enter(struct db *db, void *ctx, struct fail *f)
{
	struct entry *t = ctx;
	int64_t       user_id;
	bool          good = true;

	TRY(identities_find(db, t->who->issuer, t->who->subject, &user_id, f));
	if (user_id == 0)
		return enlist(db, t, f);
	TRY(users_by_id(db, t->a, user_id, &t->u, f));
	if (t->u.disabled_at != TIME_NONE)
		return refuse(t, ERR_AUTH, "account_disabled",
		              "this account is disabled; ask the administrator", f);
	if (second_factor_on(&t->u) && !t->totp)
		return fail_as(f, ERR_AUTH, "totp_required",
		               "this account asks for a code of its authenticator app");
	if (second_factor_on(&t->u))
		TRY(second_factor_take(t->app, t->a, &t->u, t->totp, &good, f));
	if (!good)
		return refuse(t, ERR_AUTH, "invalid_code",
		              "the code is wrong, was used already, or is not of this moment", f);
	TRY(spend(t, &good, f));
	if (!good)
		return refuse_spent(t, f);
	TRY(use_up(t, f));
	TRY(account_issue(t->app, t->a, &t->u, &t->token, f));
	return note(t, "auth.login", NULL, f);
}

static enum err claim(struct app *app, const char *key, struct fail *f)
{
	int wait = throttle_claim(app->throttle, key, app->clock);

	if (wait == 0)
		return OK;
	f->retry_after_s = wait;
	return fail(f, ERR_LIMIT, "too many failed sign-ins; try again in %d s", wait);
}

enum err federated_enter(struct app *app, struct arena *a, const struct vouched *who,
                         const char *totp, bool from_loopback, const char *peer, struct Token *out,
                         struct fail *f)
{
	struct entry t = {.app = app,
	                  .a = a,
	                  .who = who,
	                  .totp = totp && *totp ? totp : NULL,
	                  .from_loopback = from_loopback,
	                  .u = {.disabled_at = TIME_NONE, .totp_enabled_at = TIME_NONE}};
	const char  *key = arena_printf(a, "%s %s %s", peer, who->issuer, who->subject);

	TRY(claim(app, key, f));
	enum err e = db_tx(app->db, enter, &t, f);
	if (e == OK && t.refused != OK)
		e = fail_as(f, t.refused, t.slug, "%s", t.why);
	if (e == OK)
		throttle_passed(app->throttle, key);
	else if (e == ERR_AUTH && t.totp && t.refused != OK)
		throttle_failed(app->throttle, key, clock_now_ms(app->clock));
	else
		throttle_dropped(app->throttle, key);
	TRY(e);
	*out = t.token;
	return OK;
}

static const char *claim_key(struct arena *a, const char *peer)
{
	return arena_printf(a, "federated %s", peer);
}

enum err federated_claim(struct app *app, struct arena *a, const char *peer, struct fail *f)
{
	return claim(app, claim_key(a, peer), f);
}

void federated_claimed(struct app *app, struct arena *a, const char *peer, enum err outcome)
{
	const char *key = claim_key(a, peer);

	if (outcome == OK)
		throttle_passed(app->throttle, key);
	else if (outcome == ERR_AUTH)
		throttle_failed(app->throttle, key, clock_now_ms(app->clock));
	else
		throttle_dropped(app->throttle, key);
}

struct refusal {
	struct app   *app;
	struct arena *a;
};

static enum err note_token(struct db *db, void *ctx, struct fail *f)
{
	struct refusal *r = ctx;

	(void)db;
	return federated_refused(r->app, r->a, GOOGLE, "id_token", f);
}

enum err app_google(struct app *app, struct arena *a, const struct GoogleLogin *in,
                    bool from_loopback, const char *peer, struct Token *out, struct fail *f)
{
	const struct provider *google = provider_find(app->providers, GOOGLE);
	struct id_token        said;
	struct fail            other = {0};

	if (!google)
		return fail_as(f, ERR_NOTFOUND, "provider_not_configured",
		               "sign-in with Google is not set up here");
	TRY(federated_claim(app, a, peer, f));
	enum err e = provider_verify(google, a, in->credential, NULL, &said, f);
	federated_claimed(app, a, peer, e);
	if (e == ERR_AUTH && db_tx(app->db, note_token, &(struct refusal){app, a}, &other) != OK) {
		*f = other;
		return other.code;
	}
	TRY(e);
	return federated_enter(app, a,
	                       &(struct vouched){.provider = GOOGLE,
	                                         .issuer = google->issuers[0],
	                                         .subject = said.subject,
	                                         .email = said.email,
	                                         .token = said.hash,
	                                         .token_until_ms = said.until_ms},
	                       in->code, from_loopback, peer, out, f);
}

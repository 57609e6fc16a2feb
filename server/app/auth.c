/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/auth.h"

#include <string.h>

#include "app/account.h"
#include "app/app.h"
#include "app/audit.h"
#include "app/federated.h"
#include "app/password_rules.h"
#include "app/provider.h"
#include "app/second_factor.h"
#include "app/throttle.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/date.h"
#include "store/db.h"
#include "store/identities.h"
#include "store/users.h"

enum { EMAIL_MAX = 254 };

enum err email_normalise(struct arena *a, const char *email, const char **out, struct fail *f)
{
	size_t      n = strlen(email);
	const char *at = strchr(email, '@');
	char       *low = arena_strdup(a, email);

	if (n > EMAIL_MAX)
		return fail_field(f, "email", "must have at most %d characters", EMAIL_MAX);
	for (char *p = low; *p; p++) {
		if ((unsigned char)*p <= ' ' || *p == 127 || strchr("<>()[],;:\\\"", *p))
			return fail_field(f, "email",
			                  "must not contain blanks, quotes or brackets");
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	}
	if (!at || at == email || strchr(at + 1, '@') || at[1] == '.' || at[1] == '\0' ||
	    email[n - 1] == '.' ||
	    (!strchr(at, '.') && strcmp(strchr(low, '@'), "@localhost") != 0))
		return fail_field(f, "email", "must be an e-mail address such as name@example.com");
	*out = low;
	return OK;
}

/* What the transactions below are told and what they find. */
struct entry {
	struct app   *app;
	struct arena *a;
	const char   *email, *hash, *code;
	bool          first_is_admin, good;
	struct user   u;
	struct Token  token;
};

/* In the log as the account that signs in, from where the request came. */
static enum err note(struct entry *t, const char *action, const char *detail, struct fail *f)
{
	struct actor by = t->app->by;

	by.user_id = t->u.id;
	by.name = t->u.email;
	return audit_add(t->app->db, t->a, &by, clock_now_ms(t->app->clock), action, t->u.email,
	                 detail, f);
}

static enum err enlist(struct db *db, void *ctx, struct fail *f)
{
	struct entry *t = ctx;

	TRY(users_add(db, t->a, t->email, t->hash, "user", t->first_is_admin,
	              clock_now_ms(t->app->clock), &t->u, f));
	TRY(account_issue(t->app, t->a, &t->u, &t->token, f));
	return note(t, "auth.register", arena_printf(t->a, "{\"role\":\"%s\"}", t->u.role), f);
}

enum err app_register(struct app *app, struct arena *a, const struct Credentials *in,
                      bool from_loopback, struct Token *out, struct fail *f)
{
	struct entry t = {.app = app, .a = a, .first_is_admin = from_loopback};
	char         hash[PASSWORD_HASH_MAX];
	int64_t      users;

	TRY(users_count(app->db, &users, f));
	if (users == 0 && !from_loopback)
		return fail(
			f, ERR_FORBIDDEN,
			"the first account becomes the administrator and must be registered on the machine itself");
	if (users > 0 && app->conf->registration != 0)
		return fail_as(f, ERR_FORBIDDEN, "registration_closed",
		               "registration is closed; ask the administrator for an account");
	/* Both, so that every wrong field is listed. */
	enum err bad_email = email_normalise(a, in->email, &t.email, f);
	enum err bad_password = password_rules_check("password", in->password, f);
	TRY(bad_email);
	TRY(bad_password);
	TRY(password_hash(in->password, (int)app->conf->bcrypt_cost, hash, f));
	t.hash = hash;
	TRY(db_tx(app->db, enlist, &t, f));
	*out = t.token;
	return OK;
}

static enum err wrong(struct fail *f)
{
	return fail_as(f, ERR_AUTH, "invalid_credentials", "Invalid credentials");
}

/* A failure is written down before it is told. Of an address that is no account's, only the hash. */
static enum err refuse(struct db *db, void *ctx, struct fail *f)
{
	struct entry *t = ctx;
	struct actor  by = t->app->by;
	char          hex[SHA256_HEX];
	const char   *object = t->u.email, *why = t->good ? "account_disabled" : "credentials";

	by.name = "nobody";
	if (!object) {
		crypto_sha256_text(t->email, hex);
		object = arena_printf(t->a, "unknown address, SHA-256 %.16s", hex);
	}
	return audit_add(db, t->a, &by, clock_now_ms(t->app->clock), "auth.login_failed", object,
	                 arena_printf(t->a, "{\"reason\":\"%s\"}", why), f);
}

/* The password was right: a code where the account asks for one, and a session. *good: neither failed. */
static enum err enter(struct db *db, void *ctx, struct fail *f)
{
	struct entry *t = ctx;
	const char   *verified = t->u.password_hash;
	struct actor  by = t->app->by;

	TRY(users_by_id(db, t->a, t->u.id, &t->u, f)); /* as it is now, not as it was verified */
	t->good = t->u.disabled_at == TIME_NONE && strcmp(verified, t->u.password_hash) == 0;
	if (t->good && second_factor_on(&t->u))
		TRY(second_factor_take(t->app, t->a, &t->u, t->code, &t->good, f));
	if (t->good) {
		TRY(account_issue(t->app, t->a, &t->u, &t->token, f));
		return note(t, "auth.login", NULL, f);
	}
	by.name = "nobody";
	return audit_add(db, t->a, &by, clock_now_ms(t->app->clock), "auth.login_failed",
	                 t->u.email, "{\"reason\":\"code\"}", f);
}

static enum err find(struct entry *t, struct fail *f)
{
	struct fail why = {0};
	enum err    e = users_by_email(t->app->db, t->a, t->email, &t->u, &why);

	if (e != OK && e != ERR_NOTFOUND)
		*f = why;
	return e == ERR_NOTFOUND ? OK : e;
}

/*
 * The same work for every address that does not get in: one bcrypt of the cost in force. Where what is
 * stored cost less (an imported hash), as many of that cost as make up for it.
 */
static enum err verify(const struct entry *t, const char *password, bool *right, struct fail *f)
{
	char    nobody[PASSWORD_HASH_MAX];
	int64_t whole = INT64_C(1) << t->app->conf->bcrypt_cost, done = 0;
	int     cost = t->u.email ? password_cost(t->u.password_hash) : 0;

	*right = cost > 0 && password_verify(password, t->u.password_hash);
	if (*right)
		return OK;
	if (cost > 0)
		done = INT64_C(1) << cost;
	else
		cost = (int)t->app->conf->bcrypt_cost;
	for (; done < whole; done += INT64_C(1) << cost)
		TRY(password_hash(password, cost, nobody, f));
	return OK;
}

static enum err try_login(struct entry *t, const char *password, struct fail *f)
{
	bool right;

	TRY(find(t, f));
	TRY(verify(t, password, &right, f));
	t->good = right;
	if (!right || t->u.disabled_at != TIME_NONE) {
		TRY(db_tx(t->app->db, refuse, t, f));
		return right ? fail_as(f, ERR_AUTH, "account_disabled",
		                       "this account is disabled; ask the administrator")
		             : wrong(f);
	}
	if (second_factor_on(&t->u) && !t->code)
		return fail_as(f, ERR_AUTH, "totp_required",
		               "this account asks for a code of its authenticator app");
	TRY(db_tx(t->app->db, enter, t, f));
	if (t->good)
		return OK;
	return t->code ? fail_as(f, ERR_AUTH, "invalid_code",
	                         "the code is wrong, was used already, or is not of this moment")
	               : wrong(f);
}

enum err app_login(struct app *app, struct arena *a, const struct Login *in, const char *peer,
                   struct Token *out, struct fail *f)
{
	struct entry t = {.app = app,
	                  .a = a,
	                  .code = in->code && *in->code ? in->code : NULL,
	                  .u = {.disabled_at = TIME_NONE, .totp_enabled_at = TIME_NONE}};
	struct fail  why = {0};

	if (email_normalise(a, in->email, &t.email, &why) != OK)
		t.email = in->email;
	const char *key = arena_printf(a, "%s %s", peer, t.email);
	int         wait = throttle_claim(app->throttle, key, app->clock);
	if (wait > 0) {
		f->retry_after_s = wait;
		return fail(f, ERR_LIMIT, "too many failed sign-ins; try again in %d s", wait);
	}
	enum err e = try_login(&t, in->password, f);
	if (e == OK)
		throttle_passed(app->throttle, key);
	else if (e == ERR_AUTH && !t.good)
		throttle_failed(app->throttle, key, clock_now_ms(app->clock));
	else
		throttle_dropped(app->throttle, key);
	TRY(e);
	*out = t.token;
	return OK;
}

enum err app_me(struct app *app, struct arena *a, int64_t user_id, struct Me *out, struct fail *f)
{
	struct user u;

	if (user_id == 0)
		return fail(f, ERR_FORBIDDEN, "the administrator's token is not an account");
	enum err e = users_by_id(app->db, a, user_id, &u, f);
	if (e == ERR_NOTFOUND)
		return fail(f, ERR_AUTH, "this account no longer exists; sign in again");
	TRY(e);
	struct identity_rows linked;
	TRY(identities_list(app->db, a, u.id, &linked, f));
	bool google = false;
	for (size_t i = 0; i < linked.n; i++)
		google |= strcmp(linked.p[i].issuer, GOOGLE_ISSUER) == 0;
	*out = (struct Me){.id = u.id,
	                   .email = u.email,
	                   .role = u.role,
	                   .is_google_user = google,
	                   .has_password = !federated_only(&u),
	                   .totp_enabled = second_factor_on(&u),
	                   .created_at = u.created_at};
	return OK;
}

enum err app_setup(struct app *app, struct arena *a, struct Setup *out, struct fail *f)
{
	const struct providers *all = app->providers;
	struct list             named = {.n = 0};
	int64_t                 users;

	TRY(users_count(app->db, &users, f));
	if (all)
		named.items = ARENA_ARRAY(a, all->n, struct SetupProvider);
	for (size_t i = 0; all && i < all->n; i++)
		if (all->p[i].pages)
			((struct SetupProvider *)named.items)[named.n++] = (struct SetupProvider){
				all->p[i].id, all->p[i].name};
	*out = (struct Setup){.providers = named,
	                      .needs_administrator = users == 0,
	                      .registration_open = users == 0 || app->conf->registration == 0};
	return OK;
}

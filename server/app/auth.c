/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/auth.h"

#include <string.h>

#include "app/app.h"
#include "app/jwt.h"
#include "app/password_rules.h"
#include "app/throttle.h"
#include "base/arena.h"
#include "base/crypto.h"
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

static void sign_in(struct app *app, struct arena *a, const struct user *u, struct Token *out)
{
	*out = (struct Token){
		.access_token = jwt_sign(a, app->key, APP_KEY_LEN, u->id, u->role,
	                                 clock_now_ms(app->clock) / 1000),
		.token_type = "bearer",
		.expires_in = JWT_LIFETIME_S,
	};
}

enum err app_register(struct app *app, struct arena *a, const struct Credentials *in,
                      bool from_loopback, struct Token *out, struct fail *f)
{
	const char *email = NULL;
	int64_t     users;
	char        hash[PASSWORD_HASH_MAX];
	struct user u;

	TRY(users_count(app->db, &users, f));
	if (users == 0 && !from_loopback)
		return fail(
			f, ERR_FORBIDDEN,
			"the first account becomes the administrator and must be registered on the machine itself");
	if (users > 0 && app->conf->registration != 0)
		return fail_as(f, ERR_FORBIDDEN, "registration_closed",
		               "registration is closed; ask the administrator for an account");
	/* Both, so that every wrong field is listed. */
	enum err bad_email = email_normalise(a, in->email, &email, f);
	enum err bad_password = password_rules_check("password", in->password, f);
	TRY(bad_email);
	TRY(bad_password);
	TRY(password_hash(in->password, (int)app->conf->bcrypt_cost, hash, f));
	TRY(users_add(app->db, a, email, hash, "user", from_loopback, clock_now_ms(app->clock), &u,
	              f));
	sign_in(app, a, &u, out);
	return OK;
}

static enum err wrong(struct fail *f)
{
	return fail_as(f, ERR_AUTH, "invalid_credentials", "Invalid credentials");
}

enum err app_login(struct app *app, struct arena *a, const struct Credentials *in,
                   const char *address, struct Token *out, struct fail *f)
{
	const char *email = in->email;
	struct user u = {0};
	struct fail why = {0};
	char        nobody[PASSWORD_HASH_MAX];
	int64_t     now = clock_now_ms(app->clock);

	if (email_normalise(a, in->email, &email, &why) != OK)
		email = in->email;
	why = (struct fail){0};
	const char *key = arena_printf(a, "%s %s", address, email);
	int         wait = throttle_wait_s(app->throttle, key, now);
	if (wait > 0) {
		f->retry_after_s = wait;
		return fail(f, ERR_LIMIT, "too many failed sign-ins; try again in %d s", wait);
	}
	enum err e = users_by_email(app->db, a, email, &u, &why);
	if (e == ERR_NOTFOUND) {
		/* An account that does not exist must cost what one that does costs. */
		TRY(password_hash(in->password, (int)app->conf->bcrypt_cost, nobody, f));
	} else if (e != OK) {
		*f = why;
		return e;
	} else if (password_verify(in->password, u.password_hash)) {
		throttle_passed(app->throttle, key);
		sign_in(app, a, &u, out);
		return OK;
	}
	throttle_failed(app->throttle, key, now);
	return wrong(f);
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
	*out = (struct Me){
		.id = u.id, .email = u.email, .role = u.role, .created_at = u.created_at};
	return OK;
}

enum err app_setup(struct app *app, struct Setup *out, struct fail *f)
{
	int64_t users;

	TRY(users_count(app->db, &users, f));
	*out = (struct Setup){.needs_administrator = users == 0,
	                      .registration_open = users == 0 || app->conf->registration == 0};
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_AUTH_H
#define APP_AUTH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/shape.h"

struct app;
struct arena;

struct Credentials {
	const char *email, *password;
};
struct Login {
	const char *email, *password;
	const char *code; /* of the second factor; NULL = none given */
};
struct Token {
	const char *access_token, *token_type;
	int64_t     expires_in; /* seconds */
};
struct Me {
	int64_t     id;
	const char *email, *role;
	bool        is_google_user, has_password, totp_enabled;
	int64_t     created_at;
};
struct SetupProvider {
	const char *id, *name;
};
struct Setup {
	bool        needs_administrator, registration_open;
	struct list providers; /* struct SetupProvider: whose accounts the pages can sign in */
};

/*
 * Make an account and sign it in. The first account of an installation becomes
 * its administrator, and is accepted from this machine only (ERR_FORBIDDEN).
 * ERR_CONFLICT: the address is taken. Blocks for a bcrypt hash.
 */
enum err app_register(struct app *app, struct arena *a, const struct Credentials *in,
                      bool from_loopback, struct Token *out, struct fail *f) MUST_CHECK;
/*
 * ERR_AUTH "Invalid credentials" after the same work whether or not the account
 * exists and whatever is stored of it; to who knows the password ERR_AUTH says
 * account_disabled, or totp_required where the account asks for a code and none
 * was given. ERR_LIMIT while too many failures of this account from this peer
 * are young, see app/throttle.h. Blocks for a bcrypt hash.
 */
enum err app_login(struct app *app, struct arena *a, const struct Login *in, const char *peer,
                   struct Token *out, struct fail *f) MUST_CHECK;
/* ERR_FORBIDDEN for the administrator's token (user_id 0), which is no account. */
enum err app_me(struct app *app, struct arena *a, int64_t user_id, struct Me *out,
                struct fail *f) MUST_CHECK;
enum err app_setup(struct app *app, struct arena *a, struct Setup *out, struct fail *f) MUST_CHECK;

/* Check and lower-case an address: one @, a host with a dot or localhost, no blanks; ERR_INVALID names "email". */
enum err email_normalise(struct arena *a, const char *email, const char **out,
                         struct fail *f) MUST_CHECK;

#endif

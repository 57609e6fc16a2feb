/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_ACCOUNT_H
#define APP_ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "app/auth.h"
#include "app/second_factor.h"
#include "base/err.h"
#include "base/shape.h"

struct app;
struct arena;
struct user;

/*
 * What a signed-in person does with the own account: app->by says who that
 * is. ERR_FORBIDDEN for the administrator's token, which is no account.
 */

/* A fresh token in place of the one that asks. */
enum err app_refresh(struct app *app, struct arena *a, struct Token *out,
                     struct fail *f) MUST_CHECK;
enum err app_logout(struct app *app, struct arena *a, struct Message *out,
                    struct fail *f) MUST_CHECK;

struct PasswordChange {
	const char *current, *wanted;
};
struct Revoked {
	const char *message;
	int64_t     revoked; /* sessions ended */
};
/*
 * Ends all other sessions. ERR_INVALID about "current", or about "new" with every rule broken;
 * ERR_LIMIT after too many wrong ones. Blocks for bcrypt.
 */
enum err app_password(struct app *app, struct arena *a, const struct PasswordChange *in,
                      struct Revoked *out, struct fail *f) MUST_CHECK;

struct Session {
	const char *id;
	int64_t     created_at, expires_at, last_seen_at;
	const char *address, *user_agent;
	bool        current;
};
struct Sessions {
	struct list items; /* struct Session, last seen first */
	int64_t     total;
};
struct SessionId {
	const char *id;
};
enum err app_sessions(struct app *app, struct arena *a, struct Sessions *out,
                      struct fail *f) MUST_CHECK;
/* ERR_NOTFOUND: not one of this account's that still holds. */
enum err app_session_revoke(struct app *app, struct arena *a, const struct SessionId *in,
                            struct fail *f) MUST_CHECK;
/* All but the one that asks. */
enum err app_sessions_revoke(struct app *app, struct arena *a, struct Revoked *out,
                             struct fail *f) MUST_CHECK;

/* The account that asks. ERR_AUTH: it is gone. */
enum err account_self(struct app *app, struct arena *a, struct user *out,
                      struct fail *f) MUST_CHECK;
/*
 * Before a secret of the signed-in account is verified, and after, with what became of it: wrong
 * ones (ERR_INVALID) slow the next down. ERR_LIMIT: not yet.
 */
enum err account_claim(struct app *app, struct arena *a, struct fail *f) MUST_CHECK;
void     account_claimed(struct app *app, struct arena *a, enum err outcome);

/* A new session and its token, inside the caller's transaction. */
enum err account_issue(struct app *app, struct arena *a, const struct user *u, struct Token *out,
                       struct fail *f) MUST_CHECK;

#endif

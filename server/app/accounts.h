/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_ACCOUNTS_H
#define APP_ACCOUNTS_H

#include <stdbool.h>
#include <stdint.h>

#include "app/account.h"
#include "base/err.h"
#include "base/shape.h"

struct app;
struct arena;

/* What an administrator does with the accounts of others; app->by says who. */

struct AccountQuery {
	const char *q; /* a part of the address; NULL = all */
	int64_t     limit, offset;
};
struct Account {
	int64_t     id;
	const char *email, *role;
	bool        disabled, totp_enabled;
	int64_t     created_at, disabled_at, last_seen_at; /* or TIME_NONE */
	int64_t     sessions;
};
struct Accounts {
	struct list items; /* struct Account */
	int64_t     total;
};
enum err app_accounts(struct app *app, struct arena *a, const struct AccountQuery *in,
                      struct Accounts *out, struct fail *f) MUST_CHECK;

struct AccountChange {
	int64_t id;
	int     role;     /* into account_roles; -1 = as it is */
	int     disabled; /* 1, 0; -1 = as it is */
};
extern const char *const account_roles[]; /* user, admin, NULL */
/*
 * ERR_NOTFOUND; ERR_CONFLICT for one's own account, and for the last
 * administrator who can sign in. Who is disabled is signed out everywhere.
 */
enum err app_account_change(struct app *app, struct arena *a, const struct AccountChange *in,
                            struct Account *out, struct fail *f) MUST_CHECK;

struct AccountId {
	int64_t id;
};
/* End all sessions of an account. */
enum err app_account_revoke(struct app *app, struct arena *a, const struct AccountId *in,
                            struct Revoked *out, struct fail *f) MUST_CHECK;

/* For the command line. ERR_CONFLICT: the address is taken. The very first account is an administrator. */
enum err account_add(struct app *app, struct arena *a, const char *email, const char *hash,
                     bool admin, struct user *out, struct fail *f) MUST_CHECK;
/* A new password ends all sessions; the second factor is taken away for who lost it. */
enum err account_set_password(struct app *app, struct arena *a, int64_t id, const char *hash,
                              struct fail *f) MUST_CHECK;
enum err account_drop_totp(struct app *app, struct arena *a, int64_t id, struct fail *f) MUST_CHECK;

#endif

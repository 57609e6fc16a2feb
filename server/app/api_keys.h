/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_API_KEYS_H
#define APP_API_KEYS_H

#include <stdint.h>

#include "base/err.h"
#include "base/shape.h"

struct app;
struct arena;

/*
 * Keys for programs that act for an account: 256 random bits behind "ai_",
 * told once and stored as a hash. One that may read changes nothing; one that
 * may write does what its account may, but for the account's own business
 * (passwords, sessions, keys) and the administration of others. They are
 * ended by themselves, not by a change of the password.
 */
enum { API_KEYS_MAX = 50 };

struct KeyQuery {
	int64_t id;
};
struct ApiKey {
	int64_t     id;
	const char *name, *scope, *prefix;
	int64_t     created_at, last_used_at, expires_at, revoked_at;
};
struct ApiKeys {
	struct list items; /* struct ApiKey, newest first */
	int64_t     total;
};
/* All in force, and the newest of those that were ended or expired. */
enum err app_api_keys(struct app *app, struct arena *a, struct ApiKeys *out,
                      struct fail *f) MUST_CHECK;

struct NewKey {
	const char *name;
	int         scope; /* into api_key_scopes */
	int64_t     expires_at;
};
extern const char *const api_key_scopes[]; /* read, write, NULL */
struct MadeKey {
	const char   *key; /* this once */
	struct ApiKey made;
};
/* ERR_INVALID about "expires_at"; ERR_CONFLICT: API_KEYS_MAX are in force. */
enum err app_api_key_add(struct app *app, struct arena *a, const struct NewKey *in,
                         struct MadeKey *out, struct fail *f) MUST_CHECK;
/* ERR_NOTFOUND: not one of this account's in force. */
enum err app_api_key_revoke(struct app *app, struct arena *a, const struct KeyQuery *in,
                            struct fail *f) MUST_CHECK;

#endif

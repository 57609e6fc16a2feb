/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_IDENTITIES_H
#define STORE_IDENTITIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct db;

/* An account elsewhere that signs in to one here. */
struct identity_row {
	int64_t     id, user_id;
	const char *issuer, *subject, *email;
	int64_t     created_at;
};
struct identity_rows {
	struct identity_row *p;
	size_t               n;
};
enum { IDENTITIES_MAX = 16 }; /* of one account; there is one an issuer */

/* ERR_CONFLICT: it is somebody's, or the account has another one of this issuer. */
enum err identities_add(struct db *db, const struct identity_row *row, struct fail *f) MUST_CHECK;
/* *user_id 0: nobody's. */
enum err identities_find(struct db *db, const char *issuer, const char *subject, int64_t *user_id,
                         struct fail *f) MUST_CHECK;
enum err identities_list(struct db *db, struct arena *a, int64_t user_id, struct identity_rows *out,
                         struct fail *f) MUST_CHECK;
/* ERR_NOTFOUND: not one of this account's. */
enum err identities_remove(struct db *db, int64_t user_id, int64_t id, struct fail *f) MUST_CHECK;

/* A sign-in on its way through a provider. Texts are hashes, but for provider and next. */
struct sign_in_flow {
	const char *state, *binding, *provider, *next;
	int64_t     expires_at;
};
/* Drops what has expired first. ERR_LIMIT: too many are under way. */
enum err sign_in_flow_add(struct db *db, const struct sign_in_flow *w, int64_t now_ms,
                          struct fail *f) MUST_CHECK;
/* Take it away: it is used once. ERR_NOTFOUND (no message): none such, or too late. */
enum err sign_in_flow_take(struct db *db, struct arena *a, const char *state, int64_t now_ms,
                           struct sign_in_flow *out, struct fail *f) MUST_CHECK;

/* A sign-in that a provider vouched for. code and binding are hashes. */
struct sign_in_code {
	const char *code, *binding, *provider, *issuer, *subject, *email;
	int64_t     expires_at;
};
enum err sign_in_code_add(struct db *db, const struct sign_in_code *c, int64_t now_ms,
                          struct fail *f) MUST_CHECK;
/* ERR_NOTFOUND (no message): no such code for this binding, or too late. */
enum err sign_in_code_get(struct db *db, struct arena *a, const char *code, const char *binding,
                          int64_t now_ms, struct sign_in_code *out, struct fail *f) MUST_CHECK;
/* *was: it was still there. */
enum err sign_in_code_remove(struct db *db, const char *code, bool *was, struct fail *f) MUST_CHECK;

#endif

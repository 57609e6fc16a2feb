/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_SPENT_TOKENS_H
#define STORE_SPENT_TOKENS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct db;

/* An ID token that somebody signs in with; all processes of a database know of it. */
struct spent_token {
	const char *hash, *address;
	int64_t     used_at, expires_at;
};

/*
 * Use it, inside the caller's transaction. *good: it was not used before, or
 * from this address and less than retry_ms ago: whoever never got the first
 * reply asks again. Those that have expired are forgotten.
 */
enum err spent_token_use(struct db *db, const struct spent_token *t, int64_t retry_ms, bool *good,
                         struct fail *f) MUST_CHECK;

#endif

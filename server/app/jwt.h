/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_JWT_H
#define APP_JWT_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;

/* What a token says. times are seconds since 1970, as in RFC 7519. */
struct claims {
	int64_t     sub;
	const char *role;
	int64_t     iat, exp;
	const char *jti;
};

enum { JWT_MAX = 2048, JWT_ID = 33 };

/* HS256 (RFC 7515, RFC 7518 §3.2); the jti is random, and told where it is asked for (may be NULL). */
char *jwt_sign(struct arena *a, const uint8_t *key, size_t key_n, int64_t user_id, const char *role,
               int64_t now_s, int64_t lifetime_s, char jti[JWT_ID]);
/*
 * ERR_AUTH unless the token is one that jwt_sign() would write with this key
 * and has not expired. The header must be ours byte for byte: alg is never
 * read from the token, so "none" and RS256 tricks end there.
 */
enum err jwt_verify(struct arena *a, const uint8_t *key, size_t key_n, const char *token,
                    int64_t now_s, struct claims *out, struct fail *f) MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_JWT_CACHE_H
#define APP_JWT_CACHE_H

#include "app/jwt.h"

/*
 * Tokens whose signature was found good lately, so that it is not computed for
 * every request. Says nothing about who may still use them. One a key;
 * bounded; safe to share between threads.
 */
struct jwt_cache;

struct jwt_cache *jwt_cache_create(void);
void              jwt_cache_destroy(struct jwt_cache *c); /* NULL is fine */

/* The texts of claims. */
struct jwt_text {
	char role[21], jti[65];
};

/* As jwt_verify(); the claims' texts are in text. */
enum err jwt_cache_verify(struct jwt_cache *c, const uint8_t *key, size_t key_n, const char *token,
                          int64_t now_s, struct jwt_text *text, struct claims *out,
                          struct fail *f) MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_CRYPTO_H
#define BASE_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;

enum { SHA1_LEN = 20, SHA256_LEN = 32, SHA256_HEX = 65, PASSWORD_HASH_MAX = 128 };

struct sha256; /* incremental: a running SHA-256 */

struct sha256 *sha256_create(struct arena *a); /* dies with the arena */
void           sha256_add(struct sha256 *s, const void *p, size_t n);
void           sha256_hex(struct sha256 *s, char out[SHA256_HEX]); /* ends it */

void crypto_sha256(const void *p, size_t n, uint8_t out[SHA256_LEN]);
void crypto_hmac_sha256(const void *key, size_t key_n, const void *p, size_t n,
                        uint8_t out[SHA256_LEN]);
/* For one-time passwords alone, whose standard names it. */
void crypto_hmac_sha1(const void *key, size_t key_n, const void *p, size_t n,
                      uint8_t out[SHA1_LEN]);
/* A key of its own for each purpose from one secret: HKDF-SHA-256 (RFC 5869) without salt, label as info. */
void crypto_derive(const void *secret, size_t n, const char *label, uint8_t out[SHA256_LEN]);
/* SHA-256 of a text in hexadecimal. */
void crypto_sha256_text(const char *text, char out[SHA256_HEX]);
void crypto_random(void *out, size_t n); /* CSPRNG; aborts when the system has none */
void crypto_wipe(void *p, size_t n);
bool crypto_equal(const void *a, const void *b, size_t n); /* in constant time */
void crypto_hex(const void *p, size_t n, char *out);       /* 2n + 1 bytes, lower case */

char *base64_encode(struct arena *a, const void *p, size_t n);    /* RFC 4648, padded */
char *base64url_encode(struct arena *a, const void *p, size_t n); /* no padding */
/* Strict: no padding, no blanks, no stray bits; NULL when it is not base64url. */
uint8_t *base64url_decode(struct arena *a, const char *s, size_t n, size_t *out_n);

/*
 * bcrypt ($2b$) over base64(SHA-256(password)): bcrypt itself ignores all
 * after byte 72 and stops at a NUL. The prefix "sha256:" marks such hashes; a
 * plain $2a$, $2b$ or $2y$ hash (an imported database) is verified over the
 * password itself; any other text verifies nothing.
 * Both block for the cost (12 is about 0.2 s): never on a network thread.
 */
enum err password_hash(const char *password, int cost, char out[PASSWORD_HASH_MAX],
                       struct fail *f) MUST_CHECK; /* cost 4..31 */
bool     password_verify(const char *password, const char *hash);
/* Its cost, 4..31; 0: no hash that password_verify() spends any work on. */
int password_cost(const char *hash);

#endif

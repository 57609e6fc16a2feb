/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/crypto.h"

#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "base/arena.h"

enum { LABEL_MAX = 64 };

/* OpenSSL refuses the calls below only when it is out of memory or broken. */
static void must(bool ok)
{
	if (!ok)
		abort();
}

struct sha256 {
	EVP_MD_CTX *ctx;
};

static void release(void *ctx)
{
	EVP_MD_CTX_free(ctx);
}

struct sha256 *sha256_create(struct arena *a)
{
	struct sha256 *s = ARENA_NEW(a, struct sha256);

	s->ctx = EVP_MD_CTX_new();
	must(s->ctx && EVP_DigestInit_ex(s->ctx, EVP_sha256(), NULL) == 1);
	arena_defer(a, release, s->ctx);
	return s;
}

void sha256_add(struct sha256 *s, const void *p, size_t n)
{
	must(EVP_DigestUpdate(s->ctx, p, n) == 1);
}

void sha256_hex(struct sha256 *s, char out[SHA256_HEX])
{
	uint8_t digest[SHA256_LEN];

	must(EVP_DigestFinal_ex(s->ctx, digest, NULL) == 1);
	crypto_hex(digest, sizeof(digest), out);
}

static EVP_MD *fetched;

/* Until the process ends. */
static void fetch(void)
{
	fetched = EVP_MD_fetch(NULL, "SHA256", NULL);
}

/* Every token is hashed: EVP_sha256() would be looked up each time, under a lock of all threads. */
void crypto_sha256(const void *p, size_t n, uint8_t out[SHA256_LEN])
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	must(pthread_once(&once, fetch) == 0 && fetched != NULL);
	must(EVP_Digest(p, n, out, NULL, fetched, NULL) == 1);
}

void crypto_hmac_sha256(const void *key, size_t key_n, const void *p, size_t n,
                        uint8_t out[SHA256_LEN])
{
	must(key_n <= INT_MAX);
	must(HMAC(EVP_sha256(), key_n ? key : "", (int)key_n, p, n, out, NULL) != NULL);
}

void crypto_hmac_sha1(const void *key, size_t key_n, const void *p, size_t n, uint8_t out[SHA1_LEN])
{
	must(key_n <= INT_MAX);
	must(HMAC(EVP_sha1(), key_n ? key : "", (int)key_n, p, n, out, NULL) != NULL);
}

void crypto_derive(const void *secret, size_t n, const char *label, uint8_t out[SHA256_LEN])
{
	static const uint8_t no_salt[SHA256_LEN];
	uint8_t              prk[SHA256_LEN], info[LABEL_MAX + 1];
	size_t               label_n = strlen(label);

	must(label_n <= LABEL_MAX);
	crypto_hmac_sha256(no_salt, sizeof(no_salt), secret, n, prk);
	memcpy(info, label, label_n);
	info[label_n] = 1; /* the first block, and the only one */
	crypto_hmac_sha256(prk, sizeof(prk), info, label_n + 1, out);
	crypto_wipe(prk, sizeof(prk));
}

void crypto_sha256_text(const char *text, char out[SHA256_HEX])
{
	uint8_t digest[SHA256_LEN];

	crypto_sha256(text, strlen(text), digest);
	crypto_hex(digest, sizeof(digest), out);
}

void crypto_random(void *out, size_t n)
{
	must(n <= INT_MAX && RAND_bytes(out, (int)n) == 1);
}

void crypto_wipe(void *p, size_t n)
{
	OPENSSL_cleanse(p, n);
}

bool crypto_equal(const void *a, const void *b, size_t n)
{
	return CRYPTO_memcmp(a, b, n) == 0;
}

void crypto_hex(const void *p, size_t n, char *out)
{
	static const char digits[] = "0123456789abcdef";
	const uint8_t    *u = p;

	for (size_t i = 0; i < n; i++) {
		*out++ = digits[u[i] >> 4];
		*out++ = digits[u[i] & 15];
	}
	*out = '\0';
}

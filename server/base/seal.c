/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/seal.h"

#include <assert.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "base/arena.h"
#include "base/crypto.h"

#define LABEL "autoindex secrets at rest, 1"

enum { ID = 1, NONCE = 12, TAG = 16, HEAD = ID + NONCE };

void seal_keys_add(struct seal_keys *k, const void *secret, size_t n)
{
	assert(k->n < SEAL_KEYS);
	crypto_derive(secret, n, LABEL, k->key[k->n++]);
}

/* Says which key it was, and nothing of it; two keys may have the same. */
static uint8_t id_of(const uint8_t key[SEAL_KEY_LEN])
{
	uint8_t digest[SHA256_LEN];

	crypto_sha256(key, SEAL_KEY_LEN, digest);
	return digest[0];
}

static void must(bool ok)
{
	if (!ok)
		abort(); /* out of memory, or a broken OpenSSL */
}

char *seal(struct arena *a, const struct seal_keys *k, const char *about, const void *p, size_t n)
{
	uint8_t        *out = arena_alloc(a, HEAD + n + TAG);
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	int             len;

	assert(k->n > 0);
	must(c != NULL && n <= INT_MAX);
	out[0] = id_of(k->key[0]);
	crypto_random(out + ID, NONCE);
	must(EVP_EncryptInit_ex(c, EVP_aes_256_gcm(), NULL, k->key[0], out + ID) == 1);
	must(EVP_EncryptUpdate(c, NULL, &len, (const uint8_t *)about, (int)strlen(about)) == 1);
	must(n == 0 || EVP_EncryptUpdate(c, out + HEAD, &len, p, (int)n) == 1);
	must(EVP_EncryptFinal_ex(c, out + HEAD + n, &len) == 1);
	must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, TAG, out + HEAD + n) == 1);
	EVP_CIPHER_CTX_free(c);
	return base64url_encode(a, out, HEAD + n + TAG);
}

static bool open_with(const uint8_t key[SEAL_KEY_LEN], const char *about, uint8_t *whole, size_t n,
                      uint8_t *plain)
{
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	int             len;

	must(c != NULL);
	must(EVP_DecryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, whole + ID) == 1);
	must(EVP_DecryptUpdate(c, NULL, &len, (const uint8_t *)about, (int)strlen(about)) == 1);
	must(n == 0 || EVP_DecryptUpdate(c, plain, &len, whole + HEAD, (int)n) == 1);
	must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, TAG, whole + HEAD + n) == 1);
	bool whole_and_ours = EVP_DecryptFinal_ex(c, plain + n, &len) == 1;
	EVP_CIPHER_CTX_free(c);
	return whole_and_ours;
}

enum err seal_open(struct arena *a, const struct seal_keys *k, const char *about,
                   const char *sealed, uint8_t **out, size_t *n, struct fail *f)
{
	size_t   all;
	uint8_t *whole = base64url_decode(a, sealed, strlen(sealed), &all);

	if (whole && all >= HEAD + TAG && all <= INT_MAX) {
		size_t   plain_n = all - HEAD - TAG;
		uint8_t *plain = arena_alloc(a, plain_n + TAG);

		for (size_t i = 0; i < k->n; i++) {
			if (whole[0] != id_of(k->key[i]) ||
			    !open_with(k->key[i], about, whole, plain_n, plain))
				continue;
			*out = plain;
			*n = plain_n;
			return OK;
		}
		crypto_wipe(plain, plain_n);
	}
	return fail(f, ERR_AWAY,
	            "a stored secret (%s) cannot be opened: it was sealed under another SECRET_KEY"
	            " or secret.key; give that one as SECRET_KEY_OLD",
	            about);
}

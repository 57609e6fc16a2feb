/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/rsa.h"

#include <stdlib.h>

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

enum { BITS_MIN = 2048, BITS_MAX = 8192, EXPONENT_BYTES = 4 };

static void must(bool ok)
{
	if (!ok)
		abort(); /* out of memory, or a broken OpenSSL */
}

static size_t bits(const uint8_t *p, size_t n)
{
	size_t all = n * 8;

	for (; n > 0 && *p == 0; p++, n--)
		all -= 8;
	for (uint8_t top = n > 0 ? *p : 0; n > 0 && !(top & 0x80); top = (uint8_t)(top << 1))
		all--;
	return all;
}

bool rsa_usable(const struct rsa_key *k)
{
	if (k->n_n == 0 || k->e_n == 0 || k->n_n > BITS_MAX / 8 + 1 || k->e_n > EXPONENT_BYTES + 1)
		return false;
	size_t n = bits(k->n, k->n_n), e = bits(k->e, k->e_n);

	return n >= BITS_MIN && n <= BITS_MAX && (k->n[k->n_n - 1] & 1) && e >= 2 &&
	       e <= EXPONENT_BYTES * 8 && (k->e[k->e_n - 1] & 1);
}

/* NULL where OpenSSL finds the numbers are no key. */
static EVP_PKEY *make(const struct rsa_key *k)
{
	EVP_PKEY       *out = NULL;
	OSSL_PARAM_BLD *b = OSSL_PARAM_BLD_new();
	EVP_PKEY_CTX   *c = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	BIGNUM         *n = BN_bin2bn(k->n, (int)k->n_n, NULL);
	BIGNUM         *e = BN_bin2bn(k->e, (int)k->e_n, NULL);

	must(b && c && n && e && OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_RSA_N, n) == 1 &&
	     OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_RSA_E, e) == 1);
	OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(b);
	must(params && EVP_PKEY_fromdata_init(c) == 1);
	if (EVP_PKEY_fromdata(c, &out, EVP_PKEY_PUBLIC_KEY, params) != 1)
		out = NULL;
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(b);
	EVP_PKEY_CTX_free(c);
	BN_free(n);
	BN_free(e);
	return out;
}

bool rsa_sha256_verify(const struct rsa_key *k, const void *p, size_t n, const uint8_t *signature,
                       size_t signature_n)
{
	EVP_PKEY *key = rsa_usable(k) ? make(k) : NULL;

	if (!key)
		return false;
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	must(c && EVP_DigestVerifyInit(c, NULL, EVP_sha256(), NULL, key) == 1);
	bool right = EVP_DigestVerify(c, signature, signature_n, p, n) == 1;
	EVP_MD_CTX_free(c);
	EVP_PKEY_free(key);
	ERR_clear_error();
	return right;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/*
 * The input as a key set, whose keys are all of use; as an ID token, which is never accepted; and as the
 * header and as the payload of one that is rightly signed, which may be.
 */
#include <string.h>

#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "app/id_token.h"
#include "app/jwks.h"
#include "app/remote.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/fetch.h"
#include "fuzz.h"

enum { NOW = 1767225600, MARK_MAX = 512, HEADER_MAX = 100 };

static EVP_PKEY    *key;
static const char  *set;
static struct clock fixed = {.fixed_ms = NOW * INT64_C(1000)};

static enum err give(void *ctx, struct arena *a, const struct fetch *in, struct fetched *out,
                     struct fail *f)
{
	(void)ctx;
	(void)in;
	(void)f;
	*out = (struct fetched){
		.status = 200, .body = arena_strdup(a, set), .n = strlen(set), .max_age_s = 3600};
	return OK;
}

static const struct fetcher fetcher = {.fetch = give};

static void make_key(void)
{
	static struct arena *own;
	BIGNUM              *n = NULL;
	uint8_t              bytes[MARK_MAX];

	own = arena_create();
	key = EVP_RSA_gen(2048);
	assert(key && EVP_PKEY_get_bn_param(key, "n", &n) == 1);
	size_t n_n = (size_t)BN_bn2bin(n, bytes);
	BN_free(n);
	set = arena_printf(
		own, "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"one\",\"n\":\"%s\",\"e\":\"AQAB\"}]}",
		base64url_encode(own, bytes, n_n));
}

static const char *sign(struct arena *a, const void *head, size_t head_n, const void *payload,
                        size_t n)
{
	const char *text = arena_printf(a, "%s.%s", base64url_encode(a, head, head_n),
	                                base64url_encode(a, payload, n));
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	uint8_t     mark[MARK_MAX];
	size_t      mark_n = sizeof(mark);

	assert(EVP_DigestSignInit(c, NULL, EVP_sha256(), NULL, key) == 1);
	assert(EVP_DigestSign(c, mark, &mark_n, (const uint8_t *)text, strlen(text)) == 1);
	EVP_MD_CTX_free(c);
	return arena_printf(a, "%s.%s", text, base64url_encode(a, mark, mark_n));
}

static enum err verify(struct arena *a, struct remote *keys, const char *token)
{
	static const char *const issuers[] = {"https://issuer.example", NULL};
	struct id_rules          rules = {.keys = keys,
	                                  .keys_url = "https://issuer.example/keys",
	                                  .issuers = issuers,
	                                  .audience = "our-client",
	                                  .now_s = NOW};
	struct id_token          out = {.subject = "untouched"};
	struct fail              f = {0};
	enum err                 e = id_token_verify(a, &rules, token, &out, &f);

	assert(e == OK || (e == ERR_AUTH && strcmp(out.subject, "untouched") == 0 && f.msg[0]));
	if (e == OK)
		assert(*out.subject && strchr(out.email, '@') && strlen(token) <= ID_TOKEN_MAX);
	return e;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char head[] = "{\"alg\":\"RS256\",\"kid\":\"one\"}";
	static const char good[] = "{\"iss\":\"https://issuer.example\",\"aud\":\"our-client\","
				   "\"sub\":\"1\",\"email\":\"a@example.com\","
				   "\"email_verified\":true,\"iat\":1767225600,\"exp\":1767225700}";
	struct arena     *a = arena_create();
	struct jwks       found = {.n = 0};
	struct fail       f = {0};

	if (!key)
		make_key();
	if (jwks_parse(a, (const char *)data, n, &found, &f) == OK) {
		assert(found.n > 0 && found.n <= JWKS_MAX);
		for (size_t i = 0; i < found.n; i++) {
			assert(rsa_usable(&found.p[i].key) && *found.p[i].kid);
			(void)rsa_sha256_verify(&found.p[i].key, data, n, data, n);
		}
	}
	struct remote *keys = remote_create(&fetcher, &fixed, NULL, jwks_check);
	assert(verify(a, keys, fuzz_text(a, data, n)) == ERR_AUTH);
	if (n > 0 && *data == '{') {
		(void)verify(a, keys, sign(a, head, strlen(head), data, n));
		if (n < HEADER_MAX)
			(void)verify(a, keys, sign(a, data, n, good, strlen(good)));
	}
	remote_destroy(keys);
	arena_destroy(a);
	return 0;
}

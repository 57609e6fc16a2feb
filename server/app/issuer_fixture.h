/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_ISSUER_FIXTURE_H
#define APP_ISSUER_FIXTURE_H

/*
 * For tests only: an issuer with keys of its own, made anew in each run, that
 * signs what it is told and publishes its keys through a fetcher without a network.
 */
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "app/fixture.h"

#include "app/jwks.h"
#include "app/remote.h"
#include "base/crypto.h"
#include "base/fetch.h"

#define ISSUER "https://issuer.example"
#define KEYS_URL "https://issuer.example/keys"
#define AUDIENCE "our-client"
enum { ISSUER_NOW = 1767225600 }; /* 2026-01-01, as the desk's clock */

struct issuer {
	struct desk   *desk;
	EVP_PKEY      *key, *other;
	struct fetcher fetcher;
	struct remote *keys;
	/* What the network answers. */
	const char *reply;
	int         status, fetches;
	int64_t     max_age_s;
	bool        down;
};

static inline enum err issuer_fetch(void *ctx, struct arena *a, const struct fetch *in,
                                    struct fetched *out, struct fail *f)
{
	struct issuer *i = ctx;

	i->fetches++;
	assert_string_equal(in->url, KEYS_URL);
	if (i->down)
		return fail(f, ERR_AWAY, "%s cannot be reached", in->url);
	*out = (struct fetched){.status = i->status,
	                        .body = arena_strdup(a, i->reply),
	                        .n = strlen(i->reply),
	                        .max_age_s = i->max_age_s};
	return OK;
}

static inline const char *key_number(struct arena *a, EVP_PKEY *key, const char *name)
{
	BIGNUM *v = NULL;
	uint8_t bytes[1024];

	assert_int_equal(EVP_PKEY_get_bn_param(key, name, &v), 1);
	int n = BN_bn2bin(v, bytes);
	BN_free(v);
	return base64url_encode(a, bytes, (size_t)n);
}

/* {"kty":...}: one key. */
static inline const char *key_json(struct arena *a, EVP_PKEY *key, const char *kid)
{
	return arena_printf(a,
	                    "{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"%s\","
	                    "\"n\":\"%s\",\"e\":\"%s\"}",
	                    kid, key_number(a, key, "n"), key_number(a, key, "e"));
}

static inline const char *set_json(struct arena *a, const char *keys)
{
	return arena_printf(a, "{\"keys\":[%s]}", keys);
}

/* header.payload.signature by a key. */
static inline const char *issuer_sign(struct arena *a, EVP_PKEY *key, const char *header,
                                      const char *payload)
{
	const char *text = arena_printf(a, "%s.%s", base64url_encode(a, header, strlen(header)),
	                                base64url_encode(a, payload, strlen(payload)));
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	uint8_t     mark[1024];
	size_t      n = sizeof(mark);

	assert_int_equal(EVP_DigestSignInit(c, NULL, EVP_sha256(), NULL, key), 1);
	assert_int_equal(EVP_DigestSign(c, mark, &n, (const uint8_t *)text, strlen(text)), 1);
	EVP_MD_CTX_free(c);
	return arena_printf(a, "%s.%s", text, base64url_encode(a, mark, n));
}

static inline int issuer_setup(void **state)
{
	struct issuer *i = calloc(1, sizeof(*i));

	assert_non_null(i);
	i->desk = desk_make();
	i->key = EVP_RSA_gen(2048);
	i->other = EVP_RSA_gen(2048);
	i->fetcher = (struct fetcher){.ctx = i, .fetch = issuer_fetch};
	i->keys = remote_create(&i->fetcher, &i->desk->clock, NULL, jwks_check);
	i->status = 200;
	i->max_age_s = 3600;
	i->reply = set_json(i->desk->s->a, key_json(i->desk->s->a, i->key, "one"));
	*state = i;
	return 0;
}

static inline int issuer_teardown(void **state)
{
	struct issuer *i = *state;
	void          *desk = i->desk;

	remote_destroy(i->keys);
	EVP_PKEY_free(i->key);
	EVP_PKEY_free(i->other);
	free(i);
	return desk_teardown(&desk);
}

#endif

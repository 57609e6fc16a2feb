/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/id_token.h"

#include <stdbool.h>
#include <string.h>

#include "app/auth.h"
#include "app/jwks.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/shape.h"

struct Header {
	const char *alg, *kid;
	struct list crit;
};
struct Said {
	const char *iss, *sub, *azp, *nonce, *email;
	const char *aud;  /* one, */
	struct list auds; /* or several */
	int64_t     exp, iat, nbf;
	bool        email_verified;
};

static const struct field header_fields[] = {
	{"alg", TEXT, AT(Header, alg), REQUIRED, 1, 64},
	{"kid", TEXT, AT(Header, kid), NULLABLE, 0, 512},
	{"crit", LIST, AT(Header, crit), NULLABLE, 0, 16},
};
static SHAPE(header_shape, Header, header_fields);

#define SAID_FIELDS                                                         \
	{"iss", TEXT, AT(Said, iss), REQUIRED, 1, 1024},                    \
		{"sub", TEXT, AT(Said, sub), REQUIRED, 1, 255},             \
		{"azp", TEXT, AT(Said, azp), NULLABLE, 0, 1024},            \
		{"nonce", TEXT, AT(Said, nonce), NULLABLE, 0, 1024},        \
		{"email", TEXT, AT(Said, email), NULLABLE, 0, 1024},        \
		{"exp", INT, AT(Said, exp), REQUIRED, 0, 1e12},             \
		{"iat", INT, AT(Said, iat), REQUIRED, 0, 1e12},             \
		{"nbf", INT, AT(Said, nbf), NULLABLE, 0, 1e12},             \
	{                                                                   \
		"email_verified", BOOL, AT(Said, email_verified), NULLABLE, \
	}

static const struct field one_fields[] = {
	SAID_FIELDS,
	{"aud", TEXT, AT(Said, aud), REQUIRED, 1, 1024},
};
static SHAPE(one_shape, Said, one_fields);

static const struct field several_fields[] = {
	SAID_FIELDS,
	{"aud", LIST, AT(Said, auds), REQUIRED, 1, 64},
};
static SHAPE(several_shape, Said, several_fields);

static enum err refuse(struct fail *f, const char *what)
{
	return fail_as(f, ERR_AUTH, "id_token_refused", "the ID token %s", what);
}

/* The three parts: where the dots are. */
static bool split(const char *token, const char **payload, const char **signature)
{
	const char *one = strchr(token, '.'), *two = one ? strchr(one + 1, '.') : NULL;

	if (!two || strchr(two + 1, '.'))
		return false;
	*payload = one + 1;
	*signature = two + 1;
	return true;
}

static enum err read_header(struct arena *a, const char *p, size_t n, struct Header *out,
                            struct fail *f)
{
	struct fail why = {0};
	size_t      json_n;
	uint8_t    *json = base64url_decode(a, p, n, &json_n);

	if (!json || shape_decode(&header_shape, a, (const char *)json, json_n, NULL, NULL, true,
	                          out, &why) != OK)
		return refuse(f, "has no sound header");
	if (strcmp(out->alg, "RS256") != 0)
		return refuse(f, "is not signed with RS256");
	if (out->crit.n > 0)
		return refuse(f, "asks for extensions that are not known");
	if (!out->kid || !*out->kid)
		return refuse(f, "does not name the key that it is signed with");
	return OK;
}

static enum err read_payload(struct arena *a, const char *p, size_t n, struct Said *out,
                             struct fail *f)
{
	struct fail why = {0}, other = {0};
	size_t      json_n;
	uint8_t    *json = base64url_decode(a, p, n, &json_n);
	struct Said one = {.iss = NULL}, several = {.iss = NULL};

	if (!json)
		return refuse(f, "has no sound payload");
	if (shape_decode(&one_shape, a, (const char *)json, json_n, NULL, NULL, true, &one, &why) ==
	    OK) {
		*out = one;
		return OK;
	}
	if (shape_decode(&several_shape, a, (const char *)json, json_n, NULL, NULL, true, &several,
	                 &other) == OK) {
		*out = several;
		return OK;
	}
	return fail_as(f, ERR_AUTH, "id_token_refused", "the ID token is not complete: %s",
	               why.msg);
}

static bool one_of(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(text, *words) == 0)
			return true;
	return false;
}

static enum err check_audience(const struct Said *s, const char *audience, struct fail *f)
{
	const char *const *auds = s->auds.items;
	bool               ours = s->aud && strcmp(s->aud, audience) == 0;

	for (size_t i = 0; i < s->auds.n && !ours; i++)
		ours = strcmp(auds[i], audience) == 0;
	if (!ours)
		return refuse(f, "is meant for another program (aud)");
	if (s->auds.n > 1 && !s->azp)
		return refuse(f, "is for several programs and does not say which asked (azp)");
	if (s->azp && strcmp(s->azp, audience) != 0)
		return refuse(f, "was asked for by another program (azp)");
	return OK;
}

static enum err check_times(const struct Said *s, int64_t now, struct fail *f)
{
	if (now >= s->exp + ID_TOKEN_SKEW_S)
		return refuse(f, "has expired (exp)");
	if (s->iat > now + ID_TOKEN_SKEW_S)
		return refuse(f, "was issued in the future (iat)");
	if (s->nbf != INT_NONE && s->nbf > now + ID_TOKEN_SKEW_S)
		return refuse(f, "is not valid yet (nbf)");
	return OK;
}

static enum err check(struct arena *a, const struct id_rules *rules, const struct Said *s,
                      struct id_token *out, struct fail *f)
{
	struct fail why = {0};
	const char *email;

	if (!one_of(s->iss, rules->issuers))
		return refuse(f, "is of another issuer (iss)");
	TRY(check_audience(s, rules->audience, f));
	TRY(check_times(s, rules->now_s, f));
	if (rules->nonce && (!s->nonce || strcmp(s->nonce, rules->nonce) != 0))
		return refuse(f, "does not answer this sign-in (nonce)");
	if (!s->email)
		return refuse(f, "names no e-mail address");
	if (!s->email_verified)
		return refuse(f, "names an e-mail address that its issuer did not verify");
	if (email_normalise(a, s->email, &email, &why) != OK)
		return refuse(f, "names an e-mail address that is none");
	*out = (struct id_token){
		.subject = s->sub, .email = email, .until_ms = (s->exp + ID_TOKEN_SKEW_S) * 1000};
	return OK;
}

enum err id_token_verify(struct arena *a, const struct id_rules *rules, const char *token,
                         struct id_token *out, struct fail *f)
{
	struct Header  h = {.alg = NULL};
	struct Said    s = {.iss = ""};
	struct rsa_key key;
	const char    *payload, *signature;
	size_t         signature_n;

	if (strnlen(token, ID_TOKEN_MAX + 1) > ID_TOKEN_MAX || !split(token, &payload, &signature))
		return refuse(f, "is not a signed token");
	TRY(read_header(a, token, (size_t)(payload - 1 - token), &h, f));
	uint8_t *mark = base64url_decode(a, signature, strlen(signature), &signature_n);
	if (!mark || signature_n == 0)
		return refuse(f, "is not signed");
	TRY(jwks_key(rules->keys, a, rules->keys_url, h.kid, &key, f));
	if (!rsa_sha256_verify(&key, token, (size_t)(signature - 1 - token), mark, signature_n))
		return refuse(f, "has a wrong signature");
	TRY(read_payload(a, payload, (size_t)(signature - 1 - payload), &s, f));
	struct sha256 *signed_part = sha256_create(a);
	char          *hash = arena_alloc(a, SHA256_HEX);
	sha256_add(signed_part, token, (size_t)(signature - 1 - token));
	sha256_hex(signed_part, hash);
	TRY(check(a, rules, &s, out, f));
	out->hash = hash;
	return OK;
}

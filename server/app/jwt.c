/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/jwt.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/shape.h"
#include "base/text.h"

struct Claims {
	const char *sub, *role, *jti;
	int64_t     iat, exp;
};

static const struct field claims_fields[] = {
	{"sub", TEXT, AT(Claims, sub), REQUIRED, 1, 20},
	{"role", TEXT, AT(Claims, role), REQUIRED, 1, 20},
	{"iat", INT, AT(Claims, iat), REQUIRED, 0, 1e12},
	{"exp", INT, AT(Claims, exp), REQUIRED, 0, 1e12},
	{"jti", TEXT, AT(Claims, jti), REQUIRED, 1, 64},
};
static SHAPE(claims_shape, Claims, claims_fields);

static const char header[] = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

char *jwt_sign(struct arena *a, const uint8_t *key, size_t key_n, int64_t user_id, const char *role,
               int64_t now_s, int64_t lifetime_s, char jti[JWT_ID])
{
	uint8_t id[(JWT_ID - 1) / 2], mac[SHA256_LEN];
	char    own[JWT_ID];

	if (!jti)
		jti = own;
	crypto_random(id, sizeof(id));
	crypto_hex(id, sizeof(id), jti);
	const char *payload = arena_printf(a,
	                                   "{\"sub\":\"%" PRId64
	                                   "\",\"role\":\"%s\",\"iat\":%" PRId64 ",\"exp\":%" PRId64
	                                   ",\"jti\":\"%s\"}",
	                                   user_id, role, now_s, now_s + lifetime_s, jti);
	const char *signed_part = arena_printf(a, "%s.%s",
	                                       base64url_encode(a, header, strlen(header)),
	                                       base64url_encode(a, payload, strlen(payload)));
	crypto_hmac_sha256(key, key_n, signed_part, strlen(signed_part), mac);
	return arena_printf(a, "%s.%s", signed_part, base64url_encode(a, mac, sizeof(mac)));
}

static enum err refused(struct fail *f)
{
	return fail(f, ERR_AUTH, "the token is not valid; sign in again");
}

enum err jwt_verify(struct arena *a, const uint8_t *key, size_t key_n, const char *token,
                    int64_t now_s, struct claims *out, struct fail *f)
{
	const char   *want = base64url_encode(a, header, strlen(header));
	size_t        want_n = strlen(want), n = strnlen(token, JWT_MAX + 1);
	struct Claims c = {0};
	struct fail   why = {0};
	uint8_t       mac[SHA256_LEN];
	size_t        mac_n, body_n;

	if (n > JWT_MAX || strncmp(token, want, want_n) != 0 || token[want_n] != '.')
		return refused(f);
	const char *body = token + want_n + 1, *dot = strchr(body, '.');
	if (!dot)
		return refused(f);
	const uint8_t *given = base64url_decode(a, dot + 1, strlen(dot + 1), &mac_n);
	crypto_hmac_sha256(key, key_n, token, (size_t)(dot - token), mac);
	if (!given || mac_n != sizeof(mac) || !crypto_equal(given, mac, sizeof(mac)))
		return refused(f);
	const uint8_t *json = base64url_decode(a, body, (size_t)(dot - body), &body_n);
	int64_t        sub;
	if (!json ||
	    shape_decode(&claims_shape, a, (const char *)json, body_n, NULL, NULL, false, &c,
	                 &why) != OK ||
	    !text_to_i64(c.sub, &sub))
		return refused(f);
	if (now_s >= c.exp)
		return fail_as(f, ERR_AUTH, "token_expired",
		               "the token has expired; sign in again");
	*out = (struct claims){
		.sub = sub, .role = c.role, .iat = c.iat, .exp = c.exp, .jti = c.jti};
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Tokens: the input itself is never accepted; the same input as the payload of a rightly signed token may be. */
#include <string.h>

#include "app/jwt.h"
#include "base/crypto.h"
#include "fuzz.h"

enum { NOW = 1000000 };

static const uint8_t key[32] = "a key that nobody guesses, so so";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char head[] = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
	struct arena     *a = arena_create();
	struct claims     c = {.exp = -1};
	struct fail       f = {0}, none = {0};
	uint8_t           mac[SHA256_LEN];

	assert(jwt_verify(a, key, sizeof(key), fuzz_text(a, data, n), NOW, &c, &f) == ERR_AUTH &&
	       c.exp == -1);

	const char *part = arena_printf(a, "%s.%s", base64url_encode(a, head, strlen(head)),
	                                base64url_encode(a, data, n));
	crypto_hmac_sha256(key, sizeof(key), part, strlen(part), mac);
	const char *token = arena_printf(a, "%s.%s", part, base64url_encode(a, mac, sizeof(mac)));
	enum err    e = jwt_verify(a, key, sizeof(key), token, NOW, &c, &none);
	assert(e == OK || (e == ERR_AUTH && c.exp == -1));
	if (e == OK)
		assert(c.exp > NOW && c.iat >= 0 && c.role && c.jti && strlen(token) <= JWT_MAX);
	arena_destroy(a);
	return 0;
}

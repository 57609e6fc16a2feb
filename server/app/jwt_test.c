/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <string.h>

#include "app/jwt.h"
#include "base/arena_fixture.h"
#include "base/crypto.h"

static const uint8_t key[] = "0123456789abcdef0123456789abcdef";
enum { NOW = 1700000000, KEY_N = 32, LIFETIME_S = 24 * 3600 };

static enum err verify(struct arena *a, const char *token, int64_t now)
{
	struct claims c = {.sub = 77};
	struct fail   f = {0};
	enum err      e = jwt_verify(a, key, KEY_N, token, now, &c, &f);

	if (e != OK) {
		assert_int_equal(f.code, e);
		assert_int_equal(c.sub, 77); /* untouched */
		assert_true(f.msg[0] != '\0');
	}
	return e;
}

/* A token with any header and payload, rightly signed. */
static const char *forge(struct arena *a, const char *header, const char *payload)
{
	uint8_t     mac[SHA256_LEN];
	const char *text = arena_printf(a, "%s.%s", base64url_encode(a, header, strlen(header)),
	                                base64url_encode(a, payload, strlen(payload)));

	crypto_hmac_sha256(key, KEY_N, text, strlen(text), mac);
	return arena_printf(a, "%s.%s", text, base64url_encode(a, mac, sizeof(mac)));
}

#define REST ",\"role\":\"user\",\"iat\":1,\"exp\":2e9,\"jti\":\"x\"}"
#define HEADER "{\"alg\":\"HS256\",\"typ\":\"JWT\"}"

static void what_is_signed_verifies(void **state)
{
	struct arena *a = *state;
	struct claims c = {0};
	struct fail   f = {0};
	char          jti[JWT_ID] = "";
	const char   *token = jwt_sign(a, key, KEY_N, 42, "admin", NOW, LIFETIME_S, jti);

	assert_int_equal(jwt_verify(a, key, KEY_N, token, NOW + 5, &c, &f), OK);
	assert_int_equal(c.sub, 42);
	assert_string_equal(c.role, "admin");
	assert_int_equal(c.iat, NOW);
	assert_int_equal(c.exp, NOW + LIFETIME_S);
	assert_int_equal(strlen(c.jti), 32);
	assert_string_equal(c.jti, jti);
	assert_true(strlen(token) < JWT_MAX);
	assert_string_not_equal(
		token, jwt_sign(a, key, KEY_N, 42, "admin", NOW, LIFETIME_S, NULL)); /* jti */
}

/*
 * RFC 7515 appendix A.1 uses another header text, so our own: computed with Python's hmac and
 * base64.
 */
static void the_bytes_are_those_of_the_standard(void **state)
{
	static const char known[] =
		"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
		"eyJzdWIiOiI0MiIsInJvbGUiOiJ1c2VyIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAi"
		"OjE3MDAwODY0MDAsImp0aSI6ImFiIn0."
		"MvRMxyD4qwzkyCX7Zi726LT_nC_jO_6xyvXIqtoka24";
	struct arena *a = *state;

	assert_string_equal(
		forge(a, HEADER,
	              "{\"sub\":\"42\",\"role\":\"user\",\"iat\":1700000000,\"exp\":1700086400,"
	              "\"jti\":\"ab\"}"),
		known);
	assert_int_equal(verify(a, known, NOW), OK);
}

static void a_token_ends_at_its_time(void **state)
{
	struct arena *a = *state;
	const char   *token = jwt_sign(a, key, KEY_N, 1, "user", NOW, LIFETIME_S, NULL);
	struct claims c;
	struct fail   f = {0};

	assert_int_equal(verify(a, token, NOW + LIFETIME_S - 1), OK);
	assert_int_equal(verify(a, token, NOW + LIFETIME_S), ERR_AUTH);
	assert_int_equal(jwt_verify(a, key, KEY_N, token, NOW + LIFETIME_S, &c, &f), ERR_AUTH);
	assert_string_equal(f.slug,
	                    "token_expired"); /* only whoever holds a good token learns that */
}

static void every_changed_character_is_refused(void **state)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= ";
	struct arena *a = *state;
	const char   *token = jwt_sign(a, key, KEY_N, 1, "user", NOW, LIFETIME_S, NULL);

	for (size_t i = 0; token[i]; i++) {
		struct arena *row = arena_create();
		char         *t = arena_strdup(row, token);

		for (const char *c = letters; *c; c++) {
			if (*c == token[i])
				continue;
			t[i] = *c;
			assert_int_equal(verify(row, t, NOW), ERR_AUTH);
		}
		arena_destroy(row);
	}
}

static void every_shorter_or_longer_text_is_refused(void **state)
{
	struct arena *a = *state;
	const char   *token = jwt_sign(a, key, KEY_N, 1, "user", NOW, LIFETIME_S, NULL);
	size_t        n = strlen(token);

	for (size_t i = 0; i < n; i++) {
		assert_int_equal(verify(a, arena_strndup(a, token, i), NOW), ERR_AUTH);
		assert_int_equal(verify(a, token + i + 1, NOW), ERR_AUTH);
	}
	assert_int_equal(verify(a, arena_printf(a, "%sA", token), NOW), ERR_AUTH);
	assert_int_equal(verify(a, arena_printf(a, "%s=", token), NOW), ERR_AUTH);
	assert_int_equal(verify(a, arena_printf(a, "%s.", token), NOW), ERR_AUTH);
	assert_int_equal(verify(a, arena_printf(a, "%s.%s", token, token), NOW), ERR_AUTH);
	assert_int_equal(verify(a, arena_printf(a, " %s", token), NOW), ERR_AUTH);
	assert_int_equal(verify(a, "..", NOW), ERR_AUTH);
}

static void a_huge_text_is_refused(void **state)
{
	struct arena *a = *state;
	const char   *token = jwt_sign(a, key, KEY_N, 1, "user", NOW, LIFETIME_S, NULL);
	char         *huge = arena_alloc(a, (1 << 20) + 1);

	memset(huge, 'A', 1 << 20);
	assert_int_equal(verify(a, huge, NOW), ERR_AUTH);
	memcpy(huge, token, strlen(token));
	assert_int_equal(verify(a, huge, NOW), ERR_AUTH);
	/* Rightly signed and with blanks that JSON allows, and yet too long. */
	for (int blanks = 9; blanks < 3000; blanks += 2000) {
		const char *claims = arena_printf(a, "{\"sub\":\"1\"%*s" REST, blanks, "");

		assert_int_equal(verify(a, forge(a, HEADER, claims), NOW),
		                 blanks > 2000 ? ERR_AUTH : OK);
	}
}

static const char *payload(struct arena *a)
{
	return arena_printf(
		a, "{\"sub\":\"1\",\"role\":\"admin\",\"iat\":%d,\"exp\":%d,\"jti\":\"x\"}", NOW,
		NOW + 9);
}

/* Even rightly signed ones: the header is ours byte for byte. */
static void other_headers_are_refused(void **state)
{
	static const char *const headers[] = {
		"{\"alg\":\"none\",\"typ\":\"JWT\"}",
		"{\"alg\":\"None\",\"typ\":\"JWT\"}",
		"{\"alg\":\"RS256\",\"typ\":\"JWT\"}",
		"{\"alg\":\"HS384\",\"typ\":\"JWT\"}",
		"{\"alg\":\"HS512\",\"typ\":\"JWT\"}",
		"{\"typ\":\"JWT\",\"alg\":\"HS256\"}",
		"{\"alg\":\"HS256\"}",
		"{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"../../dev/null\"}",
		"{\"alg\": \"HS256\",\"typ\":\"JWT\"}",
		"{\"alg\":\"HS256\",\"typ\":\"JWT\",\"jwk\":{}}",
		HEADER " ",
		"{}",
		"",
	};
	struct arena *a = *state;

	assert_int_equal(verify(a, forge(a, HEADER, payload(a)), NOW), OK);
	for (size_t i = 0; i < COUNT(headers); i++) {
		char *signed_one = arena_strdup(a, forge(a, headers[i], payload(a)));

		assert_int_equal(verify(a, signed_one, NOW), ERR_AUTH);
		strrchr(signed_one,
		        '.')[1] = '\0'; /* and without a signature, as alg none has it */
		assert_int_equal(verify(a, signed_one, NOW), ERR_AUTH);
	}
}

static void a_token_without_signature_is_refused(void **state)
{
	struct arena *a = *state;
	const char   *token = jwt_sign(a, key, KEY_N, 1, "user", NOW, LIFETIME_S, NULL);
	char         *bare = arena_strdup(a, token);

	strrchr(bare, '.')[1] = '\0';
	assert_int_equal(verify(a, bare, NOW), ERR_AUTH);
	*strrchr(bare, '.') = '\0';
	assert_int_equal(verify(a, bare, NOW), ERR_AUTH);
}

static void another_key_is_refused(void **state)
{
	struct arena *a = *state;
	uint8_t       other[KEY_N];
	struct claims c;
	struct fail   f = {0};
	const char   *token = jwt_sign(a, key, KEY_N, 1, "user", NOW, LIFETIME_S, NULL);

	for (size_t bit = 0; bit < 8 * KEY_N; bit += 37) {
		memcpy(other, key, KEY_N);
		other[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_int_equal(jwt_verify(a, other, sizeof(other), token, NOW, &c, &f), ERR_AUTH);
	}
	assert_int_equal(jwt_verify(a, key, KEY_N - 1, token, NOW, &c, &f), ERR_AUTH);
	assert_int_equal(jwt_verify(a, key, 0, token, NOW, &c, &f), ERR_AUTH);
}

/* Signed with the key, but not what jwt_sign() writes. */
static void claims_must_be_there_and_of_their_type(void **state)
{
	static const char *const bad[] = {
		"{\"role\":\"user\",\"iat\":1,\"exp\":2e9,\"jti\":\"x\"}",
		"{\"sub\":\"1\",\"iat\":1,\"exp\":2e9,\"jti\":\"x\"}",
		"{\"sub\":\"1\",\"role\":\"user\",\"exp\":2e9,\"jti\":\"x\"}",
		"{\"sub\":\"1\",\"role\":\"user\",\"iat\":1,\"jti\":\"x\"}",
		"{\"sub\":\"1\",\"role\":\"user\",\"iat\":1,\"exp\":2e9}",
		"{\"sub\":1" REST,
		"{\"sub\":\"1\",\"role\":7,\"iat\":1,\"exp\":2e9,\"jti\":\"x\"}",
		"{\"sub\":\"1\",\"role\":\"user\",\"iat\":1,\"exp\":\"2e9\",\"jti\":\"x\"}",
		"{\"sub\":\"1\",\"role\":\"user\",\"iat\":1,\"exp\":null,\"jti\":\"x\"}",
		"{\"sub\":\"1\",\"role\":\"user\",\"iat\":1,\"exp\":1e308,\"jti\":\"x\"}",
		"{\"sub\":\"1\",\"role\":\"user\",\"iat\":1,\"exp\":-1,\"jti\":\"x\"}",
		"{\"sub\":\"1\",\"role\":\"user\",\"iat\":1,\"exp\":1700000000.5,\"jti\":\"x\"}",
		"{\"sub\":\"one\"" REST,
		"{\"sub\":\"\"" REST,
		"{\"sub\":\"1 \"" REST,
		"{\"sub\":\"1.5\"" REST,
		"{\"sub\":\"9223372036854775808\"" REST,
		"{\"sub\":\"1\",\"role\":\"user\",\"iat\":1,\"exp\":2e9,\"jti\":\"x\",\"extra\":1}",
		"{\"sub\":\"1\",\"sub\":\"2\"" REST,
		"[]",
		"null",
		"{",
		"",
		"\xff",
	};
	struct arena *a = *state;

	assert_int_equal(verify(a, forge(a, HEADER, "{\"sub\":\"1\"" REST), NOW), OK);
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(verify(a, forge(a, HEADER, bad[i]), NOW), ERR_AUTH);
}

#define T(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_is_signed_verifies),
		T(the_bytes_are_those_of_the_standard),
		T(a_token_ends_at_its_time),
		T(every_changed_character_is_refused),
		T(every_shorter_or_longer_text_is_refused),
		T(a_huge_text_is_refused),
		T(other_headers_are_refused),
		T(a_token_without_signature_is_refused),
		T(another_key_is_refused),
		T(claims_must_be_there_and_of_their_type),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

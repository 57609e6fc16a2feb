/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* ours takes arguments */
#include <string.h>

#include "app/jwt_cache.h"
#include "base/arena.h"

enum { NOW_S = 1700000000, MANY = 5000 };

static const uint8_t key[32] = "the key of this test, thirty-two";

static enum err verify(struct jwt_cache *c, const char *token, int64_t now_s, struct claims *out)
{
	static struct jwt_text text;
	struct fail            f = {0};

	return jwt_cache_verify(c, key, sizeof(key), token, now_s, &text, out, &f);
}

static void says_the_same_again(void **state)
{
	struct jwt_cache *c = jwt_cache_create();
	struct arena     *a = arena_create();
	char             *token = jwt_sign(a, key, sizeof(key), 42, "admin", NOW_S);
	struct claims     first, again;
	char              jti[80];

	(void)state;
	assert_int_equal(verify(c, token, NOW_S, &first), OK);
	assert_true(strlen(first.jti) < sizeof(jti));
	memcpy(jti, first.jti, strlen(first.jti) + 1);
	assert_int_equal(verify(c, token, NOW_S + 1, &again), OK);
	assert_int_equal(again.sub, 42);
	assert_int_equal(again.iat, NOW_S);
	assert_int_equal(again.exp, first.exp);
	assert_string_equal(again.role, "admin");
	assert_string_equal(again.jti, jti);
	assert_int_equal(verify(c, token, NOW_S + JWT_LIFETIME_S, &again), ERR_AUTH);
	arena_destroy(a);
	jwt_cache_destroy(c);
	jwt_cache_destroy(NULL);
}

/* What was found good makes nothing else good, not even with the same signature. */
static void refuses_what_is_not_it(void **state)
{
	struct jwt_cache *c = jwt_cache_create();
	struct arena     *a = arena_create();
	char             *token = jwt_sign(a, key, sizeof(key), 7, "user", NOW_S);
	struct claims     is;

	(void)state;
	assert_int_equal(verify(c, token, NOW_S, &is), OK);
	for (size_t i = 0; token[i]; i++) {
		char was = token[i];

		token[i] = was == 'A' ? 'B' : 'A';
		assert_int_equal(verify(c, token, NOW_S, &is), ERR_AUTH);
		token[i] = was;
	}
	assert_int_equal(verify(c, token + 1, NOW_S, &is), ERR_AUTH);
	assert_int_equal(verify(c, arena_printf(a, "%sA", token), NOW_S, &is), ERR_AUTH);
	assert_int_equal(verify(c, "", NOW_S, &is), ERR_AUTH);
	assert_int_equal(verify(c, "short", NOW_S, &is), ERR_AUTH);
	char *huge = arena_alloc(a, 9000);
	memset(huge, 'x', 8999);
	assert_int_equal(verify(c, huge, NOW_S, &is), ERR_AUTH);
	assert_int_equal(verify(c, token, NOW_S, &is), OK);
	arena_destroy(a);
	jwt_cache_destroy(c);
}

static void more_than_it_holds(void **state)
{
	struct jwt_cache *c = jwt_cache_create();
	struct arena     *a = arena_create();
	struct claims     is;

	(void)state;
	for (int64_t i = 0; i < MANY; i++) {
		char *token = jwt_sign(a, key, sizeof(key), i, "user", NOW_S);

		for (int k = 0; k < 2; k++) {
			assert_int_equal(verify(c, token, NOW_S, &is), OK);
			assert_int_equal(is.sub, i);
		}
		arena_reset(a);
	}
	arena_destroy(a);
	jwt_cache_destroy(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_the_same_again),
		cmocka_unit_test(refuses_what_is_not_it),
		cmocka_unit_test(more_than_it_holds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

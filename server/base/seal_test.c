/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/seal.h"

#define ABOUT "users.totp:7"
#define VECTOR "FQABAgMEBQYHCAkKCyG2Ywet2pDMtCRfygNeAfsA6SxnTv4xOlunQc0am5--"

struct kit {
	struct arena    *a;
	struct seal_keys keys;
};

static int make(void **state)
{
	static struct kit k;

	k = (struct kit){.a = arena_create()};
	seal_keys_add(&k.keys, "the secret", 10);
	*state = &k;
	return 0;
}

static int drop(void **state)
{
	arena_destroy(((struct kit *)*state)->a);
	return 0;
}

static bool opens(struct kit *k, const char *about, const char *sealed, const void *p, size_t n)
{
	struct fail f = {0};
	uint8_t    *plain = NULL;
	size_t      plain_n = 77;

	if (seal_open(k->a, &k->keys, about, sealed, &plain, &plain_n, &f) != OK) {
		assert_int_equal(f.code, ERR_AWAY);
		assert_null(plain);
		assert_int_equal(plain_n, 77);
		return false;
	}
	assert_int_equal(plain_n, n);
	assert_memory_equal(plain, p, n);
	return true;
}

static void what_is_sealed_opens(void **state)
{
	struct kit *k = *state;
	uint8_t     p[300];

	for (size_t i = 0; i < sizeof(p); i++)
		p[i] = (uint8_t)(i * 7);
	for (size_t n = 0; n <= sizeof(p); n += n < 40 ? 1 : 37)
		assert_true(opens(k, ABOUT, seal(k->a, &k->keys, ABOUT, p, n), p, n));
}

static void no_two_are_alike_and_none_shows_what_is_inside(void **state)
{
	struct kit *k = *state;
	const char *one = seal(k->a, &k->keys, ABOUT, "AAAAAAAAAAAA", 12);
	const char *two = seal(k->a, &k->keys, ABOUT, "AAAAAAAAAAAA", 12);

	assert_string_not_equal(one, two);
	assert_null(strstr(one, base64url_encode(k->a, "AAAAAAAAAAAA", 12)));
}

static void a_change_of_any_byte_is_noticed(void **state)
{
	struct kit *k = *state;
	const char *text = seal(k->a, &k->keys, ABOUT, "a secret of a person", 20);
	size_t      n;
	uint8_t    *whole = base64url_decode(k->a, text, strlen(text), &n);

	for (size_t i = 0; i < n; i++)
		for (int bit = 0; bit < 8; bit++) {
			whole[i] ^= (uint8_t)(1 << bit);
			assert_false(opens(k, ABOUT, base64url_encode(k->a, whole, n), "", 0));
			whole[i] ^= (uint8_t)(1 << bit);
		}
	for (size_t cut = 0; cut < n; cut++)
		assert_false(opens(k, ABOUT, base64url_encode(k->a, whole, cut), "", 0));
	assert_false(opens(k, ABOUT, "!", "", 0));
	assert_true(opens(k, ABOUT, text, "a secret of a person", 20));
}

static void it_opens_at_its_own_place_only(void **state)
{
	struct kit *k = *state;
	const char *text = seal(k->a, &k->keys, ABOUT, "x", 1);

	assert_false(opens(k, "users.totp:8", text, "x", 1));
	assert_false(opens(k, "", text, "x", 1));
}

static void the_old_secret_opens_and_the_new_one_seals(void **state)
{
	struct kit *k = *state, fresh = {.a = k->a};
	const char *text = seal(k->a, &k->keys, ABOUT, "x", 1);

	seal_keys_add(&fresh.keys, "the new secret", 14);
	assert_false(opens(&fresh, ABOUT, text, "x", 1));
	seal_keys_add(&fresh.keys, "the secret", 10);
	assert_true(opens(&fresh, ABOUT, text, "x", 1));
	const char *again = seal(k->a, &fresh.keys, ABOUT, "x", 1);
	assert_true(opens(&fresh, ABOUT, again, "x", 1));
	assert_false(opens(k, ABOUT, again, "x", 1));
}

/* Computed with another implementation (pyca/cryptography): HKDF, then AES-256-GCM with nonce 00..0b. */
static void as_another_implementation_seals(void **state)
{
	struct kit *k = *state;

	assert_true(opens(k, ABOUT, VECTOR, "JBSWY3DPEHPK3PXP", 16));
}

#define T(name) cmocka_unit_test_setup_teardown(name, make, drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_is_sealed_opens),
		T(no_two_are_alike_and_none_shows_what_is_inside),
		T(a_change_of_any_byte_is_noticed),
		T(it_opens_at_its_own_place_only),
		T(the_old_secret_opens_and_the_new_one_seals),
		T(as_another_implementation_seals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

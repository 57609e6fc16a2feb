/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <string.h>

#include "base/arena_fixture.h"
#include "base/compiler.h"
#include "base/crypto.h"

/* RFC 4648 §10 */
static void as_published(void **state)
{
	static const char *const plain[] = {"", "f", "fo", "foo", "foob", "fooba", "foobar"};
	static const char *const coded[] = {"",         "Zg==",     "Zm8=",    "Zm9v",
	                                    "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};

	for (size_t i = 0; i < COUNT(plain); i++)
		assert_string_equal(base64_encode(*state, plain[i], strlen(plain[i])), coded[i]);
}

static void the_alphabets_differ_in_two_letters(void **state)
{
	assert_string_equal(base64_encode(*state, "\xfb\xff\xfe", 3), "+//+");
	assert_string_equal(base64url_encode(*state, "\xfb\xff\xfe", 3), "-__-");
	assert_string_equal(base64url_encode(*state, "\xff", 1), "_w");
}

static void every_byte_at_every_length_comes_back(void **state)
{
	uint8_t in[70];

	for (size_t n = 0; n <= sizeof(in); n++) {
		for (unsigned shift = 0; shift < 256; shift += 15) {
			size_t   out_n = 999;
			char    *text;
			uint8_t *out;

			for (size_t i = 0; i < n; i++)
				in[i] = (uint8_t)(i * 37 + shift);
			text = base64url_encode(*state, in, n);
			assert_int_equal(strlen(text), (n * 4 + 2) / 3);
			out = base64url_decode(*state, text, strlen(text), &out_n);
			assert_non_null(out);
			assert_int_equal(out_n, n);
			assert_memory_equal(out, in, n);
		}
		arena_reset(*state);
	}
}

static void only_the_canonical_form_is_read(void **state)
{
	static const char *const bad[] = {
		"Z",    "Zg==",  "Zm8=", "Zm9vY", "Zm9v ", " Zm9v", "Zm\n9", "Zm+v",
		"Zm/v", "Zm9v.", "Zé",   "Zh",    "Zm9",   "_x",    "====",
	};
	size_t n = 7;

	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_null(base64url_decode(*state, bad[i], strlen(bad[i]), &n));
		assert_int_equal(n, 7);
	}
	assert_null(base64url_decode(*state, "Zm\0v", 4, &n));
	assert_non_null(base64url_decode(*state, "Zg-junk", 2, &n));
	assert_int_equal(n, 1);
}

/* Of the texts of two letters exactly those without stray bits are read: 64 * 4. */
static void stray_bits_are_noticed(void **state)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	size_t read = 0, n;

	for (size_t i = 0; i < 64; i++) {
		for (size_t j = 0; j < 64; j++) {
			char     text[] = {letters[i], letters[j]};
			uint8_t *out = base64url_decode(*state, text, 2, &n);

			if (!out)
				continue;
			read++;
			assert_int_equal(out[0], i << 2 | j >> 4);
		}
	}
	assert_int_equal(read, 256);
}

int main(void)
{
#define ON_ARENA(t) cmocka_unit_test_setup_teardown(t, arena_setup, arena_teardown)
	const struct CMUnitTest tests[] = {
		ON_ARENA(as_published),
		ON_ARENA(the_alphabets_differ_in_two_letters),
		ON_ARENA(every_byte_at_every_length_comes_back),
		ON_ARENA(only_the_canonical_form_is_read),
		ON_ARENA(stray_bits_are_noticed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

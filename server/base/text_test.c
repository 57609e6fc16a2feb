/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/compiler.h"
#include "base/text.h"

/* The code point's bytes by the definition of UTF-8, surrogates and all. */
static size_t encode(uint32_t c, char *out)
{
	size_t  n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	uint8_t lead[] = {0, 0, 0xc0, 0xe0, 0xf0};

	for (size_t i = n; i-- > 1; c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3f));
	out[0] = (char)(lead[n] | c);
	return n;
}

static void every_code_point_is_judged(void **state)
{
	(void)state;
	for (uint32_t c = 0; c < 0x120000; c++) {
		char   s[4];
		size_t n = encode(c, s);
		bool   good = c > 0 && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);

		assert_int_equal(text_utf8_valid(s, n), good);
		assert_int_equal(text_utf8_char(s, n), good ? n : 0);
		if (n > 1)
			assert_false(text_utf8_valid(s, n - 1));
	}
}

static void broken_sequences_are_refused(void **state)
{
	static const char *const bad[] = {
		"\x80",
		"a\xbf",
		"\xc0\x80",
		"\xc1\xbf",
		"\xe0\x9f\xbf",
		"\xf0\x8f\xbf\xbf",
		"\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80",
		"\xff",
		"\xfe",
		"\xc3(",
		"\xe2\x82(",
		"\xf0\x9f\x92(",
		"\xc3\xc3\xa9",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(text_utf8_valid(bad[i], strlen(bad[i])));
	assert_true(text_utf8_valid("", 0));
	assert_true(text_utf8_valid("a€é", 6));
	assert_false(text_utf8_valid("a\0b", 3));
}

static void cuts_fall_between_characters(void **state)
{
	static const char   s[] = "a€é\xf0\x9f\x92\xb6z"; /* starts: 0 1 4 6 10, end 11 */
	static const size_t want[] = {0, 1, 1, 1, 4, 4, 6, 6, 6, 6, 10, 11, 11, 11};

	(void)state;
	for (size_t max = 0; max < COUNT(want); max++)
		assert_int_equal(text_utf8_cut(s, sizeof(s) - 1, max), want[max]);
}

static void whole_numbers(void **state)
{
	static const char *const bad[] = {
		"",
		"-",
		"+",
		" 1",
		"1 ",
		"1.0",
		"0x10",
		"1e3",
		"--1",
		"+-1",
		"9223372036854775808",
		"-9223372036854775809",
		"99999999999999999999999",
		"１",
	};
	int64_t v = 7;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_false(text_to_i64(bad[i], &v));
		assert_int_equal(v, 7);
	}
	assert_true(text_to_i64("9223372036854775807", &v) && v == INT64_MAX);
	assert_true(text_to_i64("-9223372036854775808", &v) && v == INT64_MIN);
	assert_true(text_to_i64("+42", &v) && v == 42);
	assert_true(text_to_i64("-0", &v) && v == 0);
	assert_true(text_to_i64("00012", &v) && v == 12);
}

static void real_numbers(void **state)
{
	static const char *const bad[] = {
		"",    ".",     "-",      "e5",    "1e",       "1e+", "0x1p3",
		"inf", "-inf",  "nan",    "NaN",   "infinity", " 1",  "1 ",
		"1,5", "1e400", "-1e400", "1.2.3", "1_000",    "1f",  "--1",
	};
	double v = 7;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_false(text_to_real(bad[i], &v));
		assert_true(v == 7);
	}
	assert_true(text_to_real("1.5", &v) && v == 1.5);
	assert_true(text_to_real("-.5e1", &v) && v == -5);
	assert_true(text_to_real("+5.", &v) && v == 5);
	assert_true(text_to_real("1E-2", &v) && v == 0.01);
	assert_true(text_to_real("1e-400", &v) && v == 0);
	assert_true(text_to_real("-0", &v) && v == 0 && signbit(v));
}

static void letters_fold(void **state)
{
	(void)state;
	assert_true(text_same_fold("Content-Type", "content-TYPE"));
	assert_true(text_same_fold("", ""));
	assert_false(text_same_fold("a", "ab"));
	assert_false(text_same_fold("ab", "a"));
	assert_false(text_same_fold("[", "{")); /* 0x20 apart, but no letters */
	assert_false(text_same_fold("É", "é"));
}

static void hex_digits(void **state)
{
	static const char digits[] = "0123456789abcdef";

	(void)state;
	for (int c = -128; c < 128; c++) {
		char        low = (char)(c >= 'A' && c <= 'F' ? c + 32 : c);
		const char *at = low ? strchr(digits, low) : NULL;

		assert_int_equal(text_hex_digit((char)c), at ? at - digits : -1);
	}
}

static void the_nearest_word(void **state)
{
	static const char *const words[] = {"email", "password", "momentum_weight", "id", "limit"};
	char                     huge[500];

	(void)state;
#define NEAREST(w) text_nearest(w, words, COUNT(words))
	assert_string_equal(NEAREST("emial"), "email");
	assert_string_equal(NEAREST("e-mail"), "email");
	assert_string_equal(NEAREST("Email"), "email");
	assert_string_equal(NEAREST("pasword"), "password");
	assert_string_equal(NEAREST("momentum_wieght"), "momentum_weight");
	assert_string_equal(NEAREST("limits"), "limit");
	assert_null(NEAREST("it"));
	assert_null(NEAREST("username"));
	assert_null(NEAREST(""));
	assert_null(text_nearest("email", words, 0));
	memset(huge, 'e', sizeof(huge) - 1);
	huge[sizeof(huge) - 1] = '\0';
	assert_null(NEAREST(huge));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_point_is_judged),
		cmocka_unit_test(broken_sequences_are_refused),
		cmocka_unit_test(cuts_fall_between_characters),
		cmocka_unit_test(whole_numbers),
		cmocka_unit_test(real_numbers),
		cmocka_unit_test(letters_fold),
		cmocka_unit_test(hex_digits),
		cmocka_unit_test(the_nearest_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

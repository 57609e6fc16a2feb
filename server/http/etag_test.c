/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* ours takes arguments */

#include "http/etag.h"

static void is_strong_and_of_one_coding(void **state)
{
	(void)state;
	char plain[ETAG_TEXT], gz[ETAG_TEXT], br[ETAG_TEXT], other[ETAG_TEXT];
	/* The first 128 bits of SHA-256("abc"), FIPS 180-4. */
	assert_string_equal(etag_make("abc", 3, CODING_IDENTITY, plain),
	                    "\"ba7816bf8f01cfea414140de5dae2223\"");
	assert_string_equal(etag_make("abc", 3, CODING_GZIP, gz),
	                    "\"ba7816bf8f01cfea414140de5dae2223-gz\"");
	assert_string_equal(etag_make("abc", 3, CODING_BR, br),
	                    "\"ba7816bf8f01cfea414140de5dae2223-br\"");
	assert_string_not_equal(etag_make("abd", 3, CODING_IDENTITY, other), plain);
}

static void is_found_in_lists(void **state)
{
	static const struct {
		const char *header;
		bool        want;
	} cases[] = {
		{NULL, false},
		{"", false},
		{"\"a\"", true},
		{"\"b\"", false},
		{"*", true},
		{" * ", true},
		{"\"b\", \"a\"", true},
		{"\"b\",\"a\"", true},
		{"W/\"a\"", true},
		{"\"b\" , W/\"c\",\"a\"", true},
		{"\"a-gz\"", false},
		{"a", false},
		{"\"a", false},
		{"\"\"a\"", false},
		{"\"x,\", \"a\"", true},
		{"\"\"", false},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		if (etag_listed(cases[i].header, "\"a\"") != cases[i].want)
			print_error("wrong for %s\n", cases[i].header);
		assert_int_equal(etag_listed(cases[i].header, "\"a\""), cases[i].want);
	}
}

/* A weak tag says that two bodies mean the same, not that they are the same (RFC 9110 §13.1.1). */
static void only_strong_tags_match(void **state)
{
	static const struct {
		const char *header;
		bool        want;
	} cases[] = {
		{NULL, false},      {"\"a\"", true},          {"\"b\", \"a\"", true}, {"*", true},
		{"W/\"a\"", false}, {"W/\"a\", \"a\"", true}, {"\"a-br\"", false},    {"a", false},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		if (etag_matches(cases[i].header, "\"a\"") != cases[i].want)
			print_error("wrong for %s\n", cases[i].header);
		assert_int_equal(etag_matches(cases[i].header, "\"a\""), cases[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_strong_and_of_one_coding),
		cmocka_unit_test(is_found_in_lists),
		cmocka_unit_test(only_strong_tags_match),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

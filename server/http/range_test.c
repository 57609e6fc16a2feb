/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* ours takes arguments */

#include "base/compiler.h"
#include "http/range.h"

static void of_ten_bytes(void **state)
{
	(void)state;
	static const struct {
		const char *header;
		enum range  want;
		size_t      first, n;
	} cases[] = {
		{NULL, RANGE_WHOLE, 0, 0},
		{"", RANGE_WHOLE, 0, 0},
		{"bytes=0-0", RANGE_PART, 0, 1},
		{"bytes=0-9", RANGE_PART, 0, 10},
		{"bytes=3-5", RANGE_PART, 3, 3},
		{"Bytes=3-5", RANGE_PART, 3, 3},
		{"bytes= 3-5 ", RANGE_PART, 3, 3},
		{"bytes=3-", RANGE_PART, 3, 7},
		{"bytes=9-", RANGE_PART, 9, 1},
		{"bytes=3-99", RANGE_PART, 3, 7},
		{"bytes=3-99999999999999999999999999", RANGE_PART, 3, 7},
		{"bytes=-3", RANGE_PART, 7, 3},
		{"bytes=-10", RANGE_PART, 0, 10},
		{"bytes=-99", RANGE_PART, 0, 10},
		{"bytes=10-", RANGE_BEYOND, 0, 0},
		{"bytes=10-20", RANGE_BEYOND, 0, 0},
		{"bytes=99999999999999999999999999-", RANGE_BEYOND, 0, 0},
		{"bytes=-0", RANGE_BEYOND, 0, 0},
		{"bytes=5-3", RANGE_WHOLE, 0, 0},
		{"bytes=-", RANGE_WHOLE, 0, 0},
		{"bytes=", RANGE_WHOLE, 0, 0},
		{"bytes=3", RANGE_WHOLE, 0, 0},
		{"bytes=a-b", RANGE_WHOLE, 0, 0},
		{"bytes=3-5x", RANGE_WHOLE, 0, 0},
		{"bytes=0x3-5", RANGE_WHOLE, 0, 0},
		{"bytes=1-2,4-5", RANGE_WHOLE, 0, 0},
		{"bytes 3-5", RANGE_WHOLE, 0, 0},
		{"items=3-5", RANGE_WHOLE, 0, 0},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct part p = {0, 0};
		enum range  got = range_parse(cases[i].header, 10, &p);
		if (got != cases[i].want || p.first != cases[i].first || p.n != cases[i].n)
			print_error("wrong for '%s'\n", cases[i].header);
		assert_int_equal(got, cases[i].want);
		assert_int_equal(p.first, cases[i].first);
		assert_int_equal(p.n, cases[i].n);
	}
}

static void of_nothing(void **state)
{
	(void)state;
	struct part p = {0, 0};
	assert_int_equal(range_parse("bytes=0-", 0, &p), RANGE_BEYOND);
	assert_int_equal(range_parse("bytes=-1", 0, &p), RANGE_BEYOND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_ten_bytes),
		cmocka_unit_test(of_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

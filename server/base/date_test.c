/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/compiler.h"
#include "base/date.h"

static bool leap(int y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

/* Counting days one by one is the definition; every function must agree with it. */
static void four_centuries_day_by_day(void **state)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int32_t          date = date_of(1800, 1, 1), monday = date - 2;
	int              weekday = 3; /* 1800-01-01 was a Wednesday */

	(void)state;
	for (int y = 1800; y <= 2200; y++) {
		for (int m = 1; m <= 12; m++) {
			int last = days[m - 1] + (m == 2 && leap(y));

			assert_false(date_valid(y, m, 0));
			assert_false(date_valid(y, m, last + 1));
			for (int d = 1; d <= last; d++, date++) {
				struct civil c = date_civil(date);
				char         text[DATE_TEXT], want[40];
				int32_t      again = 0;

				assert_true(date_valid(y, m, d));
				assert_int_equal(date_of(y, m, d), date);
				assert_true(c.year == y && c.month == m && c.day == d);
				snprintf(want, sizeof(want), "%04d-%02d-%02d", y, m, d);
				assert_string_equal(date_format(date, text), want);
				assert_true(date_parse(text, &again) && again == date);
				assert_int_equal(date_weekday(date), weekday);
				assert_int_equal(date_iso_week(date), monday);
				weekday = weekday % 7 + 1;
				if (weekday == 1)
					monday = date + 1;
			}
		}
	}
	assert_int_equal(date, date_of(2201, 1, 1));
}

static void known_days(void **state)
{
	(void)state;
	assert_int_equal(date_of(1970, 1, 1), 0);
	assert_int_equal(date_of(1969, 12, 31), -1);
	assert_int_equal(date_of(2000, 3, 1), 11017);
	assert_int_equal(date_of(1, 1, 1), -719162);
	assert_int_equal(date_of(9999, 12, 31), 2932896);
	assert_int_equal(date_weekday(date_of(1, 1, 1)), 1);
	assert_int_equal(date_weekday(date_of(2026, 1, 4)), 7);
	assert_int_equal(date_iso_week(date_of(2026, 1, 1)), date_of(2025, 12, 29));
	assert_false(date_valid(0, 1, 1));
	assert_false(date_valid(10000, 1, 1));
	assert_false(date_valid(2026, 0, 1));
	assert_false(date_valid(2026, 13, 1));
	assert_false(date_valid(1900, 2, 29));
	assert_true(date_valid(2000, 2, 29));
}

static void the_ends_of_the_type_are_safe(void **state)
{
	char         text[TIME_TEXT];
	struct civil c = date_civil(INT32_MAX);

	(void)state;
	assert_int_equal(c.year, 5881580);
	assert_int_equal(c.month, 7);
	assert_int_equal(c.day, 11);
	c = date_civil(INT32_MIN);
	assert_int_equal(c.year, -5877641);
	assert_int_equal(c.month, 6);
	assert_int_equal(c.day, 23);
	assert_in_range(date_weekday(INT32_MIN), 1, 7);
	assert_string_equal(date_format(DATE_NONE, text), "");
	assert_string_equal(date_format(date_of(9999, 12, 31) + 1, text), "");
	assert_string_equal(date_format(date_of(1, 1, 1) - 1, text), "");
	assert_string_equal(date_format(date_of(1, 1, 1), text), "0001-01-01");
	assert_string_equal(time_format(TIME_NONE, text), "");
	assert_string_equal(time_format(INT64_MAX, text), "");
	assert_string_equal(time_format(date_of(9999, 12, 31) * INT64_C(86400000) + 86399999, text),
	                    "9999-12-31T23:59:59.999Z");
}

static void only_the_one_form_is_a_date(void **state)
{
	static const char *const bad[] = {
		"",
		"2026",
		"2026-1-2",
		"2026-01-2",
		"26-01-02",
		"2026-01-02 ",
		" 2026-01-02",
		"2026/01/02",
		"20260102",
		"2026-02-30",
		"2026-13-01",
		"2026-00-10",
		"0000-01-01",
		"2026-01-02T00:00:00Z",
		"+026-01-02",
		"2026-01-0a",
		"2026-01-",
		"-2026-01-02",
		"2026-0１-02",
	};
	int32_t v = 7;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_false(date_parse(bad[i], &v));
		assert_int_equal(v, 7);
	}
}

static void instants_read_and_write(void **state)
{
	static const struct {
		const char *text;
		int64_t     ms;
		const char *utc;
	} cases[] = {
		{"1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000Z"},
		{"1969-12-31T23:59:59.999Z", -1, "1969-12-31T23:59:59.999Z"},
		{"2001-09-09T01:46:40Z", INT64_C(1000000000000), "2001-09-09T01:46:40.000Z"},
		{"2001-09-09t01:46:40.5z", INT64_C(1000000000500), "2001-09-09T01:46:40.500Z"},
		{"2001-09-09T03:46:40.1239+02:00", INT64_C(1000000000123),
	         "2001-09-09T01:46:40.123Z"},
		{"2001-09-08T16:16:40-09:30", INT64_C(1000000000000), "2001-09-09T01:46:40.000Z"},
		{"1969-12-31T23:00:00-01:00", 0, "1970-01-01T00:00:00.000Z"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char    text[TIME_TEXT];
		int64_t ms = 7, again = 7;

		assert_true(time_parse(cases[i].text, &ms));
		assert_int_equal(ms, cases[i].ms);
		assert_string_equal(time_format(ms, text), cases[i].utc);
		assert_true(time_parse(text, &again) && again == ms);
	}
}

static void only_rfc3339_is_an_instant(void **state)
{
	static const char *const bad[] = {
		"",
		"2026-01-02",
		"2026-01-02T",
		"2026-01-02T03:04Z",
		"2026-01-02T03:04:05",
		"2026-01-02 03:04:05Z",
		"2026-01-02T24:00:00Z",
		"2026-01-02T03:60:00Z",
		"2026-01-02T03:04:60Z",
		"2026-01-02T03:04:05.Z",
		"2026-01-02T03:04:05ZZ",
		"2026-01-02T03:04:05+0200",
		"2026-01-02T03:04:05+24:00",
		"2026-01-02T03:04:05+02:60",
		"2026-01-02T03:04:05+02:00Z",
		"2026-02-29T03:04:05Z",
		"2026-01-02T3:04:05Z",
		"2026-01-02T03:04:05,5Z",
	};
	static const char good[] = "2026-01-02T03:04:05.678+01:00";
	int64_t           v = 7;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_false(time_parse(bad[i], &v));
		assert_int_equal(v, 7);
	}
	for (size_t n = 0; n < sizeof(good) - 1; n++) {
		char cut[sizeof(good)] = "";

		memcpy(cut, good, n);
		assert_false(time_parse(cut, &v));
	}
	assert_true(time_parse(good, &v));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(four_centuries_day_by_day),
		cmocka_unit_test(known_days),
		cmocka_unit_test(the_ends_of_the_type_are_safe),
		cmocka_unit_test(only_the_one_form_is_a_date),
		cmocka_unit_test(instants_read_and_write),
		cmocka_unit_test(only_rfc3339_is_an_instant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "market/csv_value.h"

/* Cells one by one. A cell's text may be changed, so each is copied first. */

static char cell_text[256];

static struct csv_text cell(const char *s)
{
	snprintf(cell_text, sizeof(cell_text), "%s", s);
	return (struct csv_text){.p = cell_text, .n = strlen(cell_text)};
}

static void prices(void **state)
{
	static const struct {
		const char *text;
		double      value;
	} cases[] = {
		{"0.1", 0.1},
		{"+.5e1", 5},
		{"5.", 5},
		{"1e12", 1e12},
		{"1E-12", 1e-12},
		{"1,234,567.5", 1234567.5},
		{"1,000.", 1000},
		{"0.30000000000000004", 0.30000000000000004},
		{"123456789.123456789", 123456789.123456789},
		{"0.000000000000000000000000000001e30", 1},
		{"1000000000000000000000000e-24", 1},
		/* Half way between two doubles, and a hair above: an approximate conversion gets these wrong. */
		{"1.00000000000000011102230246251565404236316680908203125", 1},
		{"1.00000000000000011102230246251565404236316680908203126", 1.0000000000000002},
		{"7.2057594037927933e1", 72.057594037927933},
		{"\xc2\xa0 3 \xe3\x80\x80", 3},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		double v = 0;
		assert_int_equal(csv_price(cell(cases[i].text), false, &v), CSV_FINE);
		if (v != cases[i].value)
			print_error("%s is %.17g\n", cases[i].text, v);
		assert_true(v == cases[i].value);
	}
}

static void decimal_commas(void **state)
{
	static const struct {
		const char *text;
		double      value; /* NaN = not a number */
	} cases[] = {
		{"1,5", 1.5},
		{"1.500", 1500},
		{"1.5", 1.5},
		{"1.500,25", 1500.25},
		{"1.234.567,", 1234567},
		{"1,5e2", 150},
		{"12.34,5", NAN},
		{"1,5,5", NAN},
		{"1.5.5", NAN},
		{"1,500.25", NAN},
		{",5", 0.5},
		{"1234.567", 1234.567},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		double          v = 0;
		enum csv_reason why = csv_price(cell(cases[i].text), true, &v);
		assert_int_equal(why, isnan(cases[i].value) ? CSV_BAD_NUMBER : CSV_FINE);
		assert_true(why || v == cases[i].value);
	}
}

static void no_prices(void **state)
{
	static const struct {
		const char     *text;
		enum csv_reason why;
	} cases[] = {
		{"1e", CSV_BAD_NUMBER},
		{"e5", CSV_BAD_NUMBER},
		{".", CSV_BAD_NUMBER},
		{"+", CSV_BAD_NUMBER},
		{"--1", CSV_BAD_NUMBER},
		{"1 0", CSV_BAD_NUMBER},
		{"1,2", CSV_BAD_NUMBER},
		{"1,2345", CSV_BAD_NUMBER},
		{",123", CSV_BAD_NUMBER},
		{"1,234e2", CSV_BAD_NUMBER},
		{"0x10", CSV_BAD_NUMBER},
		{"1_000", CSV_BAD_NUMBER},
		{"inf", CSV_BAD_NUMBER},
		{"infinity", CSV_BAD_NUMBER},
		{"1e400", CSV_BAD_NUMBER},
		{"12,345,67", CSV_BAD_NUMBER},
		{"1'000", CSV_BAD_NUMBER},
		{"\xe2\x82\xac", CSV_BAD_NUMBER},
		{"5K", CSV_BAD_NUMBER},
		{"1e99999999999", CSV_BAD_NUMBER},
		{"0", CSV_NOT_POSITIVE},
		{"-0.0", CSV_NOT_POSITIVE},
		{"-5", CSV_NOT_POSITIVE},
		{"1e-400", CSV_NOT_POSITIVE},
		{"0e99999999999", CSV_NOT_POSITIVE},
		{"9.99e-13", CSV_OUT_OF_RANGE},
		{"1000000000000.1", CSV_OUT_OF_RANGE},
		{"9007199254740993", CSV_OUT_OF_RANGE},
	};
	static const char *const missing[] = {"",     " ",    "na", "N/A", "#n/a",
	                                      "NULL", "nOnE", "-",  "nan"};
	double                   v = 7;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		enum csv_reason why = csv_price(cell(cases[i].text), false, &v);
		if (why != cases[i].why)
			print_error("%s\n", cases[i].text);
		assert_int_equal(why, cases[i].why);
		assert_true(v == 7);
	}
	for (size_t i = 0; i < COUNT(missing); i++) {
		v = 7;
		assert_int_equal(csv_price(cell(missing[i]), false, &v), CSV_FINE);
		assert_true(isnan(v));
	}
}

static void volumes(void **state)
{
	double v = 7;

	(void)state;
	assert_int_equal(csv_volume(cell("1.5M"), false, &v), CSV_FINE);
	assert_true(v == 1.5e6);
	assert_int_equal(csv_volume(cell("1,234K"), false, &v), CSV_FINE);
	assert_true(v == 1234000);
	assert_int_equal(csv_volume(cell("2B "), false, &v), CSV_FINE);
	assert_true(v == 2e9);
	assert_int_equal(csv_volume(cell("1,5K"), true, &v), CSV_FINE);
	assert_true(v == 1500);
	assert_int_equal(csv_volume(cell("0"), false, &v), CSV_FINE);
	assert_true(v == 0);
	assert_int_equal(csv_volume(cell("n/a"), false, &v), CSV_FINE);
	assert_true(isnan(v));
	assert_int_equal(csv_volume(cell("1m"), false, &v), CSV_BAD_NUMBER);
	assert_int_equal(csv_volume(cell("1 K"), false, &v), CSV_BAD_NUMBER);
	assert_int_equal(csv_volume(cell("K"), false, &v), CSV_BAD_NUMBER);
	assert_int_equal(csv_volume(cell("1e308B"), false, &v), CSV_BAD_NUMBER);
	assert_int_equal(csv_volume(cell("-1"), false, &v), CSV_NEGATIVE_VOLUME);
}

static void dates(void **state)
{
	static const struct {
		const char *text;
		int         year, month, day;
	} cases[] = {
		{"1800-01-01", 1800, 1, 1},
		{"2026-01-02", 2026, 1, 2},
		{"2025-12-31Tanything", 2025, 12, 31},
		{"20200229", 2020, 2, 29},
		{"1.2.2020", 2020, 2, 1},
		{"01.12.2020", 2020, 12, 1},
		{"28 February 2020", 2020, 2, 28},
		{"2-MAR-2020", 2020, 3, 2},
		{" Apr 7, 2020\t", 2020, 4, 7},
		{"5 may-2020", 2020, 5, 5},
		{"Septembre 09, 2020", 2020, 9, 9},
		{"2020-01-02 03:04", 2020, 1, 2},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int32_t d = 0;
		assert_int_equal(
			csv_date(cell(cases[i].text), CSV_DATES_UNKNOWN, date_of(2026, 1, 1), &d),
			CSV_FINE);
		assert_int_equal(d, date_of(cases[i].year, cases[i].month, cases[i].day));
	}
}

static void no_dates(void **state)
{
	static const struct {
		const char     *text;
		enum csv_reason why;
	} cases[] = {
		{"1799-12-31", CSV_DATE_OUT_OF_RANGE},
		{"2026-01-03", CSV_DATE_OUT_OF_RANGE},
		{"0001-01-01", CSV_DATE_OUT_OF_RANGE},
		{"9999-12-31", CSV_DATE_OUT_OF_RANGE},
		{"0000-01-01", CSV_BAD_DATE},
		{"2020-1-02", CSV_BAD_DATE},
		{"2020-02-30", CSV_BAD_DATE},
		{"2020-13-01", CSV_BAD_DATE},
		{"2019-02-29", CSV_BAD_DATE},
		{"2020-00-10", CSV_BAD_DATE},
		{"1.1.20", CSV_BAD_DATE},
		{"2 Fe 2020", CSV_BAD_DATE},
		{"2 Foobar 2020", CSV_BAD_DATE},
		{"2 Januaryyyy 2020", CSV_BAD_DATE},
		{"20201301", CSV_BAD_DATE},
		{"202001020", CSV_BAD_DATE},
		{"2020-01-02x", CSV_BAD_DATE},
		{"2020-01-02 1\n2", CSV_BAD_DATE},
		{"43838", CSV_BAD_DATE},
		{"1578355200", CSV_BAD_DATE},
		{"Jan 2 2020", CSV_BAD_DATE},
		{"n/a", CSV_MISSING_DATE},
		{" ", CSV_MISSING_DATE},
		{"1/2/2020", CSV_AMBIGUOUS_DATES},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int32_t d = 7;
		assert_int_equal(
			csv_date(cell(cases[i].text), CSV_DATES_UNKNOWN, date_of(2026, 1, 1), &d),
			cases[i].why);
		assert_int_equal(d, 7);
	}
}

static void slash_dates(void **state)
{
	int32_t d, today = date_of(2026, 1, 1);
	int     first = 0, second = 0;

	(void)state;
	assert_int_equal(csv_date(cell("1/2/2020"), CSV_DATES_DMY, today, &d), CSV_FINE);
	assert_int_equal(d, date_of(2020, 2, 1));
	assert_int_equal(csv_date(cell("01/02/2020"), CSV_DATES_MDY, today, &d), CSV_FINE);
	assert_int_equal(d, date_of(2020, 1, 2));
	assert_int_equal(csv_date(cell("13/02/2020"), CSV_DATES_MDY, today, &d), CSV_BAD_DATE);
	assert_true(csv_slash_date(cell(" 99/3/2020 "), &first, &second));
	assert_int_equal(first, 99);
	assert_int_equal(second, 3);
	assert_false(csv_slash_date(cell("1/2/20"), &first, &second));
	assert_false(csv_slash_date(cell("1-2/2020"), &first, &second));
	assert_false(csv_slash_date(cell("001/2/2020"), &first, &second));
	assert_int_equal(first, 99);
}

static void symbols(void **state)
{
	static const struct {
		const char     *text;
		enum csv_reason why;
	} cases[] = {
		{"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345", CSV_FINE},
		{"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456", CSV_BAD_SYMBOL},
		{"7203.T", CSV_FINE},
		{"^GSPC", CSV_FINE},
		{"EURUSD=X", CSV_FINE},
		{"A_B-C", CSV_FINE},
		{"-A", CSV_BAD_SYMBOL},
		{".A", CSV_BAD_SYMBOL},
		{"=A", CSV_BAD_SYMBOL},
		{"a b", CSV_BAD_SYMBOL},
		{"A/B", CSV_BAD_SYMBOL},
		{"<b>", CSV_BAD_SYMBOL},
		{"\xc3\xa9", CSV_BAD_SYMBOL},
		{"A\x01", CSV_BAD_SYMBOL},
		{"-", CSV_MISSING_SYMBOL},
		{"na", CSV_MISSING_SYMBOL},
		{" ", CSV_MISSING_SYMBOL},
	};
	char   text[CSV_SYMBOL_TEXT] = "untouched";
	size_t n;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(csv_symbol_text(cell(cases[i].text), text, &n), cases[i].why);
	assert_string_equal(text, "A_B-C");
	assert_int_equal(csv_symbol_check(" brk.b\t", text), CSV_FINE);
	assert_string_equal(text, "BRK.B");
	assert_int_equal(csv_symbol_check("", text), CSV_MISSING_SYMBOL);
	assert_int_equal(csv_symbol_check("../etc", text), CSV_BAD_SYMBOL);
	assert_string_equal(text, "BRK.B");
}

static void white_space(void **state)
{
	static const char *const spaces[] = {" ",
	                                     "\t",
	                                     "\n",
	                                     "\v",
	                                     "\f",
	                                     "\r",
	                                     "\x1c",
	                                     "\x1f",
	                                     "\xc2\x85",
	                                     "\xc2\xa0",
	                                     "\xe1\x9a\x80",
	                                     "\xe2\x80\x80",
	                                     "\xe2\x80\x8a",
	                                     "\xe2\x80\xa8",
	                                     "\xe2\x80\xa9",
	                                     "\xe2\x80\xaf",
	                                     "\xe2\x81\x9f",
	                                     "\xe3\x80\x80"};
	static const char *const others[] = {"\x1b", "\xe2\x80\x8b", "\xef\xbb\xbf", "\xc2\xa1",
	                                     "\xa0"};

	(void)state;
	for (size_t i = 0; i < COUNT(spaces); i++) {
		char text[16];
		snprintf(text, sizeof(text), "%sx%s", spaces[i], spaces[i]);
		struct csv_text t = csv_trim(cell(text));
		assert_int_equal(t.n, 1);
		assert_int_equal(*t.p, 'x');
		assert_int_equal(csv_trim(cell(spaces[i])).n, 0);
	}
	for (size_t i = 0; i < COUNT(others); i++)
		assert_int_equal(csv_trim(cell(others[i])).n, strlen(others[i]));
	assert_int_equal(csv_trim((struct csv_text){NULL, 0}).n,
	                 0); /* a column that is not there */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prices),      cmocka_unit_test(decimal_commas),
		cmocka_unit_test(no_prices),   cmocka_unit_test(volumes),
		cmocka_unit_test(dates),       cmocka_unit_test(no_dates),
		cmocka_unit_test(slash_dates), cmocka_unit_test(symbols),
		cmocka_unit_test(white_space),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

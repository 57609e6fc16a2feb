/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/real.h"

#define SEED UINT64_C(0x9e3779b97f4a7c15)

static uint64_t seed;

static uint64_t next(void) /* xorshift64 */
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static int reset(void **state)
{
	(void)state;
	seed = SEED;
	print_message("seed %#llx\n", (unsigned long long)SEED);
	return 0;
}

static double unit(void)
{
	return (double)(next() >> 11) * 0x1p-53;
}

/* How many digits the shortest text that reads back has: tried one by one. */
static int fewest_digits(double v)
{
	char text[40];
	int  n = 1;

	while (n < 17) {
		snprintf(text, sizeof(text), "%.*e", n - 1, v);
		if (strtod(text, NULL) == v)
			break;
		n++;
	}
	return n;
}

static int digits_of(const char *s)
{
	int n = 0, zeros = 0;

	for (; *s && *s != 'e'; s++) {
		if (*s < '0' || *s > '9' || (*s == '0' && n == 0))
			continue;
		if (*s == '0') {
			zeros++;
		} else {
			n += zeros + 1;
			zeros = 0;
		}
	}
	return n;
}

/* RFC 8259: [-] int [frac] [exp] */
static bool json_number(const char *s)
{
	s += *s == '-';
	if (*s == '0' && s[1] >= '0' && s[1] <= '9')
		return false;
	if (strspn(s, "0123456789") == 0)
		return false;
	s += strspn(s, "0123456789");
	if (*s == '.') {
		if (strspn(++s, "0123456789") == 0)
			return false;
		s += strspn(s, "0123456789");
	}
	if (*s == 'e') {
		s++;
		s += *s == '-' || *s == '+';
		if (strspn(s, "0123456789") == 0)
			return false;
		s += strspn(s, "0123456789");
	}
	return *s == '\0';
}

static void check(double v)
{
	char   text[REAL_TEXT];
	size_t n = real_format(v, text);

	if (n == strlen(text) && n < REAL_TEXT && json_number(text) && strtod(text, NULL) == v &&
	    (v == 0 || digits_of(text) == fewest_digits(v)))
		return;
	fail_msg("%.17g became %s", v, text);
}

static void any_bits_come_back(void **state)
{
	(void)state;
	for (int i = 0; i < 100000; i++) {
		uint64_t bits = next();
		double   v;

		memcpy(&v, &bits, sizeof(v));
		if (isfinite(v))
			check(v);
	}
}

static void everyday_magnitudes_come_back(void **state)
{
	(void)state;
	for (int i = 0; i < 100000; i++) {
		check(unit() * 1e4);
		check(-unit());
		check(exp((unit() - 0.5) * 80));
	}
}

static void short_decimals_stay_short(void **state)
{
	char text[REAL_TEXT], want[REAL_TEXT];

	(void)state;
	for (int i = 0; i < 100000; i++) {
		int cents = (int)(next() % 100000000);

		snprintf(want, sizeof(want), "%d.%02d", cents / 100, cents % 100);
		real_format(strtod(want, NULL), text);
		for (size_t n = strlen(want); want[n - 1] == '0'; n--)
			want[n - 1] = '\0';
		if (want[strlen(want) - 1] == '.')
			want[strlen(want) - 1] = '\0';
		assert_string_equal(text, want);
	}
}

static void powers_and_their_neighbours_come_back(void **state)
{
	(void)state;
	for (int e = -1074; e < 1024; e++) {
		double v = ldexp(1, e);

		check(v);
		check(nextafter(v, 0));
		check(nextafter(v, INFINITY) < INFINITY ? nextafter(v, INFINITY) : v);
	}
	for (int e = -323; e <= 308; e++) {
		char   text[16];
		double v;

		snprintf(text, sizeof(text), "1e%d", e);
		v = strtod(text, NULL);
		check(v);
		check(nextafter(v, 0));
		check(nextafter(v, INFINITY));
	}
	check(DBL_MAX);
	check(DBL_MIN);
	check(DBL_TRUE_MIN);
}

static void known_texts(void **state)
{
	static const struct {
		double      v;
		const char *text;
	} cases[] = {
		{0, "0"},
		{-0.0, "0"},
		{1, "1"},
		{-3, "-3"},
		{100, "100"},
		{0.1, "0.1"},
		{0.1 + 0.2, "0.30000000000000004"},
		{1.0 / 3, "0.3333333333333333"},
		{2.0 / 3, "0.6666666666666666"},
		{-123.45, "-123.45"},
		{1e15, "1000000000000000"},
		{9007199254740991.0, "9007199254740991"},
		{9007199254740992.0, "9007199254740992"},
		{4503599627370495.5, "4503599627370495.5"},
		{0.0001, "0.0001"},
		{0.00012345, "0.00012345"},
		{0.00001, "1e-05"},
		{1.5e-7, "1.5e-07"},
		{1e-9, "1e-09"},
		{1e22, "1e+22"},
		{1e23, "1e+23"},
		{5e-324, "5e-324"},
		{1.7976931348623157e308, "1.7976931348623157e+308"},
	};
	char text[REAL_TEXT];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		real_format(cases[i].v, text);
		assert_string_equal(text, cases[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(any_bits_come_back, reset),
		cmocka_unit_test_setup(everyday_magnitudes_come_back, reset),
		cmocka_unit_test_setup(short_decimals_stay_short, reset),
		cmocka_unit_test(powers_and_their_neighbours_come_back),
		cmocka_unit_test(known_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

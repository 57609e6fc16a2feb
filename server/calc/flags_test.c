/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "calc/flags.h"

enum { ROWS = 400, ASSETS = 3 };

static const struct calc_flag_rules rules = {
	.max_return = 0.5, .min_return = -0.5, .outlier = 8, .drop = -0.01, .max_gap = 2};

static uint64_t seed = 88172645463325252u;
static double   uniform(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (double)(seed >> 11) / 9007199254740992.0;
}

static int ascending(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;

	return (a > b) - (a < b);
}

static double median(double *x, size_t n)
{
	qsort(x, n, sizeof(*x), ascending);
	return n % 2 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
}

/* The definition, word for word. */
static bool naive(const double *r, size_t n, double x, double k)
{
	double v[CALC_FLAG_WINDOW], m, scale, sum = 0;

	if (n > CALC_FLAG_WINDOW) {
		r += n - CALC_FLAG_WINDOW;
		n = CALC_FLAG_WINDOW;
	}
	if (n < CALC_FLAG_LEAST)
		return false;
	memcpy(v, r, n * sizeof(*r));
	m = median(v, n);
	for (size_t i = 0; i < n; i++)
		v[i] = fabs(r[i] - m);
	scale = 1.4826 * median(v, n);
	if (!(scale > 0)) {
		for (size_t i = 0; i < n; i++)
			sum += fabs(r[i] - m);
		scale = 1.2533 * sum / (double)n;
	}
	return fabs(x - m) > k * fmax(scale, CALC_FLAG_FLOOR);
}

static bool has(const struct calc_flag *f, size_t n, size_t row, enum calc_flag_kind kind)
{
	for (size_t i = 0; i < n; i++)
		if (f[i].row == row && f[i].kind == kind)
			return true;
	return false;
}

/* Prices with jumps, standstills and ties, so that all branches are taken. */
static void market(double *price, bool ties)
{
	double p = 100;

	for (size_t t = 0; t < ROWS; t++) {
		double r = (uniform() - 0.5) * 0.02;

		if (ties)
			r = floor(r * 300) / 300;
		if (uniform() < 0.03)
			r *= 20;
		price[t] = p *= 1 + r;
	}
}

static void outliers_are_those_of_the_definition(void **state)
{
	static struct calc_flag got[2 * ROWS];
	double                  price[ROWS], r[ROWS];
	size_t                  found = 0;

	(void)state;
	for (int round = 0; round < 60; round++) {
		struct calc_flag_rules k = rules;

		k.outlier = 2 + round % 7;
		market(price, round % 3 == 0);
		size_t n = calc_flags_asset(price, 1, ROWS, &k, got);
		for (size_t t = 1; t < ROWS; t++) {
			r[t - 1] = price[t] / price[t - 1] - 1;
			bool want = naive(r, t - 1, r[t - 1], k.outlier);

			assert_int_equal(has(got, n, t, CALC_FLAG_OUTLIER), want);
			found += want;
		}
	}
	assert_true(found > 100);
}

static void returns_are_held_against_both_limits(void **state)
{
	static const double price[] = {100, 150, 150.0001, 225.1, 112, 56, 27.9};
	struct calc_flag    got[14];

	(void)state;
	size_t n = calc_flags_asset(price, 1, 7, &rules, got);
	assert_int_equal(n, 3); /* exactly at the limit is none; too few returns for outliers */
	assert_true(got[0].row == 3 && got[0].kind == CALC_FLAG_ABOVE);
	assert_true(got[0].value == 225.1 / 150.0001 - 1);
	assert_true(got[1].row == 4 && got[1].kind == CALC_FLAG_BELOW);
	assert_true(got[2].row == 6 && got[2].kind == CALC_FLAG_BELOW);
}

static void a_gap_too_long_has_no_return(void **state)
{
	double           price[] = {100, NAN, NAN, 200, NAN, -1, INFINITY, 50, 0, 100};
	struct calc_flag got[20];

	(void)state;
	size_t n = calc_flags_asset(price, 1, 10, &rules, got);
	assert_int_equal(n, 2);
	assert_true(got[0].row == 3 && got[0].kind == CALC_FLAG_ABOVE);
	assert_true(got[1].row == 9 && got[1].kind == CALC_FLAG_ABOVE);
	assert_true(calc_flag_return(price, 1, 3) == 1);
	assert_true(calc_flag_return(price, 1, 7) == -0.75);
	assert_true(isnan(calc_flag_return(price, 1, 0)));
	assert_true(isnan(calc_flag_return(price, 1, 4)));
}

static void what_comes_later_changes_no_flag(void **state)
{
	static struct calc_flag whole[2 * ROWS], part[2 * ROWS];
	double                  price[ROWS];

	(void)state;
	market(price, false);
	size_t n = calc_flags_asset(price, 1, ROWS, &rules, whole);
	for (size_t cut = 0; cut < ROWS; cut += 7) {
		for (size_t t = cut; t < ROWS; t++)
			price[t] = uniform() * 1e6 - 1e5;
		size_t m = calc_flags_asset(price, 1, ROWS, &rules, part);
		for (size_t i = 0; i < n && whole[i].row < cut; i++)
			assert_true(i < m && whole[i].row == part[i].row &&
			            whole[i].kind == part[i].kind &&
			            whole[i].value == part[i].value);
		market(price, false);
		n = calc_flags_asset(price, 1, ROWS, &rules, whole);
	}
}

static void columns_are_taken_by_their_stride(void **state)
{
	static struct calc_flag alone[2 * ROWS], among[2 * ROWS];
	static double           table[ROWS * ASSETS];
	double                  price[ROWS];

	(void)state;
	market(price, false);
	for (size_t t = 0; t < ROWS; t++)
		for (size_t i = 0; i < ASSETS; i++)
			table[t * ASSETS + i] = i == 1 ? price[t] : 1;
	size_t n = calc_flags_asset(price, 1, ROWS, &rules, alone);
	assert_int_equal(calc_flags_asset(table + 1, ASSETS, ROWS, &rules, among), n);
	assert_memory_equal(alone, among, n * sizeof(*alone));
	assert_int_equal(calc_flags_asset(table, ASSETS, ROWS, &rules, among), 0);
}

/* A price that stood still has no scale of its own: a small move is no outlier, a large one is. */
static void standing_still(void **state)
{
	double           price[70];
	struct calc_flag got[140];

	(void)state;
	for (size_t t = 0; t < 70; t++)
		price[t] = 100;
	price[69] = 100.39;
	assert_int_equal(calc_flags_asset(price, 1, 70, &rules, got), 0);
	price[69] = 100.41;
	assert_int_equal(calc_flags_asset(price, 1, 70, &rules, got), 1);
	assert_int_equal(got[0].kind, CALC_FLAG_OUTLIER);
}

static void days_of_the_index(void **state)
{
	static const double level[] = {100, 99.5, 99, 97, 97, 120};
	struct calc_flag    got[6];

	(void)state;
	size_t n = calc_flags_levels(level, 6, -0.01, got);
	assert_int_equal(n, 1);
	assert_true(got[n - 1].row == 3 && got[n - 1].kind == CALC_FLAG_DROP);
	assert_int_equal(calc_flags_levels(level, 6, -1, got), 0);
	assert_int_equal(calc_flags_levels(level, 1, 0, got), 0);
	assert_int_equal(calc_flags_levels(level, 0, 0, got), 0);
	assert_int_equal(calc_flags_levels(level, 6, 0, got), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outliers_are_those_of_the_definition),
		cmocka_unit_test(returns_are_held_against_both_limits),
		cmocka_unit_test(a_gap_too_long_has_no_return),
		cmocka_unit_test(what_comes_later_changes_no_flag),
		cmocka_unit_test(columns_are_taken_by_their_stride),
		cmocka_unit_test(standing_still),
		cmocka_unit_test(days_of_the_index),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/order.h"

#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "calc/quantile.h"
#include "calc/series_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { N = 3000 };

static double x[N], want[N], got[N];

static int by_value(const void *a, const void *b)
{
	const double *p = a, *q = b;

	return (*p > *q) - (*p < *q);
}

/* Patterns that sorting is known to stumble over. */
static double pattern(int kind, size_t i, size_t n, uint64_t *seed)
{
	switch (kind) {
	case 0: return uniform(seed);
	case 1: return (double)i;
	case 2: return (double)(n - i);
	case 3: return 1;
	case 4: return (double)(i % 2);
	case 5: return i < n / 2 ? (double)i : (double)(n - i); /* an organ pipe */
	case 6: return (double)(i * 7919 % 64);
	case 7: return i == n / 2 ? -INFINITY : INFINITY;
	default: return (double)(i ^ (i >> 1));
	}
}

static void sorts_and_selects(void **state)
{
	const size_t sizes[] = {0, 1, 2, 3, 24, 25, 26, 127, 128, 129, 1000, N};
	uint64_t     seed = 1;

	(void)state;
	for (int kind = 0; kind < 9; kind++)
		for (size_t s = 0; s < COUNT(sizes); s++) {
			size_t n = sizes[s];

			for (size_t i = 0; i < n; i++)
				want[i] = x[i] = pattern(kind, i, n, &seed);
			qsort(want, n, sizeof(*want), by_value);
			calc_sorted(x, n, got);
			assert_memory_equal(got, want, n * sizeof(*want));
			for (size_t k = 0; k < n; k += 1 + n / 17) {
				memcpy(got, x, n * sizeof(*x));
				calc_select(got, n, k);
				assert_true(got[k] == want[k]);
				for (size_t i = 0; i < n; i++)
					assert_true(i < k ? got[i] <= got[k] : got[i] >= got[k]);
			}
		}
}

/* Of 1, 2, 3, 4, 10 by R 4: quantile(x, 0.3, type = 1 ... 9). */
static void quantiles_of_every_type(void **state)
{
	const double data[] = {4, 10, 1, 3, 2};
	const double r[] = {2, 2, 2, 1.5, 2, 1.8, 2.2, 1.9333333333333333, 1.95};
	double       v;

	(void)state;
	for (int type = 1; type <= 9; type++) {
		assert_int_equal(calc_quantile(data, 5, 0.3, (enum calc_quantile)type, got, &v),
		                 OK);
		assert_true(gap(v, r[type - 1]) < 1e-14);
	}
	for (int type = 0; type <= 9; type++) {
		assert_int_equal(calc_quantile(data, 5, 0, (enum calc_quantile)type, got, &v), OK);
		assert_true(v == 1);
		assert_int_equal(calc_quantile(data, 5, 1, (enum calc_quantile)type, got, &v), OK);
		assert_true(v == 10);
		assert_int_equal(calc_quantile(data, 1, 0.4, (enum calc_quantile)type, got, &v),
		                 OK);
		assert_true(v == 4);
	}
}

static void quantiles_rise_and_agree_with_sorted_ones(void **state)
{
	(void)state;
	returns_made(3, 101, x);
	calc_sorted(x, 101, want);
	for (int type = 0; type <= 9; type++) {
		double last = -INFINITY;

		for (double q = 0; q <= 1; q += 0.003) {
			double v;

			assert_int_equal(
				calc_quantile(x, 101, q, (enum calc_quantile)type, got, &v), OK);
			assert_true(v >= last);
			assert_true(v ==
			            calc_quantile_sorted(want, 101, q, (enum calc_quantile)type));
			last = v;
		}
	}
}

/* 0.05 of 21 observations is exactly the second; 1 - 0.95 is a little more. */
static void a_tail_is_given_as_such(void **state)
{
	double v;

	(void)state;
	for (int i = 0; i < 21; i++)
		x[i] = i;
	assert_int_equal(calc_quantile(x, 21, 0.05, CALC_QUANTILE_7, got, &v), OK);
	assert_true(v == 1);
	assert_int_equal(calc_quantile(x, 21, 1 - 0.95, CALC_QUANTILE_7, got, &v), OK);
	assert_true(v > 1);
	assert_int_equal(calc_quantile_lower(20, 0.05), 0);
	assert_int_equal(calc_quantile_lower(20, 1 - 0.95), 0);
	assert_int_equal(calc_quantile_lower(21, 0.05), 1);
	v = 77;
	assert_int_equal(calc_quantile(x, 21, 1.01, CALC_QUANTILE_7, got, &v), ERR_INVALID);
	assert_int_equal(calc_quantile(x, 0, 0.5, CALC_QUANTILE_7, got, &v), ERR_TOOSHORT);
	x[4] = NAN;
	assert_int_equal(calc_quantile(x, 21, 0.5, CALC_QUANTILE_7, got, &v), ERR_INVALID);
	assert_true(v == 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sorts_and_selects),
		cmocka_unit_test(quantiles_of_every_type),
		cmocka_unit_test(quantiles_rise_and_agree_with_sorted_ones),
		cmocka_unit_test(a_tail_is_given_as_such),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

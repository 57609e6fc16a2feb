/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/risk.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void sharpe_by_hand(void **state)
{
	/* returns 0.1, -0.1, 0.3: mean 0.1, variance (0 + 0.04 + 0.04) / 2 */
	const double level[] = {100, 110, 99, 128.7};
	double       got, scaled[4];

	(void)state;
	assert_int_equal(calc_sharpe(level, 4, 252, &got), OK);
	assert_true(fabs(got - 0.1 / 0.2 * sqrt(252)) < 1e-12);
	assert_int_equal(calc_sharpe(level, 4, 1, &got), OK);
	assert_true(fabs(got - 0.5) < 1e-14);
	for (int i = 0; i < 4; i++)
		scaled[i] = level[i] * 7;
	assert_int_equal(calc_sharpe(scaled, 4, 1, &got), OK);
	assert_true(fabs(got - 0.5) < 1e-14);
}

static void sharpe_undefined(void **state)
{
	const double flat[] = {5, 5, 5, 5}, hole[] = {1, NAN, 3}, nought[] = {1, 0, 3},
		     fine[] = {1, 2, 3};
	double got = 77;

	(void)state;
	assert_int_equal(calc_sharpe(flat, 4, 252, &got), ERR_TOOSHORT);
	assert_int_equal(calc_sharpe(fine, 2, 252, &got), ERR_TOOSHORT);
	assert_int_equal(calc_sharpe(fine, 0, 252, &got), ERR_TOOSHORT);
	assert_int_equal(calc_sharpe(hole, 3, 252, &got), ERR_INVALID);
	assert_int_equal(calc_sharpe(nought, 3, 252, &got), ERR_INVALID);
	assert_true(got == 77);
}

static void drawdown_by_hand(void **state)
{
	const double         level[] = {100, 120, 90, 130, 104, 117, 65, 200, 150};
	struct calc_drawdown d;

	(void)state;
	assert_int_equal(calc_max_drawdown(level, 9, &d), OK);
	assert_true(d.depth == 65.0 / 130 - 1);
	assert_int_equal(d.peak, 3);
	assert_int_equal(d.trough, 6);
	assert_int_equal(calc_max_drawdown(level, 6, &d), OK);
	assert_true(d.depth == 90.0 / 120 - 1);
	assert_int_equal(d.peak, 1);
	assert_int_equal(d.trough, 2);
}

static void drawdown_at_the_edges(void **state)
{
	const double         falling[] = {4, 3, 2}, rising[] = {1, 1, 2}, bad[] = {1, -1};
	struct calc_drawdown d;

	(void)state;
	assert_int_equal(calc_max_drawdown(falling, 3, &d), OK); /* the first level is a peak */
	assert_true(d.depth == -0.5 && d.peak == 0 && d.trough == 2);
	assert_int_equal(calc_max_drawdown(rising, 3, &d), OK);
	assert_true(d.depth == 0 && d.peak == 0 && d.trough == 0);
	const double twice[] = {1, 2, 2, 1}; /* the fall begins at the last of equal peaks */
	assert_int_equal(calc_max_drawdown(twice, 4, &d), OK);
	assert_true(d.depth == -0.5 && d.peak == 2 && d.trough == 3);
	assert_int_equal(calc_max_drawdown(rising, 1, &d), OK);
	assert_true(d.depth == 0);
	assert_int_equal(calc_max_drawdown(rising, 0, &d), ERR_TOOSHORT);
	d.depth = 77;
	assert_int_equal(calc_max_drawdown(bad, 2, &d), ERR_INVALID);
	assert_true(d.depth == 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sharpe_by_hand),
		cmocka_unit_test(sharpe_undefined),
		cmocka_unit_test(drawdown_by_hand),
		cmocka_unit_test(drawdown_at_the_edges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

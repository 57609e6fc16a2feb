/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/basket.h"

#include "calc/index.h"
#include "calc/series_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { ROWS = 120, N = 5 };

static double prices[ROWS * N], returns[ROWS * N], level[ROWS], total[ROWS];

static void market_made(uint64_t seed)
{
	returns_made(seed, ROWS * N, returns);
	for (size_t i = 0; i < N; i++)
		prices[i] = 10 + 5 * (double)i;
	for (size_t k = N; k < ROWS * N; k++)
		prices[k] = prices[k - N] * (1 + returns[k]);
}

static void one_asset_is_the_index(void **state)
{
	const double units[N] = {0, 0, 3, 0, 0};
	double       divisor;

	(void)state;
	market_made(1);
	assert_int_equal(calc_basket_levels(prices, ROWS, N, units, 100, NULL, 0, level, &divisor),
	                 OK);
	for (size_t t = 0; t < ROWS; t++)
		assert_true(gap(level[t], 100 * prices[t * N + 2] / prices[2]) < 1e-15);
}

static void no_change_moves_the_level(void **state)
{
	const double             first[N] = {1, 2, 3, 0, 0}, second[N] = {0, 4, 0, 5, 0};
	const double             split[N] = {0, 8, 0, 5, 0};
	double                   adjusted[N] = {NAN, 0, NAN, NAN, NAN}, divisor, d;
	struct calc_basket_event e[] = {{.row = 30, .units = second},
	                                {.row = 60, .units = split, .prices = adjusted}};

	(void)state;
	market_made(2);
	adjusted[1] = prices[60 * N + 1] / 2;
	for (size_t t = 61; t < ROWS; t++)
		prices[t * N + 1] /= 2;
	assert_int_equal(calc_basket_levels(prices, ROWS, N, first, 100, e, 2, level, &divisor),
	                 OK);
	assert_true(level[0] == 100);
	assert_int_equal(calc_basket_levels(prices, 61, N, first, 100, e, 1, total, &d), OK);
	assert_true(gap(d, divisor) < 1e-15); /* a split changes neither value nor divisor */
	/* Linked by the returns of what was held. */
	for (size_t t = 1; t < ROWS; t++) {
		const double *held = t <= 30 ? first : t <= 60 ? second : split;
		double        halved = t == 61 ? prices[60 * N + 1] : 0;
		double        before = calc_index_value(held, prices + (t - 1) * N, N);

		if (t == 61)
			before -= 8 * (halved - adjusted[1]);
		assert_true(gap(level[t] / level[t - 1],
		                calc_index_value(held, prices + t * N, N) / before) < 1e-14);
	}
}

static void dividends_only_add(void **state)
{
	double points[ROWS] = {0}, net[ROWS];

	(void)state;
	market_made(3);
	for (size_t t = 0; t < ROWS; t++)
		level[t] = prices[t * N];
	assert_int_equal(calc_total_return_levels(level, points, ROWS, 100, 0, total), OK);
	for (size_t t = 0; t < ROWS; t++)
		assert_true(gap(total[t], 100 * level[t] / level[0]) < 1e-13);
	for (size_t t = 10; t < ROWS; t += 20)
		points[t] = 0.1;
	assert_int_equal(calc_total_return_levels(level, points, ROWS, 100, 0, total), OK);
	assert_int_equal(calc_total_return_levels(level, points, ROWS, 100, 0.25, net), OK);
	for (size_t t = 0; t < ROWS; t++)
		assert_true(total[t] >= net[t] && net[t] >= 100 * level[t] / level[0] - 1e-9);
	assert_true(total[ROWS - 1] > net[ROWS - 1]);
	level[5] = 0;
	assert_int_equal(calc_total_return_levels(level, points, ROWS, 100, 0, net), ERR_INVALID);
	level[5] = NAN;
	assert_int_equal(calc_total_return_levels(level, points, ROWS, 100, 0, net), ERR_INVALID);
	assert_int_equal(calc_total_return_levels(level, points, 0, 100, 0, net), ERR_TOOSHORT);
}

/* Never rebalanced it is the sum of its parts; at every row it is the mean return. */
static void drift_lies_between_holding_and_rebalancing(void **state)
{
	const double w[N] = {0.1, 0.2, 0.3, 0.15, 0.25};
	size_t       every[ROWS];
	double       held[N], turnover[ROWS], wealth, want = 0, dear;

	(void)state;
	market_made(4);
	assert_int_equal(calc_drifting_portfolio(returns, ROWS, N, w, NULL, 0, 0.01, held, turnover,
	                                         &wealth),
	                 OK);
	for (size_t i = 0; i < N; i++) {
		double grown = 1;

		for (size_t t = 0; t < ROWS; t++)
			grown *= 1 + returns[t * N + i];
		want += w[i] * grown;
	}
	assert_true(gap(wealth, want) < 1e-13);
	assert_true(gap(held[0] + held[1] + held[2] + held[3] + held[4], 1) < 1e-13);
	want = 1;
	for (size_t t = 0; t < ROWS; t++) {
		double mean = 0;

		every[t] = t;
		for (size_t i = 0; i < N; i++)
			mean += w[i] * returns[t * N + i];
		want *= 1 + mean;
	}
	assert_int_equal(calc_drifting_portfolio(returns, ROWS, N, w, every, ROWS, 0, held,
	                                         turnover, &wealth),
	                 OK);
	assert_true(gap(wealth, want) < 1e-13);
	assert_int_equal(calc_drifting_portfolio(returns, ROWS, N, w, every, ROWS, 0.001, held,
	                                         turnover, &dear),
	                 OK);
	for (size_t t = 0; t < ROWS; t++) {
		assert_true(turnover[t] > 0 && turnover[t] < 0.05);
		want *= 1 - 0.002 * turnover[t];
	}
	assert_true(gap(dear, want) < 1e-13 && dear < wealth);
}

static void refuses_what_is_no_portfolio(void **state)
{
	const double             w[N] = {0.1, 0.2, 0.3, 0.15, 0.25}, none[N] = {0};
	const size_t             twice[] = {3, 3}, late[] = {ROWS};
	struct calc_basket_event e[] = {{.row = 30, .units = none}, {.row = 20, .units = w}};
	double                   held[N], turnover[2], wealth = 77, divisor = 77;

	(void)state;
	market_made(5);
	assert_int_equal(
		calc_drifting_portfolio(returns, ROWS, N, w, twice, 2, 0, held, turnover, &wealth),
		ERR_INVALID);
	assert_int_equal(
		calc_drifting_portfolio(returns, ROWS, N, w, late, 1, 0, held, turnover, &wealth),
		ERR_INVALID);
	assert_int_equal(
		calc_drifting_portfolio(returns, ROWS, 0, w, NULL, 0, 0, held, turnover, &wealth),
		ERR_TOOSHORT);
	returns[7] = INFINITY;
	assert_int_equal(
		calc_drifting_portfolio(returns, ROWS, N, w, NULL, 0, 0, held, turnover, &wealth),
		ERR_INVALID);
	returns[7] = NAN; /* carried */
	assert_int_equal(
		calc_drifting_portfolio(returns, 0, N, w, NULL, 0, 0, held, turnover, &wealth), OK);
	assert_true(wealth == 1);
	assert_int_equal(
		calc_drifting_portfolio(returns, ROWS, N, w, NULL, 0, 0, held, turnover, &wealth),
		OK);
	assert_true(isfinite(wealth));
	assert_int_equal(calc_basket_levels(prices, ROWS, N, none, 100, NULL, 0, level, &divisor),
	                 ERR_INVALID);
	assert_int_equal(calc_basket_levels(prices, 0, N, w, 100, NULL, 0, level, &divisor),
	                 ERR_TOOSHORT);
	assert_int_equal(calc_basket_levels(prices, ROWS, N, w, 0, NULL, 0, level, &divisor),
	                 ERR_INVALID);
	assert_int_equal(calc_basket_levels(prices, ROWS, N, w, 100, e, 1, level, &divisor),
	                 ERR_INVALID);
	e[0].units = w;
	assert_int_equal(calc_basket_levels(prices, ROWS, N, w, 100, e, 2, level, &divisor),
	                 ERR_INVALID);
	prices[N + 1] = NAN;
	assert_int_equal(calc_basket_levels(prices, ROWS, N, w, 100, NULL, 0, level, &divisor),
	                 ERR_INVALID);
	assert_true(divisor == 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_asset_is_the_index),
		cmocka_unit_test(no_change_moves_the_level),
		cmocka_unit_test(dividends_only_add),
		cmocka_unit_test(drift_lies_between_holding_and_rebalancing),
		cmocka_unit_test(refuses_what_is_no_portfolio),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

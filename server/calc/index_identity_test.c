/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */

/* What must hold of every index, whatever the numbers: calc/index.h's promises. */

#include "calc/index.h"

#include "calc/index_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { ROWS = 700, N = 6 };

static struct calc_index_out run(struct arena *a, const struct calc_index_data *in,
                                 const struct calc_index_rules *rules)
{
	struct calc_index_out out;

	assert_int_equal(compute(a, in, rules, &out), OK);
	return out;
}

static void weights_sum_to_one(void **state)
{
	struct arena         *a = arena_create();
	struct market         m = market_create(a, 1, ROWS, N);
	struct calc_index_out x;
	uint64_t              seed = 1;

	(void)state;
	market_holes(&seed, m.prices, ROWS, N);
	x = run(a, &m.in, &calc_index_default);
	assert_true(x.n_rebalances > 100);
	for (size_t k = 0; k < x.n_rebalances; k++) {
		double target = 0, before = 0;

		for (size_t i = 0; i < N; i++) {
			assert_true(x.target[k * N + i] >= 0);
			assert_true((x.target[k * N + i] > 0) == (x.units[k * N + i] > 0));
			target += x.target[k * N + i];
			before += x.before[k * N + i];
		}
		assert_true(fabs(target - 1) < 1e-15 * N);
		assert_true(k == 0 ? before == 0 : fabs(before - 1) < 1e-15 * N);
	}
	arena_destroy(a);
}

/* Whoever has units, prices and divisors gets the levels to the last bit, and 100 at the start. */
static void levels_are_rebuilt_from_units(void **state)
{
	struct arena         *a = arena_create();
	struct market         m = market_create(a, 2, ROWS, N);
	struct calc_index_out x;
	uint64_t              seed = 2;
	double                price[N];

	(void)state;
	market_holes(&seed, m.prices, ROWS, N);
	x = run(a, &m.in, &calc_index_default);
	assert_true(x.total[0] == 100);
	for (size_t t = 0, k = 0; t < ROWS; t++) {
		double total;

		for (size_t i = 0; i < N; i++)
			if (m.prices[t * N + i] > 0)
				price[i] = m.prices[t * N + i];
		if (t < x.first_row)
			continue;
		while (k + 1 < x.n_rebalances && x.rebalances[k + 1].effective < t)
			k++;
		total = calc_index_value(x.units + k * N, price, N) / x.divisor[t - x.first_row];
		assert_true(total == x.total[t - x.first_row]);
	}
	arena_destroy(a);
}

static void the_divisor_keeps_the_level_through_a_rebalance(void **state)
{
	struct arena         *a = arena_create();
	struct market         m = market_create(a, 3, ROWS, N);
	struct calc_index_out x = run(a, &m.in, &calc_index_default);

	(void)state;
	for (size_t k = 1; k < x.n_rebalances; k++) {
		size_t e = x.rebalances[k].effective;
		double level = x.total[e - x.first_row];
		double after = calc_index_value(x.units + k * N, m.prices + e * N, N) /
		               x.divisor[e + 1 - x.first_row];

		assert_true(apart(after, level) < 3e-16);
	}
	arena_destroy(a);
}

/* total_t = total_(t-1) (1 + sum w r), w drifted from the target: no units and no divisor. */
static void levels_are_linked_returns(void **state)
{
	struct arena         *a = arena_create();
	struct market         m = market_create(a, 4, ROWS, N);
	struct calc_index_out x = run(a, &m.in, &calc_index_default);
	double                w[N] = {0}, linked = 100;

	(void)state;
	for (size_t t = x.first_row, k = 0; t < ROWS; t++) {
		double growth = 0;

		for (size_t i = 0; t > x.first_row && i < N; i++)
			growth += w[i] *= m.prices[t * N + i] / m.prices[(t - 1) * N + i];
		for (size_t i = 0; t > x.first_row && i < N; i++)
			w[i] /= growth;
		if (t > x.first_row)
			linked *= growth;
		assert_true(apart(linked, x.total[t - x.first_row]) < 1e-12);
		if (k < x.n_rebalances && x.rebalances[k].effective == t) {
			for (size_t i = 0; i < N; i++)
				assert_true(fabs(w[i] - x.before[k * N + i]) < 1e-13);
			memcpy(w, x.target + k++ * N, sizeof(w));
		}
	}
	arena_destroy(a);
}

static void cost_falls_on_the_net_level_alone(void **state)
{
	struct arena           *a = arena_create();
	struct market           m = market_create(a, 5, ROWS, N);
	struct calc_index_rules rules = calc_index_default;
	struct calc_index_out   paid = run(a, &m.in, &rules), dear, free_of_cost;
	double                  keep = 1;

	(void)state;
	rules.cost = 0;
	free_of_cost = run(a, &m.in, &rules);
	rules.cost = 0.002;
	dear = run(a, &m.in, &rules);
	assert_true(apart(paid.net[0], 99.9) < 1e-15);
	for (size_t t = 0, k = 0; t < paid.n_levels; t++) {
		while (k < paid.n_rebalances &&
		       paid.rebalances[k].effective == paid.first_row + t) {
			assert_true(apart(paid.rebalances[k].cost,
			                  0.001 * 2 * paid.rebalances[k].turnover) < 1e-15);
			keep *= 1 - paid.rebalances[k++].cost;
		}
		assert_true(free_of_cost.net[t] == free_of_cost.total[t]);
		assert_true(free_of_cost.total[t] == paid.total[t] &&
		            dear.total[t] == paid.total[t]);
		assert_true(apart(paid.net[t], paid.total[t] * keep) < 1e-13);
		assert_true(dear.net[t] < paid.net[t] && paid.net[t] < paid.total[t]);
	}
	assert_true(apart(paid.rebalances[0].turnover, 0.5) < 1e-15);
	arena_destroy(a);
}

static void one_asset_is_the_index(void **state)
{
	struct arena         *a = arena_create();
	struct market         m = market_create(a, 6, ROWS, 1);
	struct calc_index_out x = run(a, &m.in, &calc_index_default);

	(void)state;
	assert_int_equal(x.first_row, x.rebalances[0].reference + 1);
	for (size_t k = 0; k < x.n_levels; k++)
		assert_true(apart(x.total[k],
		                  100 * m.prices[x.first_row + k] / m.prices[x.first_row]) < 1e-12);
	for (size_t k = 1; k < x.n_rebalances; k++)
		assert_true(x.rebalances[k].turnover < 1e-15);
	arena_destroy(a);
}

/* A price list in other units, asset by asset, is the same market. */
static void scaling_prices_leaves_the_levels(void **state)
{
	struct arena         *a = arena_create();
	struct market         m = market_create(a, 7, ROWS, N);
	struct calc_index_out x = run(a, &m.in, &calc_index_default), y;
	static const double   scale[N] = {3, 0.01, 1e6, 1.7, 100, 1e-5};

	(void)state;
	for (size_t k = 0; k < ROWS * N; k++)
		m.prices[k] *= scale[k % N];
	y = run(a, &m.in, &calc_index_default);
	for (size_t k = 0; k < x.n_levels; k++) {
		assert_true(apart(x.total[k], y.total[k]) < 1e-12);
		assert_true(apart(x.net[k], y.net[k]) < 1e-12);
	}
	arena_destroy(a);
}

static void the_order_of_assets_does_not_matter(void **state)
{
	static const size_t    at[N] = {4, 2, 0, 5, 3, 1};
	struct arena          *a = arena_create();
	struct market          m = market_create(a, 8, ROWS, N);
	double                *other = ARENA_ARRAY(a, ROWS * N, double);
	struct calc_index_out  x, y;
	struct calc_index_data in = m.in;
	uint64_t               seed = 8;

	(void)state;
	market_holes(&seed, m.prices, ROWS, N);
	for (size_t t = 0; t < ROWS; t++)
		for (size_t i = 0; i < N; i++)
			other[t * N + at[i]] = m.prices[t * N + i];
	in.prices = other;
	x = run(a, &m.in, &calc_index_default);
	y = run(a, &in, &calc_index_default);
	assert_int_equal(x.n_rebalances, y.n_rebalances);
	for (size_t k = 0; k < x.n_levels; k++)
		assert_true(apart(x.total[k], y.total[k]) < 1e-12);
	for (size_t k = 0; k < x.n_rebalances; k++)
		for (size_t i = 0; i < N; i++)
			assert_true(fabs(x.target[k * N + i] - y.target[k * N + at[i]]) < 1e-13);
	arena_destroy(a);
}

static void nothing_moves_when_prices_stand_still(void **state)
{
	struct arena         *a = arena_create();
	struct market         m = market_create(a, 9, ROWS, N);
	struct calc_index_out x;

	(void)state;
	for (size_t k = N; k < ROWS * N; k++)
		m.prices[k] = m.prices[k - N];
	x = run(a, &m.in, &calc_index_default);
	assert_int_equal(x.events, CALC_MOMENTUM_FLAT | CALC_CAP_UNKNOWN | CALC_NO_TRADED_PRICE |
	                                   CALC_VOLATILITY_FLOOR);
	for (size_t k = 0; k < x.n_levels; k++) {
		assert_true(apart(x.total[k], 100) < 1e-13);
		assert_true(apart(x.net[k], 99.9) < 1e-12);
	}
	for (size_t k = 0; k < x.n_rebalances * N; k++)
		assert_true(fabs(x.target[k] - 1.0 / N) < 1e-15);
	arena_destroy(a);
}

static void value_of_holdings(void **state)
{
	const double units[4] = {1, 0, 3, 0}, price[4] = {5, NAN, 5, 7};

	(void)state;
	assert_true(calc_index_value(units, price, 4) == 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weights_sum_to_one),
		cmocka_unit_test(levels_are_rebuilt_from_units),
		cmocka_unit_test(the_divisor_keeps_the_level_through_a_rebalance),
		cmocka_unit_test(levels_are_linked_returns),
		cmocka_unit_test(cost_falls_on_the_net_level_alone),
		cmocka_unit_test(one_asset_is_the_index),
		cmocka_unit_test(scaling_prices_leaves_the_levels),
		cmocka_unit_test(the_order_of_assets_does_not_matter),
		cmocka_unit_test(nothing_moves_when_prices_stand_still),
		cmocka_unit_test(value_of_holdings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/index.h"

#include "calc/index_naive.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* Other markets: TEST_SEED=123; a failure says which one it was. */
static uint64_t first_seed(void)
{
	const char *text = getenv("TEST_SEED");

	return text ? strtoull(text, NULL, 10) : 1;
}

static void agrees(struct arena *a, const struct calc_index_data *in,
                   const struct calc_index_rules *rules, uint64_t seed)
{
	struct calc_index_out got, want;
	struct naive          x = {in, rules};
	size_t                n = in->assets;

	assert_int_equal(compute(a, in, rules, &got), OK);
	naive_index(a, &x, &want);
	assert_int_equal(got.first_row, want.first_row);
	assert_int_equal(got.n_levels, want.n_levels);
	assert_int_equal(got.n_rebalances, want.n_rebalances);
	for (size_t k = 0; k < got.n_levels; k++)
		if (!(apart(got.total[k], want.total[k]) < 1e-12) ||
		    !(apart(got.net[k], want.net[k]) < 1e-12))
			fail_msg("seed %llu, level %zu: %.17g, naive %.17g",
			         (unsigned long long)seed, k, got.total[k], want.total[k]);
	for (size_t k = 0; k < got.n_rebalances; k++) {
		const struct calc_rebalance *g = &got.rebalances[k], *w = &want.rebalances[k];

		assert_int_equal(g->reference, w->reference);
		assert_int_equal(g->effective, w->effective);
		assert_int_equal(g->eligible, w->eligible);
		assert_true(fabs(g->turnover - w->turnover) < 1e-12);
		for (size_t i = 0; i < n; i++)
			if (!(fabs(got.target[k * n + i] - want.target[k * n + i]) < 1e-12) ||
			    !(fabs(got.before[k * n + i] - want.before[k * n + i]) < 1e-12))
				fail_msg("seed %llu, rebalance %zu, asset %zu: %.17g, naive %.17g",
				         (unsigned long long)seed, k, i, got.target[k * n + i],
				         want.target[k * n + i]);
	}
}

static void agrees_with_the_naive_index(void **state)
{
	static const enum calc_frequency frequency[] = {CALC_WEEKLY, CALC_DAILY, CALC_MONTHLY,
	                                                CALC_QUARTERLY, CALC_YEARLY};

	(void)state;
	for (uint64_t seed = first_seed(), end = seed + 20; seed < end; seed++) {
		struct arena           *a = arena_create();
		struct market           m = market_create(a, seed, 700, 1 + seed % 9);
		struct calc_index_rules rules = calc_index_default;

		rules.frequency = frequency[seed % 5];
		rules.lag = (int)(seed % 4);
		rules.volatility_lookback = 2 + (int)(seed * 7 % 70);
		rules.momentum_lookback = 1 + (int)(seed * 13 % 90);
		agrees(a, &m.in, &rules, seed);
		arena_destroy(a);
	}
}

static void agrees_where_prices_caps_and_trades_have_holes(void **state)
{
	(void)state;
	for (uint64_t seed = first_seed() + 1000, end = seed + 30; seed < end; seed++) {
		struct arena           *a = arena_create();
		size_t                  rows = 600, n = 2 + seed % 11;
		struct market           m = market_create(a, seed, rows, n);
		uint64_t                s = seed;
		struct calc_index_rules rules = calc_index_default;
		double *caps = copy(a, m.prices, rows * n), *traded = copy(a, m.prices, rows * n);

		market_holes(&s, m.prices, rows, n);
		for (size_t k = 0; k < rows * n; k++) {
			traded[k] = draw(&s) % 10 ? traded[k] / 20 : NAN;
			caps[k] = draw(&s) % 200 ? caps[k] * 1e6 : NAN;
		}
		m.in.caps = seed % 3 ? caps : NULL;
		m.in.traded = seed % 2 ? traded : NULL;
		rules.max_forward_fill = (int)(seed % 4);
		rules.frequency = seed % 5 ? CALC_WEEKLY : CALC_DAILY;
		rules.lag = 1 + (int)(seed % 7 == 0) * 8;
		agrees(a, &m.in, &rules, seed);
		arena_destroy(a);
	}
}

/* Everything known at the close of row t: bit for bit. */
static void same_until(const struct calc_index_out *x, const struct calc_index_out *y, size_t n,
                       size_t t)
{
	assert_int_equal(x->first_row, y->first_row);
	for (size_t k = 0; k + x->first_row <= t; k++) {
		assert_memory_equal(&x->total[k], &y->total[k], sizeof(double));
		assert_memory_equal(&x->net[k], &y->net[k], sizeof(double));
		assert_memory_equal(&x->divisor[k], &y->divisor[k], sizeof(double));
		assert_int_equal(x->row_flags[k], y->row_flags[k]);
	}
	for (size_t k = 0; k < x->n_rebalances && x->rebalances[k].reference <= t; k++) {
		const struct calc_rebalance *a = &x->rebalances[k], *b = &y->rebalances[k];
		size_t                       size = n * sizeof(double);

		assert_int_equal(a->reference, b->reference);
		assert_int_equal(a->eligible, b->eligible);
		if (a->effective > t && a->events & CALC_NONE_ELIGIBLE)
			continue; /* its target is what the holdings will have become */
		assert_memory_equal(x->target + k * n, y->target + k * n, size);
		if (a->effective > t)
			continue;
		assert_int_equal(a->events, b->events);
		assert_memory_equal(&a->turnover, &b->turnover, sizeof(double));
		assert_memory_equal(&a->cost, &b->cost, sizeof(double));
		assert_memory_equal(x->before + k * n, y->before + k * n, size);
		assert_memory_equal(x->units + k * n, y->units + k * n, size);
	}
}

static void nothing_looks_ahead(void **state)
{
	static const double junk[] = {0, -1, 1e300, 1e-300, 1e49, 1e-49, 12345.6};

	(void)state;
	for (uint64_t seed = first_seed() + 2000, end = seed + 25; seed < end; seed++) {
		struct arena           *a = arena_create();
		size_t                  rows = 500, n = 7, t;
		struct market           m = market_create(a, seed, rows, n);
		uint64_t                s = seed;
		double                 *garbage, *caps = copy(a, m.prices, rows * n), *bad_caps;
		struct calc_index_out   x, y;
		struct calc_index_rules rules = calc_index_default;

		rules.lag = 1 + (int)(seed % 3);
		rules.frequency = seed % 2 ? CALC_WEEKLY : CALC_DAILY;
		if (seed % 3 == 0)
			market_holes(&s, m.prices, rows, n);
		m.in.caps = m.in.traded = caps;
		assert_int_equal(compute(a, &m.in, &rules, &x), OK);
		t = x.first_row + draw(&s) % (rows - x.first_row);
		print_message("seed %llu, garbage after row %zu\n", (unsigned long long)seed, t);
		garbage = copy(a, m.prices, rows * n);
		bad_caps = copy(a, caps, rows * n);
		for (size_t k = (t + 1) * n; k < rows * n; k++) {
			garbage[k] = draw(&s) % 5 ? junk[draw(&s) % 7] : NAN;
			bad_caps[k] = draw(&s) % 5 ? junk[draw(&s) % 7] : NAN;
		}
		m.in.prices = garbage;
		m.in.caps = m.in.traded = bad_caps;
		assert_int_equal(compute(a, &m.in, &rules, &y), OK);
		same_until(&x, &y, n, t);
		arena_destroy(a);
	}
}

/* One price is a thousand million times too high: every later window is the old one, to the bit. */
static void an_outlier_leaves_no_trace(void **state)
{
	struct arena           *a = arena_create();
	size_t                  rows = 800, n = 6, spike = 300, touched = 0;
	struct market           m = market_create(a, 42, rows, n);
	struct calc_index_rules rules = calc_index_default;
	struct calc_index_out   x, y;

	(void)state;
	rules.frequency = CALC_DAILY;
	assert_int_equal(compute(a, &m.in, &rules, &x), OK);
	m.prices[spike * n + 2] *= 1e9;
	assert_int_equal(compute(a, &m.in, &rules, &y), OK);
	for (size_t k = 0; k < x.n_rebalances; k++) {
		size_t r = x.rebalances[k].reference, size = n * sizeof(double);
		int    same = memcmp(x.target + k * n, y.target + k * n, size) == 0;

		/* the returns of rows 300 and 301 are in the windows of the rows 300..360 */
		if (r < spike || r > spike + (size_t)rules.volatility_lookback)
			assert_true(same);
		touched += !same;
	}
	assert_int_equal(touched, rules.volatility_lookback + 1);
	arena_destroy(a);
}

static void the_schedule_does_not_change_the_weights(void **state)
{
	struct arena           *a = arena_create();
	struct market           m = market_create(a, 7, 400, 5);
	struct calc_index_rules rules = calc_index_default;
	struct calc_index_out   daily, weekly;

	(void)state;
	assert_int_equal(compute(a, &m.in, &rules, &weekly), OK);
	rules.frequency = CALC_DAILY;
	assert_int_equal(compute(a, &m.in, &rules, &daily), OK);
	for (size_t k = 0, j = 0; k < weekly.n_rebalances; k++) {
		while (daily.rebalances[j].reference < weekly.rebalances[k].reference)
			j++;
		assert_int_equal(daily.rebalances[j].reference, weekly.rebalances[k].reference);
		assert_memory_equal(daily.target + j * 5, weekly.target + k * 5,
		                    5 * sizeof(double));
	}
	arena_destroy(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_the_naive_index),
		cmocka_unit_test(agrees_where_prices_caps_and_trades_have_holes),
		cmocka_unit_test(nothing_looks_ahead),
		cmocka_unit_test(an_outlier_leaves_no_trace),
		cmocka_unit_test(the_schedule_does_not_change_the_weights),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */

/* Who enters and when, what is carried and how long, which events say so, what is refused. */

#include "calc/index.h"

#include "calc/index_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { ROWS = 300, N = 4 };

/* Daily, so that every row is a reference; the first is row 60, in force after row 61. */
static struct calc_index_rules daily(void)
{
	struct calc_index_rules rules = calc_index_default;

	rules.frequency = CALC_DAILY;
	return rules;
}

static struct calc_index_out run(struct arena *a, const struct calc_index_data *in,
                                 const struct calc_index_rules *rules)
{
	struct calc_index_out out;

	assert_int_equal(compute(a, in, rules, &out), OK);
	return out;
}

static size_t at_reference(const struct calc_index_out *x, size_t row)
{
	for (size_t k = 0; k < x->n_rebalances; k++)
		if (x->rebalances[k].reference == row)
			return k;
	fail_msg("row %zu is not a reference", row);
	return 0;
}

static double target(const struct calc_index_out *x, size_t row, size_t i)
{
	return x->target[at_reference(x, row) * N + i];
}

static unsigned events(const struct calc_index_out *x, size_t row)
{
	return x->rebalances[at_reference(x, row)].events;
}

static void clear(struct market *m, size_t asset, size_t from, size_t to)
{
	for (size_t t = from; t < to; t++)
		m->prices[t * N + asset] = NAN;
}

static void starts_after_sixty_returns(void **state)
{
	struct arena           *a = arena_create();
	struct market           m = market_create(a, 1, ROWS, N);
	struct calc_index_rules rules = daily();
	struct calc_index_out   x = run(a, &m.in, &rules);

	(void)state;
	assert_int_equal(x.rebalances[0].reference, 60);
	assert_int_equal(x.rebalances[0].effective, 61);
	assert_int_equal(x.first_row, 61);
	assert_int_equal(x.n_levels, ROWS - 61);
	/* the last session is no reference */
	assert_int_equal(x.rebalances[x.n_rebalances - 1].reference, ROWS - 2);
	assert_int_equal(x.n_rebalances, calc_index_rebalances(&m.in, &rules));

	/* an effective row beyond the data is dropped */
	rules.lag = 5;
	x = run(a, &m.in, &rules);
	assert_int_equal(x.rebalances[x.n_rebalances - 1].effective, ROWS - 1);
	assert_int_equal(x.first_row, 65);

	/* a longer momentum needs more history */
	rules.momentum_lookback = 100;
	x = run(a, &m.in, &rules);
	assert_int_equal(x.rebalances[0].reference, 100);
	arena_destroy(a);
}

static void a_late_listing_enters_when_it_has_its_history(void **state)
{
	struct arena           *a = arena_create();
	struct market           m = market_create(a, 2, ROWS, N);
	struct calc_index_rules rules = daily();
	struct calc_index_out   x;

	(void)state;
	clear(&m, 2, 0, 100);
	x = run(a, &m.in, &rules);
	assert_true(target(&x, 159, 2) == 0);
	assert_true(target(&x, 160, 2) > 0);
	assert_int_equal(x.rebalances[at_reference(&x, 159)].eligible, N - 1);
	assert_int_equal(x.rebalances[at_reference(&x, 160)].eligible, N);
	assert_int_equal(x.row_flags[150 - x.first_row], 0);
	arena_destroy(a);
}

static void the_index_starts_with_its_first_asset(void **state)
{
	struct arena           *a = arena_create();
	struct market           m = market_create(a, 3, ROWS, N);
	struct calc_index_rules rules = daily();
	struct calc_index_out   x;

	(void)state;
	for (size_t i = 0; i < N; i++)
		clear(&m, i, 0, 50 + 10 * i);
	x = run(a, &m.in, &rules);
	assert_int_equal(x.rebalances[0].reference, 110);
	assert_int_equal(x.first_row, 111);
	assert_true(fabs(target(&x, 110, 0) - 1) < 1e-15);
	assert_true(x.total[0] == 100);
	arena_destroy(a);
}

/* Two sessions are bridged, three are not: the asset is sold and comes back with its price. */
static void a_price_is_carried_as_long_as_allowed(void **state)
{
	struct arena           *a = arena_create();
	struct market           m = market_create(a, 4, ROWS, N);
	struct calc_index_rules rules = daily();
	struct calc_index_out   x;

	(void)state;
	clear(&m, 1, 200, 204);
	x = run(a, &m.in, &rules);
	assert_true(target(&x, 200, 1) > 0 && target(&x, 201, 1) > 0);
	assert_true(target(&x, 202, 1) == 0 && target(&x, 203, 1) == 0);
	assert_true(target(&x, 204, 1) > 0);
	assert_true(events(&x, 201) & CALC_PRICE_CARRIED);
	assert_false(events(&x, 198) & CALC_PRICE_CARRIED);
	/* sold at the close of 203 by the decision of 202: held at a stale price on 202 and 203 */
	assert_int_equal(x.row_flags[201 - x.first_row], CALC_ROW_CARRIED);
	assert_int_equal(x.row_flags[202 - x.first_row], CALC_ROW_CARRIED | CALC_ROW_STALE);
	assert_int_equal(x.row_flags[203 - x.first_row], CALC_ROW_CARRIED | CALC_ROW_STALE);
	assert_int_equal(x.row_flags[204 - x.first_row], 0);
	assert_true(events(&x, 202) & CALC_STALE_HELD);
	assert_true(events(&x, 202) & CALC_PRICE_CARRIED);
	assert_false(events(&x, 204) & CALC_STALE_HELD);

	/* decided on at row 230, traded at row 229's decision, base of the momentum at row 250 */
	clear(&m, 2, 230, 231);
	x = run(a, &m.in, &rules);
	for (size_t r = 226; r < 254; r++)
		assert_int_equal((events(&x, r) & CALC_PRICE_CARRIED) != 0,
		                 r == 229 || r == 230 || r == 250);

	rules.max_forward_fill = 0;
	x = run(a, &m.in, &rules);
	assert_true(target(&x, 199, 1) > 0 && target(&x, 200, 1) == 0);
	arena_destroy(a);
}

/* A hole adds no zeros to the variance: the estimate is that of the returns that are there. */
static void a_hole_is_no_calm(void **state)
{
	struct arena           *a = arena_create();
	struct market           m = market_create(a, 5, ROWS, N);
	struct calc_index_rules rules = daily();
	struct calc_index_out   x;

	(void)state;
	rules.momentum_weight = rules.cap_weight = 0;
	rules.risk_weight = 1;
	for (size_t t = 1; t < ROWS; t++)
		for (size_t i = 0; i < N; i++) /* +-1 % for everyone */
			m.prices[t * N + i] = m.prices[(t - 1) * N + i] * (t % 2 ? 1.01 : 1 / 1.01);
	clear(&m, 1, 180, 190);
	x = run(a, &m.in, &rules);
	assert_true(fabs(target(&x, 192, 1) - 0.25) < 0.002);

	/* at least half of the window: 30 of 60; no return joins the rows 179 and 210 */
	clear(&m, 1, 190, 210);
	x = run(a, &m.in, &rules);
	assert_true(target(&x, 239, 1) == 0);
	assert_true(target(&x, 240, 1) > 0);
	arena_destroy(a);
}

static void holdings_stay_when_nobody_is_eligible(void **state)
{
	struct arena           *a = arena_create();
	struct market           m = market_create(a, 6, ROWS, N);
	struct calc_index_rules rules = daily();
	struct calc_index_out   x;
	size_t                  k;

	(void)state;
	for (size_t i = 0; i < N; i++)
		clear(&m, i, 250, ROWS);
	x = run(a, &m.in, &rules);
	k = at_reference(&x, 260);
	assert_true(x.rebalances[k].events & CALC_NONE_ELIGIBLE);
	assert_int_equal(x.rebalances[k].eligible, 0);
	assert_true(x.rebalances[k].turnover == 0 && x.rebalances[k].cost == 0);
	assert_memory_equal(x.target + k * N, x.before + k * N, N * sizeof(double));
	assert_memory_equal(x.units + k * N, x.units + (k - 1) * N, N * sizeof(double));
	assert_true(x.total[x.n_levels - 1] == x.total[260 - x.first_row]);
	assert_true(x.net[x.n_levels - 1] == x.net[260 - x.first_row]);
	assert_int_equal(x.row_flags[x.n_levels - 1], CALC_ROW_CARRIED | CALC_ROW_STALE);

	/* nor is anything bought or forgotten between the first decision and its effect */
	for (size_t i = 0; i < N; i++)
		clear(&m, i, 62, 75);
	rules.lag = 8;
	x = run(a, &m.in, &rules);
	assert_int_equal(x.first_row, 68);
	assert_true(events(&x, 66) & CALC_NONE_ELIGIBLE);
	assert_memory_equal(x.units + at_reference(&x, 66) * N,
	                    x.units + (at_reference(&x, 66) - 1) * N, N * sizeof(double));
	arena_destroy(a);
}

static void an_end_of_prices_is_sold_at_the_last(void **state)
{
	struct arena           *a = arena_create();
	struct market           m = market_create(a, 7, ROWS, N), other = m;
	struct calc_index_rules rules = calc_index_default;
	struct calc_index_out   x, y;
	size_t                  k = 0;

	(void)state;
	clear(&m, 3, 150, ROWS);
	x = run(a, &m.in, &rules);
	other.in.prices = other.prices = copy(a, m.prices, ROWS * N);
	for (size_t t = 150; t < ROWS; t++)
		other.prices[t * N + 3] = other.prices[149 * N + 3]; /* the same said aloud */
	y = run(a, &other.in, &rules);
	while (x.rebalances[k].reference < 150)
		k++;
	for (size_t t = 150; t <= x.rebalances[k].effective; t++)
		assert_true(x.total[t - x.first_row] == y.total[t - x.first_row]);
	assert_true(x.target[(x.n_rebalances - 1) * N + 3] == 0);
	assert_true(y.target[(y.n_rebalances - 1) * N + 3] > 0);
	arena_destroy(a);
}

static void capitalisation_is_a_share_or_equal(void **state)
{
	struct arena           *a = arena_create();
	struct market           m = market_create(a, 8, ROWS, N);
	struct calc_index_rules rules = daily();
	double                 *caps = ARENA_ARRAY(a, ROWS * N, double);
	struct calc_index_out   x;
	struct fail             f = {0};

	(void)state;
	for (size_t k = 0; k < ROWS * N; k++)
		caps[k] = 1e9 * (double)(k % N + 1);
	caps[200 * N + 1] = NAN;
	m.in.caps = caps;
	rules.cap_weight = 0.5;
	rules.risk_weight = 0.5;
	rules.momentum_weight = 0;
	rules.volatility_floor = 1; /* everyone's: the sleeve is equal weight */
	x = run(a, &m.in, &rules);
	for (size_t i = 0; i < N; i++) {
		assert_true(fabs(target(&x, 199, i) - (0.5 * 0.25 + 0.5 * (double)(i + 1) / 10)) <
		            1e-15);
		assert_true(fabs(target(&x, 200, i) - 0.25) < 1e-15);
	}
	assert_false(events(&x, 199) & CALC_CAP_UNKNOWN);
	assert_true(events(&x, 200) & CALC_CAP_UNKNOWN);

	/* alone it is refused, not replaced */
	rules.cap_weight = 1;
	rules.risk_weight = 0;
	assert_int_equal(compute(a, &m.in, &rules, &x), ERR_INVALID);
	caps[200 * N + 1] = 1e9;
	assert_int_equal(compute(a, &m.in, &rules, &x), OK);
	assert_true(fabs(target(&x, 200, 3) - 4.0 / 9) < 1e-15);
	m.in.caps = NULL;
	assert_int_equal(calc_index(&m.in, &rules,
	                            ARENA_ARRAY(a, calc_index_scratch(&m.in, &rules), double), &x,
	                            &f),
	                 ERR_INVALID);
	assert_non_null(strstr(f.msg, "capitalisation"));
	arena_destroy(a);
}

static void the_minimum_is_of_the_traded_price(void **state)
{
	struct arena           *a = arena_create();
	struct market           m = market_create(a, 9, ROWS, N);
	struct calc_index_rules rules = daily();
	double                 *traded = ARENA_ARRAY(a, ROWS * N, double);
	struct calc_index_out   x;

	(void)state;
	for (size_t k = 0; k < ROWS * N; k++) {
		traded[k] = k % N == 2 ? NAN : 5;
		m.prices[k] /= 1e4; /* adjusted prices of a cent do not count */
	}
	traded[200 * N] = 0.99;
	traded[201 * N] = 1;
	m.in.traded = traded;
	x = run(a, &m.in, &rules);
	assert_true(target(&x, 199, 0) > 0 && target(&x, 200, 0) == 0 && target(&x, 201, 0) > 0);
	assert_true(target(&x, 200, 2) > 0);
	assert_true(events(&x, 200) & CALC_NO_TRADED_PRICE);
	for (size_t t = 0; t < ROWS; t++)
		traded[t * N + 2] = 5;
	x = run(a, &m.in, &rules);
	assert_false(x.events & CALC_NO_TRADED_PRICE);
	rules.min_price = 0;
	x = run(a, &m.in, &rules);
	assert_true(target(&x, 200, 0) > 0);
	arena_destroy(a);
}

static void momentum_flat_is_equal_weight(void **state)
{
	struct arena           *a = arena_create();
	struct market           m = market_create(a, 10, ROWS, N);
	struct calc_index_rules rules = daily();
	struct calc_index_out   x;

	(void)state;
	rules.momentum_weight = 1;
	rules.cap_weight = rules.risk_weight = 0;
	for (size_t t = 180; t <= 200; t++)
		for (size_t i = 0; i < N; i++)
			m.prices[t * N + i] = m.prices[179 * N + i] *
			                      (1 - 0.001 * (double)(t - 179));
	x = run(a, &m.in, &rules);
	assert_int_equal(events(&x, 200), CALC_MOMENTUM_FLAT | CALC_NO_TRADED_PRICE);
	for (size_t i = 0; i < N; i++)
		assert_true(target(&x, 200, i) == 0.25);
	arena_destroy(a);
}

static void refuses_rules_and_data_out_of_range(void **state)
{
	struct arena           *a = arena_create();
	struct market           m = market_create(a, 11, ROWS, N);
	struct calc_index_rules bad[12];
	struct calc_index_out   x;
	int32_t                *dates = ARENA_ARRAY(a, ROWS, int32_t);

	(void)state;
	for (size_t k = 0; k < COUNT(bad); k++)
		bad[k] = calc_index_default;
	bad[0].momentum_weight = 0.6;
	bad[1].momentum_weight = -0.1;
	bad[1].cap_weight = 0.8;
	bad[2].risk_weight = NAN;
	bad[3].momentum_lookback = 0;
	bad[4].volatility_lookback = 1;
	bad[5].volatility_lookback = CALC_LOOKBACK_MAX + 1;
	bad[6].volatility_floor = 0;
	bad[7].cost = 0.5;
	bad[8].lag = -1;
	bad[9].max_forward_fill = -1;
	bad[10].min_price = NAN;
	bad[11].momentum_lookback = -5;
	for (size_t k = 0; k < COUNT(bad); k++)
		assert_int_equal(compute(a, &m.in, &bad[k], &x), ERR_INVALID);
	memcpy(dates, m.in.dates, ROWS * sizeof(*dates));
	dates[100] = dates[99];
	m.in.dates = dates;
	assert_int_equal(compute(a, &m.in, &calc_index_default, &x), ERR_INVALID);
	arena_destroy(a);
}

static void says_when_history_is_too_short(void **state)
{
	struct arena           *a = arena_create();
	struct market           m = market_create(a, 12, ROWS, N);
	struct calc_index_rules rules = daily();
	struct calc_index_out   x;

	(void)state;
	for (m.in.rows = 0; m.in.rows < 62; m.in.rows++) {
		assert_int_equal(compute(a, &m.in, &rules, &x), ERR_TOOSHORT);
		assert_int_equal(x.n_levels, 0);
	}
	assert_int_equal(compute(a, &m.in, &rules, &x), OK);
	assert_int_equal(x.n_levels, 1);
	assert_int_equal(x.n_rebalances, 1);

	m.in.rows = ROWS;
	for (size_t i = 0; i < N; i++)
		clear(&m, i, 0, ROWS - 30);
	assert_int_equal(compute(a, &m.in, &rules, &x), ERR_TOOSHORT);
	arena_destroy(a);
}

static void weights_near_one_are_scaled_to_it(void **state)
{
	struct arena           *a = arena_create();
	struct market           m = market_create(a, 13, ROWS, N);
	struct calc_index_rules rules = daily(), double_rules = daily();
	struct calc_index_out   x, y;

	(void)state;
	rules.momentum_weight = rules.cap_weight = rules.risk_weight = 0.3331;
	double_rules.momentum_weight = double_rules.cap_weight = double_rules.risk_weight = 1.0 / 3;
	x = run(a, &m.in, &rules);
	y = run(a, &m.in, &double_rules);
	for (size_t k = 0; k < x.n_levels; k++)
		assert_true(apart(x.total[k], y.total[k]) < 1e-12);
	arena_destroy(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(starts_after_sixty_returns),
		cmocka_unit_test(a_late_listing_enters_when_it_has_its_history),
		cmocka_unit_test(the_index_starts_with_its_first_asset),
		cmocka_unit_test(a_price_is_carried_as_long_as_allowed),
		cmocka_unit_test(a_hole_is_no_calm),
		cmocka_unit_test(holdings_stay_when_nobody_is_eligible),
		cmocka_unit_test(an_end_of_prices_is_sold_at_the_last),
		cmocka_unit_test(capitalisation_is_a_share_or_equal),
		cmocka_unit_test(the_minimum_is_of_the_traded_price),
		cmocka_unit_test(momentum_flat_is_equal_weight),
		cmocka_unit_test(refuses_rules_and_data_out_of_range),
		cmocka_unit_test(says_when_history_is_too_short),
		cmocka_unit_test(weights_near_one_are_scaled_to_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

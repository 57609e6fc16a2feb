/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include "app/backtest.h"
#include "app/compute.h"
#include "app/indexes.h"
#include "calc/risk.h"

static int setup(void **state)
{
	struct desk          *d = desk_make();
	struct compute_report r;
	struct fail           f = {0};

	market_make(d, MARKET_DAYS);
	assert_ok(app_compute(&d->app, d->s->a, INDEX_DEFAULT, &r, &f), &f);
	*state = d;
	return 0;
}

/* Nothing changed, the whole range. */
static struct BacktestRequest request(void)
{
	return (struct BacktestRequest){
		.s = strategy_nothing(), .start_date = DATE_NONE, .end_date = DATE_NONE};
}

static struct Backtest run(struct desk *d, const struct BacktestRequest *q)
{
	struct Backtest b;
	struct fail     f = {0};

	assert_ok(app_backtest(&d->app, d->s->a, q, &b, &f), &f);
	return b;
}

static void unchanged_it_is_what_was_published(void **state)
{
	struct desk                *d = *state;
	struct BacktestRequest      q = request();
	struct Backtest             b = run(d, &q);
	const struct BacktestLevel *l = b.series.items;
	struct Current              c;
	struct fail                 f = {0};
	const char                 *before = store_dump(d->s, "SELECT * FROM runs");

	assert_int_equal(b.series.n, store_int(d->s, "SELECT count(*) FROM index_values"));
	assert_int_equal(b.rebalances, store_int(d->s, "SELECT count(*) FROM rebalances"));
	const char *last = store_dump(d->s, "SELECT value, net_value FROM index_values"
	                                    " ORDER BY date DESC LIMIT 1");
	assert_string_equal(arena_printf(d->s->a, "%a %a \n", l[b.series.n - 1].value,
	                                 l[b.series.n - 1].net_value),
	                    last);
	assert_ok(app_current(&d->app, d->s->a, &c, &f), &f);
	assert_int_equal(b.weights.n, c.allocations.n);
	const struct BacktestWeight *w = b.weights.items;
	const struct Holding        *h = c.allocations.items;
	for (size_t i = 0; i < b.weights.n; i++) {
		assert_string_equal(w[i].symbol, h[i].symbol);
		assert_true(fabs(w[i].weight - h[i].weight) < 1e-14);
		assert_true(w[i].target_weight == h[i].target_weight);
	}
	assert_string_equal(store_dump(d->s, "SELECT * FROM runs"), before);
}

static void figures_follow_from_the_series(void **state)
{
	struct desk                *d = *state;
	struct BacktestRequest      q = request();
	struct Backtest             b = run(d, &q);
	const struct BacktestLevel *l = b.series.items;
	double                     *level = ARENA_ARRAY(d->s->a, b.series.n, double), sharpe;
	struct calc_drawdown        deepest;

	for (size_t i = 0; i < b.series.n; i++)
		level[i] = l[i].value;
	assert_int_equal(calc_sharpe(level, b.series.n, 252, &sharpe), OK);
	assert_int_equal(calc_max_drawdown(level, b.series.n, &deepest), OK);
	assert_true(fabs(b.total.sharpe_ratio / sharpe - 1) < 1e-9);
	assert_true(fabs(b.total.max_drawdown - deepest.depth) < 1e-12);
	assert_int_equal(b.total.drawdown_start, l[deepest.peak].date);
	assert_int_equal(b.total.drawdown_end, l[deepest.trough].date);
	assert_true(fabs(b.total.total_return - (level[b.series.n - 1] / 100 - 1)) < 1e-12);
	assert_true(isnan(b.total.annualized_return)); /* not a year */
	assert_true(b.net.total_return < b.total.total_return);
	assert_true(fabs(1 - b.cost - l[b.series.n - 1].net_value / level[b.series.n - 1]) < 1e-12);
}

static void a_range_begins_at_100(void **state)
{
	struct desk                *d = *state;
	struct BacktestRequest      q = request();
	struct Backtest             whole = run(d, &q), part;
	const struct BacktestLevel *l, *all = whole.series.items;

	q.start_date = market_date(89) + 1; /* a Saturday */
	q.end_date = market_date(110);
	part = run(d, &q);
	l = part.series.items;
	assert_int_equal(part.series.n, 21);
	assert_int_equal(part.start_date, market_date(90));
	assert_int_equal(part.end_date, market_date(110));
	assert_true(l[0].value == 100 && l[0].net_value == 100);
	size_t at = 0;
	while (all[at].date != part.start_date)
		at++;
	for (size_t i = 0; i < 21; i++)
		assert_true(fabs(l[i].value / (all[at + i].value / all[at].value) - 100) < 1e-11);
	assert_int_equal(part.rebalances, 5);
}

static void changes_change_it(void **state)
{
	struct desk           *d = *state;
	struct BacktestRequest q = request();
	struct Backtest        before = run(d, &q), after;

	q.s.cost_bps = 0;
	after = run(d, &q);
	assert_true(after.cost == 0 && after.total.total_return == before.total.total_return);
	assert_true(after.net.total_return == after.total.total_return);
	assert_true(after.config.cost_bps == 0 && after.config.momentum_weight == 0.4);
	q.s.rebalance_frequency = CALC_MONTHLY;
	after = run(d, &q);
	assert_true(after.rebalances < before.rebalances && after.turnover < before.turnover);
}

static void what_cannot_be_is_refused_by_name(void **state)
{
	struct desk *d = *state;
	const struct {
		const char *field;
		int32_t     start, end;
		double      momentum;
		int64_t     lookback;
	} rows[] = {
		{"momentum_weight", DATE_NONE, DATE_NONE, 0.5, INT_NONE},
		{"volatility_lookback", DATE_NONE, DATE_NONE, NAN, 500},
		{"start_date", market_date(100), market_date(99), NAN, INT_NONE},
		{"start_date", market_date(99) + 1, market_date(99) + 2, NAN, INT_NONE},
		{"start_date", market_date(MARKET_DAYS - 1), DATE_NONE, NAN, INT_NONE},
		{"start_date", market_date(MARKET_DAYS), DATE_NONE, NAN, INT_NONE},
		{"end_date", DATE_NONE, market_date(10), NAN, INT_NONE},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct BacktestRequest q = request();
		struct Backtest        b = {.rebalances = 77};
		struct fail            f = {0};

		q.start_date = rows[i].start;
		q.end_date = rows[i].end;
		q.s.momentum_weight = rows[i].momentum;
		q.s.volatility_lookback = rows[i].lookback;
		assert_int_equal(app_backtest(&d->app, d->s->a, &q, &b, &f), ERR_INVALID);
		assert_string_equal(f.fields[0].field, rows[i].field);
		assert_int_equal(b.rebalances, 77);
	}
}

static void without_prices(void **state)
{
	struct desk           *d = *state;
	struct BacktestRequest q = request();
	struct Backtest        b;
	struct fail            f = {0};

	store_exec(d->s, "DELETE FROM prices");
	assert_refused(app_backtest(&d->app, d->s->a, &q, &b, &f), ERR_CONFLICT, &f, "no prices");
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, desk_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(unchanged_it_is_what_was_published),
		T(figures_follow_from_the_series),
		T(a_range_begins_at_100),
		T(changes_change_it),
		T(what_cannot_be_is_refused_by_name),
		T(without_prices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

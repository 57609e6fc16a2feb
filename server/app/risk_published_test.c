/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include "app/compute.h"
#include "app/risk_definitions.h"
#include "app/risk_published.h"

/* The made-up market with a benchmark and rates, computed once. */
static int setup(void **state)
{
	struct compute_report r;
	struct desk          *d = desk_make();
	struct fail           f = {0};

	market_make(d, MARKET_DAYS);
	store_exec(d->s, "INSERT INTO assets (id, symbol, name, asset_type)"
	                 " VALUES (9, '" BENCHMARK_SYMBOL "', 'S&P 500', 'index')");
	for (int t = 0; t < MARKET_DAYS; t++) {
		store_price(d->s, 9, market_date(t), 4000 + t * 7 % 50, NAN);
		store_exec(d->s, arena_printf(d->s->a,
		                              "INSERT INTO risk_free_rates VALUES (%d, 3.5, 't')",
		                              market_date(t)));
	}
	assert_ok(app_compute(&d->app, d->s->a, INDEX_DEFAULT, &r, &f), &f);
	*state = d;
	return 0;
}

static struct PublishedRisks ask(struct desk *d, int64_t limit, int64_t offset)
{
	struct PublishedRisks r;
	struct fail           f = {0};

	assert_ok(app_risk_published(&d->app, d->s->a, &(struct PublishedQuery){limit, offset}, &r,
	                             &f),
	          &f);
	return r;
}

static const struct PublishedRisk *items(const struct PublishedRisks *r)
{
	return r->items.items;
}

static void same_row(const struct RiskRow *a, const struct RiskRow *b)
{
	assert_int_equal(a->date, b->date);
	assert_int_equal(a->observations, b->observations);
	assert_int_equal(a->rf_until, b->rf_until);
	assert_int_equal(a->benchmark_basis, b->benchmark_basis);
	for (size_t i = 1; i < risk_definitions_n; i++) {
		const size_t at = risk_definitions[i].at;
		const double x = *(const double *)((const char *)a + at);
		const double y = *(const double *)((const char *)b + at);

		if (!(x == y || (isnan(x) && isnan(y))))
			print_error("%s: %.17g, %.17g\n", risk_definitions[i].metric, x, y);
		assert_true(x == y || (isnan(x) && isnan(y)));
	}
}

static void newest(struct desk *d, struct RiskRow *out)
{
	struct RiskMetrics m;
	struct fail        f = {0};

	assert_ok(app_risk_metrics(&d->app, d->s->a, &(struct RiskQuery){1, INT_NONE, 0}, &m, &f),
	          &f);
	*out = *(const struct RiskRow *)m.metrics.items;
}

static void a_publication_leaves_its_last_row(void **state)
{
	struct desk                *d = *state;
	const struct PublishedRisks r = ask(d, 10, 0);
	struct RiskRow              row;

	newest(d, &row);
	assert_int_equal(r.total, 1);
	assert_int_equal(r.items.n, 1);
	same_row(&items(&r)->metrics, &row);
	assert_true(isfinite(row.beta_sp500) && isfinite(row.sharpe_ratio));
	assert_int_equal(items(&r)->date, market_date(MARKET_DAYS - 1));
	assert_int_equal(items(&r)->computed_at, d->clock.fixed_ms);
	assert_int_equal(items(&r)->version, 1);
	assert_int_equal(items(&r)->run_id, 1);
}

static void what_was_shown_stays(void **state)
{
	struct desk                *d = *state;
	const struct PublishedRisks before = ask(d, 10, 0);
	struct compute_report       c;
	struct Strategy             s;
	struct RiskRow              row;
	struct fail                 f = {0};

	strategy_default(&s);
	s.rebalance_frequency = CALC_MONTHLY;
	assert_ok(strategy_add(d->s->db, d->s->a, INDEX_DEFAULT, &s, 0, &f), &f);
	store_exec(d->s, "UPDATE prices SET adj_close = adj_close * 1.2 WHERE asset_id = 1 AND date"
	                 " > 19780; DELETE FROM risk_free_rates");
	assert_ok(app_compute(&d->app, d->s->a, INDEX_DEFAULT, &c, &f), &f);
	const struct PublishedRisks after = ask(d, 10, 0), page = ask(d, 1, 1);
	assert_int_equal(after.total, 2);
	newest(d, &row);
	same_row(&items(&after)[0].metrics, &row);
	assert_int_equal(items(&after)[0].version, 2);
	assert_true(isnan(row.sharpe_ratio) && row.rf_until == DATE_NONE);
	same_row(&items(&after)[1].metrics, &items(&before)->metrics);
	assert_true(items(&after)[1].metrics.volatility != row.volatility);
	assert_int_equal(page.items.n, 1);
	assert_int_equal(items(&page)->id, items(&before)->id);
}

/* Readers of the table find the members in the columns that they know. */
static void the_columns_hold_their_part(void **state)
{
	struct desk *d = *state;

	assert_string_equal(store_text(d->s,
	                               "SELECT json_type(metrics, '$.sharpe_ratio') || ' ' ||"
	                               " json_type(performance, '$.total_return') || ' ' ||"
	                               " json_type(performance, '$.annualized_return') || ' ' ||"
	                               " json_type(drawdown, '$.max_drawdown') || ' ' ||"
	                               " json_type(correlation, '$.beta_sp500') FROM risk_metrics"),
	                    "real real null real real");
}

static void damage_is_told(void **state)
{
	struct desk          *d = *state;
	struct PublishedRisks r = {.total = 77};
	struct fail           f = {0};

	store_exec(d->s, "UPDATE risk_metrics SET drawdown = '{'");
	assert_refused(
		app_risk_published(&d->app, d->s->a, &(struct PublishedQuery){10, 0}, &r, &f),
		ERR_INTERNAL, &f, "cannot be read");
	assert_int_equal(r.total, 77);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, desk_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_publication_leaves_its_last_row),
		TEST(what_was_shown_stays),
		TEST(the_columns_hold_their_part),
		TEST(damage_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

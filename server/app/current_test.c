/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include "app/compute.h"
#include "app/indexes.h"

/*
 * A publication made by hand: units 1, 2, 3 of AAA, BBB, CCC since Friday 2023-12-29, one level
 * each session.
 */
enum { FRIDAY = 19720, LAST = FRIDAY + 5, DAYS = 4 };
static const int32_t session[DAYS] = {FRIDAY, FRIDAY + 3, FRIDAY + 4, LAST};
static const double  price[MARKET_ASSETS][DAYS] = {
	 {10, 11, 12, 15}, {20, 20, 25, 20}, {30, 33, 30, 33}};

static int setup(void **state)
{
	struct desk  *d = desk_make();
	struct store *s = d->s;

	market_make(d, 0);
	for (int i = 0; i < MARKET_ASSETS; i++)
		for (int t = 0; t < DAYS; t++)
			store_price(s, i + 1, session[t], NAN, price[i][t]);
	store_exec(s, "INSERT INTO runs VALUES (1, 1, 1, 'c', 'd', 'e', 0, 0, 0, 0, 0, 0)");
	for (int t = 0; t < DAYS; t++)
		store_exec(s, arena_printf(
				      s->a,
				      "INSERT INTO index_values (index_id, date, value, net_value,"
				      " divisor,"
				      " strategy_config_id, run_id, created_at, updated_at)"
				      " VALUES (1, %d, %d.5, %d.25, 1000.0, 1, 1, 0, 0)",
				      session[t], 100 + t, 90 + t));
	store_exec(s, arena_printf(s->a, "INSERT INTO rebalances VALUES (1, %d, %d, 0.5, 0.001, 1)",
	                           FRIDAY, FRIDAY - 1));
	for (int i = 1; i <= MARKET_ASSETS; i++)
		store_exec(
			s,
			arena_printf(
				s->a,
				"INSERT INTO allocations VALUES (1, %d, %d, 0.%d, 0.1, %d.0, 1, 0)",
				FRIDAY, i, i + 1, i));
	store_exec(s, "UPDATE assets SET sector = 'Energy' WHERE id = 2");
	*state = d;
	return 0;
}

static struct Current current(struct desk *d)
{
	struct Current c;
	struct fail    f = {0};

	assert_ok(app_current(&d->app, d->s->a, &c, &f), &f);
	return c;
}

static const struct Holding *holding(const struct Current *c, const char *symbol)
{
	for (size_t i = 0; i < c->allocations.n; i++) {
		const struct Holding *h = &((const struct Holding *)c->allocations.items)[i];

		if (strcmp(h->symbol, symbol) == 0)
			return h;
	}
	return NULL;
}

static void near(double got, double want)
{
	if (!(fabs(got - want) <= 1e-12 * fabs(want)))
		print_error("%.17g, not %.17g\n", got, want);
	assert_true(fabs(got - want) <= 1e-12 * fabs(want));
}

static double weights(const struct Current *c)
{
	double sum = 0;

	for (size_t i = 0; i < c->allocations.n; i++)
		sum += ((const struct Holding *)c->allocations.items)[i].weight;
	return sum;
}

static void nothing_computed_is_said(void **state)
{
	struct desk   *d = *state;
	struct Current c = {.date = 77};
	struct fail    f = {0};

	assert_refused(app_current(&d->app, d->s->a, &c, &f), ERR_CONFLICT, &f,
	               "not been computed");
	assert_string_equal(f.slug, "not_computed");
	assert_int_equal(c.date, 77);
}

static void weights_are_units_at_the_last_prices(void **state)
{
	struct Current c = current(*state);
	double         value = 1 * 15 + 2 * 20 + 3 * 33;

	assert_int_equal(c.date, LAST);
	assert_int_equal(c.effective_date, FRIDAY);
	assert_int_equal(c.reference_date, FRIDAY - 1);
	assert_true(c.level == 103.5 && c.previous_level == 102.5 && c.net_level == 93.25);
	assert_int_equal(c.total_assets, 3);
	assert_int_equal(c.allocations.n, 3);
	near(holding(&c, "AAA")->weight, 15 / value);
	near(holding(&c, "BBB")->weight, 40 / value);
	near(holding(&c, "CCC")->weight, 99 / value);
	near(weights(&c), 1);
	assert_string_equal(((const struct Holding *)c.allocations.items)[0].symbol,
	                    "CCC"); /* heaviest first */
	assert_string_equal(((const struct Holding *)c.allocations.items)[2].symbol, "AAA");
	assert_true(holding(&c, "AAA")->target_weight == 0.2);
	near(holding(&c, "BBB")->weight_change, 0.3 - 0.1);
	assert_string_equal(holding(&c, "BBB")->name, "BBB Inc.");
	assert_string_equal(holding(&c, "BBB")->sector, "Energy");
	assert_null(holding(&c, "CCC")->sector);
}

static void returns_are_of_the_day_and_of_the_year(void **state)
{
	struct Current c = current(*state);

	near(holding(&c, "AAA")->daily_return, 15.0 / 12 - 1);
	near(holding(&c, "BBB")->daily_return, 20.0 / 25 - 1);
	near(holding(&c, "AAA")->ytd_return, 15.0 / 10 - 1); /* since the last close of 2023 */
	near(holding(&c, "CCC")->ytd_return, 33.0 / 30 - 1);
	assert_true(holding(&c, "BBB")->ytd_return == 0);
}

static void a_listing_of_this_year_has_no_return_of_the_year(void **state)
{
	struct desk *d = *state;

	store_exec(d->s,
	           arena_printf(d->s->a, "DELETE FROM prices WHERE asset_id = 1 AND date <= %d",
	                        session[1]));
	struct Current c = current(d);
	assert_true(isnan(holding(&c, "AAA")->ytd_return));
	near(holding(&c, "AAA")->daily_return, 0.25);
	store_exec(d->s, arena_printf(d->s->a,
	                              "DELETE FROM prices WHERE asset_id = 1 AND date < %d", LAST));
	c = current(d);
	assert_true(isnan(holding(&c, "AAA")->daily_return));
	near(weights(&c), 1);
}

static void a_missing_price_is_carried(void **state)
{
	struct desk *d = *state;

	store_exec(d->s, arena_printf(d->s->a,
	                              "DELETE FROM prices WHERE asset_id = 1 AND date = %d", LAST));
	struct Current c = current(d);
	assert_true(holding(&c, "AAA")->daily_return == 0);
	near(holding(&c, "AAA")->weight, 12.0 / (12 + 40 + 99));
	near(weights(&c), 1);
}

/* Suspended long before the year began: its last price is still what the holding is worth. */
static void a_price_of_long_ago_is_carried(void **state)
{
	struct desk *d = *state;

	store_exec(d->s, "DELETE FROM prices WHERE asset_id = 1");
	store_price(d->s, 1, FRIDAY - 400, NAN, 5);
	struct Current c = current(d);
	near(holding(&c, "AAA")->weight, 5.0 / (5 + 40 + 99));
	assert_true(holding(&c, "AAA")->daily_return == 0);
	near(weights(&c), 1);
}

static void prices_after_the_last_level_do_not_count(void **state)
{
	struct desk *d = *state;

	store_price(d->s, 1, LAST + 1, NAN, 1000); /* imported, not computed yet */
	struct Current c = current(d);
	assert_int_equal(c.date, LAST);
	near(holding(&c, "AAA")->weight, 15.0 / (15 + 40 + 99));
}

static void what_was_sold_is_not_held(void **state)
{
	struct desk *d = *state;

	store_exec(d->s, "UPDATE allocations SET weight = 0.0, units = 0.0 WHERE asset_id = 3");
	struct Current c = current(d);
	assert_int_equal(c.total_assets, 2);
	assert_null(holding(&c, "CCC"));
	near(weights(&c), 1);
}

static void the_last_session_may_be_a_rebalance(void **state)
{
	struct desk *d = *state;

	store_exec(
		d->s,
		arena_printf(d->s->a,
	                     "INSERT INTO rebalances VALUES (1, %d, %d, 0.5, 0.001, 1);"
	                     "INSERT INTO allocations VALUES (1, %d, 1, 0.5, 0.25, 4.0, 1, 0),"
	                     " (1, %d, 2, 0.5, 0.25, 3.0, 1, 0), (1, %d, 3, 0.0, 0.5, 0.0, 1, 0)",
	                     LAST, LAST - 1, LAST, LAST, LAST));
	struct Current c = current(d);
	assert_int_equal(c.effective_date, LAST);
	assert_int_equal(c.total_assets, 2);
	near(holding(&c, "AAA")->weight, 0.5);
	/* Equal weights come in the order of symbols, wherever the sort is from. */
	assert_string_equal(((const struct Holding *)c.allocations.items)[0].symbol, "AAA");
	assert_string_equal(((const struct Holding *)c.allocations.items)[1].symbol, "BBB");
}

static void one_level_has_none_before_it(void **state)
{
	struct desk *d = *state;

	store_exec(d->s, arena_printf(d->s->a, "DELETE FROM index_values WHERE date > %d", FRIDAY));
	struct Current c = current(d);
	assert_true(isnan(c.previous_level));
	assert_true(isnan(holding(&c, "AAA")->daily_return));
	near(weights(&c), 1);
}

/* What the engine publishes and what is shown agree on every last day. */
static void shown_weights_follow_the_engine(void **state)
{
	struct desk *d = *state;

	market_make(d, 66);
	for (int t = 66; t < 90; t++) {
		static const char *const symbols[] = {"AAA", "BBB", "CCC"};
		struct compute_report    r;
		struct fail              f = {0};
		double                   value[MARKET_ASSETS], sum = 0;

		for (int i = 0; i < MARKET_ASSETS; i++)
			store_price(d->s, i + 1, market_date(t), NAN, market_price(i, t));
		assert_ok(app_compute(&d->app, d->s->a, INDEX_DEFAULT, &r, &f), &f);
		struct Current c = current(d);
		assert_int_equal(c.date, market_date(t));
		assert_true(c.level == r.total && c.net_level == r.net);
		near(weights(&c), 1);
		for (int i = 0; i < MARKET_ASSETS; i++) {
			const char *units = store_dump(
				d->s,
				arena_printf(d->s->a,
			                     "SELECT units FROM allocations WHERE asset_id = %d"
			                     " ORDER BY date DESC LIMIT 1",
			                     i + 1));
			value[i] = strtod(units, NULL) * market_price(i, t);
			sum += value[i];
		}
		for (int i = 0; i < MARKET_ASSETS; i++)
			near(holding(&c, symbols[i])->weight, value[i] / sum);
	}
}

#define EMPTY(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)
#define T(name) cmocka_unit_test_setup_teardown(name, setup, desk_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EMPTY(nothing_computed_is_said),
		T(weights_are_units_at_the_last_prices),
		T(returns_are_of_the_day_and_of_the_year),
		T(a_listing_of_this_year_has_no_return_of_the_year),
		T(a_missing_price_is_carried),
		T(a_price_of_long_ago_is_carried),
		T(prices_after_the_last_level_do_not_count),
		T(what_was_sold_is_not_held),
		T(the_last_session_may_be_a_rebalance),
		T(one_level_has_none_before_it),
		EMPTY(shown_weights_follow_the_engine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include "app/compute.h"
#include "app/explain.h"
#include "app/indexes.h"

static int setup(void **state)
{
	struct desk          *d = desk_make();
	struct compute_report r;
	struct fail           f = {0};

	market_make(d, MARKET_DAYS);
	store_exec(d->s, arena_printf(d->s->a,
	                              "DELETE FROM prices WHERE asset_id = 2 AND date IN (%d, %d)",
	                              market_date(99), market_date(98)));
	assert_ok(app_compute(&d->app, d->s->a, INDEX_DEFAULT, &r, &f), &f);
	*state = d;
	return 0;
}

static struct Explained explain(struct desk *d, int32_t date)
{
	struct ExplainQuery q = {.date = date};
	struct Explained    x;
	struct fail         f = {0};

	assert_ok(app_explain(&d->app, d->s->a, &q, &x, &f), &f);
	return x;
}

static int32_t first_date(struct desk *d)
{
	return (int32_t)store_int(d->s, "SELECT min(date) FROM index_values");
}

/* Every session, to the last bit, and from what the reply says alone. */
static void every_level_is_rebuilt(void **state)
{
	struct desk *d = *state;
	int          sessions = 0;

	for (int t = 0; t < MARKET_DAYS; t++) {
		if (market_date(t) < first_date(d))
			continue;
		struct Explained               x = explain(d, market_date(t));
		const struct ExplainedHolding *h = x.holdings.items;
		double                         value = 0, contribution = 0, weight = 0, target = 0;

		for (size_t i = 0; i < x.holdings.n; i++) {
			const struct ExplainedRebalance *r = &x.rebalance;

			value += h[i].units * h[i].price;
			contribution += h[i].contribution;
			weight += h[i].weight;
			target += h[i].target_weight;
			assert_true(h[i].target_weight ==
			            r->momentum_weight * h[i].momentum_sleeve +
			                    r->market_cap_weight * h[i].market_cap_sleeve +
			                    r->risk_parity_weight * h[i].risk_parity_sleeve);
			assert_true(isnan(h[i].market_cap));
		}
		assert_true(x.exact);
		assert_true(value / x.divisor == x.level && x.level == x.rebuilt_level);
		assert_true(x.level * x.net_factor == x.net_level);
		assert_true(fabs(weight - 1) < 1e-12 && fabs(target - 1) < 1e-12);
		if (x.previous_date == DATE_NONE)
			assert_true(isnan(contribution) && sessions == 0);
		else
			assert_true(fabs(contribution - x.day_return) < 1e-12);
		assert_true(x.rebalance.effective_date < x.date || sessions == 0);
		sessions++;
	}
	assert_int_equal(sessions, store_int(d->s, "SELECT count(*) FROM index_values"));
}

static void carried_prices_are_marked(void **state)
{
	struct desk                   *d = *state;
	struct Explained               x = explain(d, market_date(99));
	const struct ExplainedHolding *h = x.holdings.items;

	assert_int_equal(x.holdings.n, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(h[i].carried, strcmp(h[i].symbol, "BBB") == 0);
		assert_int_equal(h[i].price_date, market_date(h[i].carried ? 97 : 99));
	}
	assert_true(h[1].price == market_price(1, 97));
	assert_true(h[1].contribution == 0);
}

/* The numbers of the sleeves, by their definition. */
static void sleeves_are_those_of_the_reference_date(void **state)
{
	struct desk                   *d = *state;
	struct Explained               x = explain(d, market_date(90));
	const struct ExplainedHolding *h = x.holdings.items;
	int                            t = 0;
	double                         inverse = 0;

	while (market_date(t) != x.rebalance.reference_date)
		t++;
	for (int i = 0; i < 3; i++) {
		double sum = 0, square = 0;

		for (int k = t - 59; k <= t; k++) {
			double r = market_price(i, k) / market_price(i, k - 1) - 1;

			sum += r;
			square += r * r;
		}
		double sd = sqrt((square - sum * sum / 60) / 59);
		assert_true(fabs(h[i].volatility / sd - 1) < 1e-9);
		assert_true(fabs(h[i].inverse_volatility * fmax(sd, 0.005) - 1) < 1e-9);
		assert_true(h[i].momentum == market_price(i, t) / market_price(i, t - 20) - 1);
		inverse += h[i].inverse_volatility;
	}
	for (int i = 0; i < 3; i++)
		assert_true(fabs(h[i].risk_parity_sleeve - h[i].inverse_volatility / inverse) <
		            1e-12);
	assert_true(x.rebalance.momentum_weight == 0.4);
}

static void the_last_session_is_the_default(void **state)
{
	struct desk     *d = *state;
	struct Explained x = explain(d, DATE_NONE);

	assert_int_equal(x.date, market_date(MARKET_DAYS - 1));
	assert_int_equal(x.run.id, 1);
	assert_int_equal(x.run.config_version, 1);
	assert_string_equal(x.run.engine, app_build);
	assert_int_equal(strlen(x.run.data_hash), 64);
}

static void other_days_name_the_nearest(void **state)
{
	struct desk *d = *state;
	const struct {
		int32_t     date;
		const char *words;
	} rows[] = {
		{market_date(99) + 1, "2024-05-18 is no session; the nearest are 2024-05-17 and"
	                              " 2024-05-20"},
		{first_date(d) - 1, "before the first session"},
		{0, "before the first session"},
		{market_date(MARKET_DAYS - 1) + 1, "after the last session"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct ExplainQuery q = {.date = rows[i].date};
		struct Explained    x = {.costs = 77};
		struct fail         f = {0};

		assert_int_equal(app_explain(&d->app, d->s->a, &q, &x, &f), ERR_INVALID);
		assert_string_equal(f.fields[0].field, "date");
		assert_non_null(strstr(f.fields[0].msg, rows[i].words));
		assert_int_equal(x.costs, 77);
	}
}

static void a_corrected_price_is_noticed(void **state)
{
	struct desk *d = *state;

	store_exec(d->s, arena_printf(d->s->a,
	                              "UPDATE prices SET adj_close = adj_close * 1.1"
	                              " WHERE asset_id = 1 AND date = %d",
	                              market_date(100)));
	assert_true(explain(d, market_date(99)).exact);
	assert_false(explain(d, market_date(100)).exact);
}

static void before_the_first_computation(void **state)
{
	struct desk        *d = *state;
	struct ExplainQuery q = {.date = DATE_NONE};
	struct Explained    x;
	struct fail         f = {0};

	store_exec(d->s, "DELETE FROM index_values");
	assert_refused(app_explain(&d->app, d->s->a, &q, &x, &f), ERR_CONFLICT, &f,
	               "not been computed");
	assert_string_equal(f.slug, "not_computed");
}

static void weights_over_time_end_with_the_current_ones(void **state)
{
	struct desk        *d = *state;
	struct WeightsQuery q = {
		.start_date = DATE_NONE, .end_date = DATE_NONE, .step = CALC_MONTHLY};
	struct Weights w;
	struct Current c;
	struct fail    f = {0};

	assert_ok(app_weights(&d->app, d->s->a, &q, &w, &f), &f);
	assert_ok(app_current(&d->app, d->s->a, &c, &f), &f);
	const struct DatedWeights *items = w.items.items, *last = &items[w.items.n - 1];
	assert_int_equal(last->date, c.date);
	for (size_t i = 0; i < last->weights.n; i++) {
		const struct DatedWeight *x = (const struct DatedWeight *)last->weights.items + i;

		for (size_t k = 0; k < c.allocations.n; k++) {
			const struct Holding *h = (const struct Holding *)c.allocations.items + k;

			if (strcmp(h->symbol, x->symbol) == 0)
				assert_true(fabs(h->weight - x->weight) < 1e-15);
		}
	}
	for (size_t i = 0; i + 1 < w.items.n; i++)
		assert_int_not_equal(date_civil(items[i].date).month,
		                     date_civil(items[i + 1].date).month);
	q.step = CALC_DAILY;
	assert_ok(app_weights(&d->app, d->s->a, &q, &w, &f), &f);
	assert_int_equal(w.items.n, store_int(d->s, "SELECT count(*) FROM index_values"));
}

static void events_are_listed_with_their_return(void **state)
{
	struct desk       *d = *state;
	struct EventsQuery q = {.start_date = DATE_NONE,
	                        .end_date = DATE_NONE,
	                        .code = "daily_drop",
	                        .limit = 1000};
	struct Events      e;
	struct fail        f = {0};

	assert_ok(app_events(&d->app, d->s->a, &q, &e, &f), &f);
	assert_true(e.total > 0 && (int64_t)e.items.n == e.total);
	const struct DatedEvent *p = e.items.items;
	for (size_t i = 0; i < e.items.n; i++) {
		assert_true(p[i].value < -0.01);
		assert_true(p[i].value == explain(d, p[i].date).day_return);
		assert_null(p[i].symbol);
		assert_true(i == 0 || p[i].date < p[i - 1].date);
	}
	q.code = "outlier";
	assert_ok(app_events(&d->app, d->s->a, &q, &e, &f), &f);
	p = e.items.items;
	assert_true(e.total > 0);
	for (size_t i = 0; i < e.items.n; i++) {
		int asset = p[i].symbol[0] - 'A', t = 0;

		while (market_date(t) != p[i].date)
			t++;
		assert_true(t == 100 ||
		            p[i].value == market_price(asset, t) / market_price(asset, t - 1) - 1);
	}
	q.code = "daily_drip";
	assert_int_equal(app_events(&d->app, d->s->a, &q, &e, &f), ERR_INVALID);
	assert_string_equal(f.fields[0].field, "code");
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, desk_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(every_level_is_rebuilt),
		T(carried_prices_are_marked),
		T(sleeves_are_those_of_the_reference_date),
		T(the_last_session_is_the_default),
		T(other_days_name_the_nearest),
		T(a_corrected_price_is_noticed),
		T(before_the_first_computation),
		T(weights_over_time_end_with_the_current_ones),
		T(events_are_listed_with_their_return),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

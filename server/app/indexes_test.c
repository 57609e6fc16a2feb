/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include "app/compute.h"
#include "app/health.h"
#include "app/indexes.h"

static int computed_setup(void **state)
{
	struct compute_report r;
	struct desk          *d = desk_make();
	struct fail           f = {0};

	market_make(d, MARKET_DAYS);
	assert_ok(app_compute(&d->app, d->s->a, INDEX_DEFAULT, &r, &f), &f);
	*state = d;
	return 0;
}

static enum err history(struct desk *d, int32_t from, int32_t to, int variant, struct History *out,
                        struct fail *f)
{
	*f = (struct fail){0};
	return app_history(&d->app, d->s->a, &(struct HistoryQuery){from, to, variant}, out, f);
}

static const struct point *points(const struct list *l)
{
	return l->items;
}

static void nothing_computed_is_said(void **state)
{
	struct desk      *d = *state;
	struct History    h;
	struct Rebalances r;
	struct Sources    s;
	struct fail       f;

	assert_refused(history(d, DATE_NONE, DATE_NONE, VARIANT_TOTAL, &h, &f), ERR_CONFLICT, &f,
	               "autoindex compute");
	assert_string_equal(f.slug, "not_computed");
	assert_refused(history(d, DATE_NONE, DATE_NONE, VARIANT_PRICE, &h, &f), ERR_CONFLICT, &f,
	               "not been computed");
	f = (struct fail){0};
	assert_ok(app_rebalances(&d->app, d->s->a,
	                         &(struct RebalancesQuery){DATE_NONE, DATE_NONE, 9, 0}, &r, &f),
	          &f);
	assert_int_equal(r.total, 0);
	assert_ok(app_sources(&d->app, d->s->a, &s, &f), &f);
	assert_int_equal(s.items.n, 0);
	assert_false(s.is_sample);
	assert_int_equal(s.last_date, DATE_NONE);
}

static void every_variant_is_its_own_column(void **state)
{
	struct desk   *d = *state;
	struct History total, net;
	struct fail    f;

	assert_ok(history(d, DATE_NONE, DATE_NONE, VARIANT_TOTAL, &total, &f), &f);
	assert_ok(history(d, DATE_NONE, DATE_NONE, VARIANT_NET, &net, &f), &f);
	assert_int_equal(total.series.n, store_int(d->s, "SELECT count(*) FROM index_values"));
	assert_int_equal(net.series.n, total.series.n);
	assert_true(points(&total.series)[0].value == 100);
	assert_int_equal(total.start_date, points(&total.series)[0].date);
	assert_int_equal(total.end_date, market_date(MARKET_DAYS - 1));
	assert_int_equal(total.variant, VARIANT_TOTAL);
	assert_int_equal(net.variant, VARIANT_NET);
	for (size_t i = 0; i < total.series.n; i++) {
		assert_int_equal(points(&net.series)[i].date, points(&total.series)[i].date);
		assert_true(points(&net.series)[i].value < points(&total.series)[i].value);
		if (i)
			assert_true(points(&total.series)[i].date >
			            points(&total.series)[i - 1].date);
	}
}

static void a_price_return_is_not_made_up(void **state)
{
	struct desk   *d = *state;
	struct History h = {.start_date = 77};
	struct fail    f;

	assert_refused(history(d, DATE_NONE, DATE_NONE, VARIANT_PRICE, &h, &f), ERR_CONFLICT, &f,
	               "traded close");
	assert_string_equal(f.slug, "no_price_return");
	assert_int_equal(h.start_date, 77);
	/* Where some days have one, the others stay unknown. */
	store_exec(d->s, "UPDATE index_values SET price_value = 123.0 WHERE date > 19850");
	assert_ok(history(d, DATE_NONE, DATE_NONE, VARIANT_PRICE, &h, &f), &f);
	for (size_t i = 0; i < h.series.n; i++) {
		const struct point *p = &points(&h.series)[i];

		assert_true(p->date > 19850 ? p->value == 123 : isnan(p->value));
	}
	/* A range that holds no level at all says nothing about the data. */
	assert_ok(history(d, 30000, DATE_NONE, VARIANT_PRICE, &h, &f), &f);
	assert_int_equal(h.series.n, 0);
}

static void ranges_are_inclusive_and_open_where_not_given(void **state)
{
	struct desk   *d = *state;
	struct History all, h;
	struct fail    f;

	assert_ok(history(d, DATE_NONE, DATE_NONE, VARIANT_TOTAL, &all, &f), &f);
	const struct point *p = points(&all.series);
	assert_ok(history(d, p[3].date, p[7].date, VARIANT_TOTAL, &h, &f), &f);
	assert_int_equal(h.series.n, 5);
	assert_int_equal(h.start_date, p[3].date);
	assert_int_equal(h.end_date, p[7].date);
	assert_true(points(&h.series)[0].value == p[3].value); /* not rebased */
	assert_ok(history(d, p[3].date, p[3].date, VARIANT_TOTAL, &h, &f), &f);
	assert_int_equal(h.series.n, 1);
	assert_ok(history(d, DATE_NONE, p[2].date, VARIANT_TOTAL, &h, &f), &f);
	assert_int_equal(h.series.n, 3);
	assert_ok(history(d, p[all.series.n - 2].date, DATE_NONE, VARIANT_TOTAL, &h, &f), &f);
	assert_int_equal(h.series.n, 2);
	assert_ok(history(d, p[all.series.n - 1].date + 1, DATE_NONE, VARIANT_TOTAL, &h, &f), &f);
	assert_int_equal(h.series.n, 0);
	assert_int_equal(h.start_date, DATE_NONE);
	assert_int_equal(h.end_date, DATE_NONE);
}

static void a_range_that_ends_before_it_starts_is_refused_everywhere(void **state)
{
	struct desk        *d = *state;
	struct History      h;
	struct Rebalances   r;
	struct AssetHistory ah;
	struct fail         f;

	assert_refused(history(d, 101, 100, VARIANT_TOTAL, &h, &f), ERR_INVALID, &f,
	               "must not be after end_date");
	assert_string_equal(f.fields[0].field, "start_date");
	f = (struct fail){0};
	assert_int_equal(
		app_rebalances(&d->app, d->s->a, &(struct RebalancesQuery){101, 100, 9, 0}, &r, &f),
		ERR_INVALID);
	f = (struct fail){0};
	assert_int_equal(app_asset_history(&d->app, d->s->a,
	                                   &(struct AssetHistoryQuery){"AAA", 101, 100, true}, &ah,
	                                   &f),
	                 ERR_INVALID);
	f = (struct fail){0};
	assert_ok(range_check(100, 100, &f), &f);
	assert_ok(range_check(DATE_NONE, 100, &f), &f);
	assert_ok(range_check(100, DATE_NONE, &f), &f);
}

static void rebalances_are_shown_with_what_changed(void **state)
{
	struct desk      *d = *state;
	struct Rebalances all, page;
	struct fail       f = {0};

	assert_ok(app_rebalances(&d->app, d->s->a,
	                         &(struct RebalancesQuery){DATE_NONE, DATE_NONE, 5000, 0}, &all,
	                         &f),
	          &f);
	assert_int_equal(all.items.n, all.total);
	const struct Rebalance *r = all.items.items, *first = &r[all.items.n - 1];
	for (size_t i = 0; i < all.items.n; i++) {
		double sum = 0, changes = 0;

		if (i)
			assert_true(r[i].effective_date < r[i - 1].effective_date);
		assert_true(r[i].reference_date < r[i].effective_date);
		for (size_t k = 0; k < r[i].weights.n; k++) {
			const struct WeightChange *w = &(
				(const struct WeightChange *)r[i].weights.items)[k];

			assert_true(w->change == w->target_weight - w->weight_before);
			sum += w->target_weight;
			changes += fabs(w->change);
		}
		assert_true(fabs(sum - 1) < 1e-12);
		assert_true(fabs(changes / 2 - r[i].turnover) < 1e-12);
		assert_true(r[i].events.n >= 2);
		for (size_t k = 0; k < r[i].events.n; k++) {
			const struct Event *e = &((const struct Event *)r[i].events.items)[k];

			assert_null(e->symbol);
			assert_string_not_equal(e->message, e->code); /* a sentence */
		}
	}
	assert_int_equal(first->adds.n, MARKET_ASSETS);
	assert_string_equal(((const char *const *)first->adds.items)[0], "AAA");
	assert_int_equal(first->drops.n, 0);
	assert_true(first->turnover == 0.5);
	assert_int_equal(r[0].adds.n + r[0].drops.n, 0);
	assert_ok(app_rebalances(&d->app, d->s->a,
	                         &(struct RebalancesQuery){DATE_NONE, DATE_NONE, 2, 1}, &page, &f),
	          &f);
	assert_int_equal(page.items.n, 2);
	assert_int_equal(page.total, all.total);
	assert_int_equal(((const struct Rebalance *)page.items.items)[0].effective_date,
	                 r[1].effective_date);
}

static void what_leaves_is_a_drop(void **state)
{
	struct desk      *d = *state;
	struct Rebalances page;
	struct fail       f = {0};

	store_exec(d->s, "UPDATE allocations SET weight = 0.0 WHERE asset_id = 2;"
	                 "UPDATE allocations SET weight_before = 0.0 WHERE asset_id = 3;"
	                 "INSERT INTO index_events VALUES (1, (SELECT max(date) FROM rebalances),"
	                 " 'some_new_code', 3, 1)");
	assert_ok(app_rebalances(&d->app, d->s->a,
	                         &(struct RebalancesQuery){DATE_NONE, DATE_NONE, 1, 0}, &page, &f),
	          &f);
	const struct Rebalance *r = page.items.items;
	assert_int_equal(r->adds.n, 1);
	assert_string_equal(((const char *const *)r->adds.items)[0], "CCC");
	assert_int_equal(r->drops.n, 1);
	assert_string_equal(((const char *const *)r->drops.items)[0], "BBB");
	const struct Event *e = &((const struct Event *)r->events.items)[r->events.n - 1];
	assert_string_equal(e->symbol, "CCC");
	assert_string_equal(e->message, "some_new_code"); /* an unknown code still says something */
}

static enum err asset(struct desk *d, const char *symbol, bool normalize, struct AssetHistory *out,
                      struct fail *f)
{
	struct AssetHistoryQuery q = {.symbol = symbol,
	                              .start_date = market_date(10),
	                              .end_date = market_date(12),
	                              .normalize = normalize};

	*f = (struct fail){0};
	return app_asset_history(&d->app, d->s->a, &q, out, f);
}

static void asset_histories_are_as_stored_or_from_100(void **state)
{
	struct desk        *d = *state;
	struct AssetHistory h;
	struct fail         f;

	assert_ok(asset(d, "CCC", false, &h, &f), &f);
	assert_int_equal(h.series.n, 3);
	assert_int_equal(h.start_date, market_date(10));
	assert_int_equal(h.end_date, market_date(12));
	for (int i = 0; i < 3; i++)
		assert_true(points(&h.series)[i].value == market_price(2, 10 + i));
	assert_ok(asset(d, "CCC", true, &h, &f), &f);
	assert_true(points(&h.series)[0].value == 100);
	for (int i = 0; i < 3; i++)
		assert_true(points(&h.series)[i].value ==
		            market_price(2, 10 + i) / market_price(2, 10) * 100);
}

static void symbols_are_found_in_any_case(void **state)
{
	struct desk        *d = *state;
	struct AssetHistory h = {.start_date = 77};
	struct fail         f;

	assert_ok(asset(d, "ccc", false, &h, &f), &f);
	assert_string_equal(h.symbol, "CCC");
	h.start_date = 77;
	assert_refused(asset(d, "CC", false, &h, &f), ERR_NOTFOUND, &f, "'CC'");
	assert_refused(asset(d, "", false, &h, &f), ERR_NOTFOUND, &f, "");
	assert_refused(asset(d, "C%", false, &h, &f), ERR_NOTFOUND, &f, "");
	assert_int_equal(h.start_date, 77);
	store_exec(d->s, "DELETE FROM prices WHERE asset_id = 1");
	assert_ok(asset(d, "AAA", true, &h, &f), &f); /* known, without prices */
	assert_int_equal(h.series.n, 0);
	assert_int_equal(h.start_date, DATE_NONE);
}

static void assets_are_listed_with_their_span(void **state)
{
	struct desk  *d = *state;
	struct Assets out;
	struct fail   f = {0};

	store_exec(d->s, "INSERT INTO assets (symbol, name, asset_type) VALUES ('ZZZ', 'No prices',"
	                 " 'stock')");
	assert_ok(app_assets(&d->app, d->s->a, &(struct AssetsQuery){.limit = 10}, &out, &f), &f);
	assert_int_equal(out.total, 4);
	const struct Asset *as = out.items.items;
	assert_string_equal(as[0].symbol, "AAA");
	assert_true(as[0].in_index && !as[3].in_index);
	assert_int_equal(as[0].first_date, market_date(0));
	assert_int_equal(as[0].last_date, market_date(MARKET_DAYS - 1));
	assert_true(as[0].last_close == market_price(0, MARKET_DAYS - 1));
	assert_int_equal(as[3].first_date, DATE_NONE);
	assert_true(isnan(as[3].last_close));
	assert_ok(app_assets(&d->app, d->s->a, &(struct AssetsQuery){.q = "bbb", .limit = 10}, &out,
	                     &f),
	          &f);
	assert_int_equal(out.total, 1);
}

static void sources_name_what_is_sample(void **state)
{
	struct desk   *d = *state;
	struct Sources s;
	struct fail    f = {0};

	assert_ok(app_sources(&d->app, d->s->a, &s, &f), &f);
	assert_int_equal(s.items.n, 1);
	assert_string_equal(((const struct Source *)s.items.items)[0].source, "test");
	assert_int_equal(((const struct Source *)s.items.items)[0].rows,
	                 MARKET_ASSETS * MARKET_DAYS);
	assert_false(s.is_sample);
	assert_int_equal(s.last_date, market_date(MARKET_DAYS - 1));
	store_exec(d->s, "INSERT INTO data_sources VALUES ('test', 'T', 'MIT', 1)");
	assert_ok(app_sources(&d->app, d->s->a, &s, &f), &f);
	assert_true(s.is_sample);
}

static void rebasing_begins_at_100(void **state)
{
	struct point  p[] = {{1, 50}, {2, NAN}, {3, 25}};
	struct points few = {p, 3}, none = {NULL, 0};

	(void)state;
	points_rebase(&few);
	assert_true(p[0].value == 100 && isnan(p[1].value) && p[2].value == 50);
	points_rebase(&none);
}

static void ready_means_the_schema_is_ours(void **state)
{
	struct desk *d = *state;
	struct Ready r = {.generation = 77};
	struct fail  f = {0};

	assert_ok(app_ready(&d->app, &r, &f), &f);
	assert_string_equal(r.status, "ok");
	assert_string_equal(r.database, "sqlite");
	assert_int_equal(r.generation, 3);
	store_exec(d->s, "DELETE FROM schema_migrations");
	r.generation = 77;
	assert_refused(app_ready(&d->app, &r, &f), ERR_AWAY, &f, "autoindex migrate");
	assert_int_equal(r.generation, 77);
}

#define EMPTY(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)
#define T(name) cmocka_unit_test_setup_teardown(name, computed_setup, desk_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EMPTY(nothing_computed_is_said),
		T(every_variant_is_its_own_column),
		T(a_price_return_is_not_made_up),
		T(ranges_are_inclusive_and_open_where_not_given),
		T(a_range_that_ends_before_it_starts_is_refused_everywhere),
		T(rebalances_are_shown_with_what_changed),
		T(what_leaves_is_a_drop),
		T(asset_histories_are_as_stored_or_from_100),
		T(symbols_are_found_in_any_case),
		T(assets_are_listed_with_their_span),
		T(sources_name_what_is_sample),
		cmocka_unit_test(rebasing_begins_at_100),
		T(ready_means_the_schema_is_ours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

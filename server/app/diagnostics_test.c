/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include "app/compute.h"
#include "app/diagnostics.h"
#include "app/panel_cache.h"
#include "store/points.h"

static int setup(void **state)
{
	struct desk *d = desk_make();

	market_make(d, MARKET_DAYS);
	d->app.panels = panel_cache_create();
	*state = d;
	return 0;
}

static int teardown(void **state)
{
	struct desk *d = *state;

	arena_reset(d->s->a);
	panel_cache_destroy(d->app.panels);
	return desk_teardown(state);
}

static void compute(struct desk *d)
{
	struct compute_report r;
	struct fail           f = {0};

	assert_ok(app_compute(&d->app, d->s->a, INDEX_DEFAULT, &r, &f), &f);
}

static void tables_are_counted(void **state)
{
	struct desk          *d = *state;
	struct DatabaseStatus s;
	struct fail           f = {0};

	assert_ok(app_database_status(&d->app, d->s->a, &s, &f), &f);
	assert_int_equal(s.tables[TABLE_PRICES].count, MARKET_DAYS * MARKET_ASSETS);
	assert_int_equal(s.tables[TABLE_PRICES].earliest_date, market_date(0));
	assert_int_equal(s.tables[TABLE_PRICES].latest_date, market_date(MARKET_DAYS - 1));
	assert_string_equal(s.tables[TABLE_PRICES].status, "OK");
	assert_string_equal(s.tables[TABLE_USERS].status, "EMPTY");
	assert_int_equal(s.tables[TABLE_USERS].earliest_date, DATE_NONE);
	assert_int_equal(s.tables[TABLE_STRATEGY_CONFIGS].count, 1);
	assert_false(s.simulation_ready);
	assert_non_null(strstr(s.message, "compute"));
	compute(d);
	assert_ok(app_database_status(&d->app, d->s->a, &s, &f), &f);
	assert_true(s.simulation_ready);
	assert_int_equal(s.tables[TABLE_INDEX_VALUES].count,
	                 store_int(d->s, "SELECT count(*) FROM index_values"));
	assert_int_equal(s.tables[TABLE_RUNS].count, 1);
	assert_int_equal(s.tables[TABLE_RISK_METRICS].count, 1);
}

static struct RefreshStatus refresh(struct desk *d, int32_t today)
{
	struct RefreshStatus s;
	struct fail          f = {0};

	d->clock.fixed_ms = (int64_t)today * 86400000 + 1000;
	assert_ok(app_refresh_status(&d->app, d->s->a, &s, &f), &f);
	return s;
}

/* The last price is of Friday 2024-06-28. */
static void age_counts_sessions(void **state)
{
	struct desk *d = *state;
	int32_t      last = market_date(MARKET_DAYS - 1);

	assert_int_equal(last, date_of(2024, 6, 28));
	for (int day = 0; day <= 3; day++) /* to Monday, whose session is not over */
		assert_int_equal(refresh(d, last + day).prices.days_old, 0);
	assert_false(refresh(d, last + 3).prices.needs_update);
	assert_int_equal(refresh(d, last + 4).prices.days_old, 1);
	assert_true(refresh(d, last + 4).prices.needs_update);
	assert_int_equal(refresh(d, last + 10).prices.days_old, 5);
	store_exec(d->s, arena_printf(d->s->a, "INSERT INTO exchange_closures VALUES ('XNYS', %d)",
	                              date_of(2024, 7, 4)));
	assert_int_equal(refresh(d, last + 10).prices.days_old, 4);
}

static void an_asset_behind_is_named(void **state)
{
	struct desk *d = *state;
	int32_t      last = market_date(MARKET_DAYS - 1);

	store_exec(d->s,
	           arena_printf(d->s->a, "DELETE FROM prices WHERE asset_id = 2 AND date > %d",
	                        market_date(MARKET_DAYS - 4)));
	struct RefreshStatus         s = refresh(d, last + 1);
	const struct AssetFreshness *p = s.per_asset.items;
	assert_int_equal(s.assets.count, 3);
	assert_string_equal(p[1].symbol, "BBB");
	assert_int_equal(p[1].days_old, 3);
	assert_int_equal(p[0].days_old, 0);
	assert_false(s.prices.needs_update);
	assert_false(s.assets.has_benchmark);
	assert_non_null(strstr(s.recommendation, "1 asset"));
	store_exec(d->s, "DELETE FROM prices");
	s = refresh(d, last + 1);
	p = s.per_asset.items;
	assert_int_equal(p[0].days_old, INT_NONE);
	assert_true(p[0].needs_update && s.prices.needs_update);
	assert_int_equal(s.prices.latest_date, DATE_NONE);
}

static void the_cache_tells_of_itself(void **state)
{
	struct desk            *d = *state;
	struct CacheStatus      s;
	struct CacheInvalidate  in = {.pattern_in_query = "quote*"};
	struct CacheInvalidated out;
	const struct market    *m;
	struct fail             f = {0};

	app_cache_status(&d->app, &s);
	assert_true(s.stats.hit_rate == 0 && s.stats.miss_rate == 0 && s.stats.total_entries == 0);
	for (int i = 0; i < 4; i++)
		assert_ok(panel_cache_get(d->app.panels, d->s->db, d->s->a, &m, &f), &f);
	app_cache_status(&d->app, &s);
	assert_string_equal(s.status, "connected");
	assert_true(s.stats.hit_rate == 75 && s.stats.miss_rate == 25);
	assert_int_equal(s.stats.keys_by_prefix.panel, 1);
	app_cache_invalidate(&d->app, d->s->a, &in, &out);
	assert_int_equal(out.invalidated_count, 0);
	in.pattern = "panel:?"; /* the body counts */
	app_cache_invalidate(&d->app, d->s->a, &in, &out);
	assert_int_equal(out.invalidated_count, 1);
	struct panel_cache *panels = d->app.panels;
	d->app.panels = NULL;
	app_cache_status(&d->app, &s);
	assert_string_equal(s.status, "disconnected");
	assert_true(s.stats.hit_rate == 0 && s.stats.memory_usage == 0);
	d->app.panels = panels;
}

static void a_recalculation_shows_before_and_after(void **state)
{
	struct desk        *d = *state;
	struct Recalculated r;
	struct IndexState   before;
	struct fail         f = {0};

	assert_ok(app_index_state(&d->app, d->s->a, &before, &f), &f);
	compute(d);
	assert_ok(app_recalculated(&d->app, d->s->a, &before, "some-task", &r, &f), &f);
	assert_int_equal(r.before.index_values, 0);
	assert_true(isnan(r.before.latest_value) && r.before.latest_date == DATE_NONE);
	assert_int_equal(r.after.index_values,
	                 store_int(d->s, "SELECT count(*) FROM index_values"));
	assert_int_equal(r.after.rebalances, store_int(d->s, "SELECT count(*) FROM rebalances"));
	const struct point *p = r.sample_recent_values.items;
	assert_int_equal(r.sample_recent_values.n, 5);
	assert_int_equal(p[0].date, market_date(MARKET_DAYS - 1));
	assert_true(p[0].value == r.after.latest_value);
	assert_string_equal(r.task_id, "some-task");
	assert_non_null(strstr(
		r.message, arena_printf(d->s->a, "%lld levels", (long long)r.after.index_values)));
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(tables_are_counted),
		T(age_counts_sessions),
		T(an_asset_behind_is_named),
		T(the_cache_tells_of_itself),
		T(a_recalculation_shows_before_and_after),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

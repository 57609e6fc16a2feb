/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Every field of the configuration does what its row in app/strategy_fields.h says. */
#include "app/fixture.h"

#include "app/compute.h"
#include "app/strategy_change.h"
#include "base/merge.h"

static int setup(void **state)
{
	struct desk          *d = desk_make();
	struct compute_report r;
	struct fail           f = {0};

	market_make(d, MARKET_DAYS);
	store_exec(d->s, "UPDATE prices SET close = adj_close");
	/* BBB is missing on a reference date, a Friday, and the day before. */
	store_exec(d->s, arena_printf(d->s->a,
	                              "DELETE FROM prices WHERE asset_id = 2 AND date IN (%d, %d)",
	                              market_date(99), market_date(98)));
	assert_ok(app_compute(&d->app, d->s->a, INDEX_DEFAULT, &r, &f), &f);
	*state = d;
	return 0;
}

static const char *levels(struct desk *d)
{
	return store_dump(d->s, "SELECT date, value FROM index_values ORDER BY date");
}

static const char *net(struct desk *d)
{
	return store_dump(d->s, "SELECT date, net_value FROM index_values ORDER BY date");
}

static int64_t events(struct desk *d, const char *code)
{
	return store_int(
		d->s,
		arena_printf(d->s->a, "SELECT count(*) FROM index_events WHERE code = '%s'", code));
}

/* As a task that changes weights does it. */
static enum err compute_at_once(void *ctx, const char **task_id, struct fail *f)
{
	struct desk          *d = ctx;
	struct compute_report r;

	*task_id = "here";
	return compute_in_tx(d->s->db, d->s->a, INDEX_DEFAULT, clock_now_ms(&d->clock), &r, f);
}

/* Change what is given as JSON, and publish. */
static void change(struct desk *d, const char *json)
{
	const struct recompute by = {d, compute_at_once};
	struct StrategyChange  in = {.recompute = true};
	struct StrategyChanged out;
	struct Strategy        given = {0};
	struct fail            f = {0};
	struct field           fields[32];
	struct shape           sh = strategy_method;

	for (size_t i = 0; i < sh.n; i++) {
		fields[i] = sh.fields[i];
		fields[i].flags = NULLABLE;
	}
	sh.fields = fields;
	assert_ok(shape_decode(&sh, d->s->a, json, strlen(json), NULL, NULL, false, &given, &f),
	          &f);
	in.s = given;
	assert_ok(app_strategy_change(&d->app, d->s->a, &in, &by, 0, &out, &f), &f);
	assert_non_null(out.task_id);
}

static void the_blend_moves_the_levels(void **state)
{
	static const char *const changes[] = {
		"{\"momentum_weight\":0.5,\"market_cap_weight\":0.2}",
		"{\"market_cap_weight\":0.4,\"momentum_weight\":0.3}",
		"{\"risk_parity_weight\":0.5,\"momentum_weight\":0.3,\"market_cap_weight\":0.2}",
		"{\"momentum_lookback\":10}",
	};
	struct desk *d = *state;

	for (size_t i = 0; i < COUNT(changes); i++) {
		const char *before = levels(d);

		change(d, changes[i]);
		assert_string_not_equal(levels(d), before);
	}
}

static void the_lowest_price_keeps_assets_out(void **state)
{
	struct desk *d = *state;

	assert_int_not_equal(store_int(d->s, "SELECT count(*) FROM allocations WHERE asset_id = 1"),
	                     0);
	change(d, "{\"min_price_threshold\":90}");
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM allocations WHERE asset_id = 1"), 0);
}

/* Thresholds raise flags and change neither a level nor a weight. */
static void thresholds_raise_flags_only(void **state)
{
	static const struct {
		const char *code, *more, *none;
	} rows[] = {
		{"return_above", "{\"max_daily_return\":0.01}", "{\"max_daily_return\":10}"},
		{"return_below", "{\"min_daily_return\":-0.01}", "{\"min_daily_return\":-10}"},
		{"outlier", "{\"outlier_std_threshold\":1}", "{\"outlier_std_threshold\":10}"},
		{"daily_drop", "{\"daily_drop_threshold\":0}", "{\"daily_drop_threshold\":-1}"},
	};
	struct desk *d = *state;
	const char  *total = levels(d), *after_cost = net(d);
	const char  *weights = store_dump(d->s,
	                                  "SELECT date, asset_id, weight, units FROM allocations"
	                                   " ORDER BY date, asset_id");

	for (size_t i = 0; i < COUNT(rows); i++) {
		change(d, rows[i].none);
		int64_t few = events(d, rows[i].code);
		change(d, rows[i].more);
		assert_true(events(d, rows[i].code) > few);
		assert_string_equal(levels(d), total);
		assert_string_equal(net(d), after_cost);
		assert_string_equal(store_dump(d->s, "SELECT date, asset_id, weight, units FROM"
		                                     " allocations ORDER BY date, asset_id"),
		                    weights);
	}
}

static void a_stale_asset_is_not_held(void **state)
{
	struct desk *d = *state;
	const char  *sql = "SELECT count(*) FROM allocations WHERE asset_id = 2 AND weight = 0";

	assert_int_equal(store_int(d->s, sql), 0);
	assert_true(events(d, "price_carried") > 0);
	change(d, "{\"max_forward_fill_days\":1}");
	assert_int_equal(store_int(d->s, sql), 1);
}

static void the_frequency_makes_the_reference_dates(void **state)
{
	struct desk *d = *state;

	change(d, "{\"rebalance_frequency\":\"monthly\"}");
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM rebalances a JOIN rebalances b"
	                                 " ON b.reference_date > a.reference_date"
	                                 " AND b.reference_date < a.reference_date + 20"),
	                 0);
	assert_true(store_int(d->s, "SELECT count(*) FROM rebalances") >= 3);
}

static void volatility_wants_history_and_has_a_floor(void **state)
{
	struct desk *d = *state;
	int64_t      first = store_int(d->s, "SELECT min(date) FROM index_values");

	assert_int_equal(events(d, "volatility_floor"), 0);
	change(d, "{\"volatility_floor\":0.1}");
	assert_true(events(d, "volatility_floor") > 0);
	change(d, "{\"volatility_lookback\":40}");
	assert_true(store_int(d->s, "SELECT min(date) FROM index_values") < first);
}

static void cost_is_taken_from_the_net_level(void **state)
{
	struct desk *d = *state;
	const char  *total = levels(d), *after_cost = net(d);

	change(d, "{\"cost_bps\":20}");
	assert_string_equal(levels(d), total);
	assert_string_not_equal(net(d), after_cost);
	change(d, "{\"cost_bps\":0}");
	assert_string_equal(net(d), total);
}

static void the_lag_moves_the_effective_dates(void **state)
{
	struct desk *d = *state;

	assert_int_equal(store_int(d->s, "SELECT max(date - reference_date) FROM rebalances"), 3);
	change(d, "{\"rebalance_lag\":3}");
	assert_int_equal(store_int(d->s, "SELECT max(date - reference_date) FROM rebalances"), 5);
}

static void every_field_has_a_sentence_and_a_default_in_range(void **state)
{
	struct desk    *d = *state;
	struct Strategy s;

	strategy_default(&s);
	assert_int_equal(strategy_method.n, 15);
	for (size_t i = 0; i < strategy_method.n; i++) {
		const struct field *fd = &strategy_method.fields[i];

		assert_true(strlen(fd->doc) > 30);
		assert_non_null(shape_member_text(fd, &s, d->s->a));
	}
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, desk_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_blend_moves_the_levels),
		T(the_lowest_price_keeps_assets_out),
		T(thresholds_raise_flags_only),
		T(a_stale_asset_is_not_held),
		T(the_frequency_makes_the_reference_dates),
		T(volatility_wants_history_and_has_a_floor),
		T(cost_is_taken_from_the_net_level),
		T(the_lag_moves_the_effective_dates),
		T(every_field_has_a_sentence_and_a_default_in_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

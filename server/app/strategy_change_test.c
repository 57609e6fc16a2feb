/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include "app/panel_cache.h"
#include "app/strategy_change.h"
#include "app/strategy_versions.h"

static int setup(void **state)
{
	struct desk *d = desk_make();

	market_make(d, MARKET_DAYS);
	d->app.panels = panel_cache_create();
	store_exec(
		d->s,
		"INSERT INTO users (id, email, password_hash, role, created_at) VALUES (7, 'ada@example.com', 'h', 'admin', 0)");
	*state = d;
	return 0;
}

static int teardown(void **state)
{
	struct desk *d = *state;

	arena_reset(d->s->a); /* readers of the cache are done */
	panel_cache_destroy(d->app.panels);
	return desk_teardown(state);
}

/* A change that names nothing yet. */
static struct Strategy nothing(void)
{
	struct Strategy s = {
		.momentum_weight = NAN,
		.market_cap_weight = NAN,
		.risk_parity_weight = NAN,
		.min_price_threshold = NAN,
		.max_daily_return = NAN,
		.min_daily_return = NAN,
		.max_forward_fill_days = INT_NONE,
		.outlier_std_threshold = NAN,
		.rebalance_frequency = -1,
		.daily_drop_threshold = NAN,
		.momentum_lookback = INT_NONE,
		.volatility_lookback = INT_NONE,
		.volatility_floor = NAN,
		.cost_bps = NAN,
		.rebalance_lag = INT_NONE,
	};

	return s;
}

static struct StrategyChanged change(struct desk *d, const struct Strategy *s, bool recompute)
{
	struct StrategyChange  in = {.s = *s, .recompute = recompute};
	struct StrategyChanged out;
	struct fail            f = {0};

	assert_ok(app_strategy_change(&d->app, d->s->a, &in, 7, &out, &f), &f);
	return out;
}

static struct fail refused(struct desk *d, const struct Strategy *s)
{
	struct StrategyChange  in = {.s = *s, .recompute = true};
	struct StrategyChanged out = {.version = 77};
	struct fail            f = {0};
	const char            *before = store_dump(d->s, "SELECT * FROM strategy_configs");
	int64_t                generation = store_int(d->s, "SELECT value FROM counters");

	assert_int_equal(app_strategy_change(&d->app, d->s->a, &in, 7, &out, &f), ERR_INVALID);
	assert_int_equal(out.version, 77);
	assert_string_equal(store_dump(d->s, "SELECT * FROM strategy_configs"), before);
	assert_int_equal(store_int(d->s, "SELECT value FROM counters"), generation);
	return f;
}

static void a_change_is_a_version_computed(void **state)
{
	struct desk           *d = *state;
	struct Strategy        s = nothing();
	struct StrategyChanged out;

	s.cost_bps = 25;
	s.rebalance_frequency = CALC_MONTHLY;
	out = change(d, &s, true);
	assert_int_equal(out.version, 2);
	assert_string_equal(out.task_id, "run-1");
	assert_true(out.config.cost_bps == 25 && out.config.momentum_weight == 0.4);
	assert_int_equal(out.config.version, 2);
	assert_int_not_equal(out.config.last_rebalance, DATE_NONE);
	assert_int_equal(out.changes.n, 2);
	const struct FieldChange *c = out.changes.items;
	assert_string_equal(c[0].field, "rebalance_frequency");
	assert_string_equal(c[0].from, "weekly");
	assert_string_equal(c[0].to, "monthly");
	assert_string_equal(c[1].field, "cost_bps");
	assert_string_equal(c[1].to, "25");
	assert_int_equal(store_int(d->s, "SELECT strategy_config_id FROM runs"), 2);
	assert_int_equal(
		store_int(d->s, "SELECT created_by FROM strategy_configs WHERE version = 2"), 7);
}

static void without_recompute_nothing_is_published(void **state)
{
	struct desk           *d = *state;
	struct Strategy        s = nothing();
	struct StrategyChanged out;

	s.cost_bps = 25;
	out = change(d, &s, false);
	assert_int_equal(out.version, 2);
	assert_null(out.task_id);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM runs"), 0);
}

static void what_changes_nothing_is_no_version(void **state)
{
	struct desk           *d = *state;
	struct Strategy        s = nothing();
	struct StrategyChanged out = change(d, &s, true);

	assert_int_equal(out.version, 1);
	assert_null(out.task_id);
	assert_non_null(strstr(out.message, "Nothing changed"));
	s.cost_bps = 10;
	s.momentum_weight = 0.4;
	out = change(d, &s, true);
	assert_int_equal(out.version, 1);
	assert_int_equal(out.changes.n, 0);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM strategy_configs"), 1);
}

static void all_wrong_fields_are_named(void **state)
{
	struct desk    *d = *state;
	struct Strategy s = nothing();
	struct fail     f;

	s.momentum_weight = 0.4011;
	f = refused(d, &s);
	assert_int_equal(f.n_fields, 3);
	assert_string_equal(f.fields[0].field, "momentum_weight");
	assert_string_equal(f.fields[2].field, "risk_parity_weight");
	assert_non_null(strstr(f.fields[1].msg, "1.0011"));
	s.momentum_weight = 0.401;
	assert_int_equal(change(d, &s, true).version, 2);
	s = nothing();
	s.max_daily_return = 0.02;
	s.min_daily_return = 0.02;
	f = refused(d, &s);
	assert_int_equal(f.n_fields, 2);
}

static void windows_fit_the_history(void **state)
{
	struct desk    *d = *state;
	struct Strategy s = nothing();
	struct fail     f;

	s.volatility_lookback = MARKET_DAYS;
	s.momentum_lookback = 999;
	f = refused(d, &s);
	assert_int_equal(f.n_fields, 2);
	assert_string_equal(f.fields[0].field, "momentum_lookback");
	assert_non_null(strstr(f.fields[1].msg, "130 sessions"));
	s = nothing();
	s.volatility_lookback = MARKET_DAYS - 1; /* no reference date after it */
	f = refused(d, &s);
	assert_string_equal(f.fields[0].field, "rebalance_frequency");
}

static void a_date_without_eligible_assets_is_named(void **state)
{
	struct desk    *d = *state;
	struct Strategy s = nothing();
	struct fail     f;

	store_exec(d->s,
	           "UPDATE prices SET close = 5; UPDATE prices SET close = 3 WHERE date ="
	           " (SELECT date FROM prices WHERE asset_id = 1 ORDER BY date LIMIT 1 OFFSET 99)");
	s.min_price_threshold = 4;
	f = refused(d, &s);
	assert_string_equal(f.slug, "none_eligible");
	assert_non_null(strstr(f.msg, "2024-05-17"));
	s.min_price_threshold = 6; /* never anybody: the first reference date */
	f = refused(d, &s);
	assert_string_equal(f.slug, "none_eligible");
	assert_non_null(strstr(f.msg, "2024-03-29"));
}

static void before_there_are_prices_it_is_only_kept(void **state)
{
	struct desk           *d = *state;
	struct Strategy        s = nothing();
	struct StrategyChanged out;

	store_exec(d->s, "DELETE FROM prices; DELETE FROM index_members; DELETE FROM assets");
	s.cost_bps = 3;
	out = change(d, &s, true);
	assert_int_equal(out.version, 2);
	assert_null(out.task_id);
}

static void a_version_comes_back(void **state)
{
	struct desk           *d = *state;
	struct Strategy        s = nothing();
	struct StrategyRestore in = {.version = 1, .recompute = true};
	struct StrategyChanged out;
	struct fail            f = {0};

	s.cost_bps = 25;
	change(d, &s, true);
	assert_ok(app_strategy_restore(&d->app, d->s->a, &in, 7, &out, &f), &f);
	assert_int_equal(out.version, 3);
	assert_true(out.config.cost_bps == 10);
	assert_string_equal(out.task_id, "run-2");
	assert_ok(app_strategy_restore(&d->app, d->s->a, &in, 7, &out, &f), &f);
	assert_int_equal(out.version, 3); /* the second of two finds nothing to do */
	in.version = 4;
	assert_refused(app_strategy_restore(&d->app, d->s->a, &in, 7, &out, &f), ERR_NOTFOUND, &f,
	               "no version 4");
}

static void an_adjustment_is_recorded_with_its_reason(void **state)
{
	struct desk    *d = *state;
	struct Adjust   in = {.adjustments = nothing(),
	                      .confidence = NAN,
	                      .confidence_in_query = NAN,
	                      .dry_run = true};
	struct Adjusted out;
	struct Strategy s;
	struct fail     f = {0};

	assert_int_equal(app_strategy_adjust(&d->app, d->s->a, &in, 7, &out, &f), ERR_INVALID);
	assert_int_equal(f.n_fields, 3);
	assert_string_equal(f.fields[0].field, "adjustments");
	assert_string_equal(f.fields[1].field, "reason");
	assert_string_equal(f.fields[2].field, "confidence");
	f = (struct fail){0};
	in.adjustments.cost_bps = 12;
	in.reason_in_query = "ignored";
	in.reason = "trading got dearer";
	in.confidence_in_query = 0.6;
	assert_ok(app_strategy_adjust(&d->app, d->s->a, &in, 7, &out, &f), &f);
	assert_true(out.config.cost_bps == 12 && out.version == INT_NONE && !out.task_id);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM strategy_configs"), 1);
	in.dry_run = false;
	assert_ok(app_strategy_adjust(&d->app, d->s->a, &in, 7, &out, &f), &f);
	assert_int_equal(out.version, 2);
	assert_ok(app_strategy(&d->app, d->s->a, &s, &f), &f);
	assert_true(s.ai_adjusted && s.ai_confidence_score == 0.6 && s.cost_bps == 12);
	assert_string_equal(s.ai_adjustment_reason, "trading got dearer");
	/* The next change is a person's again. */
	struct Strategy next = nothing();
	next.cost_bps = 13;
	assert_false(change(d, &next, true).config.ai_adjusted);
}

static void versions_tell_who_what_and_when(void **state)
{
	struct desk         *d = *state;
	struct Strategy      s = nothing();
	struct VersionsQuery q = {.limit = 2};
	struct Versions      v;
	struct fail          f = {0};

	for (int i = 1; i <= 3; i++) {
		s.cost_bps = 20 + i;
		change(d, &s, false);
	}
	assert_ok(app_strategy_versions(&d->app, d->s->a, &q, &v, &f), &f);
	assert_int_equal(v.total, 4);
	assert_int_equal(v.items.n, 2);
	const struct Version *p = v.items.items;
	assert_int_equal(p[0].version, 4);
	assert_string_equal(p[0].created_by, "ada@example.com");
	for (int i = 0; i < 2; i++) {
		const struct FieldChange *c = p[i].changes.items;

		assert_int_equal(p[i].changes.n, 1);
		assert_string_equal(c->from, i ? "21" : "22");
		assert_string_equal(c->to, i ? "22" : "23");
	}
	q.offset = 3;
	assert_ok(app_strategy_versions(&d->app, d->s->a, &q, &v, &f), &f);
	p = v.items.items;
	assert_int_equal(v.items.n, 1);
	assert_null(p[0].created_by);
	assert_int_equal(p[0].changes.n, 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_change_is_a_version_computed),
		T(without_recompute_nothing_is_published),
		T(what_changes_nothing_is_no_version),
		T(all_wrong_fields_are_named),
		T(windows_fit_the_history),
		T(a_date_without_eligible_assets_is_named),
		T(before_there_are_prices_it_is_only_kept),
		T(a_version_comes_back),
		T(an_adjustment_is_recorded_with_its_reason),
		T(versions_tell_who_what_and_when),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include "app/panel_cache.h"
#include "app/strategy_change.h"
#include "app/strategy_versions.h"
#include "queue/queue.h"

static int setup(void **state)
{
	struct desk *d = desk_make();

	market_make(d, MARKET_DAYS);
	d->app.panels = panel_cache_create();
	d->app.queue = queue_sql_create(d->s->db, &d->clock, NULL);
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
	queue_destroy(d->app.queue);
	return desk_teardown(state);
}

/* As whoever serves the API does it. */
static enum err put_task(void *ctx, const char **task_id, struct fail *f)
{
	const struct task_new t = {.kind = "index_compute",
	                           .args = "{}",
	                           .queue = QUEUE_HIGH,
	                           .max_tries = 3,
	                           .once_key = "compute",
	                           .anew = true};
	struct desk          *d = ctx;
	char                 *id = arena_alloc(d->s->a, TASK_ID_MAX + 1);
	bool                  fresh;

	TRY(queue_put(d->app.queue, &t, id, &fresh, f));
	*task_id = id;
	return OK;
}

static enum err put_nothing(void *ctx, const char **task_id, struct fail *f)
{
	(void)ctx;
	(void)task_id;
	return fail(f, ERR_AWAY, "the task cannot be stored");
}

static int64_t tasks(struct desk *d)
{
	return store_int(d->s, "SELECT count(*) FROM tasks");
}

static struct StrategyChanged change(struct desk *d, const struct Strategy *s, bool recompute)
{
	const struct recompute by = {d, put_task};
	struct StrategyChange  in = {.s = *s, .recompute = recompute};
	struct StrategyChanged out;
	struct fail            f = {0};

	assert_ok(app_strategy_change(&d->app, d->s->a, &in, &by, 7, &out, &f), &f);
	return out;
}

static struct fail refused(struct desk *d, const struct Strategy *s)
{
	const struct recompute by = {d, put_task};
	struct StrategyChange  in = {.s = *s, .recompute = true};
	struct StrategyChanged out = {.version = 77};
	struct fail            f = {0};
	const char            *before = store_dump(d->s, "SELECT * FROM strategy_configs");
	int64_t                put = tasks(d);
	int64_t                generation = store_int(d->s, "SELECT value FROM counters");

	assert_int_equal(app_strategy_change(&d->app, d->s->a, &in, &by, 7, &out, &f), ERR_INVALID);
	assert_int_equal(out.version, 77);
	assert_int_equal(tasks(d), put);
	assert_string_equal(store_dump(d->s, "SELECT * FROM strategy_configs"), before);
	assert_int_equal(store_int(d->s, "SELECT value FROM counters"), generation);
	return f;
}

static void a_change_is_a_version_and_a_task(void **state)
{
	struct desk           *d = *state;
	struct Strategy        s = strategy_nothing();
	struct StrategyChanged out;

	s.cost_bps = 25;
	s.rebalance_frequency = CALC_MONTHLY;
	out = change(d, &s, true);
	assert_int_equal(out.version, 2);
	assert_non_null(strstr(store_dump(d->s, "SELECT id FROM tasks"), out.task_id));
	assert_true(out.config.cost_bps == 25 && out.config.momentum_weight == 0.4);
	assert_int_equal(out.config.version, 2);
	assert_int_equal(out.changes.n, 2);
	const struct FieldChange *c = out.changes.items;
	assert_string_equal(c[0].field, "rebalance_frequency");
	assert_string_equal(c[0].from, "weekly");
	assert_string_equal(c[0].to, "monthly");
	assert_string_equal(c[1].field, "cost_bps");
	assert_string_equal(c[1].to, "25");
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM runs"), 0);
	assert_int_equal(
		store_int(d->s, "SELECT created_by FROM strategy_configs WHERE version = 2"), 7);
	assert_non_null(strstr(store_dump(d->s, "SELECT detail FROM audit_log"), out.task_id));
	assert_non_null(strstr(out.message, "is being computed"));
}

static void a_task_that_cannot_be_put_takes_the_change_back(void **state)
{
	struct desk           *d = *state;
	const struct recompute by = {d, put_nothing};
	struct StrategyChange  in = {.s = strategy_nothing(), .recompute = true};
	struct StrategyChanged out = {.version = 77};
	struct fail            f = {0};

	in.s.cost_bps = 25;
	assert_refused(app_strategy_change(&d->app, d->s->a, &in, &by, 7, &out, &f), ERR_AWAY, &f,
	               "cannot be stored");
	assert_int_equal(out.version, 77);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM strategy_configs"), 1);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM audit_log"), 0);
}

/* One that runs may have read the version before; one that waits will read the newest. */
static void a_change_behind_one_that_is_computed_is_computed_again(void **state)
{
	struct desk    *d = *state;
	struct Strategy s = strategy_nothing();
	struct task     t;
	struct fail     f = {0};
	const char     *first, *second;
	size_t          n;

	s.cost_bps = 25;
	first = change(d, &s, true).task_id;
	s.cost_bps = 26;
	assert_string_equal(change(d, &s, true).task_id, first);
	assert_ok(queue_reserve(d->app.queue, d->s->a, QUEUE_ALL, "a", 30000, 1, &t, &n, &f), &f);
	assert_int_equal(n, 1);
	s.cost_bps = 27;
	second = change(d, &s, true).task_id;
	assert_string_not_equal(second, first);
	s.cost_bps = 28;
	assert_string_equal(change(d, &s, true).task_id, second);
	assert_int_equal(tasks(d), 2);
}

static void without_recompute_nothing_is_published(void **state)
{
	struct desk           *d = *state;
	struct Strategy        s = strategy_nothing();
	struct StrategyChanged out;

	s.cost_bps = 25;
	out = change(d, &s, false);
	assert_int_equal(out.version, 2);
	assert_null(out.task_id);
	assert_int_equal(tasks(d), 0);
}

static void what_changes_nothing_is_no_version(void **state)
{
	struct desk           *d = *state;
	struct Strategy        s = strategy_nothing();
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
	struct Strategy s = strategy_nothing();
	struct fail     f;

	s.momentum_weight = 0.4011;
	f = refused(d, &s);
	assert_int_equal(f.n_fields, 3);
	assert_string_equal(f.fields[0].field, "momentum_weight");
	assert_string_equal(f.fields[2].field, "risk_parity_weight");
	assert_non_null(strstr(f.fields[1].msg, "1.0011"));
	s.momentum_weight = 0.401;
	assert_int_equal(change(d, &s, true).version, 2);
	s = strategy_nothing();
	s.max_daily_return = 0.02;
	s.min_daily_return = 0.02;
	f = refused(d, &s);
	assert_int_equal(f.n_fields, 2);
}

static void windows_fit_the_history(void **state)
{
	struct desk    *d = *state;
	struct Strategy s = strategy_nothing();
	struct fail     f;

	s.volatility_lookback = MARKET_DAYS;
	s.momentum_lookback = 999;
	f = refused(d, &s);
	assert_int_equal(f.n_fields, 2);
	assert_string_equal(f.fields[0].field, "momentum_lookback");
	assert_non_null(strstr(f.fields[1].msg, "130 sessions"));
	s = strategy_nothing();
	s.volatility_lookback = MARKET_DAYS - 1; /* no reference date after it */
	f = refused(d, &s);
	assert_string_equal(f.fields[0].field, "rebalance_frequency");
}

static void a_date_without_eligible_assets_is_named(void **state)
{
	struct desk    *d = *state;
	struct Strategy s = strategy_nothing();
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
	struct Strategy        s = strategy_nothing();
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
	struct Strategy        s = strategy_nothing();
	const struct recompute by = {d, put_task};
	struct StrategyRestore in = {.version = 1, .recompute = true};
	struct StrategyChanged out;
	struct fail            f = {0};

	s.cost_bps = 25;
	change(d, &s, true);
	assert_ok(app_strategy_restore(&d->app, d->s->a, &in, &by, 7, &out, &f), &f);
	assert_int_equal(out.version, 3);
	assert_true(out.config.cost_bps == 10);
	assert_non_null(out.task_id);
	assert_ok(app_strategy_restore(&d->app, d->s->a, &in, &by, 7, &out, &f), &f);
	assert_int_equal(out.version, 3); /* the second of two finds nothing to do */
	in.version = 4;
	assert_refused(app_strategy_restore(&d->app, d->s->a, &in, &by, 7, &out, &f), ERR_NOTFOUND,
	               &f, "no version 4");
}

static void an_adjustment_is_recorded_with_its_reason(void **state)
{
	struct desk           *d = *state;
	const struct recompute by = {d, put_task};
	struct Adjust          in = {.adjustments = strategy_nothing(),
	                             .confidence = NAN,
	                             .confidence_in_query = NAN,
	                             .dry_run = true};
	struct Adjusted        out;
	struct Strategy        s;
	struct fail            f = {0};

	assert_int_equal(app_strategy_adjust(&d->app, d->s->a, &in, &by, 7, &out, &f), ERR_INVALID);
	assert_int_equal(f.n_fields, 3);
	assert_string_equal(f.fields[0].field, "adjustments");
	assert_string_equal(f.fields[1].field, "reason");
	assert_string_equal(f.fields[2].field, "confidence");
	f = (struct fail){0};
	in.adjustments.cost_bps = 12;
	in.reason_in_query = "ignored";
	in.reason = "trading got dearer";
	in.confidence_in_query = 0.6;
	assert_ok(app_strategy_adjust(&d->app, d->s->a, &in, &by, 7, &out, &f), &f);
	assert_true(out.config.cost_bps == 12 && out.version == INT_NONE && !out.task_id);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM strategy_configs"), 1);
	in.dry_run = false;
	assert_ok(app_strategy_adjust(&d->app, d->s->a, &in, &by, 7, &out, &f), &f);
	assert_int_equal(out.version, 2);
	assert_non_null(out.task_id);
	assert_ok(app_strategy(&d->app, d->s->a, &s, &f), &f);
	assert_true(s.ai_adjusted && s.ai_confidence_score == 0.6 && s.cost_bps == 12);
	assert_string_equal(s.ai_adjustment_reason, "trading got dearer");
	/* The next change is a person's again. */
	struct Strategy next = strategy_nothing();
	next.cost_bps = 13;
	assert_false(change(d, &next, true).config.ai_adjusted);
}

static void versions_tell_who_what_and_when(void **state)
{
	struct desk         *d = *state;
	struct Strategy      s = strategy_nothing();
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
		T(a_change_is_a_version_and_a_task),
		T(a_task_that_cannot_be_put_takes_the_change_back),
		T(a_change_behind_one_that_is_computed_is_computed_again),
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

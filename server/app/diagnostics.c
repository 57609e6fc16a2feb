/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/diagnostics.h"

#include <fnmatch.h>
#include <math.h>

#include "app/app.h"
#include "app/panel_cache.h"
#include "base/arena.h"
#include "base/date.h"
#include "store/assets.h"
#include "store/db.h"
#include "store/levels.h"
#include "store/points.h"

#define EXCHANGE "XNYS" /* whose calendar the sessions of the index follow */

enum err app_database_status(struct app *app, struct arena *a, struct DatabaseStatus *out,
                             struct fail *f)
{
	struct coverage       c[TABLE__N];
	struct DatabaseStatus s = {.timestamp = clock_now_ms(app->clock),
	                           .backend = app->db->ops->name};
	char                  first[DATE_TEXT], last[DATE_TEXT];

	TRY(coverage_tables(app->db, c, f));
	for (int i = 0; i < TABLE__N; i++)
		s.tables[i] = (struct TableStatus){.count = c[i].rows,
		                                   .status = c[i].rows > 0 ? "OK" : "EMPTY",
		                                   .earliest_date = c[i].first,
		                                   .latest_date = c[i].last};
	const struct coverage *levels = &c[TABLE_INDEX_VALUES];
	s.simulation_ready = levels->rows > 0;
	if (s.simulation_ready)
		s.message = arena_printf(a, "Ready: the index has %lld levels from %s to %s.",
		                         (long long)levels->rows, date_format(levels->first, first),
		                         date_format(levels->last, last));
	else if (c[TABLE_PRICES].rows > 0)
		s.message = "There are prices but no levels: compute the index.";
	else
		s.message = "There are no prices: import some first.";
	*out = s;
	return OK;
}

/* Sessions that are over by today and later than a date. */
struct calendar {
	const int32_t *closed;
	size_t         n;
	int32_t        today;
};

static int64_t sessions_since(const struct calendar *c, int32_t date)
{
	int64_t n = 0;
	size_t  k = 0;

	for (int32_t day = date + 1; day < c->today; day++) {
		while (k < c->n && c->closed[k] < day)
			k++;
		n += date_weekday(day) <= 5 && !(k < c->n && c->closed[k] == day);
	}
	return n;
}

static const char *recommend(struct arena *a, const struct RefreshStatus *s, int64_t stale)
{
	if (s->assets.count == 0 || s->prices.latest_date == DATE_NONE)
		return "Import prices: there are none yet.";
	if (s->prices.needs_update)
		return arena_printf(a, "Import newer prices: %lld session%s passed since the last.",
		                    (long long)s->prices.days_old,
		                    s->prices.days_old == 1 ? " has" : "s have");
	if (stale > 0)
		return arena_printf(a, "Import newer prices of %lld asset%s: %s behind the others.",
		                    (long long)stale, stale == 1 ? "" : "s",
		                    stale == 1 ? "it is" : "they are");
	return "Nothing to do: the prices are up to date.";
}

enum err app_refresh_status(struct app *app, struct arena *a, struct RefreshStatus *out,
                            struct fail *f)
{
	struct RefreshStatus s = {
		.prices = {.latest_date = DATE_NONE, .days_old = INT_NONE, .needs_update = true}};
	struct calendar  cal = {.today = clock_today(app->clock)};
	struct coverage *c;
	struct asset     benchmark;
	struct fail      why = {0};
	int32_t         *closed, oldest;
	int64_t          stale = 0;
	size_t           n;

	TRY(coverage_members(app->db, a, INDEX_DEFAULT, &c, &n, f));
	const char           **symbols = ARENA_ARRAY(a, n, const char *);
	struct AssetFreshness *items = ARENA_ARRAY(a, n, struct AssetFreshness);
	oldest = cal.today;
	for (size_t i = 0; i < n; i++)
		if (c[i].last != DATE_NONE && c[i].last < oldest)
			oldest = c[i].last;
	TRY(coverage_closures(app->db, a, EXCHANGE, oldest, cal.today, &closed, &cal.n, f));
	cal.closed = closed;
	for (size_t i = 0; i < n; i++) {
		bool known = c[i].last != DATE_NONE;

		symbols[i] = c[i].symbol;
		items[i] = (struct AssetFreshness){
			.symbol = c[i].symbol,
			.rows = c[i].rows,
			.first_date = c[i].first,
			.latest_date = c[i].last,
			.days_old = known ? sessions_since(&cal, c[i].last) : INT_NONE,
			.needs_update = true,
		};
		if (!known)
			continue;
		items[i].needs_update = items[i].days_old > 0;
		stale += items[i].needs_update;
		if (s.prices.latest_date == DATE_NONE || c[i].last > s.prices.latest_date)
			s.prices.latest_date = c[i].last;
	}
	if (s.prices.latest_date != DATE_NONE) {
		s.prices.days_old = sessions_since(&cal, s.prices.latest_date);
		s.prices.needs_update = s.prices.days_old > 0;
	}
	enum err e = assets_by_symbol(app->db, a, BENCHMARK_SYMBOL, &benchmark, &why);
	if (e != OK && e != ERR_NOTFOUND) {
		*f = why;
		return e;
	}
	s.assets.count = (int64_t)n;
	s.assets.symbols = (struct list){.items = symbols, .n = n};
	s.assets.has_benchmark = e == OK;
	s.per_asset = (struct list){.items = items, .n = n};
	s.recommendation = recommend(a, &s, stale);
	*out = s;
	return OK;
}

void app_cache_status(struct app *app, struct CacheStatus *out)
{
	struct panel_cache_stats c = panel_cache_stats(app->panels);
	struct replies_stats     k = {0};
	struct CacheStatus       s = {
		      .timestamp = clock_now_ms(app->clock),
		      .status = app->panels ? "connected" : "disconnected",
		      .message = app->panels ? "The cache lies in the memory of this process."
	                                     : "There is no cache.",
        };
	if (app->replies)
		k = app->replies->stats(app->replies->ctx);
	s.stats.total_entries = c.entries + k.entries;
	s.stats.memory_usage = c.bytes + k.bytes;
	s.stats.hits = c.hits + k.hits;
	s.stats.misses = c.misses + k.misses;
	int64_t asked = s.stats.hits + s.stats.misses;
	if (asked > 0) {
		s.stats.hit_rate = 100.0 * (double)s.stats.hits / (double)asked;
		s.stats.miss_rate = 100.0 * (double)s.stats.misses / (double)asked;
	}
	s.stats.keys_by_prefix = (struct CacheKeys){.panel = c.entries, .reply = k.entries};
	*out = s;
}

void app_cache_invalidate(struct app *app, struct arena *a, const struct CacheInvalidate *in,
                          struct CacheInvalidated *out)
{
	const char *pattern = in->pattern            ? in->pattern
	                      : in->pattern_in_query ? in->pattern_in_query
	                                             : "*";
	int64_t n = fnmatch(pattern, PANEL_CACHE_KEY, 0) == 0 ? panel_cache_clear(app->panels) : 0;
	if (app->replies)
		n += app->replies->clear(app->replies->ctx, pattern);

	*out = (struct CacheInvalidated){
		.timestamp = clock_now_ms(app->clock),
		.status = "success",
		.invalidated_count = n,
		.message = arena_printf(a, "%lld entr%s removed.", (long long)n,
	                                n == 1 ? "y was" : "ies were"),
	};
}

enum err app_index_state(struct app *app, struct arena *a, struct IndexState *out, struct fail *f)
{
	struct levels newest;
	struct val    span[] = {val_i(INDEX_DEFAULT), val_i(INT32_MIN), val_i(INT32_MAX)};
	struct levels all;

	TRY(levels_last(app->db, a, INDEX_DEFAULT, 1, &newest, f));
	TRY(levels_range(app->db, a, INDEX_DEFAULT, INT32_MIN, INT32_MAX, &all, f));
	TRY(db_int(app->db, STMT_REBALANCE_COUNT, span, &out->rebalances, f));
	out->index_values = (int64_t)all.n;
	out->latest_date = newest.n ? newest.p[0].date : DATE_NONE;
	out->latest_value = newest.n ? newest.p[0].total : (double)NAN;
	return OK;
}

enum err app_recalculated(struct app *app, struct arena *a, const struct IndexState *before,
                          const char *task_id, struct Recalculated *out, struct fail *f)
{
	enum { RECENT = 5 };
	struct Recalculated r = {.timestamp = clock_now_ms(app->clock),
	                         .status = "SUCCESS",
	                         .task_id = task_id,
	                         .before = *before};
	struct levels       recent;

	TRY(app_index_state(app, a, &r.after, f));
	TRY(levels_last(app->db, a, INDEX_DEFAULT, RECENT, &recent, f));
	struct point *p = ARENA_ARRAY(a, recent.n, struct point);
	for (size_t i = 0; i < recent.n; i++)
		p[i] = (struct point){.date = recent.p[i].date, .value = recent.p[i].total};
	r.sample_recent_values = (struct list){.items = p, .n = recent.n};
	r.message = arena_printf(a, "Computed anew: %lld levels, %lld rebalances.",
	                         (long long)r.after.index_values, (long long)r.after.rebalances);
	*out = r;
	return OK;
}

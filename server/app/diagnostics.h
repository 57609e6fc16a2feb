/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_DIAGNOSTICS_H
#define APP_DIAGNOSTICS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/shape.h"
#include "store/coverage.h"

struct app;
struct arena;

struct TableStatus {
	int64_t     count;
	const char *status; /* OK, EMPTY */
	int32_t     earliest_date, latest_date;
};
struct DatabaseStatus {
	int64_t            timestamp;
	const char        *backend;
	struct TableStatus tables[TABLE__N];
	bool               simulation_ready;
	const char        *message;
};
enum err app_database_status(struct app *app, struct arena *a, struct DatabaseStatus *out,
                             struct fail *f) MUST_CHECK;

struct AssetFreshness {
	const char *symbol;
	int64_t     rows;
	int32_t     first_date, latest_date;
	int64_t days_old; /* sessions that are over and not in the data; INT_NONE without prices */
	bool    needs_update;
};
struct RefreshStatus {
	struct {
		int64_t     count;
		struct list symbols; /* const char * */
		bool        has_benchmark;
	} assets;
	struct {
		int32_t latest_date;
		int64_t days_old;
		bool    needs_update;
	} prices;
	struct list per_asset; /* struct AssetFreshness */
	const char *recommendation;
};
enum err app_refresh_status(struct app *app, struct arena *a, struct RefreshStatus *out,
                            struct fail *f) MUST_CHECK;

struct CacheKeys {
	int64_t panel, reply;
};
struct CacheStatus {
	int64_t     timestamp;
	const char *status, *message;
	struct {
		int64_t          total_entries, memory_usage, hits, misses;
		double           hit_rate, miss_rate;
		struct CacheKeys keys_by_prefix;
	} stats;
};
void app_cache_status(struct app *app, struct CacheStatus *out);

/* The body's pattern counts before the query's; none is all. * and ? as in a shell. */
struct CacheInvalidate {
	const char *pattern, *pattern_in_query;
};
struct CacheInvalidated {
	int64_t     timestamp;
	const char *status;
	int64_t     invalidated_count;
	const char *message;
};
void app_cache_invalidate(struct app *app, struct arena *a, const struct CacheInvalidate *in,
                          struct CacheInvalidated *out);

struct IndexState {
	int64_t index_values, rebalances;
	int32_t latest_date;
	double  latest_value;
};
struct Recalculated {
	int64_t           timestamp;
	const char       *status, *message, *task_id;
	struct IndexState before, after;
	struct list       sample_recent_values; /* struct point, newest first */
};
enum err app_index_state(struct app *app, struct arena *a, struct IndexState *out,
                         struct fail *f) MUST_CHECK;
/* What a task that computed the index has left, beside what there was before it. */
enum err app_recalculated(struct app *app, struct arena *a, const struct IndexState *before,
                          const char *task_id, struct Recalculated *out, struct fail *f) MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/diagnostics.h"

#include "app/app.h"
#include "app/faults.h"

#include "api/routes.h"
#include "api/series.h"
#include "api/tasks.h"

static const struct field table_status_fields[] = {
	{"count", INT, AT(TableStatus, count), .doc = "Rows"},
	{"status", TEXT, AT(TableStatus, status), .doc = "OK, EMPTY or ERROR"},
	{"earliest_date", DATE, AT(TableStatus, earliest_date), NULLABLE,
         .doc = "First date; null where rows have none"},
	{"latest_date", DATE, AT(TableStatus, latest_date), NULLABLE, .doc = "Last date"},
};
static SHAPE(table_status, TableStatus, table_status_fields);

#define TABLE(name, number)                                                            \
	{                                                                              \
		name, OBJ, (number) * sizeof(struct TableStatus), .of = &table_status, \
								  .doc = "Table " name \
	}
static const struct field tables_fields[] = {
	TABLE("users", TABLE_USERS),
	TABLE("assets", TABLE_ASSETS),
	TABLE("prices", TABLE_PRICES),
	TABLE("price_revisions", TABLE_PRICE_REVISIONS),
	TABLE("index_values", TABLE_INDEX_VALUES),
	TABLE("rebalances", TABLE_REBALANCES),
	TABLE("allocations", TABLE_ALLOCATIONS),
	TABLE("index_events", TABLE_INDEX_EVENTS),
	TABLE("fx_rates", TABLE_FX_RATES),
	TABLE("risk_free_rates", TABLE_RISK_FREE_RATES),
	TABLE("series", TABLE_SERIES),
	TABLE("corporate_actions", TABLE_CORPORATE_ACTIONS),
	TABLE("strategy_configs", TABLE_STRATEGY_CONFIGS),
	TABLE("runs", TABLE_RUNS),
	TABLE("risk_metrics", TABLE_RISK_METRICS),
};
static const struct shape tables = {"DatabaseTables", sizeof(struct TableStatus[TABLE__N]),
                                    tables_fields, COUNT(tables_fields)};

static const struct field database_fields[] = {
	{"timestamp", TIME, AT(DatabaseStatus, timestamp), .doc = "When it was looked at"},
	{"backend", TEXT, AT(DatabaseStatus, backend), .doc = "Engine in use"},
	{"tables", OBJ, AT(DatabaseStatus, tables), .of = &tables, .doc = "What is stored"},
	{"simulation_ready", BOOL, AT(DatabaseStatus, simulation_ready),
         .doc = "Whether the index has levels"},
	{"message", TEXT, AT(DatabaseStatus, message),
         .doc = "The same as a sentence, or what to do"},
};
static SHAPE(database, DatabaseStatus, database_fields);

static const struct field assets_fields[] = {
	{"count", INT, AT(RefreshStatus, assets.count) - AT(RefreshStatus, assets),
         .doc = "Members of the index"},
	{"symbols", LIST, AT(RefreshStatus, assets.symbols) - AT(RefreshStatus, assets),
         .doc = "Their tickers"},
	{"has_benchmark", BOOL, AT(RefreshStatus, assets.has_benchmark) - AT(RefreshStatus, assets),
         .doc = "Whether the benchmark is stored"},
};
static const struct shape assets = {"RefreshAssets", sizeof(((struct RefreshStatus *)0)->assets),
                                    assets_fields, COUNT(assets_fields)};

static const struct field prices_fields[] = {
	{"latest_date", DATE, AT(RefreshStatus, prices.latest_date) - AT(RefreshStatus, prices),
         NULLABLE, .doc = "Last session of any member"},
	{"days_old", INT, AT(RefreshStatus, prices.days_old) - AT(RefreshStatus, prices), NULLABLE,
         .doc = "Sessions that are over since then: weekdays without the known holidays"},
	{"needs_update", BOOL, AT(RefreshStatus, prices.needs_update) - AT(RefreshStatus, prices),
         .doc = "Whether there are any"},
};
static const struct shape prices = {"RefreshPrices", sizeof(((struct RefreshStatus *)0)->prices),
                                    prices_fields, COUNT(prices_fields)};

static const struct field freshness_fields[] = {
	{"symbol", TEXT, AT(AssetFreshness, symbol), .doc = "Ticker"},
	{"rows", INT, AT(AssetFreshness, rows), .doc = "Stored prices"},
	{"first_date", DATE, AT(AssetFreshness, first_date), NULLABLE, .doc = "First price"},
	{"latest_date", DATE, AT(AssetFreshness, latest_date), NULLABLE, .doc = "Last price"},
	{"days_old", INT, AT(AssetFreshness, days_old), NULLABLE,
         .doc = "Sessions that are over since then"},
	{"needs_update", BOOL, AT(AssetFreshness, needs_update), .doc = "Whether there are any"},
};
static SHAPE(freshness, AssetFreshness, freshness_fields);

static const struct field refresh_fields[] = {
	{"assets", OBJ, AT(RefreshStatus, assets), .of = &assets, .doc = "What the index may hold"},
	{"prices", OBJ, AT(RefreshStatus, prices), .of = &prices, .doc = "How new the prices are"},
	{"per_asset", LIST, AT(RefreshStatus, per_asset), .of = &freshness,
         .doc = "The same for each, by symbol"},
	{"recommendation", TEXT, AT(RefreshStatus, recommendation), .doc = "What to do"},
};
static SHAPE(refresh, RefreshStatus, refresh_fields);

static const struct field keys_fields[] = {
	{"panel", INT, AT(CacheKeys, panel), .doc = "Price tables of an index"},
	{"reply", INT, AT(CacheKeys, reply), .doc = "Replies that are the same for everybody"},
};
static SHAPE(keys, CacheKeys, keys_fields);

#define STATS(member) AT(CacheStatus, stats.member) - AT(CacheStatus, stats)
static const struct field stats_fields[] = {
	{"total_entries", INT, STATS(total_entries), .doc = "What is kept"},
	{"memory_usage", INT, STATS(memory_usage), .doc = "Bytes"},
	{"hits", INT, STATS(hits), .doc = "Uses that found what they wanted"},
	{"misses", INT, STATS(misses), .doc = "Uses that had to make it"},
	{"hit_rate", REAL, STATS(hit_rate),
         .doc = "Percent of the uses that found what they wanted; 0 before the first"},
	{"miss_rate", REAL, STATS(miss_rate), .doc = "Percent of those that did not"},
	{"keys_by_prefix", OBJ, STATS(keys_by_prefix), .of = &keys, .doc = "Entries by kind"},
};
static const struct shape stats = {"CacheStats", sizeof(((struct CacheStatus *)0)->stats),
                                   stats_fields, COUNT(stats_fields)};

static const struct field cache_fields[] = {
	{"timestamp", TIME, AT(CacheStatus, timestamp), .doc = "When it was looked at"},
	{"status", TEXT, AT(CacheStatus, status), .doc = "connected, disconnected or error"},
	{"message", TEXT, AT(CacheStatus, message), .doc = "The same as a sentence"},
	{"stats", OBJ, AT(CacheStatus, stats), .of = &stats, .doc = "Since the server started"},
};
static SHAPE(cache, CacheStatus, cache_fields);

#define PATTERN_DOC "Keys to forget, with * and ? as in a shell"
static const struct field invalidate_fields[] = {
	{"pattern", TEXT, AT(CacheInvalidate, pattern), NULLABLE, 1, 200,
         .doc = PATTERN_DOC "; absent: all"},
	{"pattern", TEXT, AT(CacheInvalidate, pattern_in_query), IN_QUERY, 1, 200,
         .doc = PATTERN_DOC " (or in the body)", .example = "\"panel*\""},
};
static SHAPE(invalidate, CacheInvalidate, invalidate_fields);

static const struct field invalidated_fields[] = {
	{"timestamp", TIME, AT(CacheInvalidated, timestamp), .doc = "When"},
	{"status", TEXT, AT(CacheInvalidated, status), .doc = "success"},
	{"invalidated_count", INT, AT(CacheInvalidated, invalidated_count),
         .doc = "Entries removed"},
	{"message", TEXT, AT(CacheInvalidated, message), .doc = "The same as a sentence"},
};
static SHAPE(invalidated, CacheInvalidated, invalidated_fields);

static const struct field state_fields[] = {
	{"index_values", INT, AT(IndexState, index_values), .doc = "Levels"},
	{"rebalances", INT, AT(IndexState, rebalances), .doc = "Rebalances"},
	{"latest_date", DATE, AT(IndexState, latest_date), NULLABLE, .doc = "Last session"},
	{"latest_value", REAL, AT(IndexState, latest_value), NULLABLE, .doc = "Its level"},
};
static SHAPE(state, IndexState, state_fields);

static const struct field recalculated_fields[] = {
	{"timestamp", TIME, AT(Recalculated, timestamp), .doc = "When it began"},
	{"status", TEXT, AT(Recalculated, status), .doc = "SUCCESS"},
	{"message", TEXT, AT(Recalculated, message), .doc = "What was done"},
	{"task_id", TEXT, AT(Recalculated, task_id), .doc = "The finished computation"},
	{"before", OBJ, AT(Recalculated, before), .of = &state, .doc = "The index as it was"},
	{"after", OBJ, AT(Recalculated, after), .of = &state, .doc = "The index as it is"},
	{"sample_recent_values", LIST, AT(Recalculated, sample_recent_values), .of = &point_shape,
         .doc = "The last levels, newest first"},
};
static SHAPE(recalculated, Recalculated, recalculated_fields);

static const struct field fault_fields[] = {
	{"where", TEXT, AT(Fault, where), .doc = "Method and route"},
	{"message", TEXT, AT(Fault, message), .doc = "What went wrong, as in the log"},
	{"request_id", TEXT, AT(Fault, request_id), .doc = "The last request that met it"},
	{"count", INT, AT(Fault, count), .doc = "How often since the start of the process"},
	{"first_at", TIME, AT(Fault, first_at), .doc = "First time"},
	{"last_at", TIME, AT(Fault, last_at), .doc = "Last time"},
	{"stack", LIST, AT(Fault, stack), .doc = "Who called whom, innermost first"},
};
static SHAPE(fault, Fault, fault_fields);

static const struct field faults_fields[] = {
	{"items", LIST, AT(Faults, items), .of = &fault, .doc = "Grouped, newest first"},
	{"total", INT, AT(Faults, total), .doc = "Faults since the start of the process"},
};
static SHAPE(faults, Faults, faults_fields);

static enum err get_faults(struct req *rq, const void *in, void *out)
{
	const struct app *app = req_worker(rq);

	(void)in;
	faults_list(app->faults, req_arena(rq), out);
	return OK;
}

static enum err get_database(struct req *rq, const void *in, void *out)
{
	(void)in;
	return app_database_status(req_worker(rq), req_arena(rq), out, req_fail(rq));
}

static enum err get_refresh(struct req *rq, const void *in, void *out)
{
	(void)in;
	return app_refresh_status(req_worker(rq), req_arena(rq), out, req_fail(rq));
}

static enum err get_cache(struct req *rq, const void *in, void *out)
{
	(void)in;
	app_cache_status(req_worker(rq), out);
	return OK;
}

static enum err post_invalidate(struct req *rq, const void *in, void *out)
{
	app_cache_invalidate(req_worker(rq), req_arena(rq), in, out);
	return OK;
}

static enum err post_recalculate(struct req *rq, const void *in, void *out)
{
	struct IndexState before;
	struct Task       end;

	(void)in;
	TRY(app_index_state(req_worker(rq), req_arena(rq), &before, req_fail(rq)));
	TRY(task_complete(rq, "index_compute", "{}", "the computation", &end));
	return app_recalculated(req_worker(rq), req_arena(rq), &before, end.task_id, out,
	                        req_fail(rq));
}

static const struct route table[] = {
	{GET, "/database-status", get_database, LOGIN | LENIENT | NO_STORE, NULL, &database,
         "getDatabaseStatus", "What is stored, table by table"},
	{GET, "/refresh-status", get_refresh, LOGIN | LENIENT | NO_STORE, NULL, &refresh,
         "getRefreshStatus", "How many sessions the prices are behind"},
	{GET, "/cache-status", get_cache, LOGIN | LENIENT | NO_STORE, NULL, &cache,
         "getCacheStatus", "What is kept in memory, and how often that helped"},
	{GET, "/faults", get_faults, ADMIN | NO_STORE, NULL, &faults, "getFaults",
         "Replies with status 500, grouped by where they came from"},
	{POST, "/cache-invalidate", post_invalidate, ADMIN | LENIENT, &invalidate, &invalidated,
         "invalidateCache", "Forget what is kept in memory"},
	{POST, "/recalculate-index", post_recalculate, ADMIN | LENIENT | SLOW, NULL, &recalculated,
         "recalculateIndex",
         "Compute the index anew and wait for it, with what it was before and is after",
         task_complete_fails},
};
const struct routes diagnostics_routes = {"/api/v1/diagnostics", "diagnostics",
                                          "Whether all is well", table, COUNT(table)};

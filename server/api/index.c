/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/indexes.h"

#include "api/routes.h"
#include "api/series.h"

static const char *const variants[] = {"total", "net", "price", NULL};

static const struct field holding_fields[] = {
	{"symbol", TEXT, AT(Holding, symbol), .doc = "Ticker"},
	{"name", TEXT, AT(Holding, name), .doc = "Name"},
	{"sector", TEXT, AT(Holding, sector), NULLABLE, .doc = "Sector"},
	{"weight", REAL, AT(Holding, weight),
         .doc = "Share of the index at the last close, drifted since the rebalance"},
	{"target_weight", REAL, AT(Holding, target_weight),
         .doc = "Share that the last rebalance set"},
	{"weight_change", REAL, AT(Holding, weight_change),
         .doc = "Target less the weight just before that rebalance"},
	{"daily_return", REAL, AT(Holding, daily_return), NULLABLE,
         .doc = "Fraction since the session before"},
	{"ytd_return", REAL, AT(Holding, ytd_return), NULLABLE,
         .doc = "Fraction since the last close of the year before"},
};
static SHAPE(holding, Holding, holding_fields);

static const struct field current_fields[] = {
	{"date", DATE, AT(Current, date), .doc = "Last session of the index"},
	{"effective_date", DATE, AT(Current, effective_date),
         .doc = "Close after which these units are held"},
	{"reference_date", DATE, AT(Current, reference_date),
         .doc = "Close at which they were decided"},
	{"level", REAL, AT(Current, level), .doc = "Total-return level, base 100"},
	{"previous_level", REAL, AT(Current, previous_level), NULLABLE,
         .doc = "The same a session before"},
	{"net_level", REAL, AT(Current, net_level),
         .doc = "Total-return level after trading costs"},
	{"allocations", LIST, AT(Current, allocations), .of = &holding,
         .doc = "Heaviest first; weights sum to 1"},
	{"total_assets", INT, AT(Current, total_assets), .doc = "Number of holdings"},
};
static SHAPE(current, Current, current_fields);

static const struct field history_query_fields[] = {
	RANGE_FIELDS(HistoryQuery),
	{"variant", ENUM, AT(HistoryQuery, variant), IN_QUERY, .def = "total", .words = variants,
         .doc = "total return, net of trading costs, or price return", .example = "\"net\""},
};
static SHAPE(history_query, HistoryQuery, history_query_fields);

static const struct field history_fields[] = {
	{"series", LIST, AT(History, series), .max = 100000, .of = &point_shape,
         .doc = "Levels, ascending"},
	{"start_date", DATE, AT(History, start_date), NULLABLE, .doc = "First date of the series"},
	{"end_date", DATE, AT(History, end_date), NULLABLE, .doc = "Last date of the series"},
	{"variant", ENUM, AT(History, variant), .words = variants,
         .doc = "What the level includes"},
};
static SHAPE(history, History, history_fields);

static const struct field rebalances_query_fields[] = {
	RANGE_FIELDS(RebalancesQuery),
	{"limit", INT, AT(RebalancesQuery, limit), IN_QUERY, 1, 5000, "100",
         .doc = "At most this many", .example = "20"},
	{"offset", INT, AT(RebalancesQuery, offset), IN_QUERY, 0, 1e6, "0", .doc = "Skip this many",
         .example = "0"},
};
static SHAPE(rebalances_query, RebalancesQuery, rebalances_query_fields);

static const struct field weight_fields[] = {
	{"symbol", TEXT, AT(WeightChange, symbol), .doc = "Ticker"},
	{"target_weight", REAL, AT(WeightChange, target_weight),
         .doc = "Share set by this rebalance"},
	{"weight_before", REAL, AT(WeightChange, weight_before),
         .doc = "Share just before, drifted"},
	{"change", REAL, AT(WeightChange, change), .doc = "Target less before"},
	{"units", REAL, AT(WeightChange, units), .doc = "Units held from the effective close on"},
};
static SHAPE(weight_change, WeightChange, weight_fields);

static const struct field event_fields[] = {
	{"code", TEXT, AT(Event, code),
         .doc = "What the rules had to do: cap_unknown, momentum_flat, ..."},
	{"symbol", TEXT, AT(Event, symbol), NULLABLE,
         .doc = "Asset concerned; null = the whole index"},
	{"message", TEXT, AT(Event, message), .doc = "The same as a sentence"},
};
static SHAPE(event, Event, event_fields);

static const struct field rebalance_fields[] = {
	{"reference_date", DATE, AT(Rebalance, reference_date),
         .doc = "Close at which it was decided"},
	{"effective_date", DATE, AT(Rebalance, effective_date),
         .doc = "Close after which it is in force"},
	{"turnover", REAL, AT(Rebalance, turnover), .doc = "One way, fraction of the index"},
	{"cost", REAL, AT(Rebalance, cost), .doc = "Fraction taken from the net level"},
	{"adds", LIST, AT(Rebalance, adds), .doc = "Symbols that came in"},
	{"drops", LIST, AT(Rebalance, drops), .doc = "Symbols that went out"},
	{"weights", LIST, AT(Rebalance, weights), .of = &weight_change,
         .doc = "Every weight and its change"},
	{"events", LIST, AT(Rebalance, events), .of = &event, .doc = "What the rules had to do"},
};
static SHAPE(rebalance, Rebalance, rebalance_fields);

static const struct field rebalances_fields[] = {
	{"items", LIST, AT(Rebalances, items), .of = &rebalance, .doc = "Newest first"},
	{"total", INT, AT(Rebalances, total), .doc = "How many there are in the range"},
};
static SHAPE(rebalances, Rebalances, rebalances_fields);

static const struct field assets_query_fields[] = {
	{"q", TEXT, AT(AssetsQuery, q), IN_QUERY, 1, 100, .doc = "Part of a symbol or name",
         .example = "\"app\""},
	{"sector", TEXT, AT(AssetsQuery, sector), IN_QUERY, 1, 100, .doc = "Only this sector",
         .example = "\"Technology\""},
	{"limit", INT, AT(AssetsQuery, limit), IN_QUERY, 1, 1000, "100", .doc = "At most this many",
         .example = "20"},
	{"offset", INT, AT(AssetsQuery, offset), IN_QUERY, 0, 1e6, "0", .doc = "Skip this many",
         .example = "0"},
};
static SHAPE(assets_query, AssetsQuery, assets_query_fields);

static const struct field asset_fields[] = {
	{"symbol", TEXT, AT(Asset, symbol), .doc = "Ticker"},
	{"name", TEXT, AT(Asset, name), .doc = "Name"},
	{"sector", TEXT, AT(Asset, sector), NULLABLE, .doc = "Sector"},
	{"asset_type", TEXT, AT(Asset, asset_type), .doc = "stock, etf, index"},
	{"exchange", TEXT, AT(Asset, exchange), NULLABLE, .doc = "Exchange"},
	{"price_basis", TEXT, AT(Asset, price_basis),
         .doc = "What its prices are: total_return_adjusted, split_adjusted, price_index, unknown"},
	{"in_index", BOOL, AT(Asset, in_index), .doc = "Whether the default index may hold it"},
	{"first_date", DATE, AT(Asset, first_date), NULLABLE, .doc = "First price"},
	{"last_date", DATE, AT(Asset, last_date), NULLABLE, .doc = "Last price"},
	{"last_close", REAL, AT(Asset, last_close), NULLABLE, .doc = "Last close"},
};
static SHAPE(asset, Asset, asset_fields);

static const struct field assets_fields[] = {
	{"items", LIST, AT(Assets, items), .of = &asset, .doc = "By symbol"},
	{"total", INT, AT(Assets, total), .doc = "How many match"},
};
static SHAPE(assets, Assets, assets_fields);

static const struct field asset_history_query_fields[] = {
	{"symbol", TEXT, AT(AssetHistoryQuery, symbol), IN_PATH | REQUIRED, 1, 32,
         .doc = "Ticker; case does not matter", .example = "\"AAPL\""},
	RANGE_FIELDS(AssetHistoryQuery),
	{"normalize", BOOL, AT(AssetHistoryQuery, normalize), IN_QUERY, .def = "false",
         .doc = "Scale the series so that its first value is 100", .example = "true"},
};
static SHAPE(asset_history_query, AssetHistoryQuery, asset_history_query_fields);

static const struct field asset_history_fields[] = {
	{"symbol", TEXT, AT(AssetHistory, symbol), .doc = "Ticker"},
	{"series", LIST, AT(AssetHistory, series), .max = 100000, .of = &point_shape,
         .doc = "Closes, dividend-adjusted where the data have such closes"},
	{"start_date", DATE, AT(AssetHistory, start_date), NULLABLE,
         .doc = "First date of the series"},
	{"end_date", DATE, AT(AssetHistory, end_date), NULLABLE, .doc = "Last date of the series"},
};
static SHAPE(asset_history, AssetHistory, asset_history_fields);

static const struct field source_fields[] = {
	{"source", TEXT, AT(Source, source), .doc = "Name that rows carry"},
	{"title", TEXT, AT(Source, title), .doc = "What it is"},
	{"licence", TEXT, AT(Source, licence), .doc = "Terms of use"},
	{"kind", TEXT, AT(Source, kind),
         .doc = "prices, benchmark, series, fx, risk_free, actions"},
	{"series", INT, AT(Source, series), .doc = "Assets, currencies or names"},
	{"rows", INT, AT(Source, rows), .doc = "Stored rows"},
	{"first_date", DATE, AT(Source, first_date), .doc = "First date"},
	{"last_date", DATE, AT(Source, last_date), .doc = "Last date"},
};
static SHAPE(source, Source, source_fields);

static const struct field sources_fields[] = {
	{"items", LIST, AT(Sources, items), .of = &source, .doc = "One a kind and source"},
	{"is_sample", BOOL, AT(Sources, is_sample),
         .doc = "Whether the bundled sample is among them"},
	{"last_date", DATE, AT(Sources, last_date), NULLABLE, .doc = "Last session of the index"},
};
static SHAPE(sources, Sources, sources_fields);

static enum err get_current(struct req *rq, const void *in, void *out)
{
	(void)in;
	return app_current(req_worker(rq), req_arena(rq), out, req_fail(rq));
}

static enum err get_history(struct req *rq, const void *in, void *out)
{
	return app_history(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err get_rebalances(struct req *rq, const void *in, void *out)
{
	return app_rebalances(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err get_assets(struct req *rq, const void *in, void *out)
{
	return app_assets(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err get_asset_history(struct req *rq, const void *in, void *out)
{
	return app_asset_history(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err get_sources(struct req *rq, const void *in, void *out)
{
	(void)in;
	return app_sources(req_worker(rq), req_arena(rq), out, req_fail(rq));
}

static const enum err computed[] = {ERR_CONFLICT, OK};
static const enum err by_symbol[] = {ERR_NOTFOUND, OK};

static const struct route table[] = {
	{GET, "/current", get_current, LOGIN | LENIENT | SHARED, NULL, &current, "getCurrent",
         "Composition of the index at its last close", computed},
	{GET, "/history", get_history, LOGIN | LENIENT | SHARED, &history_query, &history,
         "getHistory", "Levels of the index", computed},
	{GET, "/rebalances", get_rebalances, LOGIN | FIELDS | SHARED, &rebalances_query,
         &rebalances, "getRebalances",
         "Every rebalance: dates, turnover, cost, weights and events"},
	{GET, "/assets", get_assets, LOGIN | FIELDS | SHARED, &assets_query, &assets, "getAssets",
         "Assets with what is stored about them"},
	{GET, "/assets/{symbol}/history", get_asset_history, LOGIN | LENIENT | SHARED,
         &asset_history_query, &asset_history, "getAssetHistory", "Closes of one asset", by_symbol},
	{GET, "/sources", get_sources, LOGIN | SHARED, NULL, &sources, "getSources",
         "Where the data come from and when they end"},
};
const struct routes index_routes = {"/api/v1/index", "index",
                                    "The index: levels, composition, assets, data", table,
                                    COUNT(table)};

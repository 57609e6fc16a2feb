/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/explain.h"

#include "api/routes.h"
#include "api/series.h"
#include "api/shapes.h"
#include "app/indexes.h"

static const struct field explain_query_fields[] = {
	{"date", DATE, AT(ExplainQuery, date), IN_QUERY,
         .doc = "A session of the index; absent: the last one", .example = "\"2008-10-15\""},
};
static SHAPE(explain_query, ExplainQuery, explain_query_fields);

static const struct field event_fields[] = {
	{"code", TEXT, AT(Event, code),
         .doc = "What happened: cap_unknown, daily_drop, outlier, ..."},
	{"symbol", TEXT, AT(Event, symbol), NULLABLE,
         .doc = "Asset concerned; null = the whole index"},
	{"message", TEXT, AT(Event, message), .doc = "The same as a sentence"},
};
static const struct shape event = {"ExplainedEvent", sizeof(struct Event), event_fields,
                                   COUNT(event_fields)};

static const struct field holding_fields[] = {
	{"symbol", TEXT, AT(ExplainedHolding, symbol), .doc = "Ticker"},
	{"name", TEXT, AT(ExplainedHolding, name), .doc = "Name"},
	{"units", REAL, AT(ExplainedHolding, units), .doc = "Units held on the day"},
	{"price", REAL, AT(ExplainedHolding, price), NULLABLE, .doc = "The price they count with"},
	{"fx_rate", REAL, AT(ExplainedHolding, fx_rate),
         .doc = "Units of the index's currency for one of the price's: 1, prices count as they are"},
	{"price_date", DATE, AT(ExplainedHolding, price_date), NULLABLE,
         .doc = "The session it is of"},
	{"carried", BOOL, AT(ExplainedHolding, carried),
         .doc = "Whether it is of an earlier session"},
	{"value", REAL, AT(ExplainedHolding, value), NULLABLE, .doc = "units * price"},
	{"weight", REAL, AT(ExplainedHolding, weight), NULLABLE,
         .doc = "Share of the value, drifted since the rebalance"},
	{"contribution", REAL, AT(ExplainedHolding, contribution), NULLABLE,
         .doc = "To the return of the day; all sum to day_return. null on the first session"},
	{"target_weight", REAL, AT(ExplainedHolding, target_weight),
         .doc = "Weight set by the rebalance: the blend of the three sleeves"},
	{"weight_before", REAL, AT(ExplainedHolding, weight_before),
         .doc = "Weight just before the rebalance"},
	{"momentum", REAL, AT(ExplainedHolding, momentum), NULLABLE,
         .doc = "Rise over the look-back at the reference date"},
	{"momentum_sleeve", REAL, AT(ExplainedHolding, momentum_sleeve), NULLABLE,
         .doc = "Weight in the momentum sleeve"},
	{"market_cap", REAL, AT(ExplainedHolding, market_cap), NULLABLE,
         .doc = "Capitalisation, where it is known"},
	{"market_cap_sleeve", REAL, AT(ExplainedHolding, market_cap_sleeve), NULLABLE,
         .doc = "Weight in the capitalisation sleeve"},
	{"volatility", REAL, AT(ExplainedHolding, volatility), NULLABLE,
         .doc = "Daily, over the look-back; before the floor"},
	{"inverse_volatility", REAL, AT(ExplainedHolding, inverse_volatility), NULLABLE,
         .doc = "1 over the volatility, or over the floor if that is larger"},
	{"risk_parity_sleeve", REAL, AT(ExplainedHolding, risk_parity_sleeve), NULLABLE,
         .doc = "Weight in the inverse-volatility sleeve"},
};
static SHAPE(holding, ExplainedHolding, holding_fields);

static const struct field rebalance_fields[] = {
	{"reference_date", DATE, AT(ExplainedRebalance, reference_date),
         .doc = "Close at which it was decided"},
	{"effective_date", DATE, AT(ExplainedRebalance, effective_date),
         .doc = "Close after which it is in force"},
	{"turnover", REAL, AT(ExplainedRebalance, turnover),
         .doc = "One way, fraction of the index"},
	{"cost", REAL, AT(ExplainedRebalance, cost), .doc = "Fraction taken from the net level"},
	{"momentum_weight", REAL, AT(ExplainedRebalance, momentum_weight), NULLABLE,
         .doc = "Share of the sleeve"},
	{"market_cap_weight", REAL, AT(ExplainedRebalance, market_cap_weight), NULLABLE,
         .doc = "Share of the sleeve"},
	{"risk_parity_weight", REAL, AT(ExplainedRebalance, risk_parity_weight), NULLABLE,
         .doc = "Share of the sleeve"},
	{"events", LIST, AT(ExplainedRebalance, events), .of = &event,
         .doc = "What the rules had to do"},
};
static SHAPE(rebalance, ExplainedRebalance, rebalance_fields);

static const struct field run_fields[] = {
	{"id", INT, AT(ExplainedRun, id), .doc = "The newest computation"},
	{"config_version", INT, AT(ExplainedRun, config_version),
         .doc = "Version of the configuration it used"},
	{"computed_at", TIME, AT(ExplainedRun, computed_at), .doc = "When"},
	{"config_hash", TEXT, AT(ExplainedRun, config_hash), .doc = "SHA-256 of the configuration"},
	{"data_hash", TEXT, AT(ExplainedRun, data_hash),
         .doc = "SHA-256 of every price that entered"},
	{"engine", TEXT, AT(ExplainedRun, engine), .doc = "Version and commit of the program"},
};
static SHAPE(run, ExplainedRun, run_fields);

static const struct field explained_fields[] = {
	{"date", DATE, AT(Explained, date), .doc = "The session"},
	{"level", REAL, AT(Explained, level), .doc = "Total-return level as published"},
	{"net_level", REAL, AT(Explained, net_level), .doc = "The same after costs"},
	{"formula", TEXT, AT(Explained, formula), .doc = "How the level follows"},
	{"value", REAL, AT(Explained, value), .doc = "Value of the holdings"},
	{"divisor", REAL, AT(Explained, divisor), .doc = "What it is divided by"},
	{"rebuilt_level", REAL, AT(Explained, rebuilt_level), .doc = "value / divisor"},
	{"net_factor", REAL, AT(Explained, net_factor),
         .doc = "Product of 1 - cost over every rebalance up to this close, in order of time"},
	{"rebuilt_net_level", REAL, AT(Explained, rebuilt_net_level),
         .doc = "rebuilt_level * net_factor"},
	{"costs", INT, AT(Explained, costs), .doc = "How many rebalances that product has"},
	{"exact", BOOL, AT(Explained, exact),
         .doc = "Whether both are the published levels to the last bit; not so if prices were corrected since"},
	{"previous_date", DATE, AT(Explained, previous_date), NULLABLE,
         .doc = "The session before"},
	{"previous_level", REAL, AT(Explained, previous_level), NULLABLE, .doc = "Its level"},
	{"day_return", REAL, AT(Explained, day_return), NULLABLE,
         .doc = "level / previous_level - 1"},
	{"rebalanced_at_close", BOOL, AT(Explained, rebalanced_at_close),
         .doc = "Whether new holdings were bought at this close; they count from the next session on"},
	{"holdings", LIST, AT(Explained, holdings), .of = &holding,
         .doc = "What was held on the day"},
	{"rebalance", OBJ, AT(Explained, rebalance), .of = &rebalance,
         .doc = "Where those holdings come from"},
	{"events", LIST, AT(Explained, events), .of = &event,
         .doc = "Flags and events of this date"},
	{"run", OBJ, AT(Explained, run), .of = &run, .doc = "What published it"},
};
const struct shape explained_shape = {"Explained", sizeof(struct Explained), explained_fields,
                                      COUNT(explained_fields)};

static const struct field weights_query_fields[] = {
	RANGE_FIELDS(WeightsQuery),
	{"step", ENUM, AT(WeightsQuery, step), IN_QUERY, .def = "month", .words = weight_steps,
         .doc = "One date, the last session, in each", .example = "\"quarter\""},
};
static SHAPE(weights_query, WeightsQuery, weights_query_fields);

static const struct field weight_fields[] = {
	{"symbol", TEXT, AT(DatedWeight, symbol), .doc = "Ticker"},
	{"weight", REAL, AT(DatedWeight, weight), NULLABLE, .doc = "Share of the index"},
};
static SHAPE(weight, DatedWeight, weight_fields);

static const struct field dated_fields[] = {
	{"date", DATE, AT(DatedWeights, date), .doc = "Session"},
	{"weights", LIST, AT(DatedWeights, weights), .of = &weight,
         .doc = "What is held after its close; sum 1"},
};
static SHAPE(dated, DatedWeights, dated_fields);

static const struct field weights_fields[] = {
	{"items", LIST, AT(Weights, items), .of = &dated, .doc = "Ascending"},
	{"total", INT, AT(Weights, total), .doc = "How many dates"},
};
static SHAPE(weights, Weights, weights_fields);

static const struct field events_query_fields[] = {
	RANGE_FIELDS(EventsQuery),
	{"code", TEXT, AT(EventsQuery, code), IN_QUERY, 1, 40, .doc = "Only events of this name",
         .example = "\"daily_drop\""},
	{"limit", INT, AT(EventsQuery, limit), IN_QUERY, 1, 5000, "100", .doc = "At most this many",
         .example = "20"},
	{"offset", INT, AT(EventsQuery, offset), IN_QUERY, 0, 1e6, "0", .doc = "Skip this many",
         .example = "0"},
};
static SHAPE(events_query, EventsQuery, events_query_fields);

static const struct field dated_event_fields[] = {
	{"date", DATE, AT(DatedEvent, date), .doc = "Session, or effective date of the rebalance"},
	{"code", TEXT, AT(DatedEvent, code),
         .doc = "return_above, return_below, outlier, daily_drop, cap_unknown, ..."},
	{"symbol", TEXT, AT(DatedEvent, symbol), NULLABLE,
         .doc = "Asset concerned; null = the whole index"},
	{"message", TEXT, AT(DatedEvent, message), .doc = "The same as a sentence"},
	{"value", REAL, AT(DatedEvent, value), NULLABLE,
         .doc = "The return that a flag is about, as a fraction"},
};
static SHAPE(dated_event, DatedEvent, dated_event_fields);

static const struct field events_fields[] = {
	{"items", LIST, AT(Events, items), .of = &dated_event, .doc = "Newest first"},
	{"total", INT, AT(Events, total), .doc = "How many match"},
};
static SHAPE(events, Events, events_fields);

static enum err get_explain(struct req *rq, const void *in, void *out)
{
	return app_explain(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err get_weights(struct req *rq, const void *in, void *out)
{
	return app_weights(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err get_events(struct req *rq, const void *in, void *out)
{
	return app_events(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static const enum err computed[] = {ERR_CONFLICT, OK};

static const struct route table[] = {
	{GET, "/explain", get_explain, LOGIN | SHARED, &explain_query, &explained_shape,
         "explainLevel",
         "A level rebuilt from units, prices and divisor to the last digit, its weights from their sleeves",
         computed},
	{GET, "/weights", get_weights, LOGIN | SHARED, &weights_query, &weights, "getWeights",
         "Weights over time", computed},
	{GET, "/events", get_events, LOGIN | FIELDS | SHARED, &events_query, &events, "getEvents",
         "Flags on prices, alerts on the index, and what the rules had to do"},
};
const struct routes explain_routes = {"/api/v1/index", "index",
                                      "The index: levels, composition, assets, data", table,
                                      COUNT(table)};

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/backtest.h"

#include "api/routes.h"
#include "api/series.h"
#include "api/shapes.h"
#include "app/strategy_fields.h"

static const struct field request_fields[] = {
	STRATEGY_FIELDS(NULLABLE),
	{"start_date", DATE, AT(BacktestRequest, start_date), NULLABLE,
         .doc = "First day; absent: the first level", .example = "\"2010-01-04\""},
	{"end_date", DATE, AT(BacktestRequest, end_date), NULLABLE,
         .doc = "Last day; absent: the last session", .example = DATE_EXAMPLE},
};
static const struct shape request = {
	"BacktestRequest", sizeof(struct BacktestRequest), request_fields, COUNT(request_fields),
	.doc = "Fields that differ from the configuration in force, and a range"};

static const struct field level_fields[] = {
	{"date", DATE, AT(BacktestLevel, date), .doc = "Session"},
	{"value", REAL, AT(BacktestLevel, value), .doc = "Total return, 100 on the first date"},
	{"net_value", REAL, AT(BacktestLevel, net_value), .doc = "The same after trading costs"},
};
static SHAPE(level, BacktestLevel, level_fields);

static const struct field metrics_fields[] = {
	{"total_return", REAL, AT(BacktestMetrics, total_return), NULLABLE,
         .doc = "Last over first, less 1"},
	{"annualized_return", REAL, AT(BacktestMetrics, annualized_return), NULLABLE,
         .doc = "Compound, actual days over 365.25; null for less than a year"},
	{"volatility", REAL, AT(BacktestMetrics, volatility), NULLABLE,
         .doc = "Sample standard deviation of daily returns times the root of 252"},
	{"sharpe_ratio", REAL, AT(BacktestMetrics, sharpe_ratio), NULLABLE,
         .doc = "Mean over standard deviation of daily returns times the root of 252; no risk-free rate"},
	{"sortino_ratio", REAL, AT(BacktestMetrics, sortino_ratio), NULLABLE,
         .doc = "Mean return a year over the downside deviation from 0 (divided by all observations)"},
	{"calmar_ratio", REAL, AT(BacktestMetrics, calmar_ratio), NULLABLE,
         .doc = "annualized_return over the size of max_drawdown"},
	{"max_drawdown", REAL, AT(BacktestMetrics, max_drawdown), NULLABLE,
         .doc = "Deepest fall, a fraction of at most 0"},
	{"drawdown_start", DATE, AT(BacktestMetrics, drawdown_start), NULLABLE, .doc = "Its peak"},
	{"drawdown_end", DATE, AT(BacktestMetrics, drawdown_end), NULLABLE, .doc = "Its trough"},
};
static SHAPE(metrics, BacktestMetrics, metrics_fields);

static const struct field weight_fields[] = {
	{"symbol", TEXT, AT(BacktestWeight, symbol), .doc = "Ticker"},
	{"name", TEXT, AT(BacktestWeight, name), .doc = "Name"},
	{"weight", REAL, AT(BacktestWeight, weight), .doc = "Share at the last close, drifted"},
	{"target_weight", REAL, AT(BacktestWeight, target_weight),
         .doc = "Share set by the last rebalance"},
};
static SHAPE(weight, BacktestWeight, weight_fields);

static const struct field event_fields[] = {
	{"code", TEXT, AT(BacktestEvent, code), .doc = "What the rules had to do"},
	{"message", TEXT, AT(BacktestEvent, message), .doc = "The same as a sentence"},
	{"count", INT, AT(BacktestEvent, count), .doc = "At how many rebalances"},
};
static SHAPE(event, BacktestEvent, event_fields);

static const struct field backtest_fields[] = {
	{"config", OBJ, AT(Backtest, config), .of = &strategy_method,
         .doc = "The configuration that was computed"},
	{"start_date", DATE, AT(Backtest, start_date), .doc = "First date of the series"},
	{"end_date", DATE, AT(Backtest, end_date), .doc = "Last date of the series"},
	{"series", LIST, AT(Backtest, series), .max = 100000, .of = &level,
         .doc = "Levels, ascending"},
	{"total", OBJ, AT(Backtest, total), .of = &metrics,
         .doc = "Figures of the total-return level"},
	{"net", OBJ, AT(Backtest, net), .of = &metrics, .doc = "Figures of the net level"},
	{"rebalances", INT, AT(Backtest, rebalances), .doc = "Effective dates in the range"},
	{"turnover", REAL, AT(Backtest, turnover),
         .doc = "One way, times the index a year of 252 sessions"},
	{"cost", REAL, AT(Backtest, cost),
         .doc = "Fraction of the net level that trading took over all"},
	{"weights", LIST, AT(Backtest, weights), .of = &weight,
         .doc = "Holdings at the end, heaviest first"},
	{"events", LIST, AT(Backtest, events), .of = &event,
         .doc = "What the rules had to do, counted"},
	{"compute_us", INT, AT(Backtest, compute_us),
         .doc = "Microseconds that the computation took"},
};
const struct shape backtest_shape = {"Backtest", sizeof(struct Backtest), backtest_fields,
                                     COUNT(backtest_fields)};

static enum err post_backtest(struct req *rq, const void *in, void *out)
{
	return app_backtest(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static const enum err errs[] = {ERR_CONFLICT, ERR_NOTFOUND, OK};

static const struct route table[] = {
	{POST, "/backtest", post_backtest, LOGIN | NO_STORE | COMPUTE | READS, &request,
         &backtest_shape, "backtest",
         "What the index would have been under another configuration; nothing is stored", errs},
};
const struct routes backtest_routes = {"/api/v1/strategy", "strategy", "How the index is made",
                                       table, COUNT(table)};

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/risk.h"

#include "api/routes.h"
#include "api/series.h"
#include "app/distribution.h"
#include "app/drawdowns.h"
#include "app/periods.h"
#include "app/risk_definitions.h"
#include "app/risk_published.h"
#include "app/rolling.h"

#define BASIS_DOC "price: without dividends, about 2 % a year less than total"
#define BASIS_FIELD(type)                                                                        \
	{                                                                                        \
		"basis", ENUM, AT(type, basis), IN_QUERY,                                        \
			.def = "price", .words = basis_words,                                    \
			.doc = "Benchmark: price index, or total return where the data have it", \
			.example = "\"price\""                                                   \
	}
#define OFFSET_FIELD(type)                                                                       \
	{                                                                                        \
		"offset", INT, AT(type, offset), IN_QUERY, 0, 1e6, "0", .doc = "Skip this many", \
									.example = "0"           \
	}

static const struct field query_fields[] = {
	{"limit", INT, AT(RiskQuery, limit), IN_QUERY, 1, 20000, "30", .doc = "At most this many",
         .example = "30"},
	{"days", INT, AT(RiskQuery, days), IN_QUERY, 1, 20000,
         .doc = "The same as limit, in whose place it stands", .example = "30"},
	OFFSET_FIELD(RiskQuery),
};
static SHAPE(query, RiskQuery, query_fields);

#define FIGURE(member, text)                                              \
	{                                                                 \
#member, REAL, AT(RiskRow, member), NULLABLE, .doc = text \
	}
static const struct field row_fields[] = {
	{"date", DATE, AT(RiskRow, date), .doc = "Session"},
	{"observations", INT, AT(RiskRow, observations),
         .doc = "Daily returns from the first level to that session"},
	FIGURE(total_return, "Fraction since the first level; null at it"),
	FIGURE(annualized_return, "Fraction a year (ACT/365.25); null under a year"),
	FIGURE(volatility, "Fraction a year: sample deviation times the root of 252"),
	FIGURE(downside_deviation, "Fraction a year: the same of the losses alone, about 0"),
	FIGURE(sharpe_ratio, "Mean excess return over its deviation, a year; up to rf_until"),
	FIGURE(sortino_ratio, "Mean excess return over its downside deviation; up to rf_until"),
	FIGURE(calmar_ratio, "Annualised return over the deepest fall; null under a year"),
	FIGURE(omega_ratio, "Sum of the gains over the sum of the losses"),
	FIGURE(max_drawdown, "Deepest fall below the highest level so far, 0 or negative"),
	FIGURE(current_drawdown, "Fall below the highest level so far, 0 or negative"),
	FIGURE(ulcer_index, "Root of the mean squared fall"),
	FIGURE(var_95, "Loss that one day in twenty exceeds; null under 20 returns"),
	FIGURE(var_99, "Loss that one day in a hundred exceeds; null under 100 returns"),
	FIGURE(cvar_95, "Mean loss of the days beyond var_95; null under 20 returns"),
	FIGURE(cvar_99, "Mean loss of the days beyond var_99; null under 100 returns"),
	FIGURE(skewness, "Below 0: the bad days are further out than the good ones"),
	FIGURE(excess_kurtosis, "Above 0: more extreme days than a normal has"),
	FIGURE(best_day, "Highest daily return"),
	FIGURE(worst_day, "Lowest daily return"),
	FIGURE(win_rate, "Share of the days with a return above 0"),
	FIGURE(beta_sp500, "Change that goes with a change of 1 of the S&P 500, plain returns"),
	FIGURE(correlation_sp500, "With the S&P 500, -1 to 1, plain returns"),
	FIGURE(alpha, "Fraction a year beyond what beta explains, excess returns; up to rf_until"),
	FIGURE(information_ratio, "Mean difference from the S&P 500 over its deviation, a year"),
	FIGURE(tracking_error, "Deviation of the difference from the S&P 500, fraction a year"),
	{"benchmark_basis", ENUM, AT(RiskRow, benchmark_basis), .words = basis_words,
         .doc = BASIS_DOC},
	{"rf_until", DATE, AT(RiskRow, rf_until), NULLABLE,
         .doc = "Last session up to this one with a risk-free rate: excess returns end there"},
};
static SHAPE(row, RiskRow, row_fields);

static const struct field reason_fields[] = {
	{"metric", TEXT, AT(RiskReason, metric), .doc = "Member of the newest row"},
	{"reason", TEXT, AT(RiskReason, reason),
         .doc = "Why it is null, ends early, or rests on little"},
};
static SHAPE(reason, RiskReason, reason_fields);

static const struct field metrics_fields[] = {
	{"metrics", LIST, AT(RiskMetrics, metrics), .max = 20000, .of = &row,
         .doc = "One a session, newest first, each of the returns up to it"},
	{"total", INT, AT(RiskMetrics, total), .doc = "How many sessions there are"},
	{"message", TEXT, AT(RiskMetrics, message), NULLABLE, .doc = "Why there are no rows"},
	{"benchmark_name", TEXT, AT(RiskMetrics, benchmark_name), .doc = "What is compared with"},
	{"benchmark_basis", ENUM, AT(RiskMetrics, benchmark_basis), .words = basis_words,
         .doc = BASIS_DOC},
	{"rf_until", DATE, AT(RiskMetrics, rf_until), NULLABLE,
         .doc = "Last session with a risk-free rate"},
	{"note", TEXT, AT(RiskMetrics, note), NULLABLE,
         .doc = "What makes index and benchmark unlike"},
	{"reasons", LIST, AT(RiskMetrics, reasons), .of = &reason,
         .doc = "Of the newest row: what is missing or limited, and why"},
};
static SHAPE(metrics, RiskMetrics, metrics_fields);

static const char *const units[] = {"percent", "ratio", "count", "days", NULL};
static const char *const betters[] = {"higher", "lower", "neither", NULL};

static const struct field definition_fields[] = {
	{"metric", TEXT, AT(Definition, metric), .doc = "Member of a row of risk-metrics"},
	{"name", TEXT, AT(Definition, name), .doc = "Name"},
	{"unit", ENUM, AT(Definition, unit), .words = units,
         .doc = "percent: a fraction, to be shown as percent"},
	{"better", ENUM, AT(Definition, better), .words = betters,
         .doc = "Whether more of it is better"},
	{"meaning", TEXT, AT(Definition, meaning), .doc = "What it says, in a plain sentence"},
	{"formula", TEXT, AT(Definition, formula), .doc = "The definition used"},
	{"convention", TEXT, AT(Definition, convention), NULLABLE,
         .doc = "Id of the definition used"},
	{"minimum_observations", INT, AT(Definition, minimum_observations),
         .doc = "Returns that it needs; null with fewer"},
	{"needs_benchmark", BOOL, AT(Definition, needs_benchmark),
         .doc = "Whether it compares with the benchmark"},
	{"needs_rate", BOOL, AT(Definition, needs_rate),
         .doc = "Whether it is over the risk-free rate, and ends with it"},
	{"rolling", BOOL, AT(Definition, rolling), .doc = "Whether it has a rolling series"},
};
static SHAPE(definition, Definition, definition_fields);

static const struct field definitions_fields[] = {
	{"items", LIST, AT(Definitions, items), .of = &definition,
         .doc = "In the order of the members of a row"},
};
static SHAPE(definitions, Definitions, definitions_fields);

static const struct field rolling_query_fields[] = {
	RANGE_FIELDS(RollingQuery),
	BASIS_FIELD(RollingQuery),
	{"window", INT, AT(RollingQuery, window), IN_QUERY, 2, 5000, "60",
         .doc = "Returns in each window", .example = "60"},
	{"metric", ENUM, AT(RollingQuery, metric), IN_QUERY, .def = "volatility",
         .words = risk_rolling_words, .doc = "Member of a row of risk-metrics",
         .example = "\"volatility\""},
};
static SHAPE(rolling_query, RollingQuery, rolling_query_fields);

static const struct field rolling_fields[] = {
	{"metric", ENUM, AT(Rolling, metric), .words = risk_rolling_words, .doc = "What it is of"},
	{"window", INT, AT(Rolling, window), .doc = "Returns in each window"},
	{"series", LIST, AT(Rolling, series), .max = 100000, .of = &point_shape,
         .doc = "The date is the last of its window; null where it is not defined"},
	{"convention", TEXT, AT(Rolling, convention), .doc = "Id of the definition used"},
	{"benchmark_basis", ENUM, AT(Rolling, benchmark_basis), .words = basis_words,
         .doc = BASIS_DOC},
	{"rf_until", DATE, AT(Rolling, rf_until), NULLABLE,
         .doc = "Last session with a risk-free rate; null where none is used"},
	{"note", TEXT, AT(Rolling, note), NULLABLE, .doc = "What makes index and benchmark unlike"},
	{"reason", TEXT, AT(Rolling, reason), NULLABLE,
         .doc = "Why values are missing, or why the series ends early"},
};
static SHAPE(rolling, Rolling, rolling_fields);

static const struct field drawdowns_query_fields[] = {
	RANGE_FIELDS(DrawdownsQuery),
	BASIS_FIELD(DrawdownsQuery),
	{"limit", INT, AT(DrawdownsQuery, limit), IN_QUERY, 1, 1000, "10",
         .doc = "At most this many", .example = "10"},
};
static SHAPE(drawdowns_query, DrawdownsQuery, drawdowns_query_fields);

static const struct field drawdown_fields[] = {
	{"depth", REAL, AT(Drawdown, depth), .doc = "Fraction below the peak, negative"},
	{"peak_date", DATE, AT(Drawdown, peak_date), .doc = "Session it falls from"},
	{"trough_date", DATE, AT(Drawdown, trough_date), .doc = "Deepest session"},
	{"recovery_date", DATE, AT(Drawdown, recovery_date), NULLABLE,
         .doc = "First session at the peak's level again; null = not yet"},
	{"sessions_down", INT, AT(Drawdown, sessions_down), .doc = "From the peak to the trough"},
	{"sessions_up", INT, AT(Drawdown, sessions_up), NULLABLE,
         .doc = "From the trough to the recovery; null = not yet"},
	{"days", INT, AT(Drawdown, days),
         .doc = "Calendar days from the peak to the recovery, or to the last session"},
};
static SHAPE(drawdown, Drawdown, drawdown_fields);

static const struct field drawdowns_fields[] = {
	{"items", LIST, AT(Drawdowns, items), .of = &drawdown, .doc = "Deepest first"},
	{"total", INT, AT(Drawdowns, total), .doc = "How many there are"},
	{"current_drawdown", REAL, AT(Drawdowns, current_drawdown),
         .doc = "Fraction below the highest level at the last session, 0 or negative"},
	{"series", LIST, AT(Drawdowns, series), .max = 100000, .of = &point_shape,
         .doc = "Fraction below the highest level so far, ascending by date"},
};
static SHAPE(drawdowns, Drawdowns, drawdowns_fields);

static const char *const frequencies[] = {"monthly", "yearly", NULL};

static const struct field periods_query_fields[] = {
	RANGE_FIELDS(PeriodsQuery),
	BASIS_FIELD(PeriodsQuery),
	{"frequency", ENUM, AT(PeriodsQuery, frequency), IN_QUERY, .def = "monthly",
         .words = frequencies, .doc = "Calendar months or years", .example = "\"yearly\""},
};
static SHAPE(periods_query, PeriodsQuery, periods_query_fields);

static const struct field period_fields[] = {
	{"period", TEXT, AT(Period, period), .doc = "2008-10 or 2008"},
	{"start_date", DATE, AT(Period, start_date),
         .doc = "Its first session; the return counts from the session before"},
	{"end_date", DATE, AT(Period, end_date), .doc = "Its last session"},
	{"value", REAL, AT(Period, value), .doc = "Return of the index, a fraction"},
	{"benchmark", REAL, AT(Period, benchmark), NULLABLE,
         .doc = "Of the benchmark between the same sessions; null where it lacks one"},
	{"begun", BOOL, AT(Period, begun), .doc = "The range begins in it: its start is missing"},
	{"open", BOOL, AT(Period, open), .doc = "The range ends in it: more may come"},
};
static SHAPE(period, Period, period_fields);

static const struct field periods_fields[] = {
	{"items", LIST, AT(Periods, items), .of = &period,
         .doc = "Oldest first; all compound to the return of the range"},
	{"frequency", ENUM, AT(Periods, frequency), .words = frequencies,
         .doc = "Calendar months or years"},
	{"benchmark_name", TEXT, AT(Periods, benchmark_name), .doc = "What is compared with"},
	{"benchmark_basis", ENUM, AT(Periods, benchmark_basis), .words = basis_words,
         .doc = BASIS_DOC},
	{"note", TEXT, AT(Periods, note), NULLABLE, .doc = "What makes index and benchmark unlike"},
};
static SHAPE(periods, Periods, periods_fields);

static const struct field distribution_query_fields[] = {
	RANGE_FIELDS(DistributionQuery),
	BASIS_FIELD(DistributionQuery),
	{"bins", INT, AT(DistributionQuery, bins), IN_QUERY, 5, 400, "60",
         .doc = "How many classes", .example = "60"},
};
static SHAPE(distribution_query, DistributionQuery, distribution_query_fields);

static const struct field bin_fields[] = {
	{"from", REAL, AT(Bin, from), .doc = "Least return; the first also takes all below"},
	{"to", REAL, AT(Bin, to), .doc = "Not itself; the last also takes all from here on"},
	{"count", INT, AT(Bin, count), .doc = "Days"},
	{"normal", REAL, AT(Bin, normal), NULLABLE,
         .doc = "Days that a normal of this mean and deviation would have"},
};
static SHAPE(bin, Bin, bin_fields);

static const struct field tail_fields[] = {
	{"alpha", REAL, AT(Tail, alpha), .doc = "Probability of the tail"},
	{"method", TEXT, AT(Tail, method),
         .doc = "historical, historical_lower, historical_lowest, gauss, gauss_population,"
                " cornish_fisher, entropic"},
	{"convention", TEXT, AT(Tail, convention), .doc = "Id of the definition of var"},
	{"cvar_convention", TEXT, AT(Tail, cvar_convention), NULLABLE,
         .doc = "Id of the definition of cvar"},
	{"var", REAL, AT(Tail, var), NULLABLE, .doc = "Loss of a day, a positive fraction"},
	{"cvar", REAL, AT(Tail, cvar), NULLABLE, .doc = "Mean loss of the days beyond"},
	{"reason", TEXT, AT(Tail, reason), NULLABLE, .doc = "Why one of them is null"},
};
static SHAPE(tail, Tail, tail_fields);

static const struct field distribution_fields[] = {
	{"observations", INT, AT(Distribution, observations), .doc = "Daily returns"},
	{"mean", REAL, AT(Distribution, mean), NULLABLE, .doc = "Of a day, a fraction"},
	{"deviation", REAL, AT(Distribution, deviation), NULLABLE,
         .doc = "Sample deviation of a day; null under two returns"},
	{"skewness", REAL, AT(Distribution, skewness), NULLABLE, .doc = "Of the population"},
	{"excess_kurtosis", REAL, AT(Distribution, excess_kurtosis), NULLABLE,
         .doc = "Of the population; 0 for a normal"},
	{"bins", LIST, AT(Distribution, bins), .of = &bin,
         .doc = "Ascending, of equal widths; counts sum to the observations"},
	{"best", LIST, AT(Distribution, best), .of = &point_shape, .doc = "Highest returns first"},
	{"worst", LIST, AT(Distribution, worst), .of = &point_shape, .doc = "Lowest returns first"},
	{"tails", LIST, AT(Distribution, tails), .of = &tail,
         .doc = "Value at risk and expected shortfall by every method"},
};
static SHAPE(distribution, Distribution, distribution_fields);

static const struct field published_query_fields[] = {
	{"limit", INT, AT(PublishedQuery, limit), IN_QUERY, 1, 1000, "100",
         .doc = "At most this many", .example = "20"},
	OFFSET_FIELD(PublishedQuery),
};
static SHAPE(published_query, PublishedQuery, published_query_fields);

static const struct field published_fields[] = {
	{"id", INT, AT(PublishedRisk, id), .doc = "Counts up"},
	{"date", DATE, AT(PublishedRisk, date), .doc = "Last session of the publication"},
	{"computed_at", TIME, AT(PublishedRisk, computed_at), .doc = "When it was published"},
	{"run_id", INT, AT(PublishedRisk, run_id), .doc = "The computation that published it"},
	{"version", INT, AT(PublishedRisk, version), .doc = "Of the configuration in force"},
	{"metrics", OBJ, AT(PublishedRisk, metrics), .of = &row,
         .doc = "The figures as they were then"},
};
static SHAPE(published, PublishedRisk, published_fields);

static const struct field published_list_fields[] = {
	{"items", LIST, AT(PublishedRisks, items), .of = &published, .doc = "Newest first"},
	{"total", INT, AT(PublishedRisks, total), .doc = "How many there are"},
};
static SHAPE(published_list, PublishedRisks, published_list_fields);

static enum err get_metrics(struct req *rq, const void *in, void *out)
{
	return app_risk_metrics(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err get_definitions(struct req *rq, const void *in, void *out)
{
	(void)in;
	app_risk_definitions(req_arena(rq), out);
	return OK;
}

static enum err get_rolling(struct req *rq, const void *in, void *out)
{
	return app_rolling(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err get_drawdowns(struct req *rq, const void *in, void *out)
{
	return app_drawdowns(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err get_periods(struct req *rq, const void *in, void *out)
{
	return app_periods(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err get_distribution(struct req *rq, const void *in, void *out)
{
	return app_distribution(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err get_published(struct req *rq, const void *in, void *out)
{
	return app_risk_published(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static const enum err absent[] = {ERR_CONFLICT, OK};

static const struct route table[] = {
	{GET, "/risk-metrics", get_metrics, LOGIN | SHARED | LENIENT | FIELDS | COMPUTE, &query,
         &metrics, "getRiskMetrics",
         "Return and risk as of each session, from the first level to it", absent},
	{GET, "/risk-metrics/definitions", get_definitions, LOGIN | SHARED | FIELDS, NULL,
         &definitions, "getRiskDefinitions", "What each figure means and how it is computed"},
	{GET, "/risk-metrics/rolling", get_rolling, LOGIN | SHARED | COMPUTE, &rolling_query,
         &rolling, "getRollingRisk", "A figure of every window of a number of returns", absent},
	{GET, "/risk-metrics/drawdowns", get_drawdowns, LOGIN | SHARED | COMPUTE, &drawdowns_query,
         &drawdowns, "getDrawdowns",
         "Every fall below an earlier level, and the fall at each session", absent},
	{GET, "/risk-metrics/periods", get_periods, LOGIN | SHARED | COMPUTE, &periods_query,
         &periods, "getPeriodReturns", "Returns of calendar months or years", absent},
	{GET, "/risk-metrics/distribution", get_distribution, LOGIN | SHARED | COMPUTE,
         &distribution_query, &distribution, "getReturnDistribution",
         "How the daily returns are spread, and what the tails may cost", absent},
	{GET, "/risk-metrics/published", get_published, LOGIN | SHARED | FIELDS, &published_query,
         &published_list, "getPublishedRisk", "The figures as each computation published them"},
};
const struct routes risk_routes = {"/api/v1/strategy", "strategy", "How the index is made", table,
                                   COUNT(table)};

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/benchmark.h"

#include "api/routes.h"
#include "api/series.h"
#include "app/compare.h"

static const struct field query_fields[] = {
	RANGE_FIELDS(BenchmarkQuery),
	{"basis", ENUM, AT(BenchmarkQuery, basis), IN_QUERY, .def = "price", .words = basis_words,
         .doc = "price index, or total return where the data have it", .example = "\"price\""},
};
static SHAPE(query, BenchmarkQuery, query_fields);

static const struct field benchmark_fields[] = {
	{"series", LIST, AT(Benchmark, series), .max = 100000, .of = &point_shape,
         .doc = "The first value is 100"},
	{"benchmark_name", TEXT, AT(Benchmark, benchmark_name), .doc = "What it is"},
	{"benchmark_basis", ENUM, AT(Benchmark, benchmark_basis), .words = basis_words,
         .doc = "price: without dividends, about 2 % a year less than total"},
};
static SHAPE(benchmark, Benchmark, benchmark_fields);

static const struct field side_fields[] = {
	{"start_value", REAL, AT(CompareSide, start_value),
         .doc = "Level at the first common session"},
	{"end_value", REAL, AT(CompareSide, end_value), .doc = "Level at the last common session"},
	{"total_return", REAL, AT(CompareSide, total_return), NULLABLE,
         .doc = "Percent; null with one session"},
	{"annualized_return", REAL, AT(CompareSide, annualized_return), NULLABLE,
         .doc = "Percent a year (ACT/365.25); null under a year"},
	{"volatility", REAL, AT(CompareSide, volatility), NULLABLE,
         .doc = "Percent a year: sample deviation of the daily returns times the root of 252; null under two returns"},
	{"sharpe_ratio", REAL, AT(CompareSide, sharpe_ratio), NULLABLE,
         .doc = "Mean excess return over its sample deviation, times the root of 252; up to rf_until"},
};
static SHAPE(side, CompareSide, side_fields);

static const struct field outperformance_fields[] = {
	{"total", REAL, AT(Outperformance, total), NULLABLE,
         .doc = "Difference of the total returns, percentage points"},
	{"annualized", REAL, AT(Outperformance, annualized), NULLABLE,
         .doc = "Difference of the annualised returns, percentage points"},
	{"information_ratio", REAL, AT(Outperformance, information_ratio), NULLABLE,
         .doc = "Mean daily difference over its sample deviation, times the root of 252"},
};
static SHAPE(outperformance, Outperformance, outperformance_fields);

static const struct field compare_fields[] = {
	{"start_date", DATE, AT(Compare, start_date), .doc = "First common session"},
	{"end_date", DATE, AT(Compare, end_date), .doc = "Last common session"},
	{"observations", INT, AT(Compare, observations), .doc = "Common daily returns"},
	{"autoindex", OBJ, AT(Compare, autoindex), .of = &side, .doc = "The index, total return"},
	{"sp500", OBJ, AT(Compare, sp500), .of = &side, .doc = "The S&P 500"},
	{"outperformance", OBJ, AT(Compare, outperformance), .of = &outperformance,
         .doc = "The index less the S&P 500"},
	{"benchmark_name", TEXT, AT(Compare, benchmark_name), .doc = "What it is"},
	{"benchmark_basis", ENUM, AT(Compare, benchmark_basis), .words = basis_words,
         .doc = "price: without dividends, about 2 % a year less than total"},
	{"rf_until", DATE, AT(Compare, rf_until), NULLABLE,
         .doc = "Last session with a risk-free rate: the Sharpe ratios end here"},
	{"sharpe_reason", TEXT, AT(Compare, sharpe_reason), NULLABLE,
         .doc = "Why there is no Sharpe ratio, or why it ends before the range does"},
	{"note", TEXT, AT(Compare, note), NULLABLE, .doc = "What makes the two unlike"},
};
static SHAPE(compare, Compare, compare_fields);

static enum err get_compare(struct req *rq, const void *in, void *out)
{
	return app_compare(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err get_sp500(struct req *rq, const void *in, void *out)
{
	return app_benchmark(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static const enum err absent[] = {ERR_CONFLICT, OK};

static const struct route table[] = {
	{GET, "/sp500", get_sp500, LOGIN | LENIENT | SHARED, &query, &benchmark, "getSp500",
         "The S&P 500", absent},
	{GET, "/compare", get_compare, LOGIN | LENIENT | SHARED | COMPUTE, &query, &compare,
         "compare", "Return and risk of the index beside the S&P 500", absent},
};
const struct routes benchmark_routes = {"/api/v1/benchmark", "benchmark",
                                        "What the index is compared with", table, COUNT(table)};

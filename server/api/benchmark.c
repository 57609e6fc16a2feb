/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/benchmark.h"

#include "api/routes.h"
#include "api/series.h"

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

static enum err get_sp500(struct req *rq, const void *in, void *out)
{
	return app_benchmark(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static const enum err absent[] = {ERR_CONFLICT, OK};

static const struct route table[] = {
	{GET, "/sp500", get_sp500, LOGIN | LENIENT, &query, &benchmark, "getSp500", "The S&P 500",
         absent},
};
const struct routes benchmark_routes = {"/api/v1/benchmark", "benchmark",
                                        "What the index is compared with", table, COUNT(table)};

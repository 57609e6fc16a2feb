/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/benchmark.h"

#include "app/app.h"
#include "app/indexes.h"
#include "base/date.h"
#include "store/assets.h"
#include "store/points.h"

const char *const basis_words[] = {"price", "total", NULL};

const char *benchmark_name(enum basis basis)
{
	return basis == BASIS_PRICE ? "S&P 500" : "S&P 500 (SPY, dividends reinvested)";
}

const char *benchmark_note(enum basis basis)
{
	return basis == BASIS_PRICE
	               ? "AutoIndex includes dividends, the benchmark is a price index without them:"
	                 " about 2 % a year in AutoIndex's favour"
	               : NULL;
}

enum err benchmark_levels(struct db *db, struct arena *a, enum basis basis, int32_t from,
                          int32_t to, struct points *out, struct fail *f)
{
	struct asset as;
	struct fail  why = {0};

	if (basis == BASIS_TOTAL)
		return points_of_series(db, a, BENCHMARK_TOTAL_SERIES, from, to, out, f);
	enum err e = assets_by_symbol(db, a, BENCHMARK_SYMBOL, &as, &why);
	if (e == ERR_NOTFOUND) {
		*out = (struct points){0};
		return OK;
	}
	if (e != OK) {
		*f = why;
		return e;
	}
	return points_of_asset(db, a, as.id, from, to, out, f);
}

enum err app_benchmark(struct app *app, struct arena *a, const struct BenchmarkQuery *in,
                       struct Benchmark *out, struct fail *f)
{
	enum basis    basis = (enum basis)in->basis;
	struct points p = {0};

	TRY(range_check(in->start_date, in->end_date, f));
	TRY(benchmark_levels(app->db, a, basis, in->start_date,
	                     in->end_date == DATE_NONE ? INT32_MAX : in->end_date, &p, f));
	if (p.n == 0)
		return fail_as(f, ERR_CONFLICT, "no_benchmark", "the data hold no %s in this range",
		               basis == BASIS_PRICE ? "S&P 500 price index"
		                                    : "S&P 500 total return");
	points_rebase(&p);
	*out = (struct Benchmark){
		.series = {.items = p.p, .n = p.n},
		.benchmark_name = benchmark_name(basis),
		.benchmark_basis = in->basis,
	};
	return OK;
}

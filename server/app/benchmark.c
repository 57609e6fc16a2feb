/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/benchmark.h"

#include "app/app.h"
#include "app/indexes.h"
#include "base/date.h"
#include "store/assets.h"
#include "store/points.h"

static enum err missing(const char *what, struct fail *f)
{
	return fail_as(f, ERR_CONFLICT, "no_benchmark", "the data hold no %s in this range", what);
}

enum err app_benchmark(struct app *app, struct arena *a, const struct BenchmarkQuery *in,
                       struct Benchmark *out, struct fail *f)
{
	int32_t from = in->start_date, to = in->end_date == DATE_NONE ? INT32_MAX : in->end_date;
	struct points p = {0};

	TRY(range_check(in->start_date, in->end_date, f));
	if (in->basis == BASIS_PRICE) {
		struct asset as;
		struct fail  why = {0};
		enum err     e = assets_by_symbol(app->db, a, BENCHMARK_SYMBOL, &as, &why);

		if (e == ERR_NOTFOUND)
			return missing("S&P 500 price index", f);
		if (e != OK) {
			*f = why;
			return e;
		}
		TRY(points_of_asset(app->db, a, as.id, from, to, &p, f));
	} else {
		TRY(points_of_series(app->db, a, BENCHMARK_TOTAL_SERIES, from, to, &p, f));
	}
	if (p.n == 0)
		return missing(in->basis == BASIS_PRICE ? "S&P 500 price index"
		                                        : "S&P 500 total return",
		               f);
	points_rebase(&p);
	*out = (struct Benchmark){
		.series = {.items = p.p, .n = p.n},
		.benchmark_name = in->basis == BASIS_PRICE ? "S&P 500"
	                                                   : "S&P 500 (SPY, dividends reinvested)",
		.benchmark_basis = in->basis,
	};
	return OK;
}

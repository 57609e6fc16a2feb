/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_BENCHMARK_H
#define APP_BENCHMARK_H

#include <stdint.h>

#include "base/err.h"
#include "base/shape.h"
#include "store/points.h"

struct app;
struct arena;
struct db;

enum basis { BASIS_PRICE, BASIS_TOTAL };
extern const char *const basis_words[]; /* price, total; NULL-ended */

struct BenchmarkQuery {
	int32_t start_date, end_date;
	int     basis;
};
struct Benchmark {
	struct list series; /* struct point, the first is 100 */
	const char *benchmark_name;
	int         benchmark_basis;
};

/*
 * Its levels as they are stored, not rebased; none where the data have none.
 */
enum err    benchmark_levels(struct db *db, struct arena *a, enum basis basis, int32_t from,
                             int32_t to, struct points *out, struct fail *f) MUST_CHECK;
const char *benchmark_name(enum basis basis);
/* What makes it unlike the total-return level; NULL where nothing does. */
const char *benchmark_note(enum basis basis);

/*
 * The S&P 500 as it is in the data: the price index, or SPY with dividends
 * reinvested. ERR_CONFLICT "no_benchmark" where the data hold neither.
 */
enum err app_benchmark(struct app *app, struct arena *a, const struct BenchmarkQuery *in,
                       struct Benchmark *out, struct fail *f) MUST_CHECK;

#endif

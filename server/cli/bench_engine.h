/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CLI_BENCH_ENGINE_H
#define CLI_BENCH_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;

/*
 * Works of fixed content for the engine, prices in memory to result, each with
 * answers computed independently: a time without the right answer does not
 * count. A new work is a row of bench_works.
 */

/* The 20 stocks of the bundled sample (default_index = 1), in the order of its assets. */
struct bench_prices {
	size_t         rows, assets;
	const int32_t *dates;  /* [rows] */
	const double  *prices; /* [rows][assets] adjusted closes */
};

enum { BENCH_ANSWERS = 8 };

struct bench_answer {
	const char *name;
	double      want;
};

struct bench_work {
	const char         *name, *what;
	double              budget_ms; /* of the median */
	size_t              runs_max;  /* of a work that takes long; 0 = as asked */
	double              tolerance; /* of its answers, relative; 0 = BENCH_TOLERANCE */
	struct bench_answer answers[BENCH_ANSWERS]; /* up to the first without a name */
	/* Not timed: what run() needs, in the arena. in outlives it. */
	void *(*prepare)(struct arena *a, const struct bench_prices *in);
	/* Timed: got in the order of answers. */
	enum err (*run)(void *state, double got[BENCH_ANSWERS], struct fail *f);
};

extern const struct bench_work bench_works[];
extern const size_t            bench_works_n;

struct bench_result {
	const struct bench_work *work;
	size_t                   runs;
	double                   median_ms, min_ms;
	double double_ms; /* median with twice the rows: the same returns once more */
	double growth;    /* double_ms / median_ms */
	size_t n_answers;
	double got[BENCH_ANSWERS];
	bool   right[BENCH_ANSWERS]; /* within the tolerance of want */
	bool   ok;                   /* all of them */
};

#define BENCH_TOLERANCE 1e-9

enum { BENCH_RUNS_MAX = 10000 };

/*
 * Run a work so many times (1..BENCH_RUNS_MAX, the work's runs_max at most)
 * after one that is not timed.
 * Memory is the arena's. ERR_INVALID: runs out of range, or prices with no row
 * or no asset. Wrong answers are not an error: look at ok.
 */
enum err bench_engine(const struct bench_work *work, const struct bench_prices *in, size_t runs,
                      struct arena *a, struct bench_result *out, struct fail *f) MUST_CHECK;

#endif

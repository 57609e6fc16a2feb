/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_COMPARE_H
#define APP_COMPARE_H

#include <stdint.h>

#include "app/benchmark.h"
#include "base/err.h"

struct app;
struct arena;

/*
 * The total-return level against the S&P 500, on the sessions that both have.
 * Percent, but for the ratios; NaN where a figure is not defined.
 */
struct CompareSide {
	double start_value, end_value; /* levels as they are stored */
	double total_return;
	double annualized_return; /* ACT/365.25; NaN under a year */
	double volatility;        /* sample, times the root of 252 */
	double sharpe_ratio;      /* arithmetic, over the risk-free rate; ends with it */
};
struct Outperformance {
	double total, annualized; /* percentage points */
	double information_ratio;
};
struct Compare {
	int32_t               start_date, end_date;
	int64_t               observations; /* common returns */
	struct CompareSide    autoindex, sp500;
	struct Outperformance outperformance;
	const char           *benchmark_name;
	int                   benchmark_basis;
	int32_t               rf_until; /* DATE_NONE where no return has a rate */
	const char *sharpe_reason; /* why there is no ratio, or why it ends early; may be NULL */
	const char *note;          /* what makes the two unlike; may be NULL */
};

/*
 * ERR_INVALID: start after end. ERR_CONFLICT "not_computed" without a level, "no_benchmark" where the two have
 * no session of the range in common.
 */
enum err app_compare(struct app *app, struct arena *a, const struct BenchmarkQuery *in,
                     struct Compare *out, struct fail *f) MUST_CHECK;

#endif

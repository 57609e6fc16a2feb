/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_PERIODS_H
#define APP_PERIODS_H

#include <stdint.h>

#include "base/err.h"
#include "base/shape.h"

struct app;
struct arena;

/*
 * Returns of calendar months and years of the total-return level within a range. Fractions; NaN where the benchmark
 * has none. ERR_INVALID where start is after end; ERR_CONFLICT "not_computed" without a level, "no_sessions" where the range
 * holds none.
 */

enum period_word { PERIOD_MONTHLY, PERIOD_YEARLY };
struct PeriodsQuery {
	int32_t start_date, end_date;
	int     basis;
	int     frequency;
};
struct Period {
	const char *period;               /* "2008-10", "2008" */
	int32_t     start_date, end_date; /* its sessions */
	double      value, benchmark;
	bool        begun, open;
};
struct Periods {
	struct list items; /* struct Period, oldest first */
	int         frequency;
	const char *benchmark_name;
	int         benchmark_basis;
	const char *note; /* may be NULL */
};
enum err app_periods(struct app *app, struct arena *a, const struct PeriodsQuery *in,
                     struct Periods *out, struct fail *f) MUST_CHECK;

#endif

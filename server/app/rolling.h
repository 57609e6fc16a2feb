/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_ROLLING_H
#define APP_ROLLING_H

#include <stdint.h>

#include "base/err.h"
#include "base/shape.h"

struct app;
struct arena;

/*
 * A figure of every window of a number of returns, of the total-return level within a range; by the definitions of
 * calc/rolling.h. Fractions; NaN where a figure is not defined.
 */

struct RollingQuery {
	int32_t start_date, end_date;
	int     basis;
	int64_t window;
	int     metric; /* a word of risk_rolling_words */
};
struct Rolling {
	int         metric;
	int64_t     window;
	struct list series;     /* struct point, ascending; the date a window ends on */
	const char *convention; /* id */
	int         benchmark_basis;
	int32_t     rf_until; /* DATE_NONE where the metric takes no rate */
	const char *note;     /* what makes index and benchmark unlike; may be NULL */
	const char *reason;   /* why values are missing, or why it ends early; may be NULL */
};
/*
 * ERR_INVALID where start is after end, or names "window" where it is longer than the history. ERR_CONFLICT
 * "not_computed" without a level, "no_sessions" where the range holds none.
 */
enum err app_rolling(struct app *app, struct arena *a, const struct RollingQuery *in,
                     struct Rolling *out, struct fail *f) MUST_CHECK;

#endif

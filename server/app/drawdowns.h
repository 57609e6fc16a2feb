/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_DRAWDOWNS_H
#define APP_DRAWDOWNS_H

#include <stdint.h>

#include "base/err.h"
#include "base/shape.h"

struct app;
struct arena;

/*
 * The falls of the total-return level within a range below its highest so far, the first level counted. Fractions.
 * ERR_INVALID where start is after end; ERR_CONFLICT "not_computed" without a level, "no_sessions" where the range
 * holds none.
 */

struct DrawdownsQuery {
	int32_t start_date, end_date;
	int     basis; /* of no effect: all of these routes take it */
	int64_t limit;
};
struct Drawdown {
	double  depth;                                 /* < 0 */
	int32_t peak_date, trough_date, recovery_date; /* DATE_NONE: not yet */
	int64_t sessions_down, sessions_up;            /* INT_NONE: not yet */
	int64_t days; /* calendar days from the peak to the recovery, or to the last session */
};
struct Drawdowns {
	struct list items; /* struct Drawdown, deepest first */
	int64_t     total;
	double      current_drawdown;
	struct list series; /* struct point, each session's fall below the highest level so far */
};
enum err app_drawdowns(struct app *app, struct arena *a, const struct DrawdownsQuery *in,
                       struct Drawdowns *out, struct fail *f) MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_PERIOD_H
#define CALC_PERIOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "calc/schedule.h"

/*
 * Returns of calendar periods from dated levels: months and years, for tables
 * and for the figures that want monthly returns. A period runs from the last
 * level before it to its own last level, so the returns of all periods compound
 * to that of the series.
 */
struct calc_period {
	int32_t start;       /* first day of the calendar period */
	size_t  first, last; /* its levels, positions in the series */
	double ret; /* last / the level before first - 1; the series' first period: over its first level */
	/*
	 * Begun: no level stands before it, so an unknown part is missing. Open: the
	 * series ends in it, so more may come.
	 */
	bool begun, open;
};

/*
 * The periods of n >= 1 levels (each > 0) on strictly ascending dates; out
 * holds n at most. A period without a level is left out. ERR_INVALID for a
 * level not above 0 or dates out of order.
 */
enum err calc_periods(const int32_t *dates, const double *level, size_t n,
                      enum calc_frequency frequency, struct calc_period *out,
                      size_t *count) MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_RISK_H
#define CALC_RISK_H

#include <stddef.h>

#include "base/err.h"

/*
 * Figures of one level series, oldest first. Returns are simple, volatility is
 * the sample standard deviation (n - 1). ERR_TOOSHORT where too few levels are
 * given or the figure is undefined (no variation); ERR_INVALID for a level that
 * is missing, not finite or not above 0. No gaps: the caller drops them first.
 */

/* mean / sd of the n - 1 returns of n >= 3 levels, times sqrt(periods_per_year), no rate. */
enum err calc_sharpe(const double *level, size_t n, double periods_per_year, double *out);

/* The deepest fall below an earlier level, as a fraction <= 0; the first level counts as a peak. */
struct calc_drawdown {
	double depth;
	size_t peak, trough; /* positions in level; both 0 when it never falls */
};
enum err calc_max_drawdown(const double *level, size_t n, struct calc_drawdown *out);

#endif

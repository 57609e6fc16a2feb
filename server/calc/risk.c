/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/risk.h"

#include <math.h>

#include "calc/sum.h"

static enum err check(const double *level, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!(level[i] > 0 && level[i] <= 1e300))
			return ERR_INVALID;
	return OK;
}

enum err calc_sharpe(const double *level, size_t n, double periods_per_year, double *out)
{
	struct calc_sum sum = {0}, square = {0};
	double          count = (double)n - 1, mean, sd;

	if (n < 3)
		return ERR_TOOSHORT;
	TRY(check(level, n));
	for (size_t i = 1; i < n; i++)
		calc_sum_add(&sum, level[i] / level[i - 1] - 1);
	mean = calc_sum_get(&sum) / count;
	for (size_t i = 1; i < n; i++) {
		double d = level[i] / level[i - 1] - 1 - mean;

		calc_sum_add(&square, d * d);
	}
	sd = sqrt(calc_sum_get(&square) / (count - 1));
	if (!(sd > 0))
		return ERR_TOOSHORT;
	*out = mean / sd * sqrt(periods_per_year);
	return OK;
}

/* min over t of level_t / max_(s <= t) level_s - 1 */
enum err calc_max_drawdown(const double *level, size_t n, struct calc_drawdown *out)
{
	struct calc_drawdown deepest = {0};
	size_t               peak = 0;

	if (n < 1)
		return ERR_TOOSHORT;
	TRY(check(level, n));
	for (size_t i = 1; i < n; i++) {
		double depth;

		if (level[i] >= level[peak]) {
			peak = i;
			continue;
		}
		depth = level[i] / level[peak] - 1;
		if (depth < deepest.depth)
			deepest = (struct calc_drawdown){.depth = depth, .peak = peak, .trough = i};
	}
	*out = deepest;
	return OK;
}

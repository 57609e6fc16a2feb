/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/histogram.h"

#include <stdbool.h>

#include "calc/normal.h"
#include "calc/series.h"

static bool sound(double low, double high, size_t k)
{
	return k > 0 && isfinite(low) && isfinite(high) && low < high;
}

enum err calc_histogram(const double *x, size_t n, double low, double high, size_t k, size_t *count)
{
	TRY(calc_series_check(x, n, 0));
	if (!sound(low, high, k))
		return ERR_INVALID;
	for (size_t i = 0; i < k; i++)
		count[i] = 0;
	for (size_t i = 0; i < n; i++) {
		const double at = (x[i] - low) / (high - low) * (double)k;
		size_t       c = at < 0 ? 0 : at >= (double)k ? k - 1 : (size_t)at;

		/* The quotient is rounded; the edges decide. */
		while (c > 0 && x[i] < calc_histogram_edge(low, high, k, c))
			c--;
		while (c + 1 < k && x[i] >= calc_histogram_edge(low, high, k, c + 1))
			c++;
		count[c]++;
	}
	return OK;
}

enum err calc_histogram_normal(double mean, double sd, size_t n, double low, double high, size_t k,
                               double *expected)
{
	double before = 0;

	if (!sound(low, high, k) || !isfinite(mean) || !(sd > 0 && isfinite(sd)))
		return ERR_INVALID;
	for (size_t i = 0; i < k; i++) {
		const double z = (calc_histogram_edge(low, high, k, i + 1) - mean) / sd;
		const double by = i + 1 == k ? 1 : calc_normal_cdf(z);

		expected[i] = (by - before) * (double)n;
		before = by;
	}
	return OK;
}

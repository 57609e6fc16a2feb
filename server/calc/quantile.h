/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_QUANTILE_H
#define CALC_QUANTILE_H

#include <stddef.h>

#include "base/err.h"

/*
 * Sample quantiles: the nine types of Hyndman and Fan, "Sample Quantiles in
 * Statistical Packages", American Statistician 50 (1996), and the lower order
 * statistic. The house's is type 7: linear between the order statistics around
 * (n - 1) q. Errors as calc/series.h says; n >= 1, 0 <= q <= 1.
 */
enum calc_quantile {
	CALC_QUANTILE_LOWER =
		0, /* the ceil(n q)-th smallest, n q taken 1e-12 lower; at least the first */
	CALC_QUANTILE_1 = 1,
	CALC_QUANTILE_2,
	CALC_QUANTILE_3,
	CALC_QUANTILE_4,
	CALC_QUANTILE_5,
	CALC_QUANTILE_6,
	CALC_QUANTILE_7,
	CALC_QUANTILE_8,
	CALC_QUANTILE_9
};

/* Rearranges scratch [n], which afterwards holds x with its smallest up to the quantile in front. */
enum err calc_quantile(const double *x, size_t n, double q, enum calc_quantile type,
                       double *scratch, double *out) MUST_CHECK;

/* The same of sorted values; n >= 1 and q are not checked. */
double calc_quantile_sorted(const double *sorted, size_t n, double q, enum calc_quantile type);

/*
 * The type 7 quantile of n values of which x[from..to) are sorted's of the same
 * positions in any order, and hold the quantile and what follows it. Rearranges
 * them; *at is the position up to which x is then smallest.
 */
double calc_quantile_arrange(double *x, size_t from, size_t to, size_t n, double q, size_t *at);

/* Position (from 0) of the lower order statistic. */
size_t calc_quantile_lower(size_t n, double q);

#endif

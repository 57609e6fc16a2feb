/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_SUM_H
#define CALC_SUM_H

#include <math.h>
#include <stddef.h>

/*
 * Sums whose order is fixed, so that they give the same bits everywhere.
 */

/*
 * Four interleaved partial sums: element i goes to i mod 4; (0 + 1) + (2 + 3)
 * at the end. Error at most (n / 4 + 2) ulp of the sum of absolute values; for
 * a few hundred terms of one sign.
 */
static inline double calc_sum(const double *x, size_t n)
{
	double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
	size_t i = 0;

	for (; i + 4 <= n; i += 4) {
		s0 += x[i];
		s1 += x[i + 1];
		s2 += x[i + 2];
		s3 += x[i + 3];
	}
	if (i < n)
		s0 += x[i];
	if (i + 1 < n)
		s1 += x[i + 1];
	if (i + 2 < n)
		s2 += x[i + 2];
	return (s0 + s1) + (s2 + s3);
}

/* Neumaier's compensated sum: error about one ulp of the result, whatever n. For long series. */
struct calc_sum {
	double sum, lost; /* start at 0 */
};

static inline void calc_sum_add(struct calc_sum *s, double x)
{
	double t = s->sum + x;

	s->lost += fabs(s->sum) >= fabs(x) ? (s->sum - t) + x : (x - t) + s->sum;
	s->sum = t;
}

static inline double calc_sum_get(const struct calc_sum *s)
{
	return s->sum + s->lost;
}

#endif

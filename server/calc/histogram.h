/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_HISTOGRAM_H
#define CALC_HISTOGRAM_H

#include <stddef.h>

#include "base/err.h"

/*
 * How many of n values lie in each of k classes of equal width between low and
 * high: class i begins at low + i (high - low) / k, which is in it. The first
 * takes what lies below low, the last what is not below high, so the counts
 * sum to n. ERR_INVALID: a value is not finite, k is 0, or low is not below high.
 */
enum err calc_histogram(const double *x, size_t n, double low, double high, size_t k,
                        size_t *count) MUST_CHECK;

/* The same of n values of a normal with this mean and deviation, above 0: what would be expected. */
enum err calc_histogram_normal(double mean, double sd, size_t n, double low, double high, size_t k,
                               double *expected) MUST_CHECK;

/* Where class i of k begins; i = k: where the last ends. */
static inline double calc_histogram_edge(double low, double high, size_t k, size_t i)
{
	return i == k ? high : low + (high - low) * ((double)i / (double)k);
}

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_SERIES_FIXTURE_H
#define CALC_SERIES_FIXTURE_H

/* For tests of figures: made-up returns, and comparison. */

#include <math.h>
#include <stddef.h>
#include <stdint.h>

/* SplitMix64; 0 <= uniform < 1. */
static inline double uniform(uint64_t *seed)
{
	uint64_t z = *seed += 0x9E3779B97F4A7C15;

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
	z ^= z >> 31;
	return (double)(z >> 11) * 0x1p-53;
}

/* Returns with a mean of 0.001 and a deviation of 0.02, nearly normal. */
static inline void returns_made(uint64_t seed, size_t n, double *out)
{
	for (size_t i = 0; i < n; i++) {
		double sum = -6;

		for (int k = 0; k < 12; k++)
			sum += uniform(&seed);
		out[i] = 0.001 + 0.02 * sum;
	}
}

/* Of about 1 where they are large, absolute where they are small. */
static inline double gap(double a, double b)
{
	return fabs(a - b) / fmax(1, fmax(fabs(a), fabs(b)));
}

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/sleeves.h"

#include <math.h>

#include "calc/bits.h"
#include "calc/index.h"
#include "calc/sum.h"

static void scale(double *w, size_t n, double by)
{
	for (size_t i = 0; i < n; i++)
		w[i] *= by;
}

void calc_sleeve_equal(const double *mask, size_t n, double *w)
{
	double share = 1 / calc_sum(mask, n);

	for (size_t i = 0; i < n; i++)
		w[i] = mask[i] * share;
}

unsigned calc_sleeve_momentum(const double *price, const double *base, const double *mask, size_t n,
                              double *w)
{
	double sum;

	for (size_t i = 0; i < n; i++) {
		double m = (price[i] / base[i] - 1) * mask[i];

		w[i] = m > 0 ? m : 0; /* NaN is 0 */
	}
	sum = calc_sum(w, n);
	if (!(sum > 0)) {
		calc_sleeve_equal(mask, n, w);
		return CALC_MOMENTUM_FLAT;
	}
	scale(w, n, 1 / sum);
	return 0;
}

unsigned calc_sleeve_cap(const double *cap, const double *mask, size_t n, double *w)
{
	for (size_t i = 0; i < n; i++) {
		if (mask[i] > 0 && !(cap[i] >= CALC_PRICE_LOW && cap[i] <= CALC_PRICE_HIGH)) {
			calc_sleeve_equal(mask, n, w);
			return CALC_CAP_UNKNOWN;
		}
		w[i] = mask[i] > 0 ? cap[i] : 0;
	}
	scale(w, n, 1 / calc_sum(w, n));
	return 0;
}

unsigned calc_sleeve_risk(const double *variance, double floor, const double *mask, size_t n,
                          double *w)
{
	double   least = floor * floor;
	uint64_t floored = 0;

	for (size_t i = 0; i < n; i++) {
		floored |= calc_bits(variance[i] - least) & calc_bits(0.5 - mask[i]);
		w[i] = mask[i] / sqrt(variance[i] > least ? variance[i] : least);
	}
	scale(w, n, 1 / calc_sum(w, n));
	return calc_bits_negative(floored) ? CALC_VOLATILITY_FLOOR : 0;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/series.h"

#include <stdbool.h>

#include "calc/bits.h"

enum { BLOCK = 256 };

double calc_total(const double *x, size_t n)
{
	struct calc_sum sum = {0};

	for (size_t i = 0; i < n; i += BLOCK)
		calc_sum_add(&sum, calc_sum(x + i, n - i < BLOCK ? n - i : BLOCK));
	return calc_sum_get(&sum);
}

/* On the bits: an exponent of all ones, plus one, carries into the sign. */
static bool all_finite(const double *x, size_t n)
{
	const uint64_t exponent = 0x7ff0000000000000, one = 0x0010000000000000;
	uint64_t       bad = 0;

	for (size_t i = 0; i < n; i++)
		bad |= (calc_bits(x[i]) & exponent) + one;
	return !calc_bits_negative(bad);
}

enum err calc_series_check(const double *x, size_t n, size_t least)
{
	if (n < least)
		return ERR_TOOSHORT;
	return all_finite(x, n) ? OK : ERR_INVALID;
}

size_t calc_complete(const double *const in[], size_t k, size_t n, double *const out[])
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		bool whole = true;

		for (size_t j = 0; j < k; j++)
			whole = whole && !isnan(in[j][i]);
		if (!whole)
			continue;
		for (size_t j = 0; j < k; j++)
			out[j][kept] = in[j][i];
		kept++;
	}
	return kept;
}

void calc_excess(const double *r, const double *rate, size_t n, double *out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = r[i] - rate[i];
}

void calc_excess_over(const double *r, double rate, size_t n, double *out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = r[i] - rate;
}

double calc_rate_per_period(double annual, double ppy)
{
	return calc_defined(pow(1 + annual, 1 / ppy) - 1);
}

enum err calc_returns(const double *price, size_t n, double *out)
{
	if (n < 2)
		return ERR_TOOSHORT;
	for (size_t i = 0; i < n; i++)
		if (!(price[i] > 0 && price[i] <= 1e300))
			return ERR_INVALID;
	for (size_t i = 1; i < n; i++)
		out[i - 1] = price[i] / price[i - 1] - 1;
	return OK;
}

enum err calc_levels(const double *r, size_t n, double base, double *out)
{
	double level = base;

	TRY(calc_series_check(r, n, 0));
	if (!(base > 0 && base <= 1e300))
		return ERR_INVALID;
	out[0] = base;
	for (size_t i = 0; i < n; i++)
		out[i + 1] = level *= 1 + r[i];
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/rolling.h"

#include <string.h>

#include "calc/quantile.h"
#include "calc/returns.h"
#include "calc/rolling_block.h"
#include "calc/series.h"

/* n, product of 1 + r. */
enum { COUNT_OF, GROWTH, PRODUCT };

enum err calc_rolling_return(const double *r, size_t n, const struct calc_roll *roll,
                             double *scratch, double *total, double *cagr)
{
	struct block b = block_first(n, roll->window, scratch, PRODUCT);

	TRY(block_check(r, n, roll));
	b.suffix[GROWTH] = b.prefix[GROWTH] = 1;
	for (; block_more(&b); block_next(&b)) {
		for (size_t i = 1; i < b.suffixes; i++) {
			double *to = block_suffix(&b, i), *from = to - PRODUCT, x = r[b.at - i];

			to[COUNT_OF] = from[COUNT_OF] + (isnan(x) ? 0 : 1);
			to[GROWTH] = from[GROWTH] * (isnan(x) ? 1 : 1 + x);
		}
		for (size_t i = 1; i < b.prefixes; i++) {
			double *to = block_prefix(&b, i), *from = to - PRODUCT, x = r[b.at + i - 1];

			to[COUNT_OF] = from[COUNT_OF] + (isnan(x) ? 0 : 1);
			to[GROWTH] = from[GROWTH] * (isnan(x) ? 1 : 1 + x);
		}
		for (size_t i = b.first; i < b.suffixes; i++) {
			const double *p = block_suffix(&b, i), *q = block_rest(&b, i);
			double count = p[COUNT_OF] + q[COUNT_OF], growth = p[GROWTH] * q[GROWTH];

			if (count < (double)roll->least)
				growth = NAN;
			if (total)
				total[b.at - i] = calc_defined(growth - 1);
			if (cagr)
				cagr[b.at - i] = calc_annualised(growth, count / roll->ppy);
		}
	}
	return OK;
}

/*
 * A stretch of the path, from level 1: its end, its highest level (its start
 * included), its lowest after the start, its deepest fall, its known returns.
 */
enum { END, HIGH, LOW, FALL, KNOWN, STRETCH };

/* libm's fmax() and fmin() are calls, for the sake of NaN. */
static double higher(double a, double b)
{
	return a > b ? a : b;
}

static double lower(double a, double b)
{
	return a < b ? a : b;
}

/* to = a, then b. */
static void join(const double *a, const double *b, double *to)
{
	double end = a[END] * b[END], high = higher(a[HIGH], a[END] * b[HIGH]);
	double low = lower(a[LOW], a[END] * b[LOW]), across = a[END] * b[LOW] / a[HIGH] - 1;
	double fall = lower(lower(a[FALL], b[FALL]), across);

	if (a[KNOWN] == 0 || b[KNOWN] == 0) {
		memmove(to, a[KNOWN] == 0 ? b : a, STRETCH * sizeof(*to));
		return;
	}
	to[END] = end;
	to[HIGH] = high;
	to[LOW] = low;
	to[FALL] = fall;
	to[KNOWN] = a[KNOWN] + b[KNOWN];
}

static void nothing(double *to)
{
	to[END] = to[HIGH] = to[LOW] = 1;
	to[FALL] = to[KNOWN] = 0;
}

static void single(double r, double *to)
{
	nothing(to);
	if (isnan(r))
		return;
	to[END] = to[LOW] = 1 + r;
	to[HIGH] = r > 0 ? 1 + r : 1;
	to[FALL] = r < 0 ? r : 0;
	to[KNOWN] = 1;
}

enum err calc_rolling_drawdown(const double *r, size_t n, const struct calc_roll *roll,
                               double *scratch, double *deepest, double *fallen, double *calmar)
{
	struct block b = block_first(n, roll->window, scratch, STRETCH);

	TRY(block_check(r, n, roll));
	nothing(b.suffix);
	nothing(b.prefix);
	for (; block_more(&b); block_next(&b)) {
		double one[STRETCH];

		for (size_t i = 1; i < b.suffixes; i++) {
			single(r[b.at - i], one);
			join(one, block_suffix(&b, i - 1), block_suffix(&b, i));
		}
		for (size_t i = 1; i < b.prefixes; i++) {
			single(r[b.at + i - 1], one);
			join(block_prefix(&b, i - 1), one, block_prefix(&b, i));
		}
		for (size_t i = b.first; i < b.suffixes; i++) {
			bool enough;

			join(block_suffix(&b, i), block_rest(&b, i), one);
			enough = one[KNOWN] >= (double)roll->least && isfinite(one[END]);
			if (!enough)
				one[FALL] = one[END] = NAN;
			if (deepest)
				deepest[b.at - i] = calc_defined(one[FALL]);
			if (fallen)
				fallen[b.at - i] = calc_defined(one[END] / one[HIGH] - 1);
			if (calmar)
				calmar[b.at - i] = calc_defined(
					calc_annualised(one[END], one[KNOWN] / roll->ppy) /
					-one[FALL]);
		}
	}
	return OK;
}

/* Where x stands, or would stand, in ascending values. */
static size_t place(const double *sorted, size_t n, double x)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sorted[middle] < x)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static double shortfall(const double *sorted, size_t n, double quantile)
{
	size_t below = place(sorted, n, quantile);

	return below ? -calc_total(sorted, below) / (double)below : (double)NAN;
}

enum err calc_rolling_var(const double *r, size_t n, const struct calc_roll *roll, double alpha,
                          double *scratch, double *var, double *es)
{
	size_t known = 0;

	if (!(alpha > 0 && alpha < 1))
		return ERR_INVALID;
	TRY(block_check(r, n, roll));
	for (size_t t = 0; t < n; t++) {
		bool   enough;
		double q = NAN;

		if (t >= roll->window && !isnan(r[t - roll->window])) {
			size_t at = place(scratch, known, r[t - roll->window]);

			memmove(scratch + at, scratch + at + 1, (--known - at) * sizeof(*scratch));
		}
		if (!isnan(r[t])) {
			size_t at = place(scratch, known, r[t]);

			memmove(scratch + at + 1, scratch + at, (known++ - at) * sizeof(*scratch));
			scratch[at] = r[t];
		}
		if (t + 1 < roll->window)
			continue;
		enough = known >= roll->least;
		if (enough)
			q = calc_quantile_sorted(scratch, known, alpha, CALC_QUANTILE_7);
		if (var)
			var[t + 1 - roll->window] = enough ? calc_defined(-q) : (double)NAN;
		if (es)
			es[t + 1 - roll->window] =
				enough ? calc_defined(shortfall(scratch, known, q)) : (double)NAN;
	}
	return OK;
}

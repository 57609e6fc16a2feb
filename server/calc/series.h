/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_SERIES_H
#define CALC_SERIES_H

#include <math.h>
#include <stddef.h>

#include "base/err.h"
#include "calc/sum.h"

/*
 * Series, and what every figure of one keeps (returns.h ... inference.h):
 *
 * A series is n doubles, oldest first, complete: the caller joins on dates and
 * drops what is missing (calc_complete). Returns are simple and per period.
 * Rates and thresholds are taken off before (calc_excess).
 *
 * ERR_TOOSHORT: fewer observations than the figure needs. ERR_INVALID: a value
 * is not finite, or an argument is out of its range. Then *out is untouched.
 * OK: *out is the figure, or NaN where the data are enough but the figure is
 * not defined for them (a ratio over no variation or no loss, a power of a
 * negative growth). It is never infinite and never a stand-in such as 0.
 *
 * No function allocates; scratch is the caller's and its size is stated. x and
 * scratch must not overlap; scratch may hold anything.
 */

/* Sum of blocks of calc_sum(): the error is a few ulp of the sum of absolute values, whatever n. */
double calc_total(const double *x, size_t n);

/* ERR_TOOSHORT if n < least, ERR_INVALID if a value is not finite. */
enum err calc_series_check(const double *x, size_t n, size_t least) MUST_CHECK;

/*
 * Copy the rows in which none of the k columns is NaN; returns their number.
 * out[j] may be in[j].
 */
size_t calc_complete(const double *const in[], size_t k, size_t n, double *const out[]);

/* out = r - rate, with a rate for each period or one for all. out may be r. */
void calc_excess(const double *r, const double *rate, size_t n, double *out);
void calc_excess_over(const double *r, double rate, size_t n, double *out);

/* The rate per period that compounds to annual in ppy periods; NaN below -1. */
double calc_rate_per_period(double annual, double ppy);

/* n - 1 returns of n prices, which must be finite and above 0. */
enum err calc_returns(const double *price, size_t n, double *out) MUST_CHECK;

/* n + 1 levels of n returns, base first. */
enum err calc_levels(const double *r, size_t n, double base, double *out) MUST_CHECK;

/* x if it is finite, otherwise NaN. */
static inline double calc_defined(double x)
{
	return isfinite(x) ? x : (double)NAN;
}

/*
 * Deviations below this are rounding: a return is the difference of two numbers
 * near 1, so a constant growth gives returns that differ by an ulp of 1.
 */
static inline double calc_noise(double mean)
{
	return 1e-15 * (1 + fabs(mean));
}

#endif

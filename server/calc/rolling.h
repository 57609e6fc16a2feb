/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_ROLLING_H
#define CALC_ROLLING_H

#include <stddef.h>

#include "base/err.h"
#include "calc/tail.h"

/*
 * Figures of every window of a series: element k of a result, of n - window + 1,
 * is that of the values k .. k + window - 1, by the definitions of the figure
 * with the same name elsewhere in calc/.
 *
 * Time is O(n), but for quantiles, which move up to window values for each.
 * Each window is summed from its own values only, as the end of one block and
 * the start of the next, each value less one of the window's own: an absurd
 * value leaves nothing behind when it leaves, a constant window has variance
 * 0 exactly, and the relative error of a variance is at most about window^2
 * ulp (the usual is a few).
 *
 * Here values may be missing: a NaN is left out of its windows (with two
 * series, where either is NaN), and a window with fewer than least known values
 * gives NaN. So does a window whose figure is not defined.
 *
 * ERR_TOOSHORT: n < window. ERR_INVALID: an infinite value, window or least out
 * of 2 <= least <= window, ppy not above 0. Results must not overlap the
 * inputs; those that may be NULL are not wanted.
 */
struct calc_roll {
	size_t window, least;
	double ppy;
};

/* Doubles of scratch for any function below. */
size_t calc_roll_scratch(const struct calc_roll *roll);

/* volatility.ddof1 and sharpe.arith.ddof1; of r - b tracking error and information ratio. Either may be NULL. */
enum err calc_rolling_sharpe(const double *x, size_t n, const struct calc_roll *roll,
                             double *scratch, double *sharpe, double *volatility) MUST_CHECK;

/* downside.n and sortino.n of x, returns over the threshold. Either may be NULL. */
enum err calc_rolling_sortino(const double *x, size_t n, const struct calc_roll *roll,
                              double *scratch, double *sortino, double *downside) MUST_CHECK;

/* beta.ols, alpha.arith (annual), correlation.pearson. Any may be NULL. */
enum err calc_rolling_beta(const double *x, const double *y, size_t n, const struct calc_roll *roll,
                           double *scratch, double *beta, double *alpha,
                           double *correlation) MUST_CHECK;

/* return.total and cagr.periods (of the known returns). Either may be NULL. */
enum err calc_rolling_return(const double *r, size_t n, const struct calc_roll *roll,
                             double *scratch, double *total, double *cagr) MUST_CHECK;

/* The deepest fall, the last fall, calmar.inception; each window's start is its base. Any may be NULL. */
enum err calc_rolling_drawdown(const double *r, size_t n, const struct calc_roll *roll,
                               double *scratch, double *deepest, double *fallen,
                               double *calmar) MUST_CHECK;

/* var.historical.r7 and es.historical.r7strict. Either may be NULL. */
enum err calc_rolling_var(const double *r, size_t n, const struct calc_roll *roll, double alpha,
                          double *scratch, double *var, double *es) MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_EXPANDING_H
#define CALC_EXPANDING_H

#include <stddef.h>

#include "base/err.h"

/*
 * The figures of a growing series, as they stood after each of its values:
 * element k - from of a result is that of the first k values, k = from .. n.
 * Nothing of a later value enters it, to the bit, so a longer series has the
 * same elements.
 *
 * Time is O(n), but for the tails, which are kept in order and summed at each
 * k: 5 % of k moves and additions at most. Moments are updated about the
 * running mean (Pebay 2008), all other sums are compensated: an element is
 * within 1e-9, relative, of what the function of the same figure gives for
 * that many values (the usual is a few ulp).
 *
 * NaN where a figure is not defined, for too few values too: how few are worth
 * showing is the caller's rule. ERR_INVALID: a value is not finite, from > n,
 * ppy not above 0. Results must not overlap the inputs.
 */

/* Of returns; each by the definition named in calc/summary.h, with 0 as the threshold. */
struct calc_expanding {
	double total;
	double volatility, downside; /* annual */
	double omega;
	double deepest, fallen, ulcer;
	double var_95, es_95, var_99, es_99;
	double skew, excess_kurtosis;
	double win_rate, best, worst;
};
enum err calc_expanding(const double *r, size_t n, size_t from, double ppy, double *scratch,
                        struct calc_expanding *out) MUST_CHECK; /* scratch [n] */

/* Of excess returns: sharpe.arith.ddof1, sortino.n. */
struct calc_expanding_excess {
	double sharpe, sortino;
};
enum err calc_expanding_excess(const double *x, size_t n, size_t from, double ppy,
                               struct calc_expanding_excess *out) MUST_CHECK;

/* Of a series against another, as they are given: beta, alpha.arith, correlation.pearson, te.ddof1, ir.arith. */
struct calc_expanding_relative {
	double beta, alpha, correlation, tracking, information;
};
enum err calc_expanding_relative(const double *r, const double *b, size_t n, size_t from,
                                 double ppy, struct calc_expanding_relative *out) MUST_CHECK;

#endif

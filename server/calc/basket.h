/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_BASKET_H
#define CALC_BASKET_H

#include <stddef.h>

#include "base/err.h"

/*
 * Index mathematics for given holdings (calc/index.h decides its own): a
 * divisor through changes of composition, total return from dividends, a
 * portfolio rebalanced to fixed weights. Matrices are [rows][n], row-major.
 */

/*
 * A change after the close of row: units held from then on. prices are those
 * the new units are valued at (a split halves them); NULL or NaN: the close.
 */
struct calc_basket_event {
	size_t        row;
	const double *units;  /* [n] */
	const double *prices; /* [n] */
};

/*
 * level_t = sum units price / divisor; the divisor is such that level_0 = base
 * and that no change moves the level. Prices of what is not held may be NaN.
 * Events are in order of rows, of several after one row the last counts.
 * level [rows]; *divisor is the last. ERR_TOOSHORT: no row. ERR_INVALID: base
 * not above 0, events out of order, a value of holdings not above 0.
 */
enum err calc_basket_levels(const double *prices, size_t rows, size_t n, const double *units,
                            double base, const struct calc_basket_event *events, size_t n_events,
                            double *level, double *divisor) MUST_CHECK;

/*
 * TR_t = TR_(t-1) (level_t + points_t (1 - withholding)) / level_(t-1), TR_0 = base:
 * dividends in index points reinvested at the close of the ex-date; withholding
 * 0 is gross. level [n] > 0, points [n] finite (the first is not used); out [n].
 */
enum err calc_total_return_levels(const double *level, const double *points, size_t n, double base,
                                  double withholding, double *out) MUST_CHECK;

/*
 * Wealth of 1 in a portfolio that drifts between rebalances. weights [n] are
 * bought before the first row, and again after the close of each row of after
 * [n_after] (ascending). cost is taken of sum |weight - drifted weight|, not at
 * the first purchase; turnover [n_after] is half that sum. A missing return is
 * 0: the price is carried. held [n] is overwritten: the weights at the end.
 * NaN wealth once the portfolio has lost everything.
 */
enum err calc_drifting_portfolio(const double *r, size_t rows, size_t n, const double *weights,
                                 const size_t *after, size_t n_after, double cost, double *held,
                                 double *turnover, double *wealth) MUST_CHECK;

#endif

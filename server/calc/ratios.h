/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_RATIOS_H
#define CALC_RATIOS_H

#include <stddef.h>

#include "base/err.h"

/*
 * Ratios of one series. Errors and NaN as calc/series.h says. r are returns, x
 * excess returns (r less the risk-free rate of the period). ppy > 0.
 */

/* mean(x) / sd(x, n - 1) * sqrt(ppy), n >= 2         sharpe.arith.ddof1 (Sharpe 1994), the house's */
enum err calc_sharpe_ratio(const double *x, size_t n, double ppy, double *out) MUST_CHECK;

/* (prod(1 + x)^(ppy / n) - 1) / (sd(x) sqrt(ppy))    sharpe.geometric */
enum err calc_sharpe_geometric(const double *x, size_t n, double ppy, double *out) MUST_CHECK;

/* (CAGR(r) - rate * ppy) / (sd(r) sqrt(ppy)), rate per period; sharpe.cagr */
enum err calc_sharpe_of_cagr(const double *r, size_t n, double rate, double ppy,
                             double *out) MUST_CHECK;

/* mean(x) / var(r, n - 1) / 2, n >= 2: half of the growth-optimal stake; kelly.half */
enum err calc_kelly_half(const double *x, const double *r, size_t n, double *out) MUST_CHECK;

/* |Q7(95 %)| / |Q7(5 %)|, n >= 1, scratch [n]        tail_ratio.r7 */
enum err calc_tail_ratio(const double *r, size_t n, double *scratch, double *out) MUST_CHECK;

/* R^2 of cumulative ln(1 + r) on time, n >= 2; NaN for r <= -1; stability.r2 */
enum err calc_stability(const double *r, size_t n, double *out) MUST_CHECK;

#endif

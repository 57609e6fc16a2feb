/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_DOWNSIDE_H
#define CALC_DOWNSIDE_H

#include <stddef.h>

#include "base/err.h"

/*
 * Figures about a threshold (minimum acceptable return, required return, mean,
 * risk-free rate): x is the return less the threshold of its period, so a loss
 * is x < 0. Errors and NaN as calc/series.h says; n >= 1; ppy > 0.
 */

/* What the sum of squared losses is divided by. The house's is all n. */
enum calc_denominator {
	CALC_OVER_ALL, /* n                     downside.n (PerformanceAnalytics "full", empyrical) */
	CALC_OVER_LOSSES, /* number of x < 0       downside.subset */
	CALC_OVER_SAMPLE  /* n - 1, n >= 2         downside.n-1 */
};

/* sqrt(sum min(x, 0)^2 / denominator * ppy); 0 without a loss, but NaN over losses alone */
enum err calc_downside_deviation(const double *x, size_t n, double ppy, enum calc_denominator over,
                                 double *out) MUST_CHECK;

/* sqrt(sum min(x, 0)^2 / (n - ddof)), x about the mean or a target; semideviation */
enum err calc_semi_deviation(const double *x, size_t n, int ddof, double *out) MUST_CHECK;

/* mean max(-x, 0); also the first lower partial moment; downside.potential */
enum err calc_downside_potential(const double *x, size_t n, double *out) MUST_CHECK;

/* sqrt(mean max(x, 0)^2)                             upside.risk */
enum err calc_upside_risk(const double *x, size_t n, double *out) MUST_CHECK;

/* mean of gains (over all n, or over the gains alone) / downside deviation over n; upr.n, upr.subset */
enum err calc_upside_potential_ratio(const double *x, size_t n, enum calc_denominator over,
                                     double *out) MUST_CHECK;

/* mean(x) ppy / downside deviation                   sortino.n, .subset, .n-1 */
enum err calc_sortino(const double *x, size_t n, double ppy, enum calc_denominator over,
                      double *out) MUST_CHECK;

/* sum of gains / sum of losses; with threshold 0 Bernardo and Ledoit's ratio; omega */
enum err calc_omega(const double *x, size_t n, double *out) MUST_CHECK;

/* mean(x) / (mean max(-x, 0)^order)^(1 / order), order > 0; order 1 is Omega - 1, 2 Sortino; kappa */
enum err calc_kappa(const double *x, size_t n, double order, double *out) MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_INFERENCE_H
#define CALC_INFERENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/*
 * What a Sharpe ratio proves. Ratios are per period (not annualised), kurtosis
 * is raw (3 for a normal). Errors and NaN as calc/series.h says.
 *
 * The standard error of a ratio s estimated from n periods is
 *   sqrt((a - b skew s + c (kurt - 1) / 4 s^2) / d)
 * with a = 1 + 2 q / (1 - q), b = 1 + q / (1 - q) + q^2 / (1 - q^2),
 * c = 1 + 2 q^2 / (1 - q^2) for first-order autocorrelation q (all 1 at q = 0).
 * Editions differ in where it is taken and in d:
 */
struct calc_sharpe_edition {
	bool   at_null;         /* s is the ratio to beat, not the observed one */
	bool   over_n;          /* d = n, not n - 1; MinTRL: not plus 1 */
	double autocorrelation; /* -1 < q < 1 */
};
/* Bailey and Lopez de Prado 2012: observed, n - 1    psr.2012 */
extern const struct calc_sharpe_edition calc_sharpe_2012;
/* Lopez de Prado, Lipton and Zoonekynd 2025: null, n   psr.2025, the house's; fill autocorrelation in */
extern const struct calc_sharpe_edition calc_sharpe_2025;

struct calc_sharpe_sample {
	double sharpe, n, skew, kurt; /* n >= 2 */
};

/* Of n >= 2 excess returns: sharpe over n - 1, population moments; NaN if they do not vary. */
enum err calc_sharpe_sample(const double *x, size_t n, struct calc_sharpe_sample *out) MUST_CHECK;

/* Standard error of the sample's ratio; null is used where the edition says so. */
enum err calc_sharpe_error(const struct calc_sharpe_sample *s, double null,
                           const struct calc_sharpe_edition *edition, double *out) MUST_CHECK;

/* Probability that the true ratio is above null      psr.2012, psr.2025 */
enum err calc_psr(const struct calc_sharpe_sample *s, double null,
                  const struct calc_sharpe_edition *edition, double *out) MUST_CHECK;

/*
 * Expected maximum of n independent standard normal numbers, n > 1 (trials need
 * not be whole): (1 - g) z(1 - 1/n) + g z(1 - 1/(n e)), g Euler's; expected_max
 */
enum err calc_expected_max(double n, double *out) MUST_CHECK;

/* PSR against the best of so many trials whose ratios have this variance; dsr */
enum err calc_dsr(const struct calc_sharpe_sample *s, double variance, double trials,
                  const struct calc_sharpe_edition *edition, double *out) MUST_CHECK;

/* Periods until PSR reaches probability; NaN unless sharpe > null; s->n is not used; min_trl */
enum err calc_min_track_record(const struct calc_sharpe_sample *s, double null, double probability,
                               const struct calc_sharpe_edition *edition, double *out) MUST_CHECK;

/* Years below which the best of so many trials without skill reaches an annual ratio; min_btl */
enum err calc_min_backtest(double trials, double sharpe, double *out) MUST_CHECK;

/*
 * Probability of backtest overfitting by combinatorially symmetric cross
 * validation (Bailey, Borwein, Lopez de Prado and Zhu 2017); pbo.cscv. m is
 * [rows][n] returns of n >= 2 trials; blocks is even, 2..20; the last rows /
 * blocks * blocks rows are used, at least four (ERR_TOOSHORT). Over
 * every choice of half of the blocks: how often is the trial with the best
 * Sharpe ratio there (the first of equals) not above the median of the others?
 */
size_t   calc_pbo_scratch(size_t n, size_t blocks); /* doubles */
enum err calc_pbo(const double *m, size_t rows, size_t n, size_t blocks, double *scratch,
                  double *out) MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_SUMMARY_H
#define CALC_SUMMARY_H

#include <stddef.h>

#include "base/err.h"

/*
 * The figures that a page shows of one series, in a few passes over it: each is
 * that of its own function by the house's convention (within rounding), which
 * is named. NaN where a figure is not defined, and for those against a
 * benchmark where there is none.
 */
struct calc_summary {
	double total, cagr;        /* return.total, cagr.periods */
	double volatility, sharpe; /* volatility.ddof1, sharpe.arith.ddof1 */
	double downside, sortino;  /* downside.n, sortino.n: the rate is the threshold */
	double deepest, fallen;    /* drawdown.compounded.base; the last one */
	double calmar, ulcer;      /* calmar.inception, ulcer.n */
	double var_95, es_95;      /* var.historical.r7, es.historical.r7strict */
	double var_99, es_99;
	double skew, excess_kurtosis; /* population */
	double omega, tail_ratio;     /* omega about the rate, tail_ratio.r7 */
	double win_rate, best, worst;
	double beta, alpha, r_squared; /* beta.ols, alpha.arith, of excess returns; of returns */
	double correlation;
	double tracking, information;    /* te.ddof1, ir.arith */
	double capture_up, capture_down; /* capture.geometric of these periods */
};

/*
 * Of n >= 2 returns, complete; b [n] those of the benchmark or NULL; rate is the
 * risk-free rate per period; scratch [n]. Errors as calc/series.h says.
 */
enum err calc_summary(const double *r, const double *b, size_t n, double rate, double ppy,
                      double *scratch, struct calc_summary *out) MUST_CHECK;

#endif

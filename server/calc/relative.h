/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_RELATIVE_H
#define CALC_RELATIVE_H

#include <stddef.h>

#include "base/err.h"

/*
 * A series against a benchmark: r and b are returns of the same periods, x and
 * y their excess over the risk-free rate. Errors and NaN as calc/series.h says;
 * n >= 2 unless said; ppy > 0. A benchmark that does not vary has no beta.
 */

/* Which periods count: all, those in which the benchmark rose (> 0), those in which it fell (< 0). */
enum calc_side { CALC_ALL, CALC_UP, CALC_DOWN };

/* cov(x, y) / var(y); of a series with itself exactly 1; beta.ols, .bull, .bear. Two periods must count. */
enum err calc_beta(const double *x, const double *y, size_t n, enum calc_side side,
                   double *out) MUST_CHECK;

/* mean(x) - beta mean(y)                             alpha.period */
enum err calc_alpha(const double *x, const double *y, size_t n, double *out) MUST_CHECK;
/* that * ppy                                         alpha.arith, the house's */
enum err calc_alpha_annual(const double *x, const double *y, size_t n, double ppy,
                           double *out) MUST_CHECK;
/* (1 + that)^ppy - 1                                 alpha.compounded */
enum err calc_alpha_compounded(const double *x, const double *y, size_t n, double ppy,
                               double *out) MUST_CHECK;
/* r - rf - beta (b - rf), all annual                 alpha.jensen */
double calc_alpha_jensen(double r, double b, double rf, double beta);

/* cov / (sd sd); NaN where either does not vary      correlation.pearson */
enum err calc_correlation(const double *r, const double *b, size_t n, double *out) MUST_CHECK;
enum err calc_r_squared(const double *r, const double *b, size_t n, double *out) MUST_CHECK;

/* sd(r - b) sqrt(ppy)                                te.ddof1 */
enum err calc_tracking_error(const double *r, const double *b, size_t n, double ppy,
                             double *out) MUST_CHECK;
/* mean(r - b) / sd(r - b) sqrt(ppy)                  ir.arith, the house's */
enum err calc_information_ratio(const double *r, const double *b, size_t n, double ppy,
                                double *out) MUST_CHECK;
/* CAGR(r) - CAGR(b), n >= 1                          active.geometric */
enum err calc_active_premium(const double *r, const double *b, size_t n, double ppy,
                             double *out) MUST_CHECK;
/* that / tracking error                              ir.geometric */
enum err calc_information_ratio_geometric(const double *r, const double *b, size_t n, double ppy,
                                          double *out) MUST_CHECK;

/* CAGR(x) / beta                                     treynor.geometric */
enum err calc_treynor(const double *x, const double *y, size_t n, double ppy,
                      double *out) MUST_CHECK;
/* (CAGR(r) - rf) sd(b) / sd(r) + rf, rf annual       msquared */
enum err calc_m_squared(const double *r, const double *b, size_t n, double ppy, double rf,
                        double *out) MUST_CHECK;
/* sd(r - beta b) over n, sqrt(ppy)                   risk.specific.ddof0 (Bacon) */
enum err calc_specific_risk(const double *r, const double *b, size_t n, double ppy,
                            double *out) MUST_CHECK;
/* beta sd(b) sqrt(ppy)                               risk.systematic.ddof1 */
enum err calc_systematic_risk(const double *r, const double *b, size_t n, double ppy,
                              double *out) MUST_CHECK;

/*
 * What the series made of the benchmark's rises or falls: a figure of r over
 * the periods that count, divided by the same of b. n >= 1; NaN where none
 * counts or the benchmark's figure is 0.
 *   capture.geometric  mean return (prod(1 + r)^(1 / k) - 1) over k periods, the
 *                      house's; months are usual: give monthly returns
 *   capture.cumulative prod(1 + r) - 1; its falls include b = 0
 *   capture.cagr       the mean return annualised
 */
enum calc_capture { CALC_CAPTURE_GEOMETRIC, CALC_CAPTURE_CUMULATIVE, CALC_CAPTURE_CAGR };
enum err calc_capture(const double *r, const double *b, size_t n, double ppy, enum calc_side side,
                      enum calc_capture kind, double *out) MUST_CHECK;

/* Of the periods with b > 0 the share with r > 0 (or r > b); NaN without such a period; n >= 1. */
enum calc_hit { CALC_HIT_UP, CALC_HIT_BETTER };
enum err calc_hit_rate(const double *r, const double *b, size_t n, enum calc_hit kind,
                       double *out) MUST_CHECK;

#endif

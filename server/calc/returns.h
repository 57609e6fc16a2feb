/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_RETURNS_H
#define CALC_RETURNS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * What a series of returns adds up to. Errors and NaN as calc/series.h says.
 * ppy is periods a year (252, 12 ...), above 0. n >= 1 unless said.
 */

/* prod(1 + r) - 1                                    return.total */
enum err calc_total_return(const double *r, size_t n, double *out) MUST_CHECK;

/* prod(1 + r)^(ppy / n) - 1                          cagr.periods */
enum err calc_cagr(const double *r, size_t n, double ppy, double *out) MUST_CHECK;

/* (last / first)^(365.25 / days) - 1, days > 0       cagr.act36525, the house's */
enum err calc_cagr_dated(double first, double last, int32_t from, int32_t to,
                         double *out) MUST_CHECK;

/* prod(1 + r)^(1 / n) - 1                            return.geometric */
enum err calc_geometric_mean(const double *r, size_t n, double *out) MUST_CHECK;

enum err calc_mean(const double *x, size_t n, double *out) MUST_CHECK;

/* mean(r) * ppy                                      return.arith */
enum err calc_annual_mean(const double *r, size_t n, double ppy, double *out) MUST_CHECK;

enum err calc_best(const double *r, size_t n, double *out) MUST_CHECK;
enum err calc_worst(const double *r, size_t n, double *out) MUST_CHECK;

/* Share of periods with r > 0. */
enum err calc_win_rate(const double *r, size_t n, double *out) MUST_CHECK;

/*
 * prod(1 + r), the product that all of the above share: four interleaved ones,
 * multiplied at the end. No checks.
 */
double calc_growth(const double *r, size_t n);

/* growth^(1 / years) - 1; NaN where growth < 0 or years is not above 0. */
double calc_annualised(double growth, double years);

#endif

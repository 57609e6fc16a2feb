/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_CASHFLOW_H
#define CALC_CASHFLOW_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "calc/daycount.h"

/*
 * Money paid in and out: amounts < 0 are paid in, > 0 received. Dates need not
 * be in order; the earliest is the base, whichever stands first. Errors and NaN
 * as calc/series.h says; n >= 1 unless said. Rates are annual, above -1.
 */

/* sum amount / (1 + rate)^years                      xnpv.earliest */
enum err calc_xnpv(double rate, const int32_t *dates, const double *amounts, size_t n,
                   enum calc_day_count count, double *out) MUST_CHECK;
/* The same a period apart, the first now             npv */
enum err calc_npv(double rate, const double *amounts, size_t n, double *out) MUST_CHECK;

/*
 * The rate at which the present value is 0, within CALC_RATE_LOW..HIGH. Where
 * there are several, the one nearest to 10 %; roots says how many, and such a
 * rate must be shown with a warning. Two that differ by less than 1e-4 of 1 +
 * rate may go unseen together.
 */
struct calc_irr {
	double rate;
	size_t roots;
	double lowest, highest; /* rate, where it is the only one */
};
#define CALC_RATE_LOW (-0.9999)
#define CALC_RATE_HIGH 10000.0

size_t calc_irr_scratch(size_t n); /* doubles */

/*
 * XIRR, the money-weighted return; mwr.xirr. ERR_TOOSHORT: n < 2. ERR_INVALID:
 * amounts of one sign only, not finite, or all on one date. ERR_NOTFOUND: no
 * rate within the range.
 */
enum err calc_xirr(const int32_t *dates, const double *amounts, size_t n, enum calc_day_count count,
                   double *scratch, struct calc_irr *out) MUST_CHECK;
/* IRR of amounts a period apart, per period          mwr.irr */
enum err calc_irr(const double *amounts, size_t n, double *scratch,
                  struct calc_irr *out) MUST_CHECK;

/*
 * (receipts compounded at reinvest / payments discounted at finance)^(1 / (n -
 * 1)) - 1, n >= 2; NaN without a payment or without a receipt; mirr
 */
enum err calc_mirr(const double *amounts, size_t n, double finance, double reinvest,
                   double *out) MUST_CHECK;

/*
 * (end - begin - sum F) / (begin + sum F weight): flows F > 0 come in, weight is
 * the share of the period that each was there. n may be 0. NaN unless what
 * divides, the average capital, is above 0; dietz.modified
 */
enum err calc_modified_dietz(double begin, double end, const double *flows, const double *weights,
                             size_t n, double *out) MUST_CHECK;

/* prod closes[i] / opens[i] - 1, the values on either side of every flow; opens > 0; twr */
enum err calc_twr(const double *opens, const double *closes, size_t n, double *out) MUST_CHECK;

#endif

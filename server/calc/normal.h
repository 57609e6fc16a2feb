/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_NORMAL_H
#define CALC_NORMAL_H

/* The standard normal distribution. NaN in, NaN out. */

double calc_normal_pdf(double x);
double calc_normal_cdf(double x); /* keeps its relative accuracy far in the left tail */

/* Quantile of p within 0..1, exclusive (0 and 1 give -+INFINITY, anything else NaN); about 1e-16. */
double calc_normal_ppf(double p);

#endif

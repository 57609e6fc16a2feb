/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_MOMENTS_H
#define CALC_MOMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/*
 * Moments about the mean. Errors and NaN as calc/series.h says. ddof is what
 * is taken off n in the divisor: 1 for a sample (the house's volatility), 0
 * for a population; too few observations for it is ERR_TOOSHORT.
 */
struct calc_moments {
	double n, mean;
	double m2, m3, m4; /* sums of the powers of x - mean, not divided */
};

/* One look at the data for all of the below; n >= 1. A constant series has m2 = 0 exactly. */
enum err calc_moments(const double *x, size_t n, struct calc_moments *out) MUST_CHECK;

/* False where what varies is rounding (calc_noise) or nothing. */
bool calc_varies(const struct calc_moments *m);

enum err calc_variance(const double *x, size_t n, int ddof, double *out) MUST_CHECK;
enum err calc_deviation(const double *x, size_t n, int ddof, double *out) MUST_CHECK;

/* sd(r) * sqrt(ppy)                                  volatility.ddof1 (.ddof0) */
enum err calc_volatility(const double *r, size_t n, double ppy, int ddof, double *out) MUST_CHECK;

/* mean |x - mean|                                    mad.mean */
enum err calc_mean_absolute_deviation(const double *x, size_t n, double *out) MUST_CHECK;

/*
 * g1 = (m3 / n) / (m2 / n)^1.5                       skew.population
 * G1 = g1 sqrt(n (n - 1)) / (n - 2), n >= 3          skew.sample (adjusted Fisher-Pearson)
 */
enum calc_skew { CALC_SKEW_POPULATION, CALC_SKEW_SAMPLE };
enum err calc_skewness(const struct calc_moments *m, enum calc_skew kind, double *out) MUST_CHECK;

/*
 * b2 = (m4 / n) / (m2 / n)^2                         kurtosis.population: 3 for a normal
 * b2 - 3                                             kurtosis.excess
 * n (n + 1) / ((n - 1)(n - 2)(n - 3)) sum z^4, n - 1 in z, n >= 4
 *                                                    kurtosis.sample
 * that less 3 (n - 1)^2 / ((n - 2)(n - 3))           kurtosis.sample_excess
 */
enum calc_kurtosis {
	CALC_KURTOSIS_POPULATION,
	CALC_KURTOSIS_EXCESS,
	CALC_KURTOSIS_SAMPLE,
	CALC_KURTOSIS_SAMPLE_EXCESS
};
enum err calc_kurtosis(const struct calc_moments *m, enum calc_kurtosis kind,
                       double *out) MUST_CHECK;

/*
 * Gini's mean difference, the mean |x_i - x_j| over pairs; n >= 2, scratch [n].
 *                                                    gini.pairs
 */
enum err calc_gini_difference(const double *x, size_t n, double *scratch, double *out) MUST_CHECK;

/* The products of two series about their means. */
struct calc_co_moments {
	double n, mean_x, mean_y, xx, yy, xy; /* sums, not divided */
};
/* n >= 1. With y = x, xx, yy and xy are the same bits. */
enum err calc_co_moments(const double *x, const double *y, size_t n,
                         struct calc_co_moments *out) MUST_CHECK;
bool     calc_x_varies(const struct calc_co_moments *m);
bool     calc_y_varies(const struct calc_co_moments *m);

#endif

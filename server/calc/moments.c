/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/moments.h"

#include "calc/order.h"
#include "calc/series.h"

enum { LANES = 4, BLOCK = 256 };

static double lanes(const double s[LANES])
{
	return (s[0] + s[1]) + (s[2] + s[3]);
}

/* The mean by way of the first value: exact for a constant series. */
static double mean_of(const double *x, size_t n)
{
	struct calc_sum sum = {0};
	double          first = x[0];

	for (size_t i = 0; i < n; i += BLOCK) {
		size_t end = n - i < BLOCK ? n : i + BLOCK, j = i;
		double s[LANES] = {0};

		for (; j + LANES <= end; j += LANES)
			for (size_t k = 0; k < LANES; k++)
				s[k] += x[j + k] - first;
		for (size_t k = 0; j + k < end; k++)
			s[k] += x[j + k] - first;
		calc_sum_add(&sum, lanes(s));
	}
	return first + calc_sum_get(&sum) / (double)n;
}

enum err calc_moments(const double *x, size_t n, struct calc_moments *out)
{
	struct calc_sum two = {0}, three = {0}, four = {0};
	double          mean;

	TRY(calc_series_check(x, n, 1));
	mean = mean_of(x, n);
	for (size_t i = 0; i < n; i += BLOCK) {
		size_t end = n - i < BLOCK ? n : i + BLOCK, j = i;
		double s2[LANES] = {0}, s3[LANES] = {0}, s4[LANES] = {0};

		for (; j + LANES <= end; j += LANES)
			for (size_t k = 0; k < LANES; k++) {
				double d = x[j + k] - mean, dd = d * d;

				s2[k] += dd;
				s3[k] += dd * d;
				s4[k] += dd * dd;
			}
		for (size_t k = 0; j + k < end; k++) {
			double d = x[j + k] - mean, dd = d * d;

			s2[k] += dd;
			s3[k] += dd * d;
			s4[k] += dd * dd;
		}
		calc_sum_add(&two, lanes(s2));
		calc_sum_add(&three, lanes(s3));
		calc_sum_add(&four, lanes(s4));
	}
	*out = (struct calc_moments){.n = (double)n,
	                             .mean = mean,
	                             .m2 = calc_sum_get(&two),
	                             .m3 = calc_sum_get(&three),
	                             .m4 = calc_sum_get(&four)};
	return OK;
}

static bool varies(double n, double mean, double square)
{
	double noise = calc_noise(mean);

	return square > n * noise * noise;
}

bool calc_varies(const struct calc_moments *m)
{
	return varies(m->n, m->mean, m->m2);
}

enum err calc_variance(const double *x, size_t n, int ddof, double *out)
{
	struct calc_moments m;

	if (ddof < 0)
		return ERR_INVALID;
	if (n <= (size_t)ddof)
		return ERR_TOOSHORT;
	TRY(calc_moments(x, n, &m));
	*out = calc_defined(m.m2 / (m.n - ddof));
	return OK;
}

enum err calc_deviation(const double *x, size_t n, int ddof, double *out)
{
	double variance;

	TRY(calc_variance(x, n, ddof, &variance));
	*out = sqrt(variance);
	return OK;
}

enum err calc_volatility(const double *r, size_t n, double ppy, int ddof, double *out)
{
	double variance;

	if (!(ppy > 0 && isfinite(ppy)))
		return ERR_INVALID;
	TRY(calc_variance(r, n, ddof, &variance));
	*out = calc_defined(sqrt(variance) * sqrt(ppy));
	return OK;
}

enum err calc_mean_absolute_deviation(const double *x, size_t n, double *out)
{
	struct calc_sum sum = {0};
	double          mean;

	TRY(calc_series_check(x, n, 1));
	mean = mean_of(x, n);
	for (size_t i = 0; i < n; i++)
		calc_sum_add(&sum, fabs(x[i] - mean));
	*out = calc_defined(calc_sum_get(&sum) / (double)n);
	return OK;
}

enum err calc_skewness(const struct calc_moments *m, enum calc_skew kind, double *out)
{
	double n = m->n, g = m->m3 / n / pow(m->m2 / n, 1.5);

	if (n < (kind == CALC_SKEW_SAMPLE ? 3 : 1))
		return ERR_TOOSHORT;
	if (kind == CALC_SKEW_SAMPLE)
		g *= sqrt(n * (n - 1)) / (n - 2);
	*out = calc_varies(m) ? calc_defined(g) : (double)NAN;
	return OK;
}

enum err calc_kurtosis(const struct calc_moments *m, enum calc_kurtosis kind, double *out)
{
	double n = m->n, variance = m->m2 / n, k = m->m4 / n / (variance * variance);
	bool   sample = kind == CALC_KURTOSIS_SAMPLE || kind == CALC_KURTOSIS_SAMPLE_EXCESS;

	if (n < (sample ? 4 : 1))
		return ERR_TOOSHORT;
	if (sample)
		k *= (n + 1) * (n - 1) / ((n - 2) * (n - 3));
	if (kind == CALC_KURTOSIS_SAMPLE_EXCESS)
		k -= 3 * (n - 1) * (n - 1) / ((n - 2) * (n - 3));
	if (kind == CALC_KURTOSIS_EXCESS)
		k -= 3;
	*out = calc_varies(m) ? calc_defined(k) : (double)NAN;
	return OK;
}

/* The i-th smallest of n counts 2 i - n - 1 times (i from 1): once for each it exceeds. */
enum err calc_gini_difference(const double *x, size_t n, double *scratch, double *out)
{
	struct calc_sum sum = {0};

	TRY(calc_series_check(x, n, 2));
	calc_sorted(x, n, scratch);
	for (size_t i = 0; i < n; i++)
		calc_sum_add(&sum, (2.0 * (double)i + 1 - (double)n) * (scratch[i] - scratch[0]));
	*out = calc_defined(2 * calc_sum_get(&sum) / ((double)n * ((double)n - 1)));
	return OK;
}

enum err calc_co_moments(const double *x, const double *y, size_t n, struct calc_co_moments *out)
{
	struct calc_sum xx = {0}, yy = {0}, xy = {0};
	double          mean_x, mean_y;

	TRY(calc_series_check(x, n, 1));
	TRY(calc_series_check(y, n, 1));
	mean_x = mean_of(x, n);
	mean_y = mean_of(y, n);
	for (size_t i = 0; i < n; i += BLOCK) {
		size_t end = n - i < BLOCK ? n : i + BLOCK, j = i;
		double sx[LANES] = {0}, sy[LANES] = {0}, sp[LANES] = {0};

		for (; j + LANES <= end; j += LANES)
			for (size_t k = 0; k < LANES; k++) {
				double dx = x[j + k] - mean_x, dy = y[j + k] - mean_y;

				sx[k] += dx * dx;
				sy[k] += dy * dy;
				sp[k] += dx * dy;
			}
		for (size_t k = 0; j + k < end; k++) {
			double dx = x[j + k] - mean_x, dy = y[j + k] - mean_y;

			sx[k] += dx * dx;
			sy[k] += dy * dy;
			sp[k] += dx * dy;
		}
		calc_sum_add(&xx, lanes(sx));
		calc_sum_add(&yy, lanes(sy));
		calc_sum_add(&xy, lanes(sp));
	}
	*out = (struct calc_co_moments){.n = (double)n,
	                                .mean_x = mean_x,
	                                .mean_y = mean_y,
	                                .xx = calc_sum_get(&xx),
	                                .yy = calc_sum_get(&yy),
	                                .xy = calc_sum_get(&xy)};
	return OK;
}

bool calc_x_varies(const struct calc_co_moments *m)
{
	return varies(m->n, m->mean_x, m->xx);
}

bool calc_y_varies(const struct calc_co_moments *m)
{
	return varies(m->n, m->mean_y, m->yy);
}

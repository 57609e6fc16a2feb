/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/ratios.h"

#include "calc/moments.h"
#include "calc/quantile.h"
#include "calc/returns.h"
#include "calc/series.h"

static enum err check(const double *x, size_t n, double ppy, struct calc_moments *m)
{
	if (!(ppy > 0 && isfinite(ppy)))
		return ERR_INVALID;
	if (n < 2)
		return ERR_TOOSHORT;
	return calc_moments(x, n, m);
}

static double sample_deviation(const struct calc_moments *m)
{
	return calc_varies(m) ? sqrt(m->m2 / (m->n - 1)) : (double)NAN;
}

enum err calc_sharpe_ratio(const double *x, size_t n, double ppy, double *out)
{
	struct calc_moments m;

	TRY(check(x, n, ppy, &m));
	*out = calc_defined(m.mean / sample_deviation(&m) * sqrt(ppy));
	return OK;
}

enum err calc_sharpe_geometric(const double *x, size_t n, double ppy, double *out)
{
	struct calc_moments m;
	double              grown;

	TRY(check(x, n, ppy, &m));
	grown = calc_annualised(calc_growth(x, n), (double)n / ppy);
	*out = calc_defined(grown / (sample_deviation(&m) * sqrt(ppy)));
	return OK;
}

enum err calc_sharpe_of_cagr(const double *r, size_t n, double rate, double ppy, double *out)
{
	struct calc_moments m;
	double              grown;

	TRY(check(r, n, ppy, &m));
	if (!isfinite(rate))
		return ERR_INVALID;
	grown = calc_annualised(calc_growth(r, n), (double)n / ppy);
	*out = calc_defined((grown - rate * ppy) / (sample_deviation(&m) * sqrt(ppy)));
	return OK;
}

enum err calc_kelly_half(const double *x, const double *r, size_t n, double *out)
{
	struct calc_moments m;
	double              mean;

	TRY(check(r, n, 1, &m));
	TRY(calc_mean(x, n, &mean));
	*out = calc_varies(&m) ? calc_defined(mean / (m.m2 / (m.n - 1)) / 2) : (double)NAN;
	return OK;
}

enum err calc_tail_ratio(const double *r, size_t n, double *scratch, double *out)
{
	double high, low;

	TRY(calc_quantile(r, n, 0.95, CALC_QUANTILE_7, scratch, &high));
	TRY(calc_quantile(r, n, 0.05, CALC_QUANTILE_7, scratch, &low));
	*out = calc_defined(fabs(high) / fabs(low));
	return OK;
}

/* About the middle of time, and the first value of the sum: neither cancels. */
enum err calc_stability(const double *r, size_t n, double *out)
{
	struct calc_sum sum = {0}, square = {0}, product = {0};
	double          middle = ((double)n - 1) / 2, count = (double)n, level = 0, tt, yy;

	TRY(calc_series_check(r, n, 2));
	for (size_t i = 0; i < n; i++) {
		if (r[i] <= -1) {
			*out = NAN;
			return OK;
		}
		if (i > 0)
			level += log1p(r[i]);
		calc_sum_add(&sum, level);
		calc_sum_add(&square, level * level);
		calc_sum_add(&product, level * ((double)i - middle));
	}
	tt = count * (count * count - 1) / 12;
	yy = calc_sum_get(&square) - calc_sum_get(&sum) * calc_sum_get(&sum) / count;
	if (!(yy > count * calc_noise(0) * calc_noise(0))) {
		*out = NAN;
		return OK;
	}
	*out = calc_sum_get(&product) * calc_sum_get(&product) / (tt * yy);
	*out = calc_defined(*out > 1 ? 1 : *out);
	return OK;
}

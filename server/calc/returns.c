/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/returns.h"

#include "calc/series.h"

double calc_growth(const double *r, size_t n)
{
	double g[4] = {1, 1, 1, 1};
	size_t i = 0;

	for (; i + 4 <= n; i += 4)
		for (size_t k = 0; k < 4; k++)
			g[k] *= 1 + r[i + k];
	for (size_t k = 0; i + k < n; k++)
		g[k] *= 1 + r[i + k];
	return (g[0] * g[1]) * (g[2] * g[3]);
}

double calc_annualised(double growth, double years)
{
	if (!(growth >= 0 && years > 0))
		return NAN;
	return calc_defined(pow(growth, 1 / years) - 1);
}

enum err calc_total_return(const double *r, size_t n, double *out)
{
	TRY(calc_series_check(r, n, 1));
	*out = calc_defined(calc_growth(r, n) - 1);
	return OK;
}

enum err calc_cagr(const double *r, size_t n, double ppy, double *out)
{
	TRY(calc_series_check(r, n, 1));
	if (!(ppy > 0 && isfinite(ppy)))
		return ERR_INVALID;
	*out = calc_annualised(calc_growth(r, n), (double)n / ppy);
	return OK;
}

enum err calc_cagr_dated(double first, double last, int32_t from, int32_t to, double *out)
{
	if (!(first > 0 && isfinite(first) && last >= 0 && isfinite(last)))
		return ERR_INVALID;
	if (to <= from)
		return ERR_TOOSHORT;
	*out = calc_annualised(last / first, ((double)to - from) / 365.25);
	return OK;
}

enum err calc_geometric_mean(const double *r, size_t n, double *out)
{
	TRY(calc_series_check(r, n, 1));
	*out = calc_annualised(calc_growth(r, n), (double)n);
	return OK;
}

enum err calc_mean(const double *x, size_t n, double *out)
{
	TRY(calc_series_check(x, n, 1));
	*out = calc_defined(calc_total(x, n) / (double)n);
	return OK;
}

enum err calc_annual_mean(const double *r, size_t n, double ppy, double *out)
{
	TRY(calc_series_check(r, n, 1));
	if (!(ppy > 0 && isfinite(ppy)))
		return ERR_INVALID;
	*out = calc_defined(calc_total(r, n) / (double)n * ppy);
	return OK;
}

enum err calc_best(const double *r, size_t n, double *out)
{
	double best;

	TRY(calc_series_check(r, n, 1));
	best = r[0];
	for (size_t i = 1; i < n; i++)
		best = r[i] > best ? r[i] : best;
	*out = best;
	return OK;
}

enum err calc_worst(const double *r, size_t n, double *out)
{
	double worst;

	TRY(calc_series_check(r, n, 1));
	worst = r[0];
	for (size_t i = 1; i < n; i++)
		worst = r[i] < worst ? r[i] : worst;
	*out = worst;
	return OK;
}

enum err calc_win_rate(const double *r, size_t n, double *out)
{
	size_t won = 0;

	TRY(calc_series_check(r, n, 1));
	for (size_t i = 0; i < n; i++)
		won += r[i] > 0;
	*out = (double)won / (double)n;
	return OK;
}

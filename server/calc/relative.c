/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/relative.h"

#include <stdbool.h>

#include "calc/moments.h"
#include "calc/returns.h"
#include "calc/series.h"

static enum err check(const double *r, const double *b, size_t n, size_t least, double ppy)
{
	if (!(ppy > 0 && isfinite(ppy)))
		return ERR_INVALID;
	TRY(calc_series_check(r, n, least));
	return calc_series_check(b, n, least);
}

static bool counts(double b, enum calc_side side)
{
	return side == CALC_ALL || (side == CALC_UP ? b > 0 : b < 0);
}

static double slope(const struct calc_co_moments *m)
{
	return calc_y_varies(m) ? calc_defined(m->xy / m->yy) : (double)NAN;
}

/* Co-moments of the periods that count, in two passes over all. */
static enum err some_moments(const double *x, const double *y, size_t n, enum calc_side side,
                             struct calc_co_moments *out)
{
	struct calc_sum sx = {0}, sy = {0}, xx = {0}, yy = {0}, xy = {0};
	double          k = 0, mean_x, mean_y, x0 = 0, y0 = 0;

	for (size_t i = 0; i < n; i++) {
		if (!counts(y[i], side))
			continue;
		if (k == 0) {
			x0 = x[i];
			y0 = y[i];
		}
		calc_sum_add(&sx, x[i] - x0);
		calc_sum_add(&sy, y[i] - y0);
		k++;
	}
	if (k < 2)
		return ERR_TOOSHORT;
	mean_x = x0 + calc_sum_get(&sx) / k;
	mean_y = y0 + calc_sum_get(&sy) / k;
	for (size_t i = 0; i < n; i++) {
		double dx = x[i] - mean_x, dy = y[i] - mean_y;

		if (!counts(y[i], side))
			continue;
		calc_sum_add(&xx, dx * dx);
		calc_sum_add(&yy, dy * dy);
		calc_sum_add(&xy, dx * dy);
	}
	*out = (struct calc_co_moments){.n = k,
	                                .mean_x = mean_x,
	                                .mean_y = mean_y,
	                                .xx = calc_sum_get(&xx),
	                                .yy = calc_sum_get(&yy),
	                                .xy = calc_sum_get(&xy)};
	return OK;
}

enum err calc_beta(const double *x, const double *y, size_t n, enum calc_side side, double *out)
{
	struct calc_co_moments m;

	TRY(check(x, y, n, 2, 1));
	if (side == CALC_ALL)
		TRY(calc_co_moments(x, y, n, &m));
	else
		TRY(some_moments(x, y, n, side, &m));
	*out = slope(&m);
	return OK;
}

enum err calc_alpha(const double *x, const double *y, size_t n, double *out)
{
	struct calc_co_moments m;

	TRY(check(x, y, n, 2, 1));
	TRY(calc_co_moments(x, y, n, &m));
	*out = calc_defined(m.mean_x - slope(&m) * m.mean_y);
	return OK;
}

enum err calc_alpha_annual(const double *x, const double *y, size_t n, double ppy, double *out)
{
	double alpha;

	TRY(check(x, y, n, 2, ppy));
	TRY(calc_alpha(x, y, n, &alpha));
	*out = calc_defined(alpha * ppy);
	return OK;
}

enum err calc_alpha_compounded(const double *x, const double *y, size_t n, double ppy, double *out)
{
	double alpha;

	TRY(check(x, y, n, 2, ppy));
	TRY(calc_alpha(x, y, n, &alpha));
	*out = calc_annualised(1 + alpha, 1 / ppy);
	return OK;
}

double calc_alpha_jensen(double r, double b, double rf, double beta)
{
	return calc_defined(r - rf - beta * (b - rf));
}

static enum err correlate(const double *r, const double *b, size_t n, double *out)
{
	struct calc_co_moments m;
	double                 c;

	TRY(check(r, b, n, 2, 1));
	TRY(calc_co_moments(r, b, n, &m));
	c = calc_x_varies(&m) && calc_y_varies(&m) ? m.xy / (sqrt(m.xx) * sqrt(m.yy)) : (double)NAN;
	*out = c > 1 ? 1 : c < -1 ? -1 : calc_defined(c);
	return OK;
}

enum err calc_correlation(const double *r, const double *b, size_t n, double *out)
{
	return correlate(r, b, n, out);
}

enum err calc_r_squared(const double *r, const double *b, size_t n, double *out)
{
	double c;

	TRY(correlate(r, b, n, &c));
	*out = c * c;
	return OK;
}

/* Mean and sample variance of r - b. */
static enum err active(const double *r, const double *b, size_t n, double ppy, double *mean,
                       double *variance)
{
	struct calc_sum sum = {0}, square = {0};
	double          first;

	TRY(check(r, b, n, 2, ppy));
	first = r[0] - b[0];
	for (size_t i = 0; i < n; i++)
		calc_sum_add(&sum, r[i] - b[i] - first);
	*mean = first + calc_sum_get(&sum) / (double)n;
	for (size_t i = 0; i < n; i++) {
		double d = r[i] - b[i] - *mean;

		calc_sum_add(&square, d * d);
	}
	*variance = calc_sum_get(&square) / ((double)n - 1);
	return OK;
}

enum err calc_tracking_error(const double *r, const double *b, size_t n, double ppy, double *out)
{
	double mean, variance;

	TRY(active(r, b, n, ppy, &mean, &variance));
	*out = calc_defined(sqrt(variance) * sqrt(ppy));
	return OK;
}

enum err calc_information_ratio(const double *r, const double *b, size_t n, double ppy, double *out)
{
	double mean, variance;

	TRY(active(r, b, n, ppy, &mean, &variance));
	*out = sqrt(variance) > calc_noise(mean) ? calc_defined(mean / sqrt(variance) * sqrt(ppy))
	                                         : (double)NAN;
	return OK;
}

enum err calc_active_premium(const double *r, const double *b, size_t n, double ppy, double *out)
{
	double of_r, of_b;

	TRY(calc_cagr(r, n, ppy, &of_r));
	TRY(calc_cagr(b, n, ppy, &of_b));
	*out = calc_defined(of_r - of_b);
	return OK;
}

enum err calc_information_ratio_geometric(const double *r, const double *b, size_t n, double ppy,
                                          double *out)
{
	double mean, variance, premium;

	TRY(active(r, b, n, ppy, &mean, &variance));
	TRY(calc_active_premium(r, b, n, ppy, &premium));
	*out = sqrt(variance) > calc_noise(mean)
	               ? calc_defined(premium / (sqrt(variance) * sqrt(ppy)))
	               : (double)NAN;
	return OK;
}

enum err calc_treynor(const double *x, const double *y, size_t n, double ppy, double *out)
{
	double beta, cagr;

	TRY(calc_beta(x, y, n, CALC_ALL, &beta));
	TRY(calc_cagr(x, n, ppy, &cagr));
	*out = calc_defined(cagr / beta);
	return OK;
}

enum err calc_m_squared(const double *r, const double *b, size_t n, double ppy, double rf,
                        double *out)
{
	struct calc_co_moments m;
	double                 cagr;

	if (!isfinite(rf))
		return ERR_INVALID;
	TRY(check(r, b, n, 2, ppy));
	TRY(calc_co_moments(r, b, n, &m));
	TRY(calc_cagr(r, n, ppy, &cagr));
	*out = calc_x_varies(&m) ? calc_defined((cagr - rf) * sqrt(m.yy / m.xx) + rf) : (double)NAN;
	return OK;
}

enum err calc_specific_risk(const double *r, const double *b, size_t n, double ppy, double *out)
{
	struct calc_co_moments m;
	struct calc_sum        square = {0};
	double                 beta;

	TRY(check(r, b, n, 2, ppy));
	TRY(calc_co_moments(r, b, n, &m));
	beta = slope(&m);
	for (size_t i = 0; i < n; i++) {
		double e = r[i] - m.mean_x - beta * (b[i] - m.mean_y);

		calc_sum_add(&square, e * e);
	}
	*out = calc_defined(sqrt(calc_sum_get(&square) / m.n) * sqrt(ppy));
	return OK;
}

enum err calc_systematic_risk(const double *r, const double *b, size_t n, double ppy, double *out)
{
	struct calc_co_moments m;

	TRY(check(r, b, n, 2, ppy));
	TRY(calc_co_moments(r, b, n, &m));
	*out = calc_defined(slope(&m) * sqrt(m.yy / (m.n - 1)) * sqrt(ppy));
	return OK;
}

enum err calc_capture(const double *r, const double *b, size_t n, double ppy, enum calc_side side,
                      enum calc_capture kind, double *out)
{
	double of_r = 1, of_b = 1, k = 0;

	TRY(check(r, b, n, 1, ppy));
	for (size_t i = 0; i < n; i++) {
		bool flat = kind == CALC_CAPTURE_CUMULATIVE && side == CALC_DOWN && b[i] == 0;

		if (!flat && !counts(b[i], side))
			continue;
		of_r *= 1 + r[i];
		of_b *= 1 + b[i];
		k++;
	}
	if (kind == CALC_CAPTURE_CUMULATIVE)
		*out = calc_defined((of_r - 1) / (of_b - 1));
	else if (kind == CALC_CAPTURE_CAGR)
		*out = calc_defined(calc_annualised(of_r, k / ppy) /
		                    calc_annualised(of_b, k / ppy));
	else
		*out = calc_defined(calc_annualised(of_r, k) / calc_annualised(of_b, k));
	return OK;
}

enum err calc_hit_rate(const double *r, const double *b, size_t n, enum calc_hit kind, double *out)
{
	size_t up = 0, hit = 0;

	TRY(check(r, b, n, 1, 1));
	for (size_t i = 0; i < n; i++) {
		if (!(b[i] > 0))
			continue;
		up++;
		hit += kind == CALC_HIT_UP ? r[i] > 0 : r[i] > b[i];
	}
	*out = up ? (double)hit / (double)up : (double)NAN;
	return OK;
}

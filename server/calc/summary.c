/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/summary.h"

#include <string.h>

#include "calc/moments.h"
#include "calc/quantile.h"
#include "calc/returns.h"
#include "calc/series.h"

enum { LANES = 4, BLOCK = 256 };

static double lanes(const double s[LANES])
{
	return (s[0] + s[1]) + (s[2] + s[3]);
}

/* Losses and gains about the rate, extremes, periods won. */
static void sides(const double *r, size_t n, double rate, double ppy, double mean,
                  struct calc_summary *out)
{
	struct calc_sum loss = {0}, square = {0}, gain = {0};
	double          best = r[0], worst = r[0], won = 0;

	for (size_t i = 0; i < n; i += BLOCK) {
		size_t end = n - i < BLOCK ? n : i + BLOCK, j = i;
		double s[LANES] = {0}, q[LANES] = {0}, g[LANES] = {0}, w[LANES] = {0};
		double high[LANES] = {best, best, best, best};
		double low[LANES] = {worst, worst, worst, worst};

		for (; j < end; j += LANES)
			for (size_t k = 0; k < LANES && j + k < end; k++) {
				double v = r[j + k], x = v - rate, d = x < 0 ? x : 0;

				s[k] += d;
				q[k] += d * d;
				g[k] += x > 0 ? x : 0;
				w[k] += v > 0 ? 1 : 0;
				high[k] = v > high[k] ? v : high[k];
				low[k] = v < low[k] ? v : low[k];
			}
		calc_sum_add(&loss, lanes(s));
		calc_sum_add(&square, lanes(q));
		calc_sum_add(&gain, lanes(g));
		won += lanes(w);
		best = fmax(fmax(high[0], high[1]), fmax(high[2], high[3]));
		worst = fmin(fmin(low[0], low[1]), fmin(low[2], low[3]));
	}
	out->downside = calc_defined(sqrt(calc_sum_get(&square) / (double)n * ppy));
	out->sortino = calc_defined((mean - rate) * ppy / out->downside);
	out->omega = calc_defined(calc_sum_get(&gain) / -calc_sum_get(&loss));
	out->win_rate = won / (double)n;
	out->best = best;
	out->worst = worst;
}

/* A block's levels and peaks are one chain each; the falls are not. */
static void path(const double *r, size_t n, struct calc_summary *out)
{
	struct calc_sum square = {0};
	double          level = 1, peak = 1, least = 0, last = 0;

	for (size_t i = 0; i < n; i += BLOCK) {
		size_t m = n - i < BLOCK ? n - i : BLOCK;
		double at[BLOCK], top[BLOCK];

		for (size_t k = 0; k < m; k++) {
			at[k] = level *= 1 + r[i + k];
			top[k] = peak = level > peak ? level : peak;
		}
		for (size_t k = 0; k < m; k++)
			at[k] = at[k] / top[k] - 1;
		for (size_t k = 0; k < m; k++)
			least = at[k] < least ? at[k] : least;
		last = at[m - 1];
		for (size_t k = 0; k < m; k++)
			top[k] = at[k] * at[k];
		calc_sum_add(&square, calc_sum(top, m));
	}
	out->total = calc_defined(level - 1);
	out->deepest = isfinite(level) ? calc_defined(least) : (double)NAN;
	out->fallen = calc_defined(last);
	out->ulcer = calc_defined(sqrt(calc_sum_get(&square) / (double)n));
}

static double mean_below(const double *x, size_t n, double limit)
{
	double sum = 0, below = 0;

	for (size_t i = 0; i < n; i++)
		if (x[i] < limit) {
			sum += x[i];
			below++;
		}
	return sum / below;
}

/*
 * A shortfall only looks below its quantile, and in a long series so do the
 * quantiles on either side of the first; in a short one they may share places.
 */
static void tails(const double *r, size_t n, double *x, struct calc_summary *out)
{
	size_t at_5, at_1, at_95;
	double q_5, q_1, q_95;
	bool   apart = n > 200;

	memcpy(x, r, n * sizeof(*x));
	q_5 = calc_quantile_arrange(x, 0, n, n, 0.05, &at_5);
	out->var_95 = -q_5;
	out->es_95 = -calc_defined(mean_below(x, at_5 + 1, q_5));
	q_1 = calc_quantile_arrange(x, 0, apart ? at_5 + 1 : n, n, 0.01, &at_1);
	out->var_99 = -q_1;
	out->es_99 = -calc_defined(mean_below(x, at_1 + 1, q_1));
	q_95 = calc_quantile_arrange(x, apart ? at_5 + 1 : 0, n, n, 0.95, &at_95);
	out->tail_ratio = calc_defined(fabs(q_95) / fabs(q_5));
}

/* Products and counts of the periods in which the benchmark rose, and fell. */
static void captures(const double *r, const double *b, size_t n, struct calc_summary *out)
{
	double up_r[LANES] = {1, 1, 1, 1}, up_b[LANES] = {1, 1, 1, 1}, ups[LANES] = {0};
	double down_r[LANES] = {1, 1, 1, 1}, down_b[LANES] = {1, 1, 1, 1}, downs[LANES] = {0};
	double up, down;

	for (size_t j = 0; j < n; j += LANES)
		for (size_t k = 0; k < LANES && j + k < n; k++) {
			double of_r = r[j + k], of_b = b[j + k];

			up_r[k] *= of_b > 0 ? 1 + of_r : 1;
			up_b[k] *= of_b > 0 ? 1 + of_b : 1;
			ups[k] += of_b > 0 ? 1 : 0;
			down_r[k] *= of_b < 0 ? 1 + of_r : 1;
			down_b[k] *= of_b < 0 ? 1 + of_b : 1;
			downs[k] += of_b < 0 ? 1 : 0;
		}
	up = lanes(ups);
	down = lanes(downs);
	out->capture_up = calc_defined(
		calc_annualised(up_r[0] * up_r[1] * (up_r[2] * up_r[3]), up) /
		calc_annualised(up_b[0] * up_b[1] * (up_b[2] * up_b[3]), up));
	out->capture_down = calc_defined(
		calc_annualised(down_r[0] * down_r[1] * (down_r[2] * down_r[3]), down) /
		calc_annualised(down_b[0] * down_b[1] * (down_b[2] * down_b[3]), down));
}

/* The square of r - b about its mean, which may be next to nothing: not from the other squares. */
static double active_square(const double *r, const double *b, size_t n, double mean)
{
	struct calc_sum square = {0};

	for (size_t i = 0; i < n; i += BLOCK) {
		size_t m = n - i < BLOCK ? n - i : BLOCK;
		double d[BLOCK];

		for (size_t k = 0; k < m; k++) {
			double a = r[i + k] - b[i + k] - mean;

			d[k] = a * a;
		}
		calc_sum_add(&square, calc_sum(d, m));
	}
	return calc_sum_get(&square);
}

static enum err relative(const double *r, const double *b, size_t n, double rate, double ppy,
                         struct calc_summary *out)
{
	struct calc_co_moments m;
	double                 slope, active, deviation;

	TRY(calc_co_moments(r, b, n, &m));
	slope = calc_y_varies(&m) ? m.xy / m.yy : (double)NAN;
	active = m.mean_x - m.mean_y;
	deviation = sqrt(active_square(r, b, n, active) / (m.n - 1));
	out->beta = calc_defined(slope);
	out->alpha = calc_defined((m.mean_x - rate - slope * (m.mean_y - rate)) * ppy);
	out->correlation =
		calc_x_varies(&m) ? calc_defined(slope * m.yy / (sqrt(m.xx) * sqrt(m.yy)))
	                          : (double)NAN;
	out->r_squared = out->correlation * out->correlation;
	out->tracking = calc_defined(deviation * sqrt(ppy));
	out->information = deviation > calc_noise(active)
	                           ? calc_defined(active / deviation * sqrt(ppy))
	                           : (double)NAN;
	captures(r, b, n, out);
	return OK;
}

enum err calc_summary(const double *r, const double *b, size_t n, double rate, double ppy,
                      double *scratch, struct calc_summary *out)
{
	struct calc_summary s = {.beta = NAN,
	                         .alpha = NAN,
	                         .r_squared = NAN,
	                         .correlation = NAN,
	                         .tracking = NAN,
	                         .information = NAN,
	                         .capture_up = NAN,
	                         .capture_down = NAN};
	struct calc_moments m;
	double              deviation;

	if (!(ppy > 0 && isfinite(ppy) && isfinite(rate)))
		return ERR_INVALID;
	if (n < 2)
		return ERR_TOOSHORT;
	TRY(calc_moments(r, n, &m));
	if (b)
		TRY(relative(r, b, n, rate, ppy, &s));
	TRY(calc_skewness(&m, CALC_SKEW_POPULATION, &s.skew));
	TRY(calc_kurtosis(&m, CALC_KURTOSIS_EXCESS, &s.excess_kurtosis));
	deviation = sqrt(m.m2 / (m.n - 1));
	s.volatility = calc_defined(deviation * sqrt(ppy));
	s.sharpe = calc_varies(&m) ? calc_defined((m.mean - rate) / deviation * sqrt(ppy))
	                           : (double)NAN;
	sides(r, n, rate, ppy, m.mean, &s);
	path(r, n, &s);
	s.cagr = calc_annualised(1 + s.total, (double)n / ppy);
	s.calmar = calc_defined(s.cagr / -s.deepest);
	tails(r, n, scratch, &s);
	*out = s;
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/summary.h"

#include <string.h>

#include "calc/moments.h"
#include "calc/quantile.h"
#include "calc/returns.h"
#include "calc/series.h"

enum { BLOCK = 256 };

/* Losses and gains about the rate, extremes, periods won; choices are made without a branch. */
static void sides(const double *r, size_t n, double rate, double ppy, double mean,
                  struct calc_summary *out)
{
	struct calc_sum loss = {0}, square = {0}, gain = {0};
	double          best = r[0], worst = r[0], won = 0;

	for (size_t i = 0; i < n; i += BLOCK) {
		size_t m = n - i < BLOCK ? n - i : BLOCK;
		double down[BLOCK], up[BLOCK], above[BLOCK];

		for (size_t k = 0; k < m; k++) {
			double x = r[i + k] - rate;

			down[k] = x < 0 ? x : 0;
			up[k] = x > 0 ? x : 0;
			above[k] = r[i + k] > 0 ? 1 : 0;
		}
		calc_sum_add(&loss, calc_sum(down, m));
		calc_sum_add(&gain, calc_sum(up, m));
		won += calc_sum(above, m);
		for (size_t k = 0; k < m; k++)
			down[k] *= down[k];
		calc_sum_add(&square, calc_sum(down, m));
		for (size_t k = 0; k < m; k++)
			best = r[i + k] > best ? r[i + k] : best;
		for (size_t k = 0; k < m; k++)
			worst = r[i + k] < worst ? r[i + k] : worst;
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
		last = level / peak - 1;
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

/* Geometric means over the periods in which the benchmark's return has this sign. */
static double capture(const double *r, const double *b, size_t n, double sign)
{
	double of_r[2] = {1, 1}, of_b[2] = {1, 1}, periods = 0;

	for (size_t i = 0; i < n; i++) {
		bool counts = sign * b[i] > 0;

		of_r[i % 2] *= counts ? 1 + r[i] : 1;
		of_b[i % 2] *= counts ? 1 + b[i] : 1;
		periods += counts ? 1 : 0;
	}
	return calc_defined(calc_annualised(of_r[0] * of_r[1], periods) /
	                    calc_annualised(of_b[0] * of_b[1], periods));
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
	out->correlation = calc_x_varies(&m)
	                           ? calc_defined(slope * m.yy / (sqrt(m.xx) * sqrt(m.yy)))
	                           : (double)NAN;
	out->r_squared = out->correlation * out->correlation;
	out->tracking = calc_defined(deviation * sqrt(ppy));
	out->information = deviation > calc_noise(active)
	                           ? calc_defined(active / deviation * sqrt(ppy))
	                           : (double)NAN;
	out->capture_up = capture(r, b, n, 1);
	out->capture_down = capture(r, b, n, -1);
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

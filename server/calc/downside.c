/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/downside.h"

#include "calc/series.h"

enum { BLOCK = 256 };

/* Sums over the losses and the gains. */
struct sides {
	double loss, loss_square, gain, gain_square; /* all >= 0 */
	size_t losses, gains;
};

static enum err sides_of(const double *x, size_t n, struct sides *out)
{
	struct calc_sum down = {0}, down2 = {0}, up = {0}, up2 = {0};
	size_t          losses = 0, gains = 0;

	TRY(calc_series_check(x, n, 1));
	for (size_t i = 0; i < n; i += BLOCK) {
		size_t m = n - i < BLOCK ? n - i : BLOCK;
		double d[BLOCK], u[BLOCK];

		for (size_t k = 0; k < m; k++) {
			d[k] = x[i + k] < 0 ? -x[i + k] : 0;
			u[k] = x[i + k] > 0 ? x[i + k] : 0;
			losses += x[i + k] < 0;
			gains += x[i + k] > 0;
		}
		calc_sum_add(&down, calc_sum(d, m));
		calc_sum_add(&up, calc_sum(u, m));
		for (size_t k = 0; k < m; k++) {
			d[k] *= d[k];
			u[k] *= u[k];
		}
		calc_sum_add(&down2, calc_sum(d, m));
		calc_sum_add(&up2, calc_sum(u, m));
	}
	*out = (struct sides){.loss = calc_sum_get(&down),
	                      .loss_square = calc_sum_get(&down2),
	                      .gain = calc_sum_get(&up),
	                      .gain_square = calc_sum_get(&up2),
	                      .losses = losses,
	                      .gains = gains};
	return OK;
}

static double denominator(const struct sides *s, size_t n, enum calc_denominator over)
{
	switch (over) {
	case CALC_OVER_ALL: return (double)n;
	case CALC_OVER_LOSSES: return (double)s->losses;
	case CALC_OVER_SAMPLE: return (double)n - 1;
	}
	return NAN;
}

static enum err check(size_t n, double ppy, enum calc_denominator over)
{
	if (!(ppy > 0 && isfinite(ppy)))
		return ERR_INVALID;
	return over == CALC_OVER_SAMPLE && n < 2 ? ERR_TOOSHORT : OK;
}

static double deviation(const struct sides *s, size_t n, double ppy, enum calc_denominator over)
{
	return calc_defined(sqrt(s->loss_square / denominator(s, n, over) * ppy));
}

enum err calc_downside_deviation(const double *x, size_t n, double ppy, enum calc_denominator over,
                                 double *out)
{
	struct sides s;

	TRY(check(n, ppy, over));
	TRY(sides_of(x, n, &s));
	*out = deviation(&s, n, ppy, over);
	return OK;
}

enum err calc_semi_deviation(const double *x, size_t n, int ddof, double *out)
{
	struct sides s;

	if (ddof < 0)
		return ERR_INVALID;
	if (n <= (size_t)ddof)
		return ERR_TOOSHORT;
	TRY(sides_of(x, n, &s));
	*out = calc_defined(sqrt(s.loss_square / (double)(n - (size_t)ddof)));
	return OK;
}

enum err calc_downside_potential(const double *x, size_t n, double *out)
{
	struct sides s;

	TRY(sides_of(x, n, &s));
	*out = calc_defined(s.loss / (double)n);
	return OK;
}

enum err calc_upside_risk(const double *x, size_t n, double *out)
{
	struct sides s;

	TRY(sides_of(x, n, &s));
	*out = calc_defined(sqrt(s.gain_square / (double)n));
	return OK;
}

enum err calc_upside_potential_ratio(const double *x, size_t n, enum calc_denominator over,
                                     double *out)
{
	struct sides s;
	double       mean;

	if (over == CALC_OVER_SAMPLE)
		return ERR_INVALID;
	TRY(sides_of(x, n, &s));
	mean = s.gain / (over == CALC_OVER_ALL ? (double)n : (double)s.gains);
	*out = calc_defined(mean / deviation(&s, n, 1, CALC_OVER_ALL));
	return OK;
}

enum err calc_sortino(const double *x, size_t n, double ppy, enum calc_denominator over,
                      double *out)
{
	struct sides s;

	TRY(check(n, ppy, over));
	TRY(sides_of(x, n, &s));
	*out = calc_defined(calc_total(x, n) / (double)n * ppy / deviation(&s, n, ppy, over));
	return OK;
}

enum err calc_omega(const double *x, size_t n, double *out)
{
	struct sides s;

	TRY(sides_of(x, n, &s));
	*out = calc_defined(s.gain / s.loss);
	return OK;
}

enum err calc_kappa(const double *x, size_t n, double order, double *out)
{
	struct calc_sum sum = {0};

	TRY(calc_series_check(x, n, 1));
	if (!(order > 0 && isfinite(order)))
		return ERR_INVALID;
	for (size_t i = 0; i < n; i++)
		if (x[i] < 0)
			calc_sum_add(&sum, pow(-x[i], order));
	*out = calc_defined(calc_total(x, n) / (double)n /
	                    pow(calc_sum_get(&sum) / (double)n, 1 / order));
	return OK;
}

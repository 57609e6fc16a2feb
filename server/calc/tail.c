/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/tail.h"

#include <string.h>

#include "calc/moments.h"
#include "calc/normal.h"
#include "calc/order.h"
#include "calc/series.h"

static bool in_range(double alpha)
{
	return alpha > 0 && alpha < 1;
}

enum err calc_var_historical(const double *r, size_t n, double alpha, enum calc_quantile type,
                             double *scratch, double *out)
{
	double q;

	if (!in_range(alpha))
		return ERR_INVALID;
	TRY(calc_quantile(r, n, alpha, type, scratch, &q));
	*out = -q;
	return OK;
}

/* Of sorted-up-to-the-quantile scratch. */
static double mean_below(const double *x, size_t n, double limit)
{
	struct calc_sum sum = {0};
	size_t          below = 0;

	for (size_t i = 0; i < n; i++)
		if (x[i] < limit) {
			calc_sum_add(&sum, x[i]);
			below++;
		}
	return below ? calc_sum_get(&sum) / (double)below : (double)NAN;
}

enum err calc_es_historical(const double *r, size_t n, double alpha, enum calc_shortfall kind,
                            double *scratch, double *out)
{
	double q, k = alpha * (double)n;
	size_t i;

	if (!in_range(alpha))
		return ERR_INVALID;
	switch (kind) {
	case CALC_ES_STRICT:
		TRY(calc_quantile(r, n, alpha, CALC_QUANTILE_7, scratch, &q));
		*out = -calc_defined(mean_below(scratch, n, q));
		return OK;
	case CALC_ES_ROCKAFELLAR:
		TRY(calc_quantile(r, n, alpha, CALC_QUANTILE_LOWER, scratch, &q));
		i = calc_quantile_lower(n, alpha);
		*out = calc_defined(-calc_total(scratch, i) / k + q * ((double)i / k - 1));
		return OK;
	case CALC_ES_LOWEST:
		TRY(calc_series_check(r, n, 1));
		i = (size_t)((double)(n - 1) * alpha);
		memcpy(scratch, r, n * sizeof(*scratch));
		calc_select(scratch, n, i);
		*out = calc_defined(-calc_total(scratch, i + 1) / (double)(i + 1));
		return OK;
	}
	return ERR_INVALID;
}

static enum err gauss(const double *r, size_t n, double alpha, int ddof, double *mean, double *sd)
{
	struct calc_moments m;

	if (!in_range(alpha) || ddof < 0)
		return ERR_INVALID;
	if (n <= (size_t)ddof)
		return ERR_TOOSHORT;
	TRY(calc_moments(r, n, &m));
	*mean = m.mean;
	*sd = sqrt(m.m2 / (m.n - ddof));
	return OK;
}

enum err calc_var_gauss(const double *r, size_t n, double alpha, int ddof, double *out)
{
	double mean, sd;

	TRY(gauss(r, n, alpha, ddof, &mean, &sd));
	*out = calc_defined(-(mean + calc_normal_ppf(alpha) * sd));
	return OK;
}

enum err calc_es_gauss(const double *r, size_t n, double alpha, int ddof, double *out)
{
	double mean, sd;

	TRY(gauss(r, n, alpha, ddof, &mean, &sd));
	*out = calc_defined(sd * calc_normal_pdf(calc_normal_ppf(alpha)) / alpha - mean);
	return OK;
}

/* The expansion at alpha. */
struct expansion {
	double mean, sd;     /* sd over n */
	double skew, excess; /* population */
	double z, h;         /* normal quantile, and the corrected one */
	bool   monotone;
};

/* Of h'(z) = 1 + z S/3 + (z^2 - 1) K/8 - (6 z^2 - 5) S^2/36, the least over -limit..limit. */
static double least_slope(double s, double k, double limit)
{
	double a = k / 8 - s * s / 6, b = s / 3, c = 1 - k / 8 + 5 * s * s / 36;
	double low = c + a * limit * limit - fabs(b) * limit;
	double at = -b / (2 * a);

	if (a > 0 && fabs(at) < limit)
		return c - b * b / (4 * a);
	return low;
}

static enum err expand(const double *r, size_t n, double alpha, struct expansion *out)
{
	struct expansion    x;
	struct calc_moments m;
	double              z, s, k;

	if (!in_range(alpha))
		return ERR_INVALID;
	TRY(calc_moments(r, n, &m));
	x = (struct expansion){.mean = m.mean, .sd = sqrt(m.m2 / m.n), .z = calc_normal_ppf(alpha)};
	TRY(calc_skewness(&m, CALC_SKEW_POPULATION, &x.skew));
	TRY(calc_kurtosis(&m, CALC_KURTOSIS_EXCESS, &x.excess));
	z = x.z;
	s = x.skew;
	k = x.excess;
	x.h = z + (z * z - 1) * s / 6 + (z * z * z - 3 * z) * k / 24 -
	      (2 * z * z * z - 5 * z) * s * s / 36;
	x.monotone = least_slope(s, k, fabs(z)) > 0;
	*out = x;
	return OK;
}

enum err calc_var_cornish_fisher(const double *r, size_t n, double alpha, double *out,
                                 bool *monotone)
{
	struct expansion x;

	TRY(expand(r, n, alpha, &x));
	*out = calc_defined(-x.mean - x.h * x.sd);
	if (monotone)
		*monotone = x.monotone;
	return OK;
}

/* min(): the operational form, ES never below VaR. */
enum err calc_es_cornish_fisher(const double *r, size_t n, double alpha, double *out,
                                bool *monotone)
{
	struct expansion x;
	double           h, h2, tail;

	TRY(expand(r, n, alpha, &x));
	h = x.h;
	h2 = h * h;
	tail = -calc_normal_pdf(h) / alpha *
	       (1 + h2 * h * x.skew / 6 +
	        (h2 * h2 * h2 - 9 * h2 * h2 + 9 * h2 + 3) * x.skew * x.skew / 72 +
	        (h2 * h2 - 2 * h2 - 1) * x.excess / 24);
	*out = calc_defined(-x.mean - x.sd * (tail < h ? tail : h));
	if (monotone)
		*monotone = x.monotone;
	return OK;
}

/* t ln(mean exp(-r / t) / alpha), about the worst return so that nothing overflows. */
static double entropic(const double *r, size_t n, double worst, double alpha, double t)
{
	struct calc_sum sum = {0};

	for (size_t i = 0; i < n; i++)
		calc_sum_add(&sum, exp((worst - r[i]) / t));
	return t * log(calc_sum_get(&sum) / (double)n / alpha) - worst;
}

/*
 * The function of t is convex, so of ln t it has one valley: golden section.
 * From far below the deviation (the limit is the worst loss) to far above it
 * (the limit is the mean).
 */
enum err calc_evar(const double *r, size_t n, double alpha, double *out)
{
	const double        golden = 0.61803398874989484820;
	struct calc_moments m;
	double              sd, worst, from, to, a, b, fa, fb;

	if (!in_range(alpha))
		return ERR_INVALID;
	TRY(calc_moments(r, n, &m));
	worst = r[0];
	for (size_t i = 1; i < n; i++)
		worst = r[i] < worst ? r[i] : worst;
	if (!calc_varies(&m)) {
		*out = isfinite(m.mean) ? -worst : (double)NAN;
		return OK;
	}
	sd = sqrt(m.m2 / m.n);
	from = log(sd) - 12;
	to = log(sd) + 12;
	a = to - golden * (to - from);
	b = from + golden * (to - from);
	fa = entropic(r, n, worst, alpha, exp(a));
	fb = entropic(r, n, worst, alpha, exp(b));
	while (to - from > 1e-7) {
		if (fa < fb) {
			to = b;
			b = a;
			fb = fa;
			a = to - golden * (to - from);
			fa = entropic(r, n, worst, alpha, exp(a));
		} else {
			from = a;
			a = b;
			fa = fb;
			b = from + golden * (to - from);
			fb = entropic(r, n, worst, alpha, exp(b));
		}
	}
	*out = calc_defined(fa < fb ? fa : fb);
	return OK;
}

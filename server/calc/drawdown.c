/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/drawdown.h"

#include <stdbool.h>

#include "calc/returns.h"
#include "calc/series.h"
#include "calc/tail.h"

/* Goes along the path; next() gives the fall after one more return. */
struct walk {
	bool   summed, started;
	double level, peak;
};

static struct walk walk_from(unsigned path)
{
	bool summed = path & CALC_PATH_SUMMED;

	return (struct walk){.summed = summed,
	                     .started = !(path & CALC_PATH_NO_BASE),
	                     .level = summed ? 0 : 1,
	                     .peak = summed ? 0 : 1};
}

static double next(struct walk *w, double r)
{
	w->level = w->summed ? w->level + r : w->level * (1 + r);
	if (!w->started || w->level > w->peak)
		w->peak = w->level;
	w->started = true;
	return w->summed ? w->level - w->peak : w->level / w->peak - 1;
}

enum err calc_drawdowns(const double *r, size_t n, unsigned path, double *out)
{
	struct walk w = walk_from(path);

	TRY(calc_series_check(r, n, 1));
	for (size_t i = 0; i < n; i++)
		out[i] = calc_defined(next(&w, r[i]));
	return OK;
}

/* Of all falls: sums, the least, the last. */
struct falls {
	double sum, square, least, last;
};

static enum err falls_of(const double *r, size_t n, unsigned path, struct falls *out)
{
	struct walk     w = walk_from(path);
	struct calc_sum sum = {0}, square = {0};
	struct falls    x = {0};

	TRY(calc_series_check(r, n, 1));
	for (size_t i = 0; i < n; i++) {
		x.last = next(&w, r[i]);
		x.least = x.last < x.least || isnan(x.last) ? x.last : x.least;
		calc_sum_add(&sum, x.last);
		calc_sum_add(&square, x.last * x.last);
	}
	x.sum = calc_sum_get(&sum);
	x.square = calc_sum_get(&square);
	*out = x;
	return OK;
}

enum err calc_deepest(const double *r, size_t n, unsigned path, double *out)
{
	struct falls x;

	TRY(falls_of(r, n, path, &x));
	*out = isnan(x.sum) ? (double)NAN : calc_defined(x.least);
	return OK;
}

enum err calc_fallen(const double *r, size_t n, unsigned path, double *out)
{
	struct falls x;

	TRY(falls_of(r, n, path, &x));
	*out = calc_defined(x.last);
	return OK;
}

enum err calc_ulcer(const double *r, size_t n, unsigned path, int ddof, double *out)
{
	struct falls x;

	if (ddof != 0 && ddof != 1)
		return ERR_INVALID;
	if (n <= (size_t)ddof)
		return ERR_TOOSHORT;
	TRY(falls_of(r, n, path, &x));
	*out = calc_defined(sqrt(x.square / (double)(n - (size_t)ddof)));
	return OK;
}

enum err calc_pain(const double *r, size_t n, unsigned path, double *out)
{
	struct falls x;

	TRY(falls_of(r, n, path, &x));
	*out = calc_defined(fabs(x.sum) / (double)n);
	return OK;
}

enum err calc_calmar(const double *r, size_t n, double ppy, double *out)
{
	return calc_sterling(r, n, ppy, 0, out);
}

enum err calc_sterling(const double *r, size_t n, double ppy, double excess, double *out)
{
	double cagr, deepest;

	if (!isfinite(excess))
		return ERR_INVALID;
	TRY(calc_cagr(r, n, ppy, &cagr));
	TRY(calc_deepest(r, n, CALC_PATH_HOUSE, &deepest));
	*out = calc_defined(cagr / fabs(excess - deepest));
	return OK;
}

enum err calc_martin(const double *r, size_t n, double ppy, double *out)
{
	double cagr, ulcer;

	TRY(calc_cagr(r, n, ppy, &cagr));
	TRY(calc_ulcer(r, n, CALC_PATH_HOUSE, 0, &ulcer));
	*out = calc_defined(cagr / ulcer);
	return OK;
}

enum err calc_pain_ratio(const double *r, size_t n, double ppy, double *out)
{
	double cagr, pain;

	TRY(calc_cagr(r, n, ppy, &cagr));
	TRY(calc_pain(r, n, CALC_PATH_HOUSE, &pain));
	*out = calc_defined(cagr / pain);
	return OK;
}

enum err calc_drawdown_at_risk(const double *r, size_t n, double alpha, unsigned path,
                               double *scratch, double *out)
{
	TRY(calc_drawdowns(r, n, path, scratch));
	return calc_var_historical(scratch, n, alpha, CALC_QUANTILE_LOWER, scratch + n, out);
}

enum err calc_conditional_drawdown(const double *r, size_t n, double alpha, unsigned path,
                                   double *scratch, double *out)
{
	TRY(calc_drawdowns(r, n, path, scratch));
	return calc_es_historical(scratch, n, alpha, CALC_ES_ROCKAFELLAR, scratch + n, out);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/quantile.h"

#include <string.h>

#include "calc/order.h"
#include "calc/series.h"

/* Between the order statistics at and at + 1 (from 0), share of the second. */
struct place {
	size_t at;
	double share;
};

static size_t clamp(double k, size_t n)
{
	return k < 0 ? 0 : k > (double)(n - 1) ? n - 1 : (size_t)k;
}

size_t calc_quantile_lower(size_t n, double q)
{
	return clamp(ceil(q * (double)n - 1e-12) - 1, n);
}

/* Hyndman and Fan's m: the quantile stands at n q + m, counted from 1. */
static double offset_of(enum calc_quantile type, double q)
{
	switch (type) {
	case CALC_QUANTILE_3: return -0.5;
	case CALC_QUANTILE_5: return 0.5;
	case CALC_QUANTILE_6: return q;
	case CALC_QUANTILE_8: return (q + 1) / 3;
	case CALC_QUANTILE_9: return q / 4 + 0.375;
	case CALC_QUANTILE_LOWER:
	case CALC_QUANTILE_1:
	case CALC_QUANTILE_2:
	case CALC_QUANTILE_4:
	case CALC_QUANTILE_7: return 0;
	}
	return 0;
}

static struct place place_of(size_t n, double q, enum calc_quantile type)
{
	const double fuzz = 4 * 2.220446049250313e-16;
	double       h, j, g;

	if (type == CALC_QUANTILE_LOWER)
		return (struct place){calc_quantile_lower(n, q), 0};
	if (type == CALC_QUANTILE_7) {
		h = (double)(n - 1) * q;
		j = floor(h);
		return (struct place){clamp(j, n), j >= (double)(n - 1) ? 0 : h - j};
	}
	h = (double)n * q + offset_of(type, q);
	j = floor(h + fuzz);
	g = h - j;
	if (fabs(g) < fuzz)
		g = 0;
	if (type == CALC_QUANTILE_1)
		g = g > 0;
	else if (type == CALC_QUANTILE_2)
		g = g > 0 ? 1 : 0.5;
	else if (type == CALC_QUANTILE_3)
		g = g > 0 || fmod(j, 2) != 0;
	if (j < 1)
		return (struct place){0, 0};
	if (j >= (double)n)
		return (struct place){n - 1, 0};
	return (struct place){(size_t)j - 1, g};
}

/* From the nearer end, so that the ends themselves are exact. */
static double between(double a, double b, double share)
{
	return share < 0.5 ? a + (b - a) * share : b - (b - a) * (1 - share);
}

double calc_quantile_sorted(const double *sorted, size_t n, double q, enum calc_quantile type)
{
	struct place p = place_of(n, q, type);

	return p.share == 0 ? sorted[p.at] : between(sorted[p.at], sorted[p.at + 1], p.share);
}

/* Four at a time: one chain of comparisons would take as long as a division each. */
static double least_of(const double *x, size_t n)
{
	double low[4] = {x[0], x[0], x[0], x[0]};
	size_t i = 0;

	for (; i + 4 <= n; i += 4)
		for (size_t k = 0; k < 4; k++)
			low[k] = x[i + k] < low[k] ? x[i + k] : low[k];
	for (; i < n; i++)
		low[0] = x[i] < low[0] ? x[i] : low[0];
	return fmin(fmin(low[0], low[1]), fmin(low[2], low[3]));
}

static double arrange(double *x, size_t from, size_t to, struct place p)
{
	calc_select(x + from, to - from, p.at - from);
	if (p.share == 0)
		return x[p.at];
	return between(x[p.at], least_of(x + p.at + 1, to - p.at - 1), p.share);
}

double calc_quantile_arrange(double *x, size_t from, size_t to, size_t n, double q, size_t *at)
{
	struct place p = place_of(n, q, CALC_QUANTILE_7);

	*at = p.at;
	return arrange(x, from, to, p);
}

enum err calc_quantile(const double *x, size_t n, double q, enum calc_quantile type,
                       double *scratch, double *out)
{
	struct place p;

	TRY(calc_series_check(x, n, 1));
	if (!(q >= 0 && q <= 1) || type < CALC_QUANTILE_LOWER || type > CALC_QUANTILE_9)
		return ERR_INVALID;
	p = place_of(n, q, type);
	memcpy(scratch, x, n * sizeof(*scratch));
	*out = calc_defined(arrange(scratch, 0, n, p));
	return OK;
}

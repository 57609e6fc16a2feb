/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/basket.h"

#include <stdbool.h>
#include <string.h>

#include "calc/index.h"
#include "calc/series.h"

/* calc_index_value(), at the event's prices where it has them. */
static double value_after(const struct calc_basket_event *e, const double *close, size_t n)
{
	double value = 0;

	for (size_t i = 0; i < n; i++) {
		bool other = e->prices && !isnan(e->prices[i]);

		if (e->units[i] != 0)
			value += e->units[i] * (other ? e->prices[i] : close[i]);
	}
	return value;
}

enum err calc_basket_levels(const double *prices, size_t rows, size_t n, const double *units,
                            double base, const struct calc_basket_event *events, size_t n_events,
                            double *level, double *divisor)
{
	double d;

	if (rows < 1)
		return ERR_TOOSHORT;
	d = calc_index_value(units, prices, n) / base;
	if (!(base > 0 && isfinite(base) && d > 0 && isfinite(d)))
		return ERR_INVALID;
	for (size_t t = 0, k = 0; t < rows; t++) {
		const double *close = prices + t * n;
		double        value = calc_index_value(units, close, n), changed;

		if (!(value > 0 && isfinite(value)) || (k < n_events && events[k].row < t))
			return ERR_INVALID;
		level[t] = value / d;
		if (k == n_events || events[k].row != t)
			continue;
		while (k + 1 < n_events && events[k + 1].row == t)
			k++;
		changed = value_after(&events[k], close, n);
		if (!(changed > 0 && isfinite(changed)))
			return ERR_INVALID;
		d = d * changed / value;
		units = events[k++].units;
	}
	*divisor = d;
	return OK;
}

enum err calc_total_return_levels(const double *level, const double *points, size_t n, double base,
                                  double withholding, double *out)
{
	double total = base;

	TRY(calc_series_check(points, n, 1));
	for (size_t i = 0; i < n; i++)
		if (!(level[i] > 0 && level[i] <= 1e300))
			return ERR_INVALID;
	if (!(base > 0 && isfinite(base) && isfinite(withholding)))
		return ERR_INVALID;
	out[0] = base;
	for (size_t i = 1; i < n; i++)
		out[i] = total *= (level[i] + points[i] * (1 - withholding)) / level[i - 1];
	return OK;
}

/* One row of drift; returns the growth of the whole. */
static double drift(double *held, const double *r, size_t n)
{
	struct calc_sum gain = {0};
	double          growth;

	for (size_t i = 0; i < n; i++)
		calc_sum_add(&gain, isnan(r[i]) ? 0 : held[i] * r[i]);
	growth = 1 + calc_sum_get(&gain);
	for (size_t i = 0; i < n; i++)
		held[i] = held[i] * (1 + (isnan(r[i]) ? 0 : r[i])) / growth;
	return growth;
}

enum err calc_drifting_portfolio(const double *r, size_t rows, size_t n, const double *weights,
                                 const size_t *after, size_t n_after, double cost, double *held,
                                 double *turnover, double *wealth)
{
	double w = 1;
	size_t k = 0;

	TRY(calc_series_check(weights, n, 1));
	if (!(cost >= 0 && cost < 0.5))
		return ERR_INVALID;
	for (size_t i = 0; i < rows * n; i++)
		if (isinf(r[i]))
			return ERR_INVALID;
	for (size_t i = 0; i < n_after; i++)
		if (after[i] >= rows || (i > 0 && after[i] <= after[i - 1]))
			return ERR_INVALID;
	memcpy(held, weights, n * sizeof(*held));
	for (size_t t = 0; t < rows; t++) {
		struct calc_sum moved = {0};

		w *= drift(held, r + t * n, n);
		if (k == n_after || after[k] != t)
			continue;
		for (size_t i = 0; i < n; i++)
			calc_sum_add(&moved, fabs(weights[i] - held[i]));
		turnover[k++] = calc_sum_get(&moved) / 2;
		w *= 1 - cost * calc_sum_get(&moved);
		memcpy(held, weights, n * sizeof(*held));
	}
	*wealth = calc_defined(w);
	return OK;
}

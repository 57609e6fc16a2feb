/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/decision.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "calc/sleeves.h"

enum { ARRAYS = 6 }; /* mask .. risk */

size_t calc_decision_scratch(size_t n)
{
	return ARRAYS * calc_window_stride(n);
}

void calc_decision_init(struct calc_decision *d, const struct calc_index_data *in,
                        const struct calc_index_rules *rules, const struct calc_window *window,
                        double *scratch)
{
	size_t stride = calc_window_stride(in->assets);
	double sum = rules->momentum_weight + rules->cap_weight + rules->risk_weight;

	memset(scratch, 0, ARRAYS * stride * sizeof(*scratch));
	*d = (struct calc_decision){
		.in = in,
		.rules = rules,
		.window = window,
		.blend = {rules->momentum_weight / sum, rules->cap_weight / sum,
	                  rules->risk_weight / sum},
		.mask = scratch,
		.base = scratch + stride,
		.variance = scratch + 2 * stride,
		.momentum = scratch + 3 * stride,
		.cap = scratch + 4 * stride,
		.risk = scratch + 5 * stride,
	};
}

size_t calc_history(const struct calc_index_rules *rules)
{
	int a = rules->volatility_lookback, b = rules->momentum_lookback;

	return (size_t)(a > b ? a : b);
}

/* Is asset i, last priced age sessions ago, dear enough? Unknown is yes, with an event. */
static bool dear_enough(const struct calc_decision *d, size_t i, double age, unsigned *events)
{
	size_t row = d->window->row - (size_t)age;
	double traded = d->in->traded ? d->in->traded[row * d->in->assets + i] : NAN;

	if (isnan(traded)) {
		*events |= CALC_NO_TRADED_PRICE;
		return true;
	}
	return traded >= d->rules->min_price;
}

static size_t eligible(struct calc_decision *d, unsigned *events)
{
	const struct calc_window *w = d->window;
	double                    seasoned = (double)(w->row - calc_history(d->rules));
	size_t                    count = 0;

	for (size_t i = 0; i < d->in->assets; i++) {
		double age = w->gaps ? calc_window_age(w, i) : 0;
		bool   in = w->first_row[i] <= seasoned && age <= d->rules->max_forward_fill &&
		          !isnan(d->variance[i]) &&
		          (d->rules->min_price <= 0 || dear_enough(d, i, age, events));

		if (in && age > 0)
			*events |= CALC_PRICE_CARRIED;
		d->mask[i] = in ? 1 : 0;
		count += in;
	}
	return count;
}

/* Prices from which the momentum is measured. */
static const double *momentum_base(struct calc_decision *d, unsigned *events)
{
	size_t        n = d->in->assets, row = d->window->row - (size_t)d->rules->momentum_lookback;
	const double *raw = d->in->prices + row * n;

	if (!d->window->gaps || calc_window_prices_at(d->window, row, d->base))
		return raw;
	for (size_t i = 0; i < n; i++)
		if (d->mask[i] > 0 && raw[i] != d->base[i])
			*events |= CALC_PRICE_CARRIED;
	return d->base;
}

static unsigned cap_sleeve(struct calc_decision *d)
{
	size_t n = d->in->assets;

	if (d->in->caps)
		return calc_sleeve_cap(d->in->caps + d->window->row * n, d->mask, n, d->cap);
	calc_sleeve_equal(d->mask, n, d->cap);
	return CALC_CAP_UNKNOWN;
}

size_t calc_decide(struct calc_decision *d, const double *price, double *target, unsigned *events)
{
	size_t n = d->in->assets, count;
	double a = d->blend[0], b = d->blend[1], c = d->blend[2];

	*events = 0;
	calc_window_variance(d->window, d->variance);
	count = eligible(d, events);
	if (count == 0) {
		*events = CALC_NONE_ELIGIBLE;
		return 0;
	}
	if (a > 0)
		*events |= calc_sleeve_momentum(price, momentum_base(d, events), d->mask, n,
		                                d->momentum);
	if (b > 0)
		*events |= cap_sleeve(d);
	if (c > 0)
		*events |= calc_sleeve_risk(d->variance, d->rules->volatility_floor, d->mask, n,
		                            d->risk);
	for (size_t i = 0; i < n; i++)
		target[i] = a * d->momentum[i] + b * d->cap[i] + c * d->risk[i];
	return count;
}

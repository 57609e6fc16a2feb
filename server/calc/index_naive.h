/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_INDEX_NAIVE_H
#define CALC_INDEX_NAIVE_H

/*
 * For tests: the index once more, written from its definition with no thought
 * of speed. Every price is looked up in the matrix, every window is summed in
 * two passes, levels are linked from returns; no units, no divisor.
 */

#include "calc/index_fixture.h"

struct naive {
	const struct calc_index_data  *in;
	const struct calc_index_rules *rules;
};

static inline double naive_raw(const struct naive *x, size_t t, size_t i)
{
	double p = x->in->prices[t * x->in->assets + i];

	return p >= CALC_PRICE_LOW && p <= CALC_PRICE_HIGH ? p : NAN;
}

/* Row of the last price at or before t; -1 for none. */
static inline long naive_last(const struct naive *x, size_t t, size_t i)
{
	for (long s = (long)t; s >= 0; s--)
		if (!isnan(naive_raw(x, (size_t)s, i)))
			return s;
	return -1;
}

static inline double naive_price(const struct naive *x, size_t t, size_t i)
{
	long s = naive_last(x, t, i);

	return s < 0 ? NAN : naive_raw(x, (size_t)s, i);
}

static inline double naive_return(const struct naive *x, size_t t, size_t i)
{
	long s = t == 0 ? -1 : naive_last(x, t - 1, i);

	if (s < 0 || (long)t - s - 1 > x->rules->max_forward_fill)
		return NAN;
	return naive_raw(x, t, i) / naive_raw(x, (size_t)s, i) - 1;
}

static inline double naive_variance(const struct naive *x, size_t r, size_t i)
{
	size_t      v = (size_t)x->rules->volatility_lookback;
	long double sum = 0, square = 0;
	int         known = 0;

	for (size_t t = r + 1 - v; t <= r; t++)
		if (!isnan(naive_return(x, t, i))) {
			sum += naive_return(x, t, i);
			known++;
		}
	if (known < 2 || known * 2 < (int)v)
		return NAN;
	for (size_t t = r + 1 - v; t <= r; t++)
		if (!isnan(naive_return(x, t, i)))
			square += (naive_return(x, t, i) - sum / known) *
			          (naive_return(x, t, i) - sum / known);
	return (double)(square / (known - 1));
}

static inline size_t naive_history(const struct calc_index_rules *r)
{
	return (size_t)(r->volatility_lookback > r->momentum_lookback ? r->volatility_lookback
	                                                              : r->momentum_lookback);
}

static inline int naive_eligible(const struct naive *x, size_t r, size_t i)
{
	long   last = naive_last(x, r, i);
	double traded;

	if (naive_last(x, r - naive_history(x->rules), i) < 0 ||
	    (long)r - last > x->rules->max_forward_fill || isnan(naive_variance(x, r, i)))
		return 0;
	traded = x->in->traded ? x->in->traded[(size_t)last * x->in->assets + i] : NAN;
	return isnan(traded) || traded >= x->rules->min_price;
}

static inline void naive_normalise(double *w, const int *in, size_t n)
{
	double sum = 0;
	int    count = 0;

	for (size_t i = 0; i < n; i++) {
		sum += w[i];
		count += in[i];
	}
	for (size_t i = 0; i < n; i++)
		w[i] = sum > 0 ? w[i] / sum : (double)in[i] / count;
}

/* Weights of reference row r; returns the number of eligible assets. */
static inline int naive_target(const struct naive *x, size_t r, double *w)
{
	enum { MOST = 64 };
	size_t n = x->in->assets;
	double m[MOST], c[MOST], v[MOST];
	int    in[MOST], count = 0, known = x->in->caps != NULL;

	assert(n <= MOST);
	for (size_t i = 0; i < n; i++) {
		in[i] = naive_eligible(x, r, i);
		count += in[i];
		m[i] = c[i] = v[i] = 0;
		if (!in[i])
			continue;
		m[i] = naive_price(x, r, i) /
		               naive_price(x, r - (size_t)x->rules->momentum_lookback, i) -
		       1;
		m[i] = m[i] > 0 ? m[i] : 0;
		v[i] = 1 / fmax(sqrt(naive_variance(x, r, i)), x->rules->volatility_floor);
		c[i] = x->in->caps ? x->in->caps[r * n + i] : 0;
		known = known && c[i] > 0;
	}
	if (count == 0)
		return 0;
	if (!known)
		memset(c, 0, sizeof(c));
	naive_normalise(m, in, n);
	naive_normalise(c, in, n);
	naive_normalise(v, in, n);
	for (size_t i = 0; i < n; i++)
		w[i] = x->rules->momentum_weight * m[i] + x->rules->cap_weight * c[i] +
		       x->rules->risk_weight * v[i];
	return count;
}

static inline int naive_reference(const struct calc_index_data *in, enum calc_frequency frequency,
                                  size_t t)
{
	struct civil a, b;

	if (t + 1 >= in->rows)
		return 0;
	a = date_civil(in->dates[t]);
	b = date_civil(in->dates[t + 1]);
	switch (frequency) {
	case CALC_DAILY: return 1;
	case CALC_WEEKLY:
		return date_weekday(in->dates[t + 1]) <= date_weekday(in->dates[t]) ||
		       in->dates[t + 1] - in->dates[t] >= 7;
	case CALC_MONTHLY: return a.month != b.month || a.year != b.year;
	case CALC_QUARTERLY: return (a.month - 1) / 3 != (b.month - 1) / 3 || a.year != b.year;
	case CALC_YEARLY: return a.year != b.year;
	}
	return 0;
}

/*
 * Levels linked day by day from weights: total *= sum w (P_t / P_(t-1)), which
 * also drifts the weights. targets and out are laid out as by calc_index().
 */
static inline void naive_index(struct arena *a, const struct naive *x, struct calc_index_out *out)
{
	const struct calc_index_data *in = x->in;
	size_t  n = in->assets, decided = 0, traded = 0, history = naive_history(x->rules);
	double *w = ARENA_ARRAY(a, n, double), total = CALC_BASE, keep = 1;

	*out = out_create(a, in, x->rules);
	for (size_t t = 0; t < in->rows; t++) {
		double growth = 0, changed = 0;

		if (t >= history && naive_reference(in, x->rules->frequency, t) &&
		    t + (size_t)x->rules->lag < in->rows) {
			int count = naive_target(x, t, out->target + decided * n);

			if (count > 0 || decided > 0)
				out->rebalances[decided++] = (struct calc_rebalance){
					.reference = t,
					.effective = t + (size_t)x->rules->lag,
					.eligible = (size_t)count};
		}
		if (traded > 0) {
			for (size_t i = 0; i < n; i++)
				if (w[i] > 0)
					growth += w[i] *= naive_price(x, t, i) /
					                  naive_price(x, t - 1, i);
			for (size_t i = 0; i < n; i++)
				w[i] /= growth;
			total *= growth;
		}
		if (traded < decided && out->rebalances[traded].effective == t) {
			double *target = out->target + traded * n;

			if (traded == 0)
				out->first_row = t;
			if (out->rebalances[traded].eligible == 0)
				memcpy(target, w, n * sizeof(*w));
			memcpy(out->before + traded * n, w, n * sizeof(*w));
			for (size_t i = 0; i < n; i++)
				changed += fabs(target[i] - w[i]);
			memcpy(w, target, n * sizeof(*w));
			out->rebalances[traded].turnover = changed / 2;
			keep *= 1 - x->rules->cost * changed;
			traded++;
		}
		if (traded > 0) {
			out->total[t - out->first_row] = total;
			out->net[t - out->first_row] = total * keep;
		}
	}
	out->n_rebalances = traded;
	out->n_levels = in->rows - out->first_row;
}

#endif

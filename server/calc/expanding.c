/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/expanding.h"

#include <string.h>

#include "calc/moments.h"
#include "calc/quantile.h"
#include "calc/series.h"

/* One value more: Pebay, SAND2008-6212, (2.1). A constant series keeps m2 = 0 exactly. */
static void grow(struct calc_moments *m, double x)
{
	const double n = ++m->n, d = x - m->mean, step = d / n, t = d * step * (n - 1);

	m->m4 += t * step * step * (n * n - 3 * n + 3) + 6 * step * step * m->m2 - 4 * step * m->m3;
	m->m3 += t * step * (n - 2) - 3 * step * m->m2;
	m->m2 += t;
	m->mean += step;
}

static double deviation(const struct calc_moments *m)
{
	return sqrt(m->m2 / (m->n - 1));
}

/*
 * The lowest values seen, ascending, and all others as a heap with the least on
 * top, which grows down from the end of the same array: they never meet, as
 * together they are the values seen.
 */
struct tail {
	double *low;
	size_t  low_n;
	double *end; /* heap element i is end[-1 - i] */
	size_t  rest_n;
};

static double *rest(const struct tail *t, size_t i)
{
	return t->end - 1 - i;
}

static void rest_push(struct tail *t, double x)
{
	size_t i = t->rest_n++;

	while (i > 0 && x < *rest(t, (i - 1) / 2)) {
		*rest(t, i) = *rest(t, (i - 1) / 2);
		i = (i - 1) / 2;
	}
	*rest(t, i) = x;
}

static double rest_pop(struct tail *t)
{
	const double top = *rest(t, 0), x = *rest(t, --t->rest_n);
	size_t       i = 0;

	for (;;) {
		size_t child = 2 * i + 1;

		if (child + 1 < t->rest_n && *rest(t, child + 1) < *rest(t, child))
			child++;
		if (child >= t->rest_n || !(*rest(t, child) < x))
			break;
		*rest(t, i) = *rest(t, child);
		i = child;
	}
	if (t->rest_n > 0)
		*rest(t, i) = x;
	return top;
}

/* How many of n ascending values are below a limit. */
static size_t below(const double *sorted, size_t n, double limit)
{
	size_t low = 0;

	while (low < n) {
		size_t middle = low + (n - low) / 2;

		if (sorted[middle] < limit)
			low = middle + 1;
		else
			n = middle;
	}
	return low;
}

/* The k-th value. Afterwards low holds what the 5 % quantile of k values looks at. */
static void tail_add(struct tail *t, size_t k, double x)
{
	const size_t at = (size_t)floor((double)(k - 1) * 0.05), want = at + 2 < k ? at + 2 : k;

	if (t->low_n > 0 && x < t->low[t->low_n - 1]) {
		const size_t  place = below(t->low, t->low_n, x);
		double *const there = t->low + place;
		const double  last = t->low[t->low_n - 1];

		memmove(there + 1, there, (t->low_n - 1 - place) * sizeof(*there));
		*there = x;
		x = last;
	}
	rest_push(t, x);
	while (t->low_n < want) {
		const double least = rest_pop(t);

		t->low[t->low_n++] = least;
	}
}

/* var.historical.r7 and es.historical.r7strict of k values. */
static void tail_figures(const struct tail *t, size_t k, double alpha, double *var, double *es)
{
	const double q = calc_quantile_sorted(t->low, k, alpha, CALC_QUANTILE_7);
	const size_t n = below(t->low, t->low_n, q);

	*var = -q;
	*es = n ? calc_defined(-calc_total(t->low, n) / (double)n) : (double)NAN;
}

/* What is summed along the way. */
struct walk {
	struct calc_moments m;
	struct tail         tail;
	struct calc_sum     gain, loss, loss_square, fall_square;
	double              level, peak, least, fallen, won, best, worst;
};

static void step(struct walk *w, size_t k, double r)
{
	const double loss = r < 0 ? r : 0;

	grow(&w->m, r);
	tail_add(&w->tail, k, r);
	calc_sum_add(&w->gain, r > 0 ? r : 0);
	calc_sum_add(&w->loss, loss);
	calc_sum_add(&w->loss_square, loss * loss);
	w->level *= 1 + r;
	w->peak = w->level > w->peak ? w->level : w->peak;
	w->fallen = w->level / w->peak - 1;
	w->least = w->fallen < w->least ? w->fallen : w->least;
	calc_sum_add(&w->fall_square, w->fallen * w->fallen);
	w->won += r > 0 ? 1 : 0;
	w->best = k == 1 || r > w->best ? r : w->best;
	w->worst = k == 1 || r < w->worst ? r : w->worst;
}

static enum err figures(const struct walk *w, size_t k, double ppy, struct calc_expanding *out)
{
	const double          n = (double)k;
	struct calc_expanding e = {
		.total = calc_defined(w->level - 1),
		.volatility = calc_defined(deviation(&w->m) * sqrt(ppy)),
		.downside = calc_defined(sqrt(calc_sum_get(&w->loss_square) / n * ppy)),
		.omega = calc_defined(calc_sum_get(&w->gain) / -calc_sum_get(&w->loss)),
		.deepest = isfinite(w->level) ? calc_defined(w->least) : (double)NAN,
		.fallen = calc_defined(w->fallen),
		.ulcer = calc_defined(sqrt(calc_sum_get(&w->fall_square) / n)),
		.win_rate = w->won / n,
		.best = w->best,
		.worst = w->worst,
	};

	tail_figures(&w->tail, k, 0.05, &e.var_95, &e.es_95);
	tail_figures(&w->tail, k, 0.01, &e.var_99, &e.es_99);
	TRY(calc_skewness(&w->m, CALC_SKEW_POPULATION, &e.skew));
	TRY(calc_kurtosis(&w->m, CALC_KURTOSIS_EXCESS, &e.excess_kurtosis));
	*out = e;
	return OK;
}

static const struct calc_expanding nothing = {
	.total = NAN,
	.volatility = NAN,
	.downside = NAN,
	.omega = NAN,
	.deepest = NAN,
	.fallen = NAN,
	.ulcer = NAN,
	.var_95 = NAN,
	.es_95 = NAN,
	.var_99 = NAN,
	.es_99 = NAN,
	.skew = NAN,
	.excess_kurtosis = NAN,
	.win_rate = NAN,
	.best = NAN,
	.worst = NAN,
};

static enum err check(const double *x, size_t n, size_t from, double ppy)
{
	if (from > n || !(ppy > 0 && isfinite(ppy)))
		return ERR_INVALID;
	return calc_series_check(x, n, 0);
}

enum err calc_expanding(const double *r, size_t n, size_t from, double ppy, double *scratch,
                        struct calc_expanding *out)
{
	struct walk w = {.level = 1, .peak = 1, .tail = {.low = scratch, .end = scratch + n}};

	TRY(check(r, n, from, ppy));
	if (from == 0)
		out[0] = nothing;
	for (size_t k = 1; k <= n; k++) {
		step(&w, k, r[k - 1]);
		if (k >= from)
			TRY(figures(&w, k, ppy, &out[k - from]));
	}
	return OK;
}

enum err calc_expanding_excess(const double *x, size_t n, size_t from, double ppy,
                               struct calc_expanding_excess *out)
{
	struct calc_moments m = {0};
	struct calc_sum     loss = {0};

	TRY(check(x, n, from, ppy));
	if (from == 0)
		out[0] = (struct calc_expanding_excess){NAN, NAN};
	for (size_t k = 1; k <= n; k++) {
		const double d = x[k - 1] < 0 ? x[k - 1] : 0;

		grow(&m, x[k - 1]);
		calc_sum_add(&loss, d * d);
		if (k < from)
			continue;
		const double down = sqrt(calc_sum_get(&loss) / m.n * ppy);
		out[k - from] = (struct calc_expanding_excess){
			.sharpe = calc_varies(&m) && k > 1
		                          ? calc_defined(m.mean / deviation(&m) * sqrt(ppy))
		                          : (double)NAN,
			.sortino = calc_defined(m.mean * ppy / down),
		};
	}
	return OK;
}

/* With y = x the three products are the same bits. */
static void grow_pair(struct calc_co_moments *m, double x, double y)
{
	const double n = ++m->n, dx = x - m->mean_x, dy = y - m->mean_y;

	m->mean_x += dx / n;
	m->mean_y += dy / n;
	m->xx += dx * (x - m->mean_x);
	m->yy += dy * (y - m->mean_y);
	m->xy += dx * (y - m->mean_y);
}

static struct calc_expanding_relative relative(const struct calc_co_moments *m,
                                               const struct calc_moments *active, double ppy)
{
	const double slope = calc_y_varies(m) ? calc_defined(m->xy / m->yy) : (double)NAN;
	const double c = calc_x_varies(m) && calc_y_varies(m) ? m->xy / (sqrt(m->xx) * sqrt(m->yy))
	                                                      : (double)NAN;
	const double sd = deviation(active);

	if (m->n < 2)
		return (struct calc_expanding_relative){NAN, NAN, NAN, NAN, NAN};
	return (struct calc_expanding_relative){
		.beta = slope,
		.alpha = calc_defined((m->mean_x - slope * m->mean_y) * ppy),
		.correlation = c > 1    ? 1
	                       : c < -1 ? -1
	                                : calc_defined(c),
		.tracking = calc_defined(sd * sqrt(ppy)),
		.information = sd > calc_noise(active->mean)
	                               ? calc_defined(active->mean / sd * sqrt(ppy))
	                               : (double)NAN,
	};
}

enum err calc_expanding_relative(const double *r, const double *b, size_t n, size_t from,
                                 double ppy, struct calc_expanding_relative *out)
{
	struct calc_co_moments m = {0};
	struct calc_moments    active = {0};

	TRY(check(r, n, from, ppy));
	TRY(check(b, n, from, ppy));
	if (from == 0)
		out[0] = (struct calc_expanding_relative){NAN, NAN, NAN, NAN, NAN};
	for (size_t k = 1; k <= n; k++) {
		grow_pair(&m, r[k - 1], b[k - 1]);
		grow(&active, r[k - 1] - b[k - 1]);
		if (k >= from)
			out[k - from] = relative(&m, &active, ppy);
	}
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/metrics.h"

#include <math.h>

#include "app/exchange.h"
#include "base/arena.h"
#include "base/date.h"
#include "calc/downside.h"
#include "calc/drawdown.h"
#include "calc/period.h"
#include "calc/ratios.h"
#include "calc/relative.h"
#include "calc/returns.h"
#include "calc/series.h"
#include "calc/summary.h"
#include "store/levels.h"
#include "store/points.h"

enum { A_YEAR = 365, SESSIONS_A_YEAR = 252 };

/* Figures begin as NaN, and a function of calc/ that has none leaves its output alone: hence (void)!. */

void metrics_join(struct arena *a, const struct metrics_series *s, const struct metrics_series *b,
                  struct metrics_series *s_out, struct metrics_series *b_out)
{
	int32_t *dates = ARENA_ARRAY(a, s->n, int32_t);
	double  *own = ARENA_ARRAY(a, s->n, double), *other = ARENA_ARRAY(a, s->n, double);
	size_t   n = 0, k = 0;

	for (size_t i = 0; i < s->n; i++) {
		while (k < b->n && b->dates[k] < s->dates[i])
			k++;
		if (k == b->n || b->dates[k] != s->dates[i])
			continue;
		dates[n] = s->dates[i];
		own[n] = s->level[i];
		other[n++] = b->level[k];
	}
	*s_out = (struct metrics_series){dates, own, n};
	*b_out = (struct metrics_series){dates, other, n};
}

struct metrics_series metrics_of_levels(struct arena *a, const struct levels *l)
{
	int32_t *dates = ARENA_ARRAY(a, l->n, int32_t);
	double  *level = ARENA_ARRAY(a, l->n, double);

	for (size_t i = 0; i < l->n; i++) {
		dates[i] = l->p[i].date;
		level[i] = l->p[i].total;
	}
	return (struct metrics_series){dates, level, l->n};
}

/* Of the returns of s, how many have a rate. */
static size_t rates_of(const struct metrics_series *s, const struct metrics_rate *rate, double *out)
{
	size_t at = 0, k = 0;

	for (size_t i = 1; i < s->n; i++) {
		double annual = rate->constant;

		if (rate->dated) {
			const struct points *p = rate->dated;

			if (p->n == 0 || s->dates[i] > p->p[p->n - 1].date)
				break;
			annual = points_carried(p, &at, s->dates[i - 1]) / 100;
		}
		if (isnan(annual))
			break;
		out[k++] = pow(1 + annual, (s->dates[i] - s->dates[i - 1]) / 365.0) - 1;
	}
	return k;
}

/* What the levels and their dates say without a look at single returns. */
static void path(const struct metrics_series *s, struct Metrics *m)
{
	const size_t        last = s->n - 1;
	struct calc_episode worst;

	m->start = s->dates[0];
	m->end = s->dates[last];
	m->observations = (double)last;
	if (last == 0)
		return;
	m->total_return = s->level[last] / s->level[0] - 1;
	if (m->end - m->start >= A_YEAR)
		(void)!calc_cagr_dated(s->level[0], s->level[last], m->start, m->end,
		                       &m->annualized_return);
	if (calc_deepest_episode(s->level, s->n, &worst) != OK)
		return;
	m->max_drawdown = worst.depth;
	if (!(worst.depth < 0))
		return;
	m->peak = s->dates[worst.peak];
	m->trough = s->dates[worst.trough];
	if (worst.recovery != CALC_NOT_YET)
		m->recovery = s->dates[worst.recovery];
	m->calmar_ratio = m->annualized_return / -worst.depth;
}

static void days(const struct metrics_series *s, const double *r, struct Metrics *m)
{
	size_t best = 0, worst = 0;

	for (size_t i = 1; i + 1 < s->n; i++) {
		best = r[i] > r[best] ? i : best;
		worst = r[i] < r[worst] ? i : worst;
	}
	m->best_day = r[best];
	m->best_date = s->dates[best + 1];
	m->worst_day = r[worst];
	m->worst_date = s->dates[worst + 1];
}

/* Of n >= 1 returns; those that need more than one come from calc_summary(), with the threshold 0. */
static void spread(struct arena *a, const double *r, size_t n, struct Metrics *m)
{
	struct calc_summary c;

	(void)!calc_win_rate(r, n, &m->win_rate);
	(void)!calc_fallen(r, n, CALC_PATH_HOUSE, &m->current_drawdown);
	(void)!calc_ulcer(r, n, CALC_PATH_HOUSE, 0, &m->ulcer_index);
	if (calc_summary(r, NULL, n, 0, SESSIONS_A_YEAR, ARENA_ARRAY(a, n, double), &c) != OK)
		return;
	m->volatility = c.volatility;
	m->downside_deviation = c.downside;
	m->omega_ratio = c.omega;
	m->var_95 = c.var_95;
	m->cvar_95 = c.es_95;
	m->var_99 = c.var_99;
	m->cvar_99 = c.es_99;
	m->skewness = c.skew;
	m->excess_kurtosis = c.excess_kurtosis;
	m->tail_ratio = c.tail_ratio;
}

static void over_rate(struct arena *a, const struct metrics_series *s, const double *r,
                      const struct metrics_rate *rate, struct Metrics *m)
{
	double      *each = ARENA_ARRAY(a, s->n, double), *x = ARENA_ARRAY(a, s->n, double);
	const size_t n = rates_of(s, rate, each);

	m->excess = (double)n;
	m->rate_until = n ? s->dates[n] : DATE_NONE;
	calc_excess(r, each, n, x);
	(void)!calc_sharpe_ratio(x, n, SESSIONS_A_YEAR, &m->sharpe_ratio);
	(void)!calc_sortino(x, n, SESSIONS_A_YEAR, CALC_OVER_ALL, &m->sortino_ratio);
}

/* Returns of the months that s begins before and ends after; their number. */
static size_t whole_months(struct arena *a, const struct metrics_series *s, double *out)
{
	struct calc_period *p = ARENA_ARRAY(a, s->n, struct calc_period);
	size_t              n, k = 0;

	if (calc_periods(s->dates, s->level, s->n, CALC_MONTHLY, p, &n) != OK)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (!p[i].begun && !p[i].open)
			out[k++] = p[i].ret;
	return k;
}

static void months(struct arena *a, const struct metrics_series *s, struct Metrics *m)
{
	double      *r = ARENA_ARRAY(a, s->n, double);
	const size_t n = whole_months(a, s, r);

	m->months = (double)n;
	(void)!calc_best(r, n, &m->best_month);
	(void)!calc_worst(r, n, &m->worst_month);
	(void)!calc_win_rate(r, n, &m->months_won);
}

/* s and b stand on the same dates, n >= 2. */
static void against(struct arena *a, const struct metrics_series *s, const struct metrics_series *b,
                    const struct metrics_rate *rate, struct Metrics *m)
{
	const size_t        n = s->n - 1;
	double             *r = ARENA_ARRAY(a, n, double), *other = ARENA_ARRAY(a, n, double);
	double             *each = ARENA_ARRAY(a, s->n, double);
	struct calc_summary c;

	if (calc_returns(s->level, s->n, r) != OK || calc_returns(b->level, b->n, other) != OK)
		return;
	m->common = (double)n;
	if (calc_summary(r, other, n, 0, SESSIONS_A_YEAR, ARENA_ARRAY(a, n, double), &c) == OK) {
		m->beta = c.beta;
		m->correlation = c.correlation;
		m->r_squared = c.r_squared;
		m->tracking_error = c.tracking;
		m->information_ratio = c.information;
	}
	size_t k = rates_of(s, rate, each);
	calc_excess(r, each, k, r);
	calc_excess(other, each, k, other);
	(void)!calc_alpha_annual(r, other, k, SESSIONS_A_YEAR, &m->alpha);

	double *own = ARENA_ARRAY(a, s->n, double), *its = ARENA_ARRAY(a, s->n, double);
	k = whole_months(a, s, own);
	(void)!whole_months(a, b, its);
	(void)!calc_capture(own, its, k, 12, CALC_UP, CALC_CAPTURE_GEOMETRIC, &m->capture_up);
	(void)!calc_capture(own, its, k, 12, CALC_DOWN, CALC_CAPTURE_GEOMETRIC, &m->capture_down);
}

/* Fewer returns than a row wants: better nothing than a number that says nothing. */
static void drop_short(struct Metrics *m)
{
	for (size_t i = 0; i < metrics_rows_n; i++) {
		const struct metrics_row *row = &metrics_rows[i];
		const double n = row->needs & METRICS_BENCHMARK ? m->common : m->observations;

		if (row->unit != METRICS_DATE &&
		    (n < row->least || (row->needs & METRICS_RATE && m->excess < row->least)))
			*(double *)(void *)((char *)m + row->at) = NAN;
	}
}

static struct Metrics unknown(void)
{
	struct Metrics m = {.rate_until = DATE_NONE};

	for (size_t i = 0; i < metrics_rows_n; i++) {
		char *member = (char *)&m + metrics_rows[i].at;

		if (metrics_rows[i].unit == METRICS_DATE)
			*(int32_t *)(void *)member = DATE_NONE;
		else if (metrics_rows[i].unit != METRICS_COUNT)
			*(double *)(void *)member = NAN;
	}
	return m;
}

enum err metrics_of(struct arena *a, const struct metrics_series *s,
                    const struct metrics_series *benchmark, const struct metrics_rate *rate,
                    struct Metrics *out, struct fail *f)
{
	struct Metrics        m = unknown();
	struct metrics_series own, other;
	double               *r = ARENA_ARRAY(a, s->n, double);

	m.relation = !benchmark ? METRICS_ALONE : benchmark == s ? METRICS_ITSELF : METRICS_AGAINST;
	for (size_t i = 0; i < s->n; i++)
		if (!(s->level[i] > 0) || (i > 0 && s->dates[i] <= s->dates[i - 1]))
			return fail(f, ERR_INVALID,
			            "levels must be above 0 and their dates ascend");
	if (s->n > 0)
		path(s, &m);
	if (s->n > 1) {
		if (calc_returns(s->level, s->n, r) != OK)
			return fail(f, ERR_INVALID, "a level is out of range");
		days(s, r, &m);
		spread(a, r, s->n - 1, &m);
		over_rate(a, s, r, rate, &m);
		months(a, s, &m);
	}
	if (m.relation == METRICS_AGAINST) {
		metrics_join(a, s, benchmark, &own, &other);
		if (own.n > 1)
			against(a, &own, &other, rate, &m);
	}
	drop_short(&m);
	*out = m;
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/backtest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/compute.h"
#include "app/engine.h"
#include "app/panel_cache.h"
#include "app/session.h"
#include "app/strategy_change.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/merge.h"
#include "calc/downside.h"
#include "calc/drawdown.h"
#include "calc/moments.h"
#include "calc/ratios.h"
#include "calc/returns.h"
#include "calc/series.h"

enum { SESSIONS_A_YEAR = 252, DAYS_A_YEAR = 365 };

/* A figure that is not defined stays NaN. */
static double defined(enum err e, double value)
{
	return e == OK ? value : (double)NAN;
}

static struct BacktestMetrics metrics(const double *level, const int32_t *date, size_t n, double *r)
{
	struct BacktestMetrics m = {.annualized_return = NAN};
	struct calc_episode    worst = {0};
	double                 x = NAN;
	size_t                 k = n - 1;
	const double           ppy = SESSIONS_A_YEAR;

	if (calc_returns(level, n, r) != OK)
		k = 0;
	m.total_return = level[n - 1] / level[0] - 1;
	if (date[n - 1] - date[0] >= DAYS_A_YEAR) {
		enum err e = calc_cagr_dated(level[0], level[n - 1], date[0], date[n - 1], &x);
		m.annualized_return = defined(e, x);
	}
	enum err e = calc_volatility(r, k, ppy, 1, &x);
	m.volatility = defined(e, x);
	e = calc_sharpe_ratio(r, k, ppy, &x);
	m.sharpe_ratio = defined(e, x);
	e = calc_sortino(r, k, ppy, CALC_OVER_ALL, &x);
	m.sortino_ratio = k < 2 ? (double)NAN : defined(e, x);
	e = calc_deepest_episode(level, n, &worst);
	m.max_drawdown = defined(e, worst.depth);
	m.calmar_ratio = m.max_drawdown < 0 ? m.annualized_return / -m.max_drawdown : (double)NAN;
	m.drawdown_start = m.max_drawdown < 0 ? date[worst.peak] : DATE_NONE;
	m.drawdown_end = m.max_drawdown < 0 ? date[worst.trough] : DATE_NONE;
	return m;
}

/* Rows of the levels that lie in the asked range. */
struct span {
	size_t from, n; /* levels */
};

static enum err find_span(const struct BacktestRequest *in, const struct panel *p,
                          const struct calc_index_out *r, struct span *out, struct fail *f)
{
	char    first[DATE_TEXT], last[DATE_TEXT];
	int32_t begin = p->date[r->first_row], end = p->date[p->sessions - 1];
	size_t  from = r->first_row, to = p->sessions;

	date_format(begin, first);
	date_format(end, last);
	if (in->start_date != DATE_NONE && in->start_date > begin)
		from = session_from(p, in->start_date);
	if (in->end_date != DATE_NONE && in->end_date < end)
		to = session_from(p, in->end_date + 1);
	if (in->start_date != DATE_NONE && in->start_date > end)
		return fail_field(f, "start_date", "is after the last session, %s", last);
	if (in->end_date != DATE_NONE && in->end_date < begin)
		return fail_field(f, "end_date",
		                  "is before the first level that this configuration gives, %s",
		                  first);
	if (to < from + 2)
		return fail_field(
			f, "start_date",
			"the range holds fewer than two sessions (levels run from %s to %s)", first,
			last);
	*out = (struct span){.from = from - r->first_row, .n = to - from};
	return OK;
}

static int heaviest_first(const void *x, const void *y)
{
	const struct BacktestWeight *a = x, *b = y;
	int                          by_weight = (a->weight < b->weight) - (a->weight > b->weight);

	return by_weight ? by_weight : strcmp(a->symbol, b->symbol);
}

/* What is held after the close of a row: the newest rebalance, drifted. NULL: nothing yet. */
static struct list weights(struct arena *a, const struct market *m, const struct calc_index_out *r,
                           size_t row)
{
	size_t                 n = m->panel.members, k = r->n_rebalances, held = 0;
	struct BacktestWeight *w = ARENA_ARRAY(a, n, struct BacktestWeight);
	double                 value = 0;

	while (k > 1 && r->rebalances[k - 1].effective > row)
		k--;
	const double *units = r->units + (k - 1) * n, *target = r->target + (k - 1) * n;
	for (size_t i = 0; i < n; i++) {
		if (!(units[i] > 0))
			continue;
		w[held] = (struct BacktestWeight){
			.symbol = m->members.p[i].symbol,
			.name = m->members.p[i].name,
			.weight = units[i] * session_price(&m->panel, i, row, NULL),
			.target_weight = target[i],
		};
		value += w[held++].weight;
	}
	for (size_t i = 0; i < held; i++)
		w[i].weight /= value;
	qsort(w, held, sizeof(*w), heaviest_first);
	return (struct list){.items = w, .n = held};
}

static void count_rebalances(struct arena *a, const struct calc_index_out *r, const struct span *s,
                             struct Backtest *out)
{
	struct BacktestEvent *e = ARENA_ARRAY(a, event_words_n, struct BacktestEvent);
	size_t                first = r->first_row + s->from, end = first + s->n, n = 0;
	double                turnover = 0, keep = 1;

	for (size_t i = 0; i < event_words_n; i++)
		e[i] = (struct BacktestEvent){.code = event_words[i].code,
		                              .message = event_words[i].message};
	for (size_t k = 0; k < r->n_rebalances; k++) {
		const struct calc_rebalance *b = &r->rebalances[k];

		if (b->effective < first || b->effective >= end)
			continue;
		out->rebalances++;
		turnover += b->turnover;
		keep *= 1 - b->cost;
		for (size_t i = 0; i < event_words_n; i++)
			e[i].count += (b->events & event_words[i].flag) != 0;
	}
	out->turnover = turnover / ((double)s->n / SESSIONS_A_YEAR);
	out->cost = 1 - keep;
	for (size_t i = 0; i < event_words_n; i++)
		if (e[i].count > 0)
			e[n++] = e[i];
	out->events = (struct list){.items = e, .n = n};
}

/* On a base of 100; what stands on it already keeps its bits. */
static double rebased(double level, double base)
{
	return base == CALC_BASE ? level : level / base * CALC_BASE;
}

static void show(struct arena *a, const struct market *m, const struct calc_index_out *r,
                 const struct span *s, struct Backtest *out)
{
	const int32_t        *date = m->panel.date + r->first_row + s->from;
	const double         *total = r->total + s->from, *net = r->net + s->from;
	struct BacktestLevel *l = ARENA_ARRAY(a, s->n, struct BacktestLevel);
	double               *scratch = ARENA_ARRAY(a, s->n, double);
	/* From the base date on the net level has paid for the first purchase, as the published one. */
	double base = s->from == 0 ? CALC_BASE : net[0];

	for (size_t i = 0; i < s->n; i++)
		l[i] = (struct BacktestLevel){.date = date[i],
		                              .value = rebased(total[i], total[0]),
		                              .net_value = rebased(net[i], base)};
	out->series = (struct list){.items = l, .n = s->n};
	out->start_date = date[0];
	out->end_date = date[s->n - 1];
	out->total = metrics(total, date, s->n, scratch);
	out->net = metrics(net, date, s->n, scratch);
	out->weights = weights(a, m, r, r->first_row + s->from + s->n - 1);
	count_rebalances(a, r, s, out);
}

enum err app_backtest(struct app *app, struct arena *a, const struct BacktestRequest *in,
                      struct Backtest *out, struct fail *f)
{
	struct strategy_version now;
	struct calc_index_out   r;
	const struct market    *m;
	struct span             span = {0};
	struct Backtest         b = {.config = in->s};

	TRY(strategy_current(app->db, a, INDEX_DEFAULT, &now, f));
	shape_merge(&strategy_method, &now.s, &b.config);
	enum err e = strategy_check(&b.config, f);
	if (in->start_date != DATE_NONE && in->end_date != DATE_NONE &&
	    in->start_date > in->end_date)
		e = fail_field(f, "start_date", "must not be after end_date");
	TRY(e);
	TRY(panel_cache_get(app->panels, app->db, a, &m, f));
	if (m->panel.sessions == 0)
		return fail_as(
			f, ERR_CONFLICT, "no_prices",
			"the index has no prices yet; import some and run 'autoindex compute'");
	int64_t begun = clock_ticks_us();
	TRY(strategy_try(a, &b.config, &m->panel, &r, f));
	b.compute_us = clock_ticks_us() - begun;
	if (app->computed)
		latency_add(&app->computed->backtest, b.compute_us);
	TRY(find_span(in, &m->panel, &r, &span, f));
	show(a, m, &r, &span, &b);
	*out = b;
	return OK;
}

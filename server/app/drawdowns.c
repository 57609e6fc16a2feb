/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/drawdowns.h"

#include "app/risk_input.h"
#include "base/arena.h"
#include "base/date.h"
#include "calc/drawdown.h"
#include "calc/series.h"

#define NOT_A_LEVEL "a stored level is not above 0"

static double *totals(struct arena *a, const struct levels *l)
{
	double *level = ARENA_ARRAY(a, l->n, double);

	for (size_t i = 0; i < l->n; i++)
		level[i] = l->p[i].total;
	return level;
}

/* The fall at each session; the first has none. */
static enum err underwater(struct arena *a, const struct levels *l, const double *level,
                           struct point *out, struct fail *f)
{
	double *r = ARENA_ARRAY(a, l->n, double), *fall = ARENA_ARRAY(a, l->n, double);

	if (l->n > 1 && (calc_returns(level, l->n, r) != OK ||
	                 calc_drawdowns(r, l->n - 1, CALC_PATH_HOUSE, fall + 1) != OK))
		return fail(f, ERR_INTERNAL, NOT_A_LEVEL);
	for (size_t i = 0; i < l->n; i++)
		out[i] = (struct point){.date = l->p[i].date, .value = fall[i]};
	return OK;
}

static struct Drawdown drawdown(const struct levels *l, const struct calc_episode *e)
{
	const bool    over = e->recovery != CALC_NOT_YET;
	const int32_t peak = l->p[e->peak].date;
	const int32_t recovery = over ? l->p[e->recovery].date : DATE_NONE;

	return (struct Drawdown){
		.depth = e->depth,
		.peak_date = peak,
		.trough_date = l->p[e->trough].date,
		.recovery_date = recovery,
		.sessions_down = (int64_t)(e->trough - e->peak),
		.sessions_up = over ? (int64_t)(e->recovery - e->trough) : INT_NONE,
		.days = (over ? recovery : l->p[l->n - 1].date) - peak,
	};
}

enum err app_drawdowns(struct app *app, struct arena *a, const struct DrawdownsQuery *in,
                       struct Drawdowns *out, struct fail *f)
{
	struct levels l;
	size_t        total;

	TRY(risk_levels(app, a, in->start_date, in->end_date, &l, f));
	const double        *level = totals(a, &l);
	struct calc_episode *e = ARENA_ARRAY(a, l.n / 2 + 1, struct calc_episode);
	struct point        *fall = ARENA_ARRAY(a, l.n, struct point);
	TRY(underwater(a, &l, level, fall, f));
	if (calc_episodes(level, l.n, e, &total) != OK)
		return fail(f, ERR_INTERNAL, NOT_A_LEVEL);
	const size_t     n = calc_episodes_deepest(e, total, (size_t)in->limit);
	struct Drawdown *items = ARENA_ARRAY(a, n, struct Drawdown);
	for (size_t i = 0; i < n; i++)
		items[i] = drawdown(&l, &e[i]);
	*out = (struct Drawdowns){
		.items = {.items = items, .n = n},
		.total = (int64_t)total,
		.current_drawdown = fall[l.n - 1].value,
		.series = {.items = fall, .n = l.n},
	};
	return OK;
}

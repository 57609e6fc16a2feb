/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Weights through time, and the events beside them. */
#include <math.h>
#include <string.h>

#include "app/app.h"
#include "app/compute.h"
#include "app/explain.h"
#include "app/flags.h"
#include "app/indexes.h"
#include "app/panel_cache.h"
#include "app/series.h"
#include "app/session.h"
#include "base/arena.h"
#include "base/date.h"
#include "store/events.h"
#include "store/levels.h"
#include "store/rebalances.h"

const char *const weight_steps[] = {"day", "week", "month", "quarter", "year", NULL};

/* Is row the last of its period among the rows before end? */
static bool closes(const struct panel *p, size_t row, size_t end, enum calc_frequency step)
{
	return row + 1 == end || p->date[row + 1] >= calc_period_end(p->date[row], step);
}

static struct DatedWeights at_close(struct arena *a, const struct panel *p, size_t row,
                                    const struct rebalance *r)
{
	struct DatedWeights out = {.date = p->date[row]};
	struct DatedWeight *w = ARENA_ARRAY(a, r->weights_n, struct DatedWeight);
	double              sum = 0;
	size_t              n = 0, column;

	for (size_t i = 0; i < r->weights_n; i++) {
		const struct allocation *al = &r->weights[i];

		if (!(al->units > 0) || !session_column(p, al->asset_id, &column))
			continue;
		w[n] = (struct DatedWeight){.symbol = al->symbol,
		                            .weight = al->units *
		                                      session_price(p, column, row, NULL)};
		sum += w[n++].weight;
	}
	for (size_t i = 0; i < n; i++)
		w[i].weight /= sum;
	out.weights = (struct list){.items = w, .n = n};
	return out;
}

enum err app_weights(struct app *app, struct arena *a, const struct WeightsQuery *in,
                     struct Weights *out, struct fail *f)
{
	struct series       *s;
	struct rebalances    r;
	struct levels        last;
	const struct market *m;
	enum calc_frequency  step = (enum calc_frequency)in->step;
	size_t               n = 0;

	TRY(range_check(in->start_date, in->end_date, f));
	TRY(panel_cache_get(app->panels, app->db, a, &m, f));
	TRY(levels_last(app->db, a, INDEX_DEFAULT, 1, &last, f));
	TRY(series_open(app, a, &s, f));
	TRY(series_rebalances(app, s, &r, f));
	if (last.n == 0 || r.n == 0)
		return fail_as(
			f, ERR_CONFLICT, "not_computed",
			"the index has not been computed yet; import prices and run 'autoindex compute'");
	int32_t             from = r.p[r.n - 1].date, to = last.p[0].date;
	const struct panel *p = &m->panel;

	if (in->start_date != DATE_NONE && in->start_date > from)
		from = in->start_date;
	if (in->end_date != DATE_NONE && in->end_date < to)
		to = in->end_date;
	size_t begin = session_from(p, from), end = session_from(p, to + 1);
	for (size_t t = begin; t < end; t++)
		n += closes(p, t, end, step);
	if (n > WEIGHTS_MAX)
		return fail_field(
			f, "step",
			"gives %zu dates in this range, at most %d are possible: take a longer"
			" step or a shorter range",
			n, WEIGHTS_MAX);
	struct DatedWeights *items = ARENA_ARRAY(a, n, struct DatedWeights);
	size_t               k = r.n; /* newest first: r.p[k - 1] is the next to come into force */
	n = 0;
	for (size_t t = begin; t < end; t++) {
		while (k > 0 && r.p[k - 1].date <= p->date[t])
			k--;
		if (closes(p, t, end, step) && k < r.n)
			items[n++] = at_close(a, p, t, &r.p[k]);
	}
	*out = (struct Weights){.items = {.items = items, .n = n}, .total = (int64_t)n};
	return OK;
}

static bool known_code(const char *code)
{
	return event_sentence(code) != code;
}

/* The return that a flag is about; NaN for other events. */
static double flag_value(const struct market *m, const struct levels *l,
                         const struct dated_event *e)
{
	const struct panel *p = &m->panel;
	size_t              row, column;

	if (strcmp(e->code, flag_words[CALC_FLAG_DROP].code) == 0) {
		for (size_t i = 1; i < l->n; i++)
			if (l->p[i].date == e->date)
				return l->p[i].total / l->p[i - 1].total - 1;
		return NAN;
	}
	if (e->asset_id == 0 || !session_row(p, e->date, &row) ||
	    !session_column(p, e->asset_id, &column))
		return NAN;
	return calc_flag_return(p->price + column, p->members, row);
}

enum err app_events(struct app *app, struct arena *a, const struct EventsQuery *in,
                    struct Events *out, struct fail *f)
{
	enum { EARLIER = 40 }; /* days in which there was a session before the first */
	struct event_filter q = {
		.index_id = INDEX_DEFAULT,
		.from = in->start_date,
		.to = in->end_date == DATE_NONE ? INT32_MAX : in->end_date,
		.code = in->code,
		.limit = in->limit,
		.offset = in->offset,
	};
	struct dated_events  e;
	const struct market *m;
	struct levels        l = {0};

	TRY(range_check(in->start_date, in->end_date, f));
	if (in->code && !known_code(in->code))
		return fail_field(f, "code", "there is no event of this name");
	TRY(events_list(app->db, a, &q, &e, f));
	TRY(panel_cache_get(app->panels, app->db, a, &m, f));
	if (e.n > 0)
		TRY(levels_range(app->db, a, INDEX_DEFAULT, e.p[e.n - 1].date - EARLIER,
		                 e.p[0].date, &l, f));
	struct DatedEvent *items = ARENA_ARRAY(a, e.n, struct DatedEvent);
	for (size_t i = 0; i < e.n; i++)
		items[i] = (struct DatedEvent){
			.date = e.p[i].date,
			.code = e.p[i].code,
			.symbol = e.p[i].symbol,
			.message = event_sentence(e.p[i].code),
			.value = flag_value(m, &l, &e.p[i]),
		};
	*out = (struct Events){.items = {.items = items, .n = e.n}, .total = e.total};
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/contributions.h"

#include <stdlib.h>

#include "app/app.h"
#include "app/panel_cache.h"
#include "app/session.h"
#include "base/arena.h"
#include "calc/index.h"

/* Columns of the panel: units held, the price of a session and of the one before, what was added. */
struct columns {
	double  *units, *price, *before, *value, *weight;
	int64_t *sessions;
};

static void take_units(const struct panel *p, const struct rebalance *r, struct columns *c)
{
	size_t column;

	for (size_t i = 0; i < p->members; i++)
		c->units[i] = 0;
	for (size_t i = 0; i < r->weights_n; i++)
		if (session_column(p, r->weights[i].asset_id, &column))
			c->units[column] = r->weights[i].units;
}

static void prices(const struct panel *p, size_t row, double *out)
{
	for (size_t i = 0; i < p->members; i++)
		out[i] = session_price(p, i, row, NULL);
}

/* share: the level before, of the first. */
static void add_session(const struct panel *p, double share, struct columns *c)
{
	const double worth = calc_index_value(c->units, c->before, p->members);

	for (size_t i = 0; i < p->members; i++) {
		if (!(c->units[i] > 0))
			continue;
		c->value[i] += c->units[i] * (c->price[i] - c->before[i]) / worth * share;
		c->weight[i] += c->units[i] * c->before[i] / worth;
		c->sessions[i]++;
	}
}

static int largest_first(const void *x, const void *y)
{
	const struct contribution *a = x, *b = y;

	return (a->value < b->value) - (a->value > b->value);
}

static void collect(struct arena *a, const struct market *m, const struct columns *c,
                    const struct levels *l, struct contributions *out)
{
	const size_t         members = m->panel.members;
	struct contribution *p = ARENA_ARRAY(a, members, struct contribution);
	double               sum = 0;
	size_t               n = 0;

	for (size_t i = 0; i < members; i++) {
		if (c->sessions[i] == 0)
			continue;
		sum += c->value[i];
		p[n++] = (struct contribution){
			.symbol = m->members.p[i].symbol,
			.name = m->members.p[i].name,
			.value = c->value[i],
			.mean_weight = c->weight[i] / (double)(l->n - 1),
			.sessions = c->sessions[i],
		};
	}
	if (n > 1)
		qsort(p, n, sizeof(*p), largest_first);
	*out = (struct contributions){
		.p = p, .n = n, .rest = l->p[l->n - 1].total / l->p[0].total - 1 - sum};
}

enum err contributions_of(struct app *app, struct arena *a, const struct levels *levels,
                          const struct rebalances *r, struct contributions *out, struct fail *f)
{
	const struct market    *m;
	const struct rebalance *held = NULL;
	size_t                  row, k = r->n; /* r->p[k - 1] comes into force next */

	TRY(panel_cache_get(app->panels, app->db, a, &m, f));
	const struct panel *p = &m->panel;
	if (!session_row(p, levels->p[0].date, &row) || row + levels->n > p->sessions || r->n == 0)
		return fail_as(f, ERR_CONFLICT, "stale",
		               "the prices changed since the index was computed");
	struct columns c = {
		.units = ARENA_ARRAY(a, p->members, double),
		.price = ARENA_ARRAY(a, p->members, double),
		.before = ARENA_ARRAY(a, p->members, double),
		.value = ARENA_ARRAY(a, p->members, double),
		.weight = ARENA_ARRAY(a, p->members, double),
		.sessions = ARENA_ARRAY(a, p->members, int64_t),
	};
	prices(p, row, c.before);
	for (size_t i = 1; i < levels->n; i++) {
		if (p->date[row + i] != levels->p[i].date)
			return fail_as(f, ERR_CONFLICT, "stale",
			               "the prices changed since the index was computed");
		while (k > 0 && r->p[k - 1].date < levels->p[i].date)
			k--;
		if (k < r->n && &r->p[k] != held) {
			held = &r->p[k];
			take_units(p, held, &c);
		}
		prices(p, row + i, c.price);
		add_session(p, levels->p[i - 1].total / levels->p[0].total, &c);
		double *swap = c.before;
		c.before = c.price;
		c.price = swap;
	}
	collect(a, m, &c, levels, out);
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* The composition of the last close: units of the last rebalance at that close's prices. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/indexes.h"
#include "base/arena.h"
#include "base/date.h"
#include "store/assets.h"
#include "store/levels.h"
#include "store/points.h"
#include "store/rebalances.h"

/* The value at or before date, of points ascending; NaN before the first. */
static double at_or_before(const struct points *p, int32_t date)
{
	for (size_t i = p->n; i > 0; i--)
		if (p->p[i - 1].date <= date)
			return p->p[i - 1].value;
	return NAN;
}

static int heaviest_first(const void *x, const void *y)
{
	const struct Holding *a = x, *b = y;
	int                   by_weight = (a->weight < b->weight) - (a->weight > b->weight);

	return by_weight ? by_weight : strcmp(a->symbol, b->symbol);
}

struct days {
	int32_t last, previous, year_end; /* previous session; last day of the year before */
};

static enum err holding(struct app *app, struct arena *a, const struct allocation *al,
                        const struct assets *members, const struct days *d, struct Holding *out,
                        struct fail *f)
{
	struct points p;

	/* A year and a month: enough for the close before the year's first, however long the holidays. */
	TRY(points_of_asset(app->db, a, al->asset_id, d->year_end - 31, d->last, &p, f));
	if (p.n == 0) /* suspended since then: its last price is carried */
		TRY(points_of_asset(app->db, a, al->asset_id, INT32_MIN, d->last, &p, f));
	double now = at_or_before(&p, d->last);
	double before = at_or_before(&p, d->previous);
	double start = at_or_before(&p, d->year_end);
	*out = (struct Holding){
		.symbol = al->symbol,
		.name = al->symbol,
		.target_weight = al->weight,
		.weight_change = al->weight - al->weight_before,
		.daily_return = now / before - 1,
		.ytd_return = now / start - 1,
	};
	for (size_t i = 0; i < members->n; i++) {
		if (members->p[i].id != al->asset_id)
			continue;
		out->name = members->p[i].name;
		out->sector = members->p[i].sector;
	}
	out->weight = al->units * now; /* a value until all are known */
	return OK;
}

enum err app_current(struct app *app, struct arena *a, struct Current *out, struct fail *f)
{
	struct rebalance_filter q = {
		.index_id = INDEX_DEFAULT, .from = INT32_MIN, .to = INT32_MAX, .limit = 2};
	struct levels     l;
	struct rebalances rs;
	struct assets     members;

	TRY(levels_last(app->db, a, INDEX_DEFAULT, 2, &l, f));
	TRY(rebalances_list(app->db, a, &q, &rs, f));
	if (l.n == 0 || rs.n == 0)
		return not_computed(f);
	TRY(assets_members(app->db, a, INDEX_DEFAULT, &members, f));

	/* Units bought at the close of an effective date are what that date ends with. */
	const struct rebalance *r = &rs.p[0];
	struct days             d = {
			    .last = l.p[0].date,
			    .previous = l.n > 1 ? l.p[1].date : DATE_NONE,
			    .year_end = date_of(date_civil(l.p[0].date).year, 1, 1) - 1,
        };
	struct Holding *h = ARENA_ARRAY(a, r->weights_n, struct Holding);
	size_t          n = 0;
	double          sum = 0;
	for (size_t i = 0; i < r->weights_n; i++) {
		if (r->weights[i].units == 0)
			continue;
		TRY(holding(app, a, &r->weights[i], &members, &d, &h[n], f));
		n++;
	}
	for (size_t i = 0; i < n; i++)
		sum += h[i].weight;
	for (size_t i = 0; i < n; i++)
		h[i].weight /= sum;
	qsort(h, n, sizeof(*h), heaviest_first);
	*out = (struct Current){
		.date = d.last,
		.effective_date = r->date,
		.reference_date = r->reference_date,
		.level = l.p[0].total,
		.previous_level = l.n > 1 ? l.p[1].total : NAN,
		.net_level = l.p[0].net,
		.allocations = {.items = h, .n = n},
		.total_assets = (int64_t)n,
	};
	return OK;
}

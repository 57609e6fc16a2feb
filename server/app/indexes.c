/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/indexes.h"

#include <math.h>

#include "app/app.h"
#include "app/compute.h"
#include "app/flags.h"
#include "app/series.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"
#include "store/assets.h"
#include "store/levels.h"
#include "store/rebalances.h"
#include "store/sources.h"

enum err range_check(int32_t start, int32_t end, struct fail *f)
{
	if (start != DATE_NONE && end != DATE_NONE && start > end)
		return fail_field(f, "start_date", "must not be after end_date");
	return OK;
}

void points_rebase(struct points *p)
{
	double first = p->n ? p->p[0].value : 1;

	for (size_t i = 0; i < p->n; i++)
		p->p[i].value = p->p[i].value / first * 100;
}

static int32_t open_end(int32_t end)
{
	return end == DATE_NONE ? INT32_MAX : end;
}

enum err not_computed(struct fail *f)
{
	return fail_as(
		f, ERR_CONFLICT, "not_computed",
		"the index has not been computed yet; import prices and run 'autoindex compute'");
}

enum err app_history(struct app *app, struct arena *a, const struct HistoryQuery *in,
                     struct History *out, struct fail *f)
{
	struct levels l, newest;
	size_t        known = 0;

	TRY(range_check(in->start_date, in->end_date, f));
	TRY(levels_range(app->db, a, INDEX_DEFAULT, in->start_date, open_end(in->end_date), &l, f));
	if (l.n == 0) {
		TRY(levels_last(app->db, a, INDEX_DEFAULT, 1, &newest, f));
		if (newest.n == 0)
			return not_computed(f);
		known = !isnan(newest.p[0].price); /* an empty range says nothing of the data */
	}
	struct point *p = ARENA_ARRAY(a, l.n, struct point);
	for (size_t i = 0; i < l.n; i++) {
		const struct level *v = &l.p[i];
		double              value = in->variant == VARIANT_NET     ? v->net
		                            : in->variant == VARIANT_PRICE ? v->price
		                                                           : v->total;

		p[i] = (struct point){.date = v->date, .value = value};
		known += !isnan(value);
	}
	if (in->variant == VARIANT_PRICE && known == 0)
		return fail_as(
			f, ERR_CONFLICT, "no_price_return",
			"there is no price-return level: it needs a traded close of every member,"
			" and the index is computed from dividend-adjusted ones");
	*out = (struct History){
		.series = {.items = p, .n = l.n},
		.start_date = l.n ? l.p[0].date : DATE_NONE,
		.end_date = l.n ? l.p[l.n - 1].date : DATE_NONE,
		.variant = in->variant,
	};
	return OK;
}

static struct Rebalance show_rebalance(struct arena *a, const struct rebalance *r)
{
	struct WeightChange *w = ARENA_ARRAY(a, r->weights_n, struct WeightChange);
	const char         **adds = ARENA_ARRAY(a, r->weights_n, const char *);
	const char         **drops = ARENA_ARRAY(a, r->weights_n, const char *);
	struct Event        *e = ARENA_ARRAY(a, r->events_n, struct Event);
	size_t               adds_n = 0, drops_n = 0;

	for (size_t i = 0; i < r->weights_n; i++) {
		const struct allocation *al = &r->weights[i];

		w[i] = (struct WeightChange){
			.symbol = al->symbol,
			.target_weight = al->weight,
			.weight_before = al->weight_before,
			.change = al->weight - al->weight_before,
			.units = al->units,
		};
		if (al->weight_before == 0)
			adds[adds_n++] = al->symbol;
		else if (al->weight == 0)
			drops[drops_n++] = al->symbol;
	}
	for (size_t i = 0; i < r->events_n; i++)
		e[i] = (struct Event){.code = r->events[i].code,
		                      .symbol = r->events[i].symbol,
		                      .message = event_sentence(r->events[i].code)};
	return (struct Rebalance){
		.reference_date = r->reference_date,
		.effective_date = r->date,
		.turnover = r->turnover,
		.cost = r->cost,
		.adds = {.items = adds, .n = adds_n},
		.drops = {.items = drops, .n = drops_n},
		.weights = {.items = w, .n = r->weights_n},
		.events = {.items = e, .n = r->events_n},
	};
}

enum err app_rebalances(struct app *app, struct arena *a, const struct RebalancesQuery *in,
                        struct Rebalances *out, struct fail *f)
{
	struct rebalance_filter q = {.index_id = INDEX_DEFAULT,
	                             .from = in->start_date,
	                             .to = open_end(in->end_date),
	                             .limit = in->limit,
	                             .offset = in->offset};
	struct rebalances       r;

	TRY(range_check(in->start_date, in->end_date, f));
	TRY(rebalances_list(app->db, a, &q, &r, f));
	struct Rebalance *items = ARENA_ARRAY(a, r.n, struct Rebalance);
	for (size_t i = 0; i < r.n; i++)
		items[i] = show_rebalance(a, &r.p[i]);
	*out = (struct Rebalances){.items = {.items = items, .n = r.n}, .total = r.total};
	return OK;
}

enum err app_assets(struct app *app, struct arena *a, const struct AssetsQuery *in,
                    struct Assets *out, struct fail *f)
{
	struct asset_filter q = {.q = in->q,
	                         .sector = in->sector,
	                         .index_id = INDEX_DEFAULT,
	                         .limit = in->limit,
	                         .offset = in->offset};
	struct asset_rows   rows;

	TRY(assets_list(app->db, a, &q, &rows, f));
	struct Asset *items = ARENA_ARRAY(a, rows.n, struct Asset);
	for (size_t i = 0; i < rows.n; i++) {
		const struct asset_row *r = &rows.p[i];

		items[i] = (struct Asset){
			.symbol = r->asset.symbol,
			.name = r->asset.name,
			.sector = r->asset.sector,
			.asset_type = r->asset.asset_type,
			.exchange = r->asset.exchange,
			.price_basis = r->asset.price_basis,
			.in_index = r->in_index,
			.first_date = r->first_date,
			.last_date = r->last_date,
			.last_close = r->last_close,
		};
	}
	*out = (struct Assets){.items = {.items = items, .n = rows.n}, .total = rows.total};
	return OK;
}

enum err app_asset_history(struct app *app, struct arena *a, const struct AssetHistoryQuery *in,
                           struct AssetHistory *out, struct fail *f)
{
	struct asset  as;
	struct points p;

	TRY(range_check(in->start_date, in->end_date, f));
	TRY(assets_by_symbol(app->db, a, text_upper(arena_strdup(a, in->symbol)), &as, f));
	TRY(points_of_asset(app->db, a, as.id, in->start_date, open_end(in->end_date), &p, f));
	if (in->normalize)
		points_rebase(&p);
	*out = (struct AssetHistory){
		.symbol = as.symbol,
		.series = {.items = p.p, .n = p.n},
		.start_date = p.n ? p.p[0].date : DATE_NONE,
		.end_date = p.n ? p.p[p.n - 1].date : DATE_NONE,
	};
	return OK;
}

enum err app_sources(struct app *app, struct arena *a, struct Sources *out, struct fail *f)
{
	struct series *series;
	struct sources s;
	struct levels  newest;
	bool           sample = false;

	TRY(series_open(app, a, &series, f));
	TRY(series_sources(app, series, &s, f));
	TRY(levels_last(app->db, a, INDEX_DEFAULT, 1, &newest, f));
	struct Source *items = ARENA_ARRAY(a, s.n, struct Source);
	for (size_t i = 0; i < s.n; i++) {
		const struct source *r = &s.p[i];

		items[i] = (struct Source){
			.source = r->name,
			.title = r->title,
			.licence = r->licence,
			.kind = r->kind,
			.series = r->series,
			.rows = r->rows,
			.first_date = r->first_date,
			.last_date = r->last_date,
		};
		sample |= r->sample;
	}
	*out = (struct Sources){
		.items = {.items = items, .n = s.n},
		.is_sample = sample,
		.last_date = newest.n ? newest.p[0].date : DATE_NONE,
	};
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/explain.h"

#include <math.h>

#include "app/app.h"
#include "app/engine.h"
#include "app/flags.h"
#include "app/indexes.h"
#include "app/panel_cache.h"
#include "app/session.h"
#include "app/strategy.h"
#include "base/arena.h"
#include "base/date.h"
#include "calc/reasons.h"
#include "store/configs.h"
#include "store/events.h"
#include "store/levels.h"
#include "store/rebalances.h"
#include "store/runs.h"

/* What a level is explained with. */
struct evidence {
	const struct market    *m;
	struct run              run;
	struct strategy_version strategy;
	struct level            level, previous; /* previous.date DATE_NONE: this is the first */
	size_t                  row;             /* of the date in the panel */
	struct rebalance        rebalance;       /* whose units were held on the day */
};

/* Both levels; the date must be a session of the index. */
static enum err find_levels(struct app *app, struct arena *a, int32_t date, struct evidence *e,
                            struct fail *f)
{
	struct levels       l;
	const struct panel *p = &e->m->panel;

	TRY(levels_range(app->db, a, INDEX_DEFAULT, date, date, &l, f));
	if (l.n == 0 || !session_row(p, date, &e->row))
		return session_none(p, date, e->run.first_date, e->run.last_date, "date", f);
	e->level = l.p[0];
	e->previous = (struct level){.date = DATE_NONE, .total = NAN};
	if (date == e->run.first_date || e->row == 0)
		return OK;
	TRY(levels_range(app->db, a, INDEX_DEFAULT, p->date[e->row - 1], p->date[e->row - 1], &l,
	                 f));
	if (l.n > 0)
		e->previous = l.p[0];
	return OK;
}

/* The newest that was in force before the day; on the first session the one that is bought there. */
static enum err find_rebalance(struct app *app, struct arena *a, struct evidence *e, struct fail *f)
{
	int32_t to = e->previous.date == DATE_NONE ? e->level.date : e->level.date - 1;
	struct rebalance_filter q = {
		.index_id = INDEX_DEFAULT, .from = INT32_MIN, .to = to, .limit = 1};
	struct rebalances r;

	TRY(rebalances_list(app->db, a, &q, &r, f));
	if (r.n == 0)
		return fail(f, ERR_INTERNAL, "a level without a rebalance");
	e->rebalance = r.p[0];
	return OK;
}

static enum err gather(struct app *app, struct arena *a, int32_t date, struct evidence *e,
                       struct fail *f)
{
	struct config_row row;
	struct levels     newest;

	TRY(levels_last(app->db, a, INDEX_DEFAULT, 1, &newest, f));
	if (newest.n == 0)
		return fail_as(
			f, ERR_CONFLICT, "not_computed",
			"the index has not been computed yet; import prices and run 'autoindex compute'");
	TRY(panel_cache_get(app->panels, app->db, a, &e->m, f));
	TRY(runs_newest(app->db, a, INDEX_DEFAULT, &e->run, f));
	TRY(configs_by_id(app->db, a, e->run.config_id, &row, f));
	TRY(strategy_read(a, &row, &e->strategy, f));
	TRY(find_levels(app, a, date == DATE_NONE ? newest.p[0].date : date, e, f));
	return find_rebalance(app, a, e, f);
}

/* Members as held on the day, in the order of the sum. */
static struct list holdings(struct arena *a, const struct evidence *e, struct Explained *out)
{
	const struct panel      *p = &e->m->panel;
	struct ExplainedHolding *h = ARENA_ARRAY(a, e->rebalance.weights_n,
	                                         struct ExplainedHolding);
	double                  *units = ARENA_ARRAY(a, p->members, double);
	double                  *price = ARENA_ARRAY(a, p->members, double);
	double                  *before = ARENA_ARRAY(a, p->members, double);
	size_t                   n = 0;

	for (size_t i = 0; i < e->rebalance.weights_n; i++) {
		const struct allocation *w = &e->rebalance.weights[i];
		size_t                   column, at;

		if (!(w->units > 0) || !session_column(p, w->asset_id, &column))
			continue;
		units[column] = w->units;
		price[column] = session_price(p, column, e->row, &at);
		if (e->row > 0)
			before[column] = session_price(p, column, e->row - 1, NULL);
		h[n++] = (struct ExplainedHolding){
			.symbol = w->symbol,
			.name = e->m->members.p[column].name,
			.units = w->units,
			.price = price[column],
			.fx_rate = 1,
			.price_date = isnan(price[column]) ? DATE_NONE : p->date[at],
			.carried = at != e->row,
			.value = w->units * price[column],
			.contribution = NAN,
			.target_weight = w->weight,
			.weight_before = w->weight_before,
		};
	}
	out->value = calc_index_value(units, price, p->members);
	double value_before = calc_index_value(units, before, p->members);
	n = 0;
	for (size_t i = 0; i < p->members; i++) {
		if (!(units[i] > 0))
			continue;
		h[n].weight = h[n].value / out->value;
		if (e->previous.date != DATE_NONE)
			h[n].contribution = units[i] * (price[i] - before[i]) / value_before;
		n++;
	}
	return (struct list){.items = h, .n = n};
}

/* The sleeves, decided once more at the reference date. */
static void sleeves(struct arena *a, const struct evidence *e, struct list *list,
                    struct ExplainedRebalance *r)
{
	const struct panel     *p = &e->m->panel;
	struct calc_index_rules rules = strategy_rules(&e->strategy.s);
	struct calc_index_data  data = engine_data(p);
	struct calc_reason     *why = ARENA_ARRAY(a, p->members, struct calc_reason);
	double *scratch = ARENA_ARRAY(a, calc_reasons_scratch(&data, &rules), double);
	double  blend[3] = {NAN, NAN, NAN};
	struct ExplainedHolding *h = list->items;
	size_t                   row, k = 0;

	for (size_t i = 0; i < p->members; i++)
		why[i] = (struct calc_reason){.momentum = NAN,
		                              .cap = NAN,
		                              .volatility = NAN,
		                              .inverse = NAN,
		                              .momentum_sleeve = NAN,
		                              .cap_sleeve = NAN,
		                              .risk_sleeve = NAN};
	if (session_row(p, e->rebalance.reference_date, &row))
		(void)!calc_reasons(&data, &rules, row, scratch, why,
		                    blend); /* refused: all stays unknown */
	r->momentum_weight = blend[0];
	r->market_cap_weight = blend[1];
	r->risk_parity_weight = blend[2];
	for (size_t w = 0; w < e->rebalance.weights_n && k < list->n; w++) {
		const struct allocation *al = &e->rebalance.weights[w];
		size_t                   i;

		if (!(al->units > 0) || !session_column(p, al->asset_id, &i))
			continue;
		h[k].momentum = why[i].momentum;
		h[k].momentum_sleeve = why[i].momentum_sleeve;
		h[k].market_cap = why[i].cap;
		h[k].market_cap_sleeve = why[i].cap_sleeve;
		h[k].volatility = why[i].volatility;
		h[k].inverse_volatility = why[i].inverse;
		h[k].risk_parity_sleeve = why[i].risk_sleeve;
		k++;
	}
}

/* The product of 1 - cost over the effective dates up to the day, in order. */
static enum err net_factor(struct app *app, struct arena *a, const struct evidence *e,
                           struct Explained *out, struct fail *f)
{
	struct dated_cost *cost;
	size_t             n;

	TRY(rebalances_costs(app->db, a, INDEX_DEFAULT, e->level.date, &cost, &n, f));
	out->net_factor = 1;
	for (size_t i = 0; i < n; i++)
		out->net_factor *= 1 - cost[i].cost;
	out->costs = (int64_t)n;
	out->rebalanced_at_close = n > 0 && cost[n - 1].date == e->level.date;
	return OK;
}

static struct list events_of(struct arena *a, const struct rebalance *r)
{
	struct Event *p = ARENA_ARRAY(a, r->events_n, struct Event);

	for (size_t i = 0; i < r->events_n; i++)
		p[i] = (struct Event){.code = r->events[i].code,
		                      .symbol = r->events[i].symbol,
		                      .message = event_sentence(r->events[i].code)};
	return (struct list){.items = p, .n = r->events_n};
}

static enum err session_events(struct app *app, struct arena *a, int32_t date, struct list *out,
                               struct fail *f)
{
	enum { MOST = 1000 };
	struct event_filter q = {
		.index_id = INDEX_DEFAULT, .from = date, .to = date, .limit = MOST};
	struct dated_events e;

	TRY(events_list(app->db, a, &q, &e, f));
	struct Event *p = ARENA_ARRAY(a, e.n, struct Event);
	for (size_t i = 0; i < e.n; i++)
		p[i] = (struct Event){.code = e.p[i].code,
		                      .symbol = e.p[i].symbol,
		                      .message = event_sentence(e.p[i].code)};
	*out = (struct list){.items = p, .n = e.n};
	return OK;
}

enum err app_explain(struct app *app, struct arena *a, const struct ExplainQuery *in,
                     struct Explained *out, struct fail *f)
{
	static const char formula[] =
		"level = value / divisor; value = the sum of units * price over the holdings in"
		" this order, from 0; net_level = level * net_factor";
	static const struct market none; /* until it is gathered */
	struct evidence            e = {.m = &none};
	struct Explained           x = {.formula = formula};

	TRY(gather(app, a, in->date, &e, f));
	x.date = e.level.date;
	x.level = e.level.total;
	x.net_level = e.level.net;
	x.divisor = e.level.divisor;
	x.holdings = holdings(a, &e, &x);
	x.rebuilt_level = x.value / x.divisor;
	TRY(net_factor(app, a, &e, &x, f));
	x.rebuilt_net_level = x.rebuilt_level * x.net_factor;
	x.exact = x.rebuilt_level == x.level && x.rebuilt_net_level == x.net_level;
	x.previous_date = e.previous.date;
	x.previous_level = e.previous.total;
	x.day_return = x.level / x.previous_level - 1;
	x.rebalance = (struct ExplainedRebalance){
		.reference_date = e.rebalance.reference_date,
		.effective_date = e.rebalance.date,
		.turnover = e.rebalance.turnover,
		.cost = e.rebalance.cost,
		.events = events_of(a, &e.rebalance),
	};
	sleeves(a, &e, &x.holdings, &x.rebalance);
	TRY(session_events(app, a, x.date, &x.events, f));
	x.run = (struct ExplainedRun){
		.id = e.run.id,
		.config_version = e.strategy.s.version,
		.computed_at = e.run.started_at,
		.config_hash = e.run.config_hash,
		.data_hash = e.run.data_hash,
		.engine = e.run.engine,
	};
	*out = x;
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* What is held, what was held, and what it did. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/contributions.h"
#include "app/explain.h"
#include "app/indexes.h"
#include "app/report_parts.h"
#include "base/arena.h"
#include "base/date.h"
#include "calc/schedule.h"

enum { GROUPS = 8, SHOWN = 15, ASSETS_READ = 10000 };

enum err report_composition(struct report_input *in, struct draft *d, struct fail *f)
{
	static const struct column columns[] = {
		{"Symbol", NULL, CELL_TEXT, "symbol"},
		{"Name", NULL, CELL_TEXT, "name"},
		{"Sector", NULL, CELL_TEXT, "sector"},
		{"Weight", NULL, CELL_PERCENT, "weight"},
		{"Target", NULL, CELL_PERCENT, "target_weight"},
		{"Change", "pp", CELL_NUMBER, "weight_change"},
		{"Day", NULL, CELL_PERCENT, "daily_return"},
		{"This year", NULL, CELL_PERCENT, "ytd_return"},
	};
	struct arena  *a = in->a;
	struct Current now = {.date = DATE_NONE};

	TRY(app_current(in->app, a, &now, f));
	const struct Holding *h = now.allocations.items;
	const size_t          n = now.allocations.n, bars = n < SHOWN ? n : SHOWN;
	const char          **labels = ARENA_ARRAY(a, bars, const char *);
	double               *weight = ARENA_ARRAY(a, bars, double);
	struct line          *line = ARENA_NEW(a, struct line);
	struct sheet          s = sheet_make(a, columns, COUNT(columns));
	const char           *note = arena_printf(
			  a,
			  "At the close of %s, not of the period: %lld holdings, drifted since the"
				    " rebalance of %s.",
			  report_date(a, now.date), (long long)now.total_assets,
			  report_date(a, now.effective_date));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = sheet_row(&s, h[i].symbol);

		c[0] = cell_text(h[i].symbol);
		c[1] = cell_text(h[i].name);
		c[2] = cell_text(h[i].sector);
		c[3] = cell_percent(h[i].weight, 2, NULL);
		c[4] = cell_percent(h[i].target_weight, 2, NULL);
		c[5] = cell_number(h[i].weight_change * 100, 2, NULL);
		c[5].sign = true;
		c[6] = cell_signed(h[i].daily_return, 2, "no price on both days");
		c[7] = cell_signed(h[i].ytd_return, 2, "no price at the end of last year");
		if (i < bars) {
			labels[i] = h[i].symbol;
			weight[i] = h[i].weight;
		}
	}
	*line = (struct line){.name = "Weight", .v = weight};
	struct chart *c = draft_chart(d, CHART_ROWS, "weights_now",
	                              n > bars ? "The heaviest holdings" : "Holdings by weight",
	                              note);
	c->n = bars;
	c->labels = labels;
	c->lines = line;
	c->n_lines = 1;
	c->percent = true;
	c->alt = n ? arena_printf(a, "The heaviest of %zu holdings is %s with %s.", n, h[0].symbol,
	                          report_percent(a, h[0].weight, false))
	           : "Nothing is held.";
	draft_block(d, BLOCK_GRID, "holdings", "Holdings", note)->grid = sheet_grid(&s);
	return OK;
}

/* What weights over time are added up to: sectors, or assets where none are known. */
struct group {
	const char *name;
	double      sum; /* of its weights over all dates */
	size_t      at;  /* its line; the last one is of all others */
};
struct grouping {
	struct group *p;
	size_t        n, cap;
	struct Assets assets;
	bool          sectors;
};

static const char *group_name(const struct grouping *g, const char *symbol)
{
	const struct Asset *p = g->assets.items.items;

	if (!g->sectors)
		return symbol;
	for (size_t i = 0; i < g->assets.items.n; i++)
		if (strcmp(p[i].symbol, symbol) == 0)
			return p[i].sector ? p[i].sector : "No sector";
	return "No sector";
}

static struct group *group_find(struct arena *a, struct grouping *g, const char *name)
{
	for (size_t i = 0; i < g->n; i++)
		if (strcmp(g->p[i].name, name) == 0)
			return &g->p[i];
	g->p = arena_grow(a, g->p, g->n, &g->cap, sizeof(*g->p));
	g->p[g->n] = (struct group){.name = arena_strdup(a, name)};
	return &g->p[g->n++];
}

static int heaviest_first(const void *x, const void *y)
{
	const struct group *a = x, *b = y;

	return (a->sum < b->sum) - (a->sum > b->sum);
}

/* The sector of the same asset is looked up once a date; names are few. */
static struct line *stack_lines(struct arena *a, struct grouping *g, const struct Weights *w,
                                size_t *n_lines)
{
	const struct DatedWeights *at = w->items.items;

	for (size_t i = 0; i < w->items.n; i++) {
		const struct DatedWeight *p = at[i].weights.items;

		for (size_t k = 0; k < at[i].weights.n; k++)
			group_find(a, g, group_name(g, p[k].symbol))->sum += p[k].weight;
	}
	if (g->n > 1)
		qsort(g->p, g->n, sizeof(*g->p), heaviest_first);
	const size_t n = g->n > GROUPS ? GROUPS : g->n;
	struct line *lines = ARENA_ARRAY(a, n, struct line);
	double     **v = ARENA_ARRAY(a, n, double *);

	for (size_t i = 0; i < g->n; i++)
		g->p[i].at = i < n ? i : n - 1;
	for (size_t i = 0; i < n; i++) {
		v[i] = ARENA_ARRAY(a, w->items.n, double);
		lines[i] = (struct line){.name = i + 1 == n && g->n > n ? "Other" : g->p[i].name,
		                         .v = v[i]};
	}
	for (size_t i = 0; i < w->items.n; i++) {
		const struct DatedWeight *p = at[i].weights.items;

		for (size_t k = 0; k < at[i].weights.n; k++)
			v[group_find(a, g, group_name(g, p[k].symbol))->at][i] += p[k].weight;
	}
	*n_lines = n;
	return lines;
}

/* Steps that leave some hundred dates. */
static enum calc_frequency step_of(int32_t days)
{
	if (days <= 120)
		return CALC_DAILY;
	if (days <= 2 * 366)
		return CALC_WEEKLY;
	return days <= 12 * 366 ? CALC_MONTHLY : CALC_QUARTERLY;
}

enum err report_weights(struct report_input *in, struct draft *d, struct fail *f)
{
	struct arena             *a = in->a;
	const struct WeightsQuery q = {
		.start_date = in->from, .end_date = in->to, .step = step_of(in->to - in->from)};
	const struct AssetsQuery all = {.limit = ASSETS_READ};
	struct grouping          g = {.n = 0};
	struct Weights           w = {.total = 0};

	TRY(app_weights(in->app, a, &q, &w, f));
	TRY(app_assets(in->app, a, &all, &g.assets, f));
	const struct DatedWeights *at = w.items.items;
	const struct Asset        *asset = g.assets.items.items;
	int32_t                   *dates = ARENA_ARRAY(a, w.items.n, int32_t);

	for (size_t i = 0; i < g.assets.items.n; i++)
		g.sectors |= asset[i].in_index && asset[i].sector && asset[i].sector[0];
	for (size_t i = 0; i < w.items.n; i++)
		dates[i] = at[i].date;
	struct chart *c = draft_chart(
		d, CHART_STACK, "weights_over_time",
		g.sectors ? "Weights of sectors over time" : "Weights over time",
		arena_printf(a, "Drifted weights at the last close of each %s; they sum to 100%%.",
	                     weight_steps[q.step]));
	c->n = w.items.n;
	c->dates = dates;
	c->lines = stack_lines(a, &g, &w, &c->n_lines);
	c->percent = true;
	c->alt = g.n ? arena_printf(a,
	                            "%zu %s; over the period the heaviest was %s with %s on"
	                            " average.",
	                            g.n, g.sectors ? "sectors" : "assets", g.p[0].name,
	                            report_percent(a, g.p[0].sum / (double)w.items.n, false))
	             : "Nothing was held.";
	return OK;
}

static void contribution_table(const struct report_input *in, const struct contributions *k,
                               const char *note, struct draft *d)
{
	static const struct column columns[] = {
		{"Symbol", NULL, CELL_TEXT, "symbol"},
		{"Name", NULL, CELL_TEXT, "name"},
		{"Contribution", NULL, CELL_PERCENT, "contribution"},
		{"Mean weight", NULL, CELL_PERCENT, "mean_weight"},
		{"Held", "sessions", CELL_NUMBER, "sessions"},
	};
	struct sheet s = sheet_make(in->a, columns, COUNT(columns));
	struct cell *c;

	for (size_t i = 0; i < k->n; i++) {
		c = sheet_row(&s, k->p[i].symbol);
		c[0] = cell_text(k->p[i].symbol);
		c[1] = cell_text(k->p[i].name);
		c[2] = cell_signed(k->p[i].value, 2, NULL);
		c[3] = cell_percent(k->p[i].mean_weight, 2, NULL);
		c[4] = cell_count(k->p[i].sessions);
	}
	if (fabs(k->rest) > 1e-6) {
		c = sheet_row(&s, "rest");
		c[0] = cell_text("Rest");
		c[1] = cell_text("Prices that were corrected since the index was computed");
		c[2] = cell_signed(k->rest, 2, NULL);
	}
	c = sheet_row(&s, "total_return");
	c[0] = cell_text("Total return");
	c[2] = cell_signed(in->own.total_return, 2, NULL);
	draft_block(d, BLOCK_GRID, "contributions", "Contribution of each asset", note)->grid =
		sheet_grid(&s);
}

enum err report_contribution(struct report_input *in, struct draft *d, struct fail *f)
{
	struct arena        *a = in->a;
	struct contributions k;
	const char          *note = arena_printf(
			 a,
			 "What each asset added to the total return: on a session its units times the change"
				  " of its price, as a share of the level on the first day. The contributions sum to"
				  " the total return. %s",
			 in->basis_note);

	const enum err e = contributions_of(in->app, a, &in->levels, &in->in_force, &k, f);
	if (e == ERR_CONFLICT) {
		*f = (struct fail){.code = OK};
		draft_text(d, "contributions", NULL,
		           "The prices changed since the index was computed: what each asset did"
		           " cannot be told until it is computed again.");
		return OK;
	}
	TRY(e);
	const size_t  n = k.n < SHOWN ? k.n : SHOWN;
	const char  **labels = ARENA_ARRAY(a, n, const char *);
	double       *v = ARENA_ARRAY(a, n, double);
	struct line  *line = ARENA_NEW(a, struct line);
	struct chart *c = draft_chart(
		d, CHART_ROWS, "contribution",
		k.n > n ? "The largest contributions" : "Contribution to the total return", note);

	for (size_t i = 0; i < n; i++) {
		labels[i] = k.p[i].symbol;
		v[i] = k.p[i].value;
	}
	*line = (struct line){.name = "Contribution", .v = v};
	c->n = n;
	c->labels = labels;
	c->lines = line;
	c->n_lines = 1;
	c->percent = true;
	c->alt = n ? arena_printf(a, "%s added most: %s of the first level.", labels[0],
	                          report_percent(a, v[0], true))
	           : "Nothing was held.";
	contribution_table(in, &k, note, d);
	return OK;
}

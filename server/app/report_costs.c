/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* What rebalances changed, and what trading took. */
#include <math.h>

#include "app/report_parts.h"
#include "app/risk_input.h"
#include "base/arena.h"
#include "base/date.h"

enum { CHANGES_SHOWN = 12, MOVES = 4, NAMES = 6 };

/* The largest changes of a rebalance in words: "AAPL +2.1, KO −1.4". */
static const char *moves(struct arena *a, const struct rebalance *r)
{
	const struct allocation *top[MOVES] = {NULL};
	const char              *text = "";

	for (size_t i = 0; i < r->weights_n; i++) {
		const struct allocation *w = &r->weights[i];

		for (size_t k = 0; k < MOVES; k++) {
			const struct allocation *was = top[k];

			if (was && fabs(w->weight - w->weight_before) <=
			                   fabs(was->weight - was->weight_before))
				continue;
			top[k] = w;
			w = was;
			if (!w)
				break;
		}
	}
	for (size_t k = 0; k < MOVES && top[k]; k++) {
		const double pp = (top[k]->weight - top[k]->weight_before) * 100;

		if (fabs(pp) >= 0.05)
			text = arena_printf(a, "%s%s%s %s%.1f", text, *text ? ", " : "",
			                    top[k]->symbol, pp < 0 ? "\u2212" : "+", fabs(pp));
	}
	return *text ? text : "none of 0.05 pp or more";
}

/* Symbols that came in or went out, the first few by name. */
static const char *names(struct arena *a, const struct rebalance *r, bool in)
{
	const char *text = "";
	size_t      n = 0;

	for (size_t i = 0; i < r->weights_n; i++) {
		const struct allocation *w = &r->weights[i];

		if (in ? w->weight_before != 0 || !(w->weight > 0)
		       : w->weight != 0 || !(w->weight_before > 0))
			continue;
		if (n++ < NAMES)
			text = arena_printf(a, "%s%s%s", text, *text ? ", " : "", w->symbol);
	}
	return n > NAMES ? arena_printf(a, "%s and %zu more", text, n - NAMES) : text;
}

enum err report_changes(struct report_input *in, struct draft *d, struct fail *f)
{
	static const struct column columns[] = {
		{"In force after", NULL, CELL_DATE, "effective_date"},
		{"Decided on", NULL, CELL_DATE, "reference_date"},
		{"Turnover", "one way", CELL_PERCENT, "turnover"},
		{"Cost", NULL, CELL_PERCENT, "cost"},
		{"In", NULL, CELL_TEXT, "adds"},
		{"Out", NULL, CELL_TEXT, "drops"},
		{"Largest changes", "pp", CELL_TEXT, "changes"},
	};
	struct arena *a = in->a;
	struct sheet  s = sheet_make(a, columns, COUNT(columns));

	(void)f;
	for (size_t i = 0; i < in->rebalances.n; i++) {
		const struct rebalance *r = &in->rebalances.p[i];
		struct cell            *c = sheet_row(&s, NULL);

		c[0] = cell_date(r->date, NULL);
		c[1] = cell_date(r->reference_date, NULL);
		c[2] = cell_percent(r->turnover, 2, NULL);
		c[3] = cell_percent(r->cost, 3, NULL);
		c[4] = cell_text(names(a, r, true));
		c[5] = cell_text(names(a, r, false));
		c[6] = cell_text(moves(a, r));
	}
	struct block *b = draft_block(
		d, BLOCK_GRID, "rebalances", "Changes at rebalances",
		arena_printf(a,
	                     "%zu rebalances in this period, newest first. Turnover is one way, a"
	                     " share of the index; cost is what the net level lost.",
	                     in->rebalances.n));
	b->grid = sheet_grid(&s);
	b->grid.long_after = CHANGES_SHOWN;
	return OK;
}

/* What trading did to the period as a whole. */
struct totals {
	double turnover, kept; /* of a unit after all costs */
	double gross, net;     /* total returns */
	double years;          /* of 252 returns */
};

static struct totals totals(const struct report_input *in)
{
	const struct level *first = &in->levels.p[0], *last = &in->levels.p[in->levels.n - 1];
	struct totals       t = {.gross = last->total / first->total - 1,
	                         .net = last->net / first->net - 1,
	                         .years = (double)(in->levels.n - 1) / RISK_SESSIONS};

	for (size_t i = 0; i < in->rebalances.n; i++)
		t.turnover += in->rebalances.p[i].turnover;
	t.kept = (1 + t.net) / (1 + t.gross);
	return t;
}

static void cost_figures(const struct report_input *in, const struct totals *t, struct draft *d)
{
	static const struct column columns[] = {
		{"Figure", NULL, CELL_TEXT, "figure"},
		{"AutoIndex", NULL, CELL_PERCENT, "autoindex"},
	};
	const double cost_bps = in->strategy.s.cost_bps;
	struct sheet s = sheet_make(in->a, columns, COUNT(columns));
	struct cell *c;

	c = sheet_row(&s, "total_return");
	c[0] = cell_text("Total return before costs");
	c[1] = cell_signed(t->gross, 2, NULL);
	c = sheet_row(&s, "net_return");
	c[0] = cell_text("Total return after costs");
	c[1] = cell_signed(t->net, 2, NULL);
	c = sheet_row(&s, "cost");
	c[0] = cell_text("Taken by costs in all");
	c[1] = cell_percent(1 - t->kept, 2, NULL);
	c = sheet_row(&s, "turnover");
	c[0] = cell_text("Turnover a year, one way");
	c[1] = cell_percent(t->turnover / t->years, 0, NULL);
	draft_block(d, BLOCK_FIGURES, "cost_figures", NULL,
	            arena_printf(in->a,
	                         "Costs are an assumption: %g basis points of each unit of weight"
	                         " bought or sold. Turnover is a year of 252 sessions. %s to %s.",
	                         cost_bps, report_date(in->a, in->from),
	                         report_date(in->a, in->to)))
		->grid = sheet_grid(&s);
}

static void gross_and_net(const struct report_input *in, const struct totals *t, struct draft *d)
{
	struct arena *a = in->a;
	const size_t  n = in->levels.n;
	int32_t      *dates = ARENA_ARRAY(a, n, int32_t);
	double       *gross = ARENA_ARRAY(a, n, double), *net = ARENA_ARRAY(a, n, double);
	struct line  *lines = ARENA_ARRAY(a, 2, struct line);

	for (size_t i = 0; i < n; i++) {
		dates[i] = in->levels.p[i].date;
		gross[i] = in->levels.p[i].total / in->levels.p[0].total * 100;
		net[i] = in->levels.p[i].net / in->levels.p[0].net * 100;
	}
	lines[0] = (struct line){.name = "Before costs", .v = gross};
	lines[1] = (struct line){.name = "After costs", .v = net};
	struct chart *c = draft_chart(
		d, CHART_LINE, "gross_and_net", "Before and after costs",
		arena_printf(a, "100 on %s, logarithmic scale.", report_date(a, in->from)));
	c->n = n;
	c->dates = dates;
	c->lines = lines;
	c->n_lines = 2;
	c->log = true;
	c->alt = arena_printf(a, "%s before costs, %s after them.",
	                      report_percent(a, t->gross, true), report_percent(a, t->net, true));
}

static void turnover_bars(const struct report_input *in, struct draft *d)
{
	struct arena *a = in->a;
	const int     first = date_civil(in->from).year, last = date_civil(in->to).year;
	const int     years = last - first + 1;
	const size_t  n = years > 0 ? (size_t)years : 0;
	const char  **labels = ARENA_ARRAY(a, n, const char *);
	double       *v = ARENA_ARRAY(a, n, double);
	struct line  *line = ARENA_NEW(a, struct line);
	double        most = 0;

	for (size_t i = 0; i < n; i++)
		labels[i] = arena_printf(a, "%d", first + (int)i);
	for (size_t i = 0; i < in->rebalances.n; i++)
		v[date_civil(in->rebalances.p[i].date).year - first] +=
			in->rebalances.p[i].turnover;
	for (size_t i = 0; i < n; i++)
		most = fmax(most, v[i]);
	*line = (struct line){.name = "Turnover", .v = v};
	struct chart *c = draft_chart(
		d, CHART_BARS, "turnover", "Turnover of calendar years",
		"One way, as a share of the index, by the date a rebalance is in force after; the"
		" first and the last year may not be whole.");
	c->n = n;
	c->labels = labels;
	c->lines = line;
	c->n_lines = 1;
	c->percent = true;
	c->alt = arena_printf(a, "At most %s in a calendar year.", report_percent(a, most, false));
}

enum err report_costs(struct report_input *in, struct draft *d, struct fail *f)
{
	const struct totals t = totals(in);

	(void)f;
	cost_figures(in, &t, d);
	gross_and_net(in, &t, d);
	turnover_bars(in, d);
	return OK;
}

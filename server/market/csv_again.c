/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "market/csv_again.h"

#include <math.h>

#include "base/arena.h"

/* One symbol has at most some 80,000 dates, 5 MB of this. */
enum { BUDGET = 32 << 20 };

struct entry {
	uint64_t          line;
	struct csv_values values;
};

struct series {
	struct csv_track *track;
	uint32_t         *days; /* from track->min: entry number + 1, 0 = no row */
	struct entry     *entries;
	size_t            n;
};

/* The symbols with ids from..to-1 that are being settled. */
struct group {
	size_t         from, to;
	struct series *series; /* by id - from; track NULL = not one of them */
};

static double level(const struct csv_values *v)
{
	return isnan(v->close) ? v->adj_close : v->close;
}

bool csv_is_jump(const struct csv_values *before, const struct csv_values *now)
{
	double ratio = level(now) / level(before);

	return !(ratio >= 0.25 && ratio <= 4);
}

static bool same(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

bool csv_values_same(const struct csv_values *a, const struct csv_values *b)
{
	return same(a->open, b->open) && same(a->high, b->high) && same(a->low, b->low) &&
	       same(a->close, b->close) && same(a->adj_close, b->adj_close) &&
	       same(a->volume, b->volume);
}

struct csv_values csv_values_of(const struct csv_row *row)
{
	return (struct csv_values){
		.open = row->open,
		.high = row->high,
		.low = row->low,
		.close = row->close,
		.adj_close = row->adj_close,
		.volume = row->volume,
	};
}

void csv_issues_add(struct csv_issues *p, const struct csv_issue *issue)
{
	if (p->n < CSV_LIST_MAX)
		p->p[p->n++] = *issue;
	p->count++;
}

static size_t span(const struct csv_track *t)
{
	return (size_t)(t->max - t->min) + 1;
}

/* As many symbols from g->from on as fit the budget, but at least one; false: none is left. */
static bool choose(struct group *g, const struct csv_symbols *s)
{
	size_t bytes = 0;

	for (g->to = g->from; g->to < csv_symbols_n(s); g->to++) {
		const struct csv_track *t = csv_symbols_at(s, g->to);
		size_t                  need = t->again ? span(t) * sizeof(uint32_t) +
                                                 t->accepted * sizeof(struct entry)
		                                        : 0;
		if (bytes > 0 && bytes + need > BUDGET)
			break;
		bytes += need;
	}
	return bytes > 0;
}

static void make_room(struct group *g, struct arena *a, const struct csv_symbols *s)
{
	g->series = ARENA_ARRAY(a, g->to - g->from, struct series);
	for (size_t id = g->from; id < g->to; id++) {
		struct csv_track *t = csv_symbols_at(s, id);
		if (!t->again)
			continue;
		g->series[id - g->from] = (struct series){
			.track = t,
			.days = ARENA_ARRAY(a, span(t), uint32_t),
			.entries = ARENA_ARRAY(a, t->accepted, struct entry),
		};
	}
}

static struct series *series_of(const struct group *g, const struct csv_symbol *symbol)
{
	if (symbol->id < g->from || symbol->id >= g->to)
		return NULL;
	struct series *s = &g->series[symbol->id - g->from];
	return s->track ? s : NULL;
}

/* The listed duplicates of the group's symbols stand in file order, as they are met again. */
static void settle(const struct group *g, struct csv_report *report, size_t *listed, bool conflict)
{
	const struct csv_issues *r = &report->rejected;
	enum csv_reason          why = conflict ? CSV_DUPLICATE_CONFLICT : CSV_DUPLICATE;

	report->by_reason[CSV_DUPLICATE] -= conflict;
	report->by_reason[CSV_DUPLICATE_CONFLICT] += conflict;
	for (; *listed < r->n; (*listed)++) {
		struct csv_issue *issue = &r->p[*listed];
		bool              duplicate = issue->reason == CSV_DUPLICATE ||
		                 issue->reason == CSV_DUPLICATE_CONFLICT;
		if (duplicate && series_of(g, issue->symbol)) {
			issue->reason = why;
			(*listed)++;
			return;
		}
	}
}

/* A file that changes under our hands must not lead out of bounds: its new rows are left out. */
static void take(const struct group *g, struct series *s, const struct csv_row *row,
                 struct csv_report *report, size_t *listed)
{
	struct csv_values v = csv_values_of(row);

	if (row->date < s->track->min || row->date > s->track->max)
		return;
	uint32_t *day = &s->days[row->date - s->track->min];
	if (*day) {
		settle(g, report, listed, !csv_values_same(&s->entries[*day - 1].values, &v));
	} else if (s->n < s->track->accepted) {
		s->entries[s->n++] = (struct entry){.line = row->line, .values = v};
		*day = (uint32_t)s->n;
	}
}

static void read_group(const struct group *g, struct csv_parser *p, uint64_t steps,
                       struct csv_report *report)
{
	size_t listed = 0;

	for (; steps > 0; steps--) {
		enum csv_step  step = csv_parser_step(p);
		struct series *s = step == CSV_STEP_ROW ? series_of(g, p->row.symbol) : NULL;
		if (step == CSV_STEP_END)
			return;
		if (s)
			take(g, s, &p->row, report, &listed);
	}
}

static void find_jumps(const struct series *s, struct csv_issues *jumps)
{
	const struct entry *before = NULL;

	for (size_t i = 0; s->track && i < span(s->track); i++) {
		if (s->days[i] == 0)
			continue;
		const struct entry *now = &s->entries[s->days[i] - 1];
		if (before && csv_is_jump(&before->values, &now->values))
			csv_issues_add(jumps, &(struct csv_issue){.line = now->line,
			                                          .symbol = &s->track->pub,
			                                          .reason = CSV_SUSPICIOUS_JUMP});
		before = now;
	}
}

enum csv_reason csv_again(const struct csv_parser *first, uint64_t steps, struct csv_report *report,
                          struct csv_issues *jumps)
{
	const struct csv_symbols *symbols = first->symbols;
	enum csv_reason           why = CSV_FINE;

	for (size_t id = 0; id < csv_symbols_n(symbols); id++) {
		const struct csv_track *t = csv_symbols_at(symbols, id);
		if (!t->again)
			continue;
		report->by_reason[CSV_DUPLICATE] += t->conflicts;
		report->by_reason[CSV_DUPLICATE_CONFLICT] -= t->conflicts;
	}
	struct group g = {.from = 0};
	for (; !why && choose(&g, symbols); g.from = g.to) {
		struct arena     *a = arena_create();
		struct csv_parser p;
		make_room(&g, a, symbols);
		csv_parser_again(&p, a, first);
		read_group(&g, &p, steps, report);
		for (size_t i = 0; i < g.to - g.from; i++)
			find_jumps(&g.series[i], jumps);
		why = p.refused;
		arena_destroy(a);
	}
	return why;
}

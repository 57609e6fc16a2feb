/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Key figures beside the benchmark. */
#include <string.h>

#include "app/report_parts.h"
#include "app/risk_definitions.h"
#include "base/arena.h"

#define INDEX_NAME "AutoIndex"

static const struct metrics_row *row_of(const char *figure)
{
	for (size_t i = 0; i < metrics_rows_n; i++)
		if (strcmp(metrics_rows[i].figure, figure) == 0)
			return &metrics_rows[i];
	return NULL;
}

/* The name that the risk page has for it, else that of the row with a capital. */
const char *report_figure_name(struct arena *a, const struct metrics_row *row)
{
	char *name;

	for (size_t i = 0; i < risk_definitions_n; i++)
		if (strcmp(risk_definitions[i].metric, row->figure) == 0)
			return risk_definitions[i].name;
	name = arena_strdup(a, row->label);
	if (name[0] >= 'a' && name[0] <= 'z')
		name[0] = (char)(name[0] - 'a' + 'A');
	return name;
}

/* Returns and falls go one way or the other; what scatters does not. */
static bool has_a_sign(const char *figure)
{
	static const char *const of[] = {"total_return",     "annualized_return", "max_drawdown",
	                                 "current_drawdown", "best_day",          "worst_day",
	                                 "best_month",       "worst_month",       "alpha"};

	for (size_t i = 0; i < COUNT(of); i++)
		if (strcmp(of[i], figure) == 0)
			return true;
	return false;
}

static struct cell figure(struct arena *a, const struct metrics_row *row, const struct Metrics *m)
{
	const char *why = metrics_reason(a, row, m);

	switch (row->unit) {
	case METRICS_DATE: return cell_date(metrics_date(row, m), why);
	case METRICS_COUNT: return cell_count((int64_t)metrics_number(row, m));
	case METRICS_RATIO: return cell_number(metrics_number(row, m), 2, why);
	case METRICS_PERCENT: break;
	}
	return has_a_sign(row->figure) ? cell_signed(metrics_number(row, m), 2, why)
	                               : cell_percent(metrics_number(row, m), 2, why);
}

/* What a figure against the benchmark is of the benchmark itself: nothing. */
static struct cell of_benchmark(const struct report_input *in, const struct metrics_row *row)
{
	if (in->other.n == 0)
		return (struct cell){.kind = CELL_NONE};
	if (row->needs & METRICS_BENCHMARK)
		return (struct cell){.kind = CELL_NONE};
	return figure(in->a, row, &in->against);
}

static const char *rate_note(const struct report_input *in, const struct Metrics *m)
{
	if (m->excess == 0)
		return "No risk-free rate is known in this period.";
	if (m->excess == m->observations)
		return NULL;
	return arena_printf(in->a,
	                    "Sharpe, Sortino and alpha are over the risk-free rate, which is known"
	                    " until %s.",
	                    report_date(in->a, m->rate_until));
}

static const char *headline_note(const struct report_input *in)
{
	struct arena     *a = in->a;
	const char *const p[] = {
		in->basis_note,
		in->other.n == 0 ? "The data hold no S&P 500 in this period."
		: in->common.start != in->from || in->common.end != in->to
			? arena_printf(a, "The %s is shown from %s to %s, where the data have it.",
	                               in->benchmark, report_date(a, in->common.start),
	                               report_date(a, in->common.end))
			: NULL,
		in->other.n ? benchmark_note(in->basis) : NULL,
		in->dividends_note,
		rate_note(in, &in->own),
	};

	return report_sentences(a, p, COUNT(p));
}

static const char *comparison_note(const struct report_input *in)
{
	struct arena *a = in->a;

	if (in->other.n == 0)
		return headline_note(in);
	const char *const p[] = {
		arena_printf(
			a,
			"Total return before trading costs, dividends reinvested, beside the %s"
			" on the sessions that both have: %s to %s.",
			in->benchmark, report_date(a, in->common.start),
			report_date(a, in->common.end)),
		benchmark_note(in->basis),
		in->dividends_note,
		rate_note(in, &in->common),
	};
	return report_sentences(a, p, COUNT(p));
}

enum err report_headline(struct report_input *in, struct draft *d, struct fail *f)
{
	static const char *const of[] = {
		"total_return",  "annualized_return", "volatility", "sharpe_ratio",
		"sortino_ratio", "max_drawdown",      "beta",       "alpha"};
	struct arena  *a = in->a;
	struct column *columns = ARENA_ARRAY(a, 3, struct column);
	struct block  *b = draft_block(d, BLOCK_FIGURES, "headline", NULL, headline_note(in));

	(void)f;
	columns[0] = (struct column){"Figure", NULL, CELL_TEXT, "figure"};
	columns[1] = (struct column){INDEX_NAME, NULL, CELL_PERCENT, "autoindex"};
	columns[2] = (struct column){in->other.n ? in->benchmark : "S&P 500", NULL, CELL_PERCENT,
	                             "benchmark"};
	struct sheet s = sheet_make(a, columns, 3);
	for (size_t i = 0; i < COUNT(of); i++) {
		const struct metrics_row *row = row_of(of[i]);
		struct cell              *c = sheet_row(&s, of[i]);

		c[0] = cell_text(report_figure_name(a, row));
		c[1] = figure(a, row, &in->own);
		c[2] = of_benchmark(in, row);
	}
	b->grid = sheet_grid(&s);
	return OK;
}

static struct cell difference(const struct cell *x, const struct cell *y)
{
	struct cell c;

	if (x->kind != CELL_PERCENT || y->kind != CELL_PERCENT)
		return (struct cell){.kind = CELL_NONE};
	c = cell_number((x->v - y->v) * 100, 2, "one of the two is not defined");
	c.sign = x->sign;
	return c;
}

enum err report_statistics(struct report_input *in, struct draft *d, struct fail *f)
{
	struct arena  *a = in->a;
	const size_t   n = in->apart ? 5 : 4;
	struct column *columns = ARENA_ARRAY(a, n, struct column);
	struct block  *b = draft_block(d, BLOCK_GRID, "statistics", "Key statistics",
	                               comparison_note(in));

	(void)f;
	columns[0] = (struct column){"Figure", NULL, CELL_TEXT, "figure"};
	columns[1] = (struct column){INDEX_NAME, NULL, CELL_PERCENT, "autoindex"};
	columns[2] = (struct column){in->other.n ? in->benchmark : "S&P 500", NULL, CELL_PERCENT,
	                             "benchmark"};
	columns[3] = (struct column){"Difference", "pp", CELL_NUMBER, "difference"};
	if (in->apart)
		columns[4] = (struct column){INDEX_NAME ", all sessions", NULL, CELL_PERCENT,
		                             "whole"};
	struct sheet s = sheet_make(a, columns, n);
	for (size_t i = 0; i < metrics_rows_n; i++) {
		const struct metrics_row *row = &metrics_rows[i];
		struct cell              *c = sheet_row(&s, row->figure);

		c[0] = cell_text(report_figure_name(a, row));
		c[1] = figure(a, row, &in->common);
		c[2] = of_benchmark(in, row);
		c[3] = difference(&c[1], &c[2]);
		if (in->apart)
			c[4] = figure(a, row, &in->own);
	}
	b->grid = sheet_grid(&s);
	return OK;
}

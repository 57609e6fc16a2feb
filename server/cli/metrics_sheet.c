/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/metrics_sheet.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "cli/chart.h"
#include "cli/print_json.h"
#include "cli/table.h"

enum { COLUMNS_SHOWN = 8, LABEL_WIDTH = 20, CELL_WIDTH = 11 };

struct value {
	const char *symbol, *reason;
	double      value;
};
static const struct field value_fields[] = {
	{"symbol", TEXT, AT(value, symbol)},
	{"value", REAL, AT(value, value), NULLABLE},
	{"reason", TEXT, AT(value, reason), NULLABLE},
};
static SHAPE(value_shape, value, value_fields);

struct figure {
	const char *figure, *name, *unit, *convention;
	struct list values;
};
static const struct field figure_fields[] = {
	{"figure", TEXT, AT(figure, figure)},
	{"name", TEXT, AT(figure, name)},
	{"unit", TEXT, AT(figure, unit)},
	{"convention", TEXT, AT(figure, convention), NULLABLE},
	{"values", LIST, AT(figure, values), .of = &value_shape},
};
static SHAPE(figure_shape, figure, figure_fields);

/* Dates are members of their series: a figure is a number. */
static const struct field column_fields[] = {
	{"symbol", TEXT, AT(metrics_column, symbol)},
	{"start_date", DATE, AT(metrics_column, m.start), NULLABLE},
	{"end_date", DATE, AT(metrics_column, m.end), NULLABLE},
	{"max_drawdown_peak", DATE, AT(metrics_column, m.peak), NULLABLE},
	{"max_drawdown_trough", DATE, AT(metrics_column, m.trough), NULLABLE},
	{"max_drawdown_recovery", DATE, AT(metrics_column, m.recovery), NULLABLE},
	{"best_day_date", DATE, AT(metrics_column, m.best_date), NULLABLE},
	{"worst_day_date", DATE, AT(metrics_column, m.worst_date), NULLABLE},
	{"rate_until", DATE, AT(metrics_column, m.rate_until), NULLABLE},
};
static SHAPE(column_shape, metrics_column, column_fields);

struct report {
	const char *benchmark;
	double      rate_percent;
	struct list series, figures, notes;
};
static const struct field report_fields[] = {
	{"benchmark", TEXT, AT(report, benchmark), NULLABLE},
	{"rate_percent", REAL, AT(report, rate_percent), NULLABLE},
	{"series", LIST, AT(report, series), .of = &column_shape},
	{"figures", LIST, AT(report, figures), .of = &figure_shape},
	{"notes", LIST, AT(report, notes)},
};
static SHAPE(report_shape, report, report_fields);

static struct list values(struct arena *a, const struct metrics_sheet *s,
                          const struct metrics_row *row)
{
	struct value *v = ARENA_ARRAY(a, s->n, struct value);

	for (size_t i = 0; i < s->n; i++) {
		v[i] = (struct value){.symbol = s->p[i].symbol,
		                      .reason = metrics_reason(a, row, &s->p[i].m)};
		v[i].value = v[i].reason ? (double)NAN : metrics_number(row, &s->p[i].m);
	}
	return (struct list){.items = v, .n = s->n};
}

void sheet_json(struct arena *a, const struct metrics_sheet *s)
{
	struct figure *figures = ARENA_ARRAY(a, metrics_rows_n, struct figure);
	const char   **notes = ARENA_ARRAY(a, COUNT(s->notes), const char *);
	size_t         n = 0;

	memcpy(notes, s->notes, sizeof(s->notes));
	for (size_t i = 0; i < metrics_rows_n; i++) {
		const struct metrics_row *row = &metrics_rows[i];

		if (row->unit != METRICS_DATE)
			figures[n++] = (struct figure){row->figure, row->label,
			                               metrics_units[row->unit], row->convention,
			                               values(a, s, row)};
	}
	print_json(&report_shape, &(struct report){.benchmark = s->benchmark,
	                                           .rate_percent = s->rate,
	                                           .series = {s->p, s->n},
	                                           .figures = {figures, n},
	                                           .notes = {notes, s->notes_n}});
}

void sheet_csv(const struct metrics_sheet *s)
{
	struct arena *a = arena_create();
	char          date[DATE_TEXT];

	printf("figure,unit,convention");
	for (size_t k = 0; k < s->n; k++) {
		putchar(',');
		table_csv_text(s->p[k].symbol);
	}
	putchar('\n');
	for (size_t i = 0; i < metrics_rows_n; i++) {
		const struct metrics_row *row = &metrics_rows[i];

		printf("%s,%s,%s", row->figure, metrics_units[row->unit],
		       row->convention ? row->convention : "");
		for (size_t k = 0; k < s->n; k++) {
			const struct Metrics *m = &s->p[k].m;

			putchar(',');
			if (metrics_reason(a, row, m))
				continue;
			if (row->unit == METRICS_DATE)
				fputs(date_format(metrics_date(row, m), date), stdout);
			else
				table_csv_real(metrics_number(row, m));
		}
		putchar('\n');
		arena_reset(a);
	}
	arena_destroy(a);
}

static const char *cell(const struct metrics_row *row, const struct Metrics *m,
                        char out[TABLE_CELL])
{
	switch (row->unit) {
	case METRICS_PERCENT: return table_percent(metrics_number(row, m), out);
	case METRICS_RATIO: return table_number(metrics_number(row, m), 3, out);
	case METRICS_COUNT: return table_number(metrics_number(row, m), 0, out);
	case METRICS_DATE: return date_format(metrics_date(row, m), out);
	}
	return "";
}

/* What the table shows, and why a cell is a dash: [rows][columns], NULL = nothing to say. */
struct view {
	const struct metrics_sheet *s;
	size_t                      columns;
	const char                **why;
};

static bool shown(const struct view *v, size_t row)
{
	return v->s->benchmark || !(metrics_rows[row].needs & METRICS_BENCHMARK);
}

static bool same_reason(const struct view *v, size_t cell_at, const char *reason)
{
	return v->why[cell_at] && strcmp(v->why[cell_at], reason) == 0;
}

/* The figures that a reason holds for, with their series where it does not hold for all. */
static void print_figures(const struct view *v, const char *reason)
{
	const char *between = ": ";

	for (size_t i = 0; i < metrics_rows_n; i++) {
		size_t n = 0;

		for (size_t k = 0; shown(v, i) && k < v->columns; k++)
			n += same_reason(v, i * v->columns + k, reason);
		if (n == 0)
			continue;
		printf("%s%s", between, metrics_rows[i].label);
		between = ", ";
		if (n == v->columns)
			continue;
		const char *open = " (";
		for (size_t k = 0; k < v->columns; k++)
			if (same_reason(v, i * v->columns + k, reason)) {
				printf("%s%s", open, v->s->p[k].symbol);
				open = ", ";
			}
		putchar(')');
	}
	putchar('\n');
}

static void print_reasons(const struct view *v)
{
	const char *lead = "\n";

	for (size_t at = 0; at < metrics_rows_n * v->columns; at++) {
		size_t before = 0;

		if (!v->why[at] || !shown(v, at / v->columns))
			continue;
		while (before < at &&
		       !(shown(v, before / v->columns) && same_reason(v, before, v->why[at])))
			before++;
		if (before < at)
			continue;
		printf("%s  - %s", lead, v->why[at]);
		print_figures(v, v->why[at]);
		lead = "";
	}
}

static void print_chart(struct arena *a, const struct metrics_column *c)
{
	double *level = ARENA_ARRAY(a, c->s.n, double);

	for (size_t i = 0; i < c->s.n; i++)
		level[i] = c->s.level[i] / c->s.level[0] * 100;
	printf("\n  %s, from 100, on a logarithmic scale\n", c->symbol);
	chart_print(stdout, c->s.dates, level, c->s.n, CHART_LOG);
}

void sheet_table(struct arena *a, const struct metrics_sheet *s)
{
	struct view v = {.s = s, .columns = s->n < COLUMNS_SHOWN ? s->n : COLUMNS_SHOWN};
	char        text[TABLE_CELL];

	v.why = ARENA_ARRAY(a, metrics_rows_n * v.columns, const char *);
	printf("  %-*s", LABEL_WIDTH, "");
	for (size_t k = 0; k < v.columns; k++)
		printf(" %*.*s", CELL_WIDTH, CELL_WIDTH, s->p[k].symbol);
	putchar('\n');
	for (size_t i = 0; i < metrics_rows_n; i++) {
		const struct metrics_row *row = &metrics_rows[i];

		if (!shown(&v, i))
			continue;
		printf("  %-*s", LABEL_WIDTH, row->label);
		for (size_t k = 0; k < v.columns; k++) {
			const struct Metrics *m = &s->p[k].m;
			const char           *why = metrics_reason(a, row, m);

			if (!(row->needs & METRICS_BENCHMARK && m->relation == METRICS_ITSELF))
				v.why[i * v.columns + k] = why;
			printf(" %*s", CELL_WIDTH, why ? "-" : cell(row, m, text));
		}
		putchar('\n');
	}
	print_reasons(&v);
	putchar('\n');
	if (s->benchmark)
		printf("  %s is the benchmark\n", s->benchmark);
	if (v.columns < s->n)
		printf("  %zu more series: --only S,S chooses, --json and --csv have all\n",
		       s->n - v.columns);
	for (size_t i = 0; i < s->notes_n; i++)
		printf("  %s\n", s->notes[i]);
	if (s->p[0].s.n > 1)
		print_chart(a, &s->p[0]);
}

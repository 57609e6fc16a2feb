/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/report_draft.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "report/figure.h"
#include "store/points.h"

struct block *draft_block(struct draft *d, enum block_kind kind, const char *id, const char *title,
                          const char *note)
{
	d->blocks = arena_grow(d->a, d->blocks, d->n, &d->cap, sizeof(*d->blocks));
	d->blocks[d->n] = (struct block){.kind = kind, .id = id, .title = title, .note = note};
	return &d->blocks[d->n++];
}

struct chart *draft_chart(struct draft *d, enum chart_kind kind, const char *id, const char *title,
                          const char *note)
{
	struct chart *c = &draft_block(d, BLOCK_CHART, id, title, note)->chart;

	c->kind = kind;
	return c;
}

void draft_text(struct draft *d, const char *id, const char *title, const char *text)
{
	draft_block(d, BLOCK_TEXT, id, title, NULL)->text = text;
}

struct sheet sheet_make(struct arena *a, const struct column *columns, size_t n)
{
	return (struct sheet){.a = a, .columns = columns, .n_columns = n};
}

struct cell *sheet_row(struct sheet *s, const char *id)
{
	const size_t row = s->n_columns;

	if (s->n == s->cap) {
		const size_t cap = s->cap ? 2 * s->cap : 16;
		struct cell *cells = ARENA_ARRAY(s->a, cap * row, struct cell);
		const char **ids = ARENA_ARRAY(s->a, cap, const char *);

		if (s->n > 0) {
			memcpy(cells, s->cells, s->n * row * sizeof(*cells));
			memcpy(ids, s->ids, s->n * sizeof(*ids));
		}
		s->cells = cells;
		s->ids = ids;
		s->cap = cap;
	}
	for (size_t i = 0; i < row; i++)
		s->cells[s->n * row + i] = (struct cell){.kind = CELL_NONE};
	s->ids[s->n] = id;
	return &s->cells[s->n++ * row];
}

struct grid sheet_grid(const struct sheet *s)
{
	return (struct grid){.columns = s->columns,
	                     .n_columns = s->n_columns,
	                     .n_rows = s->n,
	                     .cells = s->cells,
	                     .ids = s->ids};
}

struct cell cell_text(const char *text)
{
	return (struct cell){.kind = text ? CELL_TEXT : CELL_NONE, .text = text};
}

static struct cell number(enum cell_kind kind, double v, int digits, const char *why)
{
	return (struct cell){.kind = kind, .v = v, .digits = digits, .text = isnan(v) ? why : NULL};
}

struct cell cell_percent(double v, int digits, const char *why)
{
	return number(CELL_PERCENT, v, digits, why);
}

struct cell cell_signed(double v, int digits, const char *why)
{
	struct cell c = number(CELL_PERCENT, v, digits, why);

	c.sign = true;
	return c;
}

struct cell cell_number(double v, int digits, const char *why)
{
	return number(CELL_NUMBER, v, digits, why);
}

struct cell cell_count(int64_t n)
{
	return number(CELL_NUMBER, n == INT_NONE ? (double)NAN : (double)n, 0, NULL);
}

struct cell cell_date(int32_t date, const char *why)
{
	return number(CELL_DATE, date == DATE_NONE ? (double)NAN : (double)date, 0, why);
}

struct cell cell_heat(double v, const char *why)
{
	struct cell c = cell_signed(v, 1, why);

	c.heat = true;
	return c;
}

const int32_t *points_dates(struct arena *a, const struct point *p, size_t n)
{
	int32_t *dates = ARENA_ARRAY(a, n, int32_t);

	for (size_t i = 0; i < n; i++)
		dates[i] = p[i].date;
	return dates;
}

const double *points_values(struct arena *a, const struct point *p, size_t n)
{
	double *v = ARENA_ARRAY(a, n, double);

	for (size_t i = 0; i < n; i++)
		v[i] = p[i].value;
	return v;
}

const char *report_date(struct arena *a, int32_t date)
{
	static const char *const months[] = {"January",   "February", "March",    "April",
	                                     "May",       "June",     "July",     "August",
	                                     "September", "October",  "November", "December"};

	if (date == DATE_NONE)
		return "";
	const struct civil c = date_civil(date);
	return arena_printf(a, "%d %s %d", c.day, months[c.month - 1], c.year);
}

const char *report_sentences(struct arena *a, const char *const *p, size_t n)
{
	const char *text = "";

	for (size_t i = 0; i < n; i++) {
		const size_t length = p[i] ? strlen(p[i]) : 0;

		if (length > 0)
			text = arena_printf(a, "%s%s%s%s", text, *text ? " " : "", p[i],
			                    p[i][length - 1] == '.' ? "" : ".");
	}
	return text;
}

const char *report_percent(struct arena *a, double v, bool sign)
{
	struct cell c = cell_percent(v, 2, NULL);
	char        text[FIGURE_TEXT];

	c.sign = sign;
	return arena_strdup(a, figure_text(&c, text));
}

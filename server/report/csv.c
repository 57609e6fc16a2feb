/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/real.h"
#include "report/document.h"
#include "report/figure.h"

enum { HEAD_MAX = 1024 };

/* Full precision, percentages as fractions; nothing where a number is undefined. */
static void number(struct buf *out, double v)
{
	char text[REAL_TEXT];

	if (!isfinite(v))
		return;
	real_format(v, text);
	buf_puts(out, text);
}

static void date(struct buf *out, double v)
{
	char text[DATE_TEXT];

	if (isfinite(v))
		buf_puts(out, date_format((int32_t)v, text));
}

static void cell(struct buf *out, const struct cell *c)
{
	switch (c->kind) {
	case CELL_TEXT: buf_csv_text(out, c->text ? c->text : ""); break;
	case CELL_NUMBER:
	case CELL_PERCENT: number(out, c->v); break;
	case CELL_DATE: date(out, c->v); break;
	case CELL_NONE: break;
	}
}

/* A column of reasons where a number is missing, and only then. */
static bool reasoned(const struct grid *g)
{
	for (size_t i = 0; i < g->n_columns * g->n_rows; i++)
		if (figure_missing(&g->cells[i]) && g->cells[i].text)
			return true;
	return false;
}

static const char *reason_of(const struct cell *row, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (figure_missing(&row[i]) && row[i].text)
			return row[i].text;
	return "";
}

/* "Difference (pp)", as the other formats have it. Shares of 1 are no percentages here. */
static void head(struct buf *out, const char *title, const char *unit)
{
	struct buf both;

	if (!unit || !*unit || strcmp(unit, "%") == 0) {
		buf_csv_text(out, title);
		return;
	}
	buf_init(&both, HEAD_MAX);
	buf_printf(&both, "%s (%s)", title, unit);
	buf_csv_text(out, buf_text(&both));
	buf_finish(&both);
}

static void grid(struct buf *out, const struct grid *g)
{
	const bool why = reasoned(g);

	for (size_t i = 0; i < g->n_columns; i++) {
		if (i > 0)
			buf_putc(out, ',');
		head(out, g->columns[i].title, g->columns[i].unit);
	}
	buf_puts(out, why ? ",Why a number is missing\n" : "\n");
	for (size_t r = 0; r < g->n_rows; r++) {
		const struct cell *row = &g->cells[r * g->n_columns];

		for (size_t i = 0; i < g->n_columns; i++) {
			if (i > 0)
				buf_putc(out, ',');
			cell(out, &row[i]);
		}
		if (why) {
			buf_putc(out, ',');
			buf_csv_text(out, reason_of(row, g->n_columns));
		}
		buf_putc(out, '\n');
	}
}

static void chart(struct buf *out, const struct chart *c)
{
	buf_puts(out, c->dates ? "Date" : "Label");
	for (size_t k = 0; k < c->n_lines; k++) {
		buf_putc(out, ',');
		buf_csv_text(out, c->lines[k].name);
	}
	buf_putc(out, '\n');
	for (size_t i = 0; i < c->n; i++) {
		if (c->dates)
			date(out, c->dates[i]);
		else
			buf_csv_text(out, c->labels[i]);
		for (size_t k = 0; k < c->n_lines; k++) {
			buf_putc(out, ',');
			number(out, c->lines[k].v[i]);
		}
		buf_putc(out, '\n');
	}
}

static void line(struct buf *out, const char *label, const char *text)
{
	buf_puts(out, label);
	buf_putc(out, ',');
	buf_csv_text(out, text);
	buf_putc(out, '\n');
}

static void block(struct buf *out, const struct section *s, const struct block *b)
{
	buf_putc(out, '\n');
	buf_csv_text(out, s->title);
	buf_putc(out, ',');
	buf_csv_text(out, b->title ? b->title : b->id);
	buf_putc(out, '\n');
	if (b->note)
		line(out, "Note", b->note);
	switch (b->kind) {
	case BLOCK_TEXT: line(out, "Text", b->text ? b->text : ""); break;
	case BLOCK_GRID:
	case BLOCK_FIGURES: grid(out, &b->grid); break;
	case BLOCK_CHART: chart(out, &b->chart); break;
	}
}

enum err report_csv(const struct document *d, struct buf *out, struct fail *f)
{
	(void)f;
	line(out, "Report", d->title);
	line(out, "Type", d->subtitle);
	line(out, "Period", d->period);
	line(out, "Made", d->made);
	line(out, "Percentages", "are fractions: 0.1 is 10 %");
	for (size_t i = 0; i < d->n; i++)
		for (size_t k = 0; k < d->sections[i].n; k++)
			block(out, &d->sections[i], &d->sections[i].blocks[k]);
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <math.h>

#include "base/buf.h"
#include "report/document.h"
#include "report/figure.h"

static void cell(struct buf *out, const struct cell *c)
{
	switch (c->kind) {
	case CELL_TEXT: buf_json_text(out, c->text); break;
	case CELL_NUMBER:
	case CELL_PERCENT: buf_json_real(out, c->v); break;
	case CELL_DATE:
		if (isfinite(c->v))
			buf_json_date(out, (int32_t)c->v);
		else
			buf_puts(out, "null");
		break;
	case CELL_NONE: buf_puts(out, "null"); break;
	}
}

static const char *const kinds[] = {[CELL_TEXT] = "text",
                                    [CELL_NUMBER] = "number",
                                    [CELL_PERCENT] = "fraction",
                                    [CELL_DATE] = "date",
                                    [CELL_NONE] = "none"};

static void columns(struct buf *out, const struct grid *g)
{
	buf_json_name(out, ',', "columns");
	buf_putc(out, '[');
	for (size_t i = 0; i < g->n_columns; i++) {
		const struct column *c = &g->columns[i];

		if (i > 0)
			buf_putc(out, ',');
		buf_json_name(out, '{', "id");
		buf_json_text(out, c->id);
		buf_json_name(out, ',', "title");
		buf_json_text(out, c->title);
		buf_json_name(out, ',', "kind");
		buf_json_text(out, kinds[c->kind]);
		buf_json_name(out, ',', "unit");
		buf_json_text(out, c->unit);
		buf_putc(out, '}');
	}
	buf_putc(out, ']');
}

/* null where a number is defined, else why it is not; left out where all are. */
static void reasons(struct buf *out, const struct cell *row, size_t n)
{
	bool any = false;

	for (size_t i = 0; i < n; i++)
		any |= figure_missing(&row[i]) && row[i].text;
	if (!any)
		return;
	buf_json_name(out, ',', "reasons");
	buf_putc(out, '[');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_putc(out, ',');
		buf_json_text(out, figure_missing(&row[i]) ? row[i].text : NULL);
	}
	buf_putc(out, ']');
}

static void grid(struct buf *out, const struct grid *g)
{
	columns(out, g);
	buf_json_name(out, ',', "rows");
	buf_putc(out, '[');
	for (size_t r = 0; r < g->n_rows; r++) {
		const struct cell *row = &g->cells[r * g->n_columns];

		if (r > 0)
			buf_putc(out, ',');
		buf_json_name(out, '{', "id");
		buf_json_text(out, g->ids ? g->ids[r] : NULL);
		buf_json_name(out, ',', "cells");
		buf_putc(out, '[');
		for (size_t i = 0; i < g->n_columns; i++) {
			if (i > 0)
				buf_putc(out, ',');
			cell(out, &row[i]);
		}
		buf_putc(out, ']');
		reasons(out, row, g->n_columns);
		buf_putc(out, '}');
	}
	buf_putc(out, ']');
}

static void series(struct buf *out, const struct chart *c, const struct line *l)
{
	buf_json_name(out, '{', "name");
	buf_json_text(out, l->name);
	buf_json_name(out, ',', "benchmark");
	buf_puts(out, l->benchmark ? "true" : "false");
	buf_json_name(out, ',', "values");
	buf_putc(out, '[');
	for (size_t i = 0; i < c->n; i++) {
		if (i > 0)
			buf_putc(out, ',');
		buf_json_real(out, l->v[i]);
	}
	buf_puts(out, "]}");
}

static void chart(struct buf *out, const struct chart *c)
{
	static const char *const words[] = {
		[CHART_LINE] = "line",   [CHART_AREA] = "area",      [CHART_BARS] = "bars",
		[CHART_STACK] = "stack", [CHART_HIST] = "histogram", [CHART_ROWS] = "rows"};

	buf_json_name(out, ',', "chart");
	buf_json_text(out, words[c->kind]);
	buf_json_name(out, ',', "summary");
	buf_json_text(out, c->alt);
	buf_json_name(out, ',', "unit");
	buf_json_text(out, c->percent ? "fraction" : c->unit);
	buf_json_name(out, ',', c->dates ? "dates" : "labels");
	buf_putc(out, '[');
	for (size_t i = 0; i < c->n; i++) {
		if (i > 0)
			buf_putc(out, ',');
		if (c->dates)
			buf_json_date(out, c->dates[i]);
		else
			buf_json_text(out, c->labels[i]);
	}
	buf_putc(out, ']');
	buf_json_name(out, ',', "series");
	buf_putc(out, '[');
	for (size_t k = 0; k < c->n_lines; k++) {
		if (k > 0)
			buf_putc(out, ',');
		series(out, c, &c->lines[k]);
	}
	buf_putc(out, ']');
}

static void block(struct buf *out, const struct block *b)
{
	static const char *const words[] = {[BLOCK_TEXT] = "text",
	                                    [BLOCK_GRID] = "table",
	                                    [BLOCK_CHART] = "chart",
	                                    [BLOCK_FIGURES] = "figures"};

	buf_json_name(out, '{', "id");
	buf_json_text(out, b->id);
	buf_json_name(out, ',', "kind");
	buf_json_text(out, words[b->kind]);
	buf_json_name(out, ',', "title");
	buf_json_text(out, b->title);
	buf_json_name(out, ',', "note");
	buf_json_text(out, b->note);
	switch (b->kind) {
	case BLOCK_TEXT:
		buf_json_name(out, ',', "text");
		buf_json_text(out, b->text);
		break;
	case BLOCK_GRID:
	case BLOCK_FIGURES: grid(out, &b->grid); break;
	case BLOCK_CHART: chart(out, &b->chart); break;
	}
	buf_putc(out, '}');
}

enum err report_json(const struct document *d, struct buf *out, struct fail *f)
{
	const struct {
		const char *name, *text;
	} texts[] = {{"report_type", d->id},
	             {"title", d->title},
	             {"subtitle", d->subtitle},
	             {"period", d->period},
	             {"made", d->made}};

	(void)f;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		buf_json_name(out, i ? ',' : '{', texts[i].name);
		buf_json_text(out, texts[i].text);
	}
	buf_json_name(out, ',', "start_date");
	buf_json_date(out, d->first_date);
	buf_json_name(out, ',', "end_date");
	buf_json_date(out, d->last_date);
	buf_json_name(out, ',', "sections");
	buf_putc(out, '[');
	for (size_t i = 0; i < d->n; i++) {
		const struct section *s = &d->sections[i];

		buf_json_name(out, '{', "id");
		buf_json_text(out, s->id);
		buf_json_name(out, ',', "title");
		buf_json_text(out, s->title);
		buf_json_name(out, ',', "blocks");
		buf_putc(out, '[');
		for (size_t k = 0; k < s->n; k++) {
			if (k > 0)
				buf_putc(out, ',');
			block(out, &s->blocks[k]);
		}
		buf_puts(out, i + 1 < d->n ? "]}," : "]}");
	}
	buf_puts(out, "]}\n");
	return OK;
}

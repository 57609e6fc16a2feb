/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* A section on its sheet: blocks side by side, written row by row. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "report/xlsx.h"

enum {
	CHART_COLUMNS = 9, /* under the charts, which stand left of their cells */
	TEXT_WIDTH = 90,
	NARROWEST = 9,
	WIDEST = 48,
	MEASURED = 500 /* rows that a column's width is taken from */
};

/* A grid or text, or charts one below the other that share their first column. */
struct slot {
	const struct block *blocks;
	size_t              n_blocks, col, n_cols, rows;
	const char        **paragraphs; /* [rows] of BLOCK_TEXT */
};

static bool shares_x(const struct block *a, const struct block *b)
{
	return b->kind == BLOCK_CHART && a->chart.n == b->chart.n && a->chart.dates &&
	       b->chart.dates &&
	       (a->chart.dates == b->chart.dates ||
	        memcmp(a->chart.dates, b->chart.dates, a->chart.n * sizeof(*a->chart.dates)) == 0);
}

static void plan_text(struct xlsx *x, struct slot *s)
{
	const char *at = s->blocks[0].text ? s->blocks[0].text : "";
	size_t      cap = 0;

	while (*at) {
		size_t n = strcspn(at, "\n");

		if (n) {
			s->paragraphs = arena_grow(x->a, s->paragraphs, s->rows, &cap,
			                           sizeof(char *));
			s->paragraphs[s->rows++] = arena_strndup(x->a, at, n);
		}
		at += n + (at[n] == '\n');
	}
	s->n_cols = 1;
}

static struct slot *plan(struct xlsx *x, const struct section *section, size_t *n_slots)
{
	struct slot *slots = ARENA_ARRAY(x->a, section->n + 1, struct slot);
	size_t       n = 0, col = 0;

	for (size_t i = 0; i < section->n; n++) {
		struct slot *s = &slots[n];

		*s = (struct slot){.blocks = &section->blocks[i], .n_blocks = 1, .col = col};
		if (s->blocks[0].kind == BLOCK_CHART) {
			while (i + s->n_blocks < section->n &&
			       shares_x(&s->blocks[0], &s->blocks[s->n_blocks]))
				s->n_blocks++;
			s->rows = s->blocks[0].chart.n;
			s->n_cols = CHART_COLUMNS + 1;
			for (size_t b = 0; b < s->n_blocks; b++)
				s->n_cols += s->blocks[b].chart.n_lines;
		} else if (s->blocks[0].kind == BLOCK_TEXT) {
			plan_text(x, s);
		} else {
			s->rows = s->blocks[0].grid.n_rows;
			s->n_cols = s->blocks[0].grid.n_columns;
		}
		col += s->n_cols + 1;
		i += s->n_blocks;
	}
	*n_slots = n;
	return slots;
}

static void width(struct xlsx_sheet *s, size_t col, size_t characters)
{
	double w = (double)characters + 1.5;

	worksheet_set_column(s->sheet, (lxw_col_t)col, (lxw_col_t)col,
	                     fmax(NARROWEST, fmin(WIDEST, w)), NULL);
}

static const char *head_text(struct xlsx *x, const char *title, const char *unit)
{
	return unit && *unit ? arena_printf(x->a, "%s (%s)", title, unit) : title;
}

/* Three colours from the strongest loss to the strongest gain, by Excel itself. */
static void heat(struct xlsx_sheet *s, const struct slot *slot)
{
	const struct grid     *g = &slot->blocks[0].grid;
	lxw_conditional_format scale = {.type = LXW_CONDITIONAL_3_COLOR_SCALE,
	                                .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
	                                .mid_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
	                                .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
	                                .min_value = -g->heat_full,
	                                .max_value = g->heat_full,
	                                .min_color = 0xe58a63,
	                                .mid_color = 0xf7f8f9,
	                                .max_color = 0x51abb6};
	size_t                 first = g->n_columns, last = 0;

	for (size_t i = 0; i < g->n_rows * g->n_columns; i++) {
		size_t c = i % g->n_columns;

		if (!g->cells[i].heat)
			continue;
		first = c < first ? c : first;
		last = c > last ? c : last;
	}
	if (first > last || !(g->heat_full > 0))
		return;
	lxw_error e = worksheet_conditional_format_range(
		s->sheet, XLSX_DATA, (lxw_col_t)(slot->col + first),
		(lxw_row_t)(XLSX_DATA + g->n_rows - 1), (lxw_col_t)(slot->col + last), &scale);

	if (e && !s->x->error)
		s->x->error = e;
}

static void grid_head(struct xlsx_sheet *s, const struct slot *slot)
{
	const struct grid *g = &slot->blocks[0].grid;

	for (size_t c = 0; c < g->n_columns; c++) {
		const struct column *col = &g->columns[c];
		const char          *head = head_text(s->x, col->title, col->unit);
		bool                 left = col->kind == CELL_TEXT || col->kind == CELL_DATE;
		size_t               most = strlen(head) > 14 ? 14 : strlen(head);

		for (size_t r = 0; r < g->n_rows && r < MEASURED; r++) {
			size_t n = xlsx_cell_width(&g->cells[r * g->n_columns + c]);

			most = n > most ? n : most;
		}
		width(s, slot->col + c, most);
		xlsx_text(s, XLSX_HEAD, slot->col + c, head, left ? s->x->head : s->x->head_right);
	}
	heat(s, slot);
}

static void chart_head(struct xlsx_sheet *s, const struct slot *slot)
{
	size_t x_col = slot->col + CHART_COLUMNS, col = x_col + 1;
	size_t longest = 0, n = slot->blocks[0].chart.n;

	for (size_t i = 0; slot->blocks[0].chart.labels && i < n && i < MEASURED; i++) {
		size_t len = strlen(slot->blocks[0].chart.labels[i]);

		longest = len > longest ? len : longest;
	}
	width(s, x_col, slot->blocks[0].chart.dates ? 10 : longest);
	xlsx_text(s, XLSX_HEAD, x_col, slot->blocks[0].chart.dates ? "Date" : "", s->x->head);
	for (size_t b = 0; b < slot->n_blocks; b++) {
		const struct block *block = &slot->blocks[b];

		if (block->title)
			xlsx_text(s, XLSX_TITLE, col, block->title, s->x->block);
		if (block->note)
			xlsx_text(s, XLSX_NOTE, col, block->note, s->x->note);
		for (size_t k = 0; k < block->chart.n_lines; k++, col++) {
			const char *name = block->chart.lines[k].name;

			width(s, col, strlen(name) > 12 ? strlen(name) : 12);
			xlsx_text(s, XLSX_HEAD, col, name, s->x->head_right);
		}
	}
}

/*
 * To nine digits, which is more than a chart shows: that makes the workbook a fifth smaller.
 * What is in grids keeps all its digits.
 */
static double rounded(double v)
{
	double scale = v == 0 ? 1 : pow(10, 8 - floor(log10(fabs(v))));

	return scale >= 1 && scale < 1e15 ? round(v * scale) / scale : v;
}

static void chart_row(struct xlsx_sheet *s, const struct slot *slot, size_t r)
{
	const struct chart *first = &slot->blocks[0].chart;
	size_t              col = slot->col + CHART_COLUMNS;

	if (first->dates)
		xlsx_date(s, XLSX_DATA + r, col, first->dates[r]);
	else if (first->labels)
		xlsx_text(s, XLSX_DATA + r, col, first->labels[r], s->x->text);
	for (size_t b = 0; b < slot->n_blocks; b++) {
		const struct chart *c = &slot->blocks[b].chart;
		lxw_format         *f = xlsx_number_format(s->x, c->percent, false,
                                                   c->kind == CHART_HIST ? 0 : 2);

		/* A gap stays empty, so that the chart has it, too. */
		for (size_t k = 0; k < c->n_lines; k++) {
			double v = c->lines[k].v[r];

			col++;
			if (isfinite(v))
				xlsx_number(s, XLSX_DATA + r, col, rounded(v), f);
		}
	}
}

static void row(struct xlsx_sheet *s, const struct slot *slot, size_t r)
{
	const struct grid *g = &slot->blocks[0].grid;

	switch (slot->blocks[0].kind) {
	case BLOCK_CHART: chart_row(s, slot, r); break;
	case BLOCK_TEXT:
		if (slot->paragraphs)
			xlsx_text(s, XLSX_DATA + r, slot->col, slot->paragraphs[r], s->x->wrap);
		break;
	case BLOCK_GRID:
	case BLOCK_FIGURES:
		for (size_t c = 0; c < g->n_columns; c++)
			xlsx_cell(s, XLSX_DATA + r, slot->col + c, &g->cells[r * g->n_columns + c]);
		break;
	}
}

static void slot_head(struct xlsx_sheet *s, const struct slot *slot)
{
	const struct block *b = &slot->blocks[0];

	if (b->kind == BLOCK_CHART) {
		chart_head(s, slot);
		return;
	}
	if (b->title)
		xlsx_text(s, XLSX_TITLE, slot->col, b->title, s->x->block);
	if (b->note)
		xlsx_text(s, XLSX_NOTE, slot->col, b->note, s->x->note);
	if (b->kind == BLOCK_TEXT)
		worksheet_set_column(s->sheet, (lxw_col_t)slot->col, (lxw_col_t)slot->col,
		                     TEXT_WIDTH, NULL);
	else
		grid_head(s, slot);
}

static void charts(struct xlsx_sheet *s, const struct slot *slot)
{
	size_t at = XLSX_DATA, col = slot->col + CHART_COLUMNS + 1;

	for (size_t b = 0; b < slot->n_blocks; b++) {
		const struct block *block = &slot->blocks[b];

		if (block->chart.n && block->chart.n_lines)
			at += xlsx_chart(s, block, slot->col + CHART_COLUMNS, col, at, slot->col);
		col += block->chart.n_lines;
	}
}

enum err xlsx_section(struct xlsx *x, const struct section *section, const char *name,
                      struct fail *f)
{
	size_t            n, most = 0;
	struct slot      *slots = plan(x, section, &n);
	struct xlsx_sheet s = {.x = x, .name = name};

	for (size_t i = 0; i < n; i++)
		most = slots[i].rows > most ? slots[i].rows : most;
	if (most + XLSX_DATA > LXW_ROW_MAX ||
	    (n && slots[n - 1].col + slots[n - 1].n_cols > LXW_COL_MAX))
		return fail(f, ERR_TOOBIG, "the section '%s' does not fit on a sheet",
		            section->title);
	s.sheet = workbook_add_worksheet(x->book, name);
	if (!s.sheet)
		return fail(f, ERR_INTERNAL, "no sheet '%s'", name);
	worksheet_gridlines(s.sheet, LXW_HIDE_ALL_GRIDLINES);
	worksheet_set_landscape(s.sheet);
	worksheet_set_paper(s.sheet, 9); /* A4 */
	worksheet_repeat_rows(s.sheet, XLSX_SECTION, XLSX_HEAD);
	worksheet_set_footer(s.sheet, "&L&A&RPage &P of &N");
	worksheet_freeze_panes(s.sheet, XLSX_DATA, n == 1 && section->blocks[0].kind == BLOCK_GRID);
	xlsx_text(&s, XLSX_SECTION, 0, section->title, x->section);
	for (size_t i = 0; i < n; i++)
		slot_head(&s, &slots[i]);
	for (size_t r = 0; r < most; r++)
		for (size_t i = 0; i < n; i++)
			if (r < slots[i].rows)
				row(&s, &slots[i], r);
	for (size_t i = 0; i < n; i++)
		if (slots[i].blocks[0].kind == BLOCK_CHART)
			charts(&s, &slots[i]);
	return OK;
}

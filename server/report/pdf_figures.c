/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* The headline numbers of a report: four beside each other, each above what it is compared with. */
#include <math.h>

#include "base/arena.h"
#include "report/pdf.h"

enum { ACROSS = 4, MOST = 12 };

#define GAP 14.0
#define TILE ((PDF_INNER - GAP * (ACROSS - 1)) / ACROSS) /* width */
#define VALUE 40.0   /* of a tile with nothing below its figure */
#define LEADING 10.0 /* of what stands below */

bool pdf_figures_fit(const struct grid *g)
{
	if (g->n_columns < 2 || g->n_columns > 4 || g->n_rows == 0 || g->n_rows > MOST)
		return false;
	for (size_t r = 0; r < g->n_rows; r++)
		if (g->cells[r * g->n_columns].kind != CELL_TEXT)
			return false;
	return true;
}

/* What does not fit gets smaller, never shorter. */
static void fitting(struct pdf *p, struct pdf_font f, int rgb, double x, double y, const char *s)
{
	while (f.size > 5 && pdf_text_about(p, f, s) > TILE)
		f.size -= 0.5;
	pdf_text(p, f, rgb, x, y, ANCHOR_START, s);
}

static const char *words(struct pdf *p, const struct grid *g, size_t r, size_t c)
{
	char buf[FIGURE_TEXT];

	return arena_strdup(p->a,
	                    pdf_cell_text(&g->cells[r * g->n_columns + c], &g->columns[c], buf));
}

/* What the figure is compared with, over as many lines as it takes; returns these. */
static size_t compared(struct pdf *p, const struct grid *g, size_t r, double x, double y)
{
	const struct pdf_font font = {7.25, 400};
	size_t                lines = 0;

	for (size_t c = 2; c < g->n_columns; c++) {
		if (g->cells[r * g->n_columns + c].kind == CELL_NONE)
			continue;
		const char *s = arena_printf(p->a, "%s %s", g->columns[c].title, words(p, g, r, c));
		size_t      n = pdf_text_lines(p, font, TILE, s);

		pdf_text_wrapped(p, font, PDF_MUTED, x, y + LEADING * (double)lines, ANCHOR_START,
		                 TILE, LEADING, 0, n, s);
		lines += n;
	}
	return lines;
}

/* Returns the height. */
static double tile(struct pdf *p, const struct grid *g, size_t r, double x)
{
	const struct cell *index = &g->cells[r * g->n_columns + 1];

	pdf_tag(p, "P");
	fitting(p, (struct pdf_font){7.5, 400}, PDF_TEXT_2, x, p->y + 11, words(p, g, r, 0));
	fitting(p, (struct pdf_font){15, 600}, pdf_cell_colour(index), x, p->y + 29,
	        words(p, g, r, 1));
	size_t lines = compared(p, g, r, x, p->y + 41);
	pdf_untag(p, "P");
	return VALUE + LEADING * (double)lines;
}

static double row_height(struct pdf *p, const struct grid *g, size_t from)
{
	bool   draw = p->draw;
	double most = 0;

	p->draw = false;
	for (size_t r = from; r < g->n_rows && r < from + ACROSS; r++)
		most = fmax(most, tile(p, g, r, 0));
	p->draw = draw;
	return most;
}

double pdf_figures_lead(struct pdf *p, const struct grid *g)
{
	return row_height(p, g, 0);
}

/* Why there is a dash. */
static void reasons(struct pdf *p, const struct grid *g)
{
	for (size_t i = 0; i < g->n_rows * g->n_columns; i++) {
		const struct cell *c = &g->cells[i];
		size_t             r = i / g->n_columns;

		if (!figure_missing(c) || !c->text)
			continue;
		pdf_paragraphs(p, (struct pdf_font){7, 400}, PDF_MUTED, PDF_INNER, 9.5,
		               arena_printf(p->a, "— %s, %s: %s", words(p, g, r, 0),
		                            g->columns[i % g->n_columns].title, c->text));
	}
}

void pdf_figures(struct pdf *p, const struct grid *g)
{
	for (size_t r = 0; r < g->n_rows; r += ACROSS) {
		double height = row_height(p, g, r);

		pdf_need(p, height);
		for (size_t i = 0; i < ACROSS && r + i < g->n_rows; i++) {
			double x = PDF_LEFT + (TILE + GAP) * (double)i;

			pdf_rule(p, x, x + TILE, p->y, 0.6, PDF_LINE_MID);
			tile(p, g, r + i, x);
		}
		p->y += height + 3;
		p->fresh = false;
	}
	reasons(p, g);
}

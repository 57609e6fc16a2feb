/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* How wide the columns of a table are, how high its rows, and where it is cut. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "report/pdf_grid.h"

#define NARROWEST 46.0    /* a column that is broken */
#define WIDEST_WORD 120.0 /* longer words are broken, too */
#define STRETCH 56.0      /* what one of three columns gets at most beyond its need */

bool pdf_grid_left(const struct grid *g, size_t c)
{
	return c == 0 || g->columns[c].kind == CELL_TEXT;
}

/* Text that follows a column of figures, which end at its edge, keeps away from them. */
double pdf_grid_indent(const struct grid *g, size_t c)
{
	return c && pdf_grid_left(g, c) && !pdf_grid_left(g, c - 1) ? 12 : 0;
}

/* A wide table of shares only, like that of the months. */
static bool all_percent(const struct grid *g)
{
	for (size_t i = 0; i < g->n_rows * g->n_columns; i++) {
		enum cell_kind kind = g->cells[i].kind;

		if (i % g->n_columns && kind != CELL_PERCENT && kind != CELL_NONE)
			return false;
	}
	return g->n_columns > 6;
}

const char *pdf_grid_unit(const struct grid *g)
{
	const char *unit = g->n_columns > 2 ? g->columns[1].unit : NULL;

	for (size_t c = 2; unit && c < g->n_columns; c++)
		if (!g->columns[c].unit || strcmp(unit, g->columns[c].unit) != 0)
			return NULL;
	if (unit && *unit)
		return unit;
	return all_percent(g) ? "%" : NULL;
}

const char *pdf_grid_head(struct pdf *p, const struct grid *g, size_t column)
{
	const struct column *c = &g->columns[column];

	if (!c->unit || !*c->unit || (column && pdf_grid_unit(g)))
		return c->title;
	return arena_printf(p->a, "%s (%s)", c->title, c->unit);
}

const char *pdf_grid_text(const struct pdf_grid_plan *plan, const struct grid *g, size_t r,
                          size_t c, char buf[FIGURE_TEXT])
{
	struct column column = g->columns[c];

	if (c && plan->unit)
		column.unit = plan->unit;
	return pdf_cell_text(&g->cells[r * g->n_columns + c], &column, buf);
}

double pdf_grid_pad(const struct pdf_grid_plan *plan, size_t column)
{
	return plan->heat && column ? PDF_HEAT_PAD : PDF_CELL_PAD;
}

/* The longest word of s. */
static double word_width(struct pdf *p, struct pdf_font f, const char *s)
{
	double most = 0;

	while (*s) {
		size_t n = strcspn(s, " ");
		double w = n ? pdf_text_about(p, f, arena_strndup(p->a, s, n)) : 0;

		most = fmax(most, w);
		s += n + strspn(s + n, " ");
	}
	return most;
}

struct pdf_font pdf_grid_font(const struct pdf_grid_plan *plan)
{
	return (struct pdf_font){plan->size, 400};
}

struct pdf_font pdf_grid_head_font(const struct pdf_grid_plan *plan)
{
	return (struct pdf_font){plan->size - 0.75, 500};
}

/* What the columns ask for, and what they can do with; returns the sum of the former. */
static double natural(struct pdf *p, const struct grid *g, struct pdf_grid_plan *plan,
                      double *least)
{
	const struct pdf_font font = pdf_grid_font(plan), head_font = pdf_grid_head_font(plan);
	char                  buf[FIGURE_TEXT];
	double                sum = 0;

	for (size_t c = 0; c < g->n_columns; c++) {
		const char *head = pdf_grid_head(p, g, c);
		double      w = 0, word = word_width(p, head_font, head);
		double      pads = 2 * pdf_grid_pad(plan, c) + pdf_grid_indent(g, c);

		least[c] = 0;
		for (size_t r = 0; r < plan->rows; r++) {
			const struct cell *cell = &g->cells[r * g->n_columns + c];
			const char        *s = pdf_grid_text(plan, g, r, c, buf);
			double             need = pdf_text_about(p, font, s);

			w = fmax(w, need);
			if (cell->kind == CELL_TEXT && need > NARROWEST)
				need = fmin(WIDEST_WORD, fmax(NARROWEST, word_width(p, font, s)));
			least[c] = fmax(least[c], need);
		}
		least[c] = fmin(PDF_INNER / 2, fmax(least[c], word) + pads);
		w = fmax(w, fmax(word, 0.55 * pdf_text_about(p, head_font, head)));
		plan->width[c] = fmax(w + pads, least[c]);
		sum += plan->width[c];
	}
	return sum;
}

/* Takes from the widest columns first: none is wider than a limit, unless it must be. */
static bool squeeze(const struct grid *g, struct pdf_grid_plan *plan, const double *least)
{
	double low = 0, high = PDF_INNER;

	for (int step = 0; step < 40; step++) {
		double limit = (low + high) / 2, sum = 0;

		for (size_t c = 0; c < g->n_columns; c++)
			sum += fmax(least[c], fmin(plan->width[c], limit));
		if (sum > PDF_INNER)
			high = limit;
		else
			low = limit;
	}
	if (low == 0)
		return false;
	for (size_t c = 0; c < g->n_columns; c++)
		plan->width[c] = fmax(least[c], fmin(plan->width[c], low));
	return true;
}

static bool any_heat(const struct grid *g)
{
	for (size_t i = 0; i < g->n_columns * g->n_rows; i++)
		if (g->cells[i].heat)
			return true;
	return false;
}

/* What is left over goes to all columns, so that the eye finds the way along a row. */
static void stretch(const struct grid *g, struct pdf_grid_plan *plan, double sum)
{
	double more = (PDF_INNER - sum) / (double)g->n_columns;

	if (plan->heat) {
		/* A heat map's cells are of one size. */
		double rest = (PDF_INNER - plan->width[0]) / (double)(g->n_columns - 1), most = 0;

		for (size_t c = 1; c < g->n_columns; c++)
			most = fmax(most, plan->width[c]);
		if (most <= rest) {
			for (size_t c = 1; c < g->n_columns; c++)
				plan->width[c] = fmin(rest, 60);
			return;
		}
	}
	if (more > STRETCH && g->n_columns < 4)
		more = STRETCH;
	for (size_t c = 0; c < g->n_columns; c++)
		plan->width[c] += more;
}

/* One part where all columns fit beside each other. */
static void cut(struct pdf *p, const struct grid *g, struct pdf_grid_plan *plan, bool fits)
{
	double x = 0;

	plan->parts = ARENA_ARRAY(p->a, g->n_columns + 1, size_t);
	plan->n_parts = 1;
	plan->parts[0] = 1;
	for (size_t c = 0; c < g->n_columns; c++) {
		if (!fits)
			plan->width[c] = fmin(plan->width[c], PDF_INNER / 2);
		if (!fits && c > plan->parts[plan->n_parts - 1] &&
		    x + plan->width[c] > PDF_INNER + 0.01) {
			plan->parts[plan->n_parts++] = c;
			x = plan->width[0];
		}
		x += plan->width[c];
	}
	plan->parts[plan->n_parts] = g->n_columns;
}

double pdf_grid_room(const struct grid *g, const struct pdf_grid_plan *plan, size_t c)
{
	return plan->width[c] - 2 * pdf_grid_pad(plan, c) - pdf_grid_indent(g, c);
}

static void measure_rows(struct pdf *p, const struct grid *g, struct pdf_grid_plan *plan)
{
	size_t head_lines = 1;

	for (size_t c = 0; c < g->n_columns; c++) {
		size_t n = pdf_text_lines(p, pdf_grid_head_font(plan),
		                          pdf_grid_room(g, plan, c) + 0.5, pdf_grid_head(p, g, c));

		head_lines = n > head_lines ? n : head_lines;
	}
	plan->head_height = (double)head_lines * pdf_grid_head_font(plan).size * PDF_CELL_LEADING +
	                    5;
	plan->table = plan->head_height;
	for (size_t r = 0; r < plan->rows; r++) {
		size_t lines = 1;

		for (size_t c = 0; c < g->n_columns; c++) {
			const struct cell *cell = &g->cells[r * g->n_columns + c];

			if (cell->kind != CELL_TEXT || !cell->text ||
			    pdf_text_about(p, pdf_grid_font(plan), cell->text) <=
			            pdf_grid_room(g, plan, c))
				continue;
			size_t n = pdf_text_lines(p, pdf_grid_font(plan),
			                          pdf_grid_room(g, plan, c) + 0.5, cell->text);

			lines = n > lines ? n : lines;
		}
		plan->height[r] = ((double)lines * PDF_CELL_LEADING + 0.52) * plan->size;
		plan->table += plan->height[r];
	}
}

size_t pdf_grid_reason(const struct pdf_grid_plan *plan, const char *text)
{
	for (size_t i = 0; text && i < plan->n_reasons; i++)
		if (strcmp(plan->reasons[i], text) == 0)
			return i + 1;
	return 0;
}

static void collect_reasons(const struct grid *g, struct pdf_grid_plan *plan)
{
	for (size_t i = 0; i < plan->rows * g->n_columns; i++) {
		const struct cell *c = &g->cells[i];

		if (!figure_missing(c) || !c->text || pdf_grid_reason(plan, c->text))
			continue;
		if (plan->n_reasons == PDF_REASONS)
			plan->more_reasons = true;
		else
			plan->reasons[plan->n_reasons++] = c->text;
	}
}

static struct pdf_grid_plan *make(struct pdf *p, const struct grid *g)
{
	struct pdf_grid_plan *plan = ARENA_NEW(p->a, struct pdf_grid_plan);
	double               *least = ARENA_ARRAY(p->a, g->n_columns, double);
	double                sum = 0;
	bool                  fits = false;

	plan->unit = pdf_grid_unit(g);
	plan->heat = g->n_columns > 2 && any_heat(g);
	plan->rows = g->long_after && g->long_after < g->n_rows ? g->long_after : g->n_rows;
	plan->width = ARENA_ARRAY(p->a, g->n_columns, double);
	plan->height = ARENA_ARRAY(p->a, plan->rows + 1, double);
	for (plan->size = 8; !fits && plan->size >= 6; plan->size -= 0.5) {
		sum = natural(p, g, plan, least);
		fits = sum <= PDF_INNER || squeeze(g, plan, least);
	}
	plan->size += 0.5;
	if (sum < PDF_INNER)
		stretch(g, plan, sum);
	cut(p, g, plan, fits);
	measure_rows(p, g, plan);
	collect_reasons(g, plan);
	return plan;
}

const struct pdf_grid_plan *pdf_grid_plan_of(struct pdf *p, const struct grid *g)
{
	if (!p->plans[p->next_plan])
		p->plans[p->next_plan] = make(p, g);
	return p->plans[p->next_plan];
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Tables of a PDF: heads again on every page, heat as colour, reasons below. */
#include "report/pdf_grid.h"
#include "base/arena.h"

static const struct pdf_font SMALL = {7, 400};

static const char *const marks[] = {"", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

#define SMALL_LEADING 9.5

/* The whole of what is short or a heat map, otherwise the head and the first rows. */
static double lead(const struct pdf_grid_plan *plan)
{
	const double page = PDF_BOTTOM - PDF_TOP;
	double       height = plan->head_height;

	if (plan->table < page * 0.25 || (plan->heat && plan->table < page * 0.85))
		return plan->table;
	for (size_t r = 0; r < plan->rows && r < 4; r++)
		height += plan->height[r];
	return height;
}

double pdf_grid_lead(struct pdf *p, const struct grid *g)
{
	return lead(pdf_grid_plan_of(p, g));
}

/* Text of the first column begins, and that of the last one ends, where the rules do. */
static double left_of(const struct grid *g, const struct pdf_grid_plan *plan, size_t c, double x)
{
	return c ? x + pdf_grid_pad(plan, c) + pdf_grid_indent(g, c) : x;
}

static double right_of(const struct grid *g, const struct pdf_grid_plan *plan, size_t c, double x)
{
	return x + plan->width[c] - (c + 1 == g->n_columns ? 0 : pdf_grid_pad(plan, c));
}

static void cell_at(struct pdf *p, const struct grid *g, const struct pdf_grid_plan *plan, size_t r,
                    size_t c, double x)
{
	const struct cell    *cell = &g->cells[r * g->n_columns + c];
	const struct pdf_font f = {plan->size, c == 0 && plan->heat ? 500 : 400};
	double                w = plan->width[c], room = pdf_grid_room(g, plan, c);
	double                base = p->y + plan->size * 1.3;
	int                   rgb = pdf_cell_colour(cell);
	char                  buf[FIGURE_TEXT];
	const char           *s = pdf_grid_text(plan, g, r, c, buf);

	if (figure_missing(cell) && plan->n_reasons > 1)
		s = arena_printf(p->a, "%s%s", s, marks[pdf_grid_reason(plan, cell->text)]);
	pdf_tag(p, c == 0 ? "TH" : "TD");
	if (cell->heat && !figure_missing(cell))
		pdf_box(p, x + 0.5, p->y + 0.5, w - 1, plan->height[r] - 1,
		        pdf_cell_heat(cell, g->heat_full));
	if (cell->heat)
		pdf_text(p, f, rgb, x + w / 2, base, ANCHOR_MIDDLE, s);
	else if (cell->kind == CELL_TEXT && pdf_text_about(p, f, s) > room)
		pdf_text_wrapped(p, f, rgb, left_of(g, plan, c, x), base, ANCHOR_START, room + 0.5,
		                 plan->size * PDF_CELL_LEADING, 0,
		                 pdf_text_lines(p, f, room + 0.5, s), s);
	else if (pdf_grid_left(g, c))
		pdf_text(p, f, rgb, left_of(g, plan, c, x), base, ANCHOR_START, s);
	else
		pdf_text(p, f, rgb, right_of(g, plan, c, x), base, ANCHOR_END, s);
	pdf_untag(p, c == 0 ? "TH" : "TD");
}

/* The first column and those of the part. */
static size_t after(const struct pdf_grid_plan *plan, size_t part, size_t c)
{
	return c ? c + 1 : plan->parts[part];
}

static double part_right(const struct pdf_grid_plan *plan, size_t part)
{
	double x = PDF_LEFT;

	for (size_t c = 0; c < plan->parts[part + 1]; c = after(plan, part, c))
		x += plan->width[c];
	return x;
}

static void head_at(struct pdf *p, const struct grid *g, const struct pdf_grid_plan *plan,
                    size_t part)
{
	const struct pdf_font f = pdf_grid_head_font(plan);
	double                x = PDF_LEFT, leading = f.size * PDF_CELL_LEADING;

	pdf_tag(p, "TR");
	for (size_t c = 0; c < plan->parts[part + 1]; c = after(plan, part, c)) {
		const char *s = pdf_grid_head(p, g, c);
		double      w = plan->width[c], room = pdf_grid_room(g, plan, c) + 0.5;
		size_t      n = pdf_text_lines(p, f, room, s);
		double      y = p->y + plan->head_height - 5 - leading * (double)(n - 1);
		bool        middle = c && g->n_rows && g->cells[c].heat, left = pdf_grid_left(g, c);

		pdf_tag(p, "TH");
		pdf_text_wrapped(p, f, PDF_MUTED,
		                 middle ? x + w / 2
		                 : left ? left_of(g, plan, c, x)
		                        : right_of(g, plan, c, x),
		                 y,
		                 middle ? ANCHOR_MIDDLE
		                 : left ? ANCHOR_START
		                        : ANCHOR_END,
		                 room, leading, 0, n, s);
		pdf_untag(p, "TH");
		x += w;
	}
	pdf_untag(p, "TR");
	p->y += plan->head_height;
	pdf_rule(p, PDF_LEFT, part_right(plan, part), p->y, 0.6, PDF_LINE_MID);
	p->fresh = false;
}

/* What must fit below the top of row r: the row, and with the last two what stands below them. */
static double need_of(const struct pdf_grid_plan *plan, size_t r, double tail)
{
	double height = plan->height[r];

	if (r + 2 < plan->rows)
		return height;
	if (r + 2 == plan->rows)
		height += plan->height[r + 1];
	return height + tail;
}

static void rows(struct pdf *p, const struct grid *g, const struct pdf_grid_plan *plan, size_t part,
                 double tail)
{
	double right = part_right(plan, part);

	pdf_tag(p, "Table");
	head_at(p, g, plan, part);
	for (size_t r = 0; r < plan->rows; r++) {
		double x = PDF_LEFT;

		if (r > 0 && p->y + need_of(plan, r, tail) > PDF_BOTTOM && r + 1 != plan->rows) {
			pdf_page_end(p);
			pdf_page_begin(p);
			head_at(p, g, plan, part);
		}
		pdf_tag(p, "TR");
		for (size_t c = 0; c < plan->parts[part + 1]; c = after(plan, part, c)) {
			cell_at(p, g, plan, r, c, x);
			x += plan->width[c];
		}
		pdf_untag(p, "TR");
		p->y += plan->height[r];
		if (!plan->heat)
			pdf_rule(p, PDF_LEFT, right, p->y, 0.35, PDF_LINE);
	}
	pdf_untag(p, "Table");
}

/* What the table does not show, and why some of it has no number. */
static void below(struct pdf *p, const struct grid *g, const struct pdf_grid_plan *plan)
{
	p->y += 3;
	if (plan->rows < g->n_rows)
		pdf_paragraphs(p, SMALL, PDF_MUTED, PDF_INNER, SMALL_LEADING,
		               arena_printf(p->a, "and %zu more rows: the workbook has them all",
		                            g->n_rows - plan->rows));
	for (size_t i = 0; i < plan->n_reasons; i++)
		pdf_paragraphs(p, SMALL, PDF_MUTED, PDF_INNER, SMALL_LEADING,
		               arena_printf(p->a, "—%s %s", plan->n_reasons > 1 ? marks[i + 1] : "",
		                            plan->reasons[i]));
	if (plan->more_reasons)
		pdf_paragraphs(p, SMALL, PDF_MUTED, PDF_INNER, SMALL_LEADING,
		               "— without a number: for another reason, which the workbook says");
}

void pdf_grid(struct pdf *p, const struct grid *g)
{
	const struct pdf_grid_plan *plan = pdf_grid_plan_of(p, g);
	double                      tail = p->tail;
	size_t notes = plan->n_reasons + plan->more_reasons + (plan->rows < g->n_rows);

	p->next_plan++;
	tail += notes ? 3 + SMALL_LEADING * (double)notes : 0;
	for (size_t part = 0; part < plan->n_parts; part++) {
		if (part) {
			pdf_space(p, 10);
			pdf_need(p, lead(plan));
		}
		rows(p, g, plan, part, part + 1 == plan->n_parts ? tail : 0);
	}
	below(p, g, plan);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* The pen that draws charts on a page. */
#include "base/compiler.h"
#include "report/pdf.h"

/* A chart is drawn for a screen, whose type and lines are larger than those of a page. */
#define SCALE 0.68

static const int inks[] = {
	[INK_TEXT] = PDF_TEXT,       [INK_MUTED] = PDF_MUTED,     [INK_GRID] = 0xe6e9ed,
	[INK_AXIS] = PDF_LINE_MID,   [INK_SURFACE] = 0xffffff,    [INK_INDEX] = PDF_ACCENT,
	[INK_BENCHMARK] = 0x69737f,  [INK_LOSS] = PDF_LOSS,       [INK_GAIN] = PDF_GAIN,
	[INK_SERIES] = 0x054b7a,     [INK_SERIES + 1] = 0x9c5514, [INK_SERIES + 2] = 0x137b6b,
	[INK_SERIES + 3] = 0xd06cb2, [INK_SERIES + 4] = 0x928b3c, [INK_SERIES + 5] = 0x7f3dbb,
	[INK_SERIES + 6] = 0x860e2c, [INK_SERIES + 7] = 0x008cf9};

static int rgb_of(int ink)
{
	return inks[ink >= 0 && (size_t)ink < COUNT(inks) ? ink : INK_TEXT];
}

static void path(struct pdf *p, const struct point *at, size_t n)
{
	p->lib->cairo_new_path(p->cr);
	for (size_t i = 0; i < n; i++)
		p->lib->cairo_line_to(p->cr, at[i].x, at[i].y);
}

static void pen_line(void *ctx, const struct point *at, size_t n, int ink, double width,
                     bool dashed)
{
	struct pdf  *p = ctx;
	const double dashes[] = {3, 2};

	if (n < 2)
		return;
	path(p, at, n);
	pdf_colour(p, rgb_of(ink));
	p->lib->cairo_set_line_width(p->cr, width);
	p->lib->cairo_set_dash(p->cr, dashes, dashed ? 2 : 0, 0);
	p->lib->cairo_stroke(p->cr);
	p->lib->cairo_set_dash(p->cr, NULL, 0, 0);
}

static void pen_area(void *ctx, const struct point *at, size_t n, int ink, double opacity)
{
	struct pdf *p = ctx;
	int         rgb = rgb_of(ink);

	if (n < 3)
		return;
	path(p, at, n);
	p->lib->cairo_close_path(p->cr);
	p->lib->cairo_set_source_rgba(p->cr, (rgb >> 16 & 0xff) / 255.0, (rgb >> 8 & 0xff) / 255.0,
	                              (rgb & 0xff) / 255.0, opacity);
	p->lib->cairo_fill(p->cr);
}

static void pen_text(void *ctx, double x, double y, const char *text, int ink, double size,
                     enum anchor anchor, bool bold)
{
	pdf_text(ctx, (struct pdf_font){size, bold ? 600 : 400}, rgb_of(ink), x, y, anchor, text);
}

static double pen_width(void *ctx, const char *text, double size, bool bold)
{
	return pdf_text_about(ctx, (struct pdf_font){size, bold ? 600 : 400}, text);
}

static double height_of(const struct chart *c)
{
	switch (c->kind) {
	case CHART_LINE: return 180;
	case CHART_AREA: return 130;
	case CHART_STACK: return 200;
	case CHART_ROWS: {
		double rows = 30 + 15 * (double)c->n * (c->n_lines > 1 ? 1.4 : 1);

		return rows < 80 ? 80 : rows > 480 ? 480 : rows;
	}
	case CHART_BARS:
	case CHART_HIST: break;
	}
	return 160;
}

double pdf_chart_lead(const struct chart *c)
{
	return height_of(c);
}

void pdf_chart(struct pdf *p, const struct chart *c)
{
	const struct pen pen = {p, pen_line, pen_area, pen_text, pen_width};
	double           height = height_of(c);

	if (p->draw) {
		pdf_tag(p, "Figure");
		p->lib->cairo_save(p->cr);
		p->lib->cairo_translate(p->cr, PDF_LEFT, p->y);
		p->lib->cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_ROUND);
		p->lib->cairo_scale(p->cr, SCALE, SCALE);
		draw_chart(&pen, p->a, c, PDF_INNER / SCALE, height / SCALE);
		p->lib->cairo_restore(p->cr);
		pdf_untag(p, "Figure");
	}
	p->y += height;
	p->fresh = false;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Pages: head, foot, breaks, running text. */
#include <string.h>

#include "base/arena.h"
#include "report/pdf.h"

#define TOP_FIRST 58.0
void pdf_colour(struct pdf *p, int rgb)
{
	p->lib->cairo_set_source_rgb(p->cr, (rgb >> 16 & 0xff) / 255.0, (rgb >> 8 & 0xff) / 255.0,
	                             (rgb & 0xff) / 255.0);
}

void pdf_rule(struct pdf *p, double x1, double x2, double y, double width, int rgb)
{
	if (!p->draw)
		return;
	pdf_colour(p, rgb);
	p->lib->cairo_set_line_width(p->cr, width);
	p->lib->cairo_move_to(p->cr, x1, y);
	p->lib->cairo_line_to(p->cr, x2, y);
	p->lib->cairo_stroke(p->cr);
}

void pdf_box(struct pdf *p, double x, double y, double width, double height, int rgb)
{
	if (!p->draw)
		return;
	pdf_colour(p, rgb);
	p->lib->cairo_rectangle(p->cr, x, y, width, height);
	p->lib->cairo_fill(p->cr);
}

void pdf_tag(struct pdf *p, const char *name)
{
	if (p->draw)
		p->lib->cairo_tag_begin(p->cr, name, NULL);
}

void pdf_untag(struct pdf *p, const char *name)
{
	if (p->draw)
		p->lib->cairo_tag_end(p->cr, name);
}

static void head(struct pdf *p)
{
	const char *about = p->d->subtitle;

	if (p->d->period)
		about = arena_printf(p->a, "%s%s%s", about ? about : "", about ? " · " : "",
		                     p->d->period);
	pdf_text(p, (struct pdf_font){7.5, 600}, PDF_TEXT_2, PDF_LEFT, 42, ANCHOR_START,
	         p->d->title);
	pdf_text(p, (struct pdf_font){7.5, 400}, PDF_MUTED, PDF_LEFT + PDF_INNER, 42, ANCHOR_END,
	         about ? about : "");
	pdf_rule(p, PDF_LEFT, PDF_LEFT + PDF_INNER, 50, 0.5, PDF_LINE_MID);
}

static void foot(struct pdf *p)
{
	const struct pdf_font font = {7, 400};
	const double          y = PDF_HEIGHT - 32, room = PDF_INNER - 80;
	const char           *made = p->d->made ? p->d->made : "";
	size_t                lines = pdf_text_lines(p, font, room, made);
	char                 *page = arena_printf(p->a, "Page %d of %d", p->page, p->pages);

	pdf_rule(p, PDF_LEFT, PDF_LEFT + PDF_INNER, y - 12, 0.5, PDF_LINE);
	pdf_text_wrapped(p, font, PDF_MUTED, PDF_LEFT, y, ANCHOR_START, room, 9, 0,
	                 lines > 2 ? 2 : lines, made);
	pdf_text(p, font, PDF_MUTED, PDF_LEFT + PDF_INNER, y, ANCHOR_END, page);
}

void pdf_page_begin(struct pdf *p)
{
	p->page++;
	p->y = p->page == 1 ? TOP_FIRST : PDF_TOP;
	p->fresh = true;
	if (p->draw && p->page > 1)
		head(p);
}

void pdf_page_end(struct pdf *p)
{
	if (!p->draw)
		return;
	foot(p);
	p->lib->cairo_show_page(p->cr);
}

void pdf_need(struct pdf *p, double height)
{
	if (p->fresh || p->y + height <= PDF_BOTTOM)
		return;
	pdf_page_end(p);
	pdf_page_begin(p);
}

void pdf_space(struct pdf *p, double height)
{
	if (!p->fresh)
		p->y += height;
}

/* One paragraph: no line stands alone on its page where there are others to go with it. */
static void paragraph(struct pdf *p, struct pdf_font f, int rgb, double width, double leading,
                      const char *s)
{
	size_t n = pdf_text_lines(p, f, width, s);

	for (size_t i = 0; i < n;) {
		size_t here;

		pdf_need(p, leading * (double)(n - i < 3 ? n - i : 2));
		here = (size_t)((PDF_BOTTOM - p->y) / leading);
		if (here >= n - i)
			here = n - i;
		else if (n - i - here == 1 && here > 2)
			here--;
		if (here == 0)
			here = 1;
		pdf_tag(p, "P");
		pdf_text_wrapped(p, f, rgb, PDF_LEFT, p->y + f.size, ANCHOR_START, width, leading,
		                 i, here, s);
		pdf_untag(p, "P");
		p->y += leading * (double)here;
		p->fresh = false;
		i += here;
	}
}

void pdf_paragraphs(struct pdf *p, struct pdf_font f, int rgb, double width, double leading,
                    const char *s)
{
	while (s && *s) {
		const char *end = strstr(s, "\n\n");
		size_t      n = end ? (size_t)(end - s) : strlen(s);

		if (n)
			paragraph(p, f, rgb, width, leading, arena_strndup(p->a, s, n));
		s += n + (end ? 2 : 0);
		if (*s)
			pdf_space(p, leading * 0.5);
	}
}

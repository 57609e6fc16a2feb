/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* A report as PDF: the order of its pages. */

#include "report/pdf.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"

static const struct pdf_font TITLE = {22, 600}, SUBTITLE = {12.5, 400}, SECTION = {14, 600},
			     BLOCK = {9.5, 600}, BODY = {8.75, 400}, NOTE = {7.25, 400},
			     LIST = {8.25, 400};

#define READING 440.0 /* the width of running text */
#define SECTION_HEIGHT 34.0
#define BLOCK_HEIGHT 20.0

static cairo_status_t take(void *out, const unsigned char *p, unsigned int n)
{
	buf_put(out, p, n);
	return CAIRO_STATUS_SUCCESS;
}

/* Names and pages of the sections, in two columns; each leads there. */
static void contents(struct pdf *p)
{
	const double width = (PDF_INNER - 28) / 2;
	size_t       rows = (p->d->n + 1) / 2;

	for (size_t i = 0; i < p->d->n; i++) {
		double      x = PDF_LEFT + (i < rows ? 0 : width + 28);
		double      y = p->y + 15 * (double)(i < rows ? i : i - rows) + 10;
		const char *title = p->d->sections[i].title;

		if (!p->draw)
			continue;
		p->lib->cairo_tag_begin(p->cr, CAIRO_TAG_LINK,
		                        arena_printf(p->a, "page=%d pos=[0 %.1f]",
		                                     p->sections[i].page, p->sections[i].y));
		pdf_text(p, LIST, PDF_TEXT_2, x, y, ANCHOR_START, title);
		pdf_text(p, LIST, PDF_MUTED, x + width, y, ANCHOR_END,
		         arena_printf(p->a, "%d", p->sections[i].page));
		p->lib->cairo_tag_end(p->cr, CAIRO_TAG_LINK);
		pdf_rule(p, x, x + width, y + 4.5, 0.35, PDF_LINE);
	}
	p->y += 15 * (double)rows + 14;
}

static void title(struct pdf *p)
{
	const struct document *d = p->d;

	pdf_box(p, PDF_LEFT, p->y - 14, 26, 3, PDF_ACCENT);
	pdf_tag(p, "H1");
	p->y += 20;
	pdf_text(p, TITLE, PDF_TEXT, PDF_LEFT - 1, p->y, ANCHOR_START, d->title);
	pdf_untag(p, "H1");
	p->fresh = false;
	if (d->subtitle) {
		p->y += 21;
		pdf_tag(p, "P");
		pdf_text(p, SUBTITLE, PDF_TEXT_2, PDF_LEFT, p->y, ANCHOR_START, d->subtitle);
		pdf_untag(p, "P");
	}
	p->y += 9;
	if (d->period)
		pdf_paragraphs(p, BODY, PDF_MUTED, PDF_INNER, 13, d->period);
	p->y += 12;
	if (d->n > 3)
		contents(p);
}

/* What must stand on the page where a block's title stands. */
static double lead_of(struct pdf *p, const struct block *b)
{
	switch (b->kind) {
	case BLOCK_CHART: return pdf_chart_lead(&b->chart);
	case BLOCK_FIGURES:
		if (pdf_figures_fit(&b->grid))
			return pdf_figures_lead(p, &b->grid);
		return b->grid.n_columns ? pdf_grid_lead(p, &b->grid) : 0;
	case BLOCK_GRID: return b->grid.n_columns ? pdf_grid_lead(p, &b->grid) : 0;
	case BLOCK_TEXT: break;
	}
	return 2 * 13;
}

static double note_height(struct pdf *p, const struct block *b)
{
	return b->note ? 10 * (double)pdf_text_lines(p, NOTE, PDF_INNER, b->note) + 4 : 0;
}

static double block_height(struct pdf *p, const struct block *b)
{
	bool with_note = b->kind == BLOCK_CHART; /* which is not parted from its words */

	return (b->title ? BLOCK_HEIGHT : 0) + lead_of(p, b) + (with_note ? note_height(p, b) : 0);
}

/* A unit that all columns have stands beside the title, not in each head. */
static const char *title_of(struct pdf *p, const struct block *b)
{
	const char *unit = b->kind == BLOCK_GRID && b->grid.n_columns ? pdf_grid_unit(&b->grid)
	                                                              : NULL;

	return unit ? arena_printf(p->a, "%s (%s)", b->title, unit) : b->title;
}

static void block(struct pdf *p, const struct block *b)
{
	pdf_need(p, block_height(p, b));
	p->tail = note_height(p, b);
	if (b->title) {
		pdf_tag(p, "H3");
		pdf_text(p, BLOCK, PDF_TEXT, PDF_LEFT, p->y + 9, ANCHOR_START, title_of(p, b));
		pdf_untag(p, "H3");
		p->y += BLOCK_HEIGHT - 4;
		p->fresh = false;
	}
	switch (b->kind) {
	case BLOCK_TEXT: pdf_paragraphs(p, BODY, PDF_TEXT_2, READING, 13, b->text); break;
	case BLOCK_CHART:
		p->y += 2;
		pdf_chart(p, &b->chart);
		break;
	case BLOCK_FIGURES:
		if (pdf_figures_fit(&b->grid)) {
			p->y += 4;
			pdf_figures(p, &b->grid);
			break;
		}
		if (b->grid.n_columns)
			pdf_grid(p, &b->grid);
		break;
	case BLOCK_GRID:
		if (b->grid.n_columns)
			pdf_grid(p, &b->grid);
		break;
	}
	if (b->note) {
		p->y += 4;
		pdf_paragraphs(p, NOTE, PDF_MUTED, PDF_INNER, 10, b->note);
	}
	pdf_space(p, 14);
}

static void section(struct pdf *p, size_t i)
{
	const struct section *s = &p->d->sections[i];

	if (i)
		pdf_space(p, 10);
	pdf_need(p, SECTION_HEIGHT + (s->n ? block_height(p, &s->blocks[0]) : 0));
	p->sections[i] = (struct pdf_place){p->page, p->y > 12 ? p->y - 12 : 0};
	if (p->draw)
		p->lib->cairo_pdf_surface_add_outline(
			p->surface, CAIRO_PDF_OUTLINE_ROOT, s->title,
			arena_printf(p->a, "page=%d pos=[0 %.1f]", p->page, p->sections[i].y),
			CAIRO_PDF_OUTLINE_FLAG_OPEN);
	if (!p->fresh && i) {
		pdf_rule(p, PDF_LEFT, PDF_LEFT + PDF_INNER, p->y, 0.8, PDF_TEXT);
		p->y += 8;
	}
	pdf_tag(p, "H2");
	pdf_text(p, SECTION, PDF_TEXT, PDF_LEFT, p->y + 13, ANCHOR_START, s->title);
	pdf_untag(p, "H2");
	p->y += SECTION_HEIGHT - 8;
	p->fresh = false;
	for (size_t b = 0; b < s->n; b++)
		block(p, &s->blocks[b]);
}

static void compose(struct pdf *p, bool draw)
{
	p->draw = draw;
	p->pages = p->page;
	p->page = 0;
	p->next_plan = 0;
	pdf_page_begin(p);
	pdf_tag(p, "Document");
	title(p);
	for (size_t i = 0; i < p->d->n; i++)
		section(p, i);
	pdf_untag(p, "Document");
	pdf_page_end(p);
}

/* Nothing of the clock: the same document is the same file. */
static void describe(struct pdf *p)
{
	const struct document *d = p->d;
	char                   day[DATE_TEXT];
	const char *name = d->subtitle ? arena_printf(p->a, "%s: %s", d->title, d->subtitle)
	                               : d->title;

	p->lib->cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, name);
	p->lib->cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_AUTHOR,
	                                       "Waardhaven AutoIndex");
	p->lib->cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATOR,
	                                       "Waardhaven AutoIndex");
	if (d->period)
		p->lib->cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_SUBJECT,
		                                       d->period);
	p->lib->cairo_pdf_surface_set_metadata(
		p->surface, CAIRO_PDF_METADATA_CREATE_DATE,
		arena_printf(p->a, "%sT00:00:00Z", date_format(d->last_date, day)));
}

static size_t n_blocks(const struct document *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n; i++)
		n += d->sections[i].n;
	return n;
}

static enum err write(struct pdf *p, struct buf *out, struct fail *f)
{
	const struct pdf_libs *l = p->lib;
	PangoFontMap          *map = l->pango_cairo_font_map_new();

	p->surface = l->cairo_pdf_surface_create_for_stream(take, out, PDF_WIDTH, PDF_HEIGHT);
	p->cr = l->cairo_create(p->surface);
	p->sections = ARENA_ARRAY(p->a, p->d->n + 1, struct pdf_place);
	p->plans = ARENA_ARRAY(p->a, n_blocks(p->d) + 1, struct pdf_grid_plan *);
	pdf_type_init(p, map);
	describe(p);
	bool fonts = pdf_type_works(p);

	if (fonts) {
		compose(p, false);
		compose(p, true);
	}
	pdf_type_finish(p);
	cairo_status_t status = l->cairo_status(p->cr);

	l->cairo_destroy(p->cr);
	l->cairo_surface_finish(p->surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = l->cairo_surface_status(p->surface);
	l->cairo_surface_destroy(p->surface);
	l->g_object_unref(map);
	if (!fonts)
		return fail(f, ERR_AWAY, "a PDF needs a font (Debian: fonts-inter)");
	return status == CAIRO_STATUS_SUCCESS
	               ? OK
	               : fail(f, ERR_INTERNAL, "cairo: %s", l->cairo_status_to_string(status));
}

enum err report_pdf(const struct document *d, struct buf *out, struct fail *f)
{
	const struct pdf_libs *l;

	TRY(pdf_libs_load(&l, f));
	struct pdf p = {.lib = l, .d = d, .a = arena_create()};
	size_t     was = out->n;
	enum err   e = write(&p, out, f);

	if (e != OK)
		out->n = was;

	arena_destroy(p.a);
	return e;
}

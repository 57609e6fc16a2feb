/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef REPORT_PDF_H
#define REPORT_PDF_H

#include <stdbool.h>
#include <stddef.h>

#include "report/document.h"
#include "report/draw.h"
#include "report/figure.h"
#include "report/pdf_libs.h"

struct arena;

/*
 * The PDF while it is written. The document is composed twice by the same code: first without
 * drawing, which finds the number of pages and where each section begins, then with it.
 * Lengths are points, y goes down from the upper edge of the page, text stands on its baseline.
 */
struct pdf_font {
	double size;
	int    weight; /* 400, 500, 600 */
};
struct pdf_place {
	int    page; /* from 1 */
	double y;
};
/* One size and weight, set up once. */
struct pdf_face {
	struct pdf_font font;
	PangoLayout    *layout;
	double          advance[95]; /* of the printable ASCII characters, from the space on */
};
enum { PDF_FACES = 32 };

struct pdf {
	const struct pdf_libs *lib;
	struct arena          *a;
	const struct document *d;
	cairo_surface_t       *surface;
	cairo_t               *cr;
	PangoContext          *context;
	struct pdf_face        faces[PDF_FACES];
	size_t                 n_faces;
	bool                   draw;
	double                 tail; /* height of the note below the grid that is next */
	int                    page, pages;
	double                 y;        /* where the next thing may begin */
	bool                   fresh;    /* nothing stands on this page yet */
	struct pdf_place      *sections; /* [d->n] */
	struct pdf_grid_plan **plans;    /* of the grids in their order */
	size_t                 next_plan;
};

/* The page, A4. */
#define PDF_WIDTH 595.276
#define PDF_HEIGHT 841.89
#define PDF_LEFT 46.0
#define PDF_INNER (PDF_WIDTH - 2 * PDF_LEFT)
#define PDF_TOP 70.0 /* of what stands on a page */
#define PDF_BOTTOM (PDF_HEIGHT - 58)

/* Colours of the web app's light theme. */
enum {
	PDF_TEXT = 0x12161c,
	PDF_TEXT_2 = 0x434c58,
	PDF_MUTED = 0x5f6977,
	PDF_LINE = 0xe1e5ea,
	PDF_LINE_MID = 0xc9cfd7,
	PDF_ACCENT = 0x1d49c4,
	PDF_GAIN = 0x00626e,
	PDF_LOSS = 0xb0380a
};

/* pdf_type.c: text. */
void   pdf_type_init(struct pdf *p, PangoFontMap *map);
void   pdf_type_finish(struct pdf *p);
bool   pdf_type_works(struct pdf *p); /* false: no font is installed, all text would be boxes */
double pdf_text_width(struct pdf *p, struct pdf_font f, const char *s);
double pdf_text_about(struct pdf *p, struct pdf_font f, const char *s); /* quicker; no kerning */
void   pdf_text(struct pdf *p, struct pdf_font f, int rgb, double x, double y, enum anchor anchor,
                const char *s);
/* Lines that s takes in a column of width; the longest word may not fit and is broken then. */
size_t pdf_text_lines(struct pdf *p, struct pdf_font f, double width, const char *s);
/* Lines from the first on, of which n were counted; the first stands on y. */
void pdf_text_wrapped(struct pdf *p, struct pdf_font f, int rgb, double x, double y,
                      enum anchor anchor, double width, double leading, size_t first, size_t n,
                      const char *s);

/* pdf_page.c: pages and what stands on each. */
void pdf_page_begin(struct pdf *p);
void pdf_page_end(struct pdf *p);
void pdf_need(struct pdf *p, double height);  /* a new page where height is not left on this one */
void pdf_space(struct pdf *p, double height); /* none at the top of a page */
void pdf_colour(struct pdf *p, int rgb);
void pdf_rule(struct pdf *p, double x1, double x2, double y, double width, int rgb);
void pdf_box(struct pdf *p, double x, double y, double width, double height, int rgb);
void pdf_tag(struct pdf *p, const char *name); /* structure, for those who have the page read out */
void pdf_untag(struct pdf *p, const char *name);
void pdf_paragraphs(struct pdf *p, struct pdf_font f, int rgb, double width, double leading,
                    const char *s);

/* pdf_pen.c, pdf_grid.c, pdf_figures.c: one block each; the height that must stay with its title. */
double pdf_chart_lead(const struct chart *c);
void   pdf_chart(struct pdf *p, const struct chart *c);
double pdf_grid_lead(struct pdf *p, const struct grid *g);
void   pdf_grid(struct pdf *p, const struct grid *g);
/* The unit of all columns but the first, which is then said once; NULL where they differ. */
const char *pdf_grid_unit(const struct grid *g);
bool        pdf_figures_fit(const struct grid *g); /* few enough to be shown large */
double      pdf_figures_lead(struct pdf *p, const struct grid *g);
void        pdf_figures(struct pdf *p, const struct grid *g);

/* pdf_cell.c: a cell in words; the dash where it is undefined, "" where nothing belongs. */
const char *pdf_cell_text(const struct cell *c, const struct column *col, char buf[FIGURE_TEXT]);
int         pdf_cell_colour(const struct cell *c);                 /* of its text */
int         pdf_cell_heat(const struct cell *c, double heat_full); /* of its ground */

#endif

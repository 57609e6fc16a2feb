/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef REPORT_PDF_GRID_H
#define REPORT_PDF_GRID_H

#include "report/pdf.h"

/* Left and right of what a cell holds. */
#define PDF_CELL_PAD 5.0
#define PDF_HEAT_PAD 2.5
#define PDF_CELL_LEADING 1.36 /* of its size */

enum { PDF_REASONS = 9 };

/* Made when pages are counted, used again when they are drawn. */
struct pdf_grid_plan {
	double     *width;  /* [n_columns] */
	double     *height; /* [n_rows] */
	size_t      rows;   /* shown */
	double      size, head_height;
	const char *unit;  /* of all columns but the first, said with the title; NULL = none */
	bool        heat;  /* a heat map: cells of one size, kept on one page where they fit */
	double      table; /* height of head and rows */
	size_t *parts; /* [n_parts + 1] columns where the table is cut; the first column comes again */
	size_t      n_parts;
	const char *reasons[PDF_REASONS];
	size_t      n_reasons;
	bool        more_reasons;
};

/* The plan of the grid that is next; the second composition finds those of the first. */
const struct pdf_grid_plan *pdf_grid_plan_of(struct pdf *p, const struct grid *g);

bool pdf_grid_left(const struct grid *g, size_t column); /* text begins at the left */

const char *pdf_grid_head(struct pdf *p, const struct grid *g, size_t column);
double      pdf_grid_pad(const struct pdf_grid_plan *plan, size_t column);
double      pdf_grid_indent(const struct grid *g, size_t column);
double      pdf_grid_room(const struct grid *g, const struct pdf_grid_plan *plan, size_t column);
const char *pdf_grid_text(const struct pdf_grid_plan *plan, const struct grid *g, size_t r,
                          size_t c, char buf[FIGURE_TEXT]);
struct pdf_font pdf_grid_font(const struct pdf_grid_plan *plan);
struct pdf_font pdf_grid_head_font(const struct pdf_grid_plan *plan);
/* The number of a reason in the list below the table, from 1; 0 = none was given. */
size_t pdf_grid_reason(const struct pdf_grid_plan *plan, const char *text);

#endif

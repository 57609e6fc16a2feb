/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef REPORT_XLSX_H
#define REPORT_XLSX_H

#include <stdbool.h>
#include <stddef.h>

#include <xlsxwriter.h>

#include "report/document.h"

struct arena;

/*
 * The workbook while it is written. Blocks of a section stand beside each other on its sheet, so
 * that the heads of all are in the one row that is frozen, and a column holds one thing:
 * row 1 the section, 2 the blocks' titles, 3 their notes, 4 the heads, figures from row 5 on.
 */
enum { XLSX_SECTION, XLSX_TITLE, XLSX_NOTE, XLSX_HEAD, XLSX_DATA };
enum { XLSX_DIGITS = 9, XLSX_NOTES = 400 };

struct xlsx {
	lxw_workbook *book;
	struct arena *a;
	lxw_error     error;                         /* the first */
	lxw_format   *number[2][2][XLSX_DIGITS + 1]; /* [percent][sign][digits], made when used */
	lxw_format   *title, *subtitle, *section, *block, *note, *head, *head_right, *text, *wrap,
		*dash, *date, *link;
	const char **names; /* of the sheets */
	size_t       n_names;
};
struct xlsx_sheet {
	struct xlsx   *x;
	lxw_worksheet *sheet;
	const char    *name;
	size_t n_notes; /* reasons written so far; more than XLSX_NOTES would slow a reader */
};

/* xlsx_cell.c: one cell each. */
void xlsx_formats(struct xlsx *x);
void xlsx_text(struct xlsx_sheet *s, size_t row, size_t col, const char *text, lxw_format *f);
void xlsx_number(struct xlsx_sheet *s, size_t row, size_t col, double v, lxw_format *f);
void xlsx_date(struct xlsx_sheet *s, size_t row, size_t col, int32_t date);
void xlsx_cell(struct xlsx_sheet *s, size_t row, size_t col, const struct cell *c);
/* Of figures that are not in a grid. */
lxw_format *xlsx_number_format(struct xlsx *x, bool percent, bool sign, int digits);
/* Characters that the cell needs, about. */
size_t xlsx_cell_width(const struct cell *c);

/* xlsx_sheet.c: a section; what is too much for a sheet is an error. */
enum err xlsx_section(struct xlsx *x, const struct section *section, const char *name,
                      struct fail *f);

/* xlsx_chart.c: the chart of a block whose points are in the rows from XLSX_DATA on: x in column
 * x_col, its lines from column first on. It stands at row, col; returns the rows it covers. */
size_t xlsx_chart(struct xlsx_sheet *s, const struct block *b, size_t x_col, size_t first,
                  size_t row, size_t col);

#endif

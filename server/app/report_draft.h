/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_REPORT_DRAFT_H
#define APP_REPORT_DRAFT_H

#include "base/shape.h"
#include "report/document.h"

struct arena;
struct point;

/* A section of a report being written, block by block. */
struct draft {
	struct arena *a;
	struct block *blocks;
	size_t        n, cap;
};
/* Append; what it points to is valid until the next. note: what the figures rest on. */
struct block *draft_block(struct draft *d, enum block_kind kind, const char *id, const char *title,
                          const char *note);
struct chart *draft_chart(struct draft *d, enum chart_kind kind, const char *id, const char *title,
                          const char *note);
void          draft_text(struct draft *d, const char *id, const char *title, const char *text);

/* A grid being written, row by row. */
struct sheet {
	struct arena        *a;
	const struct column *columns;
	size_t               n_columns, n, cap;
	struct cell         *cells;
	const char         **ids;
};
struct sheet sheet_make(struct arena *a, const struct column *columns, size_t n);
/* The cells of a new row, all CELL_NONE; valid until the next. id may be NULL. */
struct cell *sheet_row(struct sheet *s, const char *id);
/* The grid of all of them. */
struct grid sheet_grid(const struct sheet *s);

/* Cells. why: the reason of a number that is NaN; NULL: there is nothing to say. */
struct cell cell_text(const char *text);
struct cell cell_percent(double v, int digits, const char *why);
struct cell cell_signed(double v, int digits,
                        const char *why); /* a return: a percentage with its sign */
struct cell cell_number(double v, int digits, const char *why);
struct cell cell_count(int64_t n);                    /* INT_NONE is undefined */
struct cell cell_date(int32_t date, const char *why); /* DATE_NONE is undefined */
struct cell cell_heat(double v, const char *why);     /* a return with its colour */

/* Points as a chart has them. */
const int32_t *points_dates(struct arena *a, const struct point *p, size_t n);
const double  *points_values(struct arena *a, const struct point *p, size_t n);

/* "3 January 2000", for sentences; "" for DATE_NONE. */
const char *report_date(struct arena *a, int32_t date);
/* Sentences with a blank between, each with its full stop; NULL is none. */
const char *report_sentences(struct arena *a, const char *const *p, size_t n);
/* "+12.34%", for sentences. */
const char *report_percent(struct arena *a, double v, bool sign);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef REPORT_DOCUMENT_H
#define REPORT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct buf;

/*
 * A report as what it says, apart from what it looks like: the same document becomes HTML, PDF, a
 * workbook, CSV and JSON. Undefined numbers are NaN and shown as a dash with the reason, never 0.
 * All memory is of the arena that the document was made in; a writer changes nothing in it.
 */
enum cell_kind {
	CELL_TEXT,
	CELL_NUMBER,  /* shown with digits decimals and a sign where sign is set */
	CELL_PERCENT, /* 0.123 is 12.3 % */
	CELL_DATE,    /* days since 1970 */
	CELL_NONE     /* nothing belongs here */
};
struct cell {
	enum cell_kind kind;
	const char    *text; /* CELL_TEXT; otherwise why the number is undefined, or NULL */
	double         v;    /* CELL_NUMBER, CELL_PERCENT, CELL_DATE */
	int            digits;
	bool           sign; /* + in front of what is above 0 */
	bool           heat; /* coloured by its value: months, correlations */
};
struct column {
	const char    *title;
	const char    *unit; /* "%", "EUR", "days"; NULL = none */
	enum cell_kind kind; /* of most cells: aligns the column */
	const char    *id;   /* "benchmark": what a program calls it; NULL = none */
};
struct grid {
	const struct column *columns;
	size_t               n_columns, n_rows;
	const struct cell   *cells; /* [n_rows * n_columns] */
	size_t long_after;          /* rows shown before "and n more" in HTML and PDF; 0 = all */
	const char *const
		*ids;       /* [n_rows] "sharpe_ratio": what a program calls a row; may be NULL */
	double   heat_full; /* cells of heat: the value of the strongest colour, above 0 */
};

enum chart_kind {
	CHART_LINE,
	CHART_AREA,  /* filled to 0: drawdowns */
	CHART_BARS,  /* one group a label */
	CHART_STACK, /* areas on top of each other: weights over time */
	CHART_HIST,  /* bars over bins: labels are the bins' middles; a second line is a curve */
	CHART_ROWS   /* bars that lie, a row a label: contributions */
};
struct line {
	const char   *name;
	const double *v;         /* [n]; NaN is a gap */
	bool          benchmark; /* drawn as the one that is compared with */
};
struct chart {
	enum chart_kind    kind;
	size_t             n;      /* points, or groups of bars */
	const int32_t     *dates;  /* [n] ascending; NULL where labels say */
	const char *const *labels; /* [n]; NULL where dates say */
	const struct line *lines;
	size_t             n_lines;
	bool               percent; /* values are shares of 1 */
	bool               log;     /* logarithmic, where all values are above 0 */
	const char        *unit;    /* of the axis; NULL = none */
	const char        *alt;     /* what it shows, in one sentence, for who cannot see it */
};

enum block_kind { BLOCK_TEXT, BLOCK_GRID, BLOCK_CHART, BLOCK_FIGURES };
struct block {
	enum block_kind kind;
	const char     *id, *title; /* "monthly_returns"; title may be NULL */
	const char     *note;       /* below it: period, basis, source; NULL = none */
	const char     *text;       /* BLOCK_TEXT: paragraphs parted by an empty line */
	struct grid     grid;       /* BLOCK_GRID, BLOCK_FIGURES */
	struct chart    chart;
	/* BLOCK_FIGURES: headline numbers; a grid of label, index, benchmark and further columns. */
};
struct section {
	const char         *id, *title; /* "growth", "Growth" */
	const struct block *blocks;
	size_t              n;
};
struct document {
	const char           *id;               /* "detailed" */
	const char           *title, *subtitle; /* "Waardhaven AutoIndex", "Detailed report" */
	const char           *period;           /* "3 January 2000 to 31 December 2025" */
	const char           *made;             /* when and by what, one line */
	int32_t               first_date, last_date;
	const struct section *sections;
	size_t                n;
};

/* Append the whole file to out, which has a limit of its own. ERR_INTERNAL: a library failed. */
typedef enum err report_writer(const struct document *d, struct buf *out, struct fail *f);

report_writer report_html; /* one file that asks nobody for anything; no script */
report_writer report_pdf;  /* A4, page numbers, vector charts, fonts embedded */
report_writer report_xlsx; /* a sheet a section, numbers as numbers, native charts */
report_writer report_csv;  /* every grid and chart; text that a spreadsheet would run is quoted */
report_writer report_json;

#endif

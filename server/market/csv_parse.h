/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef MARKET_CSV_PARSE_H
#define MARKET_CSV_PARSE_H

#include "market/csv_header.h"
#include "market/csv_symbols.h"

/*
 * One reading of a file, row by row: everything that can be said of a row by
 * itself. Duplicates and jumps are its caller's.
 */
enum csv_step { CSV_STEP_ROW, CSV_STEP_REJECT, CSV_STEP_END };

struct csv_wide_column;

struct csv_parser {
	/* What the last step found. */
	struct csv_row   row;     /* ROW; source is not set */
	struct csv_text  source;  /* ROW; n = 0: none */
	struct csv_issue issue;   /* REJECT */
	enum csv_reason  refused; /* END */

	struct arena             *a;
	struct csv_spool         *spool;
	const struct csv_options *options;
	struct csv_symbols       *symbols;
	struct csv_bytes         *bytes;
	struct csv_records        records;
	struct csv_header         header;
	enum csv_dates            dates;
	bool                      comma;  /* is the decimal mark */
	bool                      any;    /* there was a row */
	struct csv_track         *fixed;  /* the option symbol */
	struct csv_wide_column   *wide;   /* one a column */
	size_t                    cell;   /* next cell of a wide row; 0 = take the next record */
	struct csv_track         *latest; /* symbol of the last row, and how it was spelled */
	char                      spelled[CSV_SYMBOL_TEXT];
	size_t                    spelled_n;
};

/* Reads the header; a refusal shows at the first step. */
void csv_parser_open(struct csv_parser *p, struct arena *a, struct csv_spool *spool,
                     const struct csv_options *o, struct csv_symbols *symbols);
/* The same file from its beginning, with what was found out about it. */
void csv_parser_again(struct csv_parser *p, struct arena *a, const struct csv_parser *first);
enum csv_step csv_parser_step(struct csv_parser *p);

/* csv_scan.c: questions to the whole file. A fault of the input is returned. */
enum csv_reason csv_scan_comma(struct csv_spool *spool, bool *out);
enum csv_reason csv_scan_dates(struct csv_spool *spool, size_t date_column, enum csv_dates *out);

#endif

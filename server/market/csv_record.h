/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef MARKET_CSV_RECORD_H
#define MARKET_CSV_RECORD_H

#include "market/csv_bytes.h"

/* Text inside the reader's buffer; the byte behind it may be overwritten. */
struct csv_text {
	char  *p;
	size_t n;
};

/*
 * The records of a text by RFC 4180, one at a time, over a window that grows
 * to CSV_RECORD_MAX and never beyond. Line ends are LF, CRLF or CR. A quote
 * opens only at the start of a field; what follows its closing quote is part
 * of the field.
 */
struct csv_records {
	/* The current record. */
	uint64_t         line;
	struct csv_text *fields;
	size_t           n;
	bool unclosed; /* a quote never closed: the fields mean nothing, no record follows */
	bool broken;   /* holds bytes that are not UTF-8 */
	bool comma;    /* holds a comma that does not separate */
	enum csv_reason fault; /* why there is no record: CSV_FINE at the end of the text */

	struct arena     *a;
	struct csv_bytes *bytes;
	char             *buf;
	size_t            cap, at, end; /* unread text is buf[at..end) */
	bool              text_end;
	uint64_t          next_line;
	size_t            fields_cap;
	char              separator;
	unsigned char class[256];
};

/*
 * Skip blank lines and lines that begin with #, choose the separator by the
 * first line left. false: there is none (fault CSV_EMPTY) or it is too long.
 */
bool csv_records_open(struct csv_records *r, struct arena *a, struct csv_bytes *bytes);
bool csv_records_next(struct csv_records *r);
bool csv_record_blank(const struct csv_records *r); /* every field is */

#endif

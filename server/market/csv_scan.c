/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/arena.h"
#include "market/csv_parse.h"

/* A row that the file's rules are decided by; blank ones and an open quote are not. */
static bool next_row(struct csv_records *r)
{
	while (csv_records_next(r))
		if (!r->unclosed && !csv_record_blank(r))
			return true;
	return false;
}

static void open_rows(struct csv_records *r, struct arena *a, struct csv_spool *spool)
{
	if (csv_records_open(r, a, csv_bytes_open(a, spool)))
		(void)csv_records_next(r); /* the header */
}

enum csv_reason csv_scan_comma(struct csv_spool *spool, bool *out)
{
	struct arena      *a = arena_create();
	struct csv_records r;
	bool               comma = false;

	open_rows(&r, a, spool);
	while (!comma && next_row(&r))
		comma = r.comma;
	if (!r.fault)
		*out = comma;
	arena_destroy(a);
	return r.fault;
}

enum csv_reason csv_scan_dates(struct csv_spool *spool, size_t date_column, enum csv_dates *out)
{
	struct arena      *a = arena_create();
	struct csv_records r;
	bool               day_first = false, month_first = false;
	int                first, second;

	open_rows(&r, a, spool);
	while (next_row(&r)) {
		if (r.n <= date_column || !csv_slash_date(r.fields[date_column], &first, &second))
			continue;
		day_first |= first > 12;
		month_first |= second > 12;
	}
	arena_destroy(a);
	if (r.fault)
		return r.fault;
	if (day_first && month_first)
		return CSV_MIXED_DATES;
	if (!day_first && !month_first)
		return CSV_AMBIGUOUS_DATES;
	*out = day_first ? CSV_DATES_DMY : CSV_DATES_MDY;
	return CSV_FINE;
}

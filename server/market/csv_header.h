/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef MARKET_CSV_HEADER_H
#define MARKET_CSV_HEADER_H

#include "market/csv_record.h"

/* What the columns of a file are. */
struct csv_header {
	size_t n;
	int    at[CSV_FIELD_N]; /* column of each field, -1 = none */
	bool   wide;
};

/* Read the names in the current record; symbol_given: a file without such a column is fine. */
enum csv_reason csv_header_read(const struct csv_records *r, bool symbol_given,
                                struct csv_header *out);

#endif

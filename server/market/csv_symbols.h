/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef MARKET_CSV_SYMBOLS_H
#define MARKET_CSV_SYMBOLS_H

#include "market/csv_value.h"

struct csv_values {
	double open, high, low, close, adj_close, volume;
};

enum csv_order { CSV_ORDER_ANY, CSV_ORDER_UP, CSV_ORDER_DOWN, CSV_ORDER_NONE };

/*
 * A symbol and what must be known of its rows so far to tell duplicates and
 * jumps while they come in date order, up or down.
 */
struct csv_track {
	struct csv_symbol pub;   /* first: a struct csv_symbol * of ours is one of these */
	enum csv_order    order; /* of the accepted rows; ANY: at most one so far */
	bool              again; /* its duplicates or jumps need another reading */
	uint64_t          accepted, jumps, conflicts;
	int32_t           last, min, max; /* dates */
	uint64_t          last_line;
	struct csv_values last_values;
};

/* The symbols of one file, and which dates of each were taken. */
struct csv_symbols;

struct csv_symbols *csv_symbols_create(struct arena *a);
/* Find or add; NULL when there are CSV_SYMBOLS_MAX others. name may be empty. */
struct csv_track *csv_symbols_get(struct csv_symbols *s, const char *text, size_t n,
                                  struct csv_text name);
size_t            csv_symbols_n(const struct csv_symbols *s);
struct csv_track *csv_symbols_at(const struct csv_symbols *s, size_t id);
/* Mark the date of a symbol; false when it was marked before. Takes one bit a day. */
bool csv_symbols_mark(struct csv_symbols *s, const struct csv_track *t, int32_t date);

#endif

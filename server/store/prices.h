/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_PRICES_H
#define STORE_PRICES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct db;

/* One price of one asset; NaN = not given, but close or adj_close is. */
struct price {
	int64_t     asset_id;
	int32_t     date;
	double      open, high, low, close, volume, adj_close;
	const char *source;
	int64_t     known_at;
};

enum price_put { PRICE_INSERTED, PRICE_UNCHANGED, PRICE_CORRECTED };

/*
 * Store a price. What the database has of the day and p does not give stays. A
 * value that differs makes it a correction: the row as it was moves to
 * price_revisions, superseded at p->known_at, and takes over source and
 * known_at. Equal values from another source change nothing. Inside the
 * caller's transaction.
 */
enum err prices_put(struct db *db, const struct price *p, enum price_put *out,
                    struct fail *f) MUST_CHECK;

/*
 * The asset of a symbol; an unknown one is made, with what can be said of it.
 * name NULL = the symbol. price_basis: see the schema.
 */
enum err prices_asset(struct db *db, const char *symbol, const char *name, const char *price_basis,
                      int64_t *id, bool *created, struct fail *f) MUST_CHECK;

/*
 * A part of the caller's transaction that can be taken back by itself. Not to
 * be nested. Undo also ends it.
 */
enum err prices_part_begin(struct db *db, struct fail *f) MUST_CHECK;
enum err prices_part_keep(struct db *db, struct fail *f) MUST_CHECK;
enum err prices_part_undo(struct db *db, struct fail *f) MUST_CHECK;

#endif

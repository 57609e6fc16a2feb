/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_PANEL_H
#define STORE_PANEL_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct db;
struct sha256;

/*
 * The prices of the members of an index as one table: a row a session, a
 * column a member, ascending; NaN where a member has no price. A session is a
 * date on which at least one member has a price.
 */
struct panel {
	size_t         sessions, members;
	const int32_t *date;     /* [sessions] */
	const int64_t *asset_id; /* [members] */
	const double *
		price; /* [sessions][members]: adjusted closes of a member whose first price has one, else closes */
	const double *traded; /* the same of traded closes; NULL where no member has one */
};

/* Members without any price have an empty column. hash, if not NULL, takes in every row read, in order. */
enum err panel_load(struct db *db, struct arena *a, int64_t index_id, struct sha256 *hash,
                    struct panel *out, struct fail *f) MUST_CHECK;

#endif

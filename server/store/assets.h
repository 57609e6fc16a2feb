/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_ASSETS_H
#define STORE_ASSETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct db;

/* Text members are never NULL but sector and exchange. */
struct asset {
	int64_t     id;
	const char *symbol, *name, *sector, *asset_type, *exchange, *currency;
	const char *
		price_basis; /* see schema: total_return_adjusted, split_adjusted, price_index, unknown */
};

/* An asset with what is stored about it; dates DATE_NONE and close NaN where it has no prices. */
struct asset_row {
	struct asset asset;
	bool         in_index;
	int32_t      first_date, last_date;
	double       last_close;
};

struct asset_filter {
	const char *q, *sector; /* NULL = any */
	int64_t     index_id, limit, offset;
};
struct asset_rows {
	struct asset_row *p;
	size_t            n;
	int64_t           total; /* that match, beyond limit too */
};
struct assets {
	struct asset *p;
	size_t        n;
};

enum { ASSETS_MEMBERS_MAX = 2000 };

enum err assets_by_symbol(struct db *db, struct arena *a, const char *symbol, struct asset *out,
                          struct fail *f) MUST_CHECK;
enum err assets_list(struct db *db, struct arena *a, const struct asset_filter *q,
                     struct asset_rows *out, struct fail *f) MUST_CHECK;
/* Insert or rename by symbol; as->id is not read. */
enum err assets_describe(struct db *db, const struct asset *as, struct fail *f) MUST_CHECK;
/* Members of an index, by id. */
enum err assets_members(struct db *db, struct arena *a, int64_t index_id, struct assets *out,
                        struct fail *f) MUST_CHECK;
enum err assets_add_member(struct db *db, int64_t index_id, int64_t asset_id,
                           struct fail *f) MUST_CHECK;

#endif

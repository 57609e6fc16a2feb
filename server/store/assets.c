/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/assets.h"

#include <math.h>

#include "base/arena.h"
#include "base/date.h"
#include "store/db.h"

static struct asset read_asset(struct arena *a, const struct val *row)
{
	return (struct asset){
		.id = row[0].i,
		.symbol = arena_strdup(a, row[1].t),
		.name = arena_strdup(a, row[2].t),
		.sector = row[3].null ? NULL : arena_strdup(a, row[3].t),
		.asset_type = arena_strdup(a, row[4].t),
		.exchange = row[5].null ? NULL : arena_strdup(a, row[5].t),
		.currency = arena_strdup(a, row[6].t),
		.price_basis = arena_strdup(a, row[7].t),
	};
}

struct asset_sink {
	struct arena *a;
	struct asset *p;
	size_t        n;
};

static enum err take_asset(void *ctx, const struct val *row, struct fail *f)
{
	struct asset_sink *s = ctx;

	(void)f;
	s->p[s->n++] = read_asset(s->a, row);
	return OK;
}

enum err assets_by_symbol(struct db *db, struct arena *a, const char *symbol, struct asset *out,
                          struct fail *f)
{
	struct asset      found;
	struct asset_sink s = {.a = a, .p = &found};

	TRY(db_run(db, STMT_ASSET_BY_SYMBOL, (struct val[]){val_t(symbol)}, take_asset, &s, f));
	if (s.n == 0)
		return fail(f, ERR_NOTFOUND, "no asset with the symbol '%s'", symbol);
	*out = found;
	return OK;
}

struct row_sink {
	struct arena     *a;
	struct asset_row *p;
	size_t            n;
};

static enum err take_row(void *ctx, const struct val *row, struct fail *f)
{
	struct row_sink *s = ctx;

	(void)f;
	s->p[s->n++] = (struct asset_row){
		.asset = read_asset(s->a, row),
		.in_index = row[8].i != 0,
		.first_date = row[9].null ? DATE_NONE : (int32_t)row[9].i,
		.last_date = row[10].null ? DATE_NONE : (int32_t)row[10].i,
		.last_close = row[11].null ? NAN : row[11].d,
	};
	return OK;
}

enum err assets_list(struct db *db, struct arena *a, const struct asset_filter *q,
                     struct asset_rows *out, struct fail *f)
{
	struct row_sink s = {.a = a, .p = ARENA_ARRAY(a, (size_t)q->limit, struct asset_row)};
	struct val args[] = {val_t(q->q), val_t(q->sector), val_i(q->index_id), val_i(q->limit),
	                     val_i(q->offset)};
	int64_t    total;

	TRY(db_run(db, STMT_ASSET_LIST, args, take_row, &s, f));
	TRY(db_int(db, STMT_ASSET_COUNT, args, &total, f));
	*out = (struct asset_rows){.p = s.p, .n = s.n, .total = total};
	return OK;
}

enum err assets_describe(struct db *db, const struct asset *as, struct fail *f)
{
	struct val args[] = {val_t(as->symbol),     val_t(as->name),     val_t(as->sector),
	                     val_t(as->asset_type), val_t(as->exchange), val_t(as->currency),
	                     val_t(as->price_basis)};

	return db_write(db, STMT_ASSET_DESCRIBE, args, NULL, f);
}

enum err assets_members(struct db *db, struct arena *a, int64_t index_id, struct assets *out,
                        struct fail *f)
{
	struct asset_sink s = {.a = a, .p = ARENA_ARRAY(a, ASSETS_MEMBERS_MAX, struct asset)};

	TRY(db_run(db, STMT_MEMBER_LIST, (struct val[]){val_i(index_id), val_i(ASSETS_MEMBERS_MAX)},
	           take_asset, &s, f));
	*out = (struct assets){.p = s.p, .n = s.n};
	return OK;
}

enum err assets_add_member(struct db *db, int64_t index_id, int64_t asset_id, struct fail *f)
{
	return db_write(db, STMT_MEMBER_PUT, (struct val[]){val_i(index_id), val_i(asset_id)}, NULL,
	                f);
}

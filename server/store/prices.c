/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/prices.h"

#include <math.h>

#include "store/db.h"

enum { VALUES = 6 }; /* open, high, low, close, volume, adj_close: the order of the statements */

struct stored {
	double v[VALUES];
};

static enum err take_stored(void *ctx, const struct val *row, struct fail *f)
{
	struct stored *s = ctx;

	(void)f;
	for (int i = 0; i < VALUES; i++)
		s->v[i] = row[i].null ? NAN : row[i].d;
	return OK;
}

/* Lay what p gives over what is stored; true when that changes anything. */
static bool merge(const struct price *p, struct stored *s)
{
	const double given[VALUES] = {p->open, p->high, p->low, p->close, p->volume, p->adj_close};
	bool         changed = false;

	for (int i = 0; i < VALUES; i++) {
		if (isnan(given[i]) || given[i] == s->v[i])
			continue;
		s->v[i] = given[i];
		changed = true;
	}
	return changed;
}

static enum err correct(struct db *db, const struct price *p, enum price_put *out, struct fail *f)
{
	struct val    key[] = {val_i(p->asset_id), val_i(p->date), val_i(p->known_at)};
	struct stored s;

	TRY(db_run(db, STMT_PRICE_GET, key, take_stored, &s, f));
	if (!merge(p, &s)) {
		*out = PRICE_UNCHANGED;
		return OK;
	}
	struct val row[] = {
		val_i(p->asset_id), val_i(p->date),     val_d(s.v[0]), val_d(s.v[1]),
		val_d(s.v[2]),      val_d(s.v[3]),      val_d(s.v[4]), val_d(s.v[5]),
		val_t(p->source),   val_i(p->known_at),
	};
	TRY(db_write(db, STMT_PRICE_REVISE, key, NULL, f));
	TRY(db_write(db, STMT_PRICE_UPDATE, row, NULL, f));
	*out = PRICE_CORRECTED;
	return OK;
}

enum err prices_put(struct db *db, const struct price *p, enum price_put *out, struct fail *f)
{
	int64_t    changed;
	struct val row[] = {
		val_i(p->asset_id), val_i(p->date),     val_d(p->open),   val_d(p->high),
		val_d(p->low),      val_d(p->close),    val_d(p->volume), val_d(p->adj_close),
		val_t(p->source),   val_i(p->known_at),
	};

	TRY(db_write(db, STMT_PRICE_INSERT, row, &changed, f));
	if (changed == 0)
		return correct(db, p, out, f);
	*out = PRICE_INSERTED;
	return OK;
}

enum err prices_asset(struct db *db, const char *symbol, const char *name, const char *price_basis,
                      int64_t *id, bool *created, struct fail *f)
{
	struct val args[] = {val_t(symbol), val_t(name ? name : symbol),
	                     val_t(symbol[0] == '^' ? "index" : "stock"), val_t(price_basis)};
	enum err   e = db_int(db, STMT_ASSET_BY_SYMBOL, args, id, f);

	if (e == OK)
		*created = false;
	if (e != ERR_NOTFOUND)
		return e;
	TRY(db_int(db, STMT_ASSET_ADD, args, id, f));
	*created = true;
	return OK;
}

enum err prices_part_begin(struct db *db, struct fail *f)
{
	return db_write(db, STMT_PART_BEGIN, NULL, NULL, f);
}

enum err prices_part_keep(struct db *db, struct fail *f)
{
	return db_write(db, STMT_PART_KEEP, NULL, NULL, f);
}

enum err prices_part_undo(struct db *db, struct fail *f)
{
	TRY(db_write(db, STMT_PART_UNDO, NULL, NULL, f));
	return db_write(db, STMT_PART_KEEP, NULL, NULL, f);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/points.h"

#include "base/arena.h"
#include "store/db.h"

struct sink {
	struct arena *a;
	struct point *p;
	size_t        n, cap;
};

static enum err take_point(void *ctx, const struct val *row, struct fail *f)
{
	struct sink *s = ctx;

	(void)f;
	s->p = arena_grow(s->a, s->p, s->n, &s->cap, sizeof(*s->p));
	s->p[s->n++] = (struct point){.date = (int32_t)row[0].i, .value = row[1].d};
	return OK;
}

enum err points_read(struct db *db, struct arena *a, enum stmt stmt, const struct val *args,
                     struct points *out, struct fail *f)
{
	struct sink s = {.a = a};

	TRY(db_run(db, stmt, args, take_point, &s, f));
	*out = (struct points){.p = s.p, .n = s.n};
	return OK;
}

enum err points_of_asset(struct db *db, struct arena *a, int64_t asset_id, int32_t from, int32_t to,
                         struct points *out, struct fail *f)
{
	return points_read(
		db, a, STMT_PRICE_RANGE,
		(struct val[]){val_i(asset_id), val_i(from), val_i(to), val_i(POINTS_MAX)}, out, f);
}

enum err points_of_series(struct db *db, struct arena *a, const char *name, int32_t from,
                          int32_t to, struct points *out, struct fail *f)
{
	return points_read(db, a, STMT_SERIES_RANGE,
	                   (struct val[]){val_t(name), val_i(from), val_i(to), val_i(POINTS_MAX)},
	                   out, f);
}

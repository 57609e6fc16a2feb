/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/levels.h"

#include <math.h>

#include "base/arena.h"
#include "base/date.h"
#include "store/db.h"

struct sink {
	struct arena *a;
	struct level *p;
	size_t        n, cap;
};

static enum err take_level(void *ctx, const struct val *row, struct fail *f)
{
	struct sink *s = ctx;

	(void)f;
	s->p = arena_grow(s->a, s->p, s->n, &s->cap, sizeof(*s->p));
	s->p[s->n++] = (struct level){
		.date = (int32_t)row[0].i,
		.total = row[1].d,
		.net = row[2].d,
		.price = row[3].null ? NAN : row[3].d,
		.divisor = row[4].d,
	};
	return OK;
}

enum err levels_range(struct db *db, struct arena *a, int64_t index_id, int32_t from, int32_t to,
                      struct levels *out, struct fail *f)
{
	struct sink s = {.a = a};

	TRY(db_run(db, STMT_LEVEL_RANGE,
	           (struct val[]){val_i(index_id), val_i(from), val_i(to), val_i(LEVELS_MAX)},
	           take_level, &s, f));
	*out = (struct levels){.p = s.p, .n = s.n};
	return OK;
}

enum err levels_last(struct db *db, struct arena *a, int64_t index_id, size_t n, struct levels *out,
                     struct fail *f)
{
	struct sink s = {.a = a};

	TRY(db_run(db, STMT_LEVEL_LAST, (struct val[]){val_i(index_id), val_i((int64_t)n)},
	           take_level, &s, f));
	*out = (struct levels){.p = s.p, .n = s.n};
	return OK;
}

struct bounds {
	int32_t first, last;
};

static enum err take_bounds(void *ctx, const struct val *row, struct fail *f)
{
	struct bounds *b = ctx;

	(void)f;
	b->first = row[0].null ? DATE_NONE : (int32_t)row[0].i;
	b->last = row[1].null ? DATE_NONE : (int32_t)row[1].i;
	return OK;
}

enum err levels_bounds(struct db *db, int64_t index_id, int32_t *first, int32_t *last,
                       struct fail *f)
{
	struct bounds b = {DATE_NONE, DATE_NONE};

	TRY(db_run(db, STMT_LEVEL_BOUNDS, (struct val[]){val_i(index_id)}, take_bounds, &b, f));
	*first = b.first;
	*last = b.last;
	return OK;
}

enum err levels_put(struct db *db, const struct publication *pub, const struct level *l,
                    struct fail *f)
{
	struct val args[] = {val_i(pub->index_id),  val_i(l->date),     val_d(l->total),
	                     val_d(l->net),         val_d(l->price),    val_d(l->divisor),
	                     val_i(pub->config_id), val_i(pub->run_id), val_i(pub->now_ms)};

	return db_write(db, STMT_LEVEL_PUT, args, NULL, f);
}

enum err levels_trim(struct db *db, int64_t index_id, int32_t from, int32_t to, struct fail *f)
{
	return db_write(db, STMT_LEVEL_CLEAR,
	                (struct val[]){val_i(index_id), val_i(from), val_i(to)}, NULL, f);
}

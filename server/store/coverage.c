/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/coverage.h"

#include "base/arena.h"
#include "base/date.h"
#include "store/assets.h"
#include "store/db.h"

static struct coverage of(const struct val *row)
{
	return (struct coverage){
		.rows = row[1].i,
		.first = row[2].null ? DATE_NONE : (int32_t)row[2].i,
		.last = row[3].null ? DATE_NONE : (int32_t)row[3].i,
	};
}

static enum err take_table(void *ctx, const struct val *row, struct fail *f)
{
	struct coverage *out = ctx;

	(void)f;
	out[row[0].i - 1] = of(row);
	return OK;
}

enum err coverage_tables(struct db *db, struct coverage *out, struct fail *f)
{
	return db_run(db, STMT_TABLE_LIST, NULL, take_table, out, f);
}

struct sink {
	struct arena    *a;
	struct coverage *p;
	int32_t         *date;
	size_t           n, cap;
};

static enum err take_member(void *ctx, const struct val *row, struct fail *f)
{
	struct sink *s = ctx;

	(void)f;
	s->p = arena_grow(s->a, s->p, s->n, &s->cap, sizeof(*s->p));
	s->p[s->n] = of(row);
	s->p[s->n++].symbol = arena_strdup(s->a, row[0].t);
	return OK;
}

enum err coverage_members(struct db *db, struct arena *a, int64_t index_id, struct coverage **out,
                          size_t *n, struct fail *f)
{
	struct sink s = {.a = a};

	TRY(db_run(db, STMT_COVERAGE_LIST,
	           (struct val[]){val_i(index_id), val_i(ASSETS_MEMBERS_MAX)}, take_member, &s, f));
	*out = s.p;
	*n = s.n;
	return OK;
}

static enum err take_date(void *ctx, const struct val *row, struct fail *f)
{
	struct sink *s = ctx;

	(void)f;
	s->date = arena_grow(s->a, s->date, s->n, &s->cap, sizeof(*s->date));
	s->date[s->n++] = (int32_t)row[0].i;
	return OK;
}

enum err coverage_closures(struct db *db, struct arena *a, const char *exchange, int32_t from,
                           int32_t to, int32_t **out, size_t *n, struct fail *f)
{
	struct sink s = {.a = a};

	TRY(db_run(db, STMT_CLOSURE_LIST, (struct val[]){val_t(exchange), val_i(from), val_i(to)},
	           take_date, &s, f));
	*out = s.date;
	*n = s.n;
	return OK;
}

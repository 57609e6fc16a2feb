/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/panel.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "store/db.h"

struct quote {
	int32_t date;
	size_t  member;
	double  adjusted, close; /* NaN = not known */
};

struct sink {
	struct arena  *a;
	struct sha256 *hash;
	struct quote  *p;
	size_t         n, cap;
	int64_t       *asset_id;
	size_t         members, members_cap;
	size_t         traded;
};

static enum err take_quote(void *ctx, const struct val *row, struct fail *f)
{
	struct sink *s = ctx;

	(void)f;
	if (s->members == 0 || s->asset_id[s->members - 1] != row[0].i) {
		s->asset_id = arena_grow(s->a, s->asset_id, s->members, &s->members_cap,
		                         sizeof(int64_t));
		s->asset_id[s->members++] = row[0].i;
	}
	if (row[1].null) /* no price: its column stays, since sums run in the order of the columns */
		return OK;
	s->p = arena_grow(s->a, s->p, s->n, &s->cap, sizeof(*s->p));
	double close = row[2].null ? NAN : row[2].d;
	double adjusted = row[3].null ? NAN : row[3].d;
	s->p[s->n++] = (struct quote){
		.date = (int32_t)row[1].i,
		.member = s->members - 1,
		.adjusted = adjusted,
		.close = close,
	};
	s->traded += !isnan(close);
	if (s->hash) {
		/* A value that is not there is told by none, so that it is not taken for 0. */
		struct {
			int64_t asset, date, none;
			double  close, adjusted;
		} key = {row[0].i, row[1].i, row[2].null + 2 * row[3].null, row[2].null ? 0 : close,
		         row[3].null ? 0 : adjusted};
		sha256_add(s->hash, &key, sizeof(key));
	}
	return OK;
}

static int by_value(const void *x, const void *y)
{
	int32_t a = *(const int32_t *)x, b = *(const int32_t *)y;

	return (a > b) - (a < b);
}

/* Every date that occurs, once, ascending. */
static int32_t *sessions(struct arena *a, const struct sink *s, size_t *n)
{
	int32_t *date = ARENA_ARRAY(a, s->n + 1, int32_t);
	size_t   kept = 0;

	/* The first member's dates are ascending and usually hold all others. */
	for (size_t i = 0; i < s->n; i++)
		date[i] = s->p[i].date;
	qsort(date, s->n, sizeof(*date), by_value);
	for (size_t i = 0; i < s->n; i++)
		if (kept == 0 || date[kept - 1] != date[i])
			date[kept++] = date[i];
	*n = kept;
	return date;
}

static double *empty_table(struct arena *a, size_t rows, size_t columns)
{
	double *t = arena_array(a, rows * columns + 1, sizeof(*t));

	for (size_t i = 0; i < rows * columns; i++)
		t[i] = NAN;
	return t;
}

/*
 * Decided once a member: a close among adjusted closes would be a jump that never was. By its
 * first price: what comes later must not change what an earlier level was made of.
 */
static bool *has_adjusted(struct arena *a, const struct sink *s)
{
	bool *has = ARENA_ARRAY(a, s->members + 1, bool);

	for (size_t i = 0; i < s->n; i++)
		if (i == 0 || s->p[i - 1].member != s->p[i].member)
			has[s->p[i].member] = !isnan(s->p[i].adjusted);
	return has;
}

enum err panel_load(struct db *db, struct arena *a, int64_t index_id, struct sha256 *hash,
                    struct panel *out, struct fail *f)
{
	struct sink s = {.a = a, .hash = hash};
	size_t      n;

	TRY(db_run(db, STMT_PRICE_MEMBERS, (struct val[]){val_i(index_id)}, take_quote, &s, f));
	int32_t *date = sessions(a, &s, &n);
	double  *price = empty_table(a, n, s.members);
	double  *traded = s.traded ? empty_table(a, n, s.members) : NULL;
	bool    *adjusted = has_adjusted(a, &s);
	size_t   row = 0;
	for (size_t i = 0; i < s.n; i++) {
		const struct quote *q = &s.p[i];

		if (i == 0 || s.p[i - 1].member != q->member)
			row = 0;
		while (date[row] != q->date)
			row++;
		price[row * s.members + q->member] = adjusted[q->member] ? q->adjusted : q->close;
		if (traded)
			traded[row * s.members + q->member] = q->close;
	}
	*out = (struct panel){.sessions = n,
	                      .members = s.members,
	                      .date = date,
	                      .asset_id = s.asset_id,
	                      .price = price,
	                      .traded = traded};
	return OK;
}

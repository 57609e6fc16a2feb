/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/risk_free.h"

#include "base/arena.h"
#include "store/db.h"

struct sink {
	struct arena *a;
	struct point *p;
	size_t        n, cap;
};

static enum err take_rate(void *ctx, const struct val *row, struct fail *f)
{
	struct sink *s = ctx;

	(void)f;
	s->p = arena_grow(s->a, s->p, s->n, &s->cap, sizeof(*s->p));
	s->p[s->n++] = (struct point){.date = (int32_t)row[0].i, .value = row[1].d};
	return OK;
}

enum err risk_free_range(struct db *db, struct arena *a, int32_t from, int32_t to,
                         struct points *out, struct fail *f)
{
	struct sink s = {.a = a};

	TRY(db_run(db, STMT_RISK_FREE_RANGE,
	           (struct val[]){val_i(from), val_i(to), val_i(POINTS_MAX)}, take_rate, &s, f));
	*out = (struct points){.p = s.p, .n = s.n};
	return OK;
}

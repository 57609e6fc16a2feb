/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fx.h"

#include <math.h>

#include "base/arena.h"
#include "base/date.h"
#include "store/db.h"

static enum err take_one(void *ctx, const struct val *row, struct fail *f)
{
	(void)f;
	*(struct point *)ctx = (struct point){.date = (int32_t)row[0].i, .value = row[1].d};
	return OK;
}

enum err fx_range(struct db *db, struct arena *a, const char *currency, int32_t from, int32_t to,
                  struct points *out, struct fail *f)
{
	return points_read(db, a, STMT_FX_RANGE,
	                   (struct val[]){val_t(FX_BASE), val_t(currency), val_i(from), val_i(to),
	                                  val_i(POINTS_MAX)},
	                   out, f);
}

enum err fx_last(struct db *db, const char *currency, int32_t date, struct point *out,
                 struct fail *f)
{
	struct point found = {.date = DATE_NONE, .value = NAN};

	TRY(db_run(db, STMT_FX_LAST, (struct val[]){val_t(FX_BASE), val_t(currency), val_i(date)},
	           take_one, &found, f));
	*out = found;
	return OK;
}

enum err fx_next(struct db *db, const char *currency, int32_t date, struct point *out,
                 struct fail *f)
{
	struct point found = {.date = DATE_NONE, .value = NAN};

	TRY(db_run(db, STMT_FX_RANGE,
	           (struct val[]){val_t(FX_BASE), val_t(currency), val_i(date), val_i(INT32_MAX),
	                          val_i(1)},
	           take_one, &found, f));
	*out = found;
	return OK;
}

struct after {
	struct arena *a;
	const char   *code; /* NULL = none */
};

static enum err take_code(void *ctx, const struct val *row, struct fail *f)
{
	struct after *next = ctx;

	(void)f;
	next->code = row[0].null ? NULL : arena_strdup(next->a, row[0].t);
	return OK;
}

enum err fx_codes(struct db *db, struct arena *a, struct fx_codes *out, struct fail *f)
{
	struct after next = {.a = a, .code = ""};
	const char **p = NULL;
	size_t       n = 0, cap = 0;

	while (n < FX_CODES_MAX) {
		TRY(db_run(db, STMT_FX_CODE_AFTER, (struct val[]){val_t(FX_BASE), val_t(next.code)},
		           take_code, &next, f));
		if (!next.code)
			break;
		p = arena_grow(a, p, n, &cap, sizeof(*p));
		p[n++] = next.code;
	}
	*out = (struct fx_codes){.p = p, .n = n};
	return OK;
}

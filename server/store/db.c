/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/db.h"

#include "base/clock.h"
#include "store/timing.h"

void db_close(struct db *db)
{
	if (db)
		db->ops->close(db);
}

static enum err run(struct db *db, enum stmt s, const struct val *args, row_fn *each, void *ctx,
                    int64_t *changed, struct fail *f)
{
	if (!db->times)
		return db->ops->run(db, s, args, each, ctx, changed, f);
	const int64_t  begun = clock_ticks_us();
	const enum err e = db->ops->run(db, s, args, each, ctx, changed, f);
	stmt_times_add(db->times, s, clock_ticks_us() - begun);
	return e;
}

enum err db_run(struct db *db, enum stmt s, const struct val *args, row_fn *each, void *ctx,
                struct fail *f)
{
	return run(db, s, args, each, ctx, NULL, f);
}

enum err db_write(struct db *db, enum stmt s, const struct val *args, int64_t *changed,
                  struct fail *f)
{
	return run(db, s, args, NULL, NULL, changed, f);
}

struct first_int {
	int64_t value;
	bool    found;
};

static enum err take_int(void *ctx, const struct val *row, struct fail *f)
{
	struct first_int *first = ctx;

	(void)f;
	if (!first->found && !row[0].null)
		*first = (struct first_int){.value = row[0].i, .found = true};
	return OK;
}

enum err db_int(struct db *db, enum stmt s, const struct val *args, int64_t *out, struct fail *f)
{
	struct first_int first = {0};

	TRY(db_run(db, s, args, take_int, &first, f));
	if (!first.found)
		return ERR_NOTFOUND;
	*out = first.value;
	return OK;
}

enum err db_tx(struct db *db, enum err (*fn)(struct db *db, void *ctx, struct fail *f), void *ctx,
               struct fail *f)
{
	TRY(db->ops->begin(db, f));
	enum err e = fn(db, ctx, f);
	if (e == OK)
		e = db->ops->commit(db, f);
	if (e != OK)
		db->ops->rollback(db);
	return e;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/runs.h"

#include "base/arena.h"
#include "store/db.h"

static enum err take_id(void *ctx, const struct val *row, struct fail *f)
{
	(void)f;
	*(int64_t *)ctx = row[0].i;
	return OK;
}

enum err runs_add(struct db *db, int64_t index_id, struct run *run, struct fail *f)
{
	struct val args[] = {
		val_i(index_id),         val_i(run->config_id), val_t(run->config_hash),
		val_t(run->data_hash),   val_t(run->engine),    val_i(run->started_at),
		val_i(run->duration_us), val_i(run->levels),    val_i(run->rebalances),
		val_i(run->first_date),  val_i(run->last_date)};

	return db_run(db, STMT_RUN_ADD, args, take_id, &run->id, f);
}

struct sink {
	struct arena *a;
	struct run    run;
	int           n;
};

static enum err take_run(void *ctx, const struct val *row, struct fail *f)
{
	struct sink *s = ctx;

	(void)f;
	s->run = (struct run){
		.id = row[0].i,
		.config_id = row[1].i,
		.config_hash = arena_strdup(s->a, row[2].t),
		.data_hash = arena_strdup(s->a, row[3].t),
		.engine = arena_strdup(s->a, row[4].t),
		.started_at = row[5].i,
		.duration_us = row[6].i,
		.levels = row[7].i,
		.rebalances = row[8].i,
		.first_date = (int32_t)row[9].i,
		.last_date = (int32_t)row[10].i,
	};
	s->n++;
	return OK;
}

enum err runs_newest(struct db *db, struct arena *a, int64_t index_id, struct run *out,
                     struct fail *f)
{
	struct sink s = {.a = a};

	TRY(db_run(db, STMT_RUN_NEWEST, (struct val[]){val_i(index_id)}, take_run, &s, f));
	if (s.n == 0)
		return fail(f, ERR_NOTFOUND, "the index has not been computed yet");
	*out = s.run;
	return OK;
}

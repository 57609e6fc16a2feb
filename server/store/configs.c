/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/configs.h"

#include "base/arena.h"
#include "store/db.h"

struct sink {
	struct arena     *a;
	struct config_row row;
	int               n;
};

static enum err take_config(void *ctx, const struct val *row, struct fail *f)
{
	struct sink *s = ctx;

	(void)f;
	s->row = (struct config_row){
		.id = row[0].i,
		.version = row[1].i,
		.weights = arena_strdup(s->a, row[2].t),
		.parameters = arena_strdup(s->a, row[3].t),
		.ai_metadata = row[4].null ? NULL : arena_strdup(s->a, row[4].t),
		.created_at = row[5].i,
	};
	s->n++;
	return OK;
}

enum err configs_newest(struct db *db, struct arena *a, int64_t index_id, struct config_row *out,
                        struct fail *f)
{
	struct sink s = {.a = a};

	TRY(db_run(db, STMT_CONFIG_NEWEST, (struct val[]){val_i(index_id)}, take_config, &s, f));
	if (s.n == 0)
		return fail(
			f, ERR_NOTFOUND,
			"the index has no strategy yet; run 'autoindex import' or 'autoindex serve'");
	*out = s.row;
	return OK;
}

static enum err take_key(void *ctx, const struct val *row, struct fail *f)
{
	struct config_row *out = ctx;

	(void)f;
	out->id = row[0].i;
	out->version = row[1].i;
	return OK;
}

enum err configs_add(struct db *db, int64_t index_id, int64_t created_by, struct config_row *row,
                     struct fail *f)
{
	struct val args[] = {val_i(index_id),        val_t(row->weights),
	                     val_t(row->parameters), val_t(row->ai_metadata),
	                     val_i(row->created_at), created_by ? val_i(created_by) : val_null()};

	return db_run(db, STMT_CONFIG_ADD, args, take_key, row, f);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/configs.h"

#include "base/arena.h"
#include "store/db.h"

struct sink {
	struct arena      *a;
	struct config_row *p;
	size_t             n, cap;
};

static enum err take_config(void *ctx, const struct val *row, struct fail *f)
{
	struct sink *s = ctx;

	(void)f;
	s->p = arena_grow(s->a, s->p, s->n, &s->cap, sizeof(*s->p));
	s->p[s->n++] = (struct config_row){
		.id = row[0].i,
		.version = row[1].i,
		.weights = arena_strdup(s->a, row[2].t),
		.parameters = arena_strdup(s->a, row[3].t),
		.ai_metadata = row[4].null ? NULL : arena_strdup(s->a, row[4].t),
		.created_at = row[5].i,
		.created_by = row[6].null ? NULL : arena_strdup(s->a, row[6].t),
	};
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
	*out = s.p[0];
	return OK;
}

enum err configs_by_version(struct db *db, struct arena *a, int64_t index_id, int64_t version,
                            struct config_row *out, struct fail *f)
{
	struct sink s = {.a = a};

	TRY(db_run(db, STMT_CONFIG_BY_VERSION, (struct val[]){val_i(index_id), val_i(version)},
	           take_config, &s, f));
	if (s.n == 0)
		return fail(f, ERR_NOTFOUND, "the strategy has no version %lld",
		            (long long)version);
	*out = s.p[0];
	return OK;
}

enum err configs_by_id(struct db *db, struct arena *a, int64_t id, struct config_row *out,
                       struct fail *f)
{
	struct sink s = {.a = a};

	TRY(db_run(db, STMT_CONFIG_BY_ID, (struct val[]){val_i(id)}, take_config, &s, f));
	if (s.n == 0)
		return fail(f, ERR_NOTFOUND, "there is no configuration %lld", (long long)id);
	*out = s.p[0];
	return OK;
}

enum err configs_list(struct db *db, struct arena *a, int64_t index_id, int64_t limit,
                      int64_t offset, struct config_rows *out, struct fail *f)
{
	struct sink s = {.a = a};

	TRY(db_run(db, STMT_CONFIG_LIST,
	           (struct val[]){val_i(index_id), val_i(limit), val_i(offset)}, take_config, &s,
	           f));
	*out = (struct config_rows){.p = s.p, .n = s.n};
	return OK;
}

enum err configs_count(struct db *db, int64_t index_id, int64_t *out, struct fail *f)
{
	return db_int(db, STMT_CONFIG_COUNT, (struct val[]){val_i(index_id)}, out, f);
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

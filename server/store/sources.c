/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/sources.h"

#include "base/arena.h"
#include "store/db.h"

enum err sources_put(struct db *db, const struct source *s, struct fail *f)
{
	struct val args[] = {val_t(s->name), val_t(s->title), val_t(s->licence), val_i(s->sample)};

	return db_write(db, STMT_SOURCE_PUT, args, NULL, f);
}

struct sink {
	struct arena  *a;
	struct source *p;
	size_t         n;
};

static enum err take_source(void *ctx, const struct val *row, struct fail *f)
{
	struct sink *s = ctx;

	(void)f;
	if (s->n == SOURCES_MAX)
		return OK;
	s->p[s->n++] = (struct source){
		.name = arena_strdup(s->a, row[0].t),
		.title = arena_strdup(s->a, row[1].t),
		.licence = arena_strdup(s->a, row[2].t),
		.kind = arena_strdup(s->a, row[3].t),
		.series = row[4].i,
		.rows = row[5].i,
		.first_date = (int32_t)row[6].i,
		.last_date = (int32_t)row[7].i,
		.sample = row[8].i != 0,
	};
	return OK;
}

enum err sources_list(struct db *db, struct arena *a, struct sources *out, struct fail *f)
{
	struct sink s = {.a = a, .p = ARENA_ARRAY(a, SOURCES_MAX, struct source)};

	TRY(db_run(db, STMT_SOURCE_LIST, NULL, take_source, &s, f));
	*out = (struct sources){.p = s.p, .n = s.n};
	return OK;
}

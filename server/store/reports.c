/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/reports.h"

#include "base/arena.h"
#include "store/db.h"

enum err reports_add(struct db *db, const struct report_row *r, struct fail *f)
{
	struct val args[] = {val_t(r->id),          val_i(r->user_id),   val_i(r->index_id),
	                     val_t(r->report_type), val_t(r->format),    val_i(r->period_days),
	                     val_i(r->first_date),  val_i(r->last_date), val_i(r->generation),
	                     val_i(r->size),        val_t(r->sha256),    val_i(r->created_at)};

	return db_write(db, STMT_REPORT_ADD, args, NULL, f);
}

struct sink {
	struct arena      *a;
	struct report_row *p;
	size_t             n, cap;
};

static enum err take_report(void *ctx, const struct val *row, struct fail *f)
{
	struct sink *s = ctx;

	(void)f;
	s->p = arena_grow(s->a, s->p, s->n, &s->cap, sizeof(*s->p));
	s->p[s->n++] = (struct report_row){
		.seq = row[0].i,
		.id = arena_strdup(s->a, row[1].t),
		.user_id = row[2].i,
		.index_id = row[3].i,
		.report_type = arena_strdup(s->a, row[4].t),
		.format = arena_strdup(s->a, row[5].t),
		.period_days = row[6].i,
		.first_date = (int32_t)row[7].i,
		.last_date = (int32_t)row[8].i,
		.generation = row[9].i,
		.size = row[10].i,
		.sha256 = arena_strdup(s->a, row[11].t),
		.created_at = row[12].i,
	};
	return OK;
}

enum err reports_list(struct db *db, struct arena *a, int64_t user_id, int64_t limit,
                      int64_t offset, struct report_rows *out, struct fail *f)
{
	struct sink s = {.a = a};
	struct val  args[] = {val_i(user_id), val_i(limit), val_i(offset)};

	TRY(db_run(db, STMT_REPORT_LIST, args, take_report, &s, f));
	*out = (struct report_rows){.p = s.p, .n = s.n};
	return OK;
}

enum err reports_count(struct db *db, int64_t user_id, int64_t *out, struct fail *f)
{
	return db_int(db, STMT_REPORT_COUNT, (struct val[]){val_i(user_id)}, out, f);
}

enum err reports_get(struct db *db, struct arena *a, int64_t user_id, const char *id,
                     struct report_row *out, struct fail *f)
{
	struct sink s = {.a = a};

	TRY(db_run(db, STMT_REPORT_GET, (struct val[]){val_t(id), val_i(user_id)}, take_report, &s,
	           f));
	if (s.n == 0)
		return fail(f, ERR_NOTFOUND, "there is no such report");
	*out = s.p[0];
	return OK;
}

enum err reports_delete(struct db *db, const char *id, struct fail *f)
{
	return db_write(db, STMT_REPORT_DELETE, (struct val[]){val_t(id)}, NULL, f);
}

enum err reports_after(struct db *db, struct arena *a, int64_t seq, int64_t limit,
                       struct report_rows *out, struct fail *f)
{
	struct sink s = {.a = a};

	TRY(db_run(db, STMT_REPORT_AFTER, (struct val[]){val_i(seq), val_i(limit)}, take_report, &s,
	           f));
	*out = (struct report_rows){.p = s.p, .n = s.n};
	return OK;
}

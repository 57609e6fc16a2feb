/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/audit_log.h"

#include "base/arena.h"
#include "store/db.h"

enum err audit_log_add(struct db *db, const struct audit_row *r, struct fail *f)
{
	struct val row[] = {val_i(r->id),
	                    val_i(r->at),
	                    r->actor_id ? val_i(r->actor_id) : val_null(),
	                    val_t(r->actor),
	                    val_t(r->action),
	                    val_t(r->object),
	                    val_t(r->detail),
	                    val_t(r->address),
	                    val_t(r->request_id),
	                    val_t(r->prev_hash),
	                    val_t(r->hash)};

	TRY(db_write(db, STMT_AUDIT_ADD, row, NULL, f));
	return db_write(db, STMT_AUDIT_ROWS_BUMP, (struct val[]){val_i(r->id)}, NULL, f);
}

static struct audit_row row_of(const struct val *v)
{
	const char *text[11] = {0};

	for (size_t i = 3; i < COUNT(text); i++)
		text[i] = v[i].null ? NULL : v[i].t;
	return (struct audit_row){
		.id = v[0].i,
		.at = v[1].i,
		.actor_id = v[2].null ? 0 : v[2].i,
		.actor = text[3],
		.action = text[4],
		.object = text[5],
		.detail = text[6],
		.address = text[7],
		.request_id = text[8],
		.prev_hash = text[9],
		.hash = text[10],
	};
}

struct last {
	struct arena *a;
	int64_t       id;
	const char   *hash;
};

static enum err take_last(void *ctx, const struct val *row, struct fail *f)
{
	struct last *l = ctx;

	(void)f;
	l->id = row[0].i;
	l->hash = arena_strdup(l->a, row[1].t);
	return OK;
}

enum err audit_log_last(struct db *db, struct arena *a, int64_t *id, const char **hash,
                        struct fail *f)
{
	struct last l = {.a = a};

	TRY(db_run(db, STMT_AUDIT_LAST, NULL, take_last, &l, f));
	*id = l.id;
	*hash = l.hash;
	return OK;
}

enum err audit_log_old(struct db *db, struct arena *a, int64_t before_ms, int64_t max, int64_t *id,
                       const char **hash, struct fail *f)
{
	struct last l = {.a = a};
	struct val  args[] = {val_i(before_ms), val_i(max)};

	TRY(db_run(db, STMT_AUDIT_OLD, args, take_last, &l, f));
	*id = l.id;
	*hash = l.hash;
	return OK;
}

enum err audit_log_trim(struct db *db, int64_t through, int64_t *removed, struct fail *f)
{
	return db_write(db, STMT_AUDIT_TRIM, (struct val[]){val_i(through)}, removed, f);
}

enum err audit_log_rows(struct db *db, int64_t *out, struct fail *f)
{
	return db_int(db, STMT_AUDIT_ROWS, NULL, out, f);
}

struct walk {
	audit_row_fn *each;
	void         *ctx;
};

static enum err step(void *ctx, const struct val *row, struct fail *f)
{
	struct walk     *w = ctx;
	struct audit_row r = row_of(row);

	return w->each(w->ctx, &r, f);
}

enum err audit_log_walk(struct db *db, audit_row_fn *each, void *ctx, struct fail *f)
{
	return db_run(db, STMT_AUDIT_WALK, NULL, step, &(struct walk){each, ctx}, f);
}

struct sink {
	struct arena     *a;
	struct audit_row *p;
	size_t            n;
};

static enum err take_row(void *ctx, const struct val *row, struct fail *f)
{
	struct sink      *s = ctx;
	struct audit_row *r = &s->p[s->n++];
	const char      **texts[] = {&r->actor,   &r->action,     &r->object,    &r->detail,
	                             &r->address, &r->request_id, &r->prev_hash, &r->hash};

	(void)f;
	*r = row_of(row);
	for (size_t i = 0; i < COUNT(texts); i++)
		*texts[i] = arena_strdup(s->a, *texts[i]);
	return OK;
}

enum err audit_log_page(struct db *db, struct arena *a, const char *action, const char *actor,
                        int64_t limit, int64_t offset, struct audit_rows *out, int64_t *total,
                        struct fail *f)
{
	struct sink s = {.a = a, .p = ARENA_ARRAY(a, (size_t)limit, struct audit_row)};
	struct val  args[] = {val_t(action), val_t(actor), val_i(limit), val_i(offset)};
	int64_t     all;

	TRY(db_int(db, STMT_AUDIT_MATCHES, args, &all, f));
	TRY(db_run(db, STMT_AUDIT_PAGE, args, take_row, &s, f));
	*out = (struct audit_rows){.p = s.p, .n = s.n};
	*total = all;
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/arena.h"
#include "base/date.h"
#include "store/backup.h"
#include "store/db.h"

struct sink {
	struct arena      *a;
	struct backup_row *p;
	size_t             n;
};

static enum err take(void *ctx, const struct val *row, struct fail *f)
{
	struct sink *s = ctx;

	(void)f;
	s->p[s->n++] = (struct backup_row){
		.id = arena_strdup(s->a, row[0].t),
		.reason = arena_strdup(s->a, row[1].t),
		.size = row[2].i,
		.sha256 = arena_strdup(s->a, row[3].t),
		.encrypted = row[4].i,
		.schema = row[5].i,
		.created_at = row[6].i,
		.verified_at = row[7].null ? TIME_NONE : row[7].i,
	};
	return OK;
}

enum err backups_put(struct db *db, const struct backup_row *r, struct fail *f)
{
	struct val args[] = {
		val_t(r->id),
		val_t(r->reason),
		val_i(r->size),
		val_t(r->sha256),
		val_i(r->encrypted),
		val_i(r->schema),
		val_i(r->created_at),
		r->verified_at == TIME_NONE ? val_null() : val_i(r->verified_at),
	};

	return db_write(db, STMT_BACKUP_PUT, args, NULL, f);
}

enum err backups_page(struct db *db, struct arena *a, int64_t limit, int64_t offset,
                      struct backup_rows *out, int64_t *total, struct fail *f)
{
	struct sink s = {.a = a, .p = ARENA_ARRAY(a, (size_t)limit, struct backup_row)};
	int64_t     n;

	TRY(db_run(db, STMT_BACKUP_PAGE, (struct val[]){val_i(limit), val_i(offset)}, take, &s, f));
	TRY(db_int(db, STMT_BACKUP_COUNT, NULL, &n, f));
	*out = (struct backup_rows){.p = s.p, .n = s.n};
	*total = n;
	return OK;
}

enum err backups_verified(struct db *db, const char *id, int64_t at, struct fail *f)
{
	return db_write(db, STMT_BACKUP_VERIFIED, (struct val[]){val_t(id), val_i(at)}, NULL, f);
}

enum err backups_remove(struct db *db, const char *id, struct fail *f)
{
	return db_write(db, STMT_BACKUP_REMOVE, (struct val[]){val_t(id)}, NULL, f);
}

enum err backup_marks_read(struct db *db, struct backup_marks *out, struct fail *f)
{
	struct backup_marks m;

	TRY(db_int(db, STMT_GENERATION, NULL, &m.generation, f));
	TRY(db_int(db, STMT_IDENTITY_EPOCH, NULL, &m.identity_epoch, f));
	TRY(db_int(db, STMT_NOTICE_MARK, NULL, &m.notices, f));
	*out = m;
	return OK;
}

enum err backup_marks_pass(struct db *db, const struct backup_marks *m, int64_t now_ms,
                           struct fail *f)
{
	struct val generation[] = {val_t("generation"), val_i(m->generation)};
	struct val epoch[] = {val_t("identity_epoch"), val_i(m->identity_epoch)};

	TRY(db_write(db, STMT_COUNTER_PASS, generation, NULL, f));
	TRY(db_write(db, STMT_COUNTER_PASS, epoch, NULL, f));
	TRY(db_write(db, STMT_NOTICE_MARK_PASS, (struct val[]){val_i(m->notices)}, NULL, f));
	TRY(db_write(db, STMT_NOTICE_MARK_MAKE, (struct val[]){val_i(m->notices)}, NULL, f));
	return db_write(db, STMT_SESSION_REVOKE_EVERY, (struct val[]){val_i(now_ms)}, NULL, f);
}

struct verdict {
	char text[200];
};

static enum err take_verdict(void *ctx, const struct val *row, struct fail *f)
{
	(void)f;
	struct verdict *v = ctx;

	if (!row[0].null) {
		size_t n = 0;

		while (n + 1 < sizeof(v->text) && row[0].t[n] && row[0].t[n] != '\n') {
			v->text[n] = row[0].t[n];
			n++;
		}
		v->text[n] = '\0';
	}
	return OK;
}

enum err backup_integrity(struct db *db, struct fail *f)
{
	struct verdict v = {"nothing was said"};
	struct fail    why = {0};
	enum err       e = db_run(db, STMT_INTEGRITY_CHECK, NULL, take_verdict, &v, &why);

	if (e == OK && v.text[0] == 'o' && v.text[1] == 'k' && !v.text[2])
		return OK;
	return fail(f, ERR_CONFLICT, "it is damaged: %s", e == OK ? v.text : why.msg);
}

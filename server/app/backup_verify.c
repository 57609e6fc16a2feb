/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/audit.h"
#include "app/backup.h"
#include "app/backup_work.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/disk.h"
#include "base/seal.h"
#include "base/vault.h"
#include "store/backup.h"
#include "store/db.h"
#include "store/migrate.h"

enum { SCHEMA_WITH_AUDIT = 3 };

enum err backup_part_tick(void *ctx, int64_t done, int64_t total, struct fail *f)
{
	const struct backup_part *p = ctx;
	int                       span = p->to - p->from;

	return watch_tell(p->w, p->from + (total > 0 ? (int)(span * done / total) : 0), p->message,
	                  f);
}

void backup_secrets(const struct app *app, struct vault_secrets *out)
{
	*out = (struct vault_secrets){.passphrase = app->conf->backup_passphrase};
	for (size_t i = 0; app->seal && i < app->seal->n; i++)
		out->keys[out->n++] = app->seal->key[i];
}

/* Whether it begins as SQLite's files do. */
static enum err check_start(const char *path, struct fail *f)
{
	static const char start[] = "SQLite format 3";
	char              got[sizeof(start)];
	int               fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t            n = 0;

	if (fd < 0)
		return fail(f, errno == ENOENT ? ERR_NOTFOUND : ERR_AWAY, "%s: %s", path,
		            strerror(errno));
	enum err e = disk_read(fd, got, sizeof(got), &n, path, f);
	close(fd);
	TRY(e);
	if (n < sizeof(got) || memcmp(got, start, sizeof(got)) != 0)
		return fail(f, ERR_CONFLICT, "%s is neither a database nor an encrypted backup",
		            path);
	return OK;
}

static enum err check_sum(struct arena *a, const char *path, const char *sum,
                          struct BackupCheck *out, struct fail *f)
{
	char *now = arena_alloc(a, SHA256_HEX);

	if (!sum)
		sum = backup_sum_beside(a, path);
	TRY(disk_digest(path, now, &out->size, f));
	out->sha256 = now;
	out->sum_known = sum != NULL;
	if (sum && strcmp(sum, now) != 0)
		return fail(f, ERR_CONFLICT,
		            "%s is not as it was written: its SHA-256 is %s, it was %s", path, now,
		            sum);
	return OK;
}

static enum err look_inside(struct db *db, struct arena *a, struct BackupCheck *out, struct fail *f)
{
	struct AuditCheck log = {.sound = true};
	int               version, pending;

	TRY(backup_integrity(db, f));
	TRY(migrate_state(db, &version, &pending, f));
	if (version == 0)
		return fail(f, ERR_CONFLICT, "it is no database of this program");
	if (version >= SCHEMA_WITH_AUDIT)
		TRY(audit_verify(db, a, &log, f));
	if (!log.sound)
		return fail(f, ERR_CONFLICT, "its log of who did what is broken at entry %lld: %s",
		            (long long)log.bad, log.why);
	out->schema = version;
	out->pending = pending;
	out->audit_rows = log.rows;
	return OK;
}

static enum err open_and_look(struct arena *a, const char *path, const char *plain,
                              struct BackupCheck *out, struct fail *f)
{
	struct db  *db;
	struct fail why = {0};
	enum err    e = db_sqlite_look(plain, &db, &why);

	if (e == OK) {
		e = look_inside(db, a, out, &why);
		db_close(db);
	}
	return e == OK ? OK : fail(f, ERR_CONFLICT, "%s cannot be restored: %s", path, why.msg);
}

enum err backup_inspect(struct app *app, struct arena *a, const struct backup_shop *s,
                        const char *path, const char *sum, const struct watch *w,
                        struct BackupCheck *out, const char **plain, struct fail *f)
{
	struct backup_part   opening = {w, "decrypting", 10, 40};
	struct vault_secrets with;
	struct BackupCheck   c = {.file = path, .encrypted = vault_is(path)};
	const char          *inner = path;

	if (!c.encrypted)
		TRY(check_start(path, f));
	TRY(watch_tell(w, 0, "reading the file", f));
	TRY(check_sum(a, path, sum, &c, f));
	if (c.encrypted) {
		backup_secrets(app, &with);
		inner = arena_printf(a, "%s/.draft-opened", s->folder);
		TRY(vault_open(path, inner, &with, backup_part_tick, &opening, f));
	}
	enum err e = c.encrypted ? check_start(inner, f) : OK;
	if (e == OK)
		e = watch_tell(w, 40, "checking the database in it", f);
	if (e == OK)
		e = open_and_look(a, path, inner, &c, f);
	if (e != OK) {
		if (c.encrypted)
			disk_forget(inner);
		return e;
	}
	*out = c;
	*plain = inner;
	return OK;
}

static enum err verify(struct app *app, struct arena *a, const char *path, const char *sum,
                       const struct watch *w, struct BackupCheck *out, struct fail *f)
{
	struct backup_shop s;
	const char        *plain;

	TRY(backup_enter(app->conf, a, &s, f));
	enum err e = backup_inspect(app, a, &s, path, sum, w, out, &plain, f);
	if (e == OK && out->encrypted)
		disk_forget(plain);
	backup_leave(&s);
	return e;
}

enum err backup_verify(struct app *app, struct arena *a, const char *path, const struct watch *w,
                       struct BackupCheck *out, struct fail *f)
{
	return verify(app, a, path, NULL, w, out, f);
}

enum err app_backup_verify(struct app *app, struct arena *a, const struct BackupId *in,
                           struct BackupCheck *out, struct fail *f)
{
	struct Backup      b = {.id = NULL};
	struct BackupCheck c;
	const char        *path = "";

	TRY(backup_find(app, a, in->id, &b, &path, f));
	TRY(verify(app, a, path, b.sha256, NULL, &c, f));
	TRY(backups_verified(app->db, b.id, clock_now_ms(app->clock), f));
	TRY(backup_log(app, a, "backup.verify", b.id, NULL, f));
	c.file = b.id;
	*out = c;
	return OK;
}

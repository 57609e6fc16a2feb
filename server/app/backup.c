/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/audit.h"
#include "app/backup_folder.h"
#include "app/backup_work.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/date.h"
#include "base/disk.h"
#include "base/vault.h"
#include "store/backup.h"
#include "store/db.h"
#include "store/migrate.h"

enum { DOWNLOAD_MAX = 256 << 20, DAY_MS = 86400000 };

/* Where the drafts are, and what becomes of them. */
struct draft {
	const char *plain, *whole, *path;
};

static enum err write_draft(struct app *app, struct arena *a, const struct draft *d, bool encrypt,
                            const struct watch *w, struct fail *f)
{
	struct backup_part   copying = {w, "copying the database", 0, encrypt ? 60 : 95};
	struct backup_part   sealing = {w, "encrypting the copy", 60, 95};
	struct vault_secrets with;

	TRY(watch_tell(w, 0, copying.message, f));
	TRY(backup_copy(backup_database(app->conf, a), d->plain, backup_part_tick, &copying, f));
	if (!encrypt)
		return OK;
	backup_secrets(app, &with);
	enum err e = vault_seal(d->plain, d->whole, &with, backup_part_tick, &sealing, f);
	disk_forget(d->plain);
	return e;
}

static enum err write_in(struct app *app, struct arena *a, const struct backup_shop *s,
                         enum backup_reason reason, bool encrypt, const char *out,
                         const struct watch *w, struct Backup *made, struct fail *f)
{
	struct backup_name n = {clock_now_ms(app->clock), reason, 0, encrypt};
	char              *sum = arena_alloc(a, SHA256_HEX);
	int64_t            size;
	int                pending;

	TRY(migrate_state(app->db, &n.schema, &pending, f));
	const char  *name = backup_name_make(a, &n);
	struct draft d = {
		.path = out ? out : arena_printf(a, "%s/%s", s->folder, name),
		.whole = out ? arena_printf(a, "%s.part", out)
	                     : arena_printf(a, "%s/.draft-whole", s->folder),
	};
	d.plain = encrypt ? arena_printf(a, "%s/.draft-plain", s->folder) : d.whole;
	if (access(d.path, F_OK) == 0)
		return fail(f, ERR_CONFLICT, "%s is there already; choose another name", d.path);
	enum err e = write_draft(app, a, &d, encrypt, w, f);
	if (e == OK)
		e = watch_tell(w, 95, "putting it on the disk", f);
	if (e == OK)
		e = backup_publish(a, d.whole, d.path, sum, &size, f);
	if (e != OK) {
		disk_forget(d.whole);
		return e;
	}
	*made = (struct Backup){.id = out ? out : name,
	                        .reason = backup_reason_word(reason),
	                        .sha256 = sum,
	                        .size = size,
	                        .schema = n.schema,
	                        .created_at = n.at,
	                        .verified_at = TIME_NONE,
	                        .encrypted = encrypt};
	return OK;
}

enum err backup_write_in(struct app *app, struct arena *a, const struct backup_shop *s,
                         enum backup_reason reason, bool encrypt, const char *out,
                         const struct watch *w, struct Backup *made, struct fail *f)
{
	encrypt |= *app->conf->backup_passphrase != '\0';
	if (encrypt && !*app->conf->backup_passphrase && !app->seal)
		return fail(f, ERR_CONFLICT,
		            "there is neither a passphrase nor a key to encrypt with");
	return write_in(app, a, s, reason, encrypt, out, w, made, f);
}

enum err backup_write(struct app *app, struct arena *a, enum backup_reason reason, bool encrypt,
                      const char *out, const struct watch *w, struct Backup *made, struct fail *f)
{
	struct backup_shop s;

	TRY(backup_enter(app->conf, a, &s, f));
	enum err e = backup_write_in(app, a, &s, reason, encrypt, out, w, made, f);
	backup_leave(&s);
	return e;
}

struct logged {
	struct app   *app;
	struct arena *a;
	const char   *action, *object, *detail;
};

static enum err add_to_log(struct db *db, void *ctx, struct fail *f)
{
	const struct logged *l = ctx;

	return audit_add(db, l->a, &l->app->by, clock_now_ms(l->app->clock), l->action, l->object,
	                 l->detail, f);
}

enum err backup_log(struct app *app, struct arena *a, const char *action, const char *object,
                    const char *detail, struct fail *f)
{
	struct logged l = {app, a, action, object, detail};

	return db_tx(app->db, add_to_log, &l, f);
}

enum err backup_note(struct app *app, struct arena *a, const struct Backup *made, int64_t *removed,
                     struct fail *f)
{
	int64_t n;

	TRY(backup_follow(app, a, f));
	TRY(backup_retain(app, a, &n, f));
	TRY(backup_log(app, a, "backup.make", made->id,
	               arena_printf(a,
	                            "{\"reason\":\"%s\",\"size\":%lld,\"sha256\":\"%s\","
	                            "\"encrypted\":%s,\"removed\":%lld}",
	                            made->reason, (long long)made->size, made->sha256,
	                            made->encrypted ? "true" : "false", (long long)n),
	               f));
	*removed = n;
	return OK;
}

/* A daily or weekly one of this day; or, where none is, whether this week has a weekly one. */
static enum err look_back(struct app *app, struct arena *a, enum backup_reason reason,
                          struct Backup *found, bool *has_weekly, struct fail *f)
{
	int32_t            today = clock_today(app->clock), week = date_iso_week(today);
	struct backup_rows rows;
	struct backup_name n;
	int64_t            total;

	*has_weekly = false;
	found->id = NULL;
	TRY(backup_follow(app, a, f));
	TRY(backups_page(app->db, a, BACKUP_ROWS_MAX, 0, &rows, &total, f));
	for (size_t i = 0; i < rows.n; i++) {
		if (!backup_name_parse(rows.p[i].id, &n) ||
		    (n.reason != BACKUP_DAILY && n.reason != BACKUP_WEEKLY))
			continue;
		int32_t day = (int32_t)(n.at / DAY_MS);
		bool    weekly = n.reason == BACKUP_WEEKLY && date_iso_week(day) == week;

		*has_weekly |= weekly;
		if (!found->id && (reason == BACKUP_DAILY ? day == today : weekly))
			*found = (struct Backup){.id = rows.p[i].id, .size = rows.p[i].size};
	}
	return OK;
}

enum err app_backup_run(struct app *app, struct arena *a, enum backup_reason reason,
                        const struct watch *w, struct buf *result_json, struct fail *f)
{
	struct Backup b = {.id = NULL};
	int64_t       removed = 0;
	bool          has_weekly;

	if (reason == BACKUP_DAILY || reason == BACKUP_WEEKLY) {
		TRY(look_back(app, a, reason, &b, &has_weekly, f));
		if (reason == BACKUP_DAILY && !has_weekly)
			reason = BACKUP_WEEKLY;
	}
	bool made = b.id == NULL;
	if (made) {
		TRY(backup_write(app, a, reason, false, NULL, w, &b, f));
		TRY(backup_note(app, a, &b, &removed, f));
	}
	buf_puts(result_json, "{\"id\":");
	buf_json_text(result_json, b.id);
	buf_printf(result_json, ",\"made\":%s,\"size\":%lld,\"removed\":%lld}",
	           made ? "true" : "false", (long long)b.size, (long long)removed);
	return OK;
}

enum err app_backup_make(struct app *app, struct arena *a, const struct BackupOrder *in,
                         struct Backup *out, struct fail *f)
{
	struct Backup b = {.id = NULL};
	int64_t       removed;

	TRY(backup_write(app, a, BACKUP_MANUAL, in->encrypt, NULL, NULL, &b, f));
	TRY(backup_note(app, a, &b, &removed, f));
	*out = b;
	return OK;
}

static struct Backup of_row(const struct backup_row *r)
{
	return (struct Backup){.id = r->id,
	                       .reason = r->reason,
	                       .sha256 = r->sha256,
	                       .size = r->size,
	                       .schema = r->schema,
	                       .created_at = r->created_at,
	                       .verified_at = r->verified_at,
	                       .encrypted = r->encrypted != 0};
}

enum err app_backups(struct app *app, struct arena *a, const struct BackupQuery *in,
                     struct Backups *out, struct fail *f)
{
	struct backup_rows rows;
	int64_t            total;

	TRY(backup_follow(app, a, f));
	TRY(backups_page(app->db, a, in->limit, in->offset, &rows, &total, f));
	struct Backup *items = ARENA_ARRAY(a, rows.n, struct Backup);
	for (size_t i = 0; i < rows.n; i++)
		items[i] = of_row(&rows.p[i]);
	*out = (struct Backups){.items = {items, rows.n}, .total = total};
	return OK;
}

enum err backup_find(struct app *app, struct arena *a, const char *id, struct Backup *out,
                     const char **path, struct fail *f)
{
	struct backup_name n;
	struct backup_rows rows;
	int64_t            total;

	if (!backup_name_parse(id, &n))
		return fail(f, ERR_NOTFOUND, "no such backup");
	TRY(backup_follow(app, a, f));
	TRY(backups_page(app->db, a, BACKUP_ROWS_MAX, 0, &rows, &total, f));
	for (size_t i = 0; i < rows.n; i++)
		if (strcmp(rows.p[i].id, id) == 0) {
			*out = of_row(&rows.p[i]);
			*path = arena_printf(a, "%s/%s", backup_folder(app->conf, a), id);
			return OK;
		}
	return fail(f, ERR_NOTFOUND, "no such backup");
}

enum err app_backup_delete(struct app *app, struct arena *a, const struct BackupId *in,
                           struct fail *f)
{
	struct backup_shop s;
	struct Backup      b = {.id = NULL};
	const char        *path = "";

	TRY(backup_find(app, a, in->id, &b, &path, f));
	TRY(backup_enter(app->conf, a, &s, f));
	enum err e = backup_log(app, a, "backup.delete", b.id, NULL, f);
	if (e == OK) {
		backup_remove_file(a, path);
		e = backups_remove(app->db, b.id, f);
	}
	backup_leave(&s);
	return e;
}

enum err app_backup_bytes(struct app *app, struct arena *a, const struct BackupId *in,
                          struct bytes *out, struct fail *f)
{
	struct Backup b = {.id = NULL};
	const char   *path = "";
	size_t        got = 0;

	TRY(backup_find(app, a, in->id, &b, &path, f));
	if (b.size > DOWNLOAD_MAX)
		return fail(f, ERR_TOOBIG,
		            "the backup is larger than 256 MiB; copy it from the folder of the"
		            " backups");
	char *p = arena_alloc(a, (size_t)b.size + 1);
	int   fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail(f, ERR_AWAY, "%s: %s", path, strerror(errno));
	enum err e = disk_read(fd, p, (size_t)b.size, &got, path, f);
	close(fd);
	TRY(e);
	TRY(backup_log(app, a, "backup.download", b.id, NULL, f));
	*out = (struct bytes){p, got};
	return OK;
}

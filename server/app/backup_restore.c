/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/audit.h"
#include "app/backup.h"
#include "app/backup_work.h"
#include "app/identity.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/date.h"
#include "base/disk.h"
#include "base/seal.h"
#include "store/backup.h"
#include "store/db.h"
#include "store/migrate.h"
#include "store/users.h"

/* One restore on its way. */
struct restoring {
	struct app         *app;
	struct arena       *a;
	struct backup_shop  shop;
	const struct watch *watch;
	struct BackupCheck  check;
	const char         *file, *staged; /* staged: the database that is going to be, whole */
	const char         *before;        /* what was there as a backup; NULL: nothing sound was */
	struct backup_marks marks;
	struct backup_rows  known;
	struct actor        by;
	int64_t             sealed_unreadable;
};

/* Secrets that this installation's key does not open: the backup is of one with another. */
static enum err count_unreadable(struct restoring *r, struct db *db, struct fail *f)
{
	struct users all;

	TRY(users_sealed(db, r->a, &all, f));
	for (size_t i = 0; i < all.n; i++) {
		const struct user *u = &all.p[i];
		const char        *place = arena_printf(r->a, "users.totp:%lld", (long long)u->id);
		struct fail        why = {0};
		uint8_t           *secret;
		size_t             n;

		if (r->app->seal &&
		    seal_open(r->a, r->app->seal, place, u->totp, &secret, &n, &why) == OK)
			crypto_wipe(secret, n);
		else
			r->sealed_unreadable++;
	}
	return OK;
}

/* What the old database knew and the new one must know, too. */
static enum err carry_over(struct db *db, void *ctx, struct fail *f)
{
	struct restoring *r = ctx;
	int64_t           now = clock_now_ms(r->app->clock);

	TRY(backup_marks_pass(db, &r->marks, now, f));
	for (size_t i = 0; i < r->known.n; i++)
		TRY(backups_put(db, &r->known.p[i], f));
	TRY(count_unreadable(r, db, f));
	return audit_add(db, r->a, &r->by, now, "backup.restore", r->file,
	                 arena_printf(r->a, "{\"sha256\":\"%s\",\"schema\":%lld,\"before\":%s%s%s}",
	                              r->check.sha256, (long long)r->check.schema,
	                              r->before ? "\"" : "", r->before ? r->before : "null",
	                              r->before ? "\"" : ""),
	                 f);
}

/* Make of the copy a database that can go on from where the old one ends. */
static enum err prepare(struct restoring *r, struct fail *f)
{
	struct migrate_report m;
	struct db            *db;

	TRY(db_sqlite_open(r->staged, &db, f));
	enum err e = migrate_up(db, clock_now_ms(r->app->clock), &m, f);
	if (e == OK)
		e = db_tx(db, carry_over, r, f);
	db_close(db); /* works its log in, and removes it */
	TRY(e);
	if (access(arena_printf(r->a, "%s-wal", r->staged), F_OK) == 0)
		return fail(f, ERR_AWAY, "%s could not be completed", r->staged);
	return disk_sync(r->staged, f);
}

static enum err stage(struct restoring *r, const char *plain, struct fail *f)
{
	struct backup_part copying = {r->watch, "copying", 70, 85};

	r->staged = arena_printf(r->a, "%s.restore", backup_database(r->app->conf, r->a));
	enum err e = backup_copy_still(plain, r->staged, backup_part_tick, &copying, f);
	if (e == OK)
		e = prepare(r, f);
	if (e != OK)
		disk_forget(r->staged);
	return e;
}

/* The log names who did it as the old database knows them: the new one may not, or know another under the number. */
static enum err name_actor(struct restoring *r, struct fail *f)
{
	struct user u;
	struct fail why = {0};

	r->by = r->app->by;
	if (r->by.name || r->by.user_id == 0)
		return OK;
	enum err e = users_by_id(r->app->db, r->a, r->by.user_id, &u, &why);
	if (e == OK)
		r->by.name = u.email;
	else if (e != ERR_NOTFOUND)
		*f = why;
	return e == ERR_NOTFOUND ? OK : e;
}

/* What the database that is there says, and a backup of it. Nothing of that where it is of an older schema. */
static enum err remember(struct restoring *r, struct fail *f)
{
	struct Backup b;
	int64_t       total;
	int           version, pending;

	if (!r->app->db) {
		r->by = r->app->by;
		return OK;
	}
	TRY(watch_tell(r->watch, 60, "backing up what is there", f));
	TRY(backup_write_in(r->app, r->a, &r->shop, BACKUP_BEFORE_RESTORE, false, NULL, NULL, &b,
	                    f));
	r->before = b.id;
	TRY(migrate_state(r->app->db, &version, &pending, f));
	if (pending > 0) {
		r->by = r->app->by;
		return OK;
	}
	TRY(name_actor(r, f));
	TRY(backup_follow(r->app, r->a, f));
	TRY(backups_page(r->app->db, r->a, BACKUP_ROWS_MAX, 0, &r->known, &total, f));
	return backup_marks_read(r->app->db, &r->marks, f);
}

/* Up to where only the last step is missing; sum NULL: what stands beside the file. */
static enum err make_ready(struct restoring *r, const char *path, const char *sum, struct fail *f)
{
	const char *plain;

	TRY(backup_inspect(r->app, r->a, &r->shop, path, sum, r->watch, &r->check, &plain, f));
	enum err e = remember(r, f);
	if (e == OK)
		e = stage(r, plain, f);
	if (r->check.encrypted)
		disk_forget(plain);
	return e;
}

static struct Restored result(const struct restoring *r)
{
	return (struct Restored){.file = r->file,
	                         .before = r->before,
	                         .schema = r->check.schema,
	                         .sealed_unreadable = r->sealed_unreadable};
}

static enum err nothing(struct db *db, void *ctx, struct fail *f)
{
	(void)db;
	(void)ctx;
	(void)f;
	return OK;
}

static enum err replace(struct restoring *r, const char *path, const char *sum, struct fail *f)
{
	struct backup_part writing = {r->watch, "restoring", 85, 100};
	int64_t            removed;

	TRY(make_ready(r, path, sum, f));
	enum err e = backup_replace(backup_database(r->app->conf, r->a), r->staged,
	                            backup_part_tick, &writing, f);
	disk_forget(r->staged);
	TRY(e);
	/* Who is signed in is known to this process, too: the epoch ends here and now. */
	TRY(identity_tx(r->app, nothing, NULL, f));
	return backup_retain(r->app, r->a, &removed, f);
}

enum err app_backup_restore(struct app *app, struct arena *a, const struct BackupRestore *in,
                            struct Restored *out, struct fail *f)
{
	struct restoring r = {.app = app, .a = a, .file = in->id};
	struct Backup    b = {.id = NULL};
	const char      *path = "";

	TRY(backup_find(app, a, in->id, &b, &path, f));
	if (!in->confirm || strcmp(in->id, in->confirm) != 0)
		return fail_field(
			f, "confirm",
			"must be the backup's id: what is in the database now is replaced");
	TRY(backup_enter(app->conf, a, &r.shop, f));
	enum err e = replace(&r, path, b.sha256, f);
	backup_leave(&r.shop);
	TRY(e);
	*out = result(&r);
	return OK;
}

static enum err exchange(struct restoring *r, const char *path, struct fail *f)
{
	const char *database = backup_database(r->app->conf, r->a);
	char        when[TIME_TEXT];
	enum err    e = make_ready(r, path, NULL, f);

	db_close(r->app->db);
	r->app->db = NULL;
	TRY(e);
	e = watch_tell(r->watch, 90, "exchanging the files", f);
	if (e == OK)
		e = backup_swap(database, r->staged,
		                arena_printf(r->a, "%s.damaged-%s", database,
		                             time_format(clock_now_ms(r->app->clock), when)),
		                f);
	if (e != OK)
		disk_forget(r->staged);
	return e;
}

enum err backup_restore_file(struct app *app, struct arena *a, const char *path,
                             const struct watch *w, struct Restored *out, struct fail *f)
{
	struct restoring r = {.app = app, .a = a, .watch = w, .file = path};

	TRY(backup_enter(app->conf, a, &r.shop, f));
	enum err e = exchange(&r, path, f);
	backup_leave(&r.shop);
	TRY(e);
	*out = result(&r);
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_BACKUP_H
#define APP_BACKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "app/watch.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/shape.h"

struct app;
struct arena;

/*
 * Backups: whole copies of the database, as files in a folder. One is made beside readers and
 * writers, and has its name only when it is whole and on the disk. It holds everything but the
 * secret key and other backups. With a passphrase (BACKUP_PASSPHRASE) every one is encrypted.
 * All of this blocks; one call at a time works in a folder, the next gets ERR_AWAY.
 */
enum backup_reason {
	BACKUP_DAILY,
	BACKUP_WEEKLY,
	BACKUP_MANUAL,
	BACKUP_BEFORE_MIGRATION,
	BACKUP_BEFORE_RESTORE
};
const char *backup_reason_word(enum backup_reason r); /* "before migration" */

struct Backup {
	const char *id, *reason, *sha256;
	int64_t     size, schema, created_at, verified_at; /* or TIME_NONE */
	bool        encrypted;
};

struct BackupOrder {
	bool encrypt; /* also without a passphrase: by the installation's key */
};

/*
 * Only the file: neither table nor log is touched, so that it works on a database of an older
 * schema, too. out NULL: into the folder, under the name that fits.
 */
enum err backup_write(struct app *app, struct arena *a, enum backup_reason reason, bool encrypt,
                      const char *out, const struct watch *w, struct Backup *made,
                      struct fail *f) MUST_CHECK;
/* And note what was made: in the table, in the log; older ones go as is due (7 daily, 4 weekly, 3 before each). */
enum err backup_note(struct app *app, struct arena *a, const struct Backup *made, int64_t *removed,
                     struct fail *f) MUST_CHECK;

/*
 * What a job runs. The result is one JSON object: {"id":…,"made":…,"size":…,"removed":…}. BACKUP_DAILY
 * makes none where this day (UTC) has one already; the first of a week (ISO) is kept as its weekly
 * one. BACKUP_WEEKLY makes none where this week has one.
 */
enum err app_backup_run(struct app *app, struct arena *a, enum backup_reason reason,
                        const struct watch *w, struct buf *result_json, struct fail *f) MUST_CHECK;
enum err app_backup_make(struct app *app, struct arena *a, const struct BackupOrder *in,
                         struct Backup *out, struct fail *f) MUST_CHECK;

struct BackupQuery {
	int64_t limit, offset;
};
struct Backups {
	struct list items; /* struct Backup, newest first */
	int64_t     total;
};
enum err app_backups(struct app *app, struct arena *a, const struct BackupQuery *in,
                     struct Backups *out, struct fail *f) MUST_CHECK;

struct BackupId {
	const char *id;
};
enum err app_backup_delete(struct app *app, struct arena *a, const struct BackupId *in,
                           struct fail *f) MUST_CHECK;
/* The whole file, in the arena. ERR_TOOBIG: too large for that; it is in the folder. */
enum err app_backup_bytes(struct app *app, struct arena *a, const struct BackupId *in,
                          struct bytes *out, struct fail *f) MUST_CHECK;

/* The row of a backup whose file is there. ERR_NOTFOUND. */
enum err backup_find(struct app *app, struct arena *a, const char *id, struct Backup *out,
                     const char **path, struct fail *f) MUST_CHECK;

/* What a file holds, if it is sound. */
struct BackupCheck {
	const char *file, *sha256;
	int64_t     size, schema, pending; /* pending: migrations that a restore runs */
	int64_t     audit_rows; /* entries of the log, each following from the one before */
	bool        encrypted;
	bool        sum_known; /* the sum was there to be compared with */
};
/*
 * Look whether a file could be restored; changes nothing. ERR_CONFLICT says why not: it is damaged,
 * cut short, foreign, of a newer schema, encrypted with another passphrase or key.
 */
enum err backup_verify(struct app *app, struct arena *a, const char *path, const struct watch *w,
                       struct BackupCheck *out, struct fail *f) MUST_CHECK;
enum err app_backup_verify(struct app *app, struct arena *a, const struct BackupId *in,
                           struct BackupCheck *out, struct fail *f) MUST_CHECK;

struct BackupRestore {
	const char *id, *confirm; /* the same again; NULL is refused */
};
struct Restored {
	const char *file, *before; /* backup of what was there; NULL: nothing sound was */
	int64_t     schema;        /* of the file, before it was brought to the newest */
	int64_t     sealed_unreadable;
};
/*
 * Put a backup in the place of the live database, in one transaction, while all work goes on:
 * whoever reads sees the old or the new. All sessions end; what was kept of the old is dropped.
 */
enum err app_backup_restore(struct app *app, struct arena *a, const struct BackupRestore *in,
                            struct Restored *out, struct fail *f) MUST_CHECK;
/*
 * The same by exchanging the files, with no server at work in the data folder, which the caller
 * has made sure of. app->db is closed by this, and is NULL where there is no sound database.
 */
enum err backup_restore_file(struct app *app, struct arena *a, const char *path,
                             const struct watch *w, struct Restored *out,
                             struct fail *f) MUST_CHECK;

#endif

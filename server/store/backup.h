/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct db;

/*
 * Copies of a whole database, as files. Every call opens connections of its own, blocks, and works
 * in steps of about a megabyte, with a tick after each: what it returns ends the work, and then
 * nothing has changed. Failures: ERR_AWAY, where a disk is full, a file busy, damaged or no database.
 */
typedef enum err backup_tick(void *ctx, int64_t done, int64_t total, struct fail *f);

/*
 * A consistent copy of the database at from, as it was when the copying began, into to, which is
 * made anew (0600), complete in one file, and on the disk when this returns. The copy is of one
 * read transaction: it neither waits for writers nor holds them up, and their work does not make
 * it begin again. Meanwhile the log of the database grows by what they write.
 */
enum err backup_copy(const char *from, const char *to, backup_tick *tick, void *ctx,
                     struct fail *f) MUST_CHECK;
/*
 * The same, from a file that nobody writes to, which may lie in a folder that cannot be written.
 */
enum err backup_copy_still(const char *from, const char *to, backup_tick *tick, void *ctx,
                           struct fail *f) MUST_CHECK;
/*
 * Put the contents of the file from into the database, as one write transaction: connections
 * at work see the old contents or the new, and so does whoever comes after a crash.
 * The calling thread must have no transaction open.
 */
enum err backup_replace(const char *database, const char *from, backup_tick *tick, void *ctx,
                        struct fail *f) MUST_CHECK;
/*
 * Put the file staged in the place of the database, with nobody at work in it (ERR_CONFLICT
 * otherwise). First the log of the old one is worked in and removed, so that it can never be
 * taken for the new one's. An old one that is too damaged for that is kept under the name
 * aside, with its log. Whenever the process ends, one of the two whole databases has the name.
 */
enum err backup_swap(const char *database, const char *staged, const char *aside,
                     struct fail *f) MUST_CHECK;

/* One that was made and stands in the folder. Texts in the caller's arena. */
struct backup_row {
	const char *id, *reason, *sha256;
	int64_t     size, encrypted, schema, created_at, verified_at; /* or TIME_NONE */
};
struct backup_rows {
	struct backup_row *p;
	size_t             n;
};

enum { BACKUP_ROWS_MAX = 10000 };

enum err backups_put(struct db *db, const struct backup_row *row, struct fail *f) MUST_CHECK;
/* Newest first. */
enum err backups_page(struct db *db, struct arena *a, int64_t limit, int64_t offset,
                      struct backup_rows *out, int64_t *total, struct fail *f) MUST_CHECK;
enum err backups_verified(struct db *db, const char *id, int64_t at, struct fail *f) MUST_CHECK;
enum err backups_remove(struct db *db, const char *id, struct fail *f) MUST_CHECK;

/* What only grows in the life of a database, and must go on from where it is when an older one takes its place. */
struct backup_marks {
	int64_t generation, identity_epoch, notices;
};
/* Of a database of the newest schema. */
enum err backup_marks_read(struct db *db, struct backup_marks *out, struct fail *f) MUST_CHECK;
/* Each to beyond both what it is and what m says; every session ends. Inside the caller's transaction. */
enum err backup_marks_pass(struct db *db, const struct backup_marks *m, int64_t now_ms,
                           struct fail *f) MUST_CHECK;
/* ERR_CONFLICT says what the engine finds wrong with the file, page by page; reads all of it. */
enum err backup_integrity(struct db *db, struct fail *f) MUST_CHECK;

#endif

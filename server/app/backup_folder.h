/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_BACKUP_FOLDER_H
#define APP_BACKUP_FOLDER_H

#include <stdbool.h>
#include <stdint.h>

#include "app/backup.h"
#include "base/err.h"

struct app;
struct arena;
struct conf;

/*
 * The folder of the backups. A file's name says what it is, so that the files alone are enough:
 *
 *   autoindex-20260131T093000123Z-before-migration-4.db.enc
 *             when, UTC           why              schema  .enc: encrypted
 *
 * Beside each stands NAME.sha256, as sha256sum writes it. The table of the database follows the folder.
 */
struct backup_name {
	int64_t            at; /* ms */
	enum backup_reason reason;
	int                schema;
	bool               encrypted;
};
char *backup_name_make(struct arena *a, const struct backup_name *n);
bool  backup_name_parse(const char *s, struct backup_name *out);

const char *backup_folder(const struct conf *conf, struct arena *a);
/* Where the database is. */
const char *backup_database(const struct conf *conf, struct arena *a);

/*
 * One at a time makes, reads or restores backups of a folder, in this process or another
 * (ERR_AWAY otherwise); drafts that a dead one left are removed. The folder is made (0700).
 */
struct backup_shop {
	const char *folder;
	int         lock;
};
enum err backup_enter(const struct conf *conf, struct arena *a, struct backup_shop *out,
                      struct fail *f) MUST_CHECK;
void     backup_leave(struct backup_shop *s);

/* Give a whole draft its name and its sum, which out has room for (SHA256_HEX). */
enum err backup_publish(struct arena *a, const char *draft, const char *path, char *sum,
                        int64_t *size, struct fail *f) MUST_CHECK;
/* What the file beside it says its sum is; NULL: there is none. */
const char *backup_sum_beside(struct arena *a, const char *path);
void        backup_remove_file(struct arena *a, const char *path);
/* When the newest was made, by its name; TIME_NONE: there is none. Needs no database. */
int64_t backup_newest(const char *folder);

/* Make the table say what is in the folder. */
enum err backup_follow(struct app *app, struct arena *a, struct fail *f) MUST_CHECK;
/* Remove what is more than is kept, newest first; how many went. Inside backup_enter(). */
enum err backup_retain(struct app *app, struct arena *a, int64_t *removed,
                       struct fail *f) MUST_CHECK;

#endif

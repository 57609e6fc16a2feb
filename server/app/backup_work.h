/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_BACKUP_WORK_H
#define APP_BACKUP_WORK_H

#include <stdbool.h>
#include <stdint.h>

#include "app/backup.h"
#include "app/backup_folder.h"

struct vault_secrets;

/* What the files of backup_*.c share, and nobody else uses. */

/* A stretch of the whole work, for whoever follows it. */
struct backup_part {
	const struct watch *w;
	const char         *message;
	int                 from, to; /* percent */
};
/* ctx is a struct backup_part *. */
enum err backup_part_tick(void *ctx, int64_t done, int64_t total, struct fail *f) MUST_CHECK;

/* Points into app. */
void backup_secrets(const struct app *app, struct vault_secrets *out);

/* Each inside backup_enter(). */
enum err backup_write_in(struct app *app, struct arena *a, const struct backup_shop *s,
                         enum backup_reason reason, bool encrypt, const char *out,
                         const struct watch *w, struct Backup *made, struct fail *f) MUST_CHECK;
/* sum NULL: what stands beside the file, if anything. *plain: the database in it, readable; a draft, or the file. */
enum err backup_inspect(struct app *app, struct arena *a, const struct backup_shop *s,
                        const char *path, const char *sum, const struct watch *w,
                        struct BackupCheck *out, const char **plain, struct fail *f) MUST_CHECK;

enum err backup_log(struct app *app, struct arena *a, const char *action, const char *object,
                    const char *detail, struct fail *f) MUST_CHECK;

#endif

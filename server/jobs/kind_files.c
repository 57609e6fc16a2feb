/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* What leaves files in the data folder: reports and backups. */
#include "app/backup.h"
#include "app/reports.h"
#include "jobs/kinds.h"

enum err job_report(struct job *j, const void *args, struct fail *f)
{
	if (j->task->user_id == 0)
		return fail(f, ERR_INVALID, "a report is for an account, and this is for nobody");
	return app_report_run(j->app, j->a, args, j->task->user_id, j->task->id, j->watch,
	                      j->result, f);
}

struct BackupArgs {
	int reason;
};
static const char *const        reason_words[] = {"daily", "weekly", "manual", NULL};
static const enum backup_reason reasons[] = {BACKUP_DAILY, BACKUP_WEEKLY, BACKUP_MANUAL};

static const struct field backup_fields[] = {
	{"reason", ENUM, AT(BackupArgs, reason), NULLABLE, .def = "daily", .words = reason_words,
         .doc = "daily: where this day has none yet; weekly: where this week has none; manual: always"},
};
SHAPE(job_backup_args, BackupArgs, backup_fields);

enum err job_backup(struct job *j, const void *args, struct fail *f)
{
	const struct BackupArgs *in = args;

	return app_backup_run(j->app, j->a, reasons[in->reason], j->watch, j->result, f);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/app.h"
#include "app/cleanup.h"
#include "app/cleanup_tasks.h"
#include "app/reports.h"
#include "base/clock.h"
#include "jobs/kinds.h"

enum { DAY_MS = 86400000 };

struct CleanupArgs {
	int64_t days;
};
static const struct field args_fields[] = {
	{"days_to_keep", INT, AT(CleanupArgs, days), NULLABLE, 1, 36500, "90",
         .doc = "Keep what is younger"},
};
SHAPE(job_cleanup_args, CleanupArgs, args_fields);

struct Cleaned {
	struct cleanup_tasks   tasks;
	struct reports_cleaned reports;
	int64_t                reports_gone, account_rows;
};
static const struct field result_fields[] = {
	{"tasks", INT, AT(Cleaned, tasks.tasks)},
	{"effects", INT, AT(Cleaned, tasks.effects)},
	{"notices", INT, AT(Cleaned, tasks.notices)},
	{"reports", INT, AT(Cleaned, reports_gone)},
	{"stray_report_files", INT, AT(Cleaned, reports.without_row)},
	{"account_rows", INT, AT(Cleaned, account_rows)},
};
static SHAPE(result_shape, Cleaned, result_fields);

enum err job_cleanup(struct job *j, const void *args, struct fail *f)
{
	const struct CleanupArgs *in = args;
	const int64_t             before = clock_now_ms(j->app->clock) - in->days * DAY_MS;
	struct cleanup_report     accounts;
	struct Cleaned            r;

	TRY(app_cleanup_tasks(j->app, in->days, j->watch, &r.tasks, f));
	TRY(watch_tell(j->watch, 40, "removing old reports", f));
	TRY(app_reports_clean(j->app, j->a, before, j->watch, &r.reports, f));
	TRY(watch_tell(j->watch, 70, "removing ended sessions", f));
	TRY(app_cleanup(j->app, j->a, (int)in->days, &accounts, f));
	r.reports_gone = r.reports.expired + r.reports.without_file;
	r.account_rows = accounts.removed;
	shape_encode(&result_shape, &r, NULL, j->result);
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "jobs/jobs.h"

#include <string.h>

#include "app/app.h"
#include "app/report.h"
#include "app/tasks.h"
#include "base/arena.h"
#include "base/text.h"
#include "jobs/kinds.h"

const struct job_kind job_kinds[] = {
	{"market_refresh", &job_refresh_args, job_refresh, QUEUE_HIGH, 5, 600, 900, true,
         "Refresh market data", "Check the stored prices, compute what follows from them, publish",
         .rereads = true},
	{"index_compute", &job_compute_args, job_compute, QUEUE_HIGH, 3, 300, 600, true,
         "Compute the index", "With the strategy in force, or with other weights from now on",
         .rereads = true},
	{"data_quality", &job_quality_args, job_quality, QUEUE_LOW, 3, 300, 600, true,
         "Check the data", "Gaps, outliers and staleness of what the index is made of"},
	{"cleanup", &job_cleanup_args, job_cleanup, QUEUE_LOW, 3, 300, 600, false, "Clean up",
         "Remove the history of old tasks, results and notifications"},
	{"report", &report_spec, job_report, QUEUE_DEFAULT, 3, 60, 120, true, "Make a report",
         "Of the index over a period, as a file that is kept for its user", .personal = true},
	{"backup", &job_backup_args, job_backup, QUEUE_LOW, 3, 1800, 3600, true, "Back up",
         "The whole database, beside readers and writers; old backups go as is due"},
	{"drill", &job_drill_args, job_drill, QUEUE_DEFAULT, 5, 600, 900, false, "Practise",
         "Does nothing for a while, or fails: shows that queue, progress and retries work"},
	{"drill_process", &job_drill_args, job_drill, QUEUE_DEFAULT, 5, 600, 900, true,
         "Practise in a process", "The same in a process of its own, which may also crash"},
};
const size_t job_kinds_n = COUNT(job_kinds);

const struct job_kind *job_kind_find(const char *name)
{
	for (size_t i = 0; i < job_kinds_n; i++)
		if (strcmp(job_kinds[i].name, name) == 0)
			return &job_kinds[i];
	return NULL;
}

enum err job_check(struct arena *a, const char *kind, const char *args, const struct job_kind **out,
                   struct fail *f)
{
	const struct job_kind *k = job_kind_find(kind);
	const char            *names[COUNT(job_kinds)];
	struct fail            why = {0};

	if (!k) {
		for (size_t i = 0; i < job_kinds_n; i++)
			names[i] = job_kinds[i].name;
		const char *near = text_nearest(kind, names, job_kinds_n);
		(void)fail_field(f, "kind", "there is no kind of job '%.40s'%s%s%s", kind,
		                 near ? "; did you mean '" : "", near ? near : "",
		                 near ? "'?" : "");
		return ERR_INVALID;
	}
	enum err e = shape_decode(k->args, a, args ? args : "{}", args ? strlen(args) : 2, NULL,
	                          NULL, false, arena_alloc(a, k->args->size + 1), &why);
	if (e == OK) {
		*out = k;
		return OK;
	}
	if (why.n_fields == 0)
		(void)fail_field(f, "args", "%s", why.msg);
	for (size_t i = 0; i < why.n_fields; i++)
		(void)fail_field(f, arena_printf(a, "args.%s", why.fields[i].field), "%s",
		                 why.fields[i].msg);
	return ERR_INVALID;
}

enum err job_put(struct app *app, struct arena *a, const struct job_ask *in,
                 char id[TASK_ID_MAX + 1], bool *fresh, struct fail *f)
{
	const struct job_kind *k = NULL;
	bool                   made;

	TRY(job_check(a, in->kind, in->args, &k, f));
	struct task_new t = {
		.kind = k->name,
		.args = in->args ? in->args : "{}",
		.queue = k->queue,
		.max_tries = k->max_tries,
		.delay_ms = in->delay_ms,
		.once_key = in->once_key,
		.anew = in->once_key && k->rereads,
		.user_id = in->user_id,
		.parent = in->parent,
	};
	TRY(queue_put(app->queue, &t, id, &made, f));
	if (fresh)
		*fresh = made;
	if (!made)
		return OK;
	struct task told = {.kind = k->name, .user_id = in->user_id, .message = ""};
	memcpy(told.id, id, sizeof(told.id));
	return task_tell(app->db, clock_now_ms(app->clock), &told, f);
}

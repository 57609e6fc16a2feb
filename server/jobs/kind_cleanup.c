/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/cleanup_tasks.h"
#include "jobs/kinds.h"

struct CleanupArgs {
	int64_t days;
};
static const struct field args_fields[] = {
	{"days_to_keep", INT, AT(CleanupArgs, days), NULLABLE, 1, 36500, "90",
         .doc = "Keep what is younger"},
};
SHAPE(job_cleanup_args, CleanupArgs, args_fields);

static const struct field result_fields[] = {
	{"tasks", INT, AT(cleanup_tasks, tasks)},
	{"effects", INT, AT(cleanup_tasks, effects)},
	{"notices", INT, AT(cleanup_tasks, notices)},
};
static SHAPE(result_shape, cleanup_tasks, result_fields);

enum err job_cleanup(struct job *j, const void *args, struct fail *f)
{
	const struct CleanupArgs *in = args;
	struct cleanup_tasks      r;

	TRY(app_cleanup_tasks(j->app, in->days, j->watch, &r, f));
	shape_encode(&result_shape, &r, NULL, j->result);
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/cleanup_tasks.h"

#include "app/app.h"
#include "queue/queue.h"
#include "store/db.h"

enum { DAY_MS = 86400000, AT_ONCE = 1000 };

enum err app_cleanup_tasks(struct app *app, int64_t days, const struct watch *watch,
                           struct cleanup_tasks *out, struct fail *f)
{
	int64_t              now = clock_now_ms(app->clock), n;
	int64_t              before = now - days * DAY_MS;
	int64_t              kept = days < RESULTS_KEPT_DAYS ? days : RESULTS_KEPT_DAYS;
	struct cleanup_tasks gone = {0};
	struct queue *q = app->queue ? app->queue : queue_sql_create(app->db, app->clock, NULL);
	enum err      e;

	do {
		e = watch_tell(watch, 10, "removing old tasks", f);
		if (e == OK)
			e = queue_prune(q, before, now - kept * DAY_MS, AT_ONCE, &n, f);
		if (e == OK)
			gone.tasks += n;
	} while (e == OK && n == AT_ONCE);
	if (q != app->queue)
		queue_destroy(q);
	TRY(e);
	TRY(db_write(app->db, STMT_EFFECT_PRUNE, (struct val[]){val_i(before)}, &gone.effects, f));
	TRY(db_write(app->db, STMT_NOTICE_PRUNE, (struct val[]){val_i(before)}, &gone.notices, f));
	*out = gone;
	return OK;
}

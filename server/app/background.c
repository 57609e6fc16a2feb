/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/background.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/app.h"
#include "app/generation.h"
#include "app/reports.h"
#include "app/tasks.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "store/db.h"

enum { POLL_MS = 20, ACTIVE_MAX = 500 };
enum { ARRIVE_MS = 3000 }; /* in which a process that has just begun says that it is there */

const char *const task_filters[] = {"pending", "running", "succeeded", "failed", "cancelled", NULL};

static int64_t instant(int64_t ms)
{
	return ms == INT64_MIN ? TIME_NONE : ms;
}

static struct Task shown(struct arena *a, const struct task *t)
{
	const char *state = task_word(t);
	const bool  done = t->state == TASK_DONE;

	return (struct Task){
		.task_id = arena_strdup(a, t->id),
		.kind = t->kind,
		.title = t->kind,
		.queue = queue_names[t->queue],
		.state = state,
		.status = state,
		.ready = t->state >= TASK_DONE,
		.successful = done,
		.cancelling = t->cancel && t->state < TASK_DONE,
		.progress = {done ? 100 : t->percent, t->message ? t->message : ""},
		.current = done ? 100 : t->percent,
		.total = 100,
		.args = t->args,
		.result = t->result,
		.error = t->error,
		.tries = t->tries,
		.max_tries = t->max_tries,
		.user_id = t->user_id ? t->user_id : INT_NONE,
		.parent = t->parent,
		.run_at = t->run_at,
		.created_at = t->created_at,
		.started_at = instant(t->started_at),
		.ended_at = instant(t->ended_at),
	};
}

static bool may_see(const struct viewer *by, const struct task *t)
{
	return by->admin || t->user_id == 0 || (by->user_id && t->user_id == by->user_id);
}

/* What somebody may not see is told in the words of queue_get() for what is not there. */
static enum err find(struct app *app, struct arena *a, const struct viewer *by, const char *id,
                     struct task *out, struct fail *f)
{
	TRY(queue_get(app->queue, a, id, out, f));
	return may_see(by, out) ? OK : fail(f, ERR_NOTFOUND, "there is no task '%s'", id);
}

/* What somebody may change: their own, and an administrator's is all. */
static enum err find_own(struct app *app, struct arena *a, const struct viewer *by, const char *id,
                         struct task *out, struct fail *f)
{
	TRY(find(app, a, by, id, out, f));
	if (!by->admin && (!by->user_id || out->user_id != by->user_id))
		return fail(f, ERR_FORBIDDEN,
		            "only an administrator may do that to a task of the program");
	return OK;
}

static enum err show(struct app *app, struct arena *a, const char *id, struct Task *out,
                     struct fail *f)
{
	struct task t;

	TRY(queue_get(app->queue, a, id, &t, f));
	*out = shown(a, &t);
	return OK;
}

enum err app_task(struct app *app, struct arena *a, const struct viewer *by, const char *id,
                  struct Task *out, struct fail *f)
{
	struct task t;

	TRY(find(app, a, by, id, &t, f));
	*out = shown(a, &t);
	/* Whoever is told that it has ended sees what it left, also where another process did it just now. */
	if (out->ready && app->generation)
		generation_note(app->generation, app->db);
	return OK;
}

static enum err somebody_works(struct app *app, struct arena *a, const struct task *t, bool *out,
                               struct fail *f)
{
	const int64_t        since = clock_now_ms(app->clock) - QUEUE_GONE_MS;
	struct queue_workers all;

	TRY(queue_workers(app->queue, a, &all, f));
	*out = false;
	for (size_t i = 0; i < all.n && !*out; i++)
		*out = all.p[i].threads > 0 && all.p[i].seen_at >= since &&
		       strstr(all.p[i].queues, queue_names[t->queue]);
	return OK;
}

static enum err nobody(const char *id, struct fail *f)
{
	enum err e = fail_as(f, ERR_AWAY, "no_worker",
	                     "task %s waits: nobody works on tasks, as JOB_WORKERS is 0 and no "
	                     "'autoindex worker' runs",
	                     id);

	f->plain = true;
	return e;
}

enum err app_task_wait(struct app *app, struct arena *a, const char *id, int64_t wait_ms,
                       struct Task *out, struct fail *f)
{
	const struct timespec pause = {.tv_nsec = POLL_MS * 1000000L};
	struct task           t;
	bool                  worked = false;

	for (int64_t waited = 0;; waited += POLL_MS) {
		TRY(queue_get(app->queue, a, id, &t, f));
		if (t.state >= TASK_DONE)
			break;
		if (!worked && t.state == TASK_READY)
			TRY(somebody_works(app, a, &t, &worked, f));
		if (!worked && t.state == TASK_READY && waited >= ARRIVE_MS)
			return nobody(id, f);
		if (waited >= wait_ms)
			return fail(f, ERR_TIMEOUT, "task %s goes on in the background", id);
		nanosleep(&pause, NULL);
	}
	*out = shown(a, &t);
	return OK;
}

/* A change that somebody wants, and that those who listen hear of: whoever works tells only what it does. */
struct turn {
	struct app   *app;
	struct arena *a;
	const char   *id;
	bool          again; /* try it again; else cancel it */
	struct Task  *out;
};

static enum err turn(struct db *db, void *ctx, struct fail *f)
{
	struct turn  *c = ctx;
	struct queue *q = c->app->queue;
	struct task   t;

	TRY(c->again ? queue_requeue(q, c->id, f) : queue_cancel(q, c->id, NULL, f));
	TRY(queue_get(q, c->a, c->id, &t, f));
	if (t.state != TASK_RESERVED)
		TRY(task_tell(db, clock_now_ms(c->app->clock), &t, f));
	*c->out = shown(c->a, &t);
	return OK;
}

enum err app_task_cancel(struct app *app, struct arena *a, const struct viewer *by, const char *id,
                         struct Task *out, struct fail *f)
{
	struct task t;

	TRY(find_own(app, a, by, id, &t, f));
	TRY(db_tx(app->db, turn, &(struct turn){app, a, id, false, out}, f));
	queue_ring(app->queue);
	return OK;
}

enum err app_task_retry(struct app *app, struct arena *a, const struct viewer *by, const char *id,
                        struct Task *out, struct fail *f)
{
	struct task t;

	TRY(find_own(app, a, by, id, &t, f));
	if (t.user_id && strcmp(t.kind, "report") == 0)
		TRY(app_report_ask(app, a, t.user_id, f));
	TRY(db_tx(app->db, turn, &(struct turn){app, a, id, true, out}, f));
	queue_ring(app->queue);
	return OK;
}

enum err app_dead_letter_drop(struct app *app, struct arena *a, const char *id, struct Task *out,
                              struct fail *f)
{
	TRY(show(app, a, id, out, f));
	return queue_drop(app->queue, id, f);
}

static struct list shown_all(struct arena *a, const struct task *p, size_t n)
{
	struct Task *items = ARENA_ARRAY(a, n, struct Task);

	for (size_t i = 0; i < n; i++)
		items[i] = shown(a, &p[i]);
	return (struct list){items, n};
}

enum err app_tasks(struct app *app, struct arena *a, const struct viewer *by,
                   const struct TaskQuery *in, struct TaskList *out, struct fail *f)
{
	const struct task_filter filter = {
		.states = in->state < 0 ? 0 : 1U << in->state,
		.user_id = by->admin ? 0 : by->user_id,
		.kind = in->kind,
		.limit = in->limit,
		.offset = in->offset,
	};
	struct tasks found;

	TRY(queue_list(app->queue, a, &filter, &found, f));
	*out = (struct TaskList){shown_all(a, found.p, found.n), found.total};
	return OK;
}

static int by_turn(const void *x, const void *y)
{
	const struct task *p = x, *q = y;

	if (p->queue != q->queue)
		return p->queue < q->queue ? -1 : 1;
	if (p->run_at != q->run_at)
		return p->run_at < q->run_at ? -1 : 1;
	return (p->seq > q->seq) - (p->seq < q->seq);
}

static enum err running(struct app *app, struct arena *a, const struct viewer *by,
                        struct Active *out, struct fail *f)
{
	const struct task_filter filter = {.states = 1U << TASK_RESERVED, .limit = ACTIVE_MAX};
	struct tasks             found;
	size_t                   n = 0;

	TRY(queue_list(app->queue, a, &filter, &found, f));
	for (size_t i = 0; i < found.n; i++)
		if (may_see(by, &found.p[i]))
			found.p[n++] = found.p[i];
	if (n > 1)
		qsort(found.p, n, sizeof(*found.p), by_turn);
	out->active.worker = shown_all(a, found.p, n);
	out->stats.total_active = found.total;
	return OK;
}

/* What somebody may see of what waits. */
static enum err waiting(struct app *app, struct arena *a, const struct viewer *by, bool due,
                        struct ActiveOf *out, int64_t *total, struct fail *f)
{
	enum { NOBODY = -1 };
	const int64_t own = by->user_id ? by->user_id : NOBODY;
	struct tasks  found;

	TRY(queue_waiting(app->queue, a, due, by->admin ? 0 : own, ACTIVE_MAX, &found, f));
	out->worker = shown_all(a, found.p, found.n);
	*total = found.total;
	return OK;
}

static enum err nodes(struct app *app, struct arena *a, struct list *out, struct fail *f)
{
	struct queue_workers all;
	struct WorkerNode   *items;

	TRY(queue_workers(app->queue, a, &all, f));
	items = ARENA_ARRAY(a, all.n, struct WorkerNode);
	for (size_t i = 0; i < all.n; i++)
		items[i] = (struct WorkerNode){.node = all.p[i].node,
		                               .role = all.p[i].role,
		                               .queues = all.p[i].queues,
		                               .threads = all.p[i].threads,
		                               .running = all.p[i].running,
		                               .done = all.p[i].done,
		                               .failed = all.p[i].failed,
		                               .started_at = all.p[i].started_at,
		                               .seen_at = all.p[i].seen_at};
	*out = (struct list){items, all.n};
	return OK;
}

enum err app_tasks_active(struct app *app, struct arena *a, const struct viewer *by,
                          struct Active *out, struct fail *f)
{
	struct Active all = {0};

	TRY(running(app, a, by, &all, f));
	TRY(waiting(app, a, by, true, &all.reserved, &all.stats.total_reserved, f));
	TRY(waiting(app, a, by, false, &all.scheduled, &all.stats.total_scheduled, f));
	TRY(nodes(app, a, &all.workers, f));
	*out = all;
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_BACKGROUND_H
#define APP_BACKGROUND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/shape.h"
#include "queue/queue.h"

struct app;
struct arena;

/*
 * Tasks as the API speaks of them. Who looks sees their own tasks and those of the program; an
 * administrator sees all. What somebody may not see is ERR_NOTFOUND, as if there were none.
 */
struct viewer {
	int64_t user_id;
	bool    admin;
};

struct TaskStarted {
	const char *task_id, *status, *message;
};
struct TaskProgress {
	int64_t     percent;
	const char *message;
};
struct Task {
	const char *task_id, *kind, *title, *queue; /* title: filled in by who knows the kinds */
	const char *state;  /* PENDING STARTED PROGRESS RETRY SUCCESS FAILURE REVOKED */
	const char *status; /* the same */
	bool        ready, successful, cancelling;
	struct TaskProgress progress;
	int64_t             current, total; /* of the progress: percent of 100 */
	const char         *args, *result;  /* JSON; result NULL = none, or no longer */
	const char         *error;          /* why the last try failed; NULL = it did not */
	int64_t             tries, max_tries, user_id; /* INT_NONE: the program's */
	const char         *parent;
	int64_t             run_at, created_at, started_at, ended_at; /* or TIME_NONE */
};
struct TaskId {
	const char *task_id;
};
enum err app_task(struct app *app, struct arena *a, const struct viewer *by, const char *id,
                  struct Task *out, struct fail *f) MUST_CHECK;
/*
 * Wait until it has ended, at most wait_ms. ERR_TIMEOUT: it goes on. ERR_AWAY: nobody works on tasks
 * of its queue, so that it waits. Blocks.
 */
enum err app_task_wait(struct app *app, struct arena *a, const char *id, int64_t wait_ms,
                       struct Task *out, struct fail *f) MUST_CHECK;

/* ERR_FORBIDDEN: it is the program's, and only an administrator may. ERR_CONFLICT: it has ended. */
enum err app_task_cancel(struct app *app, struct arena *a, const struct viewer *by, const char *id,
                         struct Task *out, struct fail *f) MUST_CHECK;
/* Of one that failed or was cancelled. ERR_CONFLICT: it has not. */
enum err app_task_retry(struct app *app, struct arena *a, const struct viewer *by, const char *id,
                        struct Task *out, struct fail *f) MUST_CHECK;
enum err app_dead_letter_drop(struct app *app, struct arena *a, const char *id, struct Task *out,
                              struct fail *f) MUST_CHECK;

struct TaskQuery {
	int         state; /* into task_filters; -1 = all */
	const char *kind;
	int64_t     limit, offset;
};
extern const char
	*const task_filters[]; /* "pending" "running" "succeeded" "failed" "cancelled", NULL */
struct TaskList {
	struct list items; /* struct Task */
	int64_t     total;
};
enum { TASKS_PENDING, TASKS_RUNNING, TASKS_SUCCEEDED, TASKS_FAILED, TASKS_CANCELLED };
enum err app_tasks(struct app *app, struct arena *a, const struct viewer *by,
                   const struct TaskQuery *in, struct TaskList *out, struct fail *f) MUST_CHECK;

struct ActiveOf {
	struct list worker; /* struct Task */
};
struct ActiveStats {
	int64_t total_active, total_scheduled, total_reserved;
};
struct WorkerNode {
	const char *node, *role, *queues;
	int64_t     threads, running, done, failed, started_at, seen_at;
};
/* Running now; due later; waiting for a worker. */
struct Active {
	struct ActiveOf    active, scheduled, reserved;
	struct ActiveStats stats;
	struct list        workers; /* struct WorkerNode */
};
enum err app_tasks_active(struct app *app, struct arena *a, const struct viewer *by,
                          struct Active *out, struct fail *f) MUST_CHECK;

#endif

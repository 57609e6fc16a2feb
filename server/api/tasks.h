/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef API_TASKS_H
#define API_TASKS_H

#include "app/background.h"
#include "base/err.h"
#include "base/shape.h"

struct req;

/* What several files of routes say of tasks. */
extern const struct shape task_shape;         /* struct Task */
extern const struct shape task_started_shape; /* struct TaskStarted */

struct viewer task_viewer(const struct req *rq);
/* The title of its kind. */
void task_name(struct Task *t);
/*
 * Begin a task of this kind; in is of the kind's shape. The same task that waits or runs already is
 * not begun twice, or not twice for a user where own is set.
 */
enum err task_begin(struct req *rq, const char *kind, const void *in, bool own,
                    struct TaskStarted *out) MUST_CHECK;
/* The same with arguments as JSON text. */
enum err task_begin_with(struct req *rq, const char *kind, const char *args, bool own,
                         struct TaskStarted *out) MUST_CHECK;
/*
 * The same, to its end, which blocks: ERR_CONFLICT: "WHAT failed: ..."; ERR_AWAY, ERR_TIMEOUT:
 * app_task_wait().
 */
enum err task_complete(struct req *rq, const char *kind, const char *args, const char *what,
                       struct Task *out) MUST_CHECK;
extern const enum err task_complete_fails[]; /* for a route's row */

#endif

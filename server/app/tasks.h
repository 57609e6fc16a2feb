/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_TASKS_H
#define APP_TASKS_H

#include <stdint.h>

#include "base/err.h"
#include "queue/queue.h"

struct arena;
struct db;

/* PENDING, STARTED, PROGRESS, RETRY, SUCCESS, FAILURE or REVOKED: what clients call its state. */
const char *task_word(const struct task *t);

/*
 * Tell those who listen what a task is now: the event "task" with task_id, kind, state, percent,
 * message and user_id, for its user and administrators. Inside the transaction that changed it.
 */
enum err task_tell(struct db *db, int64_t now_ms, const struct task *t, struct fail *f) MUST_CHECK;

/*
 * What a task has done for good, as one JSON object, told in the transaction that did it; a second
 * run of it finds that (NULL: not yet) and does nothing again. id NULL: there is no task, nothing is
 * kept.
 */
enum err task_effect_add(struct db *db, int64_t now_ms, const char *id, const char *result,
                         struct fail *f) MUST_CHECK;
enum err task_effect_get(struct db *db, struct arena *a, const char *id, const char **result,
                         struct fail *f) MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef QUEUE_SQL_H
#define QUEUE_SQL_H

#include "queue/ops.h"

/*
 * The parts of the queue over tables: tasks (sql.c), what is told of them (sql_history.c), and those who
 * work on them (sql_workers.c).
 */
struct queue_sql {
	struct queue        q; /* first: a struct queue * is one of these */
	struct db          *db;
	const struct clock *clock;
};

struct val;

/* Of a row of TASK_FIELDS; texts in the arena. */
struct task queue_sql_task(struct arena *a, const struct val *row);

enum err queue_sql_list(struct queue *q, struct arena *a, const struct task_filter *filter,
                        struct tasks *out, struct fail *f) MUST_CHECK;
enum err queue_sql_waiting(struct queue *q, struct arena *a, bool due, int64_t user_id,
                           int64_t limit, struct tasks *out, struct fail *f) MUST_CHECK;
enum err queue_sql_counts(struct queue *q, int64_t out[QUEUE_N][TASK_STATES],
                          struct fail *f) MUST_CHECK;
enum err queue_sql_prune(struct queue *q, int64_t before_ms, int64_t results_ms, size_t max,
                         int64_t *n, struct fail *f) MUST_CHECK;

enum err queue_sql_here(struct queue *q, const struct queue_worker *w, struct fail *f) MUST_CHECK;
enum err queue_sql_leave(struct queue *q, const char *node, struct fail *f) MUST_CHECK;
enum err queue_sql_workers(struct queue *q, struct arena *a, struct queue_workers *out,
                           struct fail *f) MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef QUEUE_SQL_H
#define QUEUE_SQL_H

#include "queue/ops.h"

/* The two halves of the queue over tables: tasks (sql.c), and those who work on them (sql_workers.c). */
struct queue_sql {
	struct queue        q; /* first: a struct queue * is one of these */
	struct db          *db;
	const struct clock *clock;
};

enum err queue_sql_here(struct queue *q, const struct queue_worker *w, struct fail *f) MUST_CHECK;
enum err queue_sql_leave(struct queue *q, const char *node, struct fail *f) MUST_CHECK;
enum err queue_sql_workers(struct queue *q, struct arena *a, struct queue_workers *out,
                           struct fail *f) MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* What is told of the tasks, and forgotten of those that ended. */
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "queue/sql.h"
#include "store/db.h"

static struct db *db_of(struct queue *q)
{
	return ((struct queue_sql *)q)->db;
}

struct sink {
	struct arena *a;
	struct task  *p;
	size_t        n, cap;
};

static enum err take_task(void *ctx, const struct val *row, struct fail *f)
{
	struct sink *s = ctx;

	(void)f;
	s->p = arena_grow(s->a, s->p, s->n, &s->cap, sizeof(*s->p));
	s->p[s->n++] = queue_sql_task(s->a, row);
	return OK;
}

enum err queue_sql_list(struct queue *q, struct arena *a, const struct task_filter *l,
                        struct tasks *out, struct fail *f)
{
	struct sink  s = {.a = a};
	struct tasks r = {0};
	struct val   kind = val_t(l->kind), states = val_i(l->states);
	struct val   page[] = {states, kind, val_i(l->limit), val_i(l->offset), val_i(l->user_id)};
	struct val   all[] = {states, kind, val_i(l->user_id)};
	bool         one = l->user_id != 0;

	TRY(db_run(db_of(q), one ? STMT_TASK_PAGE_USER : STMT_TASK_PAGE, page, take_task, &s, f));
	TRY(db_int(db_of(q), one ? STMT_TASK_MATCHES_USER : STMT_TASK_MATCHES, all, &r.total, f));
	r.p = s.p;
	r.n = s.n;
	*out = r;
	return OK;
}

enum err queue_sql_waiting(struct queue *q, struct arena *a, bool due, int64_t user_id,
                           int64_t limit, struct tasks *out, struct fail *f)
{
	struct sink  s = {.a = a};
	struct tasks r = {0};
	struct val   now = val_i(clock_now_ms(((struct queue_sql *)q)->clock));
	struct val   page[] = {now, user_id ? val_i(user_id) : val_null(), val_i(limit)};

	TRY(db_run(db_of(q), due ? STMT_TASK_DUE_PAGE : STMT_TASK_LATER_PAGE, page, take_task, &s,
	           f));
	TRY(db_int(db_of(q), due ? STMT_TASK_DUE_COUNT : STMT_TASK_LATER_COUNT, &now, &r.total, f));
	r.p = s.p;
	r.n = s.n;
	*out = r;
	return OK;
}

static enum err take_count(void *ctx, const struct val *row, struct fail *f)
{
	int64_t(*out)[TASK_STATES] = ctx;

	(void)f;
	out[row[0].i][row[1].i] = row[2].i;
	return OK;
}

enum err queue_sql_counts(struct queue *q, int64_t out[QUEUE_N][TASK_STATES], struct fail *f)
{
	int64_t n[QUEUE_N][TASK_STATES] = {{0}};

	TRY(db_run(db_of(q), STMT_TASK_COUNTS, NULL, take_count, n, f));
	memcpy(out, n, sizeof(n));
	return OK;
}

enum err queue_sql_prune(struct queue *q, int64_t before_ms, int64_t results_ms, size_t max,
                         int64_t *n, struct fail *f)
{
	TRY(db_write(db_of(q), STMT_TASK_PRUNE_RESULTS, (struct val[]){val_i(results_ms)}, NULL,
	             f));
	return db_write(db_of(q), STMT_TASK_PRUNE,
	                (struct val[]){val_i(before_ms), val_i((int64_t)max)}, n, f);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/arena.h"
#include "base/clock.h"
#include "queue/sql.h"
#include "store/db.h"

enum { WORKERS_MAX = 1000 };

enum err queue_sql_here(struct queue *q, const struct queue_worker *w, struct fail *f)
{
	struct queue_sql *s = (struct queue_sql *)q;
	int64_t           now = clock_now_ms(s->clock);
	struct val row[] = {val_t(w->node),    val_t(w->role), val_t(w->queues), val_i(w->threads),
	                    val_i(w->running), val_i(w->done), val_i(w->failed), val_i(now)};

	return db_write(s->db, STMT_WORKER_HERE, row, NULL, f);
}

enum err queue_sql_leave(struct queue *q, const char *node, struct fail *f)
{
	return db_write(((struct queue_sql *)q)->db, STMT_WORKER_LEAVE, (struct val[]){val_t(node)},
	                NULL, f);
}

struct sink {
	struct arena        *a;
	struct queue_worker *p;
	size_t               n, cap;
};

static enum err take(void *ctx, const struct val *v, struct fail *f)
{
	struct sink *s = ctx;

	(void)f;
	s->p = arena_grow(s->a, s->p, s->n, &s->cap, sizeof(*s->p));
	s->p[s->n++] = (struct queue_worker){
		.node = arena_strdup(s->a, v[0].t),
		.role = arena_strdup(s->a, v[1].t),
		.queues = arena_strdup(s->a, v[2].t),
		.threads = v[3].i,
		.running = v[4].i,
		.done = v[5].i,
		.failed = v[6].i,
		.started_at = v[7].i,
		.seen_at = v[8].i,
	};
	return OK;
}

enum err queue_sql_workers(struct queue *q, struct arena *a, struct queue_workers *out,
                           struct fail *f)
{
	struct sink s = {.a = a};

	TRY(db_run(((struct queue_sql *)q)->db, STMT_WORKER_LIST,
	           (struct val[]){val_i(WORKERS_MAX)}, take, &s, f));
	*out = (struct queue_workers){.p = s.p, .n = s.n};
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* The queue over the table tasks: one statement a change, so that nothing here begins a transaction. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/date.h"
#include "queue/sql.h"
#include "store/db.h"

/* A stamp further ahead than that was made before the clock went back. */
enum { AHEAD_MS = 2000 };

static struct db *db_of(struct queue *q)
{
	return ((struct queue_sql *)q)->db;
}

static int64_t now_of(const struct queue *q)
{
	return clock_now_ms(((const struct queue_sql *)q)->clock);
}

/* A UUID of version 7: ordered by time, so that rows stored together lie together. */
static void make_id(int64_t now_ms, char out[TASK_ID_MAX + 1])
{
	uint8_t b[16];
	char    hex[33];

	crypto_random(b, sizeof(b));
	for (int i = 0; i < 6; i++)
		b[i] = (uint8_t)(now_ms >> (40 - 8 * i));
	b[6] = (uint8_t)(0x70 | (b[6] & 0x0f));
	b[8] = (uint8_t)(0x80 | (b[8] & 0x3f));
	crypto_hex(b, sizeof(b), hex);
	snprintf(out, TASK_ID_MAX + 1, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12,
	         hex + 16, hex + 20);
}

static int64_t time_of(const struct val *v)
{
	return v->null ? TIME_NONE : v->i;
}

struct sink {
	struct arena *a;
	struct task  *p; /* has the room */
	size_t        n;
};

struct task queue_sql_task(struct arena *a, const struct val *v)
{
	struct task t = {
		.seq = v[0].i,
		.kind = arena_strdup(a, v[2].t),
		.queue = (enum task_queue)v[3].i,
		.state = (enum task_state)v[4].i,
		.run_at = v[5].i,
		.tries = (int)v[6].i,
		.max_tries = (int)v[7].i,
		.args = arena_strdup(a, v[8].t),
		.user_id = v[9].null ? 0 : v[9].i,
		.parent = v[10].null ? NULL : arena_strdup(a, v[10].t),
		.created_at = v[11].i,
		.started_at = time_of(&v[12]),
		.ended_at = time_of(&v[13]),
		.owner = v[14].null ? NULL : arena_strdup(a, v[14].t),
		.epoch = v[15].i,
		.cancel = v[16].i != 0,
		.percent = (int)v[17].i,
		.message = v[18].null ? "" : arena_strdup(a, v[18].t),
		.result = v[19].null ? NULL : arena_strdup(a, v[19].t),
		.error = v[20].null ? NULL : arena_strdup(a, v[20].t),
	};

	snprintf(t.id, sizeof(t.id), "%s", v[1].t);
	return t;
}

static enum err take_task(void *ctx, const struct val *row, struct fail *f)
{
	struct sink *s = ctx;

	(void)f;
	s->p[s->n++] = queue_sql_task(s->a, row);
	return OK;
}

static enum err take_id(void *ctx, const struct val *row, struct fail *f)
{
	(void)f;
	snprintf(ctx, TASK_ID_MAX + 1, "%s", row[0].t);
	return OK;
}

static enum err put(struct queue *q, const struct task_new *in, char id[TASK_ID_MAX + 1],
                    bool *fresh, struct fail *f)
{
	enum { TRIES = 8 }; /* the one that was in the way may end just now */
	char             made[TASK_ID_MAX + 1], there[TASK_ID_MAX + 1];
	int64_t          changed, now = now_of(q);
	const struct val key[] = {val_t(in->once_key), val_i(now + in->delay_ms), val_i(now)};

	if (in->anew)
		TRY(db_write(db_of(q), STMT_TASK_YIELD, key, NULL, f));
	for (int i = 0; i < TRIES; i++) {
		make_id(now, made);
		struct val row[] = {val_t(made),
		                    val_t(in->kind),
		                    val_i(in->queue),
		                    val_i(now + in->delay_ms),
		                    val_i(now),
		                    val_i(in->max_tries),
		                    val_t(in->once_key),
		                    val_t(in->args),
		                    in->user_id ? val_i(in->user_id) : val_null(),
		                    val_t(in->parent)};

		TRY(db_write(db_of(q), STMT_TASK_PUT, row, &changed, f));
		there[0] = '\0';
		if (changed == 0 && in->once_key)
			TRY(db_run(db_of(q), STMT_TASK_BY_KEY, key, take_id, there, f));
		if (changed || there[0]) {
			memcpy(id, changed ? made : there, TASK_ID_MAX + 1);
			*fresh = changed > 0;
			return OK;
		}
	}
	return fail(f, ERR_AWAY, "the task cannot be stored; try again");
}

static enum err take_due(void *ctx, const struct val *row, struct fail *f)
{
	(void)f;
	memcpy(ctx, row, QUEUE_N * sizeof(*row));
	return OK;
}

static enum err due(struct queue *q, unsigned queues, int64_t *at, struct fail *f)
{
	struct val row[QUEUE_N];
	int64_t    first = INT64_MAX;

	TRY(db_run(db_of(q), STMT_TASK_DUE, NULL, take_due, row, f));
	for (unsigned i = 0; i < QUEUE_N; i++)
		if ((queues >> i & 1) && !row[i].null && row[i].i < first)
			first = row[i].i;
	*at = first;
	return OK;
}

struct reserved {
	struct sink     to;
	enum task_queue queue;
	const char     *owner;
	int64_t         now;
};

static enum err take_reserved(void *ctx, const struct val *v, struct fail *f)
{
	struct reserved *r = ctx;
	struct arena    *a = r->to.a;
	struct task     *t = &r->to.p[r->to.n++];

	(void)f;
	*t = (struct task){
		.seq = v[0].i,
		.kind = arena_strdup(a, v[2].t),
		.queue = r->queue,
		.state = TASK_RESERVED,
		.run_at = v[3].i,
		.tries = (int)v[4].i,
		.max_tries = (int)v[5].i,
		.args = arena_strdup(a, v[6].t),
		.user_id = v[7].null ? 0 : v[7].i,
		.parent = v[8].null ? NULL : arena_strdup(a, v[8].t),
		.created_at = v[9].i,
		.started_at = r->now,
		.ended_at = TIME_NONE,
		.epoch = v[10].i,
		.cancel = v[11].i != 0,
		.owner = r->owner,
		.message = "",
	};
	snprintf(t->id, sizeof(t->id), "%s", v[1].t);
	return OK;
}

/* Rows come in any order. */
static int by_turn(const void *x, const void *y)
{
	const struct task *a = x, *b = y;

	if (a->run_at != b->run_at)
		return a->run_at < b->run_at ? -1 : 1;
	return (a->seq > b->seq) - (a->seq < b->seq);
}

static enum err reserve(struct queue *q, struct arena *a, unsigned queues, const char *owner,
                        int64_t lease_ms, size_t max, struct task *out, size_t *n, struct fail *f)
{
	struct reserved r = {.to = {.a = a, .p = out}, .owner = owner, .now = now_of(q)};
	size_t          before = 0;

	for (r.queue = 0; r.queue < QUEUE_N; r.queue++) {
		struct val args[] = {val_i(r.queue), val_i(r.now), val_t(owner),
		                     val_i(r.now + lease_ms), val_i((int64_t)(max - before))};

		if (!(queues >> r.queue & 1) || before == max)
			continue;
		TRY(db_run(db_of(q), STMT_TASK_RESERVE, args, take_reserved, &r, f));
		if (r.to.n > before + 1)
			qsort(out + before, r.to.n - before, sizeof(*out), by_turn);
		before = r.to.n;
	}
	*n = before;
	return OK;
}

/* A failure that is not about the task. */
static enum err pass_on(const struct fail *why, struct fail *f)
{
	*f = *why;
	return why->code;
}

static enum err lost(const struct task *t, struct fail *f)
{
	return fail_as(f, ERR_CONFLICT, "lease_lost",
	               "the task %s is no longer this worker's: its lease ended", t->id);
}

/* One change by the holder of the lease. */
static enum err change(struct queue *q, enum stmt s, const struct task *t, const struct val *args,
                       struct fail *f)
{
	int64_t changed;

	TRY(db_write(db_of(q), s, args, &changed, f));
	return changed ? OK : lost(t, f);
}

static enum err touch(struct queue *q, const struct task *t, int64_t lease_ms, int percent,
                      const char *message, bool *cancel, struct fail *f)
{
	struct val  args[] = {val_t(t->id), val_i(t->epoch), val_i(now_of(q) + lease_ms),
                             percent < 0 ? val_null() : val_i(percent), val_t(message)};
	int64_t     wanted;
	struct fail why = {0};
	enum err    e = db_int(db_of(q), STMT_TASK_TOUCH, args, &wanted, &why);

	if (e != OK)
		return e == ERR_NOTFOUND ? lost(t, f) : pass_on(&why, f);
	*cancel = wanted != 0;
	return OK;
}

static enum err done(struct queue *q, const struct task *t, const char *result, struct fail *f)
{
	struct val args[] = {val_t(t->id), val_i(t->epoch), val_i(now_of(q)), val_t(result)};

	return change(q, STMT_TASK_DONE, t, args, f);
}

static enum err retry(struct queue *q, const struct task *t, int64_t delay_ms, const char *why,
                      enum task_state *state, struct fail *f)
{
	int64_t     now = now_of(q), got;
	struct val  args[] = {val_t(t->id), val_i(t->epoch), val_i(now), val_i(now + delay_ms),
	                      val_t(why)};
	struct fail said = {0};
	enum err    e = db_int(db_of(q), STMT_TASK_RETRY, args, &got, &said);

	if (e != OK)
		return e == ERR_NOTFOUND ? lost(t, f) : pass_on(&said, f);
	*state = (enum task_state)got;
	return OK;
}

static enum err bury(struct queue *q, const struct task *t, const char *why, struct fail *f)
{
	struct val args[] = {val_t(t->id), val_i(t->epoch), val_i(now_of(q)), val_t(why)};

	return change(q, STMT_TASK_BURY, t, args, f);
}

static enum err cancelled(struct queue *q, const struct task *t, struct fail *f)
{
	struct val args[] = {val_t(t->id), val_i(t->epoch), val_i(now_of(q))};

	return change(q, STMT_TASK_CANCELLED, t, args, f);
}

static enum err release(struct queue *q, const struct task *t, struct fail *f)
{
	struct val args[] = {val_t(t->id), val_i(t->epoch), val_i(now_of(q))};

	return change(q, STMT_TASK_RELEASE, t, args, f);
}

struct lapsed {
	struct {
		int64_t seq, epoch;
	} * p;
	size_t n;
};

static enum err take_lapsed(void *ctx, const struct val *row, struct fail *f)
{
	struct lapsed *l = ctx;

	(void)f;
	l->p[l->n].seq = row[0].i;
	l->p[l->n++].epoch = row[1].i;
	return OK;
}

static enum err expire(struct queue *q, struct arena *a, size_t max, struct task *out, size_t *n,
                       struct fail *f)
{
	int64_t       now = now_of(q);
	struct lapsed l = {.p = arena_array(a, max, sizeof(*l.p))};
	struct sink   to = {.a = a, .p = out};

	TRY(db_write(db_of(q), STMT_TASK_CLOCK, (struct val[]){val_i(now), val_i(now + AHEAD_MS)},
	             NULL, f));
	TRY(db_run(db_of(q), STMT_TASK_EXPIRED, (struct val[]){val_i((int64_t)max)}, take_lapsed,
	           &l, f));
	for (size_t i = 0; i < l.n; i++) {
		struct val args[] = {
			val_i(l.p[i].seq), val_i(l.p[i].epoch), val_i(now),
			val_t("the process that worked on it ended, or lost its lease")};

		TRY(db_run(db_of(q), STMT_TASK_EXPIRE, args, take_task, &to, f));
	}
	*n = to.n;
	return OK;
}

static enum err get(struct queue *q, struct arena *a, const char *id, struct task *out,
                    struct fail *f)
{
	struct task t;
	struct sink s = {.a = a, .p = &t};

	TRY(db_run(db_of(q), STMT_TASK_GET, (struct val[]){val_t(id)}, take_task, &s, f));
	if (s.n == 0)
		return fail(f, ERR_NOTFOUND, "there is no task '%.40s'", id);
	*out = t;
	return OK;
}

/* Why a change of a task by its number found nothing to change. */
static enum err refuse(struct queue *q, const char *id, const char *rule, struct fail *f)
{
	struct arena *a = arena_create();
	struct task   t = {.state = TASK_READY};
	enum err      e = get(q, a, id, &t, f);

	if (e == OK)
		e = fail(f, ERR_CONFLICT, "the task is %s; %s", task_state_names[t.state], rule);
	arena_destroy(a);
	return e;
}

static enum err cancel(struct queue *q, const char *id, bool *running, struct fail *f)
{
	struct val  args[] = {val_t(id), val_i(now_of(q))};
	int64_t     state;
	struct fail why = {0};
	enum err    e = db_int(db_of(q), STMT_TASK_CANCEL, args, &state, &why);

	if (e == ERR_NOTFOUND)
		return refuse(q, id, "only what has not ended can be cancelled", f);
	if (e != OK)
		return pass_on(&why, f);
	*running = state == TASK_RESERVED;
	return OK;
}

static enum err requeue(struct queue *q, const char *id, struct fail *f)
{
	struct val  args[] = {val_t(id), val_i(now_of(q))};
	struct fail why = {0};
	int64_t     changed;
	enum err    e = db_write(db_of(q), STMT_TASK_REQUEUE, args, &changed, &why);

	if (e == ERR_CONFLICT)
		return fail(f, ERR_CONFLICT,
		            "another task that does the same waits or runs already");
	if (e != OK)
		return pass_on(&why, f);
	return changed ? OK
	               : refuse(q, id, "only what failed or was cancelled can be tried again", f);
}

static enum err drop(struct queue *q, const char *id, struct fail *f)
{
	int64_t changed;

	TRY(db_write(db_of(q), STMT_TASK_DROP, (struct val[]){val_t(id)}, &changed, f));
	return changed ? OK : refuse(q, id, "only what failed can be dropped", f);
}

static void destroy(struct queue *q)
{
	free(q);
}

static const struct queue_ops sql_ops = {
	.put = put,
	.reserve = reserve,
	.due = due,
	.touch = touch,
	.done = done,
	.retry = retry,
	.bury = bury,
	.cancelled = cancelled,
	.release = release,
	.expire = expire,
	.here = queue_sql_here,
	.leave = queue_sql_leave,
	.workers = queue_sql_workers,
	.get = get,
	.cancel = cancel,
	.requeue = requeue,
	.drop = drop,
	.list = queue_sql_list,
	.waiting = queue_sql_waiting,
	.counts = queue_sql_counts,
	.prune = queue_sql_prune,
	.destroy = destroy,
};

struct queue *queue_sql_create(struct db *db, const struct clock *clock, struct queue_bell *bell)
{
	struct queue_sql *s = calloc(1, sizeof(*s));

	if (!s)
		abort();
	*s = (struct queue_sql){.q = {.ops = &sql_ops, .bell = bell}, .db = db, .clock = clock};
	return &s->q;
}

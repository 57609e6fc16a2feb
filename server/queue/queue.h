/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef QUEUE_QUEUE_H
#define QUEUE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct clock;
struct db;

/*
 *   put -> READY -> reserve -> RESERVED -> done         -> DONE
 *            ^                    | lease runs out, owner gone, retry, release
 *            '--------------------'-> bury, tries used up -> DEAD  -> requeue -> READY
 *          cancel of READY, or heeded by the job          -> CANCELLED
 *
 * Delivery is at least once: a job must be safe to run twice. Who holds a task holds a lease with
 * an epoch; a call with an older epoch is ERR_CONFLICT and changes nothing. A queue belongs to one
 * thread, as its connection does. All calls block. Each change is whole by itself, and part of the
 * caller's transaction where there is one: many of them then cost one commit. Two implementations
 * are meant: the table tasks (this version), and Redis in Celery's format.
 */
enum task_queue { QUEUE_HIGH, QUEUE_DEFAULT, QUEUE_LOW, QUEUE_N };
extern const char *const queue_names[]; /* "high_priority" ..., NULL-ended */

enum task_state { TASK_READY, TASK_RESERVED, TASK_DONE, TASK_DEAD, TASK_CANCELLED, TASK_STATES };
extern const char *const task_state_names[]; /* "ready" ..., NULL-ended */

enum { TASK_ID_MAX = 36, TASK_MESSAGE_MAX = 200, TASK_RESULT_MAX = 65536, QUEUE_ALL = 7 };
enum { QUEUE_GONE_MS = 8000 }; /* whoever is gone is known to be after that */

struct task_new {
	const char     *kind;
	const char     *args; /* JSON object */
	enum task_queue queue;
	int             max_tries;
	int64_t         delay_ms;
	const char     *once_key; /* NULL = any number at once */
	bool            anew;     /* one that runs, or left its effect, gives up the key */
	int64_t         user_id;  /* 0 = the program */
	const char     *parent;   /* NULL = nothing made it but its caller */
};

/* What is known of a task; texts in the caller's arena. Instants are ms, INT64_MIN where there is none. */
struct task {
	char            id[TASK_ID_MAX + 1];
	const char     *kind, *args;
	enum task_queue queue;
	enum task_state state;
	int             tries, max_tries, percent;
	bool            cancel;
	int64_t         user_id, run_at, created_at, started_at, ended_at, epoch, seq;
	const char     *owner, *parent, *message, *result,
		*error; /* result JSON; NULL where there is none */
};
struct tasks {
	struct task *p;
	size_t       n;
	int64_t      total; /* of all pages */
};

/* A process that works on tasks, or leads the schedule. */
struct queue_worker {
	const char *node;   /* the owner of its leases */
	const char *role;   /* "serve", "worker", "beat" */
	const char *queues; /* "high_priority,default" */
	int64_t     threads, running, done, failed, started_at, seen_at;
};
struct queue_workers {
	struct queue_worker *p;
	size_t               n;
};

struct queue;
struct queue_bell; /* rung when there is work; shared between threads */

struct queue_bell *queue_bell_create(void);
void               queue_bell_destroy(struct queue_bell *b); /* NULL is fine */
void               queue_bell_ring(struct queue_bell *b);    /* NULL: nobody hears it */
/* Until it rings, or rang since the last wait; at most so long. */
void queue_bell_wait(struct queue_bell *b, int64_t timeout_ms);

/* Over the table tasks. The connection stays the caller's; bell may be NULL: nobody here works. */
struct queue *queue_sql_create(struct db *db, const struct clock *clock, struct queue_bell *bell);
void          queue_destroy(struct queue *q); /* NULL is fine */

/*
 * With a once_key that an unfinished task has, id is that task's and fresh is false; with anew only
 * where that still waits, as one that runs may have read what has changed since: then it is due as
 * soon as this one would be, also where it waited to be tried again. Where it is part of a transaction,
 * queue_ring() after the commit: workers wait for that, and else look every second.
 */
enum err queue_put(struct queue *q, const struct task_new *in, char id[TASK_ID_MAX + 1],
                   bool *fresh, struct fail *f) MUST_CHECK;
void     queue_ring(struct queue *q);

/* Up to max tasks of these queues (bits 1 << enum task_queue), best first; n = 0: none is due. */
enum err queue_reserve(struct queue *q, struct arena *a, unsigned queues, const char *owner,
                       int64_t lease_ms, size_t max, struct task *out, size_t *n,
                       struct fail *f) MUST_CHECK;
/* When the earliest task of these queues is due, or was; INT64_MAX: there is none. Reads only. */
enum err queue_due(struct queue *q, unsigned queues, int64_t *at, struct fail *f) MUST_CHECK;
/* Renew the lease and tell how far it is; percent -1 and message NULL leave these. cancel: it should end. */
enum err queue_touch(struct queue *q, const struct task *t, int64_t lease_ms, int percent,
                     const char *message, bool *cancel, struct fail *f) MUST_CHECK;
enum err queue_done(struct queue *q, const struct task *t, const char *result,
                    struct fail *f) MUST_CHECK;
/* state: READY, DEAD when its tries are used up, or CANCELLED when somebody wanted that. May be NULL. */
enum err queue_retry(struct queue *q, const struct task *t, int64_t delay_ms, const char *why,
                     enum task_state *state, struct fail *f) MUST_CHECK;
enum err queue_bury(struct queue *q, const struct task *t, const char *why,
                    struct fail *f) MUST_CHECK;
/* Of a task that ended because somebody wanted it to. */
enum err queue_cancelled(struct queue *q, const struct task *t, struct fail *f) MUST_CHECK;
/* Give it back as if it had not been reserved. */
enum err queue_release(struct queue *q, const struct task *t, struct fail *f) MUST_CHECK;

/*
 * Take from their owners up to max tasks whose owner has left, or has said since their lease ran out,
 * by its own clock, that it lives; and what the clock's going back would hold up becomes due. No clock
 * is compared with another's. out: as they are now, READY, DEAD or CANCELLED.
 */
enum err queue_expire(struct queue *q, struct arena *a, size_t max, struct task *out, size_t *n,
                      struct fail *f) MUST_CHECK;
/* An owner says that it lives (every second or two), or is known to be gone: its leases are void at once. */
enum err queue_here(struct queue *q, const struct queue_worker *w, struct fail *f) MUST_CHECK;
enum err queue_leave(struct queue *q, const char *node, struct fail *f) MUST_CHECK;
enum err queue_workers(struct queue *q, struct arena *a, struct queue_workers *out,
                       struct fail *f) MUST_CHECK;

/* Of anybody. ERR_NOTFOUND: no such task. ERR_CONFLICT: it has ended (cancel), or has not failed (requeue, drop). */
enum err queue_get(struct queue *q, struct arena *a, const char *id, struct task *out,
                   struct fail *f) MUST_CHECK;
/* A task that runs is only asked to end: running is true then. running may be NULL. */
enum err queue_cancel(struct queue *q, const char *id, bool *running, struct fail *f) MUST_CHECK;
enum err queue_requeue(struct queue *q, const char *id, struct fail *f) MUST_CHECK;
enum err queue_drop(struct queue *q, const char *id, struct fail *f) MUST_CHECK; /* a dead one */

struct task_filter {
	unsigned    states;  /* bits 1 << enum task_state; 0 = all */
	int64_t     user_id; /* 0 = of anybody */
	const char *kind;    /* NULL = all */
	int64_t     limit, offset;
};
/* Newest first. */
enum err queue_list(struct queue *q, struct arena *a, const struct task_filter *filter,
                    struct tasks *out, struct fail *f) MUST_CHECK;
/*
 * Of what waits the first: what is due in the order in which it will run, or what is due later, soonest
 * first. user_id: only that one's and the program's, 0: anybody's; total counts everybody's.
 */
enum err queue_waiting(struct queue *q, struct arena *a, bool due, int64_t user_id, int64_t limit,
                       struct tasks *out, struct fail *f) MUST_CHECK;
enum err queue_counts(struct queue *q, int64_t out[QUEUE_N][TASK_STATES],
                      struct fail *f) MUST_CHECK;
/* Forget up to max tasks that ended before an instant; results go by an instant of their own. How many tasks. */
enum err queue_prune(struct queue *q, int64_t before_ms, int64_t results_ms, size_t max, int64_t *n,
                     struct fail *f) MUST_CHECK;

#endif

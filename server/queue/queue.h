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
 *            ^                    | lease runs out, retry
 *            '--------------------'-> bury, tries used up -> DEAD  -> requeue -> READY
 *          cancel of READY, or heeded by the job          -> CANCELLED
 *
 * Delivery is at least once: a job must be safe to run twice. Who holds a task holds a lease with
 * an epoch; a call with an older epoch is ERR_CONFLICT and changes nothing. A queue belongs to one
 * thread, as its connection does. All calls block. Two implementations are meant: the table tasks
 * (this version), and Redis in Celery's format.
 */
enum task_queue { QUEUE_HIGH, QUEUE_DEFAULT, QUEUE_LOW, QUEUE_N };
extern const char *const queue_names[]; /* "high_priority" ..., NULL-ended */

enum task_state { TASK_READY, TASK_RESERVED, TASK_DONE, TASK_DEAD, TASK_CANCELLED };

enum { TASK_ID_MAX = 36, TASK_MESSAGE_MAX = 200, TASK_RESULT_MAX = 65536 };

struct task_new {
	const char     *kind;
	const char     *args; /* JSON object */
	enum task_queue queue;
	int             max_tries;
	int64_t         delay_ms;
	const char     *once_key; /* NULL = any number at once */
	int64_t         user_id;  /* 0 = the program */
	const char     *parent;   /* NULL = nothing made it but its caller */
};

/* What is known of a task; texts in the caller's arena. Instants are ms, INT_NONE where there is none. */
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

struct queue;
struct queue_bell; /* rung when there is work; shared between threads */

struct queue_bell *queue_bell_create(void);
void               queue_bell_destroy(struct queue_bell *b);

/* Over the table tasks. The connection stays the caller's; bell may be NULL: nobody here works. */
struct queue *queue_sql_create(struct db *db, const struct clock *clock, struct queue_bell *bell);
void          queue_destroy(struct queue *q); /* NULL is fine */

/*
 * Inside the caller's transaction where there is one (then queue_ring() after its commit), else in
 * its own. With a once_key that an unfinished task has, id is that task's and fresh is false.
 */
enum err queue_put(struct queue *q, const struct task_new *in, char id[TASK_ID_MAX + 1],
                   bool *fresh, struct fail *f) MUST_CHECK;
void     queue_ring(struct queue *q);

/* Up to max tasks of these queues (bits 1 << enum task_queue), best first; n = 0: none is due. */
enum err queue_reserve(struct queue *q, struct arena *a, unsigned queues, const char *owner,
                       int64_t lease_ms, size_t max, struct task *out, size_t *n,
                       struct fail *f) MUST_CHECK;
/* Renew the lease and tell how far it is; percent -1 leaves that alone. cancel: it should end. */
enum err queue_touch(struct queue *q, const struct task *t, int64_t lease_ms, int percent,
                     const char *message, bool *cancel, struct fail *f) MUST_CHECK;
enum err queue_done(struct queue *q, const struct task *t, const char *result,
                    struct fail *f) MUST_CHECK;
enum err queue_retry(struct queue *q, const struct task *t, int64_t delay_ms, const char *why,
                     struct fail *f) MUST_CHECK;
enum err queue_bury(struct queue *q, const struct task *t, const char *why,
                    struct fail *f) MUST_CHECK;
/* Of a task that ended because somebody wanted it to. */
enum err queue_cancelled(struct queue *q, const struct task *t, struct fail *f) MUST_CHECK;
/* Back to READY with what runs out; those of owners that are gone at once. How many. */
enum err queue_expire(struct queue *q, int64_t *n, struct fail *f) MUST_CHECK;

/* Of anybody. ERR_NOTFOUND: no such task. ERR_CONFLICT: it has ended (cancel), or has not failed (requeue). */
enum err queue_get(struct queue *q, struct arena *a, const char *id, struct task *out,
                   struct fail *f) MUST_CHECK;
enum err queue_cancel(struct queue *q, const char *id, struct fail *f) MUST_CHECK;
enum err queue_requeue(struct queue *q, const char *id, struct fail *f) MUST_CHECK;
enum err queue_drop(struct queue *q, const char *id, struct fail *f) MUST_CHECK; /* a dead one */

#endif

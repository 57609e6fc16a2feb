/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef JOBS_WORK_H
#define JOBS_WORK_H

#include <pthread.h>
#include <stdatomic.h>

#include "jobs/pool.h"

/* How work on a task ended; each is one call of queue/queue.h. */
enum work_end { WORK_DONE, WORK_RETRY, WORK_BURY, WORK_CANCELLED, WORK_RELEASE };

/*
 * A reserved task. The hand owns it while it waits and when it has ended; in between a thread of the
 * pool does, but for what is marked: that is shared, under lock.
 */
struct work {
	struct work           *next;
	struct task            task;     /* its texts are malloc'd: work_create() */
	const struct job_kind *kind;     /* NULL: not known here */
	int64_t                begun_us; /* when a thread took it */

	pthread_mutex_t lock;
	int             percent;                       /* shared: told by the job */
	char            message[TASK_MESSAGE_MAX + 1]; /* shared */
	bool            fresh;                         /* shared: told and not stored yet */
	atomic_bool     cancel;                        /* somebody wants it to end */
	atomic_bool     lost;                          /* its lease is another's now */

	enum work_end end;
	char         *result;                               /* malloc'd, or NULL */
	char          why[sizeof(((struct fail *)0)->msg)]; /* of what is not WORK_DONE */
	int64_t       delay_ms;
	int64_t       took_us;
};

struct work *work_create(const struct task *t, const struct job_kind *kind);
void         work_destroy(struct work *w);

/* What a thread needs to do one. */
struct work_bench {
	const struct job_pool_config *cfg;
	struct app                   *app;
	struct arena                 *a;
	struct fail                  *why;
	const atomic_bool            *stop; /* end what runs, and give it back */
};
/* Run it to its end; fills in end, result, why, delay_ms. */
void work_run(struct work_bench *b, struct work *w);

/* Keep how far it is. */
void work_note(struct work *w, int percent, const char *message);
/* As watch_tell() answers: may it go on? */
enum err work_ask(struct work_bench *b, struct work *w, struct fail *f) MUST_CHECK;

/* The same in a process of its own, killed at its hard limit. */
enum err work_child(struct work_bench *b, struct work *w, struct buf *result,
                    struct fail *f) MUST_CHECK;

#endif

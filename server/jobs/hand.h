/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef JOBS_HAND_H
#define JOBS_HAND_H

#include "jobs/work.h"

/* The pool from within: pool.c is its threads, hand.c what speaks with the queue for them. */
struct work_list {
	struct work *first, *last;
	size_t       n;
};
void work_push(struct work_list *l, struct work *w);

struct job_pool {
	struct job_pool_config cfg;
	atomic_bool            give_back; /* tasks are asked to end */

	pthread_mutex_t  lock;    /* of all that follows */
	pthread_cond_t   work;    /* something waits, or an end */
	pthread_cond_t   started; /* a thread has its app, or has none */
	int              opened;
	enum err         failed;
	struct fail      why;
	bool             stopping; /* take no more */
	bool             over;     /* the hand's own end */
	struct work_list waiting, ended;
	struct work    **running; /* [threads]; NULL = none */
	int              running_n;
	pthread_t       *thread, hand;
	int              made;
	bool             hand_made;
};

/* Until p->over, and all that has ended is stored. */
void hand_run(struct job_pool *p, struct app *app);

#endif

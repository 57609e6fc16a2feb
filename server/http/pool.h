/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_POOL_H
#define HTTP_POOL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct arena;

/*
 * A fixed set of threads that run blocking work from a bounded queue, first
 * come first served; but slow jobs have at most half of the threads at once, and
 * of the queue, so that others always get through. Each thread has its own state
 * and its own arena, which is reset after every job. A job handed over is either
 * run or refused, exactly once.
 */
struct pool;

/* First member of whatever is queued. */
struct pool_job {
	struct pool_job *next;
	bool             slow; /* set before it is submitted */
};

struct pool_ops {
	void *ctx;
	enum err (*open)(void *ctx, void **worker, struct fail *f); /* on the worker's thread */
	void (*close)(void *worker);                                /* on the same thread */
	void (*run)(struct pool_job *job, void *worker, struct arena *a);
	void (*refuse)(struct pool_job *job); /* still waiting when the pool stopped */
};

/* Returns when every thread has opened its state; the first failure to open stops all. */
enum err pool_create(const struct pool_ops *ops, int workers, int queue_max, struct pool **out,
                     struct fail *f) MUST_CHECK;
bool     pool_submit(struct pool *p, struct pool_job *job) MUST_CHECK; /* false: full, or stopped */
/* Refuse what waits, wait for what runs, end the threads. Twice is fine. */
void pool_stop(struct pool *p);

struct pool_stats {
	int      workers, busy;
	int      waiting, queue_max;
	uint64_t refused; /* submitted in vain, since the start */
};
struct pool_stats pool_stats(struct pool *p); /* from any thread */

void pool_destroy(struct pool *p); /* stops first; NULL is fine */

#endif

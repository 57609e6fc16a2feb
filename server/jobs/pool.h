/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef JOBS_POOL_H
#define JOBS_POOL_H

#include <stddef.h>
#include <stdint.h>

#include "jobs/jobs.h"

struct clock;

/*
 * Threads that work on tasks, each with a struct app of its own, and one thread, the hand, that alone
 * speaks with the queue for them: it reserves, renews leases, tells progress, and stores how tasks
 * ended, all that has come up since the last time in one transaction. So what many short tasks cost
 * together is one commit. It also says that this process lives, and takes from those that do not.
 */
struct job_pool_config {
	const char            *role; /* "serve", "worker" */
	const char            *node; /* jobs/node.h */
	unsigned               queues;
	int                    threads;
	const struct job_kind *kinds;
	size_t                 kinds_n;
	const struct clock    *clock;
	struct queue_bell *bell; /* the pool waits on it: whoever puts in this process rings it */
	int64_t            lease_ms;
	int64_t            grace_ms; /* what job_pool_stop() leaves to tasks at work */
	/* How heavy kinds run: this program with these arguments and this environment, and then "--task ID
	 * --epoch N"; NULL = in this process. */
	char *const *child_argv, *const *child_env;
	void *ctx;
	/* An app with a connection, and a queue over it; called by the thread it is for. */
	enum err (*open)(void *ctx, struct app **out, struct fail *f);
	void (*close)(void *ctx, struct app *app);
	/* A fault of this program, as a request's is told. */
	void (*fault)(void *ctx, const char *where, const char *id, const struct fail *why);
	/* A task ended: what it published is to be seen. May be NULL. */
	void (*changed)(void *ctx, struct app *app);
};

struct job_pool;

/* cfg is copied; what it points to outlives the pool. Blocks until its threads are at work. */
enum err job_pool_start(const struct job_pool_config *cfg, struct job_pool **out,
                        struct fail *f) MUST_CHECK;
/* Take no more; leave what runs its grace, then ask it to end and give it back. NULL is fine. Blocks. */
void job_pool_stop(struct job_pool *p);

#endif

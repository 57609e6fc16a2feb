/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/pool.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/thread.h"

enum { NICE = 5 };

struct pool {
	struct pool_ops  ops;
	pthread_mutex_t  lock;
	pthread_cond_t   work, opened;
	struct pool_job *first, *last;
	int              waiting, queue_max, busy;
	int              slow, slow_max, slow_waiting; /* of these; slow: busy with one */
	uint64_t         refused;
	int              threads_n, opened_n;
	bool             stopping;
	enum err         open_err;
	struct fail      open_fail;
	pthread_t        threads[];
};

/* The first that may run now, taken out of the queue; NULL: none. */
static struct pool_job *next(struct pool *p)
{
	struct pool_job *before = NULL, *job = p->first;
	while (job != NULL && job->slow && p->slow >= p->slow_max) {
		before = job;
		job = job->next;
	}
	if (job == NULL)
		return NULL;
	if (before != NULL)
		before->next = job->next;
	else
		p->first = job->next;
	if (p->last == job)
		p->last = before;
	p->waiting--;
	p->busy++;
	p->slow_waiting -= job->slow;
	p->slow += job->slow;
	return job;
}

/* NULL: the pool stops. */
static struct pool_job *take(struct pool *p)
{
	struct pool_job *job = NULL;
	pthread_mutex_lock(&p->lock);
	while (!p->stopping && (job = next(p)) == NULL)
		pthread_cond_wait(&p->work, &p->lock);
	pthread_mutex_unlock(&p->lock);
	return job;
}

/* The job is gone by now. */
static void done(struct pool *p, bool slow)
{
	pthread_mutex_lock(&p->lock);
	p->busy--;
	p->slow -= slow;
	if (slow && p->slow_waiting > 0)
		pthread_cond_signal(&p->work); /* one that had to wait for this */
	pthread_mutex_unlock(&p->lock);
}

/*
 * A thread of its own to Linux, whatever POSIX says of setpriority(): the network threads, which
 * need little, come first where a handler computes. Where it is refused nothing is lost but that.
 */
static void step_back(void)
{
	(void)setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), NICE);
}

static void *work(void *arg)
{
	struct pool *p = arg;
	step_back();
	struct fail f = {.code = OK};
	void       *worker = NULL;
	enum err    e = p->ops.open(p->ops.ctx, &worker, &f);

	pthread_mutex_lock(&p->lock);
	if (e != OK && p->open_err == OK) {
		p->open_err = e;
		p->open_fail = f;
	}
	p->opened_n++;
	pthread_cond_signal(&p->opened);
	pthread_mutex_unlock(&p->lock);
	if (e != OK)
		return NULL;

	struct arena    *a = arena_create();
	struct pool_job *job;
	while ((job = take(p)) != NULL) {
		const bool slow = job->slow;
		p->ops.run(job, worker, a);
		arena_reset(a);
		done(p, slow);
	}
	arena_destroy(a);
	p->ops.close(worker);
	return NULL;
}

enum err pool_create(const struct pool_ops *ops, int workers, int queue_max, struct pool **out,
                     struct fail *f)
{
	struct pool *p = calloc(1, sizeof(*p) + (size_t)workers * sizeof(*p->threads));
	if (p == NULL)
		abort();
	p->ops = *ops;
	p->queue_max = queue_max;
	p->slow_max = workers > 1 ? workers / 2 : 1;
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->work, NULL);
	pthread_cond_init(&p->opened, NULL);
	while (p->threads_n < workers && thread_start(&p->threads[p->threads_n], work, p))
		p->threads_n++;

	pthread_mutex_lock(&p->lock);
	while (p->opened_n < p->threads_n)
		pthread_cond_wait(&p->opened, &p->lock);
	enum err e = p->open_err;
	pthread_mutex_unlock(&p->lock);
	if (e != OK)
		*f = p->open_fail;
	else if (p->threads_n < workers)
		e = fail(f, ERR_AWAY, "the system gave only %d of %d worker threads", p->threads_n,
		         workers);
	if (e != OK) {
		pool_destroy(p);
		return e;
	}
	*out = p;
	return OK;
}

bool pool_submit(struct pool *p, struct pool_job *job)
{
	pthread_mutex_lock(&p->lock);
	bool ok = !p->stopping && p->waiting < p->queue_max &&
	          (!job->slow || p->slow_waiting < (p->queue_max + 1) / 2);
	if (ok) {
		job->next = NULL;
		p->slow_waiting += job->slow;
		if (p->first == NULL)
			p->first = job;
		else
			p->last->next = job;
		p->last = job;
		p->waiting++;
		pthread_cond_signal(&p->work);
	} else {
		p->refused++;
	}
	pthread_mutex_unlock(&p->lock);
	return ok;
}

void pool_stop(struct pool *p)
{
	pthread_mutex_lock(&p->lock);
	p->stopping = true;
	struct pool_job *job = p->first;
	p->first = NULL;
	p->waiting = p->slow_waiting = 0;
	pthread_cond_broadcast(&p->work);
	pthread_mutex_unlock(&p->lock);
	while (job != NULL) {
		struct pool_job *next = job->next; /* refused jobs are gone */
		p->ops.refuse(job);
		job = next;
	}
	while (p->threads_n > 0)
		pthread_join(p->threads[--p->threads_n], NULL);
}

struct pool_stats pool_stats(struct pool *p)
{
	pthread_mutex_lock(&p->lock);
	const struct pool_stats s = {.workers = p->opened_n,
	                             .busy = p->busy,
	                             .waiting = p->waiting,
	                             .queue_max = p->queue_max,
	                             .refused = p->refused};
	pthread_mutex_unlock(&p->lock);
	return s;
}

void pool_destroy(struct pool *p)
{
	if (p == NULL)
		return;
	pool_stop(p);
	pthread_mutex_destroy(&p->lock);
	pthread_cond_destroy(&p->work);
	pthread_cond_destroy(&p->opened);
	free(p);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "jobs/pool.h"

#include <pthread.h>
#include <stdlib.h>

#include "app/app.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/thread.h"
#include "jobs/hand.h"

static struct work *pop(struct work_list *l)
{
	struct work *w = l->first;

	l->first = w->next;
	if (!l->first)
		l->last = NULL;
	l->n--;
	w->next = NULL;
	return w;
}

void work_push(struct work_list *l, struct work *w)
{
	w->next = NULL;
	if (l->last)
		l->last->next = w;
	else
		l->first = w;
	l->last = w;
	l->n++;
}

static void leave_running(struct job_pool *p, struct work *w)
{
	for (int i = 0; i < p->cfg.threads; i++)
		if (p->running[i] == w)
			p->running[i] = NULL;
	p->running_n--;
}

static int enter_running(struct job_pool *p, struct work *w)
{
	int i = 0;

	while (p->running[i])
		i++;
	p->running[i] = w;
	p->running_n++;
	return i;
}

static void work_on(struct job_pool *p, struct app *app)
{
	struct fail      *why = calloc(1, sizeof(*why));
	struct work_bench bench = {&p->cfg, app, arena_create(), why, &p->give_back};

	if (!why)
		abort();
	pthread_mutex_lock(&p->lock);
	for (;;) {
		while (!p->stopping && p->waiting.n == 0)
			pthread_cond_wait(&p->work, &p->lock);
		if (p->stopping)
			break;
		struct work *w = pop(&p->waiting);
		enter_running(p, w);
		pthread_mutex_unlock(&p->lock);
		work_run(&bench, w);
		arena_reset(bench.a);
		pthread_mutex_lock(&p->lock);
		leave_running(p, w);
		work_push(&p->ended, w);
		queue_bell_ring(p->cfg.bell);
	}
	pthread_mutex_unlock(&p->lock);
	arena_destroy(bench.a);
	free(why);
}

/* Say to job_pool_start() how opening went. */
static void opened(struct job_pool *p, enum err e, const struct fail *why)
{
	pthread_mutex_lock(&p->lock);
	p->opened++;
	if (e != OK && p->failed == OK) {
		p->failed = e;
		p->why = *why;
	}
	pthread_cond_broadcast(&p->started);
	pthread_mutex_unlock(&p->lock);
}

/* With an app of the thread's own, if it gets one. */
static void run(struct job_pool *p, void (*work)(struct job_pool *p, struct app *app))
{
	struct app *app = NULL;
	struct fail why = {0};
	enum err    e = p->cfg.open(p->cfg.ctx, &app, &why);

	opened(p, e, &why);
	if (e == OK) {
		work(p, app);
		p->cfg.close(p->cfg.ctx, app);
	}
}

static void *run_thread(void *p)
{
	run(p, work_on);
	return NULL;
}

static void *run_hand(void *p)
{
	run(p, hand_run);
	return NULL;
}

static void wait_opened(struct job_pool *p, int n)
{
	pthread_mutex_lock(&p->lock);
	while (p->opened < n)
		pthread_cond_wait(&p->started, &p->lock);
	pthread_mutex_unlock(&p->lock);
}

static void join_threads(struct job_pool *p)
{
	pthread_mutex_lock(&p->lock);
	p->stopping = true;
	pthread_cond_broadcast(&p->work);
	pthread_mutex_unlock(&p->lock);
	for (int i = 0; i < p->made; i++)
		pthread_join(p->thread[i], NULL);
}

static void end_hand(struct job_pool *p)
{
	pthread_mutex_lock(&p->lock);
	p->over = true;
	pthread_mutex_unlock(&p->lock);
	queue_bell_ring(p->cfg.bell);
	if (p->hand_made)
		pthread_join(p->hand, NULL);
}

static void release(struct job_pool *p)
{
	pthread_cond_destroy(&p->work);
	pthread_cond_destroy(&p->started);
	pthread_mutex_destroy(&p->lock);
	free(p->running);
	free(p->thread);
	free(p);
}

enum err job_pool_start(const struct job_pool_config *cfg, struct job_pool **out, struct fail *f)
{
	struct job_pool *p = calloc(1, sizeof(*p));
	size_t           n = (size_t)cfg->threads;

	if (!p || !(p->running = calloc(n, sizeof(*p->running))) ||
	    !(p->thread = calloc(n, sizeof(*p->thread))))
		abort();
	p->cfg = *cfg;
	atomic_init(&p->give_back, false);
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->work, NULL);
	pthread_cond_init(&p->started, NULL);
	bool fine = true;
	while (fine && p->made < cfg->threads) {
		fine = thread_start(&p->thread[p->made], run_thread, p);
		p->made += fine;
	}
	p->hand_made = fine && thread_start(&p->hand, run_hand, p);
	wait_opened(p, p->made + p->hand_made);
	enum err e = p->failed;
	if (e != OK)
		*f = p->why;
	else if (!p->hand_made)
		e = fail(f, ERR_AWAY, "the system gave no thread");
	if (e != OK) {
		join_threads(p);
		end_hand(p);
		release(p);
		return e;
	}
	*out = p;
	return OK;
}

/* True once nothing runs; false when the time is over. */
static bool await_quiet(struct job_pool *p, int64_t ms)
{
	enum { LOOK_MS = 10 };
	int64_t until = clock_ticks_us() + ms * 1000;
	int     n;

	for (;;) {
		pthread_mutex_lock(&p->lock);
		n = p->running_n;
		pthread_mutex_unlock(&p->lock);
		if (n == 0 || clock_ticks_us() >= until)
			return n == 0;
		nanosleep(&(struct timespec){.tv_nsec = LOOK_MS * 1000000}, NULL);
	}
}

void job_pool_stop(struct job_pool *p)
{
	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	p->stopping = true;
	pthread_cond_broadcast(&p->work);
	pthread_mutex_unlock(&p->lock);
	queue_bell_ring(p->cfg.bell);
	if (!await_quiet(p, p->cfg.grace_ms)) {
		log_msg(LOG_WARN, "JOB-STOP", "tasks are given back: their time is over");
		atomic_store(&p->give_back, true);
	}
	join_threads(p);
	end_hand(p);
	release(p);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/generation.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#include "base/thread.h"
#include "store/db.h"

enum { PERIOD_S = 1 };

struct generation {
	_Atomic int64_t now;
	pthread_mutex_t lock;
	pthread_cond_t  stop;
	bool            stopping;
	int64_t         stored; /* the database's own number, as it was read last */
	struct db      *db;
	pthread_t       thread;
};

int64_t generation_now(const struct generation *g)
{
	return atomic_load_explicit(&g->now, memory_order_acquire);
}

void generation_note(struct generation *g, struct db *db)
{
	int64_t     stored;
	struct fail why = {0};
	enum err    e = db_int(db, STMT_GENERATION, NULL, &stored, &why);

	pthread_mutex_lock(&g->lock);
	if (e != OK || stored != g->stored)
		atomic_fetch_add(&g->now, 1);
	if (e == OK)
		g->stored = stored;
	pthread_mutex_unlock(&g->lock);
}

static bool nap(struct generation *g)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += PERIOD_S;
	pthread_mutex_lock(&g->lock);
	while (!g->stopping && pthread_cond_timedwait(&g->stop, &g->lock, &until) == 0)
		;
	bool go_on = !g->stopping;
	pthread_mutex_unlock(&g->lock);
	return go_on;
}

static void *watch(void *arg)
{
	struct generation *g = arg;

	while (nap(g))
		generation_note(g, g->db);
	return NULL;
}

static void release(struct generation *g)
{
	pthread_cond_destroy(&g->stop);
	pthread_mutex_destroy(&g->lock);
	db_close(g->db);
	free(g);
}

enum err generation_watch(struct db *db, struct generation **out, struct fail *f)
{
	struct generation *g = calloc(1, sizeof(*g));

	if (!g)
		abort();
	g->db = db;
	atomic_init(&g->now, 1);
	pthread_mutex_init(&g->lock, NULL);
	thread_cond_init(&g->stop);
	generation_note(g, db);
	if (!thread_start(&g->thread, watch, g)) {
		release(g);
		return fail(f, ERR_AWAY, "the system gave no thread");
	}
	*out = g;
	return OK;
}

void generation_destroy(struct generation *g)
{
	if (!g)
		return;
	pthread_mutex_lock(&g->lock);
	g->stopping = true;
	pthread_cond_signal(&g->stop);
	pthread_mutex_unlock(&g->lock);
	pthread_join(g->thread, NULL);
	release(g);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/news.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "app/generation.h"
#include "base/clock.h"
#include "base/thread.h"
#include "store/db.h"

/* REST_MS: between rounds, however often the bell rings. AGAIN: told anew at the start, for who comes back. */
enum { POLL_MS = 100, REST_MS = 10, IDLE_MS = 60000, BATCH = 512, AGAIN = 1024 };
enum { TRIM_MS = 60000, TRIM_BATCH = 2000 };

struct news {
	struct db          *db;
	const struct clock *clock;
	struct generation  *generation;
	struct news_sink    sink;
	int64_t             last;    /* id of the notice that was told last */
	int64_t             told;    /* generation that was told last */
	int64_t             trim_us; /* when old rows are dropped next */
	bool                listening;

	pthread_t       thread;
	pthread_mutex_t lock;
	pthread_cond_t  rung;
	bool            bell, stopping; /* under the lock */
};

struct batch {
	struct news *n;
	int64_t      rows;
};

static enum err take_notice(void *ctx, const struct notice *what, struct fail *f)
{
	struct batch *b = ctx;

	(void)f;
	b->n->sink.notice(b->n->sink.ctx, what);
	b->n->last = what->id;
	b->rows++;
	return OK;
}

/*
 * The generation is read before the rows and told after them: who reads both at one moment
 * between, and goes on after the last row, hears of it.
 */
static enum err tell(struct news *n, struct fail *f)
{
	struct notices_state now;
	struct batch         b = {.n = n};

	TRY(notices_look(n->db, &now, f));
	do {
		b.rows = 0;
		TRY(notices_after(n->db, n->last, NULL, BATCH, take_notice, &b, f));
	} while (b.rows == BATCH);
	if (now.generation != n->told) {
		if (n->generation)
			generation_note(n->generation, n->db);
		n->told = now.generation;
		n->sink.generation(n->sink.ctx, now.generation);
	}
	return OK;
}

static enum err trim(struct news *n, struct fail *f)
{
	int64_t dropped = 0;

	if (clock_ticks_us() < n->trim_us)
		return OK;
	n->trim_us = clock_ticks_us() + TRIM_MS * INT64_C(1000);
	TRY(notices_trim(n->db, clock_now_ms(n->clock), TRIM_BATCH, &dropped, f));
	if (dropped == TRIM_BATCH)
		n->trim_us = 0;
	return OK;
}

static void wait_until(struct news *n, const struct timespec *from, int ms, bool bell)
{
	struct timespec at = *from;

	at.tv_sec += ms / 1000;
	at.tv_nsec += ms % 1000 * 1000000L;
	if (at.tv_nsec >= 1000000000L) {
		at.tv_sec++;
		at.tv_nsec -= 1000000000L;
	}
	while (!n->stopping && !(bell && n->bell) &&
	       pthread_cond_timedwait(&n->rung, &n->lock, &at) == 0)
		;
}

static bool rest(struct news *n)
{
	struct timespec from;

	clock_gettime(CLOCK_MONOTONIC, &from);
	pthread_mutex_lock(&n->lock);
	wait_until(n, &from, REST_MS, false);
	wait_until(n, &from, n->listening ? POLL_MS : IDLE_MS, true);
	n->bell = false;
	bool go_on = !n->stopping;
	pthread_mutex_unlock(&n->lock);
	return go_on;
}

static void *follow(void *arg)
{
	struct news *n = arg;

	do {
		struct fail f = {0};
		/* What cannot be read or dropped now will be: those who listen lose nothing. */
		if (tell(n, &f) == OK)
			(void)trim(n, &f);
		n->listening = n->sink.round(n->sink.ctx);
	} while (rest(n));
	return NULL;
}

static void release(struct news *n)
{
	pthread_cond_destroy(&n->rung);
	pthread_mutex_destroy(&n->lock);
	db_close(n->db);
	free(n);
}

static enum err begin(struct news *n, struct fail *f)
{
	struct notices_state now;

	TRY(notices_look(n->db, &now, f));
	n->told = now.generation;
	n->last = now.last > AGAIN ? now.last - AGAIN : 0;
	if (now.first > n->last + 1)
		n->last = now.first - 1;
	n->sink.begin(n->sink.ctx, n->last);
	return thread_start(&n->thread, follow, n) ? OK
	                                           : fail(f, ERR_AWAY, "the system gave no thread");
}

enum err news_start(struct db *db, const struct clock *clock, struct generation *generation,
                    const struct news_sink *sink, struct news **out, struct fail *f)
{
	struct news *n = calloc(1, sizeof(*n));

	if (!n)
		abort();
	n->db = db;
	n->clock = clock;
	n->generation = generation;
	n->sink = *sink;
	pthread_mutex_init(&n->lock, NULL);
	thread_cond_init(&n->rung);
	enum err e = begin(n, f);
	if (e != OK) {
		release(n);
		return e;
	}
	*out = n;
	return OK;
}

void news_ring(struct news *n)
{
	if (!n)
		return;
	pthread_mutex_lock(&n->lock);
	if (!n->bell) {
		n->bell = true;
		pthread_cond_signal(&n->rung);
	}
	pthread_mutex_unlock(&n->lock);
}

void news_stop(struct news *n)
{
	if (!n)
		return;
	pthread_mutex_lock(&n->lock);
	n->stopping = true;
	pthread_cond_signal(&n->rung);
	pthread_mutex_unlock(&n->lock);
	pthread_join(n->thread, NULL);
	release(n);
}

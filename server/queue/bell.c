/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/thread.h"
#include "queue/queue.h"

struct queue_bell {
	pthread_mutex_t lock;
	pthread_cond_t  rings;
	bool            rung;
};

struct queue_bell *queue_bell_create(void)
{
	struct queue_bell *b = calloc(1, sizeof(*b));

	if (!b)
		abort();
	pthread_mutex_init(&b->lock, NULL);
	thread_cond_init(&b->rings);
	return b;
}

void queue_bell_destroy(struct queue_bell *b)
{
	if (!b)
		return;
	pthread_cond_destroy(&b->rings);
	pthread_mutex_destroy(&b->lock);
	free(b);
}

void queue_bell_ring(struct queue_bell *b)
{
	if (!b)
		return;
	pthread_mutex_lock(&b->lock);
	if (!b->rung) {
		b->rung = true;
		pthread_cond_signal(&b->rings);
	}
	pthread_mutex_unlock(&b->lock);
}

void queue_bell_wait(struct queue_bell *b, int64_t timeout_ms)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += timeout_ms / 1000;
	until.tv_nsec += timeout_ms % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&b->lock);
	while (!b->rung && pthread_cond_timedwait(&b->rings, &b->lock, &until) == 0)
		;
	b->rung = false;
	pthread_mutex_unlock(&b->lock);
}

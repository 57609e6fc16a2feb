/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/deadlines.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "base/clock.h"
#include "base/thread.h"

enum { SECOND_US = 1000000 };

struct deadlines {
	pthread_t       thread;
	pthread_mutex_t lock;
	pthread_cond_t  ended;
	bool            end;
	int64_t         patience_us;
	struct deadline first; /* of the ring; its fd means nothing */
};

static void sweep(struct deadlines *l)
{
	const int64_t now = clock_ticks_us();
	for (struct deadline *d = l->first.next; d != &l->first; d = d->next) {
		if (now < atomic_load(&d->until_us))
			continue;
		/* Still open: who closes it takes it off the list first. */
		(void)shutdown(d->fd, SHUT_RDWR);
		deadline_none(d);
	}
}

static void *work(void *arg)
{
	struct deadlines *l = arg;
	struct timespec   at;
	pthread_mutex_lock(&l->lock);
	while (!l->end) {
		clock_gettime(CLOCK_MONOTONIC, &at);
		at.tv_sec++;
		(void)pthread_cond_timedwait(&l->ended, &l->lock, &at);
		sweep(l);
	}
	pthread_mutex_unlock(&l->lock);
	return NULL;
}

static void release(struct deadlines *l)
{
	pthread_cond_destroy(&l->ended);
	pthread_mutex_destroy(&l->lock);
	free(l);
}

enum err deadlines_create(int patience_s, struct deadlines **out, struct fail *f)
{
	struct deadlines *l = calloc(1, sizeof(*l));
	if (l == NULL)
		abort();
	l->patience_us = (int64_t)patience_s * SECOND_US;
	l->first.before = l->first.next = &l->first;
	pthread_mutex_init(&l->lock, NULL);
	thread_cond_init(&l->ended);
	if (!thread_start(&l->thread, work, l)) {
		release(l);
		return fail(f, ERR_AWAY, "the system gave no thread");
	}
	*out = l;
	return OK;
}

void deadlines_destroy(struct deadlines *l)
{
	if (l == NULL)
		return;
	pthread_mutex_lock(&l->lock);
	l->end = true;
	pthread_cond_signal(&l->ended);
	pthread_mutex_unlock(&l->lock);
	pthread_join(l->thread, NULL);
	release(l);
}

void deadlines_add(struct deadlines *l, struct deadline *d, int fd)
{
	d->fd = fd;
	deadline_begin(l, d, 0);
	pthread_mutex_lock(&l->lock);
	d->before = l->first.before;
	d->next = &l->first;
	d->before->next = d;
	l->first.before = d;
	pthread_mutex_unlock(&l->lock);
}

void deadlines_remove(struct deadlines *l, struct deadline *d)
{
	pthread_mutex_lock(&l->lock);
	d->before->next = d->next;
	d->next->before = d->before;
	pthread_mutex_unlock(&l->lock);
}

static int64_t transfer_us(size_t n)
{
	return (int64_t)(n / DEADLINE_BYTES_A_SECOND) * SECOND_US;
}

void deadline_begin(const struct deadlines *l, struct deadline *d, size_t n)
{
	atomic_store(&d->until_us, clock_ticks_us() + l->patience_us + transfer_us(n));
}

void deadline_go_on(const struct deadlines *l, struct deadline *d, int64_t begun_us, size_t n)
{
	const int64_t now = clock_ticks_us(), latest = begun_us + transfer_us(n);
	atomic_store(&d->until_us, l->patience_us + (now < latest ? now : latest));
}

void deadline_extend(struct deadline *d, size_t n)
{
	const int64_t us = (int64_t)n * SECOND_US / DEADLINE_BYTES_A_SECOND;
	const int64_t until = atomic_load(&d->until_us);
	if (until < INT64_MAX - us)
		atomic_store(&d->until_us, until + us);
}

void deadline_none(struct deadline *d)
{
	atomic_store(&d->until_us, INT64_MAX);
}

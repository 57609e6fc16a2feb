/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "market/csv_feed.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { BATCHES = 6 };

struct csv_feed {
	struct csv      *csv; /* the thread's until it ends */
	int64_t          size;
	pthread_t        thread;
	pthread_mutex_t  lock;
	pthread_cond_t   filled, emptied;
	uint64_t         made, taken; /* batches; taken counts the one in use */
	bool             in_use, ended, stop;
	struct csv_batch batches[BATCHES];
};

/* A batch that nobody else looks at, or NULL when the reading is to stop. */
static struct csv_batch *wait_for_room(struct csv_feed *d)
{
	pthread_mutex_lock(&d->lock);
	while (d->made - d->taken + d->in_use == BATCHES && !d->stop)
		pthread_cond_wait(&d->emptied, &d->lock);
	struct csv_batch *b = d->stop ? NULL : &d->batches[d->made % BATCHES];
	pthread_mutex_unlock(&d->lock);
	return b;
}

static void hand_over(struct csv_feed *d, bool more)
{
	pthread_mutex_lock(&d->lock);
	d->made += more;
	d->ended = !more;
	pthread_cond_signal(&d->filled);
	pthread_mutex_unlock(&d->lock);
}

static void *read_all(void *feed)
{
	struct csv_feed  *d = feed;
	struct csv_batch *b;
	bool              more = true;

	while (more && (b = wait_for_room(d)) != NULL) {
		more = csv_next(d->csv, b);
		hand_over(d, more);
	}
	return NULL;
}

enum err csv_feed_start(const struct csv_input *in, const struct csv_options *o,
                        struct csv_feed **out, struct fail *f)
{
	struct csv_feed *d = calloc(1, sizeof(*d));

	if (!d)
		abort();
	d->csv = csv_open(in, o);
	d->size = csv_size(d->csv);
	pthread_mutex_init(&d->lock, NULL);
	pthread_cond_init(&d->filled, NULL);
	pthread_cond_init(&d->emptied, NULL);
	int rc = pthread_create(&d->thread, NULL, read_all, d);
	if (rc != 0) {
		csv_close(d->csv);
		free(d);
		return fail(f, ERR_AWAY, "no thread to read %s with: %s", in->name, strerror(rc));
	}
	*out = d;
	return OK;
}

const struct csv_batch *csv_feed_next(struct csv_feed *d)
{
	const struct csv_batch *b = NULL;

	pthread_mutex_lock(&d->lock);
	d->in_use = false;
	pthread_cond_signal(&d->emptied);
	while (d->made == d->taken && !d->ended)
		pthread_cond_wait(&d->filled, &d->lock);
	if (d->made > d->taken) {
		b = &d->batches[d->taken++ % BATCHES];
		d->in_use = true;
	}
	pthread_mutex_unlock(&d->lock);
	return b;
}

const struct csv_report *csv_feed_report(const struct csv_feed *d)
{
	return csv_report(d->csv);
}

int64_t csv_feed_size(const struct csv_feed *d)
{
	return d->size;
}

void csv_feed_stop(struct csv_feed *d)
{
	if (!d)
		return;
	pthread_mutex_lock(&d->lock);
	d->stop = true;
	pthread_cond_signal(&d->emptied);
	pthread_mutex_unlock(&d->lock);
	pthread_join(d->thread, NULL);
	pthread_mutex_destroy(&d->lock);
	pthread_cond_destroy(&d->filled);
	pthread_cond_destroy(&d->emptied);
	csv_close(d->csv);
	free(d);
}

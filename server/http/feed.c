/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/feed.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* A comment line, which clients skip. */
static const char beat[] = ":\n\n";

/* Checks of one tick after a change of who may do what: they take turns with the requests of others. */
enum { CHECKS_MAX = 128, RETRY_S = 5 };

struct kept {
	int64_t id, user_id, state;
	bool    admin, replaced;
	size_t  n;
	char   *p;
};

struct feed {
	struct feed_rules  rules;
	pthread_mutex_t    lock;  /* guards all below */
	struct feed_reader first; /* of the ring of readers */
	int64_t            readers;
	bool               closed;
	int64_t            now_us, epoch;

	uint64_t    begin, end; /* numbers of the items kept: from begin to before end */
	int64_t     floor;      /* what the log has up to here is not kept, or not any more */
	size_t      bytes;
	struct kept items[FEED_ITEMS]; /* number modulo FEED_ITEMS */
};

struct feed *feed_create(const struct feed_rules *rules)
{
	struct feed *f = calloc(1, sizeof(*f));
	if (f == NULL || pthread_mutex_init(&f->lock, NULL) != 0)
		abort();
	f->rules = *rules;
	f->first.before = f->first.next = &f->first;
	f->floor = INT64_MAX;
	f->begin = f->end = 1;
	return f;
}

static struct kept *item_at(struct feed *f, uint64_t number)
{
	return &f->items[number % FEED_ITEMS];
}

static void drop_oldest(struct feed *f)
{
	struct kept *k = item_at(f, f->begin++);
	if (k->id > 0)
		f->floor = k->id;
	f->bytes -= k->n;
	free(k->p);
	k->p = NULL;
}

void feed_destroy(struct feed *f)
{
	if (f == NULL)
		return;
	while (f->begin < f->end)
		drop_oldest(f);
	pthread_mutex_destroy(&f->lock);
	free(f);
}

void feed_begin(struct feed *f, int64_t id)
{
	pthread_mutex_lock(&f->lock);
	while (f->begin < f->end)
		drop_oldest(f);
	f->floor = id;
	pthread_mutex_unlock(&f->lock);
}

void feed_push(struct feed *f, const struct feed_item *item)
{
	char *p = malloc(item->n);
	if (p == NULL)
		abort();
	memcpy(p, item->p, item->n);
	pthread_mutex_lock(&f->lock);
	while (f->end - f->begin == FEED_ITEMS ||
	       (f->begin < f->end && f->bytes + item->n > FEED_BYTES))
		drop_oldest(f);
	for (uint64_t i = f->begin; item->state != 0 && i < f->end; i++)
		item_at(f, i)->replaced |= item_at(f, i)->state != 0;
	*item_at(f, f->end++) = (struct kept){.id = item->id,
	                                      .user_id = item->user_id,
	                                      .state = item->state,
	                                      .admin = item->admin,
	                                      .n = item->n,
	                                      .p = p};
	f->bytes += item->n;
	pthread_mutex_unlock(&f->lock);
}

static bool concerns(const struct kept *k, const struct feed_reader *r)
{
	if (k->id > 0 && k->id <= r->id)
		return false; /* it has read further in the log */
	if (k->state != 0)
		return !k->replaced && k->state != r->state;
	return k->user_id == 0 || k->user_id == r->user_id || (k->admin && r->admin);
}

/* Ids ascend, but some items have none: those belong to the one before. */
static void place(struct feed *f, struct feed_reader *r)
{
	r->at = f->end;
	while (r->at > f->begin) {
		const int64_t id = item_at(f, r->at - 1)->id;
		if (id > 0 && id <= r->id)
			break;
		r->at--;
	}
	r->placed = true;
}

/* To the next item that is for it; FEED_NONE: there is none yet. */
static enum feed_got advance(struct feed *f, struct feed_reader *r)
{
	if (!r->placed && r->id >= f->floor)
		place(f, r);
	if (!r->placed)
		return FEED_BEHIND;
	if (r->at < f->begin && r->offset > 0)
		return FEED_LOST;
	if (r->at < f->begin) {
		/* It saw all up to r->id; whether that is enough, only the ids can say. */
		r->placed = false;
		return advance(f, r);
	}
	for (; r->at < f->end; r->at++) {
		const struct kept *k = item_at(f, r->at);
		if (r->offset > 0 || concerns(k, r))
			return FEED_SOME;
		if (k->id > r->id)
			r->id = k->id;
	}
	return FEED_NONE;
}

static size_t take(struct feed *f, struct feed_reader *r, char *to, size_t max)
{
	size_t n = 0;
	while (n < max && r->left != 0 && advance(f, r) == FEED_SOME) {
		const struct kept *k = item_at(f, r->at);
		size_t             part = k->n - r->offset;
		if (part > max - n && n > 0)
			break; /* whole ones where that is possible */
		if (part > max - n)
			part = max - n;
		memcpy(to + n, k->p + r->offset, part);
		n += part;
		r->offset += part;
		if (r->offset < k->n)
			break;
		r->offset = 0;
		r->at++;
		if (k->id > 0)
			r->id = k->id;
		if (k->state != 0)
			r->state = k->state;
		r->left -= r->left > 0;
	}
	return n;
}

static enum feed_got read_some(struct feed *f, struct feed_reader *r, char *to, size_t max,
                               size_t *n)
{
	if (f->closed)
		return FEED_OVER;
	if (r->check) {
		r->check = false;
		r->epoch = f->epoch;
		return FEED_CHECK;
	}
	const enum feed_got got = advance(f, r);
	if (got == FEED_BEHIND || got == FEED_LOST)
		return got;
	*n = take(f, r, to, max);
	if (*n == 0 && r->beat && max >= sizeof(beat)) {
		*n = sizeof(beat) - 1;
		memcpy(to, beat, *n);
	}
	if (*n == 0)
		return FEED_NONE;
	r->beat = false;
	r->due_us = 0;
	return FEED_SOME;
}

enum feed_got feed_read(struct feed *f, struct feed_reader *r, char *to, size_t max, size_t *n)
{
	pthread_mutex_lock(&f->lock);
	const enum feed_got got = read_some(f, r, to, max, n);
	pthread_mutex_unlock(&f->lock);
	return got;
}

bool feed_sleep(struct feed *f, struct feed_reader *r)
{
	pthread_mutex_lock(&f->lock);
	r->asleep = !f->closed && !r->check && !r->beat && advance(f, r) == FEED_NONE;
	const bool asleep = r->asleep;
	pthread_mutex_unlock(&f->lock);
	return asleep;
}

static void wake(struct feed_reader *r)
{
	r->asleep = false;
	r->wake(r);
}

void feed_wake(struct feed *f)
{
	pthread_mutex_lock(&f->lock);
	for (struct feed_reader *r = f->first.next; r != &f->first; r = r->next) {
		if (r->asleep && advance(f, r) != FEED_NONE)
			wake(r);
	}
	pthread_mutex_unlock(&f->lock);
}

void feed_tick(struct feed *f, int64_t now_us, int64_t epoch)
{
	int checks = CHECKS_MAX;
	pthread_mutex_lock(&f->lock);
	f->epoch = epoch;
	for (struct feed_reader *r = f->first.next; r != &f->first; r = r->next) {
		if (r->due_us == 0)
			r->due_us = now_us + f->rules.beat_us;
		if (now_us >= r->due_us) {
			r->beat = r->check = true;
			r->due_us = now_us + f->rules.beat_us;
		} else if (r->epoch != epoch && !r->check && checks > 0) {
			checks--;
			r->check = true;
		}
		if (r->check && r->asleep)
			wake(r);
	}
	pthread_mutex_unlock(&f->lock);
}

void feed_close(struct feed *f)
{
	pthread_mutex_lock(&f->lock);
	f->closed = true;
	for (struct feed_reader *r = f->first.next; r != &f->first; r = r->next) {
		if (r->asleep)
			wake(r);
	}
	pthread_mutex_unlock(&f->lock);
}

/* A client that hung up is not noticed while nothing is sent to it. */
static bool gone(const struct feed_reader *r)
{
	char c;
	if (r->fd < 0)
		return false;
	const ssize_t n = recv(r->fd, &c, 1, MSG_PEEK | MSG_DONTWAIT);
	return n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
}

static int readers_of(struct feed *f, int64_t user_id)
{
	int n = 0;
	for (const struct feed_reader *r = f->first.next; r != &f->first; r = r->next)
		n += r->user_id == user_id;
	if (n < f->rules.per_user)
		return n;
	for (struct feed_reader *r = f->first.next; r != &f->first; r = r->next) {
		if (r->user_id != user_id)
			continue;
		n -= gone(r);
		r->beat = true; /* sending finds out */
		if (r->asleep)
			wake(r);
	}
	return n;
}

enum err feed_open(struct feed *f, struct feed_reader *r, struct fail *why)
{
	enum err e = OK;
	pthread_mutex_lock(&f->lock);
	if (f->closed) {
		e = fail(why, ERR_AWAY, "the server is stopping");
	} else if (readers_of(f, r->user_id) >= f->rules.per_user) {
		why->retry_after_s = RETRY_S;
		e = fail_as(why, ERR_LIMIT, "too_many_streams",
		            "%d streams of events are open already, as many as one user may have; "
		            "close another one",
		            f->rules.per_user);
	} else {
		r->before = f->first.before;
		r->next = &f->first;
		r->before->next = r;
		f->first.before = r;
		r->listed = true;
		r->placed = r->asleep = r->beat = r->check = false;
		r->offset = 0;
		r->epoch = -1; /* things may have changed since it was let in */
		r->due_us = 0;
		f->readers++;
	}
	pthread_mutex_unlock(&f->lock);
	return e;
}

void feed_leave(struct feed *f, struct feed_reader *r)
{
	pthread_mutex_lock(&f->lock);
	if (r->listed) {
		r->before->next = r->next;
		r->next->before = r->before;
		r->listed = false;
		f->readers--;
	}
	pthread_mutex_unlock(&f->lock);
}

int64_t feed_floor(struct feed *f)
{
	pthread_mutex_lock(&f->lock);
	const int64_t floor = f->floor;
	pthread_mutex_unlock(&f->lock);
	return floor;
}

void feed_seek(struct feed *f, struct feed_reader *r, int64_t id, int64_t state)
{
	pthread_mutex_lock(&f->lock);
	r->id = id;
	r->state = state;
	r->placed = false;
	pthread_mutex_unlock(&f->lock);
}

struct feed_stats feed_stats(struct feed *f)
{
	pthread_mutex_lock(&f->lock);
	const struct feed_stats s = {.readers = f->readers,
	                             .items = (int64_t)(f->end - f->begin),
	                             .bytes = (int64_t)f->bytes,
	                             .told = (int64_t)f->end - 1};
	pthread_mutex_unlock(&f->lock);
	return s;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/throttle.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/crypto.h"

enum { ENTRIES = 4096, KEY = 16 };

/* Keys are kept as a hash: neither addresses nor e-mail addresses lie about in memory. */
struct entry {
	uint8_t key[KEY];
	int     failures, underway;
	int64_t last_ms; /* of the last failure, or of the claim that made the entry */
};

struct throttle {
	pthread_mutex_t lock;
	pthread_cond_t  ended; /* some attempt */
	struct entry    entry[ENTRIES];
};

struct throttle *throttle_create(void)
{
	struct throttle *t = calloc(1, sizeof(*t));

	if (!t || pthread_mutex_init(&t->lock, NULL) != 0 ||
	    pthread_cond_init(&t->ended, NULL) != 0)
		abort();
	return t;
}

void throttle_destroy(struct throttle *t)
{
	if (!t)
		return;
	pthread_cond_destroy(&t->ended);
	pthread_mutex_destroy(&t->lock);
	free(t);
}

/* Under the lock: the key's entry, or NULL; *oldest = the entry to take for a new one. */
static struct entry *find(struct throttle *t, const char *key, uint8_t id[SHA256_LEN],
                          struct entry **oldest)
{
	struct entry *old = NULL;

	crypto_sha256(key, strlen(key), id);
	for (size_t i = 0; i < ENTRIES; i++) {
		struct entry *e = &t->entry[i];

		if ((e->failures || e->underway) && memcmp(e->key, id, KEY) == 0)
			return e;
		if (!e->underway && (!old || e->last_ms < old->last_ms))
			old = e;
	}
	if (oldest)
		*oldest = old;
	return NULL;
}

/* The same, made where there is none. There are far fewer threads than entries: one is always idle. */
static struct entry *enter(struct throttle *t, const char *key, int64_t now_ms)
{
	uint8_t       id[SHA256_LEN];
	struct entry *oldest, *e = find(t, key, id, &oldest);

	if (e)
		return e;
	assert(oldest);
	*oldest = (struct entry){.last_ms = now_ms};
	memcpy(oldest->key, id, KEY);
	return oldest;
}

static int64_t delay_ms(int failures)
{
	int doublings = failures - THROTTLE_FREE;

	if (doublings < 0)
		return 0;
	int64_t s = doublings >= 10 ? THROTTLE_MAX_S : (int64_t)1 << doublings;
	return (s > THROTTLE_MAX_S ? THROTTLE_MAX_S : s) * 1000;
}

static int left_s(const struct entry *e, int64_t now_ms)
{
	int64_t left = 0;

	if (e && now_ms >= e->last_ms)
		left = e->last_ms + delay_ms(e->failures) - now_ms;
	else if (e) /* the clock was set back: never more than the whole delay */
		left = delay_ms(e->failures);
	return left > 0 ? (int)((left + 999) / 1000) : 0;
}

int throttle_claim(struct throttle *t, const char *key, const struct clock *clock)
{
	struct entry *e;
	int           s;

	pthread_mutex_lock(&t->lock);
	/* Found anew each time: what is under way may end, and its entry be another's by then. */
	while ((e = enter(t, key, clock_now_ms(clock)))->underway > 0 &&
	       e->failures + e->underway >= THROTTLE_FREE)
		pthread_cond_wait(&t->ended, &t->lock);
	s = left_s(e, clock_now_ms(clock));
	if (s == 0)
		e->underway++;
	pthread_mutex_unlock(&t->lock);
	return s;
}

/* Under the lock: one attempt less is under way. */
static void end(struct throttle *t, struct entry *e)
{
	if (e->underway > 0)
		e->underway--;
	pthread_cond_broadcast(&t->ended);
}

void throttle_failed(struct throttle *t, const char *key, int64_t now_ms)
{
	pthread_mutex_lock(&t->lock);
	struct entry *e = enter(t, key, now_ms);
	e->failures++;
	e->last_ms = now_ms;
	end(t, e);
	pthread_mutex_unlock(&t->lock);
}

void throttle_passed(struct throttle *t, const char *key)
{
	uint8_t id[SHA256_LEN];

	pthread_mutex_lock(&t->lock);
	struct entry *e = find(t, key, id, NULL);
	if (e) {
		e->failures = 0;
		end(t, e);
		if (e->underway == 0)
			*e = (struct entry){0};
	}
	pthread_mutex_unlock(&t->lock);
}

void throttle_dropped(struct throttle *t, const char *key)
{
	uint8_t id[SHA256_LEN];

	pthread_mutex_lock(&t->lock);
	struct entry *e = find(t, key, id, NULL);
	if (e)
		end(t, e);
	pthread_mutex_unlock(&t->lock);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/limit.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/crypto.h"

enum { WINDOW_US = 60 * 1000000, NIL = -1 };

struct entry {
	struct limit_key key;
	int64_t          start_us;
	int32_t          count;
	int32_t          chain;        /* next of the same bucket */
	int32_t          older, newer; /* by start of the window */
};

struct limiter {
	pthread_mutex_t lock;
	int             per_minute;
	uint64_t        refused;
	int32_t         max, n, oldest, newest;
	uint32_t        mask;
	uint64_t        seed; /* so that nobody can aim at one bucket */
	int32_t        *buckets;
	struct entry   *entries;
};

struct limiter *limiter_create(int per_minute, size_t max_keys)
{
	struct limiter *l = calloc(1, sizeof(*l));
	if (l == NULL)
		abort();
	pthread_mutex_init(&l->lock, NULL);
	l->per_minute = per_minute;
	l->oldest = l->newest = NIL;
	if (per_minute <= 0)
		return l;
	size_t n = 1;
	while (n < max_keys)
		n *= 2;
	l->max = (int32_t)max_keys;
	l->mask = (uint32_t)n - 1;
	l->buckets = malloc(n * sizeof(*l->buckets));
	l->entries = calloc(max_keys, sizeof(*l->entries));
	if (l->buckets == NULL || l->entries == NULL)
		abort();
	for (size_t i = 0; i < n; i++)
		l->buckets[i] = NIL;
	crypto_random(&l->seed, sizeof(l->seed));
	return l;
}

void limiter_destroy(struct limiter *l)
{
	if (l == NULL)
		return;
	pthread_mutex_destroy(&l->lock);
	free(l->buckets);
	free(l->entries);
	free(l);
}

/* The finaliser of SplitMix64 over both words. */
static uint32_t bucket_of(const struct limiter *l, struct limit_key k)
{
	uint64_t h = l->seed ^ k.hi;
	for (int i = 0; i < 2; i++) {
		h = (h ^ h >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
		h = (h ^ h >> 27) * UINT64_C(0x94d049bb133111eb);
		h = (h ^ h >> 31) + k.lo;
	}
	return (uint32_t)(h ^ h >> 32) & l->mask;
}

static void age_unlink(struct limiter *l, int32_t i)
{
	struct entry *e = &l->entries[i];
	if (e->older != NIL)
		l->entries[e->older].newer = e->newer;
	else
		l->oldest = e->newer;
	if (e->newer != NIL)
		l->entries[e->newer].older = e->older;
	else
		l->newest = e->older;
}

static void age_append(struct limiter *l, int32_t i)
{
	struct entry *e = &l->entries[i];
	e->older = l->newest;
	e->newer = NIL;
	if (l->newest != NIL)
		l->entries[l->newest].newer = i;
	else
		l->oldest = i;
	l->newest = i;
}

static int32_t find(const struct limiter *l, struct limit_key k)
{
	int32_t i = l->buckets[bucket_of(l, k)];
	while (i != NIL && (l->entries[i].key.hi != k.hi || l->entries[i].key.lo != k.lo))
		i = l->entries[i].chain;
	return i;
}

static int32_t forget_oldest(struct limiter *l)
{
	int32_t  i = l->oldest;
	int32_t *at = &l->buckets[bucket_of(l, l->entries[i].key)];
	while (*at != i)
		at = &l->entries[*at].chain;
	*at = l->entries[i].chain;
	age_unlink(l, i);
	return i;
}

/* The key's entry, its window running. */
static struct entry *enter(struct limiter *l, struct limit_key k, int64_t now_us)
{
	int32_t i = find(l, k);
	if (i == NIL) {
		i = l->n < l->max ? l->n++ : forget_oldest(l);
		int32_t *bucket = &l->buckets[bucket_of(l, k)];
		l->entries[i] = (struct entry){.key = k, .start_us = now_us, .chain = *bucket};
		*bucket = i;
		age_append(l, i);
	} else if (now_us - l->entries[i].start_us >= WINDOW_US) {
		l->entries[i].start_us = now_us;
		l->entries[i].count = 0;
		age_unlink(l, i);
		age_append(l, i);
	}
	return &l->entries[i];
}

bool limiter_take(struct limiter *l, struct limit_key key, int64_t now_us,
                  struct limit_state *state)
{
	*state = (struct limit_state){.limit = 0};
	if (l->per_minute <= 0)
		return true;
	pthread_mutex_lock(&l->lock);
	struct entry *e = enter(l, key, now_us);
	bool          ok = e->count < l->per_minute;
	if (ok)
		e->count++;
	else
		l->refused++;
	state->limit = l->per_minute;
	state->remaining = l->per_minute - e->count;
	state->reset_s = (int)((e->start_us + WINDOW_US - now_us + 999999) / 1000000);
	pthread_mutex_unlock(&l->lock);
	return ok;
}

void limiter_refund(struct limiter *l, struct limit_key key, int64_t now_us)
{
	if (l->per_minute <= 0)
		return;
	pthread_mutex_lock(&l->lock);
	int32_t i = find(l, key);
	if (i != NIL && l->entries[i].count > 0 && now_us - l->entries[i].start_us < WINDOW_US)
		l->entries[i].count--;
	pthread_mutex_unlock(&l->lock);
}

uint64_t limiter_refused(struct limiter *l)
{
	pthread_mutex_lock(&l->lock);
	const uint64_t n = l->refused;
	pthread_mutex_unlock(&l->lock);
	return n;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/peers.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/crypto.h"
#include "http/address.h"

enum { NIL = -1 };

struct peer {
	struct limit_key key;
	int32_t          count;
	int32_t          next; /* of the same bucket, or of those that are free */
};

struct peers {
	pthread_mutex_t lock;
	int             each;
	int32_t         max, n, free; /* n: how many were ever used */
	uint32_t        mask;
	uint64_t        seed; /* so that nobody can aim at one bucket */
	int32_t        *buckets;
	struct peer    *all;
};

struct limit_key peers_key(const struct sockaddr *from)
{
	struct address a;

	return address_of(from, &a) ? address_key(&a) : (struct limit_key){.hi = 0};
}

struct peers *peers_create(int each, int max_connections)
{
	struct peers *p = calloc(1, sizeof(*p));
	size_t        n = 1;

	if (p == NULL)
		abort();
	pthread_mutex_init(&p->lock, NULL);
	p->each = each;
	if (each <= 0)
		return p;
	while (n < (size_t)max_connections)
		n *= 2;
	p->max = max_connections;
	p->free = NIL;
	p->mask = (uint32_t)n - 1;
	p->buckets = malloc(n * sizeof(*p->buckets));
	p->all = calloc((size_t)max_connections, sizeof(*p->all));
	if (p->buckets == NULL || p->all == NULL)
		abort();
	for (size_t i = 0; i < n; i++)
		p->buckets[i] = NIL;
	crypto_random(&p->seed, sizeof(p->seed));
	return p;
}

void peers_destroy(struct peers *p)
{
	if (p == NULL)
		return;
	pthread_mutex_destroy(&p->lock);
	free(p->buckets);
	free(p->all);
	free(p);
}

/* The finaliser of SplitMix64 over both words. */
static int32_t *bucket_of(const struct peers *p, struct limit_key k)
{
	uint64_t h = p->seed ^ k.hi;

	for (int i = 0; i < 2; i++) {
		h = (h ^ h >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
		h = (h ^ h >> 27) * UINT64_C(0x94d049bb133111eb);
		h = (h ^ h >> 31) + k.lo;
	}
	return &p->buckets[(uint32_t)(h ^ h >> 32) & p->mask];
}

/* Where the peer's number stands, or the NIL at the end of its chain. */
static int32_t *find(const struct peers *p, struct limit_key who)
{
	int32_t *at = bucket_of(p, who);

	while (*at != NIL && (p->all[*at].key.hi != who.hi || p->all[*at].key.lo != who.lo))
		at = &p->all[*at].next;
	return at;
}

/* NIL: more peers than there may be connections. */
static int32_t add(struct peers *p, int32_t *at, struct limit_key who)
{
	int32_t i = p->free;

	if (i != NIL)
		p->free = p->all[i].next;
	else if (p->n < p->max)
		i = p->n++;
	else
		return NIL;
	p->all[i] = (struct peer){.key = who, .next = NIL};
	*at = i;
	return i;
}

bool peers_enter(struct peers *p, struct limit_key who)
{
	if (p->each <= 0)
		return true;
	pthread_mutex_lock(&p->lock);
	int32_t *at = find(p, who);
	int32_t  i = *at != NIL ? *at : add(p, at, who);
	bool     ok = i != NIL && p->all[i].count < p->each;
	if (ok)
		p->all[i].count++;
	pthread_mutex_unlock(&p->lock);
	return ok;
}

void peers_leave(struct peers *p, struct limit_key who)
{
	if (p->each <= 0)
		return;
	pthread_mutex_lock(&p->lock);
	int32_t *at = find(p, who), i = *at;
	if (i != NIL && --p->all[i].count == 0) {
		*at = p->all[i].next;
		p->all[i].next = p->free;
		p->free = i;
	}
	pthread_mutex_unlock(&p->lock);
}

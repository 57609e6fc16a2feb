/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/throttle.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/crypto.h"

enum { ENTRIES = 4096, KEY = 16 };

/* Keys are kept as a hash: neither addresses nor e-mail addresses lie about in memory. */
struct entry {
	uint8_t key[KEY];
	int     failures;
	int64_t last_ms;
};

struct throttle {
	pthread_mutex_t lock;
	struct entry    entry[ENTRIES];
};

struct throttle *throttle_create(void)
{
	struct throttle *t = calloc(1, sizeof(*t));

	if (!t || pthread_mutex_init(&t->lock, NULL) != 0)
		abort();
	return t;
}

void throttle_destroy(struct throttle *t)
{
	if (!t)
		return;
	pthread_mutex_destroy(&t->lock);
	free(t);
}

/* Under the lock: the key's entry, or NULL; *oldest = the entry to take for a new one. */
static struct entry *find(struct throttle *t, const char *key, uint8_t id[SHA256_LEN],
                          struct entry **oldest)
{
	struct entry *old = &t->entry[0];

	crypto_sha256(key, strlen(key), id);
	for (size_t i = 0; i < ENTRIES; i++) {
		struct entry *e = &t->entry[i];

		if (e->failures && memcmp(e->key, id, KEY) == 0)
			return e;
		if (e->last_ms < old->last_ms)
			old = e;
	}
	if (oldest)
		*oldest = old;
	return NULL;
}

static int64_t delay_ms(int failures)
{
	int doublings = failures - THROTTLE_FREE;

	if (doublings < 0)
		return 0;
	int64_t s = doublings >= 10 ? THROTTLE_MAX_S : (int64_t)1 << doublings;
	return (s > THROTTLE_MAX_S ? THROTTLE_MAX_S : s) * 1000;
}

int throttle_wait_s(struct throttle *t, const char *key, int64_t now_ms)
{
	uint8_t id[SHA256_LEN];
	int64_t left = 0;

	pthread_mutex_lock(&t->lock);
	const struct entry *e = find(t, key, id, NULL);
	if (e && now_ms >= e->last_ms)
		left = e->last_ms + delay_ms(e->failures) - now_ms;
	else if (e) /* the clock was set back: never more than the whole delay */
		left = delay_ms(e->failures);
	pthread_mutex_unlock(&t->lock);
	return left > 0 ? (int)((left + 999) / 1000) : 0;
}

void throttle_failed(struct throttle *t, const char *key, int64_t now_ms)
{
	uint8_t       id[SHA256_LEN];
	struct entry *oldest;

	pthread_mutex_lock(&t->lock);
	struct entry *e = find(t, key, id, &oldest);
	if (!e) {
		e = oldest;
		memcpy(e->key, id, KEY);
		e->failures = 0;
	}
	e->failures++;
	e->last_ms = now_ms;
	pthread_mutex_unlock(&t->lock);
}

void throttle_passed(struct throttle *t, const char *key)
{
	uint8_t id[SHA256_LEN];

	pthread_mutex_lock(&t->lock);
	struct entry *e = find(t, key, id, NULL);
	if (e)
		*e = (struct entry){0};
	pthread_mutex_unlock(&t->lock);
}

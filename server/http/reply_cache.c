/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/reply_cache.h"

#include <fnmatch.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

enum { BUCKETS = 4096, KEY_MAX = 1024, SHARE = 8, FILES_A_SECOND = 8 };

#define KEY_PREFIX "reply:"

struct reply_cache {
	pthread_mutex_t lock;
	char           *folder; /* of files; NULL = none */
	int64_t         second; /* in which so many files were made */
	int             files;
	size_t          max_bytes, bytes;
	int64_t         generation, entries, hits, misses;
	atomic_llong    making; /* bodies and codings, until whoever waited for them is awake */
	bool            closed;
	struct cached  *oldest, *youngest;
	struct cached
		*gone; /* a chain, to be given back where the end of a file may wait for a disk */
	struct cached *buckets[BUCKETS];
};

struct reply_cache *reply_cache_create(size_t max_bytes, const char *folder)
{
	struct reply_cache *c = calloc(1, sizeof(*c));
	if (c == NULL)
		abort();
	pthread_mutex_init(&c->lock, NULL);
	c->max_bytes = max_bytes;
	c->folder = folder != NULL ? strdup(folder) : NULL;
	return c;
}

/* "path?query" without making it: the hash of FNV-1a, 64 bits. */
static uint64_t hash_of(const char *path, const char *query)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);
	for (; *path != '\0'; path++)
		h = (h ^ (unsigned char)*path) * UINT64_C(0x100000001b3);
	h = (h ^ '?') * UINT64_C(0x100000001b3);
	for (; *query != '\0'; query++)
		h = (h ^ (unsigned char)*query) * UINT64_C(0x100000001b3);
	return h;
}

static void age_unlink(struct reply_cache *c, struct cached *e)
{
	if (e->older != NULL)
		e->older->younger = e->younger;
	else
		c->oldest = e->younger;
	if (e->younger != NULL)
		e->younger->older = e->older;
	else
		c->youngest = e->older;
}

static void age_append(struct reply_cache *c, struct cached *e)
{
	e->older = c->youngest;
	e->younger = NULL;
	if (c->youngest != NULL)
		c->youngest->younger = e;
	else
		c->oldest = e;
	c->youngest = e;
}

/* Out of the table, whose count of it is given back later. */
static void drop(struct reply_cache *c, struct cached *e)
{
	struct cached **at = &c->buckets[e->hash % BUCKETS];
	while (*at != e)
		at = &(*at)->chain;
	*at = e->chain;
	age_unlink(c, e);
	c->bytes -= e->bytes;
	c->entries--;
	e->in_table = false;
	e->chain = c->gone;
	c->gone = e;
}

static void drop_all(struct reply_cache *c)
{
	while (c->oldest != NULL)
		drop(c, c->oldest);
}

static struct cached *take_gone(struct reply_cache *c)
{
	struct cached *gone = c->gone;
	c->gone = NULL;
	return gone;
}

static void give_back(struct cached *gone)
{
	while (gone != NULL) {
		struct cached *next = gone->chain;
		cached_unref(gone);
		gone = next;
	}
}

void reply_cache_destroy(struct reply_cache *c)
{
	if (c == NULL)
		return;
	drop_all(c);
	give_back(take_gone(c));
	pthread_mutex_destroy(&c->lock);
	free(c->folder);
	free(c);
}

/* What is kept is of the newest generation that anybody has asked for. */
static void keep_up(struct reply_cache *c, int64_t generation)
{
	if (generation <= c->generation)
		return;
	drop_all(c);
	c->generation = generation;
}

static struct cached *find(const struct reply_cache *c, const char *path, const char *query,
                           uint64_t hash)
{
	const size_t   path_n = strlen(path);
	struct cached *e = c->buckets[hash % BUCKETS];
	for (; e != NULL; e = e->chain) {
		if (e->hash == hash && e->key_n > path_n && e->key[path_n] == '?' &&
		    memcmp(e->key, path, path_n) == 0 && strcmp(e->key + path_n + 1, query) == 0)
			return e;
	}
	return NULL;
}

static void use(struct reply_cache *c, struct cached *e)
{
	c->hits++;
	if (c->youngest != e) {
		age_unlink(c, e);
		age_append(c, e);
	}
	cached_ref(e);
}

struct cached *reply_cache_hit(struct reply_cache *c, const char *path, const char *query,
                               int64_t generation, enum coding want)
{
	const uint64_t hash = hash_of(path, query);
	pthread_mutex_lock(&c->lock);
	keep_up(c, generation);
	struct cached *e = find(c, path, query, hash);
	if (e != NULL && atomic_load(&e->variant[want].made) == VARIANT_READY)
		use(c, e);
	else
		e = NULL;
	pthread_mutex_unlock(&c->lock);
	return e;
}

/* To be made by the caller; ends with publish() or reply_cache_fail(). */
static void claim(struct reply_cache *c, struct variant *v)
{
	atomic_store(&v->made, VARIANT_MAKING);
	atomic_fetch_add(&c->making, 1);
}

/* In the table from the start, so that others find it. One count is the table's, one the leader's. */
static struct cached *enter(struct reply_cache *c, const char *path, const char *query,
                            uint64_t hash)
{
	const size_t   key_n = strlen(path) + 1 + strlen(query);
	struct cached *e = calloc(1, sizeof(*e) + key_n + 1);
	if (e == NULL)
		abort();
	snprintf(e->key, key_n + 1, "%s?%s", path, query);
	e->key_n = key_n;
	e->hash = hash;
	e->generation = c->generation;
	e->bytes = sizeof(*e) + key_n + 1;
	e->in_table = true;
	atomic_init(&e->refs, 2);
	for (int i = 0; i < CODING_N; i++)
		atomic_init(&e->variant[i].made, VARIANT_ABSENT);
	claim(c, &e->variant[CODING_IDENTITY]);
	e->chain = c->buckets[hash % BUCKETS];
	c->buckets[hash % BUCKETS] = e;
	age_append(c, e);
	c->bytes += e->bytes;
	c->entries++;
	c->misses++;
	return e;
}

static enum joined join(struct reply_cache *c, struct cached *e, struct cache_waiter *w)
{
	struct variant *v = &e->variant[w->want];
	if (atomic_load(&v->made) == VARIANT_READY)
		return JOIN_READY;
	if (!cached_filled(e) || atomic_load(&v->made) == VARIANT_MAKING) {
		if (c->closed)
			return JOIN_ALONE;
		w->next = e->waiters;
		e->waiters = w;
		return JOIN_WAIT;
	}
	/* The body is there, and a coding of it is to be made. */
	claim(c, v);
	return JOIN_LEAD;
}

enum joined reply_cache_join(struct reply_cache *c, const char *path, const char *query,
                             int64_t generation, struct cache_waiter *w, struct cached **out)
{
	const uint64_t hash = hash_of(path, query);
	enum joined    how = JOIN_ALONE;
	if (strlen(path) + strlen(query) > KEY_MAX)
		return how;
	pthread_mutex_lock(&c->lock);
	keep_up(c, generation);
	struct cached *e = find(c, path, query, hash);
	if (e != NULL) {
		*out = e;
		how = join(c, e, w);
		if (how != JOIN_ALONE)
			use(c, e);
	} else if (!c->closed) {
		*out = enter(c, path, query, hash);
		how = JOIN_LEAD;
	}
	if (how == JOIN_ALONE)
		*out = NULL;
	pthread_mutex_unlock(&c->lock);
	return how;
}

/* Off the entry: those who can be answered now, or (all) everybody. */
static struct cache_waiter *take_waiters(struct cached *e, bool all)
{
	struct cache_waiter *go = NULL, **at = &e->waiters;
	while (*at != NULL) {
		struct cache_waiter *w = *at;
		if (all || atomic_load(&e->variant[w->want].made) == VARIANT_READY) {
			*at = w->next;
			w->next = go;
			go = w;
		} else {
			at = &w->next;
		}
	}
	return go;
}

static void wake(struct cache_waiter *w)
{
	while (w != NULL) {
		struct cache_waiter *next = w->next; /* who is woken may be gone */
		w->wake(w);
		w = next;
	}
}

/* Room for what has grown: the oldest go, itself last. */
static void make_room(struct reply_cache *c, struct cached *grown)
{
	if (grown->bytes > c->max_bytes / SHARE)
		drop(c, grown);
	while (c->bytes > c->max_bytes && c->oldest != NULL)
		drop(c, c->oldest);
}

/*
 * The variant is ready: wake who wanted it. Of a body, the one who made it goes on with the
 * coding it wants, so that nobody else begins with that.
 */
static void publish(struct reply_cache *c, struct cached *e, struct variant *v, enum coding next,
                    bool stale)
{
	const size_t more = v->owned.n;
	pthread_mutex_lock(&c->lock);
	atomic_store(&v->made, VARIANT_READY);
	if (atomic_load(&e->variant[next].made) == VARIANT_ABSENT)
		claim(c, &e->variant[next]);
	e->bytes += more;
	if (e->in_table) {
		c->bytes += more;
		if (stale)
			drop(c, e);
		else
			make_room(c, e);
	}
	struct cache_waiter *go = take_waiters(e, false);
	struct cached       *gone = take_gone(c);
	pthread_mutex_unlock(&c->lock);
	wake(go);
	give_back(gone);
	atomic_fetch_sub(&c->making, 1);
}

/*
 * Where many different replies are made one after the other few are asked for again, and a file costs
 * a tenth of the making: so many a second get one, those that come back often being few.
 */
static bool may_have_file(struct reply_cache *c, size_t n)
{
	const int64_t second = clock_ticks_us() / 1000000;
	if (n < BLOB_FILE_MIN || n > c->max_bytes / SHARE)
		return false;
	pthread_mutex_lock(&c->lock);
	if (c->second != second)
		c->files = 0;
	c->second = second;
	const bool may = c->files++ < FILES_A_SECOND;
	pthread_mutex_unlock(&c->lock);
	return may;
}

/* The bytes become the variant's. */
static void take(struct reply_cache *c, struct variant *v, enum coding coding, char *p, size_t n)
{
	blob_take(&v->owned, p, n, may_have_file(c, n) ? c->folder : NULL);
	v->body.coding = coding;
	v->body.p = v->owned.p;
	v->body.n = n;
	v->body.fd = v->owned.fd > 0 ? v->owned.fd : 0;
}

void reply_cache_fill(struct reply_cache *c, struct cached *e, const struct cache_body *b)
{
	struct variant *v = &e->variant[CODING_IDENTITY];
	snprintf(e->type, sizeof(e->type), "%s", b->type);
	etag_make(b->p, b->n, CODING_IDENTITY, v->body.etag);
	take(c, v, CODING_IDENTITY, b->p, b->n);
	for (int i = 0; i < CODING_N && !b->compressible; i++) {
		e->variant[i].body = v->body;
		if (i != CODING_IDENTITY)
			atomic_store(&e->variant[i].made, VARIANT_READY);
	}
	publish(c, e, v, b->next, b->generation != e->generation);
}

void reply_cache_code(struct reply_cache *c, struct cached *e, enum coding want)
{
	const struct cached_body *plain = &e->variant[CODING_IDENTITY].body;
	struct variant           *v = &e->variant[want];
	char                     *p;
	size_t                    n;
	if (atomic_load(&v->made) == VARIANT_READY)
		return;
	v->body = *plain;
	if (coding_deflate(want, plain->p, plain->n, &p, &n)) {
		etag_make(plain->p, plain->n, want, v->body.etag);
		take(c, v, want, p, n);
	}
	publish(c, e, v, want, false);
}

/* A coding that is waited for and that nobody makes: the caller's from now on. */
static enum coding wanted(struct reply_cache *c, struct cached *e)
{
	enum coding next = CODING_IDENTITY;
	pthread_mutex_lock(&c->lock);
	for (struct cache_waiter *w = e->waiters; w != NULL && next == CODING_IDENTITY;
	     w = w->next) {
		if (atomic_load(&e->variant[w->want].made) == VARIANT_ABSENT)
			next = w->want;
	}
	if (next != CODING_IDENTITY)
		claim(c, &e->variant[next]);
	pthread_mutex_unlock(&c->lock);
	return next;
}

void reply_cache_finish(struct reply_cache *c, struct cached *e)
{
	enum coding next;
	while ((next = wanted(c, e)) != CODING_IDENTITY)
		reply_cache_code(c, e, next);
}

void reply_cache_fail(struct reply_cache *c, struct cached *e, enum coding want)
{
	const bool filled = cached_filled(e);
	pthread_mutex_lock(&c->lock);
	atomic_store(&e->variant[filled ? want : CODING_IDENTITY].made, VARIANT_ABSENT);
	if (!filled && e->in_table)
		drop(c, e);
	/* With a body everybody can be answered, if not in the coding wanted. */
	struct cache_waiter *go = take_waiters(e, true);
	pthread_mutex_unlock(&c->lock);
	wake(go);
	atomic_fetch_sub(&c->making, 1);
}

struct reply_cache_stats reply_cache_stats(struct reply_cache *c)
{
	pthread_mutex_lock(&c->lock);
	struct reply_cache_stats s = {.entries = c->entries,
	                              .bytes = (int64_t)c->bytes,
	                              .hits = c->hits,
	                              .misses = c->misses};
	pthread_mutex_unlock(&c->lock);
	return s;
}

int64_t reply_cache_clear(struct reply_cache *c, const char *pattern)
{
	char    name[sizeof(KEY_PREFIX) + KEY_MAX + 2];
	int64_t n = 0;
	pthread_mutex_lock(&c->lock);
	for (struct cached *e = c->oldest, *next; e != NULL; e = next) {
		next = e->younger;
		snprintf(name, sizeof(name), KEY_PREFIX "%s", e->key);
		if (fnmatch(pattern, name, 0) == 0) {
			drop(c, e);
			n++;
		}
	}
	struct cached *gone = take_gone(c);
	pthread_mutex_unlock(&c->lock);
	give_back(gone);
	return n;
}

int64_t reply_cache_close(struct reply_cache *c)
{
	pthread_mutex_lock(&c->lock);
	c->closed = true;
	pthread_mutex_unlock(&c->lock);
	return atomic_load(&c->making);
}

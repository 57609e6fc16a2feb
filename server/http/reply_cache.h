/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_REPLY_CACHE_H
#define HTTP_REPLY_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "http/cached.h"

/*
 * Replies that are the same for every caller, kept as ready bytes, one entry a
 * path and query. All entries are of one generation of the data: the first
 * question about a newer one drops the rest. Memory is bounded: past max_bytes
 * the entry longest unused goes, and one larger than an eighth is not kept.
 *
 * A reply that is being made is made once. Whoever asks first leads: it makes
 * the body and fills the entry, or says that it failed. Whoever asks meanwhile
 * waits and is woken. The other codings are made on first demand, likewise.
 *
 * Entries are counted by their users, so that one that was dropped lives until
 * it is sent. Everything here is safe to share between threads.
 */
struct reply_cache;

/* max_bytes 0: keeps nothing, still leads. folder: of the files of http/blob.h; NULL = none. */
struct reply_cache *reply_cache_create(size_t max_bytes, const char *folder);
void                reply_cache_destroy(struct reply_cache *c); /* NULL is fine; no user is left */

/* The entry if that coding of it is ready, else NULL; counted for the caller, who gives it back. */
struct cached *reply_cache_hit(struct reply_cache *c, const char *path, const char *query,
                               int64_t generation, enum coding want);

enum joined {
	JOIN_READY, /* as by reply_cache_hit() */
	JOIN_WAIT,  /* w->wake() is called, perhaps before this returns */
	JOIN_LEAD,  /* make it: cached_filled() says what is missing */
	JOIN_ALONE  /* not kept here: too long a key, or the cache is closed */
};
/* *out, but for JOIN_ALONE, is counted for the caller, and set before anybody can be woken. */
enum joined reply_cache_join(struct reply_cache *c, const char *path, const char *query,
                             int64_t generation, struct cache_waiter *w, struct cached **out);

/* A body that was made: malloc'd bytes, taken over by reply_cache_fill(). */
struct cache_body {
	const char *type; /* media type */
	char       *p;
	size_t      n;
	bool        compressible;
	int64_t     generation; /* when it was ready: kept only if that is still the entry's */
	enum coding next;       /* what the leader is going to code */
};

/*
 * For the one who leads, in this order: fill, if the body was missing; code,
 * for the coding it wants; then, when its own reply is out of its hands, code
 * finish, for what others wait for besides. Instead of
 * the first it may fail: then those who wait for the body find cached_filled()
 * false, and those who wait for a coding are served the plain body.
 */
void reply_cache_fill(struct reply_cache *c, struct cached *e, const struct cache_body *b);
void reply_cache_code(struct reply_cache *c, struct cached *e, enum coding want);
void reply_cache_fail(struct reply_cache *c, struct cached *e, enum coding want);
void reply_cache_finish(struct reply_cache *c, struct cached *e);

struct reply_cache_stats {
	int64_t entries, bytes; /* kept now */
	int64_t hits, misses;   /* since the start; a miss is a body that had to be made */
};
struct reply_cache_stats reply_cache_stats(struct reply_cache *c);
/* Forget the entries whose "reply:/path?query" matches a pattern as of a shell; returns how many. */
int64_t reply_cache_clear(struct reply_cache *c, const char *pattern);
/* From now on nobody may wait; returns how many bodies and codings are still being made. */
int64_t reply_cache_close(struct reply_cache *c);

#endif

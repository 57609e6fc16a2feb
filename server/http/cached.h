/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_CACHED_H
#define HTTP_CACHED_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "http/blob.h"
#include "http/coding.h"
#include "http/etag.h"

/*
 * A reply that may be kept, and who waits for it. It is counted by its users:
 * the cache, the request that makes it, those that wait, those that send it.
 */

/* One coding of a body, ready to send. */
struct cached_body {
	enum coding coding;
	const char *p;
	size_t      n;
	int         fd; /* a file of these bytes; 0 = none */
	char        etag[ETAG_TEXT];
};

/* Embedded in whatever waits. wake() is called once, on another thread, by the one who led. */
struct cache_waiter {
	void (*wake)(struct cache_waiter *w);
	struct cache_waiter *next;
	enum coding          want;
};

/* What follows belongs to the reply cache. */
struct route;
struct routes;
enum { CACHED_TYPE_MAX = 64 };
enum variant_made { VARIANT_ABSENT, VARIANT_MAKING, VARIANT_READY };

struct variant {
	atomic_int         made;  /* enum variant_made; VARIANT_READY is set after the body */
	struct blob        owned; /* p = NULL: the plain body is sent */
	struct cached_body body;
};

struct cached {
	atomic_int refs;

	/* Fixed once it is filled. */
	char                 type[CACHED_TYPE_MAX];
	const struct route  *route; /* who made it: of the same path and query nobody else would */
	const struct routes *group;
	struct variant       variant[CODING_N];

	/* Under the cache's lock. */
	bool                 in_table;
	struct cache_waiter *waiters;
	struct cached       *chain;           /* next of the same bucket */
	struct cached       *older, *younger; /* by last use */
	size_t               bytes;

	uint64_t hash;
	int64_t  generation;
	size_t   key_n;
	char     key[]; /* "path?query" */
};

bool        cached_filled(const struct cached *e);
const char *cached_type(const struct cached *e);
/* The coding if it is ready, else the plain body. Only of an entry that is filled. */
const struct cached_body *cached_pick(const struct cached *e, enum coding want);
void                      cached_ref(struct cached *e);
void                      cached_unref(void *e); /* a struct cached; NULL is fine */

#endif

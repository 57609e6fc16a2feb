/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_REMOTE_H
#define APP_REMOTE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct clock;
struct fetcher;

/*
 * A small document of another server (an issuer's keys, its description), kept
 * as long as its Cache-Control says, within 5 minutes and a day. Who asks
 * while it is fetched waits for that one fetch; nobody waits where what is kept
 * will do. A server that is away is asked again after REMOTE_RETRY_S, and what
 * was kept serves up to a day beyond its time. A document that does not pass
 * the check never takes the place of one that did. Safe to share.
 */
enum {
	REMOTE_MAX = 256 << 10, /* bytes */
	REMOTE_TIMEOUT_MS = 5000,
	REMOTE_RETRY_S = 5,
	REMOTE_NEWER_S = 60, /* between two fetches because somebody wants a newer one */
	REMOTE_KEEP_MIN_S = 300,
	REMOTE_KEEP_MAX_S = 24 * 3600,
	REMOTE_STALE_S = 24 * 3600,
	REMOTE_WAITERS =
		2 /* worker threads that may wait for a fetch; the next is told to come again */
};
struct remote;

/* Says whether a document is one; runs without the lock. */
typedef enum err remote_check(struct arena *a, const char *text, size_t n, struct fail *f);

/* What is pointed to must outlive it; proxy NULL or "" = none. */
struct remote *remote_create(const struct fetcher *fetcher, const struct clock *clock,
                             const char *proxy, remote_check *check);
void           remote_destroy(struct remote *r); /* NULL is fine */

struct document {
	const char *text; /* of the arena */
	size_t      n;
	int64_t     version; /* counts up with every fetch; from 1 */
};
/*
 * The document at url, newer than that version if one may be fetched, and else
 * what is kept; 0 = what is kept. ERR_AWAY, with retry_after_s: there is none.
 */
enum err remote_get(struct remote *r, struct arena *a, const char *url, int64_t newer_than,
                    struct document *out, struct fail *f) MUST_CHECK;

#endif

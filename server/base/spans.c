/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/spans.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/fetch.h"
#include "base/otlp.h"
#include "base/thread.h"

/* How many are worth sending at once, how long a first one waits for others, how long sending may take. */
enum {
	BATCH = 256,
	LINGER_S = 1,
	TIMEOUT_MS = 3000,
	BODY_MAX = 4 << 20,
	URL_MAX = 1024,
	REPLY_MAX = 64 << 10
};

struct spans {
	pthread_t          thread;
	pthread_mutex_t    lock;
	pthread_cond_t     news;
	struct fetch_line *line;
	struct arena      *arena; /* the sender's */
	char               url[URL_MAX];
	const char        *version;
	void (*told)(const struct fail *why);
	bool               failing; /* the sender's alone */
	bool               stopping;
	struct spans_stats stats;
	size_t             n;
	struct span       *filling, *sending; /* [SPANS_MAX] each; the sender exchanges them */
};

/* The reply's body says nothing that counts, but must have an end. */
static enum err send_body(struct spans *s, const struct buf *b, struct fail *f)
{
	const struct fetch in = {.url = s->url,
	                         .json = b->p,
	                         .json_n = b->n,
	                         .max = REPLY_MAX,
	                         .timeout_ms = TIMEOUT_MS,
	                         .plain = true,
	                         .line = s->line};
	struct fetched     got = {.status = 0};

	arena_reset(s->arena);
	TRY(fetch_network.fetch(fetch_network.ctx, s->arena, &in, &got, f));
	if (got.status < 200 || got.status > 299)
		return fail(f, ERR_UPSTREAM, "it answered with status %d", got.status);
	return OK;
}

static void send_batch(struct spans *s, size_t n)
{
	struct fail why = {0};
	struct buf  b;

	buf_init(&b, BODY_MAX);
	otlp_encode(s->version, s->sending, n, &b);
	const enum err e = b.full ? fail(&why, ERR_TOOBIG, "the batch is too large")
	                          : send_body(s, &b, &why);
	buf_finish(&b);
	pthread_mutex_lock(&s->lock);
	if (e == OK)
		s->stats.sent += n;
	else
		s->stats.failed += n;
	pthread_mutex_unlock(&s->lock);
	if ((e != OK) != s->failing)
		s->told(e != OK ? &why : NULL);
	s->failing = e != OK;
}

/* With the lock: until there are enough, or the first has waited. */
static void await_batch(struct spans *s)
{
	struct timespec until;

	while (s->n == 0 && !s->stopping)
		pthread_cond_wait(&s->news, &s->lock);
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += LINGER_S;
	while (s->n < BATCH && !s->stopping &&
	       pthread_cond_timedwait(&s->news, &s->lock, &until) != ETIMEDOUT)
		;
}

static void *work(void *arg)
{
	struct spans *s = arg;
	bool          last = false;

	while (!last) {
		pthread_mutex_lock(&s->lock);
		await_batch(s);
		struct span *full = s->filling;
		const size_t n = s->n;
		s->filling = s->sending;
		s->sending = full;
		s->n = 0;
		last = s->stopping;
		pthread_mutex_unlock(&s->lock);
		if (n > 0)
			send_batch(s, n);
	}
	return NULL;
}

static void release(struct spans *s)
{
	fetch_line_destroy(s->line);
	arena_destroy(s->arena);
	pthread_mutex_destroy(&s->lock);
	pthread_cond_destroy(&s->news);
	free(s->filling);
	free(s->sending);
	free(s);
}

enum err spans_create(const char *endpoint, const char                    *version,
                      void (*told)(const struct fail *why), struct spans **out, struct fail *f)
{
	char   url[URL_MAX];
	size_t n = 0;

	while (endpoint[n] != '\0')
		n++;
	while (n > 0 && endpoint[n - 1] == '/')
		n--;
	if (n + sizeof("/v1/traces") > sizeof(url))
		return fail(f, ERR_INVALID, "the address is too long");
	snprintf(url, sizeof(url), "%.*s/v1/traces", (int)n, endpoint);
	if (!fetch_url_plain(url))
		return fail(f, ERR_INVALID, "'%s' must begin with http:// or https://", url);
	struct spans *s = calloc(1, sizeof(*s));
	if (s == NULL || (s->filling = calloc(SPANS_MAX, sizeof(*s->filling))) == NULL ||
	    (s->sending = calloc(SPANS_MAX, sizeof(*s->sending))) == NULL)
		abort();
	memcpy(s->url, url, sizeof(s->url));
	s->line = fetch_line_create();
	s->arena = arena_create();
	s->version = version;
	s->told = told;
	pthread_mutex_init(&s->lock, NULL);
	thread_cond_init(&s->news);
	if (!thread_start(&s->thread, work, s)) {
		release(s);
		return fail(f, ERR_AWAY, "the system gave no thread");
	}
	*out = s;
	return OK;
}

void spans_destroy(struct spans *s)
{
	if (s == NULL)
		return;
	pthread_mutex_lock(&s->lock);
	s->stopping = true;
	pthread_cond_signal(&s->news);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->thread, NULL);
	release(s);
}

void spans_add(struct spans *s, const struct span *span)
{
	pthread_mutex_lock(&s->lock);
	if (s->n == SPANS_MAX) {
		s->stats.dropped++;
	} else {
		s->filling[s->n++] = *span;
		if (s->n == 1 || s->n == BATCH)
			pthread_cond_signal(&s->news);
	}
	pthread_mutex_unlock(&s->lock);
}

struct spans_stats spans_stats(struct spans *s)
{
	pthread_mutex_lock(&s->lock);
	const struct spans_stats stats = s->stats;
	pthread_mutex_unlock(&s->lock);
	return stats;
}

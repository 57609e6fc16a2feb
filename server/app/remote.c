/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/remote.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/fetch.h"

#define NEVER INT64_MIN

struct remote {
	const struct fetcher *fetcher;
	const struct clock   *clock;
	const char           *proxy;
	remote_check         *check;

	pthread_mutex_t lock;
	pthread_cond_t  ended; /* a fetch */
	bool            fetching;
	int             waiters;
	char           *url;  /* of what is kept; malloc'd */
	char           *text; /* malloc'd; NULL = none */
	size_t          n;
	int64_t         version;
	int64_t         expires_ms;
	int64_t failed_ms, newer_ms; /* last failure; last fetch for a newer one; or NEVER */
	char    why[sizeof(((struct fail *)0)->msg)];
};

struct remote *remote_create(const struct fetcher *fetcher, const struct clock *clock,
                             const char *proxy, remote_check *check)
{
	struct remote *r = calloc(1, sizeof(*r));

	if (!r || pthread_mutex_init(&r->lock, NULL) || pthread_cond_init(&r->ended, NULL))
		abort();
	r->fetcher = fetcher;
	r->clock = clock;
	r->proxy = proxy;
	r->check = check;
	r->failed_ms = r->newer_ms = NEVER;
	return r;
}

void remote_destroy(struct remote *r)
{
	if (!r)
		return;
	pthread_cond_destroy(&r->ended);
	pthread_mutex_destroy(&r->lock);
	free(r->url);
	free(r->text);
	free(r);
}

/* A clock that was set back delays nothing. */
static int64_t left_ms(int64_t since, int64_t gap_s, int64_t now)
{
	if (since == NEVER || now < since || now - since >= gap_s * 1000)
		return 0;
	return gap_s * 1000 - (now - since);
}

static char *copy(const char *p, size_t n)
{
	char *out = malloc(n + 1);

	if (!out)
		abort();
	memcpy(out, p, n);
	out[n] = '\0';
	return out;
}

/* The document moved: what is kept is of another place. */
static void turn_to(struct remote *r, const char *url)
{
	if (r->url && strcmp(r->url, url) == 0)
		return;
	free(r->url);
	free(r->text);
	r->url = copy(url, strlen(url));
	r->text = NULL;
	r->failed_ms = NEVER;
}

static enum err ask(struct remote *r, struct arena *a, const char *url, struct fetched *got,
                    struct fail *f)
{
	struct fetch in = {
		.url = url, .proxy = r->proxy, .max = REMOTE_MAX, .timeout_ms = REMOTE_TIMEOUT_MS};

	TRY(r->fetcher->fetch(r->fetcher->ctx, a, &in, got, f));
	if (got->status != 200)
		return fail(f, ERR_AWAY, "%s answered with status %d", url, got->status);
	return r->check(a, got->body, got->n, f);
}

static void keep(struct remote *r, const struct fetched *got)
{
	int64_t age = got->max_age_s;

	if (age < REMOTE_KEEP_MIN_S)
		age = REMOTE_KEEP_MIN_S;
	if (age > REMOTE_KEEP_MAX_S)
		age = REMOTE_KEEP_MAX_S;
	free(r->text);
	r->text = copy(got->body, got->n);
	r->n = got->n;
	r->version++;
	r->expires_ms = clock_now_ms(r->clock) + age * 1000;
	r->failed_ms = NEVER;
}

/* Called and left with the lock; without it while the network is waited for. */
static void fetch(struct remote *r, struct arena *a, const char *url)
{
	struct fetched got = {0};
	struct fail    why = {0};

	r->fetching = true;
	pthread_mutex_unlock(&r->lock);
	enum err e = ask(r, a, url, &got, &why);
	pthread_mutex_lock(&r->lock);
	r->fetching = false;
	if (e == OK) {
		keep(r, &got);
	} else {
		r->failed_ms = clock_now_ms(r->clock);
		memcpy(r->why, why.msg, sizeof(r->why));
	}
	pthread_cond_broadcast(&r->ended);
}

static enum err away(struct remote *r, int64_t wait_ms, struct fail *f)
{
	f->retry_after_s = (int)(wait_ms / 1000) + 1;
	return fail_as(f, ERR_AWAY, "issuer_unavailable", "%s", r->why);
}

/* *done: there is nothing more to wait for or to fetch, whatever is kept. */
static enum err step(struct remote *r, struct arena *a, const char *url, int64_t newer_than,
                     bool *done, struct fail *f)
{
	int64_t now = clock_now_ms(r->clock);
	bool    usable = r->text && now < r->expires_ms + REMOTE_STALE_S * INT64_C(1000);
	bool    fresh = r->text && now < r->expires_ms;

	*done = usable && r->version > newer_than && (fresh || r->fetching);
	if (*done)
		return OK;
	if (r->fetching) {
		if (r->waiters >= REMOTE_WAITERS) {
			f->retry_after_s = REMOTE_RETRY_S;
			return fail_as(f, ERR_AWAY, "issuer_unavailable",
			               "the issuer is being asked; try again");
		}
		r->waiters++;
		pthread_cond_wait(&r->ended, &r->lock);
		r->waiters--;
		return OK;
	}
	turn_to(r, url);
	int64_t wait = left_ms(r->failed_ms, REMOTE_RETRY_S, now);
	if (fresh && wait == 0)
		wait = left_ms(r->newer_ms, REMOTE_NEWER_S, now);
	if (wait > 0) {
		*done = usable;
		return usable ? OK : away(r, wait, f);
	}
	if (fresh)
		r->newer_ms = now;
	fetch(r, a, url);
	return OK;
}

enum err remote_get(struct remote *r, struct arena *a, const char *url, int64_t newer_than,
                    struct document *out, struct fail *f)
{
	bool     done = false;
	enum err e = OK;

	pthread_mutex_lock(&r->lock);
	if (!r->fetching)
		turn_to(r, url);
	while (e == OK && !done)
		e = step(r, a, url, newer_than, &done, f);
	if (e == OK)
		*out = (struct document){
			.text = arena_strndup(a, r->text, r->n), .n = r->n, .version = r->version};
	pthread_mutex_unlock(&r->lock);
	return e;
}

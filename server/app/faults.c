/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/faults.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/stack.h"

enum { WHERE_MAX = 160, ID_MAX = 72 };

struct group {
	char    where[WHERE_MAX], message[sizeof(((struct fail *)0)->msg)], id[ID_MAX];
	void   *frames[FAIL_FRAMES];
	int     frames_n;
	int64_t count, first_ms, last_ms;
};

struct faults {
	pthread_mutex_t lock;
	size_t          n;
	int64_t         total;
	struct group    groups[FAULTS_MAX];
};

struct faults *faults_create(void)
{
	struct faults *f = calloc(1, sizeof(*f));

	if (!f)
		abort();
	pthread_mutex_init(&f->lock, NULL);
	return f;
}

void faults_destroy(struct faults *f)
{
	if (!f)
		return;
	pthread_mutex_destroy(&f->lock);
	free(f);
}

static bool same(const struct group *g, const char *where, const struct fail *why)
{
	return strcmp(g->where, where) == 0 && g->frames_n == why->frames_n &&
	       memcmp(g->frames, why->frames, (size_t)g->frames_n * sizeof(g->frames[0])) == 0 &&
	       (g->frames_n > 0 || strcmp(g->message, why->msg) == 0);
}

/* The group of it, a new one, or that of the fault longest ago, emptied. */
static struct group *group_of(struct faults *f, const char *where, const struct fail *why)
{
	struct group *oldest = f->groups;

	for (size_t i = 0; i < f->n; i++) {
		if (same(&f->groups[i], where, why))
			return &f->groups[i];
		if (f->groups[i].last_ms < oldest->last_ms)
			oldest = &f->groups[i];
	}
	if (f->n < FAULTS_MAX)
		oldest = &f->groups[f->n++];
	*oldest = (struct group){.frames_n = why->frames_n};
	snprintf(oldest->where, sizeof(oldest->where), "%s", where);
	memcpy(oldest->frames, why->frames, sizeof(oldest->frames));
	return oldest;
}

void faults_add(struct faults *f, const char *where, const char *id, const struct fail *why,
                int64_t now_ms)
{
	char shortened[WHERE_MAX];

	snprintf(shortened, sizeof(shortened), "%s", where);
	pthread_mutex_lock(&f->lock);
	struct group *g = group_of(f, shortened, why);
	if (g->count++ == 0)
		g->first_ms = now_ms;
	g->last_ms = now_ms;
	snprintf(g->message, sizeof(g->message), "%s", why->msg);
	snprintf(g->id, sizeof(g->id), "%s", id);
	f->total++;
	pthread_mutex_unlock(&f->lock);
}

int64_t faults_total(struct faults *f)
{
	if (!f)
		return 0;
	pthread_mutex_lock(&f->lock);
	const int64_t n = f->total;
	pthread_mutex_unlock(&f->lock);
	return n;
}

static int newest_first(const void *x, const void *y)
{
	const struct Fault *a = x, *b = y;

	return (a->last_at < b->last_at) - (a->last_at > b->last_at);
}

void faults_list(struct faults *f, struct arena *a, struct Faults *out)
{
	struct Fault *items = ARENA_ARRAY(a, FAULTS_MAX, struct Fault);

	*out = (struct Faults){.items.items = items};
	if (!f)
		return;
	pthread_mutex_lock(&f->lock);
	out->items.n = f->n;
	out->total = f->total;
	for (size_t i = 0; i < f->n; i++) {
		const struct group *g = &f->groups[i];
		items[i] = (struct Fault){
			.where = arena_strdup(a, g->where),
			.message = arena_strdup(a, g->message),
			.request_id = arena_strdup(a, g->id),
			.count = g->count,
			.first_at = g->first_ms,
			.last_at = g->last_ms,
			.stack = {.items = stack_words(a, g->frames, g->frames_n),
		                  .n = (size_t)g->frames_n},
		};
	}
	pthread_mutex_unlock(&f->lock);
	qsort(items, out->items.n, sizeof(*items), newest_first);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/panel_cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "base/arena.h"
#include "store/db.h"

/* The cache holds one reference, each reader another. */
struct entry {
	struct panel_cache *cache;
	struct arena       *arena; /* this, too, lies in it */
	struct market       market;
	size_t              bytes;
	int                 refs; /* under cache->lock */
};

struct panel_cache {
	pthread_mutex_t loading; /* held by the one that loads; taken before lock */
	pthread_mutex_t lock;
	struct entry   *entry; /* NULL: none */
	int64_t         hits, misses;
};

struct panel_cache *panel_cache_create(void)
{
	struct panel_cache *c = calloc(1, sizeof(*c));

	if (!c)
		abort();
	pthread_mutex_init(&c->loading, NULL);
	pthread_mutex_init(&c->lock, NULL);
	return c;
}

/* Returns the entry if nobody has it any more: to be freed by free_entry(), without the lock. */
static struct entry *unref(struct entry *e)
{
	return e && --e->refs == 0 ? e : NULL;
}

static void free_entry(struct entry *e)
{
	if (e)
		arena_destroy(e->arena);
}

void panel_cache_destroy(struct panel_cache *c)
{
	if (!c)
		return;
	free_entry(unref(c->entry));
	pthread_mutex_destroy(&c->loading);
	pthread_mutex_destroy(&c->lock);
	free(c);
}

static void release(void *what)
{
	struct entry       *e = what;
	struct panel_cache *c = e->cache;

	pthread_mutex_lock(&c->lock);
	struct entry *dead = unref(e);
	pthread_mutex_unlock(&c->lock);
	free_entry(dead);
}

/* Put another entry (NULL: none) in the place of what is kept; returns whether there was one. */
static bool replace(struct panel_cache *c, struct entry *by)
{
	pthread_mutex_lock(&c->lock);
	struct entry *old = c->entry;
	bool          was = old != NULL;
	c->entry = by;
	old = unref(old);
	pthread_mutex_unlock(&c->lock);
	free_entry(old);
	return was;
}

int64_t panel_cache_clear(struct panel_cache *c)
{
	return c && replace(c, NULL) ? 1 : 0;
}

/* A reference to what is kept, if it is of that generation. */
static struct entry *look(struct panel_cache *c, int64_t generation)
{
	pthread_mutex_lock(&c->lock);
	struct entry *e = c->entry && c->entry->market.generation == generation ? c->entry : NULL;
	if (e) {
		e->refs++;
		c->hits++;
	}
	pthread_mutex_unlock(&c->lock);
	return e;
}

static enum err load(struct db *db, struct arena *a, struct market *out, struct fail *f)
{
	TRY(panel_load(db, a, INDEX_DEFAULT, NULL, &out->panel, f));
	TRY(assets_members(db, a, INDEX_DEFAULT, &out->members, f));
	if (out->members.n != out->panel.members)
		return fail(f, ERR_AWAY, "the members of the index are changing; try again");
	return OK;
}

static void *copy(struct entry *e, const void *p, size_t n, size_t size)
{
	if (!p)
		return NULL;
	e->bytes += n * size;
	return memcpy(arena_array(e->arena, n + 1, size), p, n * size);
}

/* The tables alone: what loading them took is not kept. */
static struct entry *keep(struct panel_cache *c, const struct market *m)
{
	struct arena       *a = arena_create();
	struct entry       *e = ARENA_NEW(a, struct entry);
	const struct panel *p = &m->panel;
	size_t              cells = p->sessions * p->members;

	*e = (struct entry){.cache = c, .arena = a, .market = *m, .refs = 2};
	e->market.panel.date = copy(e, p->date, p->sessions, sizeof(*p->date));
	e->market.panel.asset_id = copy(e, p->asset_id, p->members, sizeof(*p->asset_id));
	e->market.panel.price = copy(e, p->price, cells, sizeof(*p->price));
	e->market.panel.traded = copy(e, p->traded, cells, sizeof(*p->traded));
	struct asset *as = ARENA_ARRAY(a, m->members.n + 1, struct asset);
	e->bytes += m->members.n * sizeof(*as);
	for (size_t i = 0; i < m->members.n; i++) {
		as[i] = m->members.p[i];

		const char **texts[] = {&as[i].symbol,     &as[i].name,     &as[i].sector,
		                        &as[i].asset_type, &as[i].exchange, &as[i].currency,
		                        &as[i].price_basis};

		for (size_t k = 0; k < COUNT(texts); k++)
			*texts[k] = arena_strdup(a, *texts[k]);
	}
	e->market.members.p = as;
	return e;
}

static enum err fill(struct panel_cache *c, struct db *db, int64_t generation, struct entry **out,
                     struct fail *f)
{
	struct arena *a = arena_create();
	struct market m = {.generation = generation};
	int64_t       after;
	enum err      e = load(db, a, &m, f);

	if (e == OK)
		e = db_int(db, STMT_GENERATION, NULL, &after, f);
	if (e == OK) {
		/* Changed meanwhile: of no generation, so that nobody else takes it. */
		if (after != generation)
			m.generation = -1;
		*out = keep(c, &m);
		replace(c, *out);
	}
	arena_destroy(a);
	return e;
}

enum err panel_cache_get(struct panel_cache *c, struct db *db, struct arena *a,
                         const struct market **out, struct fail *f)
{
	int64_t generation;

	TRY(db_int(db, STMT_GENERATION, NULL, &generation, f));
	if (!c) {
		struct market *m = ARENA_NEW(a, struct market);

		m->generation = generation;
		TRY(load(db, a, m, f));
		*out = m;
		return OK;
	}
	struct entry *e = look(c, generation);
	if (!e) {
		pthread_mutex_lock(&c->loading);
		e = look(c, generation); /* another thread may have brought it meanwhile */
		enum err failed = e ? OK : fill(c, db, generation, &e, f);
		pthread_mutex_lock(&c->lock);
		c->misses++;
		pthread_mutex_unlock(&c->lock);
		pthread_mutex_unlock(&c->loading);
		TRY(failed);
	}
	arena_defer(a, release, e);
	*out = &e->market;
	return OK;
}

struct panel_cache_stats panel_cache_stats(struct panel_cache *c)
{
	struct panel_cache_stats s = {0};

	if (!c)
		return s;
	pthread_mutex_lock(&c->lock);
	s = (struct panel_cache_stats){.hits = c->hits, .misses = c->misses};
	if (c->entry) {
		s.entries = 1;
		s.bytes = (int64_t)c->entry->bytes;
	}
	pthread_mutex_unlock(&c->lock);
	return s;
}

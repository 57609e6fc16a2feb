/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_PANEL_CACHE_H
#define APP_PANEL_CACHE_H

#include <stdint.h>

#include "base/err.h"
#include "store/assets.h"
#include "store/panel.h"

struct arena;
struct db;

/* What the default index is computed from, as of one generation of the database. Columns are members. */
struct market {
	int64_t       generation;
	struct panel  panel;
	struct assets members; /* [panel.members], in the order of the columns */
};

/*
 * The market of the newest generation, kept in memory and shared by all
 * threads. Every use asks the database for its generation first, so that what
 * another process imported is seen; an older market lives on until its last
 * reader is done.
 */
struct panel_cache;

struct panel_cache *panel_cache_create(void);
void panel_cache_destroy(struct panel_cache *c); /* NULL is fine; nobody reads any more */

/* Valid as long as the arena. c NULL: read from the database into the arena. Blocks while another thread loads. */
enum err panel_cache_get(struct panel_cache *c, struct db *db, struct arena *a,
                         const struct market **out, struct fail *f) MUST_CHECK;

#define PANEL_CACHE_KEY "panel:1" /* what invalidation patterns are held against */

struct panel_cache_stats {
	int64_t entries, bytes; /* kept now */
	int64_t hits, misses;   /* since the start */
};
struct panel_cache_stats panel_cache_stats(struct panel_cache *c); /* c may be NULL */
/* Forget what is kept; returns how many entries. */
int64_t panel_cache_clear(struct panel_cache *c);

#endif

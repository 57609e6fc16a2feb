/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_NEWS_H
#define APP_NEWS_H

#include <stdbool.h>
#include <stdint.h>

#include "app/notices.h"
#include "base/err.h"

struct clock;
struct db;
struct generation;

/*
 * Follows what is told in this database, by this process or another, on a thread of its own: the
 * rows of notices in order, and each new generation of the data, after this process knows it
 * (app/generation.h), so that whoever hears it reads new data. A generation is no row: every
 * server derives it from the counter, which all of them see, and who was away compares numbers.
 *
 * While somebody listens the database is asked ten times a second, and at once when the bell
 * rings; rounds are at least some milliseconds apart, so that many changes make one. Now and then
 * it drops old rows.
 */
struct news;

/* Called by the thread alone, but begin by news_start(); must not block for long. */
struct news_sink {
	void *ctx;
	/* Every notice after this id will be told. */
	void (*begin)(void *ctx, int64_t id);
	void (*notice)(void *ctx, const struct notice *n);
	void (*generation)(void *ctx, int64_t generation); /* the database's own number */
	/* A round is over. False: nobody listens, the next may come when the bell rings. */
	bool (*round)(void *ctx);
};

/* Takes over db, also on failure. generation may be NULL. ERR_AWAY: no thread, or the database is. */
enum err news_start(struct db *db, const struct clock *clock, struct generation *generation,
                    const struct news_sink *sink, struct news **out, struct fail *f) MUST_CHECK;
void     news_ring(struct news *n); /* something was committed, or somebody listens; NULL is fine */
void     news_stop(struct news *n); /* NULL is fine */

#endif

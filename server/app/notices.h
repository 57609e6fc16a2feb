/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_NOTICES_H
#define APP_NOTICES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct db;

enum { NOTICE_DATA_MAX = 4096, NOTICE_EVENT_MAX = 32 };

/* How long they are kept, and how many at most. The newest stays whatever its age: its id says how far the log is. */
enum { NOTICES_KEPT_H = 24, NOTICES_KEPT = 100000 };

struct notice {
	int64_t     id;
	int64_t     at;      /* Unix milliseconds */
	int64_t     user_id; /* 0 = everybody */
	bool        admin;   /* administrators hear it besides */
	const char *event, *data;
};

/* Who listens: what is for everybody, for that user, and with admin what administrators hear. */
struct notice_listener {
	int64_t user_id; /* 0 = the administrator's token: nothing is for it alone */
	bool    admin;
};

/* Ids of the oldest and the newest that are kept, 0 where there is none; and of which generation the data are. */
struct notices_state {
	int64_t first, last, generation;
};

/*
 * Tell those who listen on GET /events: a row of notices, which every server of this database
 * sees, in order, and keeps for a while for those who come back. user_id 0: for everybody;
 * otherwise for that user, and with admin for administrators, too. event is a word of at most
 * NOTICE_EVENT_MAX letters; data is one line of JSON, at most NOTICE_DATA_MAX bytes.
 * Inside the caller's transaction where there is one: told is what was committed. After the
 * commit news_ring() (app/news.h) spares them up to a tenth of a second.
 */
enum err notice_put(struct db *db, int64_t now_ms, int64_t user_id, bool admin, const char *event,
                    const char *data, struct fail *f) MUST_CHECK;

enum err notices_look(struct db *db, struct notices_state *out, struct fail *f) MUST_CHECK;

/* each() may be called at most limit times, in order; the notice is the row's. who NULL: all of them. */
typedef enum err notice_fn(void *ctx, const struct notice *n, struct fail *f);
enum err notices_after(struct db *db, int64_t id, const struct notice_listener *who, int64_t limit,
                       notice_fn *each, void *ctx, struct fail *f) MUST_CHECK;

/* Drop what is too old or too many, at most limit rows; *dropped = limit: there may be more. */
enum err notices_trim(struct db *db, int64_t now_ms, int64_t limit, int64_t *dropped,
                      struct fail *f) MUST_CHECK;

#endif

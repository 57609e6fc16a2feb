/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_FEED_H
#define HTTP_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * What is told to those who listen, in order: the newest items of a log, each once in memory and
 * ready to send, whoever listens. A reader is a place in it and has no buffer: it takes what is
 * for it when its connection can send. One who falls behind what is kept here reads the log
 * itself (FEED_BEHIND) and comes back. Nothing blocks; all may be called from any thread.
 *
 * One thread tells (feed_push), wakes those it concerns (feed_wake), and counts the time
 * (feed_tick, at least once a second while there are readers).
 */
struct feed;

enum { FEED_ITEMS = 4096, FEED_BYTES = 1 << 20 }; /* kept, whichever is less */

struct feed_rules {
	int     per_user; /* readers of one user at a time; more is ERR_LIMIT */
	int64_t beat_us;  /* who got nothing for so long gets a sign of life */
};

struct feed_item {
	int64_t id;      /* in the log, ascending; 0 = it has none and cannot be read again */
	int64_t user_id; /* 0 = everybody */
	bool    admin;   /* administrators besides */
	int64_t state; /* 0 = something happened; else it says what is the case now, in place of the one before */
	const char *p; /* copied */
	size_t      n;
};

/* Embedded in what reads; it must stay where it is from feed_open() to feed_leave(). */
struct feed_reader {
	/* Set before it opens. */
	int64_t user_id;
	bool    admin;
	int     fd;                          /* its socket, open until it leaves; -1 = none */
	int64_t id;                          /* it knows the log up to here */
	int64_t state;                       /* and that this is the case: not told again */
	int64_t left;                        /* events that it wants; -1 = all */
	void (*wake)(struct feed_reader *r); /* after feed_sleep(), once, under the feed's lock */

	/* The feed's. */
	struct feed_reader *before, *next;
	uint64_t            at;     /* number of the item that comes next */
	size_t              offset; /* bytes of it that were taken */
	bool                listed, placed, asleep, beat, check;
	int64_t             due_us; /* of its sign of life; 0 = counts from the next tick */
	int64_t             epoch;
};

enum feed_got {
	FEED_SOME,   /* n bytes */
	FEED_NONE,   /* it has everything */
	FEED_BEHIND, /* what comes next is in the log only: after reader->id */
	FEED_CHECK,  /* see whether it may still listen, and go on */
	FEED_LOST,   /* the rest of an item that was begun is gone */
	FEED_OVER,   /* the feed was closed */
};

struct feed *feed_create(const struct feed_rules *rules);
void         feed_destroy(struct feed *f); /* nobody reads any more; NULL is fine */

/* From now on every item of the log after this id is told. Before that, all are behind. */
void feed_begin(struct feed *f, int64_t id);
void feed_push(struct feed *f, const struct feed_item *item);
void feed_wake(struct feed *f);
/* epoch: counts up with every change of who may do what; readers are then checked, some at a time. */
void feed_tick(struct feed *f, int64_t now_us, int64_t epoch);
/* Everybody's next read is FEED_OVER, and nobody opens any more. */
void feed_close(struct feed *f);

/* ERR_LIMIT: the user has too many, not counting those whose client is gone; ERR_AWAY: it is closed. */
enum err feed_open(struct feed *f, struct feed_reader *r, struct fail *why) MUST_CHECK;
void     feed_leave(struct feed *f, struct feed_reader *r); /* one that is not listed is fine */
enum feed_got feed_read(struct feed *f, struct feed_reader *r, char *to, size_t max, size_t *n);
/* False: there is something; read on. True: wake() is called when there is, perhaps before this returns. */
bool    feed_sleep(struct feed *f, struct feed_reader *r) MUST_CHECK;
int64_t feed_floor(struct feed *f); /* items after this id are here */
/* It has read the log up to id, and been told what is the case. */
void feed_seek(struct feed *f, struct feed_reader *r, int64_t id, int64_t state);

struct feed_stats {
	int64_t readers, items, bytes; /* now */
	int64_t told;                  /* since the start */
};
struct feed_stats feed_stats(struct feed *f);

#endif

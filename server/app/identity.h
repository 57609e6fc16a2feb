/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_IDENTITY_H
#define APP_IDENTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct app;
struct clock;
struct db;

/*
 * Who a bearer token is: from a session's token, a program's key, or the
 * administrator's token to an account and what it may do, as the database says
 * now and not as it was when the token was made.
 *
 * A token that was checked before is one look-up in a bounded table. What the
 * table knows holds for an epoch: every change of who may do what ends it, in
 * this process at once (identity_tx), made by another process when the counter
 * in the database is read next, about a second later. A token that the table
 * does not know, or knows from an earlier epoch, is checked in full: the
 * signature first, so that a forged one costs no database, then its row and
 * its account's by their keys.
 *
 * Those reads have a connection of their own, one at a time. They do not wait
 * for writers (SQLite's log gives every reader a standing picture) and take some
 * ten microseconds, so identity_check() may run where blocking is not allowed.
 */
struct identity;

enum { IDENTITY_SESSION = 40, IDENTITY_SEEN_MS = 60000 };

#define API_KEY_PREFIX "ai_"
enum { API_KEY_LEN = 46 }; /* the prefix, and 32 random bytes as base64url */

struct identity_caller {
	int64_t user_id;          /* 0 = the administrator's token */
	bool    admin, read_only; /* read_only: may change nothing */
	bool    key;              /* a program's key: no business of the account's itself */
	char    session[IDENTITY_SESSION]; /* number of the token; "" = none */
};

/*
 * Both connections become its own; writer is for the thread (NULL = never started). key (APP_KEY_LEN
 * bytes), admin_token ("" = none) and clock must outlive it.
 */
struct identity *identity_create(struct db *reader, struct db *writer, const uint8_t *key,
                                 const char *admin_token, const struct clock *clock);
/* Begin to keep up with other processes and to note who was seen, on a thread of its own. */
void identity_start(struct identity *i);
void identity_destroy(struct identity *i); /* NULL is fine */

/*
 * ERR_AUTH: not a token of ours, expired, ended, or of an account that is
 * disabled or gone. ERR_AWAY: the database is. Thread-safe.
 */
enum err identity_check(struct identity *i, const char *token, struct identity_caller *out,
                        struct fail *f) MUST_CHECK;

/* Counts up with every change of who may do what that this process knows of. Never blocks. */
int64_t identity_changes(const struct identity *i);

/*
 * What the thread does about once a second: note in db when sessions and keys
 * were last seen, at most once a minute each, and read the epoch. When it fails
 * nothing that the table knows is relied on.
 */
enum err identity_tick(struct identity *i, struct db *db, struct fail *f) MUST_CHECK;

/* db_tx() for a change of who may do what: the epoch ends with it. app->identity may be NULL. */
enum err identity_tx(struct app *app, enum err (*fn)(struct db *db, void *ctx, struct fail *f),
                     void *ctx, struct fail *f) MUST_CHECK;

#endif

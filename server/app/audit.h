/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_AUDIT_H
#define APP_AUDIT_H

#include <stdint.h>

#include "app/actor.h"
#include "base/err.h"
#include "base/shape.h"

struct app;
struct arena;
struct db;

/*
 * The log of who did what. Each row carries the hash of the row before it:
 *
 *   hash = SHA-256(prev_hash, id, at, actor_id, actor, action, object, detail, address, request_id)
 *
 * every part as its length in decimal, a colon and its bytes, an absent one as
 * a dash; before the first row stands a hash of 64 zeros. So a row that was
 * changed, put in or taken out is found, and the counter audit_rows tells of
 * rows taken from the end. Who can write the whole database can also write a
 * whole new log: keep the last hash that `autoindex audit verify` prints
 * elsewhere to notice that.
 *
 * The oldest rows may be removed by audit_trim() alone. It writes a row of its
 * own, "audit.trim", that names the number and the hash of the last one that
 * went: the chain then begins with that hash, and is sound only where one of
 * its rows says so.
 */

/*
 * Add a row, inside the transaction of what was done. object and detail (a
 * JSON object) may be NULL. action is a word of this program: "auth.login".
 */
enum err audit_add(struct db *db, struct arena *a, const struct actor *by, int64_t now_ms,
                   const char *action, const char *object, const char *detail,
                   struct fail *f) MUST_CHECK;

/*
 * Remove the first rows, as far as all of them happened before an instant, at
 * most max; inside a transaction. *removed 0: there is nothing to remove, and
 * nothing was written.
 */
enum err audit_trim(struct db *db, struct arena *a, const struct actor *by, int64_t now_ms,
                    int64_t before_ms, int64_t max, int64_t *removed, struct fail *f) MUST_CHECK;

/* What a walk along the whole chain found. */
struct AuditCheck {
	bool        sound;
	int64_t     rows;    /* that are sound */
	int64_t     removed; /* before these, by audit_trim() */
	const char *head;    /* the last sound row's hash */
	int64_t     bad;     /* number of the first row that is wrong; INT_NONE = none */
	const char *why;     /* NULL = sound */
};
enum err audit_verify(struct db *db, struct arena *a, struct AuditCheck *out,
                      struct fail *f) MUST_CHECK;

struct AuditQuery {
	const char *action, *actor;
	int64_t     limit, offset;
};
struct AuditEntry {
	int64_t     id, at, actor_id; /* actor_id INT_NONE = nobody's account */
	const char *actor, *action, *object, *detail, *address, *request_id, *hash;
};
struct AuditLog {
	struct list items; /* struct AuditEntry, newest first */
	int64_t     total;
};
enum err app_audit_log(struct app *app, struct arena *a, const struct AuditQuery *in,
                       struct AuditLog *out, struct fail *f) MUST_CHECK;

#endif

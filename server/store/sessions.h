/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_SESSIONS_H
#define STORE_SESSIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct db;

/* A signed-in device: one row a token. Instants in ms, TIME_NONE where there is none. */
struct session {
	const char *jti; /* the token's number */
	int64_t     user_id;
	int64_t     created_at, expires_at, last_seen_at;
	const char *address, *user_agent; /* user_agent may be NULL */
};
struct sessions {
	struct session *p;
	size_t          n;
};

/* Also forgets the account's expired ones. last_seen_at is created_at. */
enum err sessions_add(struct db *db, const struct session *s, struct fail *f) MUST_CHECK;
/* Those that still hold, last seen first; user_id is not filled. */
enum err sessions_list(struct db *db, struct arena *a, int64_t user_id, int64_t now_ms,
                       int64_t limit, struct sessions *out, struct fail *f) MUST_CHECK;
/* ERR_NOTFOUND: the account has no such session that still holds. */
enum err sessions_revoke(struct db *db, int64_t user_id, const char *jti, int64_t now_ms,
                         struct fail *f) MUST_CHECK;
/* All but one ("" = all); *n may be NULL. */
enum err sessions_revoke_others(struct db *db, int64_t user_id, const char *but, int64_t now_ms,
                                int64_t *n, struct fail *f) MUST_CHECK;
enum err sessions_seen(struct db *db, const char *jti, int64_t at, struct fail *f) MUST_CHECK;

/* A key of a program that acts for an account. */
struct api_key {
	int64_t     id;
	const char *name, *scope, *prefix;
	int64_t     created_at, last_used_at, expires_at, revoked_at;
};
struct api_keys {
	struct api_key *p;
	size_t          n;
	int64_t         total; /* of the account */
};

/* id and created_at of *k are filled. hash: SHA-256 of the key in hexadecimal. */
enum err api_keys_add(struct db *db, int64_t user_id, const char *hash, int64_t now_ms,
                      struct api_key *k, struct fail *f) MUST_CHECK;
/* Newest first; where there are more, those in force go before those that ended or expired. */
enum err api_keys_list(struct db *db, struct arena *a, int64_t user_id, int64_t now_ms,
                       int64_t limit, struct api_keys *out, struct fail *f) MUST_CHECK;
/* Those in force. */
enum err api_keys_count(struct db *db, int64_t user_id, int64_t now_ms, int64_t *out,
                        struct fail *f) MUST_CHECK;
/* ERR_NOTFOUND: the account has no such key in force. */
enum err api_keys_revoke(struct db *db, int64_t user_id, int64_t id, int64_t now_ms,
                         struct fail *f) MUST_CHECK;
enum err api_keys_revoke_all(struct db *db, int64_t user_id, int64_t now_ms,
                             struct fail *f) MUST_CHECK;
enum err api_keys_seen(struct db *db, int64_t id, int64_t at, struct fail *f) MUST_CHECK;

/* What a token or a key says against the database: the rows of it and of its account as they are now. */
struct credential {
	int64_t id; /* of a key; 0 of a session */
	int64_t user_id;
	int64_t expires_at, revoked_at, disabled_at; /* or TIME_NONE */
	bool    admin, read_only;
};
/* ERR_NOTFOUND, with no message: there is none. */
enum err credential_of_session(struct db *db, const char *jti, struct credential *out,
                               struct fail *f) MUST_CHECK;
enum err credential_of_key(struct db *db, const char *hash, struct credential *out,
                           struct fail *f) MUST_CHECK;

/* Counts every change of who may do what. */
enum err identity_epoch(struct db *db, int64_t *out, struct fail *f) MUST_CHECK;
enum err identity_bump(struct db *db, struct fail *f) MUST_CHECK;

#endif

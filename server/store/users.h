/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_USERS_H
#define STORE_USERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct db;

struct user {
	int64_t     id;
	const char *email; /* lower case, unique */
	const char *password_hash;
	const char *role; /* "user" or "admin" */
	int64_t     created_at;
	int64_t     disabled_at;     /* TIME_NONE = may sign in */
	const char *totp;            /* sealed; NULL = no second factor */
	int64_t     totp_enabled_at; /* TIME_NONE with a secret: not confirmed yet */
	int64_t     totp_step;       /* of the last code taken; INT64_MIN = none */
};
struct users {
	struct user *p;
	size_t       n;
};

/*
 * Add an account; first_is_admin makes it the administrator if it is the very
 * first, decided inside the statement. ERR_CONFLICT when the address is taken.
 */
enum err users_add(struct db *db, struct arena *a, const char *email, const char *password_hash,
                   const char *role, bool first_is_admin, int64_t now_ms, struct user *out,
                   struct fail *f) MUST_CHECK;
enum err users_by_email(struct db *db, struct arena *a, const char *email, struct user *out,
                        struct fail *f) MUST_CHECK;
enum err users_by_id(struct db *db, struct arena *a, int64_t id, struct user *out,
                     struct fail *f) MUST_CHECK;
enum err users_list(struct db *db, struct arena *a, int64_t limit, int64_t offset,
                    struct users *out, struct fail *f) MUST_CHECK;
enum err users_count(struct db *db, int64_t *out, struct fail *f) MUST_CHECK;
/* Administrators who can sign in, this account not counted. */
enum err users_other_admins(struct db *db, int64_t id, int64_t *out, struct fail *f) MUST_CHECK;

/* Changes of an account that exists; whoever calls counts the identity epoch up in the same transaction. */
enum err users_set_password(struct db *db, int64_t id, const char *password_hash, int64_t now_ms,
                            struct fail *f) MUST_CHECK;
enum err users_set_role(struct db *db, int64_t id, const char *role, struct fail *f) MUST_CHECK;
/* TIME_NONE enables. */
enum err users_set_disabled(struct db *db, int64_t id, int64_t at, struct fail *f) MUST_CHECK;

/* The second factor. sealed NULL takes it away; enabled_at TIME_NONE: set up, not confirmed. */
enum err users_set_totp(struct db *db, int64_t id, const char *sealed, int64_t enabled_at,
                        int64_t step, struct fail *f) MUST_CHECK;
/* Note that the code of a step was taken; *fresh is false when it, or a later one, was taken before. */
enum err users_use_step(struct db *db, int64_t id, int64_t step, bool *fresh,
                        struct fail *f) MUST_CHECK;
/* Recovery codes by their hashes: all new ones at once, and *found: there was one, it is used up. */
enum err users_set_recovery(struct db *db, int64_t id, const char *const *hashes, size_t n,
                            struct fail *f) MUST_CHECK;
enum err users_use_recovery(struct db *db, int64_t id, const char *hash, bool *found,
                            struct fail *f) MUST_CHECK;
/* Every account that holds a sealed secret: id, totp, totp_enabled_at and totp_step are filled. */
enum err users_sealed(struct db *db, struct arena *a, struct users *out, struct fail *f) MUST_CHECK;

/* An account as an administrator sees it. */
struct account {
	int64_t     id;
	const char *email, *role;
	int64_t     created_at, disabled_at, totp_enabled_at, last_seen_at; /* or TIME_NONE */
	int64_t     sessions; /* not ended, not expired */
};
struct accounts {
	struct account *p;
	size_t          n;
};
/* part: of the address; NULL = all. id: this account; 0 = all. */
enum err users_page(struct db *db, struct arena *a, const char *part, int64_t id, int64_t now_ms,
                    int64_t limit, int64_t offset, struct accounts *out, int64_t *total,
                    struct fail *f) MUST_CHECK;

#endif

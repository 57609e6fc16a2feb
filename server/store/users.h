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
enum err users_set_password(struct db *db, const char *email, const char *password_hash,
                            struct fail *f) MUST_CHECK;

#endif

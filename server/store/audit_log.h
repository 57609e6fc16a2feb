/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_AUDIT_LOG_H
#define STORE_AUDIT_LOG_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct db;

/* One thing that was done. What is not known is NULL; actor_id 0 is nobody's account. */
struct audit_row {
	int64_t     id, at;
	int64_t     actor_id;
	const char *actor, *action, *object, *detail, *address, *request_id;
	const char *prev_hash, *hash;
};
struct audit_rows {
	struct audit_row *p;
	size_t            n;
};

/* Called once per row, oldest first; the row's text dies on return. */
typedef enum err audit_row_fn(void *ctx, const struct audit_row *row, struct fail *f);

/* Rows are numbered from 1 without a gap: id is the last one's + 1. Inside the caller's transaction. */
enum err audit_log_add(struct db *db, const struct audit_row *row, struct fail *f) MUST_CHECK;
/* Number and hash of the last row; 0 and NULL where there is none. */
enum err audit_log_last(struct db *db, struct arena *a, int64_t *id, const char **hash,
                        struct fail *f) MUST_CHECK;
/* The number that the last row had when it was written, kept apart from the log. */
enum err audit_log_rows(struct db *db, int64_t *out, struct fail *f) MUST_CHECK;
/*
 * Of the first max rows, as many as all happened before an instant: number and hash of the last of
 * these; 0 and NULL where the first row is younger.
 */
enum err audit_log_old(struct db *db, struct arena *a, int64_t before_ms, int64_t max, int64_t *id,
                       const char **hash, struct fail *f) MUST_CHECK;
/* Remove the rows up to a number. */
enum err audit_log_trim(struct db *db, int64_t through, int64_t *removed,
                        struct fail *f) MUST_CHECK;
enum err audit_log_walk(struct db *db, audit_row_fn *each, void *ctx, struct fail *f) MUST_CHECK;
/* Newest first. action: exactly; actor: a part of it; NULL = all. */
enum err audit_log_page(struct db *db, struct arena *a, const char *action, const char *actor,
                        int64_t limit, int64_t offset, struct audit_rows *out, int64_t *total,
                        struct fail *f) MUST_CHECK;

#endif

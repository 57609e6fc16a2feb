/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_REPORTS_H
#define STORE_REPORTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct db;

/* A report that was made for somebody; its bytes are a file. */
struct report_row {
	int64_t     seq; /* when read: the order in which they came */
	const char *id;
	int64_t     user_id, index_id;
	const char *report_type, *format; /* words */
	int64_t     period_days; /* calendar days from the first to the last date, or as asked */
	int32_t     first_date, last_date;
	int64_t     generation, size;
	const char *sha256; /* of the file, hex */
	int64_t     created_at;
};
struct report_rows {
	struct report_row *p;
	size_t             n;
};

/* ERR_CONFLICT: there is one of this id. */
enum err reports_add(struct db *db, const struct report_row *r, struct fail *f) MUST_CHECK;
/* Newest first. */
enum err reports_list(struct db *db, struct arena *a, int64_t user_id, int64_t limit,
                      int64_t offset, struct report_rows *out, struct fail *f) MUST_CHECK;
enum err reports_count(struct db *db, int64_t user_id, int64_t *out, struct fail *f) MUST_CHECK;
/* ERR_NOTFOUND where the user has none of this id. */
enum err reports_get(struct db *db, struct arena *a, int64_t user_id, const char *id,
                     struct report_row *out, struct fail *f) MUST_CHECK;
enum err reports_delete(struct db *db, const char *id, struct fail *f) MUST_CHECK;
/* Of everybody, oldest first: limit of them after a seq. */
enum err reports_after(struct db *db, struct arena *a, int64_t seq, int64_t limit,
                       struct report_rows *out, struct fail *f) MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_CONFIGS_H
#define STORE_CONFIGS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct db;

/* An immutable version of a strategy. The three texts are JSON objects; ai_metadata NULL = a person's change. */
struct config_row {
	int64_t     id, version;
	const char *weights, *parameters, *ai_metadata;
	int64_t     created_at;
	const char
		*created_by; /* e-mail, when read; NULL = the program itself, or the admin token */
};
struct config_rows {
	struct config_row *p;
	size_t             n;
};

/* The version in force. ERR_NOTFOUND when the index has none. */
enum err configs_newest(struct db *db, struct arena *a, int64_t index_id, struct config_row *out,
                        struct fail *f) MUST_CHECK;
/* ERR_NOTFOUND names the version. */
enum err configs_by_version(struct db *db, struct arena *a, int64_t index_id, int64_t version,
                            struct config_row *out, struct fail *f) MUST_CHECK;
enum err configs_by_id(struct db *db, struct arena *a, int64_t id, struct config_row *out,
                       struct fail *f) MUST_CHECK;
/* Newest first. */
enum err configs_list(struct db *db, struct arena *a, int64_t index_id, int64_t limit,
                      int64_t offset, struct config_rows *out, struct fail *f) MUST_CHECK;
enum err configs_count(struct db *db, int64_t index_id, int64_t *out, struct fail *f) MUST_CHECK;
/* Append a version; row->id and row->version are filled in. created_by 0 = the program itself. */
enum err configs_add(struct db *db, int64_t index_id, int64_t created_by, struct config_row *row,
                     struct fail *f) MUST_CHECK;

#endif

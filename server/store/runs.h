/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_RUNS_H
#define STORE_RUNS_H

#include <stdint.h>

#include "base/err.h"

struct arena;
struct db;

/* One computation that was published. */
struct run {
	int64_t     id, config_id;
	const char *config_hash, *data_hash; /* SHA-256, hex */
	const char *engine;                  /* version and commit */
	int64_t     started_at, duration_us;
	int64_t     levels, rebalances;
	int32_t     first_date, last_date;
};

/* Append; run->id is filled in. */
enum err runs_add(struct db *db, int64_t index_id, struct run *run, struct fail *f) MUST_CHECK;
enum err runs_newest(struct db *db, struct arena *a, int64_t index_id, struct run *out,
                     struct fail *f) MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_LEVELS_H
#define STORE_LEVELS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct db;

/* One published close of an index, base 100. */
struct level {
	int32_t date;
	double  total, net; /* total return before and after costs */
	double  price;      /* NaN where no traded prices exist */
	double  divisor;
};
struct levels {
	struct level *p;
	size_t        n;
};

enum { LEVELS_MAX = 100000 }; /* 270 years of calendar days */

enum err levels_range(struct db *db, struct arena *a, int64_t index_id, int32_t from, int32_t to,
                      struct levels *out, struct fail *f) MUST_CHECK;
/* The dates of the first and of the last level; both DATE_NONE where there is none. */
enum err levels_bounds(struct db *db, int64_t index_id, int32_t *first, int32_t *last,
                       struct fail *f) MUST_CHECK;
/* The newest n levels, newest first. */
enum err levels_last(struct db *db, struct arena *a, int64_t index_id, size_t n, struct levels *out,
                     struct fail *f) MUST_CHECK;

/* Who publishes: goes into every row written. */
struct publication {
	int64_t index_id, config_id, run_id, now_ms;
};
/* Insert or, where a value differs, replace. Inside the caller's transaction. */
enum err levels_put(struct db *db, const struct publication *pub, const struct level *l,
                    struct fail *f) MUST_CHECK;
/* Remove levels outside [from, to]: the index got shorter. */
enum err levels_trim(struct db *db, int64_t index_id, int32_t from, int32_t to,
                     struct fail *f) MUST_CHECK;

#endif

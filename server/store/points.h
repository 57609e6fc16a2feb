/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_POINTS_H
#define STORE_POINTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/statements.h"

struct arena;
struct db;
struct val;

/* A dated value; the currency of every chart. */
struct point {
	int32_t date;
	double  value;
};
struct points {
	struct point *p;
	size_t        n;
};

enum { POINTS_MAX = 100000 };

/* What a statement with columns date and value finds; ascending where it orders them so. */
enum err points_read(struct db *db, struct arena *a, enum stmt stmt, const struct val *args,
                     struct points *out, struct fail *f) MUST_CHECK;
/* Closes of one asset, adjusted where there are adjusted ones; from and to inclusive, ascending. */
enum err points_of_asset(struct db *db, struct arena *a, int64_t asset_id, int32_t from, int32_t to,
                         struct points *out, struct fail *f) MUST_CHECK;
/* A named series; empty where the name is unknown. */
enum err points_of_series(struct db *db, struct arena *a, const char *name, int32_t from,
                          int32_t to, struct points *out, struct fail *f) MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_FX_H
#define STORE_FX_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/points.h"

struct arena;
struct db;

/* Fixings are units of a currency for one euro, which has none of its own. */
#define FX_BASE "EUR"

struct fx_codes {
	const char **p;
	size_t       n;
};

enum { FX_CODES_MAX = 1000 };

/* Fixings of one currency, from and to inclusive, ascending; empty where the currency is unknown. */
enum err fx_range(struct db *db, struct arena *a, const char *currency, int32_t from, int32_t to,
                  struct points *out, struct fail *f) MUST_CHECK;
/* The last fixing on or before a date; its date is DATE_NONE where there is none. */
enum err fx_last(struct db *db, const char *currency, int32_t date, struct point *out,
                 struct fail *f) MUST_CHECK;
/* The first fixing on or after a date; its date is DATE_NONE where there is none. */
enum err fx_next(struct db *db, const char *currency, int32_t date, struct point *out,
                 struct fail *f) MUST_CHECK;
/* Every currency that has a fixing, in alphabetical order. */
enum err fx_codes(struct db *db, struct arena *a, struct fx_codes *out, struct fail *f) MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_SOURCES_H
#define STORE_SOURCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct db;

/* Where data come from: what is said of a source, and what is stored from it. */
struct source {
	const char *name, *title, *licence;
	const char *kind; /* prices, benchmark, series, fx, risk_free, actions */
	bool        sample;
	int64_t     series,
		rows; /* when read: how many assets, currencies or names, and how many rows */
	int32_t first_date, last_date;
};
struct sources {
	struct source *p;
	size_t         n;
};

enum { SOURCES_MAX = 1000 };

enum err sources_put(struct db *db, const struct source *s, struct fail *f) MUST_CHECK;
/* One entry a kind and source that has rows, described or not. Reads every row: some tens of milliseconds. */
enum err sources_list(struct db *db, struct arena *a, struct sources *out,
                      struct fail *f) MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include <stdint.h>

#include "base/err.h"

struct db;

/* Numbered scripts of schema/sqlite, built into the binary, ascending. */
struct migration {
	int         version;
	const char *name; /* "initial" */
	const char *sql;
};
extern const struct migration migrations[];
extern const int              migrations_n;

struct migrate_report {
	int from, to, applied;
};

/*
 * Bring the database to the newest schema, under a write lock, all or nothing.
 * Refuses (ERR_CONFLICT) a database of a newer schema and one whose applied
 * scripts have other checksums than ours.
 */
enum err migrate_up(struct db *db, int64_t now_ms, struct migrate_report *out,
                    struct fail *f) MUST_CHECK;
/* Compare only, change nothing: ERR_CONFLICT as above, ERR_AWAY when scripts are pending. For /ready. */
enum err migrate_check(struct db *db, struct fail *f) MUST_CHECK;
/*
 * Compare only: *version is that of the last script applied, 0 where there is none: the database is
 * empty, or another program's. *pending: how many of ours it misses. ERR_CONFLICT as above.
 */
enum err migrate_state(struct db *db, int *version, int *pending, struct fail *f) MUST_CHECK;

#endif

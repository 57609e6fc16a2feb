/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/statements.h"

struct db;
struct stmt_times;

/* One bound argument or one column. null leaves the union unread. */
struct val {
	union {
		int64_t     i;
		double      d;
		const char *t;
	};
	bool null;
};

static inline struct val val_i(int64_t i)
{
	return (struct val){.i = i};
}
static inline struct val val_d(double d)
{
	return (struct val){.d = d, .null = d != d};
} /* NaN is NULL */
static inline struct val val_t(const char *t)
{
	return (struct val){.t = t, .null = t == NULL};
}
static inline struct val val_null(void)
{
	return (struct val){.null = true};
}

/* Called once per row. The row and its text die on return: copy what you keep. */
typedef enum err row_fn(void *ctx, const struct val *row, struct fail *f);

/*
 * A database engine behind a narrow door; SQLite is the one that exists, the
 * seam is the driver and not the repositories above it. A db belongs to one
 * thread. All calls block. A violated constraint is ERR_CONFLICT; a file that
 * is busy, full, read-only or gone is ERR_AWAY; anything else is ERR_INTERNAL.
 */
struct db_ops {
	const char *name; /* "sqlite" */
	/* Run one named statement; each() per row; each NULL = no rows wanted. changed (may be NULL) = rows written. */
	enum err (*run)(struct db *db, enum stmt s, const struct val *args, row_fn *each, void *ctx,
	                int64_t *changed, struct fail *f);
	/* Run a migration script: many statements, no arguments, inside the caller's transaction. */
	enum err (*script)(struct db *db, const char *sql, struct fail *f);
	enum err (*begin)(struct db *db, struct fail *f); /* write transaction, never deferred */
	enum err (*commit)(struct db *db, struct fail *f);
	void (*rollback)(struct db *db); /* harmless outside a transaction */
	/*
	 * Whether what is committed from now on outlives a failure of the power, as it does at first, or
	 * of the process alone, which does not wait for the disk. Outside a transaction.
	 */
	enum err (*durable)(struct db *db, bool yes, struct fail *f);
	void (*close)(struct db *db);
};
struct db {
	const struct db_ops *ops;
	struct stmt_times   *times; /* every statement is timed into it; NULL = none is */
};

/*
 * Opens path (created 0600 if absent) in WAL mode, synchronous FULL, busy timeout 10 s.
 * fail says what to do: a folder that cannot be written, a file that is no database.
 * path NULL: a new one that no other connection sees; it is in memory, what does not fit
 * in a file that has no name, and is gone with the connection, however the process ends.
 */
enum err db_sqlite_open(const char *path, struct db **out, struct fail *f) MUST_CHECK;
/* To look into a file that nobody writes to, and to change nothing: not the file, nor the folder it is in. */
enum err db_sqlite_look(const char *path, struct db **out, struct fail *f) MUST_CHECK;
void     db_close(struct db *db); /* NULL is fine */

/* Typed doors to ops, so that callers never spell the vtable. args may be NULL where the statement takes none. */
enum err db_run(struct db *db, enum stmt s, const struct val *args, row_fn *each, void *ctx,
                struct fail *f) MUST_CHECK;
enum err db_write(struct db *db, enum stmt s, const struct val *args, int64_t *changed,
                  struct fail *f) MUST_CHECK;
/* The first row's first column as an integer; ERR_NOTFOUND (no message) when there is no row. NULL reads as absent. */
enum err db_int(struct db *db, enum stmt s, const struct val *args, int64_t *out,
                struct fail *f) MUST_CHECK;

/* Run fn inside one write transaction: committed when it returns OK, otherwise nothing happened. Do not nest. */
enum err db_tx(struct db *db, enum err (*fn)(struct db *db, void *ctx, struct fail *f), void *ctx,
               struct fail *f) MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

/*
 * For tests only: a migrated database in a folder of its own, and a second connection that
 * looks at it.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "store/db.h"
#include "store/migrate.h"

enum { STORE_NOW_MS = 1700000000 };

struct store {
	char          dir[40], path[64];
	struct db    *db;
	struct arena *a;
	sqlite3      *eye;
};

/* The call succeeds; otherwise the test fails with what was said. */
#define assert_ok(e, f) store_ok_at(e, f, __FILE__, __LINE__)
static inline void store_ok_at(enum err e, const struct fail *f, const char *file, int line)
{
	if (e == OK)
		return;
	print_error("%s: %s\n", err_slug(e), f->msg);
	_fail(file, line);
}

/* The call fails with this code, and what was said holds the words. */
#define assert_refused(e, want, f, words) store_refused_at(e, want, f, words, __FILE__, __LINE__)
static inline void store_refused_at(enum err e, enum err want, const struct fail *f,
                                    const char *words, const char *file, int line)
{
	if (e == want && f->code == want && strstr(f->msg, words))
		return;
	print_error("%s: '%s', not %s: '%s'\n", err_slug(e), f->msg, err_slug(want), words);
	_fail(file, line);
}

static inline void store_exec(struct store *s, const char *sql)
{
	struct fail f = {0};

	assert_ok(s->db->ops->script(s->db, sql, &f), &f);
}

/*
 * The first column of the first row as another connection sees it; NULL where there is none.
 * Dies with the arena.
 */
static inline const char *store_text(struct store *s, const char *sql)
{
	sqlite3_stmt *st;
	const char   *out = NULL;

	if (sqlite3_prepare_v2(s->eye, sql, -1, &st, NULL) != SQLITE_OK) {
		print_error("%s: %s\n", sql, sqlite3_errmsg(s->eye));
		_fail(__FILE__, __LINE__);
	}
	if (sqlite3_step(st) == SQLITE_ROW)
		out = arena_strdup(s->a, (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	return out;
}

static inline int64_t store_int(struct store *s, const char *sql)
{
	const char *text = store_text(s, sql);

	assert_non_null(text);
	return strtoll(text, NULL, 10);
}

/* Every row as another connection sees it, a line each; doubles to the bit. Dies with the arena. */
static inline const char *store_dump(struct store *s, const char *sql)
{
	sqlite3_stmt *st;
	struct buf    b;

	buf_init(&b, 1 << 24);
	assert_int_equal(sqlite3_prepare_v2(s->eye, sql, -1, &st, NULL), SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(st); i++) {
			if (sqlite3_column_type(st, i) == SQLITE_FLOAT)
				buf_printf(&b, "%a ", sqlite3_column_double(st, i));
			else if (sqlite3_column_type(st, i) == SQLITE_NULL)
				buf_puts(&b, "- ");
			else
				buf_printf(&b, "%s ", (const char *)sqlite3_column_text(st, i));
		}
		buf_putc(&b, '\n');
	}
	sqlite3_finalize(st);
	assert_false(b.full);
	const char *out = arena_strdup(s->a, buf_text(&b));
	buf_finish(&b);
	return out;
}

/* An empty folder, no database yet. */
static inline struct store *store_folder(void)
{
	struct store *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	snprintf(s->dir, sizeof(s->dir), "/tmp/autoindex-test-XXXXXX");
	assert_non_null(mkdtemp(s->dir));
	snprintf(s->path, sizeof(s->path), "%s/t.db", s->dir);
	s->a = arena_create();
	return s;
}

static inline void store_remove(struct store *s)
{
	static const char *const ends[] = {"", "-wal", "-shm", "-journal"};

	db_close(s->db);
	sqlite3_close(s->eye);
	for (size_t i = 0; i < COUNT(ends); i++) {
		char path[sizeof(s->path) + 8];

		snprintf(path, sizeof(path), "%s%s", s->path, ends[i]);
		unlink(path);
	}
	assert_int_equal(rmdir(s->dir), 0);
	arena_destroy(s->a);
	free(s);
}

static inline struct store *store_make(void)
{
	struct store         *s = store_folder();
	struct migrate_report r;
	struct fail           f = {0};

	assert_ok(db_sqlite_open(s->path, &s->db, &f), &f);
	assert_ok(migrate_up(s->db, STORE_NOW_MS, &r, &f), &f);
	assert_int_equal(sqlite3_open(s->path, &s->eye), SQLITE_OK);
	sqlite3_busy_timeout(s->eye, 5000);
	return s;
}

/* As cmocka wants them. */
static inline int store_setup(void **state)
{
	*state = store_make();
	return 0;
}

static inline int store_teardown(void **state)
{
	store_remove(*state);
	return 0;
}

/* An index, a configuration and a run, all numbered 1, for rows that refer to them. */
static inline void store_index(struct store *s)
{
	store_exec(s, "INSERT INTO indexes VALUES (1, 'AutoIndex', 'USD', 0);"
	              "INSERT INTO strategy_configs VALUES (1, 1, 1, '{}', '{}', NULL, 0, NULL);"
	              "INSERT INTO runs VALUES (1, 1, 1, 'c', 'd', 'e', 0, 0, 0, 0, 0, 0)");
}

/* Assets numbered as given. */
static inline void store_asset(struct store *s, int64_t id, const char *symbol)
{
	store_exec(s, arena_printf(s->a,
	                           "INSERT INTO assets (id, symbol, name, asset_type)"
	                           " VALUES (%lld, '%s', '%s Inc.', 'stock')",
	                           (long long)id, symbol, symbol));
}

/* NaN is NULL. */
static inline void store_price(struct store *s, int64_t asset, int32_t date, double close,
                               double adjusted)
{
	struct val  row[] = {val_i(asset), val_i(date), val_null(),      val_null(),    val_null(),
	                     val_d(close), val_null(),  val_d(adjusted), val_t("test"), val_i(0)};
	struct fail f = {0};

	assert_ok(db_write(s->db, STMT_PRICE_INSERT, row, NULL, &f), &f);
}

#endif

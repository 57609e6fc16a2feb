/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/bare.h"

#include <math.h>
#include <sqlite3.h>
#include <stdbool.h>

#include "base/clock.h"
#include "store/prices.h"

static void bind_real(sqlite3_stmt *st, int at, double v)
{
	if (isnan(v))
		sqlite3_bind_null(st, at);
	else
		sqlite3_bind_double(st, at, v);
}

static bool insert_row(sqlite3_stmt *st, const struct price *p)
{
	sqlite3_bind_int64(st, 1, p->asset_id);
	sqlite3_bind_int64(st, 2, p->date);
	bind_real(st, 3, p->open);
	bind_real(st, 4, p->high);
	bind_real(st, 5, p->low);
	bind_real(st, 6, p->close);
	bind_real(st, 7, p->volume);
	bind_real(st, 8, p->adj_close);
	sqlite3_bind_text(st, 9, p->source, -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 10, p->known_at);
	bool done = sqlite3_step(st) == SQLITE_DONE;
	sqlite3_reset(st);
	return done;
}

static bool insert_all(sqlite3 *db, const struct price *rows, size_t n)
{
	static const char sql[] =
		"INSERT INTO prices (asset_id, date, open, high, low, close, volume, adj_close, source,"
		" known_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	sqlite3_stmt *st;

	if (sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL) != SQLITE_OK)
		return false;
	bool fine = true;
	for (size_t i = 0; i < n && fine; i++)
		fine = insert_row(st, &rows[i]);
	sqlite3_finalize(st);
	return fine && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
}

enum err bare_insert(const char *path, const struct price *rows, size_t n, int64_t *us,
                     struct fail *f)
{
	static const char settings[] =
		"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
		"PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF";
	sqlite3 *db = NULL;
	enum err e = OK;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
	            SQLITE_OK ||
	    sqlite3_exec(db, settings, NULL, NULL, NULL) != SQLITE_OK)
		e = fail(f, ERR_AWAY, "%s: %s", path, sqlite3_errmsg(db));
	int64_t started = clock_ticks_us();
	if (e == OK && !insert_all(db, rows, n))
		e = fail(f, ERR_AWAY, "the bare loop: %s", sqlite3_errmsg(db));
	if (e == OK)
		*us = clock_ticks_us() - started;
	sqlite3_close(db);
	return e;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/disk.h"
#include "store/db.h"

enum { ARGS_MAX = 24, BUSY_MS = 10000, WAL_RETRY_MS = 5, URI_BYTES = 12288 };

struct prepared {
	sqlite3_stmt *stmt;
	unsigned char at[ARGS_MAX]; /* SQLite's number of the parameter named $1, $2, ... */
};

struct db_sqlite {
	struct db       db; /* first: a struct db * is one of these */
	sqlite3        *handle;
	char           *path;
	bool            hasty; /* commits do not wait for the disk */
	struct prepared prepared[STMT__N];
};

/* Say in a person's words what SQLite means, and what to do about it. */
static enum err sqlite_fail(struct db_sqlite *s, int rc, const char *doing, struct fail *f)
{
	switch (rc & 0xff) {
	case SQLITE_CONSTRAINT:
		return fail(f, ERR_CONFLICT, "%s: %s", doing, sqlite3_errmsg(s->handle));
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL: /* lost the race for the log too often */
		return fail_as(f, ERR_AWAY, "database_busy",
		               "%s: the database %s is busy in another process; try again", doing,
		               s->path);
	case SQLITE_FULL:
		return fail_as(
			f, ERR_AWAY, "disk_full",
			"%s: the disk that holds %s is full; nothing of this step was stored",
			doing, s->path);
	case SQLITE_READONLY:
		return fail_as(f, ERR_AWAY, "database_read_only",
		               "%s: the database %s cannot be written; check its permissions",
		               doing, s->path);
	case SQLITE_CANTOPEN:
	case SQLITE_IOERR:
		return fail(f, ERR_AWAY, "%s: the database %s cannot be read or written: %s", doing,
		            s->path, sqlite3_errmsg(s->handle));
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		return fail(f, ERR_AWAY, "%s: %s is damaged or not a database of this program",
		            doing, s->path);
	default: return fail(f, ERR_INTERNAL, "%s: %s (%d)", doing, sqlite3_errmsg(s->handle), rc);
	}
}

static enum err prepare(struct db_sqlite *s, enum stmt id, struct fail *f)
{
	struct prepared *p = &s->prepared[id];
	int rc = sqlite3_prepare_v3(s->handle, statements[id].sql, -1, SQLITE_PREPARE_PERSISTENT,
	                            &p->stmt, NULL);

	if (rc != SQLITE_OK)
		return sqlite_fail(s, rc, "preparing a statement", f);
	size_t n = strlen(statements[id].in);
	assert(n <= ARGS_MAX && (size_t)sqlite3_bind_parameter_count(p->stmt) == n);
	for (size_t i = 0; i < n; i++) {
		char name[8];
		/* $1 is a name to SQLite, numbered in the order of first appearance. */
		snprintf(name, sizeof(name), "$%zu", i + 1);
		p->at[i] = (unsigned char)sqlite3_bind_parameter_index(p->stmt, name);
		assert(p->at[i] != 0);
	}
	return OK;
}

static int bind(sqlite3_stmt *st, int at, char type, const struct val *v)
{
	if (v->null) {
		assert(type >= 'A' && type <= 'Z');
		return sqlite3_bind_null(st, at);
	}
	switch (type | 0x20) {
	case 'i': return sqlite3_bind_int64(st, at, v->i);
	case 'd': return sqlite3_bind_double(st, at, v->d);
	default: return sqlite3_bind_text(st, at, v->t, -1, SQLITE_STATIC);
	}
}

static void read_row(sqlite3_stmt *st, const char *types, struct val *row)
{
	for (int i = 0; types[i]; i++) {
		row[i].null = sqlite3_column_type(st, i) == SQLITE_NULL;
		if (row[i].null)
			continue;
		switch (types[i] | 0x20) {
		case 'i': row[i].i = sqlite3_column_int64(st, i); break;
		case 'd': row[i].d = sqlite3_column_double(st, i); break;
		default: row[i].t = (const char *)sqlite3_column_text(st, i);
		}
	}
}

static enum err run(struct db *db, enum stmt id, const struct val *args, row_fn *each, void *ctx,
                    int64_t *changed, struct fail *f)
{
	struct db_sqlite      *s = (struct db_sqlite *)db;
	struct prepared       *p = &s->prepared[id];
	const struct stmt_def *def = &statements[id];

	if (!p->stmt)
		TRY(prepare(s, id, f));
	assert(!sqlite3_stmt_busy(p->stmt)); /* a row callback must not run its own statement */
	for (int i = 0; def->in[i]; i++) {
		int rc = bind(p->stmt, p->at[i], def->in[i], &args[i]);
		if (rc != SQLITE_OK)
			return sqlite_fail(s, rc, "binding an argument", f);
	}

	struct val row[ARGS_MAX];
	enum err   e = OK;
	int        rc = SQLITE_ROW;
	while (e == OK && (rc = sqlite3_step(p->stmt)) == SQLITE_ROW) {
		if (each) {
			read_row(p->stmt, def->out, row);
			e = each(ctx, row, f);
		}
	}
	if (e == OK && rc != SQLITE_DONE)
		e = sqlite_fail(s, rc, "using the database", f);
	if (e == OK && changed)
		*changed = sqlite3_changes64(s->handle);
	sqlite3_reset(p->stmt);
	return e;
}

static enum err exec(struct db_sqlite *s, const char *sql, const char *doing, struct fail *f)
{
	int rc = sqlite3_exec(s->handle, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? OK : sqlite_fail(s, rc, doing, f);
}

static enum err script(struct db *db, const char *sql, struct fail *f)
{
	return exec((struct db_sqlite *)db, sql, "running a migration", f);
}

static enum err begin(struct db *db, struct fail *f)
{
	return exec((struct db_sqlite *)db, "BEGIN IMMEDIATE", "starting to write", f);
}

static enum err commit(struct db *db, struct fail *f)
{
	return exec((struct db_sqlite *)db, "COMMIT", "storing", f);
}

static void rollback(struct db *db)
{
	struct db_sqlite *s = (struct db_sqlite *)db;

	/* SQLite has already rolled back after some errors, a full disk among them. */
	if (!sqlite3_get_autocommit(s->handle))
		sqlite3_exec(s->handle, "ROLLBACK", NULL, NULL, NULL);
}

static enum err durable(struct db *db, bool yes, struct fail *f)
{
	struct db_sqlite *s = (struct db_sqlite *)db;

	if (s->hasty == !yes)
		return OK;
	TRY(exec(s, yes ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL",
	         "setting up the database", f));
	s->hasty = !yes;
	return OK;
}

static void close_db(struct db *db)
{
	struct db_sqlite *s = (struct db_sqlite *)db;

	for (size_t i = 0; i < STMT__N; i++)
		sqlite3_finalize(s->prepared[i].stmt);
	sqlite3_close(s->handle);
	free(s->path);
	free(s);
}

static const struct db_ops sqlite_ops = {
	.name = "sqlite",
	.run = run,
	.script = script,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.durable = durable,
	.close = close_db,
};

/*
 * SQLite would create the file with the umask's mode: make it private first.
 * A file that exists is not opened here: closing any descriptor of it would
 * drop the locks of every connection that this process has (POSIX), and the
 * next process to leave would delete the log under them.
 */
static enum err create_private(const char *path, struct fail *f)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
	else if (errno != EEXIST || access(path, R_OK | W_OK) != 0)
		return fail(f, ERR_AWAY, "cannot open the database %s: %s", path, strerror(errno));
	return OK;
}

/* Two that bring a new file to WAL at once shut each other out, and for that SQLite's busy timeout does not wait. */
static int enter_wal(sqlite3 *handle)
{
	int64_t begun = clock_ticks_us();
	int     rc;

	while ((rc = sqlite3_exec(handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL) & 0xff) ==
	               SQLITE_BUSY &&
	       clock_ticks_us() - begun < BUSY_MS * INT64_C(1000))
		sqlite3_sleep(WAL_RETRY_MS);
	return rc;
}

static enum err set_up(struct db_sqlite *s, const char *path, struct fail *f)
{
	int rc = sqlite3_open_v2(path ? path : "", &s->handle,
	                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

	if (rc != SQLITE_OK)
		return sqlite_fail(s, rc, "opening the database", f);
	sqlite3_extended_result_codes(s->handle, 1);
	sqlite3_busy_timeout(s->handle, BUSY_MS);
	rc = enter_wal(s->handle);
	if (rc != SQLITE_OK)
		return sqlite_fail(s, rc, "opening the database", f);
	return exec(
		s,
		"PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
		"PRAGMA trusted_schema = OFF",
		"opening the database", f);
}

static struct db_sqlite *make(const char *path)
{
	struct db_sqlite *s = calloc(1, sizeof(*s));

	if (!s || !(s->path = strdup(path)))
		abort();
	s->db.ops = &sqlite_ops;
	return s;
}

enum err db_sqlite_open(const char *path, struct db **out, struct fail *f)
{
	if (path)
		TRY(create_private(path, f));
	struct db_sqlite *s = make(path ? path : "for this command");
	enum err          e = set_up(s, path, f);
	if (e != OK) {
		close_db(&s->db);
		return e;
	}
	*out = &s->db;
	return OK;
}

enum err db_sqlite_look(const char *path, struct db **out, struct fail *f)
{
	char uri[URI_BYTES];

	if (!disk_immutable_uri(path, uri, sizeof(uri)))
		return fail(f, ERR_INVALID, "the path %s is too long", path);
	struct db_sqlite *s = make(path);
	int               rc = sqlite3_open_v2(uri, &s->handle,
	                                       SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX,
	                                       NULL);
	enum err e = rc == SQLITE_OK ? exec(s, "PRAGMA trusted_schema = OFF", "looking at it", f)
	                             : sqlite_fail(s, rc, "looking at it", f);
	if (e != OK) {
		close_db(&s->db);
		return e;
	}
	*out = &s->db;
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/disk.h"
#include "store/db.h"

/* 1 MiB at the usual 4096 bytes a page: some hundred ticks a second. */
enum { STEP_PAGES = 256, BUSY_MS = 10000, PATH_BYTES = 4096 };

static enum err engine_fail(sqlite3 *h, int rc, const char *path, struct fail *f)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return fail(f, ERR_AWAY, "%s is busy in another process; try again", path);
	case SQLITE_FULL: return fail(f, ERR_AWAY, "the disk is full: %s cannot be written", path);
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT: return fail(f, ERR_AWAY, "%s is damaged or no database", path);
	default:
		return fail(f, ERR_AWAY, "%s cannot be read or written: %s", path,
		            h ? sqlite3_errmsg(h) : sqlite3_errstr(rc));
	}
}

/* One connection, and the file it is of. */
struct end {
	sqlite3    *h;
	const char *path;
};

static void close_end(struct end *e)
{
	sqlite3_close(e->h);
	e->h = NULL;
}

static enum err run(struct end *e, const char *sql, struct fail *f)
{
	int rc = sqlite3_exec(e->h, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? OK : engine_fail(e->h, rc, e->path, f);
}

static enum err open_end(struct end *e, int flags, struct fail *f)
{
	int rc = sqlite3_open_v2(e->path, &e->h, flags | SQLITE_OPEN_NOMUTEX, NULL);

	if (rc != SQLITE_OK)
		return engine_fail(e->h, rc, e->path, f);
	sqlite3_extended_result_codes(e->h, 1);
	sqlite3_busy_timeout(e->h, BUSY_MS);
	return OK;
}

/* As it stands: no lock is taken, no log made or read beside it. */
static enum err open_still(struct end *e, struct fail *f)
{
	char        uri[PATH_BYTES * 3];
	const char *path = e->path;

	if (!disk_immutable_uri(path, uri, sizeof(uri)))
		return fail(f, ERR_INVALID, "the path %s is too long", path);
	e->path = uri;
	enum err r = open_end(e, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, f);
	e->path = path;
	return r;
}

/* The answer of a statement that gives one word. */
static enum err ask(struct end *e, const char *sql, char *out, size_t n, struct fail *f)
{
	sqlite3_stmt *st = NULL;
	int           rc = sqlite3_prepare_v2(e->h, sql, -1, &st, NULL);

	out[0] = '\0';
	if (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		snprintf(out, n, "%s", (const char *)sqlite3_column_text(st, 0));
		rc = SQLITE_OK;
	}
	sqlite3_finalize(st);
	return rc == SQLITE_OK || rc == SQLITE_DONE ? OK : engine_fail(e->h, rc, e->path, f);
}

/*
 * Page by page. Where the source's connection has a read transaction open the engine stays in it,
 * and so does not begin again when somebody writes.
 */
static enum err pour(struct end *from, struct end *to, backup_tick *tick, void *ctx, struct fail *f)
{
	sqlite3_backup *b = sqlite3_backup_init(to->h, "main", from->h, "main");
	enum err        e = OK;
	int             rc;

	if (!b)
		return engine_fail(to->h, sqlite3_extended_errcode(to->h), to->path, f);
	while (e == OK && (rc = sqlite3_backup_step(b, STEP_PAGES)) != SQLITE_DONE) {
		int all = sqlite3_backup_pagecount(b), left = sqlite3_backup_remaining(b);

		if (rc != SQLITE_OK)
			e = engine_fail(NULL, rc,
			                rc == SQLITE_CORRUPT || rc == SQLITE_NOTADB ? from->path
			                                                            : to->path,
			                f);
		else if (tick)
			e = tick(ctx, all - left, all, f);
	}
	rc = sqlite3_backup_finish(b);
	return e != OK || rc == SQLITE_OK ? e : engine_fail(NULL, rc, to->path, f);
}

static enum err make_empty(const char *path, struct fail *f)
{
	disk_forget(path);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return fail(f, ERR_AWAY, "cannot make %s: %s", path, strerror(errno));
	close(fd);
	return OK;
}

/* The copied first page says that there is a log beside it: the file is to be whole without one. */
static enum err make_single(const char *path, struct fail *f)
{
	struct end e = {.path = path};
	char       mode[16];
	enum err   r = open_end(&e, SQLITE_OPEN_READWRITE, f);

	if (r == OK)
		r = ask(&e, "PRAGMA journal_mode = DELETE", mode, sizeof(mode), f);
	close_end(&e);
	if (r == OK && strcmp(mode, "delete") != 0)
		r = fail(f, ERR_AWAY, "%s cannot be completed: it is in use", path);
	return r == OK ? disk_sync(path, f) : r;
}

static enum err copy(struct end *from, const char *to, backup_tick *tick, void *ctx, struct fail *f)
{
	struct end t = {.path = to};

	TRY(run(from, "BEGIN; SELECT count(*) FROM sqlite_schema", f));
	TRY(make_empty(to, f));
	enum err e = open_end(&t, SQLITE_OPEN_READWRITE, f);
	if (e == OK) /* a draft that nobody reads: it is synced once, when it is whole */
		e = run(&t, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", f);
	if (e == OK)
		e = pour(from, &t, tick, ctx, f);
	close_end(&t);
	if (e == OK)
		e = make_single(to, f);
	if (e != OK)
		disk_forget(to);
	return e;
}

enum err backup_copy(const char *from, const char *to, backup_tick *tick, void *ctx, struct fail *f)
{
	struct end s = {.path = from};
	enum err   e = open_end(&s, SQLITE_OPEN_READWRITE, f);

	if (e == OK)
		e = copy(&s, to, tick, ctx, f);
	close_end(&s);
	return e;
}

enum err backup_copy_still(const char *from, const char *to, backup_tick *tick, void *ctx,
                           struct fail *f)
{
	struct end s = {.path = from};
	enum err   e = open_still(&s, f);

	if (e == OK)
		e = copy(&s, to, tick, ctx, f);
	close_end(&s);
	return e;
}

enum err backup_replace(const char *database, const char *from, backup_tick *tick, void *ctx,
                        struct fail *f)
{
	struct end s = {.path = from}, t = {.path = database};
	char       mode[16];
	enum err   e = open_still(&s, f);

	if (e == OK)
		e = open_end(&t, SQLITE_OPEN_READWRITE, f);
	if (e == OK) /* reads the first page, without which the engine would not know of the log */
		e = ask(&t, "PRAGMA journal_mode = WAL", mode, sizeof(mode), f);
	if (e == OK)
		e = run(&t, "PRAGMA synchronous = FULL; SELECT count(*) FROM sqlite_schema", f);
	if (e == OK)
		e = pour(&s, &t, tick, ctx, f);
	if (e == OK)
		sqlite3_wal_checkpoint_v2(t.h, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	close_end(&t);
	close_end(&s);
	return e;
}

static const char *beside(const char *path, const char *end, char out[PATH_BYTES])
{
	snprintf(out, PATH_BYTES, "%s%s", path, end);
	return out;
}

/* Under the other name too, and its log only there. */
static enum err keep_aside(const char *database, const char *aside, struct fail *f)
{
	char from[PATH_BYTES], to[PATH_BYTES];

	if (link(database, aside) != 0 && errno != ENOENT)
		return fail(f, ERR_AWAY, "cannot keep the damaged database as %s: %s", aside,
		            strerror(errno));
	if (rename(beside(database, "-wal", from), beside(aside, "-wal", to)) != 0 &&
	    errno != ENOENT)
		return fail(f, ERR_AWAY, "cannot keep %s as %s: %s", from, to, strerror(errno));
	if (rename(beside(database, "-journal", from), beside(aside, "-journal", to)) != 0 &&
	    errno != ENOENT)
		return fail(f, ERR_AWAY, "cannot keep %s as %s: %s", from, to, strerror(errno));
	unlink(beside(database, "-shm", from)); /* is made from the log */
	return disk_sync_folder(database, f);
}

/* Nobody else is in it from here on, and it needs no other file. */
static enum err seize(struct end *old, bool *damaged, struct fail *f)
{
	char        mode[16], wal[PATH_BYTES];
	struct fail why = {0};

	*damaged = access(old->path, F_OK) != 0;
	if (*damaged)
		return OK;
	sqlite3_busy_timeout(old->h, 0);
	enum err e = run(old, "PRAGMA locking_mode = EXCLUSIVE", &why);
	if (e == OK)
		e = ask(old, "PRAGMA journal_mode = DELETE", mode, sizeof(mode), &why);
	int rc = sqlite3_errcode(old->h) & 0xff;
	if (e != OK && (rc == SQLITE_NOTADB || rc == SQLITE_CORRUPT || rc == SQLITE_IOERR)) {
		*damaged = true;
		return OK;
	}
	if (e == OK)
		e = run(old, "BEGIN EXCLUSIVE", &why);
	if (e != OK || strcmp(mode, "delete") != 0 ||
	    access(beside(old->path, "-wal", wal), F_OK) == 0)
		return fail(f, ERR_CONFLICT,
		            "another process works on %s; let it end first. Nothing was changed",
		            old->path);
	return OK;
}

enum err backup_swap(const char *database, const char *staged, const char *aside, struct fail *f)
{
	struct end old = {.path = database};
	bool       damaged = true;
	enum err   e = OK;

	if (access(database, F_OK) == 0)
		e = open_end(&old, SQLITE_OPEN_READWRITE, f);
	if (e == OK && old.h)
		e = seize(&old, &damaged, f);
	if (e == OK && damaged)
		e = keep_aside(database, aside, f);
	if (e == OK && rename(staged, database) != 0)
		e = fail(f, ERR_AWAY, "cannot put %s in the place of %s: %s", staged, database,
		         strerror(errno));
	if (e == OK)
		e = disk_sync_folder(database, f);
	close_end(&old);
	return e;
}

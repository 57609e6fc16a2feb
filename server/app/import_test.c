/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
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

#include "app/import.h"
#include "base/arena.h"
#include "store/db.h"
#include "store/migrate.h"

/* Imports into a real database file; what is stored is read by a connection of its own. */

struct setup {
	char          folder[64], path[128];
	struct arena *a;
	struct db    *db;
	sqlite3      *look;
	struct clock  clock;
	struct fail   f;
};

static int set_up(void **state)
{
	struct setup         *s = calloc(1, sizeof(*s));
	struct migrate_report m;

	snprintf(s->folder, sizeof(s->folder), "/tmp/autoindex-test-XXXXXX");
	if (!mkdtemp(s->folder))
		return -1;
	snprintf(s->path, sizeof(s->path), "%s/test.db", s->folder);
	s->a = arena_create();
	s->clock.fixed_ms = 1767225600000; /* 2026-01-01 */
	assert_int_equal(db_sqlite_open(s->path, &s->db, &s->f), OK);
	assert_int_equal(migrate_up(s->db, s->clock.fixed_ms, &m, &s->f), OK);
	assert_int_equal(sqlite3_open(s->path, &s->look), SQLITE_OK);
	*state = s;
	return 0;
}

static int tear_down(void **state)
{
	static const char *const ends[] = {"", "-wal", "-shm"};
	struct setup            *s = *state;

	sqlite3_close(s->look);
	db_close(s->db);
	arena_destroy(s->a);
	for (size_t i = 0; i < COUNT(ends); i++) {
		char file[160];
		snprintf(file, sizeof(file), "%s%s", s->path, ends[i]);
		unlink(file);
	}
	rmdir(s->folder);
	free(s);
	return 0;
}

/* The answer of a query as text: columns by blanks, rows by semicolons. */
static const char *query(struct setup *s, const char *sql)
{
	sqlite3_stmt *st;
	const char   *out = "";

	assert_int_equal(sqlite3_prepare_v2(s->look, sql, -1, &st, NULL), SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(st); i++) {
			const char *v = (const char *)sqlite3_column_text(st, i);
			out = arena_printf(s->a, "%s%s%s", out,
			                   i      ? " "
			                   : *out ? "; "
			                          : "",
			                   v ? v : "-");
		}
	sqlite3_finalize(st);
	return out;
}

#define PRICES                                                                                                  \
	"SELECT symbol, date, open, close, adj_close, source, known_at - 1767225600000 FROM prices JOIN assets" \
	" ON assets.id = asset_id ORDER BY 1, 2"
#define REVISIONS                                                                        \
	"SELECT symbol, date, open, close, adj_close, source, known_at - 1767225600000," \
	" superseded_at - 1767225600000 FROM price_revisions r JOIN assets ON assets.id = asset_id ORDER BY r.id"

static struct csv_input text_file(const char *name, const char *text)
{
	return (struct csv_input){.name = name, .mem = {text, strlen(text)}};
}

static struct import_report import(struct setup *s, const struct import_options *o,
                                   const char *text)
{
	struct csv_input     in = text_file("test", text);
	struct import_report r;

	if (app_import(s->db, s->a, &s->clock, o, &in, 1, &r, &s->f) != OK)
		print_error("%s\n", s->f.msg);
	assert_int_equal(s->f.code, OK);
	return r;
}

static void check(const struct import_report *r, int64_t inserted, int64_t unchanged,
                  int64_t corrected, int64_t rejected)
{
	assert_int_equal(r->inserted, inserted);
	assert_int_equal(r->unchanged, unchanged);
	assert_int_equal(r->corrected, corrected);
	assert_int_equal(r->accepted, inserted + unchanged + corrected);
	assert_int_equal(r->rejected, rejected);
}

static const struct import_options plain = {.source = NULL};

static void new_prices(void **state)
{
	struct setup *s = *state;

	struct import_report r = import(
		s, &plain,
		"date,symbol,open,close,adj_close,source,company\n"
		"1970-01-03,b,1.5,2,1.75,yahoo,Beta & Co\n1970-01-05,A,,,3,,\n1970-01-06,A,x,,3,,\n");
	check(&r, 2, 0, 0, 1);
	assert_true(r.stored);
	assert_int_equal(r.assets_created, 2);
	assert_string_equal(query(s, PRICES), "A 4 - - 3.0 import 0; B 2 1.5 2.0 1.75 yahoo 0");
	assert_string_equal(
		query(s,
	              "SELECT symbol, name, asset_type, currency, price_basis FROM assets ORDER BY id"),
		"B Beta & Co stock USD unknown; A A stock USD unknown");
	assert_string_equal(query(s, "SELECT value FROM counters WHERE name = 'generation'"), "2");
	const struct import_file  *file = r.files.items;
	const struct import_issue *issue = file->rejected_rows.items;
	assert_int_equal(r.files.n, 1);
	assert_int_equal(issue->line, 4);
	assert_string_equal(issue->reason, "bad_number");
	assert_string_equal(issue->field, "open");
	assert_int_equal(file->warnings, 1);
	assert_string_equal(((const struct import_issue *)file->warning_rows.items)->reason,
	                    "weekend");
}

static void adjusted_closes_are_total_returns(void **state)
{
	struct setup         *s = *state;
	struct import_options o = {.symbol = "^X", .source = "vendor"};

	import(s, &o, "date,adj close\n1970-01-05,3\n");
	assert_string_equal(
		query(s,
	              "SELECT symbol, asset_type, price_basis, source FROM prices JOIN assets a ON a.id = asset_id"),
		"^X index total_return_adjusted vendor");
}

static void again_changes_nothing(void **state)
{
	struct setup     *s = *state;
	static const char text[] = "date,symbol,open,close\n1970-01-05,A,1,2\n1970-01-06,A,,2.5\n";

	import(s, &plain, text);
	s->clock.fixed_ms += 1000;
	struct import_options other = {.source = "other"};
	struct import_report  r = import(s, &other, text);
	check(&r, 0, 2, 0, 0);
	assert_false(r.stored);
	assert_int_equal(r.assets_created, 0);
	assert_string_equal(query(s, PRICES), "A 4 1.0 2.0 - import 0; A 5 - 2.5 - import 0");
	assert_string_equal(query(s, "SELECT value FROM counters WHERE name = 'generation'"), "2");
}

static void corrections_keep_the_old_row(void **state)
{
	struct setup         *s = *state;
	struct import_options other = {.source = "other"};

	import(s, &plain, "date,symbol,open,close\n1970-01-05,A,1,2\n1970-01-06,A,1,2\n");
	s->clock.fixed_ms += 1000;
	/* A new value, a missing one that stays, a field the file does not have. */
	struct import_report r = import(
		s, &other, "date,symbol,open,close\n1970-01-05,A,,3\n1970-01-06,A,NA,2\n");
	check(&r, 0, 1, 1, 0);
	assert_true(r.stored);
	assert_string_equal(query(s, PRICES), "A 4 1.0 3.0 - other 1000; A 5 1.0 2.0 - import 0");
	assert_string_equal(query(s, REVISIONS), "A 4 1.0 2.0 - import 0 1000");
	s->clock.fixed_ms += 1000;
	/* What was not known before is a change of what is known, too. */
	r = import(s, &plain, "date,symbol,adj_close\n1970-01-05,A,2.5\n");
	check(&r, 0, 0, 1, 0);
	assert_string_equal(query(s, PRICES),
	                    "A 4 1.0 3.0 2.5 import 2000; A 5 1.0 2.0 - import 0");
	assert_string_equal(query(s, REVISIONS),
	                    "A 4 1.0 2.0 - import 0 1000; A 4 1.0 3.0 - other 1000 2000");
}

static void dry_run(void **state)
{
	struct setup         *s = *state;
	struct import_options o = {.dry_run = true};

	import(s, &plain, "date,symbol,close\n1970-01-05,A,2\n");
	struct import_report r = import(
		s, &o, "date,symbol,close\n1970-01-05,A,3\n1970-01-06,B,3\n1970-01-07,B,0\n");
	check(&r, 1, 0, 1, 1);
	assert_true(r.dry_run);
	assert_false(r.stored);
	assert_string_equal(query(s, PRICES), "A 4 - 2.0 - import 0");
	assert_string_equal(query(s, "SELECT count(*) FROM assets"), "1");
	assert_string_equal(query(s, REVISIONS), "");
}

static void stop_stores_nothing(void **state)
{
	struct setup         *s = *state;
	struct import_options o = {.stop = true};
	struct import_report  r;
	struct csv_input      in[] = {
		     text_file("good", "date,symbol,close\n1970-01-05,A,2\n"),
		     text_file("bad row",
	                       "date,symbol,close\n1970-01-06,A,2\n1970-01-06,B,x\n1970-01-06,C,2\n"),
		     text_file("never read", "nothing\n"),
        };

	assert_int_equal(app_import(s->db, s->a, &s->clock, &o, in, 3, &r, &s->f), OK);
	assert_true(r.stopped);
	assert_false(r.stored);
	assert_int_equal(r.files.n, 2);
	assert_int_equal(r.refused_files, 0);
	assert_string_equal(query(s, "SELECT count(*) FROM assets"), "0");
	in[1] = in[2];
	assert_int_equal(app_import(s->db, s->a, &s->clock, &o, in, 3, &r, &s->f), OK);
	assert_true(r.stopped);
	assert_int_equal(r.refused_files, 1);
	assert_string_equal(query(s, PRICES), "");
	/* Warnings are no errors, and it can be done again. */
	struct import_report fine = import(s, &o, "date,symbol,close\n1970-01-04,A,2\n");
	assert_false(fine.stopped);
	assert_string_equal(query(s, PRICES), "A 3 - 2.0 - import 0");
}

static void a_refused_file_gives_nothing(void **state)
{
	struct setup        *s = *state;
	struct import_report r;
	const char *late = "date,symbol,close\n1970-01-05,A,9\n1970-01-06,NEW,2\n1/2/1970,A,2\n";
	struct csv_input in[] = {
		text_file("first", "date,symbol,close\n1970-01-05,A,2\n"),
		text_file("refused at its third row", late),
		text_file("last", "date,symbol,close\n1970-01-06,A,3\n1970-01-05,A,2\n"),
		{.name = "no such file", .path = "/nonexistent/x.csv"},
		{.name = "folder", .path = "/tmp"},
	};

	assert_int_equal(app_import(s->db, s->a, &s->clock, &plain, in, COUNT(in), &r, &s->f), OK);
	check(&r, 2, 1, 0, 0);
	assert_int_equal(r.refused_files, 3);
	assert_int_equal(r.assets_created, 1);
	assert_true(r.stored);
	assert_string_equal(query(s, PRICES), "A 4 - 2.0 - import 0; A 5 - 3.0 - import 0");
	assert_string_equal(query(s, "SELECT symbol FROM assets"), "A");
	assert_string_equal(query(s, REVISIONS), "");
	const struct import_file *f = r.files.items;
	assert_string_equal(f[1].refused, "ambiguous_dates");
	assert_int_equal(f[1].inserted + f[1].accepted + f[1].assets_created, 0);
	assert_string_equal(f[3].refused, "unreadable");
	assert_string_equal(f[3].refused_text,
	                    "the file cannot be read: No such file or directory");
	assert_string_equal(f[4].refused_text, "the file cannot be read: Is a directory");
}

static void files_of_one_command_correct_each_other(void **state)
{
	struct setup        *s = *state;
	struct import_report r;
	struct csv_input     in[] = {
		    text_file("one", "date,symbol,close\n1970-01-05,A,2\n1970-01-06,B,2\n"),
		    text_file("two", "date,symbol,close\n1970-01-06,B,2\n1970-01-05,A,3\n"),
        };

	assert_int_equal(app_import(s->db, s->a, &s->clock, &plain, in, 2, &r, &s->f), OK);
	check(&r, 2, 1, 1, 0);
	assert_string_equal(query(s, PRICES), "A 4 - 3.0 - import 0; B 5 - 2.0 - import 0");
	assert_string_equal(query(s, REVISIONS), "A 4 - 2.0 - import 0 0");
}

static void within_a_transaction(void **state)
{
	struct setup        *s = *state;
	struct import_report r;
	struct csv_input     in = text_file("x", "date,symbol,close\n1970-01-05,A,2\n");

	assert_int_equal(s->db->ops->begin(s->db, &s->f), OK);
	assert_int_equal(app_import_within(s->db, s->a, &s->clock, &plain, &in, 1, &r, &s->f), OK);
	check(&r, 1, 0, 0, 0);
	s->db->ops->rollback(s->db);
	assert_string_equal(query(s, "SELECT count(*) FROM assets"), "0");
}

/* A pipe: the order of its dates shows in its last row, so it must be read twice. */
static void from_a_pipe(void **state)
{
	static const char    text[] = "date,symbol,close\n02/01/1970,A,2\n31/12/1970,A,3\n";
	struct setup        *s = *state;
	struct import_report r;
	struct csv_input     in = {.name = "standard input", .path = "-"};
	int                  ends[2], keep = dup(STDIN_FILENO);

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], text, sizeof(text) - 1), sizeof(text) - 1);
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	assert_int_equal(app_import(s->db, s->a, &s->clock, &plain, &in, 1, &r, &s->f), OK);
	dup2(keep, STDIN_FILENO);
	close(keep);
	check(&r, 2, 0, 0, 0);
	assert_string_equal(query(s, PRICES), "A 1 - 2.0 - import 0; A 364 - 3.0 - import 0");
}

/* A database whose disk is full after so many statements. */
struct full_db {
	struct db  db;
	struct db *inner;
	int        left;
};

static enum err full_run(struct db *db, enum stmt st, const struct val *args, row_fn *each,
                         void *ctx, int64_t *changed, struct fail *f)
{
	struct full_db *d = (struct full_db *)db;

	if (d->left-- <= 0)
		return fail(f, ERR_AWAY, "the disk is full");
	return d->inner->ops->run(d->inner, st, args, each, ctx, changed, f);
}

static enum err full_begin(struct db *db, struct fail *f)
{
	struct full_db *d = (struct full_db *)db;

	return d->inner->ops->begin(d->inner, f);
}

static enum err full_commit(struct db *db, struct fail *f)
{
	(void)db;
	return fail(f, ERR_AWAY, "the disk is full");
}

static void full_rollback(struct db *db)
{
	struct full_db *d = (struct full_db *)db;

	d->inner->ops->rollback(d->inner);
}

static void a_full_disk_stores_nothing(void **state)
{
	static const struct db_ops ops = {.run = full_run,
	                                  .begin = full_begin,
	                                  .commit = full_commit,
	                                  .rollback = full_rollback};
	struct setup              *s = *state;
	struct import_report       r;
	struct csv_input in = text_file("x", "date,symbol,close\n1970-01-05,A,3\n1970-01-06,B,2\n");
	int              budget = 0;

	import(s, &plain, "date,symbol,close\n1970-01-05,A,2\n");
	/* Whichever statement it is that finds the disk full, and at last the commit. */
	for (;; budget++) {
		struct full_db d = {.db = {.ops = &ops}, .inner = s->db, .left = budget};
		struct fail    f = {0};
		assert_int_equal(app_import(&d.db, s->a, &s->clock, &plain, &in, 1, &r, &f),
		                 ERR_AWAY);
		assert_string_equal(f.msg, "the disk is full");
		assert_string_equal(query(s, PRICES), "A 4 - 2.0 - import 0");
		assert_string_equal(query(s, REVISIONS), "");
		if (d.left > 0)
			break;
	}
	assert_true(budget > 8);
	struct import_report done;
	assert_int_equal(app_import(s->db, s->a, &s->clock, &plain, &in, 1, &done, &s->f), OK);
	check(&done, 1, 0, 1, 0);
}

static void count_ticks(void *ctx, int64_t done, int64_t total)
{
	int64_t *most = ctx;

	assert_true(done <= total);
	*most = done;
}

static void many_rows(void **state)
{
	enum { ROWS = 20000 };
	struct setup *s = *state;
	struct buf    b;
	int64_t       done = 0;

	buf_init(&b, 1 << 20);
	buf_puts(&b, "date,symbol,close\n");
	for (int i = 0; i < ROWS; i++)
		buf_printf(&b, "%04d-%02d-%02d,S%d,%d.5\n", 1980 + i / 28 / 12 % 40,
		           i / 28 % 12 + 1, i % 28 + 1, i / 10000, i % 3 + 1);
	struct import_options o = {.tick = count_ticks, .tick_ctx = &done};
	struct import_report  r = import(s, &o, buf_text(&b));
	check(&r, ROWS, 0, 0, 0);
	assert_int_equal(done, b.n);
	r = import(s, &o, buf_text(&b));
	check(&r, 0, ROWS, 0, 0);
	assert_string_equal(query(s, "SELECT count(*), sum(close) FROM prices"), "20000 49999.0");
	buf_finish(&b);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(new_prices),
		TEST(adjusted_closes_are_total_returns),
		TEST(again_changes_nothing),
		TEST(corrections_keep_the_old_row),
		TEST(dry_run),
		TEST(stop_stores_nothing),
		TEST(a_refused_file_gives_nothing),
		TEST(files_of_one_command_correct_each_other),
		TEST(within_a_transaction),
		TEST(from_a_pipe),
		TEST(a_full_disk_stores_nothing),
		TEST(many_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

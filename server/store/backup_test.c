/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "base/date.h"
#include "store/backup.h"

enum { ROWS = 40000 }; /* some megabytes: several steps */

static const char *beside(struct store *s, const char *name)
{
	return arena_printf(s->a, "%s/%s", s->dir, name);
}

static void fill(struct store *s)
{
	store_exec(
		s,
		"INSERT INTO assets (id, symbol, name, asset_type) VALUES (1, 'AAA', 'A', 'stock');"
		"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)"
		" INSERT INTO prices (asset_id, date, adj_close, source, known_at)"
		" SELECT 1, i, 1.0, 'a source with a name as long as that', 0 FROM n");
}

static int64_t rows_of(struct store *s, const char *path)
{
	sqlite3      *h;
	sqlite3_stmt *st;

	(void)s;
	assert_int_equal(sqlite3_open_v2(path, &h, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(h, "SELECT count(*) FROM prices", -1, &st, NULL),
	                 SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	int64_t n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	sqlite3_close(h);
	return n;
}

/* Writes between the steps, as others do meanwhile. */
struct busy {
	struct store *s;
	int           ticks;
};

static enum err write_more(void *ctx, int64_t done, int64_t total, struct fail *f)
{
	struct busy *b = ctx;

	(void)f;
	assert_true(done > 0 && done <= total);
	store_exec(b->s,
	           arena_printf(b->s->a,
	                        "INSERT INTO prices (asset_id, date, adj_close, source, known_at)"
	                        " VALUES (1, %d, 1.0, 's', 0); UPDATE prices SET volume = %d WHERE"
	                        " date %% 97 = 0",
	                        100000 + b->ticks, b->ticks));
	b->ticks++;
	return OK;
}

static void a_copy_is_of_one_instant_while_others_write(void **state)
{
	struct store *s = *state;
	const char   *to = beside(s, "copy");
	struct busy   b = {.s = s};
	struct fail   f = {0};
	struct stat   st;
	struct db    *copy;

	fill(s);
	assert_ok(backup_copy(s->path, to, write_more, &b, &f), &f);
	assert_in_range(b.ticks, 1, 20); /* it did not begin again with each write */
	assert_int_equal(rows_of(s, to), ROWS);
	assert_int_equal(rows_of(s, s->path), ROWS + b.ticks);
	assert_int_equal(stat(to, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(access(beside(s, "copy-wal"), F_OK), -1);
	assert_ok(db_sqlite_look(to, &copy, &f), &f);
	assert_ok(backup_integrity(copy, &f), &f);
	db_close(copy);
	unlink(to);
}

static enum err stop(void *ctx, int64_t done, int64_t total, struct fail *f)
{
	(void)ctx;
	(void)done;
	(void)total;
	return fail(f, ERR_TIMEOUT, "its time is over");
}

static void a_copy_that_is_ended_leaves_nothing(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};

	fill(s);
	assert_refused(backup_copy(s->path, beside(s, "copy"), stop, NULL, &f), ERR_TIMEOUT, &f,
	               "time is over");
	assert_int_equal(access(beside(s, "copy"), F_OK), -1);
}

static void what_is_no_database_is_refused(void **state)
{
	struct store *s = *state;
	const char   *file = beside(s, "words"), *to = beside(s, "copy");
	struct fail   f = {0};
	FILE         *w = fopen(file, "w");

	for (int i = 0; i < 1000; i++)
		fputs("words and words ", w);
	fclose(w);
	assert_refused(backup_copy_still(file, to, NULL, NULL, &f), ERR_AWAY, &f, "no database");
	assert_int_equal(access(to, F_OK), -1);
	assert_refused(backup_replace(s->path, file, NULL, NULL, &f), ERR_AWAY, &f, "no database");
	assert_int_equal(store_int(s, "SELECT count(*) FROM schema_migrations"), migrations_n);
	unlink(file);
}

/* Connections at work before go on, and see the new contents as soon as nothing holds the old. */
static void replacing_is_one_transaction(void **state)
{
	struct store *s = *state;
	const char   *copy = beside(s, "copy");
	struct fail   f = {0};

	fill(s);
	assert_ok(backup_copy(s->path, copy, NULL, NULL, &f), &f);
	store_exec(s, "DELETE FROM prices WHERE date > 10");
	assert_int_equal(store_int(s, "SELECT count(*) FROM prices"), 10);

	assert_refused(backup_replace(s->path, copy, stop, NULL, &f), ERR_TIMEOUT, &f, "time");
	assert_int_equal(store_int(s, "SELECT count(*) FROM prices"), 10);

	store_exec(s, "BEGIN");
	assert_int_equal(store_int(s, "SELECT count(*) FROM prices"), 10);
	store_exec(s, "COMMIT");
	assert_int_equal(
		sqlite3_exec(s->eye, "BEGIN; SELECT count(*) FROM prices", NULL, NULL, NULL),
		SQLITE_OK);
	f = (struct fail){0};
	assert_ok(backup_replace(s->path, copy, NULL, NULL, &f), &f);
	assert_int_equal(store_int(s, "SELECT count(*) FROM prices"),
	                 10); /* the reader's picture */
	assert_int_equal(sqlite3_exec(s->eye, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(store_int(s, "SELECT count(*) FROM prices"), ROWS);
	store_price(s, 1, 100000, 1, 1); /* and the other connection's statements still work */
	assert_int_equal(store_int(s, "SELECT count(*) FROM prices"), ROWS + 1);
	assert_string_equal(store_text(s, "PRAGMA journal_mode"), "wal");
	unlink(copy);
}

static void a_swap_with_others_at_work_is_refused(void **state)
{
	struct store *s = *state;
	const char   *copy = beside(s, "copy");
	struct fail   f = {0};

	fill(s);
	assert_ok(backup_copy(s->path, copy, NULL, NULL, &f), &f);
	store_exec(s, "DELETE FROM prices");
	assert_refused(backup_swap(s->path, copy, beside(s, "aside"), &f), ERR_CONFLICT, &f,
	               "another process works on");
	assert_int_equal(access(copy, F_OK), 0);
	assert_int_equal(store_int(s, "SELECT count(*) FROM prices"), 0);
	unlink(copy);
}

static void let_go(struct store *s)
{
	db_close(s->db);
	s->db = NULL;
	sqlite3_close(s->eye);
	s->eye = NULL;
}

/* The old one's log must not be taken for the new one's. */
static void a_swap_takes_the_log_away(void **state)
{
	struct store *s = *state;
	const char   *copy = beside(s, "copy"), *wal = arena_printf(s->a, "%s-wal", s->path),
		   *kept = beside(s, "kept");
	struct fail f = {0};

	fill(s);
	assert_ok(backup_copy(s->path, copy, NULL, NULL, &f), &f);
	store_exec(s, "DELETE FROM prices");
	/* As after a crash: a log that nobody has worked in. */
	assert_int_equal(link(wal, kept), 0);
	let_go(s);
	assert_int_equal(rename(kept, wal), 0);
	assert_ok(backup_swap(s->path, copy, beside(s, "aside"), &f), &f);
	assert_int_equal(access(wal, F_OK), -1);
	assert_int_equal(access(copy, F_OK), -1);
	assert_int_equal(access(beside(s, "aside"), F_OK), -1);
	assert_int_equal(rows_of(s, s->path), ROWS);
}

static void a_damaged_one_is_kept_aside(void **state)
{
	struct store *s = *state;
	const char   *copy = beside(s, "copy"), *aside = beside(s, "aside"),
		   *wal = arena_printf(s->a, "%s-wal", s->path);
	struct fail f = {0};

	fill(s);
	assert_ok(backup_copy(s->path, copy, NULL, NULL, &f), &f);
	let_go(s);
	int fd = open(s->path, O_WRONLY);
	assert_int_equal(write(fd, "no database at all, this", 24), 24);
	close(fd);
	fd = open(wal, O_WRONLY | O_CREAT, 0600);
	assert_int_equal(write(fd, "nor a log", 9), 9);
	close(fd);
	assert_ok(backup_swap(s->path, copy, aside, &f), &f);
	assert_int_equal(rows_of(s, s->path), ROWS);
	assert_int_equal(access(aside, F_OK), 0);
	unlink(aside);
	unlink(arena_printf(s->a, "%s-wal", aside));
	assert_int_equal(access(wal, F_OK), -1);
}

static void a_place_without_a_database_gets_one(void **state)
{
	struct store *s = *state;
	const char   *copy = beside(s, "copy"), *other = beside(s, "other.db");
	struct fail   f = {0};

	fill(s);
	assert_ok(backup_copy(s->path, copy, NULL, NULL, &f), &f);
	assert_ok(backup_swap(other, copy, beside(s, "aside"), &f), &f);
	assert_int_equal(rows_of(s, other), ROWS);
	unlink(other);
}

static void damage_is_found(void **state)
{
	struct store *s = *state;
	const char   *copy = beside(s, "copy");
	struct fail   f = {0};
	struct db    *db;
	struct stat   st;

	fill(s);
	assert_ok(backup_copy(s->path, copy, NULL, NULL, &f), &f);
	assert_int_equal(stat(copy, &st), 0);
	int fd = open(copy, O_RDWR);
	assert_int_equal(ftruncate(fd, st.st_size / 2), 0);
	close(fd);
	assert_ok(db_sqlite_look(copy, &db, &f), &f);
	assert_refused(backup_integrity(db, &f), ERR_CONFLICT, &f, "it is damaged");
	db_close(db);
	unlink(copy);
}

static void rows_are_listed_newest_first(void **state)
{
	struct store      *s = *state;
	struct fail        f = {0};
	struct backup_rows rows;
	int64_t            total;

	for (int i = 0; i < 5; i++) {
		struct backup_row r = {
			arena_printf(s->a, "b%d", i), "daily", "aa", 10, 0, 5, 1000 + i, TIME_NONE};

		assert_ok(backups_put(s->db, &r, &f), &f);
		assert_ok(backups_put(s->db, &r, &f), &f); /* again is fine */
	}
	assert_ok(backups_verified(s->db, "b3", 77, &f), &f);
	assert_ok(backups_remove(s->db, "b4", &f), &f);
	assert_ok(backups_page(s->db, s->a, 2, 0, &rows, &total, &f), &f);
	assert_int_equal(total, 4);
	assert_int_equal(rows.n, 2);
	assert_string_equal(rows.p[0].id, "b3");
	assert_int_equal(rows.p[0].verified_at, 77);
	assert_int_equal(rows.p[1].verified_at, TIME_NONE);
}

static void marks_only_go_up(void **state)
{
	struct store       *s = *state;
	struct backup_marks m = {.generation = 50, .identity_epoch = 1, .notices = 9}, now;
	struct fail         f = {0};

	store_exec(
		s,
		"UPDATE counters SET value = 70 WHERE name = 'identity_epoch';"
		"INSERT INTO users (id, email, password_hash, role, created_at)"
		" VALUES (1, 'a@b.c', 'h', 'user', 0);"
		"INSERT INTO sessions (jti, user_id, created_at, expires_at, last_seen_at, address)"
		" VALUES ('j', 1, 0, 9, 0, '::1')");
	assert_ok(backup_marks_pass(s->db, &m, 5, &f), &f);
	assert_ok(backup_marks_read(s->db, &now, &f), &f);
	assert_int_equal(now.generation, 51);
	assert_int_equal(now.identity_epoch, 71);
	assert_int_equal(now.notices, 9);
	assert_int_equal(store_int(s, "SELECT revoked_at FROM sessions"), 5);
	store_exec(s, "INSERT INTO notices (at, event, data) VALUES (0, 'e', '{}')");
	assert_int_equal(store_int(s, "SELECT max(id) FROM notices"), 10);
	m.notices = 4;
	assert_ok(backup_marks_pass(s->db, &m, 5, &f), &f);
	assert_ok(backup_marks_read(s->db, &now, &f), &f);
	assert_int_equal(now.notices, 10);
}

#define T(name) cmocka_unit_test_setup_teardown(name, store_setup, store_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_copy_is_of_one_instant_while_others_write),
		T(a_copy_that_is_ended_leaves_nothing),
		T(what_is_no_database_is_refused),
		T(replacing_is_one_transaction),
		T(a_swap_with_others_at_work_is_refused),
		T(a_swap_takes_the_log_away),
		T(a_damaged_one_is_kept_aside),
		T(a_place_without_a_database_gets_one),
		T(damage_is_found),
		T(rows_are_listed_newest_first),
		T(marks_only_go_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

#include <fcntl.h>
#include <float.h>
#include <math.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

static const char *program; /* this one */
extern char      **environ;

static enum err add_user(struct db *db, const char *email, struct fail *f)
{
	struct val args[] = {val_t(email), val_t("hash"), val_i(0), val_t("user"), val_i(5)};

	return db_write(db, STMT_USER_ADD, args, NULL, f);
}

static int64_t users(struct store *s)
{
	return store_int(s, "SELECT count(*) FROM users");
}

static void a_violated_constraint_is_a_conflict(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};

	assert_ok(add_user(s->db, "a@b.c", &f), &f);
	assert_refused(add_user(s->db, "a@b.c", &f), ERR_CONFLICT, &f, "UNIQUE");
	f = (struct fail){0};
	assert_ok(add_user(s->db, "b@b.c", &f), &f); /* the statement works on */
	assert_int_equal(users(s), 2);
}

static enum err take_close(void *ctx, const struct val *row, struct fail *f)
{
	(void)f;
	assert_true(row[0].null);
	assert_false(row[3].null);
	*(double *)ctx = row[3].d;
	return OK;
}

static void values_come_back_as_they_went(void **state)
{
	static const double reals[] = {0.1, -0.0, DBL_MIN, 4.9e-324, DBL_MAX, -1e308, 1.0 / 3};
	struct store       *s = *state;
	struct fail         f = {0};

	store_asset(s, 1, "AAA");
	for (size_t i = 0; i < COUNT(reals); i++) {
		struct val key[] = {val_i(1), val_i((int64_t)i)};
		double     close = NAN;

		store_price(s, 1, (int32_t)i, reals[i], NAN);
		assert_ok(db_run(s->db, STMT_PRICE_GET, key, take_close, &close, &f), &f);
		assert_true(close == reals[i]);
	}
	assert_null(store_text(
		s, "SELECT adj_close FROM prices WHERE date = 0")); /* NaN is NULL, not 0 */

	struct val row[] = {val_t("größe ✓ ' \" ; --"),
	                    val_t(""),
	                    val_t(NULL),
	                    val_t("stock"),
	                    val_null(),
	                    val_t("USD"),
	                    val_t("unknown")};
	assert_ok(db_write(s->db, STMT_ASSET_DESCRIBE, row, NULL, &f), &f);
	assert_string_equal(store_text(s, "SELECT symbol FROM assets WHERE id = 2"),
	                    "größe ✓ ' \" ; --");
	assert_string_equal(store_text(s, "SELECT name FROM assets WHERE id = 2"), "");
	assert_null(store_text(s, "SELECT sector FROM assets WHERE id = 2"));

	struct val max[] = {val_t("a@b.c"), val_t("h"), val_i(0), val_t("user"), val_i(INT64_MIN)};
	assert_ok(db_write(s->db, STMT_USER_ADD, max, NULL, &f), &f);
	assert_string_equal(store_text(s, "SELECT created_at FROM users"), "-9223372036854775808");
}

struct count {
	struct db *db;
	int        calls, stop_at;
	int64_t    seen;
};

static enum err each(void *ctx, const struct val *row, struct fail *f)
{
	struct count *c = ctx;

	c->seen = c->seen * 10 + row[0].i;
	return ++c->calls == c->stop_at ? fail(f, ERR_UPSTREAM, "enough") : OK;
}

static void rows_come_one_by_one_until_refused(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};
	struct val    page[] = {val_i(10), val_i(0)};
	struct count  all = {0}, two = {.stop_at = 2};

	for (int i = 0; i < 4; i++)
		assert_ok(add_user(s->db, arena_printf(s->a, "%d@b.c", i), &f), &f);
	assert_ok(db_run(s->db, STMT_USER_LIST, page, each, &all, &f), &f);
	assert_int_equal(all.calls, 4);
	assert_int_equal(all.seen, 1234);
	assert_refused(db_run(s->db, STMT_USER_LIST, page, each, &two, &f), ERR_UPSTREAM, &f,
	               "enough");
	assert_int_equal(two.calls, 2);
	f = (struct fail){0};
	all = (struct count){0};
	assert_ok(db_run(s->db, STMT_USER_LIST, page, each, &all, &f), &f);
	assert_int_equal(all.calls, 4);
	assert_ok(db_run(s->db, STMT_USER_LIST, page, NULL, NULL, &f), &f); /* no rows wanted */
}

static enum err ask_another(void *ctx, const struct val *row, struct fail *f)
{
	struct count *c = ctx;

	c->calls++;
	(void)row;
	return db_int(c->db, STMT_USER_COUNT, NULL, &c->seen, f);
}

static void a_row_may_run_another_statement(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};
	struct count  c = {.db = s->db};

	assert_ok(add_user(s->db, "a@b.c", &f), &f);
	assert_ok(add_user(s->db, "b@b.c", &f), &f);
	assert_ok(db_run(s->db, STMT_USER_LIST, (struct val[]){val_i(9), val_i(0)}, ask_another, &c,
	                 &f),
	          &f);
	assert_int_equal(c.calls, 2);
	assert_int_equal(c.seen, 2);
}

static void written_rows_are_counted(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};
	int64_t       n = -1;
	struct val    who[] = {val_i(1), val_t("new"), val_i(0)};

	assert_ok(db_write(s->db, STMT_USER_SET_PASSWORD, who, &n, &f), &f);
	assert_int_equal(n, 0);
	assert_ok(add_user(s->db, "a@b.c", &f), &f);
	assert_ok(db_write(s->db, STMT_USER_SET_PASSWORD, who, &n, &f), &f);
	assert_int_equal(n, 1);
}

static void no_integer_is_not_found(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};
	int64_t       n = 77;

	store_exec(s, "DELETE FROM counters");
	assert_int_equal(db_int(s->db, STMT_GENERATION, NULL, &n, &f), ERR_NOTFOUND);
	assert_int_equal(n, 77);
	assert_int_equal(f.code, OK);
}

struct two_users {
	enum err second;
};

static enum err add_two(struct db *db, void *ctx, struct fail *f)
{
	struct two_users *t = ctx;

	TRY(add_user(db, "one@b.c", f));
	TRY(add_user(db, "two@b.c", f));
	return t->second == OK ? OK : fail(f, t->second, "the callback said no");
}

static void a_transaction_is_all_or_nothing(void **state)
{
	struct store    *s = *state;
	struct fail      f = {0};
	struct two_users bad = {ERR_TOOSHORT}, good = {OK};

	assert_refused(db_tx(s->db, add_two, &bad, &f), ERR_TOOSHORT, &f, "the callback said no");
	assert_int_equal(users(s), 0);
	f = (struct fail){0};
	assert_ok(db_tx(s->db, add_two, &good, &f), &f);
	assert_int_equal(users(s), 2);
	/* A constraint in the middle takes the first row back too. */
	store_exec(s, "DELETE FROM users WHERE email = 'one@b.c'");
	assert_refused(db_tx(s->db, add_two, &good, &f), ERR_CONFLICT, &f, "");
	assert_int_equal(users(s), 1);
	s->db->ops->rollback(s->db); /* harmless */
	assert_int_equal(users(s), 1);
}

static void a_failed_script_leaves_nothing(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};

	assert_ok(s->db->ops->begin(s->db, &f), &f);
	assert_int_equal(
		s->db->ops->script(s->db,
	                           "CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (1); nonsense",
	                           &f),
		ERR_INTERNAL);
	s->db->ops->rollback(s->db);
	assert_int_equal(store_int(s, "SELECT count(*) FROM sqlite_schema WHERE name = 't'"), 0);
}

static void another_writer_is_named(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};

	store_exec(s, "PRAGMA busy_timeout = 1"); /* the ten seconds are for people */
	assert_int_equal(sqlite3_exec(s->eye, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_refused(add_user(s->db, "a@b.c", &f), ERR_AWAY, &f, "busy in another process");
	assert_refused(db_tx(s->db, add_two, &(struct two_users){OK}, &f), ERR_AWAY, &f,
	               "try again");
	assert_non_null(strstr(f.msg, s->path));
	f = (struct fail){0};
	int64_t n; /* reading goes on meanwhile */
	assert_ok(db_int(s->db, STMT_USER_COUNT, NULL, &n, &f), &f);
	assert_int_equal(sqlite3_exec(s->eye, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	assert_ok(add_user(s->db, "a@b.c", &f), &f);
}

static void a_read_only_database_is_named(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};

	store_exec(
		s,
		"PRAGMA query_only = ON"); /* root may write any file: this gives the same code */
	assert_refused(add_user(s->db, "a@b.c", &f), ERR_AWAY, &f, "cannot be written");
	store_exec(s, "PRAGMA query_only = OFF");
	f = (struct fail){0};
	assert_ok(add_user(s->db, "a@b.c", &f), &f);
}

/* Enough rows for some hundred pages. */
static enum err add_many(struct db *db, void *ctx, struct fail *f)
{
	struct store *s = ctx;

	for (int i = 0; i < 2000; i++)
		TRY(add_user(
			db,
			arena_printf(s->a, "somebody-with-quite-a-long-address-%d@example.com", i),
			f));
	return OK;
}

static off_t size_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? st.st_size : 0;
}

/* No file may grow beyond n bytes; 0 = as before. A full disk, near enough. */
static void limit_files(off_t n)
{
	struct rlimit l;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &l), 0);
	l.rlim_cur = n ? (rlim_t)n : l.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &l), 0);
}

static void a_full_disk_stores_nothing_and_passes(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};
	char          wal[80];

	snprintf(wal, sizeof(wal), "%s-wal", s->path);
	assert_ok(add_user(s->db, "first@b.c", &f), &f);
	signal(SIGXFSZ, SIG_IGN);
	for (int small = 0; small < 2; small++) {
		/*
		 * The second time the pages do not wait for the commit: they are spilled on the
		 * way.
		 */
		if (small)
			store_exec(s, "PRAGMA cache_size = 5");
		limit_files(size_of(wal) + 8192);
		enum err e = db_tx(s->db, add_many, s, &f);
		limit_files(0);
		assert_refused(e, ERR_AWAY, &f, s->path);
		assert_int_equal(users(s), 1);
		f = (struct fail){0};
	}
	assert_string_equal(store_text(s, "PRAGMA integrity_check"), "ok");
	assert_ok(db_tx(s->db, add_many, s, &f), &f);
	assert_int_equal(users(s), 2001);
	assert_string_equal(store_text(s, "PRAGMA integrity_check"), "ok");
}

static void files_are_private(void **state)
{
	static const char *const ends[] = {"", "-wal", "-shm"};
	mode_t                   old = umask(0);
	struct store            *s = store_make();

	(void)state;
	for (size_t i = 0; i < COUNT(ends); i++) {
		struct stat st;

		assert_int_equal(stat(arena_printf(s->a, "%s%s", s->path, ends[i]), &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
	}
	umask(old);
	store_remove(s);
}

static void stored_rows_survive_the_connection(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};
	int64_t       n;

	assert_ok(add_user(s->db, "a@b.c", &f), &f);
	assert_string_equal(store_text(s, "PRAGMA journal_mode"), "wal");
	sqlite3_close(s->eye);
	s->eye = NULL;
	db_close(s->db);
	assert_ok(db_sqlite_open(s->path, &s->db, &f), &f);
	assert_ok(db_int(s->db, STMT_USER_COUNT, NULL, &n, &f), &f);
	assert_int_equal(n, 1);
	db_close(NULL);
}

/*
 * This program as another process: adds an account, counts the accounts, exits with their
 * number.
 */
static int as_another_process(const char *path, const char *email)
{
	struct db  *db = NULL;
	struct fail f = {0};
	int64_t     n = 99;

	if (db_sqlite_open(path, &db, &f) != OK || add_user(db, email, &f) != OK ||
	    db_int(db, STMT_USER_COUNT, NULL, &n, &f) != OK)
		print_error("%s\n", f.msg);
	db_close(db);
	return (int)n;
}

static int users_after_another_process_added(struct store *s, const char *email)
{
	char *argv[] = {arena_strdup(s->a, program), arena_strdup(s->a, s->path),
	                arena_strdup(s->a, email), NULL};
	pid_t child;
	int   status;

	assert_int_equal(posix_spawn(&child, program, NULL, NULL, argv, environ), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/*
 * POSIX drops a process's locks on a file when the process closes any
 * descriptor of it. Were a second connection to do that, another process would
 * take itself for the only one, and delete the log that we go on writing to.
 */
static void a_second_connection_keeps_the_locks_of_the_first(void **state)
{
	struct store *s = *state;
	struct db    *second;
	struct fail   f = {0};

	assert_ok(db_sqlite_open(s->path, &second, &f), &f);
	assert_int_equal(users_after_another_process_added(s, "1@b.c"), 1);
	assert_ok(add_user(s->db, "2@b.c", &f), &f);
	assert_ok(add_user(second, "3@b.c", &f), &f);
	assert_int_equal(users_after_another_process_added(s, "4@b.c"), 4);
	db_close(second);
	assert_int_equal(users(s), 4);
}

/* Failing to open leaves out as it was. */
static void refuses_to_open(const char *path, const char *words)
{
	struct db  *db = NULL;
	struct fail f = {0};

	assert_refused(db_sqlite_open(path, &db, &f), ERR_AWAY, &f, words);
	assert_non_null(strstr(f.msg, path));
	assert_null(db);
}

static void what_is_no_database_is_left_alone(void **state)
{
	struct store *s = *state;
	char          text[4096], again[4096];
	int           fd;

	memset(text, 'x', sizeof(text));
	fd = open(s->path, O_CREAT | O_RDWR, 0600);
	assert_int_equal(write(fd, text, sizeof(text)), sizeof(text));
	refuses_to_open(s->path, "not a database of this program");
	assert_int_equal(pread(fd, again, sizeof(again), 0), sizeof(again));
	assert_memory_equal(text, again, sizeof(text));
	assert_int_equal(size_of(s->path), sizeof(text));
	close(fd);
	refuses_to_open(arena_printf(s->a, "%s/below-a-file.db", s->path), "Not a directory");
	refuses_to_open(arena_printf(s->a, "%s/no/such/folder.db", s->dir),
	                "No such file or directory");
	refuses_to_open(s->dir, "cannot be read or written");
}

static void a_database_without_a_path_is_of_its_own(void **state)
{
	struct db  *one, *two;
	struct fail f = {0};

	(void)state;
	assert_ok(db_sqlite_open(NULL, &one, &f), &f);
	assert_ok(db_sqlite_open(NULL, &two, &f), &f);
	assert_ok(one->ops->script(one, "CREATE TABLE here (x)", &f), &f);
	assert_ok(two->ops->script(two, "CREATE TABLE here (x)", &f), &f);
	assert_ok(one->ops->begin(one, &f), &f);
	assert_ok(one->ops->script(one, "INSERT INTO here VALUES (1)", &f), &f);
	assert_ok(one->ops->commit(one, &f), &f);
	assert_refused(one->ops->script(one, "CREATE TABLE here (x)", &f), ERR_INTERNAL, &f,
	               "exists");
	db_close(one);
	db_close(two);
}

static int folder_setup(void **state)
{
	*state = store_folder();
	return 0;
}

#define T(name) cmocka_unit_test_setup_teardown(name, store_setup, store_teardown)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		T(a_violated_constraint_is_a_conflict),
		T(values_come_back_as_they_went),
		T(rows_come_one_by_one_until_refused),
		T(a_row_may_run_another_statement),
		T(written_rows_are_counted),
		T(no_integer_is_not_found),
		T(a_transaction_is_all_or_nothing),
		T(a_failed_script_leaves_nothing),
		T(another_writer_is_named),
		T(a_read_only_database_is_named),
		T(a_full_disk_stores_nothing_and_passes),
		cmocka_unit_test(files_are_private),
		cmocka_unit_test(a_database_without_a_path_is_of_its_own),
		T(stored_rows_survive_the_connection),
		T(a_second_connection_keeps_the_locks_of_the_first),
		cmocka_unit_test_setup_teardown(what_is_no_database_is_left_alone, folder_setup,
	                                        store_teardown),
	};

	if (argc == 3)
		return as_another_process(argv[1], argv[2]);
	program = argv[0];
	return cmocka_run_group_tests(tests, NULL, NULL);
}

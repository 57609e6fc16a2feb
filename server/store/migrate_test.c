/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

#include <sys/wait.h>

#include "base/crypto.h"

enum { PROCESSES = 4, ROUNDS = 5 };

static int empty_setup(void **state)
{
	struct store *s = store_folder();
	struct fail   f = {0};

	*state = s;
	assert_ok(db_sqlite_open(s->path, &s->db, &f), &f);
	assert_int_equal(sqlite3_open(s->path, &s->eye), SQLITE_OK);
	return 0;
}

static void from_nothing_then_nothing_to_do(void **state)
{
	struct store         *s = *state;
	struct migrate_report r;
	struct fail           f = {0};

	assert_refused(migrate_check(s->db, &f), ERR_AWAY, &f, "run 'autoindex migrate'");
	f = (struct fail){0};
	assert_ok(migrate_up(s->db, 123, &r, &f), &f);
	assert_int_equal(r.from, 0);
	assert_int_equal(r.to, migrations[migrations_n - 1].version);
	assert_int_equal(r.applied, migrations_n);
	assert_int_equal(store_int(s, "SELECT count(*) FROM schema_migrations"), migrations_n);
	assert_int_equal(store_int(s, "SELECT applied_at FROM schema_migrations WHERE version = 1"),
	                 123);
	assert_string_equal(store_text(s, "SELECT name FROM schema_migrations WHERE version = 1"),
	                    "initial");
	assert_ok(migrate_check(s->db, &f), &f);

	store_exec(
		s,
		"INSERT INTO users (id, email, password_hash, role, created_at) VALUES (1, 'a@b.c', 'h', 'user', 0)");
	assert_ok(migrate_up(s->db, 456, &r, &f), &f);
	assert_int_equal(r.from, r.to);
	assert_int_equal(r.applied, 0);
	assert_int_equal(store_int(s, "SELECT applied_at FROM schema_migrations WHERE version = 1"),
	                 123);
	assert_int_equal(store_int(s, "SELECT count(*) FROM users"), 1);
	assert_ok(migrate_check(s->db, &f), &f);
}

static void the_ledger_holds_the_checksum_of_the_script(void **state)
{
	struct store *s = *state;
	uint8_t       hash[SHA256_LEN];
	char          hex[SHA256_HEX];

	for (int i = 0; i < migrations_n; i++) {
		crypto_sha256(migrations[i].sql, strlen(migrations[i].sql), hash);
		crypto_hex(hash, sizeof(hash), hex);
		assert_string_equal(
			store_text(s, arena_printf(s->a,
		                                   "SELECT checksum FROM schema_migrations"
		                                   " WHERE version = %d",
		                                   migrations[i].version)),
			hex);
	}
}

/* Both doors refuse, and the report and the database stay as they were. */
static void refused_by_both(struct store *s, const char *words)
{
	struct migrate_report r = {7, 7, 7};
	struct fail           f = {0};

	assert_refused(migrate_check(s->db, &f), ERR_CONFLICT, &f, words);
	f = (struct fail){0};
	assert_refused(migrate_up(s->db, 9, &r, &f), ERR_CONFLICT, &f, words);
	assert_int_equal(r.from + r.to + r.applied, 21);
	assert_int_equal(
		store_int(s, "SELECT count(*) FROM schema_migrations WHERE applied_at = 9"), 0);
}

static void a_newer_schema_is_refused(void **state)
{
	struct store *s = *state;

	store_exec(s, "INSERT INTO schema_migrations VALUES (9999, 'from_the_future', 'c', 0)");
	refused_by_both(s, "the database has schema 9999");
}

static void a_changed_script_is_refused(void **state)
{
	struct store *s = *state;

	store_exec(s, "UPDATE schema_migrations SET checksum = 'something else' WHERE version = 1");
	refused_by_both(s, "migration 1 (initial)");
}

static void a_gap_in_the_ledger_is_refused(void **state)
{
	struct store *s = *state;

	store_exec(s, "DELETE FROM schema_migrations WHERE version > 1;"
	              "UPDATE schema_migrations SET version = 9");
	refused_by_both(s, "migration 9");
}

static void pending_scripts_are_counted(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};

	store_exec(s, "DELETE FROM schema_migrations");
	assert_refused(migrate_check(s->db, &f), ERR_AWAY, &f,
	               arena_printf(s->a, "misses %d", migrations_n));
}

/* Tables of another program: the script fails, and not even the ledger stays. */
static void a_failing_script_leaves_nothing(void **state)
{
	struct store         *s = *state;
	struct migrate_report r;
	struct fail           f = {0};

	store_exec(s, "CREATE TABLE fx_rates (mine INTEGER)");
	assert_int_equal(migrate_up(s->db, 1, &r, &f), ERR_INTERNAL);
	assert_non_null(strstr(f.msg, "fx_rates"));
	assert_string_equal(store_text(s, "SELECT group_concat(name) FROM sqlite_schema"),
	                    "fx_rates");
	store_exec(s, "DROP TABLE fx_rates");
	f = (struct fail){0};
	assert_ok(migrate_up(s->db, 1, &r, &f), &f);
	assert_int_equal(r.applied, migrations_n);
}

static void a_failed_check_does_not_stick(void **state)
{
	struct store *s = *state;
	struct fail   f = {.code = ERR_TOOSHORT, .msg = "of an earlier call"};

	assert_int_equal(migrate_check(s->db, &f), OK);
}

/* Opens, migrates, and says how many scripts it applied; 99 when something failed. */
static int climb_alone(const char *path)
{
	struct migrate_report r = {.applied = 99};
	struct db            *db = NULL;
	struct fail           f = {0};

	if (db_sqlite_open(path, &db, &f) != OK || migrate_up(db, 1, &r, &f) != OK ||
	    migrate_check(db, &f) != OK) {
		print_error("%s\n", f.msg);
		r.applied = 99;
	}
	db_close(db);
	return r.applied;
}

static void many_at_once_migrate_once(void **state)
{
	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct store *s = store_folder();
		pid_t         child[PROCESSES];
		int           go[2], applied = 0;

		assert_int_equal(pipe(go), 0);
		for (int i = 0; i < PROCESSES; i++) {
			child[i] = fork();
			assert_true(child[i] >= 0);
			if (child[i] == 0) {
				char c;

				close(go[1]);
				_exit(read(go[0], &c, 1) == 0 ? climb_alone(s->path) : 98);
			}
		}
		close(go[0]);
		close(go[1]); /* off they go, together */
		for (int i = 0; i < PROCESSES; i++) {
			int status;

			assert_int_equal(waitpid(child[i], &status, 0), child[i]);
			assert_true(WIFEXITED(status));
			assert_in_range(WEXITSTATUS(status), 0, migrations_n);
			applied += WEXITSTATUS(status);
		}
		assert_int_equal(applied, migrations_n);
		store_remove(s);
	}
}

#define T(name) cmocka_unit_test_setup_teardown(name, store_setup, store_teardown)
#define EMPTY(name) cmocka_unit_test_setup_teardown(name, empty_setup, store_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EMPTY(from_nothing_then_nothing_to_do),
		T(the_ledger_holds_the_checksum_of_the_script),
		T(a_newer_schema_is_refused),
		T(a_changed_script_is_refused),
		T(a_gap_in_the_ledger_is_refused),
		T(pending_scripts_are_counted),
		EMPTY(a_failing_script_leaves_nothing),
		T(a_failed_check_does_not_stick),
		cmocka_unit_test(many_at_once_migrate_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

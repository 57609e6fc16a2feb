/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

#include <dirent.h>

/*
 * Existing readers of a database of the original program find every table and
 * column that they know.
 */
static const struct {
	const char *table, *columns[12];
} promised[] = {
	{"users", {"id", "email", "password_hash", "created_at"}},
	{"assets", {"id", "symbol", "name", "sector", "asset_type", "exchange"}},
	{"prices", {"id", "asset_id", "date", "open", "high", "low", "close", "volume"}},
	{"index_values", {"id", "date", "value", "created_at", "updated_at"}},
	{"allocations", {"id", "date", "asset_id", "weight", "created_at"}},
	{"strategy_configs", {"id", "weights", "parameters", "ai_metadata", "created_at"}},
	{"risk_metrics", {"id", "date", "metrics", "performance", "drawdown", "correlation"}},
};

static void promised_tables_and_columns_are_there(void **state)
{
	struct store *s = *state;

	for (size_t i = 0; i < COUNT(promised); i++) {
		assert_int_equal(store_int(s, arena_printf(s->a,
		                                           "SELECT count(*) FROM sqlite_schema"
		                                           " WHERE type = 'table' AND name = '%s'",
		                                           promised[i].table)),
		                 1);
		for (size_t k = 0; promised[i].columns[k]; k++) {
			/* xinfo lists generated columns too. */
			int64_t n = store_int(
				s, arena_printf(s->a,
			                        "SELECT count(*) FROM pragma_table_xinfo('%s')"
			                        " WHERE name = '%s'",
			                        promised[i].table, promised[i].columns[k]));
			if (n != 1)
				print_error("%s.%s\n", promised[i].table, promised[i].columns[k]);
			assert_int_equal(n, 1);
		}
	}
}

/* Is there an index or primary key of the table that begins with these columns? */
static bool indexed(struct store *s, const char *table, const char *columns)
{
	return store_int(
		       s,
		       arena_printf(
			       s->a,
			       "SELECT count(*) FROM (SELECT group_concat(i.name) || ',' AS columns"
			       " FROM pragma_index_list('%s') l, pragma_index_info(l.name) i"
			       " GROUP BY l.name) WHERE columns LIKE '%s,%%'",
			       table, columns)) > 0;
}

static void promised_indexes_are_there(void **state)
{
	struct store *s = *state;

	assert_true(indexed(s, "prices", "asset_id,date"));
	assert_true(indexed(s, "index_values", "date"));
	assert_true(indexed(s, "allocations", "date,asset_id"));
	assert_true(indexed(s, "risk_metrics", "index_id,date"));
	assert_false(indexed(s, "prices", "volume")); /* the test can fail */
}

static void derived_ids_are_unique_and_follow_their_key(void **state)
{
	struct store *s = *state;

	store_index(s);
	store_asset(s, 1, "AAA");
	store_asset(s, 2, "BBB");
	store_price(s, 1, 20000, 1, 1);
	store_price(s, 1, 20001, 1, 1);
	store_price(s, 2, 20000, 1, 1);
	assert_int_equal(store_int(s, "SELECT count(DISTINCT id) FROM prices"), 3);
	store_exec(s, "INSERT INTO index_values (index_id, date, value, net_value, divisor,"
	              " strategy_config_id, run_id,"
	              " created_at, updated_at) VALUES (1, 20000, 1, 1, 1, 1, 1, 0, 0), (1, 20001,"
	              " 1, 1, 1, 1, 1, 0, 0)");
	assert_int_equal(store_int(s, "SELECT count(DISTINCT id) FROM index_values"), 2);
	store_exec(s, "INSERT INTO allocations (index_id, date, asset_id, weight, weight_before,"
	              " units, run_id, created_at)"
	              " VALUES (1, 20000, 1, 0, 0, 0, 1, 0), (1, 20000, 2, 0, 0, 0, 1, 0), (1,"
	              " 20001, 1, 0, 0, 0, 1, 0)");
	assert_int_equal(store_int(s, "SELECT count(DISTINCT id) FROM allocations"), 3);
}

static enum err try(struct store *s, const char *sql)
{
	struct fail f = {0};

	return s->db->ops->script(s->db, sql, &f);
}

static void nonsense_is_refused_by_the_schema(void **state)
{
	struct store *s = *state;

	store_index(s);
	store_asset(s, 1, "AAA");
	assert_int_equal(
		try(s,
	            "INSERT INTO users (id, email, password_hash, role, created_at) VALUES (1, 'a@b.c', 'h', 'owner', 0)"),
		ERR_CONFLICT);
	assert_int_equal(
		try(s,
	            "INSERT INTO users (id, email, password_hash, role, created_at) VALUES (1, 'a@b.c', 'h', 'user', 'now')"),
		ERR_CONFLICT);
	assert_int_equal(
		try(s,
	            "INSERT INTO prices (asset_id, date, source, known_at) VALUES (1, 1, 's', 0)"),
		ERR_CONFLICT); /* neither close nor adj_close */
	assert_int_equal(try(s, "INSERT INTO prices (asset_id, date, close, source, known_at)"
	                        " VALUES (9, 1, 1.0, 's', 0)"),
	                 ERR_CONFLICT); /* no such asset */
	assert_int_equal(try(s, "INSERT INTO prices (asset_id, date, close, source, known_at)"
	                        " VALUES (1, 1, 'dear', 's', 0)"),
	                 ERR_CONFLICT);
	assert_int_equal(try(s, "INSERT INTO fx_rates VALUES ('EUR', 'USD', 1, 0.0, 's')"),
	                 ERR_CONFLICT);
	assert_int_equal(
		try(s, "INSERT INTO corporate_actions VALUES (1, 1, 'merger', 1.0, 'raw', 's')"),
		ERR_CONFLICT);
	assert_int_equal(
		try(s, "INSERT INTO strategy_configs VALUES (9, 1, 1, '{}', '{}', NULL, 0, NULL)"),
		ERR_CONFLICT); /* the version exists */
	assert_int_equal(try(s, "INSERT INTO index_members VALUES (1, 9)"), ERR_CONFLICT);
	assert_int_equal(
		try(s,
	            "INSERT INTO risk_metrics VALUES (1, 1, 1, '{}', '{}', '{}', '{}', 9, 1, 0)"),
		ERR_CONFLICT); /* no such run */
	assert_int_equal(try(s, "INSERT INTO sessions VALUES ('j', 9, 0, 1, 0, '', NULL, NULL)"),
	                 ERR_CONFLICT); /* of nobody */
	assert_int_equal(store_int(s, "SELECT count(*) FROM users"), 0);
	assert_int_equal(store_int(s, "SELECT count(*) FROM prices"), 0);
}

static void keys_have_one_of_two_scopes_and_go_with_their_account(void **state)
{
	struct store *s = *state;

	store_exec(s, "INSERT INTO users (id, email, password_hash, role, created_at)"
	              " VALUES (1, 'a@b.c', 'h', 'user', 0)");
	assert_int_equal(try(s,
	                     "INSERT INTO api_keys VALUES (1, 1, 'k', 'admin', 'h', 'p', 0, NULL,"
	                     " NULL, NULL)"),
	                 ERR_CONFLICT);
	store_exec(s, "INSERT INTO api_keys VALUES (1, 1, 'k', 'read', 'h', 'p', 0, NULL, NULL,"
	              " NULL); INSERT INTO recovery_codes VALUES (1, 'x');"
	              "INSERT INTO sessions VALUES ('j', 1, 0, 1, 0, '', NULL, NULL)");
	assert_int_equal(try(s,
	                     "INSERT INTO api_keys VALUES (2, 1, 'k', 'write', 'h', 'p', 0, NULL,"
	                     " NULL, NULL)"),
	                 ERR_CONFLICT); /* two keys of one hash */
	store_exec(s, "DELETE FROM users");
	assert_int_equal(store_int(s, "SELECT (SELECT count(*) FROM api_keys)"
	                              " + (SELECT count(*) FROM recovery_codes)"
	                              " + (SELECT count(*) FROM sessions)"),
	                 0);
}

static void generation_begins_at_one(void **state)
{
	assert_int_equal(store_int(*state, "SELECT value FROM counters WHERE name = 'generation'"),
	                 1);
}

/* The whole of a file, NUL-terminated, in the arena. */
static const char *slurp(struct arena *a, const char *path)
{
	FILE *file = fopen(path, "rb");
	char *text = NULL;
	long  n;

	assert_non_null(file);
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	n = ftell(file);
	rewind(file);
	text = arena_alloc(a, (size_t)n + 1);
	assert_int_equal(fread(text, 1, (size_t)n, file), n);
	fclose(file);
	return text;
}

/* Tests run at the root of the repository. */
static void every_script_is_in_the_program(void **state)
{
	struct store  *s = *state;
	DIR           *d = opendir("schema/sqlite");
	struct dirent *e;
	int            files = 0;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL) {
		const struct migration *m = NULL;

		if (e->d_name[0] == '.')
			continue;
		for (int i = 0; i < migrations_n; i++)
			if (strcmp(arena_printf(s->a, "%04d_%s.sql", migrations[i].version,
			                        migrations[i].name),
			           e->d_name) == 0)
				m = &migrations[i];
		if (!m)
			print_error("schema/sqlite/%s is not in migrations[]\n", e->d_name);
		assert_string_equal(m ? m->sql : "",
		                    slurp(s->a, arena_printf(s->a, "schema/sqlite/%s", e->d_name)));
		files++;
	}
	closedir(d);
	assert_int_equal(files, migrations_n);
}

static void versions_are_1_2_3(void **state)
{
	(void)state;
	for (int i = 0; i < migrations_n; i++)
		assert_int_equal(migrations[i].version, i + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(promised_tables_and_columns_are_there, store_setup,
	                                        store_teardown),
		cmocka_unit_test_setup_teardown(promised_indexes_are_there, store_setup,
	                                        store_teardown),
		cmocka_unit_test_setup_teardown(derived_ids_are_unique_and_follow_their_key,
	                                        store_setup, store_teardown),
		cmocka_unit_test_setup_teardown(nonsense_is_refused_by_the_schema, store_setup,
	                                        store_teardown),
		cmocka_unit_test_setup_teardown(
			keys_have_one_of_two_scopes_and_go_with_their_account, store_setup,
			store_teardown),
		cmocka_unit_test_setup_teardown(generation_begins_at_one, store_setup,
	                                        store_teardown),
		cmocka_unit_test_setup_teardown(every_script_is_in_the_program, store_setup,
	                                        store_teardown),
		cmocka_unit_test(versions_are_1_2_3),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

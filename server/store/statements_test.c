/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

/* The table against SQLite itself: nothing here goes through our driver. */

static void every_row_is_filled(void **state)
{
	(void)state;
	for (size_t i = 0; i < STMT__N; i++) {
		assert_non_null(statements[i].sql);
		assert_non_null(statements[i].in);
		assert_non_null(statements[i].out);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(statements[i].sql, statements[j].sql);
	}
}

static sqlite3_stmt *prepared(sqlite3 *db, size_t i)
{
	sqlite3_stmt *st = NULL;
	const char   *tail = "";

	if (sqlite3_prepare_v2(db, statements[i].sql, -1, &st, &tail) != SQLITE_OK)
		print_error("%s: %s\n", statements[i].sql, sqlite3_errmsg(db));
	assert_non_null(st);
	assert_string_equal(tail, ""); /* one statement a row */
	return st;
}

static void every_row_fits_the_schema(void **state)
{
	struct store *s = *state;

	for (size_t i = 0; i < STMT__N; i++) {
		sqlite3_stmt *st = prepared(s->eye, i);

		if ((size_t)sqlite3_bind_parameter_count(st) != strlen(statements[i].in) ||
		    (size_t)sqlite3_column_count(st) != strlen(statements[i].out))
			print_error("%s\n", statements[i].sql);
		assert_int_equal(sqlite3_bind_parameter_count(st), strlen(statements[i].in));
		assert_int_equal(sqlite3_column_count(st), strlen(statements[i].out));
		sqlite3_finalize(st);
	}
}

static void parameters_are_1_to_n(void **state)
{
	struct store *s = *state;

	for (size_t i = 0; i < STMT__N; i++) {
		sqlite3_stmt *st = prepared(s->eye, i);
		char          name[24];

		for (size_t k = 1; k <= strlen(statements[i].in); k++) {
			snprintf(name, sizeof(name), "$%zu", k);
			assert_int_not_equal(sqlite3_bind_parameter_index(st, name), 0);
		}
		sqlite3_finalize(st);
	}
}

static void types_are_known_letters(void **state)
{
	(void)state;
	for (size_t i = 0; i < STMT__N; i++) {
		assert_int_equal(strspn(statements[i].in, "tidTID"), strlen(statements[i].in));
		assert_int_equal(strspn(statements[i].out, "tidTID"), strlen(statements[i].out));
		assert_in_range(strlen(statements[i].in), 0, 24); /* what the driver has room for */
		assert_in_range(strlen(statements[i].out), 0, 24);
	}
}

/*
 * The declared type of a plain column must be the letter's. Expressions have none and are
 * skipped.
 */
static void columns_have_the_type_of_their_letter(void **state)
{
	struct store *s = *state;

	for (size_t i = 0; i < STMT__N; i++) {
		sqlite3_stmt *st = prepared(s->eye, i);

		for (int k = 0; statements[i].out[k]; k++) {
			const char *type = sqlite3_column_decltype(st, k);
			int         letter = statements[i].out[k] | 0x20;

			if (!type)
				continue;
			if (strcmp(type, letter == 'i'   ? "INTEGER"
			                 : letter == 'd' ? "REAL"
			                                 : "TEXT") != 0)
				print_error("column %d of %s is %s\n", k, statements[i].sql, type);
			assert_string_equal(type, letter == 'i'   ? "INTEGER"
			                          : letter == 'd' ? "REAL"
			                                          : "TEXT");
		}
		sqlite3_finalize(st);
	}
}

/*
 * A column that may be NULL must have a capital: the driver would hand out an unset value
 * otherwise.
 */
static void nullable_columns_have_capitals(void **state)
{
	struct store *s = *state;

	for (size_t i = 0; i < STMT__N; i++) {
		sqlite3_stmt *st = prepared(s->eye, i);

		for (int k = 0; statements[i].out[k]; k++) {
			const char *table = sqlite3_column_table_name(st, k);
			const char *column = sqlite3_column_origin_name(st, k);
			int         not_null = 1, key = 0;

			if (!table)
				continue;
			assert_int_equal(sqlite3_table_column_metadata(s->eye, NULL, table, column,
			                                               NULL, NULL, &not_null, &key,
			                                               NULL),
			                 SQLITE_OK);
			if (!not_null && !key && statements[i].out[k] >= 'a')
				print_error("%s.%s in %s\n", table, column, statements[i].sql);
			assert_true(not_null || key || statements[i].out[k] < 'a');
		}
		sqlite3_finalize(st);
	}
}

/*
 * Values are bound, never spelled: the only literals are words of the schema,
 * small numbers and what names a row of the program's own.
 */
static void no_value_is_spelled_in_the_text(void **state)
{
	static const char *const words[] = {
		"'generation'", "'identity_epoch'", "'audit_rows'", "'admin'", "'index'",
		"'prices'", "'benchmark'", "'series'", "'fx'", "'risk_free'", "'actions'",
		"'not stated'", "'notices'",
		/* events of a session */
		"'daily_drop'", "'outlier'", "'return_above'", "'return_below'"};

	(void)state;
	for (size_t i = 0; i < STMT__N; i++) {
		const char *sql = statements[i].sql;

		assert_null(strchr(sql, '%')); /* no format */
		assert_null(strchr(sql, '?')); /* no unnumbered argument */
		assert_null(strchr(sql, ';'));
		for (const char *p = strchr(sql, '\''); p; p = strchr(p, '\'')) {
			const char *end = strchr(p + 1, '\'');
			size_t      n, k = 0;

			assert_non_null(end);
			n = (size_t)(end - p) + 1;
			while (k < COUNT(words) &&
			       (strlen(words[k]) != n || strncmp(words[k], p, n) != 0))
				k++;
			if (k == COUNT(words))
				print_error("%.*s in %s\n", (int)n, p, sql);
			assert_true(k < COUNT(words));
			p = end + 1;
		}
	}
}

/* A list without an order is not one, and one without a limit has no bound. */
static void lists_have_an_order(void **state)
{
	static const enum stmt lists[] = {
		STMT_MIGRATION_LIST,  STMT_USER_LIST,      STMT_ASSET_LIST,
		STMT_PRICE_RANGE,     STMT_PRICE_MEMBERS,  STMT_SOURCE_LIST,
		STMT_SERIES_RANGE,    STMT_MEMBER_LIST,    STMT_LEVEL_RANGE,
		STMT_LEVEL_LAST,      STMT_REBALANCE_LIST, STMT_ALLOCATION_LIST,
		STMT_CLOSURE_LIST,    STMT_TABLE_LIST,     STMT_COVERAGE_LIST,
		STMT_CONFIG_LIST,     STMT_EVENT_PAGE,     STMT_FLAG_LIST,
		STMT_REBALANCE_COSTS, STMT_EVENT_LIST,     STMT_FX_RANGE,
		STMT_RISK_FREE_RANGE,
	};

	(void)state;
	for (size_t i = 0; i < COUNT(lists); i++)
		assert_non_null(strstr(statements[lists[i]].sql, "ORDER BY"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_filled),
		cmocka_unit_test(every_row_fits_the_schema),
		cmocka_unit_test(parameters_are_1_to_n),
		cmocka_unit_test(types_are_known_letters),
		cmocka_unit_test(columns_have_the_type_of_their_letter),
		cmocka_unit_test(nullable_columns_have_capitals),
		cmocka_unit_test(no_value_is_spelled_in_the_text),
		cmocka_unit_test(lists_have_an_order),
	};

	return cmocka_run_group_tests(tests, store_setup, store_teardown);
}

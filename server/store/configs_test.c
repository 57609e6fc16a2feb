/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

#include "store/configs.h"
#include "store/runs.h"

static int setup(void **state)
{
	struct store *s = store_make();

	store_exec(
		s,
		"INSERT INTO indexes VALUES (1, 'AutoIndex', 'USD', 0), (2, 'Other', 'USD', 0);"
		"INSERT INTO users (id, email, password_hash, role, created_at) VALUES (7, 'a@b.c', 'h', 'admin', 0)");
	*state = s;
	return 0;
}

static void versions_count_up_for_each_index(void **state)
{
	struct store     *s = *state;
	struct config_row row = {.weights = "{\"w\":1}",
	                         .parameters = "{\"p\":2}",
	                         .created_at = 5},
			  got = {.id = 77};
	struct fail f = {0};

	assert_refused(configs_newest(s->db, s->a, 1, &got, &f), ERR_NOTFOUND, &f,
	               "no strategy yet");
	assert_int_equal(got.id, 77);
	f = (struct fail){0};
	for (int64_t v = 1; v <= 3; v++) {
		row.weights = arena_printf(s->a, "{\"w\":%lld}", (long long)v);
		assert_ok(configs_add(s->db, 1, 0, &row, &f), &f);
		assert_int_equal(row.version, v);
		assert_ok(configs_newest(s->db, s->a, 1, &got, &f), &f);
		assert_int_equal(got.id, row.id);
		assert_int_equal(got.version, v);
		assert_string_equal(got.weights, row.weights);
		assert_string_equal(got.parameters, "{\"p\":2}");
		assert_null(got.ai_metadata);
		assert_int_equal(got.created_at, 5);
	}
	assert_ok(configs_add(s->db, 2, 0, &row, &f), &f);
	assert_int_equal(row.version, 1);
	assert_ok(configs_newest(s->db, s->a, 1, &got, &f), &f);
	assert_int_equal(got.version, 3);
	assert_int_equal(store_int(s, "SELECT count(*) FROM strategy_configs"),
	                 4); /* none was overwritten */
}

static void who_and_why_are_kept(void **state)
{
	struct store     *s = *state;
	struct config_row row = {.weights = "{}",
	                         .parameters = "{}",
	                         .ai_metadata = "{\"reason\":\"test\"}"},
			  got;
	struct fail f = {0};

	assert_ok(configs_add(s->db, 1, 7, &row, &f), &f);
	assert_ok(configs_newest(s->db, s->a, 1, &got, &f), &f);
	assert_string_equal(got.ai_metadata, "{\"reason\":\"test\"}");
	assert_int_equal(store_int(s, "SELECT created_by FROM strategy_configs"), 7);
	assert_ok(configs_add(s->db, 1, 0, &row, &f), &f);
	assert_null(store_text(s, "SELECT created_by FROM strategy_configs WHERE version = 2"));
	assert_refused(configs_add(s->db, 1, 99, &row, &f), ERR_CONFLICT, &f, "");
	assert_refused(configs_add(s->db, 99, 0, &row, &f), ERR_CONFLICT, &f, "");
}

static void the_newest_run_is_the_last_added(void **state)
{
	struct store     *s = *state;
	struct config_row row = {.weights = "{}", .parameters = "{}"};
	struct run        run = {.config_hash = "ch",
	                         .data_hash = "dh",
	                         .engine = "0.1.0+test",
	                         .started_at = 11,
	                         .duration_us = 22,
	                         .levels = 33,
	                         .rebalances = 44,
	                         .first_date = -5,
	                         .last_date = 66};
	struct run        got = {.id = 77};
	struct fail       f = {0};

	assert_refused(runs_newest(s->db, s->a, 1, &got, &f), ERR_NOTFOUND, &f,
	               "not been computed");
	assert_int_equal(got.id, 77);
	f = (struct fail){0};
	assert_ok(configs_add(s->db, 1, 0, &row, &f), &f);
	run.config_id = row.id;
	assert_ok(runs_add(s->db, 1, &run, &f), &f);
	int64_t first = run.id;
	run.engine = "0.2.0+test";
	assert_ok(runs_add(s->db, 1, &run, &f), &f);
	assert_true(run.id > first);
	assert_ok(runs_newest(s->db, s->a, 1, &got, &f), &f);
	assert_int_equal(got.id, run.id);
	assert_int_equal(got.config_id, row.id);
	assert_string_equal(got.config_hash, "ch");
	assert_string_equal(got.data_hash, "dh");
	assert_string_equal(got.engine, "0.2.0+test");
	assert_int_equal(got.started_at, 11);
	assert_int_equal(got.duration_us, 22);
	assert_int_equal(got.levels, 33);
	assert_int_equal(got.rebalances, 44);
	assert_int_equal(got.first_date, -5);
	assert_int_equal(got.last_date, 66);
	assert_refused(runs_newest(s->db, s->a, 2, &got, &f), ERR_NOTFOUND, &f, "");
	run.config_id = 99;
	assert_refused(runs_add(s->db, 1, &run, &f), ERR_CONFLICT, &f, "");
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, store_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(versions_count_up_for_each_index),
		T(who_and_why_are_kept),
		T(the_newest_run_is_the_last_added),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

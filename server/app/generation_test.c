/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

#include <sched.h>

#include "app/generation.h"

static struct generation *start(struct store *s)
{
	struct generation *g = NULL;
	struct db         *db;
	struct fail        f = {0};

	assert_ok(db_sqlite_open(s->path, &db, &f), &f);
	assert_ok(generation_watch(db, &g, &f), &f);
	return g;
}

static void own_changes_are_known_at_once(void **state)
{
	struct store      *s = *state;
	struct generation *g = start(s);
	int64_t            before = generation_now(g);

	generation_note(g, s->db);
	assert_int_equal(generation_now(g), before);
	store_exec(s, "UPDATE counters SET value = value + 1 WHERE name = 'generation'");
	generation_note(g, s->db);
	assert_true(generation_now(g) > before);
	before = generation_now(g);
	store_exec(s,
	           "UPDATE counters SET value = 1 WHERE name = 'generation'"); /* a restored copy */
	generation_note(g, s->db);
	assert_true(generation_now(g) > before);
	generation_destroy(g);
	generation_destroy(NULL);
}

static void other_changes_are_noticed(void **state)
{
	struct store      *s = *state;
	struct generation *g = start(s);
	int64_t            before = generation_now(g);

	store_exec(s, "UPDATE counters SET value = value + 1 WHERE name = 'generation'");
	while (generation_now(g) == before)
		sched_yield();
	generation_destroy(g);
}

static void what_cannot_be_read_counts_as_new(void **state)
{
	struct store      *s = *state;
	struct generation *g = start(s);
	int64_t            before = generation_now(g);

	store_exec(s, "ALTER TABLE counters RENAME TO gone");
	generation_note(g, s->db);
	generation_note(g, s->db);
	assert_true(generation_now(g) >= before + 2);
	generation_destroy(g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(own_changes_are_known_at_once, store_setup,
	                                        store_teardown),
		cmocka_unit_test_setup_teardown(other_changes_are_noticed, store_setup,
	                                        store_teardown),
		cmocka_unit_test_setup_teardown(what_cannot_be_read_counts_as_new, store_setup,
	                                        store_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

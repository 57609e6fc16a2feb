/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "queue/queue_model.h"

/*
 * MODEL_STEPS (10,000) steps of each of MODEL_SEEDS (3) random histories; `make test-queue-long` runs
 * more of both.
 */

static int setup(void **state)
{
	struct suite *s = calloc(1, sizeof(*s));
	struct store *store = store_make();

	assert_non_null(s);
	s->own = store;
	s->clock = calloc(1, sizeof(*s->clock));
	assert_non_null(s->clock);
	s->clock->fixed_ms = SUITE_T0;
	s->a = arena_create();
	s->q = queue_sql_create(store->db, s->clock, NULL);
	/* What is tested is not the disk. */
	store_exec(store, "PRAGMA synchronous = OFF");
	*state = s;
	return 0;
}

static int teardown(void **state)
{
	struct suite *s = *state;

	queue_destroy(s->q);
	store_remove(s->own);
	arena_destroy(s->a);
	free(s->clock);
	free(s);
	return 0;
}

static long number_of(const char *name, long otherwise)
{
	const char *text = getenv(name);

	return text ? strtol(text, NULL, 10) : otherwise;
}

static void histories_are_those_of_the_model(void **state)
{
	static struct model m;
	long                steps = number_of("MODEL_STEPS", 10000);

	for (long seed = 1; seed <= number_of("MODEL_SEEDS", 3); seed++) {
		void *own;

		setup(&own);
		model_run(&m, own, (uint64_t)seed, steps);
		print_message("seed %ld: %ld steps, %ld done, %ld dropped, %ld cancelled, "
		              "%ld expired, %ld fenced, %ld clock jumps\n",
		              seed, m.steps, m.done, m.dead, m.cancelled, m.expired, m.fenced,
		              m.jumps);
		assert_true(m.done > 0 && m.dead > 0 && m.expired > 0 && m.fenced > 0);
		teardown(&own);
	}
	(void)state;
}

static void a_put_that_is_rolled_back_was_never_there(void **state)
{
	struct suite *s = *state;
	struct store *store = s->own;
	struct fail   f = {0};
	struct task   t;
	char          id[TASK_ID_MAX + 1];

	assert_ok(store->db->ops->begin(store->db, &f), &f);
	suite_put(s, QUEUE_DEFAULT, NULL, 0, id);
	store->db->ops->rollback(store->db);
	assert_refused(queue_get(s->q, s->a, id, &t, &f), ERR_NOTFOUND, &f, "no task");
}

static void one_that_left_its_effect_gives_up_its_key(void **state)
{
	struct suite   *s = *state;
	struct task_new in = {.kind = "work",
	                      .args = "{}",
	                      .queue = QUEUE_DEFAULT,
	                      .max_tries = 3,
	                      .once_key = "compute",
	                      .anew = true};
	struct fail     f = {0};
	struct task     t;
	char            one[TASK_ID_MAX + 1], two[TASK_ID_MAX + 1];
	bool            fresh;

	assert_ok(queue_put(s->q, &in, one, &fresh, &f), &f);
	assert_int_equal(suite_reserve(s, "a", 1, &t), 1);
	store_exec(s->own,
	           "INSERT INTO task_effects (task_id, at, result) SELECT id, 1, '{}' FROM tasks");
	/* Its process ends before it says so: run again, it will find that it did what it was for. */
	assert_ok(queue_release(s->q, &t, &f), &f);
	assert_ok(queue_put(s->q, &in, two, &fresh, &f), &f);
	assert_true(fresh);
	assert_string_not_equal(one, two);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SUITE_TESTS(setup, teardown),
		cmocka_unit_test_setup_teardown(a_put_that_is_rolled_back_was_never_there, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(one_that_left_its_effect_gives_up_its_key, setup,
	                                        teardown),
		cmocka_unit_test(histories_are_those_of_the_model),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

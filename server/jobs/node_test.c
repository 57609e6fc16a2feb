/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "jobs/node.h"

#include "app/fixture.h"
#include "queue/queue.h"

struct bench {
	struct desk       *d;
	struct queue      *q;
	struct node_watch *w;
};

static int setup(void **state)
{
	struct bench *b = calloc(1, sizeof(*b));

	assert_non_null(b);
	b->d = desk_make();
	b->q = queue_sql_create(b->d->s->db, &b->d->clock, NULL);
	b->w = node_watch_create("own");
	*state = b;
	return 0;
}

static int teardown(void **state)
{
	struct bench *b = *state;
	void         *desk = b->d;

	node_watch_destroy(b->w);
	queue_destroy(b->q);
	desk_teardown(&desk);
	free(b);
	return 0;
}

static void here(struct bench *b, const char *node)
{
	struct queue_worker w = {.node = node, .role = "test", .queues = ""};
	struct fail         f = {0};

	assert_ok(queue_here(b->q, &w, &f), &f);
}

static int64_t look(struct bench *b, bool stored)
{
	struct fail f = {0};

	assert_ok(node_bury(b->w, b->q, b->d->s->a, &f), &f);
	if (stored)
		node_stored(b->w);
	return store_int(b->d->s, "SELECT count(*) FROM workers");
}

static void who_is_silent_is_gone_after_four_looks(void **state)
{
	struct bench *b = *state;

	here(b, "own"); /* silent, too, but it is the one that looks */
	here(b, "other");
	for (int i = 0; i < 4; i++)
		assert_int_equal(look(b, true), 2);
	assert_int_equal(look(b, true), 1);
	assert_string_equal(store_text(b->d->s, "SELECT node FROM workers"), "own");
	here(b, "other"); /* it only slept */
	for (int i = 0; i < 4; i++)
		assert_int_equal(look(b, true), 2);
}

static void a_sign_of_life_is_any_change_of_the_stamp(void **state)
{
	static const int64_t steps[] = {2000, -3600000, 3600000, -1, 1};
	struct bench        *b = *state;

	here(b, "other");
	for (int i = 0; i < 20; i++) {
		assert_int_equal(look(b, true), 1);
		assert_int_equal(look(b, true), 1);
		b->d->clock.fixed_ms += steps[i % 5];
		here(b, "other");
		b->d->clock.fixed_ms +=
			86400000; /* how far the clock here is from that says nothing */
		assert_int_equal(look(b, true), 1);
		b->d->clock.fixed_ms -= 86400000;
	}
}

static void looks_that_were_not_stored_do_not_count(void **state)
{
	struct bench *b = *state;

	here(b, "other");
	for (int i = 0; i < 50; i++)
		assert_int_equal(look(b, false), 1);
	assert_int_equal(look(b, true), 1);
}

static void a_process_that_is_not_there_is_gone_at_once(void **state)
{
	struct bench *b = *state;
	char          node[NODE_MAX];

	here(b, node_make("test", node));
	assert_int_equal(look(b, true), 1);
	/* This one, as if it had started at another time. */
	node_make(NULL, node);
	node[strlen(node) - 1] ^= 1;
	here(b, node);
	assert_int_equal(look(b, true), 1);
}

static void who_cannot_be_judged_is_not(void **state)
{
	char node[NODE_MAX];

	(void)state;
	assert_false(node_gone(""));
	assert_false(node_gone("elsewhere/0/0:1:1"));
	assert_false(node_gone(node_make(NULL, node)));
	node[strcspn(node, ":")] = '\0';
	assert_false(node_gone(node));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(who_is_silent_is_gone_after_four_looks, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(a_sign_of_life_is_any_change_of_the_stamp, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(looks_that_were_not_stored_do_not_count, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(a_process_that_is_not_there_is_gone_at_once, setup,
	                                        teardown),
		cmocka_unit_test(who_cannot_be_judged_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

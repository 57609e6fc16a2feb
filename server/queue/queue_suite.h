/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef QUEUE_QUEUE_SUITE_H
#define QUEUE_QUEUE_SUITE_H

/*
 * For tests only: what every implementation of queue/queue.h must do. Its test gives it a queue and a
 * clock that the suite may set, and runs suite_tests; queue_model.h holds it against a model, with seeds.
 */

#include "store/fixture.h"

#include "base/clock.h"
#include "queue/queue.h"

struct suite {
	struct queue *q;
	struct clock *clock;
	struct arena *a;
	void         *own; /* of the implementation's test */
};

enum { SUITE_LEASE_MS = 30000, SUITE_MAX = 64 };
#define SUITE_T0 INT64_C(1767225600000)

static inline void suite_put(struct suite *s, enum task_queue queue, const char *key, int64_t delay,
                             char id[TASK_ID_MAX + 1])
{
	struct task_new t = {.kind = "work",
	                     .args = "{\"n\":1}",
	                     .queue = queue,
	                     .max_tries = 3,
	                     .once_key = key,
	                     .delay_ms = delay};
	struct fail     f = {0};
	bool            fresh;

	assert_ok(queue_put(s->q, &t, id, &fresh, &f), &f);
}

static inline void suite_here(struct suite *s, const char *owner)
{
	struct fail f = {0};

	assert_ok(queue_here(s->q, &(struct queue_worker){owner, "test", "", 1, 0, 0, 0, 0, 0}, &f),
	          &f);
}

static inline size_t suite_reserve(struct suite *s, const char *owner, size_t max, struct task *out)
{
	struct fail f = {0};
	size_t      n;

	suite_here(s, owner);
	assert_ok(queue_reserve(s->q, s->a, QUEUE_ALL, owner, SUITE_LEASE_MS, max, out, &n, &f),
	          &f);
	return n;
}

static inline struct task suite_get(struct suite *s, const char *id)
{
	struct fail f = {0};
	struct task t;

	assert_ok(queue_get(s->q, s->a, id, &t, &f), &f);
	return t;
}

static inline size_t suite_expire(struct suite *s, struct task *out)
{
	struct fail f = {0};
	size_t      n;

	assert_ok(queue_expire(s->q, s->a, SUITE_MAX, out, &n, &f), &f);
	return n;
}

static void a_task_goes_from_put_to_done(void **state)
{
	struct suite *s = *state;
	struct task   t[2];
	char          id[TASK_ID_MAX + 1];
	struct fail   f = {0};

	suite_put(s, QUEUE_DEFAULT, NULL, 0, id);
	assert_int_equal(suite_get(s, id).state, TASK_READY);
	assert_int_equal(suite_reserve(s, "a", 2, t), 1);
	assert_string_equal(t[0].id, id);
	assert_string_equal(t[0].args, "{\"n\":1}");
	assert_int_equal(t[0].tries, 1);
	assert_int_equal(suite_get(s, id).state, TASK_RESERVED);
	assert_ok(queue_done(s->q, &t[0], "{\"r\":2}", &f), &f);
	struct task end = suite_get(s, id);
	assert_int_equal(end.state, TASK_DONE);
	assert_string_equal(end.result, "{\"r\":2}");
	assert_int_equal(end.percent, 100);
	assert_int_equal(suite_reserve(s, "a", 2, t), 0);
	assert_refused(queue_done(s->q, &end, NULL, &f), ERR_CONFLICT, &f, "no longer");
}

static void queues_go_by_priority_and_each_in_order(void **state)
{
	struct suite *s = *state;
	char          id[6][TASK_ID_MAX + 1];
	struct task   t[8];
	const int     order[] = {1, 4, 2, 5, 0, 3};

	for (int i = 0; i < 6; i++) {
		s->clock->fixed_ms++;
		suite_put(s, (enum task_queue)((i + 2) % QUEUE_N), NULL, 0, id[i]);
	}
	assert_int_equal(suite_reserve(s, "a", 4, t), 4);
	assert_int_equal(suite_reserve(s, "a", 4, t + 4), 2);
	for (int i = 0; i < 6; i++)
		assert_string_equal(t[i].id, id[order[i]]);
}

static void a_delayed_task_waits(void **state)
{
	struct suite *s = *state;
	char          id[TASK_ID_MAX + 1];
	struct task   t;
	struct fail   f = {0};
	int64_t       at;

	suite_put(s, QUEUE_LOW, NULL, 5000, id);
	assert_int_equal(suite_reserve(s, "a", 1, &t), 0);
	assert_ok(queue_due(s->q, QUEUE_ALL, &at, &f), &f);
	assert_int_equal(at, s->clock->fixed_ms + 5000);
	assert_ok(queue_due(s->q, 1u << QUEUE_HIGH, &at, &f), &f);
	assert_true(at == INT64_MAX);
	s->clock->fixed_ms += 5000;
	assert_int_equal(suite_reserve(s, "a", 1, &t), 1);
}

static void a_key_is_there_once_until_it_ends(void **state)
{
	struct suite   *s = *state;
	char            one[TASK_ID_MAX + 1], two[TASK_ID_MAX + 1];
	struct task     t;
	struct task_new in = {.kind = "work",
	                      .args = "{}",
	                      .queue = QUEUE_DEFAULT,
	                      .max_tries = 1,
	                      .once_key = "refresh"};
	struct fail     f = {0};
	bool            fresh;

	assert_ok(queue_put(s->q, &in, one, &fresh, &f), &f);
	assert_true(fresh);
	assert_ok(queue_put(s->q, &in, two, &fresh, &f), &f);
	assert_false(fresh);
	assert_string_equal(one, two);
	assert_int_equal(suite_reserve(s, "a", 1, &t), 1);
	assert_ok(queue_put(s->q, &in, two, &fresh, &f), &f);
	assert_false(fresh);
	assert_ok(queue_bury(s->q, &t, "broken", &f), &f);
	assert_ok(queue_put(s->q, &in, two, &fresh, &f), &f);
	assert_true(fresh);
	assert_refused(queue_requeue(s->q, one, &f), ERR_CONFLICT, &f, "already");
}

static void one_that_runs_gives_up_its_key_to_one_anew(void **state)
{
	struct suite   *s = *state;
	char            one[TASK_ID_MAX + 1], two[TASK_ID_MAX + 1], id[TASK_ID_MAX + 1];
	struct task     t, other;
	struct task_new in = {.kind = "work",
	                      .args = "{}",
	                      .queue = QUEUE_DEFAULT,
	                      .max_tries = 3,
	                      .once_key = "compute",
	                      .anew = true};
	struct fail     f = {0};
	bool            fresh;

	assert_ok(queue_put(s->q, &in, one, &fresh, &f), &f);
	assert_ok(queue_put(s->q, &in, id, &fresh, &f), &f);
	assert_false(fresh); /* it waits: it will see what this one is put for */
	assert_string_equal(id, one);
	assert_int_equal(suite_reserve(s, "a", 1, &t), 1);
	assert_ok(queue_put(s->q, &in, two, &fresh, &f), &f);
	assert_true(fresh);
	assert_string_not_equal(one, two);
	/* Back in the queue, it is beside the one that has the key now. */
	assert_ok(queue_retry(s->q, &t, 1000, "why", NULL, &f), &f);
	assert_ok(queue_put(s->q, &in, id, &fresh, &f), &f);
	assert_string_equal(id, two);
	assert_int_equal(suite_reserve(s, "a", 1, &other), 1);
	assert_string_equal(other.id, two);
	s->clock->fixed_ms += 1000;
	assert_int_equal(suite_reserve(s, "a", 1, &t), 1);
	assert_string_equal(t.id, one);
	/* To whoever does not ask anew, it is there while it runs. */
	in.anew = false;
	assert_ok(queue_put(s->q, &in, id, &fresh, &f), &f);
	assert_false(fresh);
	assert_string_equal(id, two);
}

static void one_in_back_off_is_due_at_once_anew(void **state)
{
	struct suite   *s = *state;
	char            one[TASK_ID_MAX + 1], id[TASK_ID_MAX + 1];
	struct task     t;
	struct task_new in = {.kind = "work",
	                      .args = "{}",
	                      .queue = QUEUE_DEFAULT,
	                      .max_tries = 3,
	                      .once_key = "compute"};
	struct fail     f = {0};
	bool            fresh;

	assert_ok(queue_put(s->q, &in, one, &fresh, &f), &f);
	assert_int_equal(suite_reserve(s, "a", 1, &t), 1);
	assert_ok(queue_retry(s->q, &t, 600000, "away", NULL, &f), &f);
	assert_ok(queue_put(s->q, &in, id, &fresh, &f), &f);
	assert_int_equal(suite_reserve(s, "a", 1, &t), 0); /* a double click is no news */
	in.anew = true;
	assert_ok(queue_put(s->q, &in, id, &fresh, &f), &f);
	assert_true(!fresh && strcmp(id, one) == 0);
	assert_int_equal(suite_reserve(s, "a", 1, &t), 1);
	assert_int_equal(t.tries, 2);
}

static void a_lost_lease_changes_nothing(void **state)
{
	struct suite *s = *state;
	char          id[TASK_ID_MAX + 1];
	struct task   old, t, gone[SUITE_MAX];
	struct fail   f = {0};
	bool          cancel;

	suite_put(s, QUEUE_DEFAULT, NULL, 0, id);
	suite_reserve(s, "a", 1, &old);
	s->clock->fixed_ms += SUITE_LEASE_MS;
	assert_int_equal(suite_expire(s, gone), 0); /* only its owner's clock counts */
	suite_here(s, "a");
	assert_int_equal(suite_expire(s, gone), 1);
	assert_int_equal(gone[0].state, TASK_READY);
	assert_int_equal(suite_reserve(s, "b", 1, &t), 1);
	assert_int_equal(t.tries, 2);
	assert_refused(queue_done(s->q, &old, NULL, &f), ERR_CONFLICT, &f, "lease");
	assert_refused(queue_retry(s->q, &old, 0, "why", NULL, &f), ERR_CONFLICT, &f, "lease");
	assert_refused(queue_bury(s->q, &old, "why", &f), ERR_CONFLICT, &f, "lease");
	assert_refused(queue_cancelled(s->q, &old, &f), ERR_CONFLICT, &f, "lease");
	assert_refused(queue_release(s->q, &old, &f), ERR_CONFLICT, &f, "lease");
	assert_refused(queue_touch(s->q, &old, 1, 1, NULL, &cancel, &f), ERR_CONFLICT, &f, "lease");
	assert_ok(queue_done(s->q, &t, NULL, &f), &f);
}

static void a_lease_is_of_its_task_alone(void **state)
{
	struct suite *s = *state;
	char          id[TASK_ID_MAX + 1];
	struct task   old, t;
	struct fail   f = {0};
	bool          cancel;

	suite_put(s, QUEUE_DEFAULT, NULL, 0, id);
	suite_reserve(s, "a", 1, &old);
	assert_ok(queue_bury(s->q, &old, "broken", &f), &f);
	assert_ok(queue_drop(s->q, id, &f), &f);
	suite_put(s, QUEUE_DEFAULT, NULL, 0, id); /* in its place, perhaps */
	assert_int_equal(suite_reserve(s, "a", 1, &t), 1);
	assert_refused(queue_touch(s->q, &old, 1, 1, NULL, &cancel, &f), ERR_CONFLICT, &f, "lease");
	assert_refused(queue_done(s->q, &old, NULL, &f), ERR_CONFLICT, &f, "lease");
	assert_refused(queue_retry(s->q, &old, 0, "why", NULL, &f), ERR_CONFLICT, &f, "lease");
	assert_refused(queue_bury(s->q, &old, "why", &f), ERR_CONFLICT, &f, "lease");
	assert_refused(queue_cancelled(s->q, &old, &f), ERR_CONFLICT, &f, "lease");
	assert_refused(queue_release(s->q, &old, &f), ERR_CONFLICT, &f, "lease");
	assert_ok(queue_done(s->q, &t, NULL, &f), &f);
}

static void a_touched_lease_lives_on_and_tells_of_cancelling(void **state)
{
	struct suite *s = *state;
	char          id[TASK_ID_MAX + 1];
	struct task   t, gone[SUITE_MAX];
	struct fail   f = {0};
	bool          cancel = true, running = false;

	suite_put(s, QUEUE_DEFAULT, NULL, 0, id);
	suite_reserve(s, "a", 1, &t);
	s->clock->fixed_ms += SUITE_LEASE_MS - 1;
	suite_here(s, "a");
	assert_ok(queue_touch(s->q, &t, SUITE_LEASE_MS, 40, "halfway", &cancel, &f), &f);
	assert_false(cancel);
	s->clock->fixed_ms += 2;
	suite_here(s, "a");
	assert_int_equal(suite_expire(s, gone), 0);
	assert_int_equal(suite_get(s, id).percent, 40);
	assert_string_equal(suite_get(s, id).message, "halfway");
	assert_ok(queue_cancel(s->q, id, &running, &f), &f);
	assert_true(running);
	assert_ok(queue_touch(s->q, &t, SUITE_LEASE_MS, -1, NULL, &cancel, &f), &f);
	assert_true(cancel);
	assert_int_equal(suite_get(s, id).percent, 40);
	assert_ok(queue_cancelled(s->q, &t, &f), &f);
	assert_refused(queue_cancel(s->q, id, NULL, &f), ERR_CONFLICT, &f, "cancelled");
}

static void an_owner_that_is_gone_loses_all_at_once(void **state)
{
	struct suite *s = *state;
	char          id[TASK_ID_MAX + 1];
	struct task   t, gone[SUITE_MAX];
	struct fail   f = {0};

	suite_put(s, QUEUE_DEFAULT, NULL, 0, id);
	suite_reserve(s, "a", 1, &t);
	assert_int_equal(suite_expire(s, gone), 0);
	assert_ok(queue_leave(s->q, "a", &f), &f);
	assert_int_equal(suite_expire(s, gone), 1);
	suite_reserve(s, "a", 1, &t);
	assert_ok(queue_leave(s->q, "b", &f), &f); /* another, that was not there */
	assert_int_equal(suite_expire(s, gone), 0);
	assert_ok(queue_leave(s->q, "a", &f), &f);
	assert_int_equal(suite_expire(s, gone), 1);
	suite_reserve(s, "a", 1, &t);
	assert_ok(queue_leave(s->q, "a", &f), &f);
	assert_int_equal(suite_expire(s, gone), 1); /* the third try was the last */
	assert_int_equal(gone[0].state, TASK_DEAD);
	assert_non_null(gone[0].error);
}

static void tries_are_used_up_and_given_anew(void **state)
{
	struct suite   *s = *state;
	char            id[TASK_ID_MAX + 1];
	struct task     t;
	struct fail     f = {0};
	enum task_state now;

	suite_put(s, QUEUE_DEFAULT, NULL, 0, id);
	for (int i = 1; i <= 3; i++) {
		assert_int_equal(suite_reserve(s, "a", 1, &t), 1);
		assert_ok(queue_retry(s->q, &t, 100, "away", &now, &f), &f);
		assert_int_equal(now, i < 3 ? TASK_READY : TASK_DEAD);
		assert_int_equal(suite_reserve(s, "a", 1, &t), 0);
		s->clock->fixed_ms += 100;
	}
	assert_string_equal(suite_get(s, id).error, "away");
	assert_ok(queue_requeue(s->q, id, &f), &f);
	assert_int_equal(suite_reserve(s, "a", 1, &t), 1);
	assert_int_equal(t.tries, 1);
	assert_refused(queue_requeue(s->q, id, &f), ERR_CONFLICT, &f, "reserved");
	assert_refused(queue_drop(s->q, id, &f), ERR_CONFLICT, &f, "reserved");
	assert_ok(queue_bury(s->q, &t, "broken", &f), &f);
	assert_ok(queue_drop(s->q, id, &f), &f);
	assert_refused(queue_get(s->q, s->a, id, &t, &f), ERR_NOTFOUND, &f, "no task");
	assert_refused(queue_cancel(s->q, id, NULL, &f), ERR_NOTFOUND, &f, "no task");
}

static void a_released_task_lost_no_try(void **state)
{
	struct suite *s = *state;
	char          id[TASK_ID_MAX + 1];
	struct task   t;
	struct fail   f = {0};

	suite_put(s, QUEUE_DEFAULT, NULL, 0, id);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(suite_reserve(s, "a", 1, &t), 1);
		assert_int_equal(t.tries, 1);
		assert_ok(queue_release(s->q, &t, &f), &f);
	}
}

static void a_clock_that_goes_back_holds_nothing_up(void **state)
{
	struct suite *s = *state;
	char          id[TASK_ID_MAX + 1], two[TASK_ID_MAX + 1];
	struct task   t, gone[SUITE_MAX];

	suite_put(s, QUEUE_DEFAULT, NULL, 0, id);
	suite_reserve(s, "a", 1, &t);
	suite_put(s, QUEUE_DEFAULT, NULL, 0, two);
	s->clock->fixed_ms -= 3600000;
	assert_int_equal(suite_expire(s, gone), 0); /* its owner lives, whatever the clock */
	assert_int_equal(suite_reserve(s, "b", 2, (struct task[2]){t, t}), 1);
}

static void what_is_not_renewed_is_lost_whatever_the_clock(void **state)
{
	struct suite *s = *state;
	char          id[TASK_ID_MAX + 1];
	struct task   t, gone[SUITE_MAX];
	struct fail   f = {0};
	bool          cancel;

	suite_put(s, QUEUE_DEFAULT, NULL, 0, id);
	suite_reserve(s, "a", 1, &t);
	for (int i = 0; i < 4; i++) {
		s->clock->fixed_ms += i % 2 ? -3600000 : 3600000;
		assert_int_equal(suite_expire(s, gone), 0);
		suite_here(s, "b");
		assert_int_equal(suite_expire(s, gone), 0);
		suite_here(s, "a");
		assert_ok(queue_touch(s->q, &t, SUITE_LEASE_MS, -1, NULL, &cancel, &f), &f);
		assert_int_equal(suite_expire(s, gone), 0);
	}
	s->clock->fixed_ms += SUITE_LEASE_MS;
	suite_here(s, "a");
	assert_int_equal(suite_expire(s, gone), 1);
}

static void lists_are_pages_with_a_total(void **state)
{
	struct suite *s = *state;
	char          id[5][TASK_ID_MAX + 1];
	struct tasks  got;
	struct task   t;
	struct fail   f = {0};
	int64_t       n[QUEUE_N][TASK_STATES], gone;

	for (int i = 0; i < 5; i++)
		suite_put(s, QUEUE_LOW, NULL, 0, id[i]);
	suite_reserve(s, "a", 1, &t);
	assert_ok(queue_done(s->q, &t, "{}", &f), &f);
	assert_ok(queue_list(s->q, s->a, &(struct task_filter){.limit = 2, .offset = 1}, &got, &f),
	          &f);
	assert_int_equal(got.total, 5);
	assert_int_equal(got.n, 2);
	assert_string_equal(got.p[0].id, id[3]);
	struct task_filter done = {.states = 1u << TASK_DONE, .kind = "work", .limit = 9};
	assert_ok(queue_list(s->q, s->a, &done, &got, &f), &f);
	assert_int_equal(got.total, 1);
	assert_ok(queue_list(s->q, s->a, &(struct task_filter){.kind = "other", .limit = 9}, &got,
	                     &f),
	          &f);
	assert_int_equal(got.total, 0);
	assert_ok(queue_counts(s->q, n, &f), &f);
	assert_int_equal(n[QUEUE_LOW][TASK_READY], 4);
	assert_int_equal(n[QUEUE_LOW][TASK_DONE], 1);
	int64_t later = s->clock->fixed_ms + 1;
	assert_ok(queue_prune(s->q, 0, later, 10, &gone, &f), &f);
	assert_int_equal(gone, 0);
	assert_null(suite_get(s, id[0]).result);
	assert_ok(queue_prune(s->q, later, later, 10, &gone, &f), &f);
	assert_int_equal(gone, 1);
}

static void what_waits_is_told_in_the_order_of_its_turn(void **state)
{
	struct suite *s = *state;
	char          id[4][TASK_ID_MAX + 1], later[2][TASK_ID_MAX + 1];
	struct tasks  got;
	struct task   t;
	struct fail   f = {0};

	suite_put(s, QUEUE_LOW, NULL, 0, id[3]);
	suite_put(s, QUEUE_LOW, NULL, 9000, later[1]);
	suite_put(s, QUEUE_DEFAULT, NULL, 0, id[1]);
	suite_put(s, QUEUE_DEFAULT, NULL, 0, id[2]);
	suite_put(s, QUEUE_HIGH, NULL, 0, id[0]);
	suite_put(s, QUEUE_LOW, NULL, 5000, later[0]);
	assert_ok(queue_waiting(s->q, s->a, true, 0, 3, &got, &f), &f);
	assert_int_equal(got.total, 4);
	for (int i = 0; i < 3; i++)
		assert_string_equal(got.p[i].id, id[i]);
	assert_ok(queue_waiting(s->q, s->a, false, 0, 3, &got, &f), &f);
	assert_int_equal(got.total, 2);
	for (int i = 0; i < 2; i++)
		assert_string_equal(got.p[i].id, later[i]);
	assert_int_equal(suite_reserve(s, "a", 1, &t), 1);
	assert_ok(queue_waiting(s->q, s->a, true, 1, 9, &got, &f), &f);
	assert_int_equal(got.n, 3);
}

/* Given to cmocka by the implementation's test, with its own setup and teardown. */
#define SUITE_TESTS(setup, teardown)                                                               \
	cmocka_unit_test_setup_teardown(a_task_goes_from_put_to_done, setup, teardown),            \
		cmocka_unit_test_setup_teardown(queues_go_by_priority_and_each_in_order, setup,    \
	                                        teardown),                                         \
		cmocka_unit_test_setup_teardown(a_delayed_task_waits, setup, teardown),            \
		cmocka_unit_test_setup_teardown(a_key_is_there_once_until_it_ends, setup,          \
	                                        teardown),                                         \
		cmocka_unit_test_setup_teardown(one_that_runs_gives_up_its_key_to_one_anew, setup, \
	                                        teardown),                                         \
		cmocka_unit_test_setup_teardown(one_in_back_off_is_due_at_once_anew, setup,        \
	                                        teardown),                                         \
		cmocka_unit_test_setup_teardown(a_lost_lease_changes_nothing, setup, teardown),    \
		cmocka_unit_test_setup_teardown(a_lease_is_of_its_task_alone, setup, teardown),    \
		cmocka_unit_test_setup_teardown(a_touched_lease_lives_on_and_tells_of_cancelling,  \
	                                        setup, teardown),                                  \
		cmocka_unit_test_setup_teardown(an_owner_that_is_gone_loses_all_at_once, setup,    \
	                                        teardown),                                         \
		cmocka_unit_test_setup_teardown(tries_are_used_up_and_given_anew, setup,           \
	                                        teardown),                                         \
		cmocka_unit_test_setup_teardown(a_released_task_lost_no_try, setup, teardown),     \
		cmocka_unit_test_setup_teardown(a_clock_that_goes_back_holds_nothing_up, setup,    \
	                                        teardown),                                         \
		cmocka_unit_test_setup_teardown(what_is_not_renewed_is_lost_whatever_the_clock,    \
	                                        setup, teardown),                                  \
		cmocka_unit_test_setup_teardown(lists_are_pages_with_a_total, setup, teardown),    \
		cmocka_unit_test_setup_teardown(what_waits_is_told_in_the_order_of_its_turn,       \
	                                        setup, teardown)

#endif

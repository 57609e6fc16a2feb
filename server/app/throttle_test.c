/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>

#include "app/throttle.h"
#include "base/clock.h"

#define START INT64_C(1700000000000)

static int make(void **state)
{
	*state = throttle_create();
	return 0;
}

static int drop(void **state)
{
	throttle_destroy(*state);
	throttle_destroy(NULL);
	return 0;
}

/* What an attempt is told, which is then given up. */
static int wait_s(struct throttle *t, const char *key, int64_t now)
{
	const struct clock clock = {.fixed_ms = now};
	int                s = throttle_claim(t, key, &clock);

	if (s == 0)
		throttle_dropped(t, key);
	return s;
}

static void fail_times(struct throttle *t, const char *key, int n, int64_t now)
{
	for (int i = 0; i < n; i++)
		throttle_failed(t, key, now);
}

static void five_are_free_then_1_2_4_up_to_the_cap(void **state)
{
	struct throttle *t = *state;
	int              want = 1;

	assert_int_equal(wait_s(t, "k", START), 0);
	for (int i = 1; i < THROTTLE_FREE; i++) {
		throttle_failed(t, "k", START);
		assert_int_equal(wait_s(t, "k", START), 0);
	}
	for (int i = 0; i < 40; i++) { /* far beyond any shift's width */
		throttle_failed(t, "k", START);
		assert_int_equal(wait_s(t, "k", START), want);
		want = 2 * want > THROTTLE_MAX_S ? THROTTLE_MAX_S : 2 * want;
	}
	assert_int_equal(want, THROTTLE_MAX_S);
}

static void waiting_ends_to_the_millisecond(void **state)
{
	struct throttle *t = *state;

	fail_times(t, "k", 7, START); /* 4 s */
	assert_int_equal(wait_s(t, "k", START), 4);
	assert_int_equal(wait_s(t, "k", START + 1), 4); /* rounded up */
	assert_int_equal(wait_s(t, "k", START + 1000), 3);
	assert_int_equal(wait_s(t, "k", START + 3999), 1);
	assert_int_equal(wait_s(t, "k", START + 4000), 0);
	throttle_failed(t, "k", START + 4000); /* a try after the wait goes on counting */
	assert_int_equal(wait_s(t, "k", START + 4000), 8);
}

static void success_forgets(void **state)
{
	struct throttle *t = *state;

	fail_times(t, "k", 9, START);
	throttle_passed(t, "k");
	assert_int_equal(wait_s(t, "k", START), 0);
	fail_times(t, "k", 4, START);
	assert_int_equal(wait_s(t, "k", START), 0);
	throttle_failed(t, "k", START);
	assert_int_equal(wait_s(t, "k", START), 1);
	throttle_passed(t, "never seen");
}

static void keys_do_not_know_each_other(void **state)
{
	struct throttle *t = *state;

	fail_times(t, "10.0.0.1 a@b.c", 9, START);
	assert_int_equal(wait_s(t, "10.0.0.2 a@b.c", START), 0);
	assert_int_equal(wait_s(t, "10.0.0.1 b@b.c", START), 0);
	assert_int_equal(wait_s(t, "", START), 0);
	throttle_passed(t, "10.0.0.2 a@b.c");
	assert_true(wait_s(t, "10.0.0.1 a@b.c", START) > 0);
}

/* A clock that was wrong for a while must not lock anybody out for longer than the delay. */
static void a_clock_set_back_does_not_lengthen_the_wait(void **state)
{
	struct throttle *t = *state;

	fail_times(t, "k", 5, START + INT64_C(365) * 86400000 * 100);
	assert_int_equal(wait_s(t, "k", START), 1);
	fail_times(t, "k", 60, INT64_MAX / 2);
	assert_int_equal(wait_s(t, "k", START), THROTTLE_MAX_S);
	assert_int_equal(wait_s(t, "other", START), 0);
}

/* However many keys come by, the newest 4,000 at least are remembered and memory is what it was. */
static void memory_is_bounded_and_the_oldest_goes_first(void **state)
{
	enum { FLOOD = 6000, KEPT = 4000 };
	struct throttle *t = *state;
	char             key[24];

	for (int i = 0; i < FLOOD; i++) {
		snprintf(key, sizeof(key), "key %d", i);
		fail_times(t, key, 6, START + i);
	}
	for (int i = FLOOD - KEPT; i < FLOOD; i++) {
		snprintf(key, sizeof(key), "key %d", i);
		assert_int_equal(wait_s(t, key, START + i), 2);
	}
	assert_int_equal(wait_s(t, "key 0", START), 0); /* the oldest was forgotten */
}

static void a_busy_key_outlives_a_flood(void **state)
{
	struct throttle *t = *state;
	char             key[24];

	for (int i = 0; i < 6000; i++) {
		snprintf(key, sizeof(key), "key %d", i);
		throttle_failed(t, key, START + i);
		throttle_failed(t, "busy", START + i);
	}
	assert_int_equal(wait_s(t, "busy", START + 6000), THROTTLE_MAX_S);
}

/* Three failures of the shared key among many of one's own. */
static void *hammer(void *t)
{
	for (int i = 0; i < 900; i++) {
		throttle_failed(t, "mine", START);
		if (i % 300 == 0)
			throttle_failed(t, "shared", START);
		throttle_passed(t, "mine");
	}
	return NULL;
}

static void threads_lose_no_failure(void **state)
{
	pthread_t thread[4];

	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&thread[i], NULL, hammer, *state), 0);
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_join(thread[i], NULL), 0);
	assert_int_equal(wait_s(*state, "shared", START), 1 << (4 * 3 - THROTTLE_FREE));
}

struct attempt {
	struct throttle *t;
	bool             right;
	atomic_int      *tried, *refused, *most, *at_once;
};

static const struct clock stopped = {.fixed_ms = START};

static void *attempt(void *arg)
{
	struct attempt *a = arg;

	if (throttle_claim(a->t, "k", &stopped) > 0) {
		atomic_fetch_add(a->refused, 1);
		return NULL;
	}
	int now = atomic_fetch_add(a->at_once, 1) + 1, most = atomic_load(a->most);
	while (now > most && !atomic_compare_exchange_weak(a->most, &most, now))
		;
	atomic_fetch_add(a->tried, 1);
	sched_yield(); /* the others come in between */
	atomic_fetch_sub(a->at_once, 1);
	if (a->right)
		throttle_passed(a->t, "k");
	else
		throttle_failed(a->t, "k", START);
	return NULL;
}

/* Returns how many were tried. */
static int all_at_once(struct throttle *t, bool right, int *most)
{
	enum { N = 40 };
	pthread_t      thread[N];
	atomic_int     tried = 0, refused = 0, at_once = 0, max = 0;
	struct attempt a = {t, right, &tried, &refused, &max, &at_once};

	for (int i = 0; i < N; i++)
		assert_int_equal(pthread_create(&thread[i], NULL, attempt, &a), 0);
	for (int i = 0; i < N; i++)
		assert_int_equal(pthread_join(thread[i], NULL), 0);
	assert_int_equal(tried + refused, N);
	*most = max;
	return tried;
}

static void wrong_ones_at_once_are_as_slow_as_in_a_row(void **state)
{
	int most;

	assert_int_equal(all_at_once(*state, false, &most), THROTTLE_FREE);
	assert_int_equal(wait_s(*state, "k", START), 1);
}

static void right_ones_at_once_all_come_through(void **state)
{
	int most;

	assert_int_equal(all_at_once(*state, true, &most), 40);
	assert_true(most <= THROTTLE_FREE);
	assert_int_equal(wait_s(*state, "k", START), 0);
}

static void after_the_wait_one_may_try(void **state)
{
	struct throttle *t = *state;
	struct clock     later = {.fixed_ms = START + 1000};

	fail_times(t, "k", THROTTLE_FREE, START);
	assert_int_equal(throttle_claim(t, "k", &stopped), 1);
	assert_int_equal(throttle_claim(t, "k", &later), 0);
	throttle_dropped(t, "k"); /* it came to no end */
	assert_int_equal(throttle_claim(t, "k", &later), 0);
	throttle_failed(t, "k", later.fixed_ms);
	assert_int_equal(throttle_claim(t, "k", &later), 2);
	throttle_dropped(t, "never seen");
}

#define T(name) cmocka_unit_test_setup_teardown(name, make, drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(five_are_free_then_1_2_4_up_to_the_cap),
		T(waiting_ends_to_the_millisecond),
		T(success_forgets),
		T(keys_do_not_know_each_other),
		T(a_clock_set_back_does_not_lengthen_the_wait),
		T(memory_is_bounded_and_the_oldest_goes_first),
		T(a_busy_key_outlives_a_flood),
		T(threads_lose_no_failure),
		T(wrong_ones_at_once_are_as_slow_as_in_a_row),
		T(right_ones_at_once_all_come_through),
		T(after_the_wait_one_may_try),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

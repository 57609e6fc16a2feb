/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <time.h>

#include "base/thread.h"

static void *own_mask(void *out)
{
	pthread_sigmask(SIG_SETMASK, NULL, out);
	return NULL;
}

static void takes_no_signals_and_leaves_its_caller_be(void **state)
{
	sigset_t  inside, after;
	pthread_t t;

	(void)state;
	assert_true(thread_start(&t, own_mask, &inside));
	assert_int_equal(pthread_join(t, NULL), 0);
	pthread_sigmask(SIG_SETMASK, NULL, &after);
	assert_true(sigismember(&inside, SIGTERM) && sigismember(&inside, SIGPIPE));
	assert_false(sigismember(&after, SIGTERM) || sigismember(&after, SIGPIPE));
}

static void waits_by_the_clock_that_nobody_sets(void **state)
{
	pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	pthread_cond_t  never;
	struct timespec until, after;

	(void)state;
	thread_cond_init(&never);
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec++; /* decades ago by the wall clock, which would not wait */
	pthread_mutex_lock(&lock);
	while (pthread_cond_timedwait(&never, &lock, &until) == 0)
		;
	clock_gettime(CLOCK_MONOTONIC, &after);
	assert_true(after.tv_sec >= until.tv_sec);
	pthread_mutex_unlock(&lock);
	pthread_cond_destroy(&never);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_no_signals_and_leaves_its_caller_be),
		cmocka_unit_test(waits_by_the_clock_that_nobody_sets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

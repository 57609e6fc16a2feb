/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* ours takes arguments */

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "base/arena.h"
#include "http/pool.h"

struct job {
	struct pool_job head;
	int             number;
	bool            ran, refused;
};

/* One worker's diary; its gate keeps the first job running. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t  moved = PTHREAD_COND_INITIALIZER;
static int             order[16], n_run, opened, closed;
static atomic_int      released;
static bool            gate_open, inside;

static void release(void *what)
{
	(void)what;
	atomic_fetch_add(&released, 1);
}

static enum err open_worker(void *ctx, void **worker, struct fail *f)
{
	(void)f;
	pthread_mutex_lock(&lock);
	opened++;
	pthread_mutex_unlock(&lock);
	*worker = ctx;
	return OK;
}

static enum err open_third_fails(void *ctx, void **worker, struct fail *f)
{
	pthread_mutex_lock(&lock);
	bool bad = opened == 2;
	opened += !bad;
	pthread_mutex_unlock(&lock);
	*worker = ctx;
	return bad ? fail(f, ERR_AWAY, "no third") : OK;
}

static void close_worker(void *worker)
{
	(void)worker;
	pthread_mutex_lock(&lock);
	closed++;
	pthread_mutex_unlock(&lock);
}

static void run(struct pool_job *j, void *worker, struct arena *a)
{
	struct job *job = (struct job *)j;
	assert_ptr_equal(worker, &lock);
	arena_defer(a, release, NULL);
	pthread_mutex_lock(&lock);
	inside = true;
	pthread_cond_broadcast(&moved);
	while (!gate_open)
		pthread_cond_wait(&moved, &lock);
	order[n_run++] = job->number;
	job->ran = true;
	pthread_cond_broadcast(&moved);
	pthread_mutex_unlock(&lock);
}

static void refuse(struct pool_job *j)
{
	struct job *job = (struct job *)j;
	pthread_mutex_lock(&lock);
	job->refused = true;
	gate_open = true; /* so that the running one ends */
	pthread_cond_broadcast(&moved);
	pthread_mutex_unlock(&lock);
}

static const struct pool_ops ops = {
	.ctx = &lock, .open = open_worker, .close = close_worker, .run = run, .refuse = refuse};

static void set_gate(bool open)
{
	pthread_mutex_lock(&lock);
	gate_open = open;
	inside = false;
	pthread_cond_broadcast(&moved);
	pthread_mutex_unlock(&lock);
}

static int reset(void **state)
{
	(void)state;
	n_run = opened = closed = 0;
	atomic_store(&released, 0);
	set_gate(false);
	return 0;
}

static void await_inside(void)
{
	pthread_mutex_lock(&lock);
	while (!inside)
		pthread_cond_wait(&moved, &lock);
	pthread_mutex_unlock(&lock);
}

static void runs_in_order_within_its_bound(void **state)
{
	(void)state;
	struct job jobs[5] = {
		{.number = 0}, {.number = 1}, {.number = 2}, {.number = 3}, {.number = 4}};
	struct pool *p = NULL;
	struct fail  f = {.code = OK};
	assert_int_equal(pool_create(&ops, 1, 3, &p, &f), OK);
	assert_true(pool_submit(p, &jobs[0].head));
	await_inside(); /* it waits for nobody now: three places are free */
	for (int i = 1; i < 4; i++)
		assert_true(pool_submit(p, &jobs[i].head));
	assert_false(pool_submit(p, &jobs[4].head));
	struct pool_stats s = pool_stats(p);
	assert_int_equal(s.workers, 1);
	assert_int_equal(s.busy, 1);
	assert_int_equal(s.waiting, 3);
	assert_int_equal(s.queue_max, 3);
	assert_int_equal(s.refused, 1);
	set_gate(true);
	pthread_mutex_lock(&lock);
	while (n_run < 4)
		pthread_cond_wait(&moved, &lock);
	pthread_mutex_unlock(&lock);
	for (int i = 0; i < 4; i++)
		assert_int_equal(order[i], i);
	pool_stop(p);
	s = pool_stats(p);
	assert_int_equal(s.busy + s.waiting, 0);
	pool_destroy(p);
	assert_int_equal(released, 4); /* the arena was reset after each */
	assert_int_equal(closed, 1);
	assert_false(jobs[4].ran || jobs[4].refused);
}

/* Others pass them; when one ends the next may begin. */
static void slow_ones_have_half(void **state)
{
	enum { N = 7 };
	struct job   jobs[N];
	struct pool *p = NULL;
	struct fail  f = {.code = OK};
	(void)state;
	for (int i = 0; i < N; i++)
		jobs[i] = (struct job){.head.slow = i < 5, .number = i};
	assert_int_equal(pool_create(&ops, 2, 6, &p, &f), OK);
	assert_true(pool_submit(p, &jobs[0].head));
	await_inside();
	for (int i = 1; i < 4; i++)
		assert_true(pool_submit(p, &jobs[i].head));
	assert_false(pool_submit(p, &jobs[4].head)); /* half of the queue */
	set_gate(false);
	assert_true(pool_submit(p, &jobs[5].head));
	await_inside(); /* the other thread passes three that came before */
	assert_int_equal(pool_stats(p).busy, 2);
	assert_true(pool_submit(p, &jobs[6].head));
	assert_int_equal(pool_stats(p).waiting, 4);
	set_gate(true);
	pthread_mutex_lock(&lock);
	while (n_run < 6)
		pthread_cond_wait(&moved, &lock);
	pthread_mutex_unlock(&lock);
	pool_destroy(p);
	for (int i = 0; i < N; i++)
		assert_int_equal(jobs[i].ran, i != 4);
	assert_int_equal(released, 6);
}

static void stop_refuses_what_waits(void **state)
{
	(void)state;
	struct job   jobs[3] = {{.number = 0}, {.number = 1}, {.number = 2}};
	struct pool *p = NULL;
	struct fail  f = {.code = OK};
	assert_int_equal(pool_create(&ops, 1, 3, &p, &f), OK);
	assert_true(pool_submit(p, &jobs[0].head));
	await_inside();
	assert_true(pool_submit(p, &jobs[1].head));
	assert_true(pool_submit(p, &jobs[2].head));
	pool_stop(p);
	assert_true(jobs[0].ran && !jobs[0].refused);
	assert_true(jobs[1].refused && !jobs[1].ran);
	assert_true(jobs[2].refused && !jobs[2].ran);
	assert_false(pool_submit(p, &jobs[0].head));
	pool_stop(p);
	pool_destroy(p);
	pool_destroy(NULL);
	assert_int_equal(closed, 1);
}

static void one_failure_to_open_stops_all(void **state)
{
	(void)state;
	struct pool_ops bad = ops;
	struct pool    *p = NULL;
	struct fail     f = {.code = OK};
	bad.open = open_third_fails;
	assert_int_equal(pool_create(&bad, 4, 1, &p, &f), ERR_AWAY);
	assert_string_equal(f.msg, "no third");
	assert_null(p);
	assert_int_equal(opened, 2);
	assert_int_equal(closed, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(runs_in_order_within_its_bound, reset),
		cmocka_unit_test_setup(slow_ones_have_half, reset),
		cmocka_unit_test_setup(stop_refuses_what_waits, reset),
		cmocka_unit_test_setup(one_failure_to_open_stops_all, reset),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

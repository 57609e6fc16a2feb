/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* ours takes arguments */

#include "base/compiler.h"
#include "http/limit.h"

enum { SECOND = 1000000 };
static const struct limit_key a = {.hi = 4, .lo = 1}, b = {.hi = 4, .lo = 2};

static void counts_down(void **state)
{
	(void)state;
	struct limiter    *l = limiter_create(2, 8);
	struct limit_state s;
	assert_true(limiter_take(l, a, 0, &s));
	assert_int_equal(s.limit, 2);
	assert_int_equal(s.remaining, 1);
	assert_int_equal(s.reset_s, 60);
	assert_true(limiter_take(l, a, 10 * SECOND + 1, &s));
	assert_int_equal(s.remaining, 0);
	assert_int_equal(s.reset_s, 50); /* rounded up */
	assert_false(limiter_take(l, a, 59 * SECOND + 999999, &s));
	assert_int_equal(s.remaining, 0);
	assert_int_equal(s.reset_s, 1);
	assert_true(limiter_take(l, b, 20 * SECOND, &s)); /* another key, another window */
	assert_int_equal(s.reset_s, 60);
	assert_true(limiter_take(l, a, 60 * SECOND, &s));
	assert_int_equal(s.remaining, 1);
	limiter_destroy(l);
}

static void both_words_of_a_key_count(void **state)
{
	static const struct limit_key keys[] = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
	(void)state;
	struct limiter    *l = limiter_create(1, 8);
	struct limit_state s;
	for (size_t i = 0; i < COUNT(keys); i++)
		assert_true(limiter_take(l, keys[i], 0, &s));
	for (size_t i = 0; i < COUNT(keys); i++)
		assert_false(limiter_take(l, keys[i], 0, &s));
	limiter_destroy(l);
}

static void refunds(void **state)
{
	(void)state;
	struct limiter    *l = limiter_create(1, 8);
	struct limit_state s;
	assert_true(limiter_take(l, a, 0, &s));
	limiter_refund(l, a, 1);
	assert_true(limiter_take(l, a, 2, &s));
	limiter_refund(l, b, 2);           /* never seen */
	limiter_refund(l, a, 61 * SECOND); /* of a window that is over */
	assert_true(limiter_take(l, a, 62 * SECOND, &s));
	assert_false(limiter_take(l, a, 62 * SECOND, &s));
	limiter_refund(l, a, 62 * SECOND);
	limiter_refund(l, a, 62 * SECOND); /* cannot go below nothing */
	assert_true(limiter_take(l, a, 62 * SECOND, &s));
	assert_false(limiter_take(l, a, 62 * SECOND, &s));
	limiter_destroy(l);
}

static void off(void **state)
{
	(void)state;
	struct limiter    *l = limiter_create(0, 8);
	struct limit_state s;
	for (int i = 0; i < 1000; i++) {
		assert_true(limiter_take(l, a, 0, &s));
		assert_int_equal(s.limit, 0);
	}
	limiter_refund(l, a, 0);
	limiter_destroy(l);
	limiter_destroy(NULL);
}

/* Past its maximum it forgets the oldest window, and only that. */
static void forgets_the_oldest(void **state)
{
	enum { MAX = 5 };
	(void)state;
	struct limiter    *l = limiter_create(1, MAX);
	struct limit_state s;
	for (uint64_t i = 0; i < MAX; i++)
		assert_true(limiter_take(l, (struct limit_key){.lo = i}, (int64_t)i, &s));
	assert_true(limiter_take(l, (struct limit_key){.lo = MAX}, MAX, &s));
	for (uint64_t i = 1; i <= MAX; i++)
		assert_false(limiter_take(l, (struct limit_key){.lo = i}, 10, &s));
	assert_true(limiter_take(l, (struct limit_key){.lo = 0}, 10, &s)); /* forgotten; now 1 is */
	assert_true(limiter_take(l, (struct limit_key){.lo = 1}, 10, &s));
	assert_false(limiter_take(l, (struct limit_key){.lo = 3}, 10, &s));
	limiter_destroy(l);
}

/* Against a plain count, over many keys that come and go. */
static void agrees_with_a_plain_count(void **state)
{
	enum { KEYS = 200, LIMIT = 7, STEPS = 20000 };
	(void)state;
	struct limiter *l = limiter_create(LIMIT, KEYS);
	int64_t         start[KEYS];
	int             count[KEYS] = {0};
	uint32_t        seed = 1;
	for (int i = 0; i < STEPS; i++) {
		seed = seed * 1664525 + 1013904223;
		uint32_t           k = seed >> 8 & 0xff;
		int64_t            now = (int64_t)i * 40000;
		struct limit_state s;
		if (k >= KEYS)
			continue;
		if (count[k] == 0 || now - start[k] >= 60 * SECOND) {
			start[k] = now;
			count[k] = 0;
		}
		bool ok = count[k] < LIMIT;
		count[k] += ok;
		assert_int_equal(limiter_take(l, (struct limit_key){.hi = k * 7, .lo = k}, now, &s),
		                 ok);
		assert_int_equal(s.remaining, LIMIT - count[k]);
	}
	limiter_destroy(l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_down),
		cmocka_unit_test(both_words_of_a_key_count),
		cmocka_unit_test(refunds),
		cmocka_unit_test(off),
		cmocka_unit_test(forgets_the_oldest),
		cmocka_unit_test(agrees_with_a_plain_count),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

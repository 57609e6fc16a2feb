/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <stdio.h>

#include "app/faults.h"
#include "base/arena.h"

static void equal_faults_are_one_group(void **state)
{
	struct faults *f = faults_create();
	struct arena  *a = arena_create();
	struct fail    why = {0};
	struct Faults  l;

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct fail again = {0};
		fail(&again, ERR_INTERNAL, "broken %d", i);
		why = again;
		faults_add(f, "GET /x", "r-1", &why, 1000 + i);
	}
	faults_add(f, "GET /y", "r-2", &why, 500);
	faults_list(f, a, &l);
	assert_int_equal(l.total, 4);
	assert_int_equal(l.items.n, 2);
	const struct Fault *x = l.items.items;
	assert_string_equal(x[0].where, "GET /x");
	assert_string_equal(x[0].message, "broken 2");
	assert_int_equal(x[0].count, 3);
	assert_int_equal(x[0].first_at, 1000);
	assert_int_equal(x[0].last_at, 1002);
	assert_true(x[0].stack.n > 1);
	assert_string_equal(x[1].where, "GET /y");
	arena_destroy(a);
	faults_destroy(f);
}

static void the_oldest_group_makes_room(void **state)
{
	struct faults *f = faults_create();
	struct arena  *a = arena_create();
	struct fail    why = {.code = ERR_INTERNAL, .msg = "broken"};
	struct Faults  l;
	char           where[32];

	(void)state;
	for (int i = 0; i <= FAULTS_MAX; i++) {
		snprintf(where, sizeof(where), "GET /%d", i);
		faults_add(f, where, "", &why, i);
	}
	faults_list(f, a, &l);
	const struct Fault *x = l.items.items;
	assert_int_equal(l.items.n, FAULTS_MAX);
	assert_int_equal(l.total, FAULTS_MAX + 1);
	assert_string_equal(x[0].where, "GET /64");
	assert_string_equal(x[FAULTS_MAX - 1].where, "GET /1");
	arena_destroy(a);
	faults_destroy(f);
}

static void a_fault_keeps_where_it_was_noticed(void **state)
{
	struct fail f = {0};

	(void)state;
	fail(&f, ERR_INTERNAL, "first");
	const struct fail noticed = f;
	fail(&f, ERR_INTERNAL, "wrapped: %s", f.msg);
	assert_int_equal(f.frames_n, noticed.frames_n);
	assert_memory_equal(f.frames, noticed.frames, sizeof(f.frames));
	assert_string_equal(f.msg, "wrapped: first");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_faults_are_one_group),
		cmocka_unit_test(the_oldest_group_makes_room),
		cmocka_unit_test(a_fault_keeps_where_it_was_noticed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

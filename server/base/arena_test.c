/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/arena_fixture.h"

static void memory_is_zeroed_aligned_and_apart(void **state)
{
	struct arena *a = *state;
	uint8_t      *p[300];

	for (size_t round = 0; round < 3; round++) {
		for (size_t i = 0; i < 300; i++) {
			size_t n = i * 7;

			p[i] = arena_alloc(a, n);
			assert_int_equal((uintptr_t)p[i] % _Alignof(max_align_t), 0);
			for (size_t j = 0; j < n; j++)
				assert_int_equal(p[i][j], 0);
			memset(p[i], (int)(i % 251 + 1), n);
		}
		for (size_t i = 0; i < 300; i++)
			for (size_t j = 0; j < i * 7; j++)
				assert_int_equal(p[i][j], i % 251 + 1);
		arena_reset(a);
	}
}

static void nothing_is_still_something(void **state)
{
	void *p = arena_alloc(*state, 0), *q = arena_alloc(*state, 0);

	assert_non_null(p);
	assert_ptr_not_equal(p, q);
	assert_non_null(arena_array(*state, 0, 8));
}

static void big_blocks_leave_the_small_ones_together(void **state)
{
	struct arena *a = *state;
	char         *before = arena_alloc(a, 16), *big = arena_alloc(a, 10 << 20), *after;

	big[(10 << 20) - 1] = 1;
	after = arena_alloc(a, 16);
	assert_true(after > before && after - before <= 64);
}

static void reset_keeps_the_first_chunk(void **state)
{
	struct arena *a = *state;
	char         *first = arena_alloc(a, 100);

	for (int i = 0; i < 100; i++)
		arena_alloc(a, 10000);
	arena_reset(a);
	assert_ptr_equal(arena_alloc(a, 100), first);
}

static void text_is_copied(void **state)
{
	struct arena *a = *state;
	char          text[] = "weight", *copy = arena_strdup(a, text);
	char          wide[1001];

	text[0] = 'h';
	assert_string_equal(copy, "weight");
	assert_null(arena_strdup(a, NULL));
	assert_string_equal(arena_strndup(a, "weight", 3), "wei");
	assert_string_equal(arena_strndup(a, "we\0ight", 7), "we");
	assert_string_equal(arena_strndup(a, "weight", 0), "");
	assert_string_equal(arena_printf(a, "%s=%d", "a", 5), "a=5");
	assert_string_equal(arena_printf(a, "%s", ""), "");
	for (size_t n = 250; n <= 260; n++)
		assert_int_equal(strlen(arena_printf(a, "%0*d", (int)n, 7)), n);
	memset(wide, 'w', 1000);
	wide[1000] = '\0';
	assert_string_equal(arena_printf(a, "%s!", wide) + 999, "w!");
}

static void growing_keeps_the_items(void **state)
{
	struct arena *a = *state;
	int64_t      *p = NULL;
	size_t        cap = 0;

	for (size_t n = 0; n < 10000; n++) {
		p = arena_grow(a, p, n, &cap, sizeof(*p));
		assert_true(n < cap);
		p[n] = (int64_t)n * 3;
	}
	for (size_t n = 0; n < 10000; n++)
		assert_int_equal(p[n], n * 3);
}

static char   order[8];
static size_t order_n;

static void note(void *what)
{
	order[order_n++] = *(const char *)what;
}

static void defers_run_once_and_backwards(void **state)
{
	struct arena *a = arena_create();
	char          letters[] = "abc";

	(void)state;
	memset(order, 0, sizeof(order));
	order_n = 0;
	arena_defer(a, note, &letters[0]);
	arena_defer(a, note, &letters[1]);
	arena_reset(a);
	assert_string_equal(order, "ba");
	arena_reset(a);
	assert_string_equal(order, "ba");
	arena_defer(a, note, &letters[2]);
	arena_destroy(a);
	assert_string_equal(order, "bac");
	arena_destroy(NULL);
}

int main(void)
{
#define ON_ARENA(f) cmocka_unit_test_setup_teardown(f, arena_setup, arena_teardown)
	const struct CMUnitTest tests[] = {
		ON_ARENA(memory_is_zeroed_aligned_and_apart),
		ON_ARENA(nothing_is_still_something),
		ON_ARENA(big_blocks_leave_the_small_ones_together),
		ON_ARENA(reset_keeps_the_first_chunk),
		ON_ARENA(text_is_copied),
		ON_ARENA(growing_keeps_the_items),
		cmocka_unit_test(defers_run_once_and_backwards),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

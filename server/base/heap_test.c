/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <malloc.h>
#include <stdlib.h>

#include "base/heap.h"

enum { LARGE = 1 << 20 };

/* Bytes that the system gave block by block. */
static size_t mapped(void)
{
	return mallinfo2().hblkhd;
}

static void large_blocks_go_back_also_after_larger_ones(void **state)
{
	(void)state;
	heap_return_large_blocks();
	if (mallinfo2().uordblks == 0)
		return; /* a sanitizer's allocator, which has no such switch */
	/* volatile: a pair that nobody looks at may be left out. */
	void *volatile larger = malloc(4 * LARGE);
	free(larger);
	const size_t before = mapped();
	void *volatile large = malloc(LARGE);
	assert_true(mapped() >= before + LARGE);
	free(large);
	assert_int_equal(mapped(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(large_blocks_go_back_also_after_larger_ones),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "http/blob.h"

static struct blob made(size_t n, const char *folder)
{
	char       *p = malloc(n + 100);
	struct blob b = {.fd = -1};
	assert_non_null(p);
	for (size_t i = 0; i < n; i++)
		p[i] = (char)('a' + i % 23);
	blob_take(&b, p, n, folder);
	assert_int_equal(b.n, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(b.p[i], 'a' + i % 23);
	return b;
}

static void stays_in_memory(void **state)
{
	(void)state;
	static const struct {
		size_t      n;
		const char *folder;
	} cases[] = {{0, "."},
	             {1, "."},
	             {BLOB_FILE_MIN - 1, "."},
	             {BLOB_FILE_MIN, NULL},
	             {BLOB_FILE_MIN, "/nowhere/at/all"}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct blob b = made(cases[i].n, cases[i].folder);
		assert_int_equal(b.fd, -1);
		blob_release(&b);
		assert_null(b.p);
	}
}

static void lies_in_a_file(void **state)
{
	(void)state;
	static const size_t sizes[] = {BLOB_FILE_MIN, BLOB_FILE_MIN + 4097, 9 * BLOB_FILE_MIN};
	static char         back[10 * BLOB_FILE_MIN];
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct blob b = made(sizes[i], ".");
		const int   fd = b.fd;
		assert_true(fd > 0);
		assert_int_equal(pread(fd, back, sizeof(back), 0), sizes[i]);
		assert_memory_equal(back, b.p, sizes[i]);
		blob_release(&b);
		assert_int_equal(fcntl(fd, F_GETFD), -1);
	}
}

static void nothing_to_release(void **state)
{
	(void)state;
	struct blob b = {.p = NULL};
	blob_release(&b);
	blob_release(&b);
	assert_int_not_equal(fcntl(0, F_GETFD), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stays_in_memory),
		cmocka_unit_test(lies_in_a_file),
		cmocka_unit_test(nothing_to_release),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

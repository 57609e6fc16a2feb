/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <microhttpd.h>

#include "http/ready.h"

static int ended;

static void on_end(void *cls)
{
	(void)cls;
	ended++;
}

static struct MHD_Response *made(void)
{
	static char          body[] = "x";
	struct MHD_Response *r = MHD_create_response_from_buffer_with_free_callback_cls(
		1, body, on_end, body);
	assert_non_null(r);
	return r;
}

static void rests_until_wanted(void **state)
{
	(void)state;
	struct ready         r = {.place = {NULL}};
	struct MHD_Response *a = made();
	ended = 0;
	assert_null(ready_take(&r));
	ready_give(&r, a, false);
	for (int i = 0; i < 3; i++) {
		assert_ptr_equal(ready_take(&r), a);
		assert_null(ready_take(&r));
		ready_give(&r, a, true);
	}
	assert_int_equal(ended, 0);
	ready_finish(&r);
	assert_int_equal(ended, 1);
	assert_null(ready_take(&r));
}

static void places_are_few(void **state)
{
	(void)state;
	struct ready r = {.place = {NULL}};
	ended = 0;
	for (int i = 0; i < READY_PLACES + 3; i++)
		ready_give(&r, made(), false);
	assert_int_equal(ended, 3);
	ready_finish(&r);
	assert_int_equal(ended, READY_PLACES + 3);
}

/* Of all together so many are kept, and room that is given back is there again. */
static void all_are_bounded(void **state)
{
	(void)state;
	enum { MANY = READY_MAX / READY_PLACES + 1 };
	static struct ready many[MANY];
	for (int round = 0; round < 2; round++) {
		ended = 0;
		for (int i = 0; i < MANY * READY_PLACES; i++)
			ready_give(&many[i / READY_PLACES], made(), false);
		assert_int_equal(ended, MANY * READY_PLACES - READY_MAX);
		for (int i = 0; i < MANY; i++)
			ready_finish(&many[i]);
		assert_int_equal(ended, MANY * READY_PLACES);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rests_until_wanted),
		cmocka_unit_test(places_are_few),
		cmocka_unit_test(all_are_bounded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

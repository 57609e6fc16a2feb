/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/date.h"

static void a_fixed_clock_stands_still(void **state)
{
	struct clock c = {.fixed_ms = INT64_C(1767323045678)};

	(void)state;
	assert_int_equal(clock_now_ms(&c), INT64_C(1767323045678));
	assert_int_equal(clock_today(&c), date_of(2026, 1, 2));
	c.fixed_ms = -1;
	assert_int_equal(clock_today(&c), -1);
	c.fixed_ms = date_of(2026, 1, 2) * INT64_C(86400000);
	assert_int_equal(clock_today(&c), date_of(2026, 1, 2));
	c.fixed_ms--;
	assert_int_equal(clock_today(&c), date_of(2026, 1, 1));
}

static void the_system_clock_is_plausible(void **state)
{
	struct clock c = {0};

	(void)state;
	assert_true(clock_today(&c) > date_of(2024, 1, 1));
	assert_true(clock_today(&c) < date_of(2200, 1, 1));
}

static void ticks_never_go_back(void **state)
{
	int64_t before = clock_ticks_us();

	(void)state;
	for (int i = 0; i < 10000; i++) {
		int64_t now = clock_ticks_us();

		assert_true(now >= before);
		before = now;
	}
}

static void a_clock_that_is_set_is_noticed_once(void **state)
{
	struct clock      c = {.fixed_ms = INT64_C(1767225600000)}, real = {0};
	struct clock_look last = {0}, now = {0};

	(void)state;
	assert_int_equal(clock_step_ms(&c, &last), 0); /* the first look */
	c.fixed_ms += 3600000;
	assert_in_range(clock_step_ms(&c, &last), 3500000, 3600000);
	assert_int_equal(clock_step_ms(&c, &last), 0);
	c.fixed_ms -= 3600000;
	assert_true(clock_step_ms(&c, &last) <= -3600000);
	c.fixed_ms -= 1000; /* drift */
	assert_int_equal(clock_step_ms(&c, &last), 0);
	assert_int_equal(clock_step_ms(&real, &now), 0);
	assert_int_equal(clock_step_ms(&real, &now), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clock_that_is_set_is_noticed_once),
		cmocka_unit_test(a_fixed_clock_stands_still),
		cmocka_unit_test(the_system_clock_is_plausible),
		cmocka_unit_test(ticks_never_go_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

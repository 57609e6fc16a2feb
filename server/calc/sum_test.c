/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/sum.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void every_term_counts_once(void **state)
{
	double x[13];

	(void)state;
	for (size_t n = 0; n <= 13; n++) {
		for (size_t i = 0; i < n; i++)
			x[i] = (double)(1 << i);
		assert_true(calc_sum(x, n) == (double)((1 << n) - 1));
	}
}

static void compensation_keeps_small_terms(void **state)
{
	struct calc_sum s = {0};

	(void)state;
	calc_sum_add(&s, 1);
	calc_sum_add(&s, 1e100);
	calc_sum_add(&s, 1);
	calc_sum_add(&s, -1e100);
	assert_true(calc_sum_get(&s) == 2);

	s = (struct calc_sum){0};
	for (int i = 0; i < 1000000; i++)
		calc_sum_add(&s, 0.1);
	assert_true(fabs(calc_sum_get(&s) - 100000) < 2e-11);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_term_counts_once),
		cmocka_unit_test(compensation_keeps_small_terms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/convention.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void ids_are_unique_and_in_order(void **state)
{
	(void)state;
	assert_true(calc_conventions_n > 80);
	for (size_t i = 0; i < calc_conventions_n; i++) {
		const struct calc_convention *c = &calc_conventions[i];

		assert_true(*c->id && *c->name && *c->formula && (!c->note || *c->note));
		assert_true(i == 0 || strcmp(calc_conventions[i - 1].id, c->id) < 0);
		assert_ptr_equal(calc_convention(c->id), c);
	}
	assert_null(calc_convention("sharpe"));
	assert_null(calc_convention(""));
}

/* Of each figure with variants, told by its name, at most one is the house's. */
static void the_house_has_one_opinion(void **state)
{
	(void)state;
	for (size_t i = 0; i < calc_conventions_n; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(calc_conventions[i].name, calc_conventions[j].name) == 0)
				assert_false(calc_conventions[i].house &&
				             calc_conventions[j].house);
	assert_true(calc_convention("sharpe.arith.ddof1")->house);
	assert_true(calc_convention("psr.2025")->house);
	assert_true(calc_convention("ir.arith")->house);
	assert_true(calc_convention("downside.n")->house);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_are_unique_and_in_order),
		cmocka_unit_test(the_house_has_one_opinion),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

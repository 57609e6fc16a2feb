/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include "app/risk.h"
#include "app/risk_definitions.h"
#include "calc/convention.h"

/* One for each member between date and benchmark_basis, in their order. */
static void every_member_has_one(void **state)
{
	(void)state;
	assert_int_equal(risk_definitions_n, 26);
	for (size_t i = 0; i < risk_definitions_n; i++)
		assert_int_equal(risk_definitions[i].at,
		                 AT(RiskRow, observations) + i * sizeof(double));
	assert_int_equal(AT(RiskRow, benchmark_basis),
	                 risk_definitions[risk_definitions_n - 1].at + sizeof(double));
}

static void each_says_what_it_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < risk_definitions_n; i++) {
		const struct risk_definition *d = &risk_definitions[i];
		const size_t                  n = strlen(d->meaning);

		assert_true(n > 30 && d->meaning[n - 1] == '.');
		assert_true(d->name[0] != '\0' && (d->formula || d->convention));
		if (d->convention)
			assert_non_null(calc_convention(d->convention));
		for (size_t k = 0; k < i; k++) {
			assert_string_not_equal(d->metric, risk_definitions[k].metric);
			assert_string_not_equal(d->name, risk_definitions[k].name);
		}
	}
}

static void the_rolling_words_are_those_that_roll(void **state)
{
	int word = 0;

	(void)state;
	for (size_t i = 0; i < risk_definitions_n; i++) {
		if (!risk_definitions[i].rolling)
			continue;
		assert_string_equal(risk_rolling_words[word], risk_definitions[i].metric);
		assert_ptr_equal(risk_rolling_metric(word), &risk_definitions[i]);
		word++;
	}
	assert_null(risk_rolling_words[word]);
}

static void they_are_listed_with_their_formulas(void **state)
{
	struct arena      *a = arena_create();
	struct Definitions out;

	(void)state;
	app_risk_definitions(a, &out);
	const struct Definition *items = out.items.items;
	assert_int_equal(out.items.n, risk_definitions_n);
	for (size_t i = 0; i < out.items.n; i++) {
		assert_true(items[i].formula && items[i].formula[0] != '\0');
		if (strcmp(items[i].metric, "var_99") == 0) {
			assert_int_equal(items[i].minimum_observations, 100);
			assert_string_equal(items[i].formula,
			                    calc_convention("var.historical.r7")->formula);
			assert_int_equal(items[i].better, RISK_LOWER);
		}
	}
	arena_destroy(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_member_has_one),
		cmocka_unit_test(each_says_what_it_is),
		cmocka_unit_test(the_rolling_words_are_those_that_roll),
		cmocka_unit_test(they_are_listed_with_their_formulas),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

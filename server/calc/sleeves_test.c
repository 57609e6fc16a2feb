/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/sleeves.h"

#include "calc/index.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { N = 5 };

static const double all[N] = {1, 1, 1, 1, 1}, some[N] = {1, 0, 1, 0, 1};

static void check_weights(const double *got, const double *want)
{
	for (size_t i = 0; i < N; i++)
		if (!(fabs(got[i] - want[i]) < 1e-15))
			fail_msg("asset %zu: %.17g, want %.17g", i, got[i], want[i]);
}

static void equal_is_shared_by_the_eligible(void **state)
{
	double w[N];

	(void)state;
	calc_sleeve_equal(all, N, w);
	check_weights(w, (const double[N]){0.2, 0.2, 0.2, 0.2, 0.2});
	calc_sleeve_equal(some, N, w);
	check_weights(w, (const double[N]){1.0 / 3, 0, 1.0 / 3, 0, 1.0 / 3});
}

static void momentum_follows_what_rose(void **state)
{
	const double base[N] = {100, 100, 100, 100, NAN};
	double       w[N];

	(void)state;
	const double mask[N] = {1, 1, 1, 1, 0}, price[N] = {110, 90, 130, 100, 50};
	assert_int_equal(calc_sleeve_momentum(price, base, mask, N, w), 0);
	check_weights(w, (const double[N]){0.25, 0, 0.75, 0, 0});

	/* what is not eligible does not count, however much it rose */
	const double without[N] = {1, 1, 0, 1, 0};
	assert_int_equal(calc_sleeve_momentum(price, base, without, N, w), 0);
	check_weights(w, (const double[N]){1, 0, 0, 0, 0});

	const double falling[N] = {99, 98, 130, 100, 50};
	assert_int_equal(calc_sleeve_momentum(falling, base, without, N, w), CALC_MOMENTUM_FLAT);
	check_weights(w, (const double[N]){1.0 / 3, 1.0 / 3, 0, 1.0 / 3, 0});
}

static void capitalisation_is_known_of_all_or_not_used(void **state)
{
	const double good[N] = {1e9, 2e9, 3e9, 4e9, 0};
	const double mask[N] = {1, 1, 1, 1, 0}, unknown[] = {NAN, 0, -1, INFINITY};
	double       w[N];

	(void)state;
	assert_int_equal(calc_sleeve_cap(good, mask, N, w), 0);
	check_weights(w, (const double[N]){0.1, 0.2, 0.3, 0.4, 0});
	for (size_t k = 0; k < COUNT(unknown); k++) {
		const double cap[N] = {1e9, 2e9, unknown[k], 4e9, 0};

		assert_int_equal(calc_sleeve_cap(cap, mask, N, w), CALC_CAP_UNKNOWN);
		check_weights(w, (const double[N]){0.25, 0.25, 0.25, 0.25, 0});
	}
}

static void risk_is_inverse_and_floored(void **state)
{
	const double variance[N] = {0.01 * 0.01, NAN, 0.03 * 0.03, NAN, 0.06 * 0.06};
	double       w[N];

	(void)state;
	assert_int_equal(calc_sleeve_risk(variance, 0.005, some, N, w), 0);
	check_weights(w, (const double[N]){6.0 / 9, 0, 2.0 / 9, 0, 1.0 / 9});

	/* a variance of 0 counts as the floor */
	const double still[N] = {0, NAN, 0.03 * 0.03, 1e-9, 0.06 * 0.06};
	assert_int_equal(calc_sleeve_risk(still, 0.03, some, N, w), CALC_VOLATILITY_FLOOR);
	check_weights(w, (const double[N]){0.4, 0, 0.4, 0, 0.2});

	/* at the floor, or under it where it does not count: no event */
	const double at[N] = {0.03 * 0.03, 0, 0.03 * 0.03, 1e-9, 0.06 * 0.06};
	assert_int_equal(calc_sleeve_risk(at, 0.03, some, N, w), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_is_shared_by_the_eligible),
		cmocka_unit_test(momentum_follows_what_rose),
		cmocka_unit_test(capitalisation_is_known_of_all_or_not_used),
		cmocka_unit_test(risk_is_inverse_and_floored),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

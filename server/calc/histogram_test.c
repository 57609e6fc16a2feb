/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/histogram.h"

#include "base/compiler.h"
#include "calc/series_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { N = 5000, K = 40 };

static void a_class_holds_its_lower_edge(void **state)
{
	const double x[] = {-9, 0, 0.9, 1, 1.5, 2, 2.9, 3, 4, 70};
	size_t       count[4];

	(void)state;
	assert_int_equal(calc_histogram(x, COUNT(x), 0, 4, 4, count), OK);
	assert_int_equal(count[0], 3);
	assert_int_equal(count[1], 2);
	assert_int_equal(count[2], 2);
	assert_int_equal(count[3], 3);
}

static void counts_follow_the_edges_and_sum_to_all(void **state)
{
	static double x[N];
	size_t        count[K], sum = 0;

	(void)state;
	returns_made(4, N, x);
	for (size_t i = 0; i < K; i++)
		x[i] = calc_histogram_edge(-0.05, 0.06, K, i); /* on the edges */
	assert_int_equal(calc_histogram(x, N, -0.05, 0.06, K, count), OK);
	for (size_t c = 0; c < K; c++) {
		const double from = c ? calc_histogram_edge(-0.05, 0.06, K, c) : -INFINITY;
		const double to = c + 1 < K ? calc_histogram_edge(-0.05, 0.06, K, c + 1) : INFINITY;
		size_t       want = 0;

		for (size_t i = 0; i < N; i++)
			want += x[i] >= from && x[i] < to;
		assert_int_equal(count[c], want);
		sum += count[c];
	}
	assert_int_equal(sum, N);
}

static void a_normal_is_expected_where_it_is(void **state)
{
	double e[K], sum = 0;

	(void)state;
	assert_int_equal(calc_histogram_normal(0.001, 0.02, N, -0.1, 0.102, K, e), OK);
	for (size_t c = 0; c < K; c++) {
		assert_true(e[c] > 0);
		assert_true(gap(e[c], e[K - 1 - c]) < 1e-9); /* about the mean, as the edges */
		sum += e[c];
	}
	assert_true(gap(sum, N) < 1e-9);
	assert_int_equal(calc_histogram_normal(0, 1, 1000, -1, 1, 2, e), OK);
	assert_true(gap(e[0], 500) < 1e-9 && gap(e[1], 500) < 1e-9);
	assert_int_equal(calc_histogram_normal(0, 1, 1, -1, 1, 1, e), OK);
	assert_true(e[0] == 1);
}

static void refuses_what_has_no_classes(void **state)
{
	const double x[] = {1, NAN};
	size_t       count[2] = {7, 7};
	double       e[2] = {7, 7};

	(void)state;
	assert_int_equal(calc_histogram(x, 2, 0, 1, 2, count), ERR_INVALID);
	assert_int_equal(calc_histogram(x, 1, 0, 0, 2, count), ERR_INVALID);
	assert_int_equal(calc_histogram(x, 1, 0, NAN, 2, count), ERR_INVALID);
	assert_int_equal(calc_histogram(x, 1, 0, 1, 0, count), ERR_INVALID);
	assert_int_equal(count[0], 7);
	assert_int_equal(calc_histogram_normal(0, 0, 5, 0, 1, 2, e), ERR_INVALID);
	assert_int_equal(calc_histogram_normal(NAN, 1, 5, 0, 1, 2, e), ERR_INVALID);
	assert_true(e[0] == 7);
	assert_int_equal(calc_histogram(x, 0, 0, 1, 2, count), OK);
	assert_int_equal(count[0] + count[1], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_class_holds_its_lower_edge),
		cmocka_unit_test(counts_follow_the_edges_and_sum_to_all),
		cmocka_unit_test(a_normal_is_expected_where_it_is),
		cmocka_unit_test(refuses_what_has_no_classes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/window.h"

#include "calc/index_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { ROWS = 300, N = 5 };

static struct calc_window start(struct arena *a, const double *prices, size_t n, size_t length,
                                size_t max_gap)
{
	struct calc_window w;
	size_t             size = calc_window_scratch(n, length);
	double            *scratch = ARENA_ARRAY(a, size, double);

	for (size_t i = 0; i < size; i++)
		scratch[i] = NAN;
	calc_window_init(&w, prices, n, length, max_gap, scratch);
	return w;
}

/* Two passes in extended precision over the returns of the rows row - length + 1 .. row. */
static double two_passes(const double *prices, size_t n, size_t i, size_t row, size_t length)
{
	long double sum = 0, square = 0, mean;

	for (size_t t = row + 1 - length; t <= row; t++)
		sum += (long double)(prices[t * n + i] / prices[(t - 1) * n + i] - 1);
	mean = sum / (long double)length;
	for (size_t t = row + 1 - length; t <= row; t++) {
		long double d = (long double)(prices[t * n + i] / prices[(t - 1) * n + i] - 1) -
		                mean;

		square += d * d;
	}
	return (double)(square / (long double)(length - 1));
}

/* Every length has its own mix of blocks and single rows. */
static void variance_of_every_length(void **state)
{
	struct arena *a = arena_create();
	uint64_t      seed = 1;
	double       *prices = market_prices(a, &seed, ROWS, N), variance[8], worst = 0;

	(void)state;
	assert_int_equal(calc_window_stride(N), 8);
	for (size_t length = 2; length <= 130; length++) {
		struct calc_window w = start(a, prices, N, length, 2);

		for (size_t t = 0; t < ROWS; t++) {
			calc_window_push(&w);
			assert_true(w.whole);
			if (t < length)
				continue;
			calc_window_variance(&w, variance);
			for (size_t i = 0; i < N; i++)
				if (length > 5)
					worst = fmax(worst,
					             apart(variance[i],
					                   two_passes(prices, N, i, t, length)));
				else
					assert_true(fabs(variance[i] - two_passes(prices, N, i, t,
					                                          length)) < 1e-17);
		}
		assert_false(w.gaps);
	}
	assert_true(worst < 1e-13);
	arena_destroy(a);
}

/* The case the sums are worst at: a drift of 5 % a day with the least variance that counts. */
static void variance_beside_a_strong_drift(void **state)
{
	struct arena *a = arena_create();
	uint64_t      seed = 2;
	double        prices[ROWS] = {1}, variance[4];

	(void)state;
	for (size_t t = 1; t < ROWS; t++)
		prices[t] = prices[t - 1] * (1 + (t / 100 % 2 ? 0.05 : -0.05) +
		                             0.005 * (2 * draw_unit(&seed) - 1) * 1.8);
	struct calc_window w = start(a, prices, 1, 60, 0);
	for (size_t t = 0; t < ROWS; t++) {
		calc_window_push(&w);
		if (t < 60)
			continue;
		calc_window_variance(&w, variance);
		assert_true(apart(variance[0], two_passes(prices, 1, 0, t, 60)) < 2e-12);
	}
	arena_destroy(a);
}

static void last_prices_and_ages(void **state)
{
	struct arena *a = arena_create();
	const double  first[] = {NAN, 5, NAN, 0, 6, 7, -1}, second[] = {1, 2, 3, 4, 5, 6, INFINITY};
	double        prices[7 * 2], p[2];
	struct calc_window w;

	(void)state;
	for (size_t t = 0; t < 7; t++) {
		prices[2 * t] = first[t];
		prices[2 * t + 1] = second[t];
	}
	w = start(a, prices, 2, 2, 2);
	calc_window_push(&w);
	calc_window_prices(&w, p);
	assert_true(isnan(p[0]) && p[1] == 1);
	assert_true(isinf(calc_window_age(&w, 0)) && calc_window_age(&w, 1) == 0);
	assert_true(isinf(w.first_row[0]) && w.first_row[1] == 0);
	for (size_t t = 1; t <= 3; t++)
		calc_window_push(&w);
	calc_window_prices(&w, p);
	assert_true(p[0] == 5 && p[1] == 4);
	assert_true(calc_window_age(&w, 0) == 2 && calc_window_age(&w, 1) == 0);
	assert_true(w.first_row[0] == 1);
	assert_false(w.whole);
	for (size_t t = 4; t <= 6; t++)
		calc_window_push(&w);
	calc_window_prices(&w, p);
	assert_true(p[0] == 7 && p[1] == 6);
	assert_true(calc_window_age(&w, 0) == 1 && calc_window_age(&w, 1) == 1);

	assert_true(calc_window_prices_at(&w, 5, p));
	assert_true(p[0] == 7 && p[1] == 6);
	assert_false(calc_window_prices_at(&w, 3, p));
	assert_true(p[0] == 5 && p[1] == 4);
	assert_false(calc_window_prices_at(&w, 0, p));
	assert_true(isnan(p[0]) && p[1] == 1);
	arena_destroy(a);
}

/* Returns over two sessions, over one, and over three only where that is allowed. */
static void returns_bridge_short_gaps(void **state)
{
	struct arena *a = arena_create();
	const double  prices[] = {10, NAN, 11, 12, NAN, NAN, 15};
	double        variance[4], r1 = 11.0 / 10 - 1, r2 = 12.0 / 11 - 1, r3 = 15.0 / 12 - 1, mean;

	(void)state;
	for (size_t max_gap = 1; max_gap <= 2; max_gap++) {
		struct calc_window w = start(a, prices, 1, 6, max_gap);

		for (size_t t = 0; t <= 6; t++)
			calc_window_push(&w);
		calc_window_variance(&w, variance);
		if (max_gap == 1) {
			assert_true(isnan(variance[0])); /* two of six */
			continue;
		}
		mean = (r1 + r2 + r3) / 3;
		assert_true(
			apart(variance[0], ((r1 - mean) * (r1 - mean) + (r2 - mean) * (r2 - mean) +
		                            (r3 - mean) * (r3 - mean)) /
		                                   2) < 1e-14);
	}
	arena_destroy(a);
}

/* A row is whole exactly when every price is in the range: the bit test against the comparison. */
static void what_counts_as_a_price(void **state)
{
	struct arena *a = arena_create();
	double        p[4096];
	size_t        n = 0, in_range = 0;
	uint64_t      seed = 3;
	const double  edges[] = {
		 0, 1, CALC_PRICE_LOW, CALC_PRICE_HIGH, 1e300, 1e-300, 5e-324, INFINITY, NAN};

	(void)state;
	for (size_t k = 0; k < COUNT(edges); k++)
		for (int sign = -1; sign <= 1; sign += 2) {
			p[n++] = sign * edges[k];
			p[n++] = sign * nextafter(edges[k], INFINITY);
			p[n++] = sign * nextafter(edges[k], 0);
		}
	while (n < COUNT(p)) {
		uint64_t bits = draw(&seed);

		memcpy(&p[n++], &bits, sizeof(bits));
	}
	struct calc_window w = start(a, p, 1, 8, 0);
	for (size_t t = 0; t < n; t++) {
		bool want = p[t] >= CALC_PRICE_LOW && p[t] <= CALC_PRICE_HIGH;

		calc_window_push(&w);
		assert_int_equal(w.whole, want);
		in_range += want;
	}
	assert_true(in_range > 100);
	arena_destroy(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(variance_of_every_length),
		cmocka_unit_test(variance_beside_a_strong_drift),
		cmocka_unit_test(last_prices_and_ages),
		cmocka_unit_test(returns_bridge_short_gaps),
		cmocka_unit_test(what_counts_as_a_price),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

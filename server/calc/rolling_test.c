/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/rolling.h"

#include "base/compiler.h"
#include "calc/downside.h"
#include "calc/drawdown.h"
#include "calc/moments.h"
#include "calc/ratios.h"
#include "calc/relative.h"
#include "calc/returns.h"
#include "calc/series.h"
#include "calc/series_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { N = 400, ROOM = 6 * (2 * N + 1) };

static double r[N], b[N], scratch[ROOM], one[N], two[N], three[N];
static double wx[N], wy[N], order[N];

/* The known pairs of a window. */
static size_t window_at(size_t at, size_t window)
{
	const double *in[] = {r + at, b + at};
	double       *out[] = {wx, wy};

	return calc_complete(in, 2, window, out);
}

static bool same(double got, enum err e, double want, double tolerance)
{
	if (e != OK || isnan(want))
		return isnan(got);
	return gap(got, want) <= tolerance;
}

/* Every window against the figure of that window alone. */
static void agrees_with_each_window(size_t n, size_t window, double tolerance)
{
	struct calc_roll roll = {.window = window, .least = 2, .ppy = 252};
	size_t           k = n - window + 1;
	double           v = NAN;
	enum err         e;

	assert_true(calc_roll_scratch(&roll) <= ROOM);
	assert_int_equal(calc_rolling_beta(r, b, n, &roll, scratch, one, two, three), OK);
	for (size_t i = 0; i < k; i++) {
		size_t m = window_at(i, window);

		e = calc_beta(wx, wy, m, CALC_ALL, &v);
		assert_true(same(one[i], e, v, tolerance));
		e = calc_alpha_annual(wx, wy, m, 252, &v);
		assert_true(same(two[i], e, v, tolerance * 100));
		e = calc_correlation(wx, wy, m, &v);
		assert_true(same(three[i], e, v, tolerance));
	}
	for (size_t i = 0; i < n; i++)
		if (isnan(b[i]))
			r[i] = NAN; /* so that a window of r alone has the same values */
	assert_int_equal(calc_rolling_sharpe(r, n, &roll, scratch, one, two), OK);
	for (size_t i = 0; i < k; i++) {
		size_t m = window_at(i, window);

		e = calc_sharpe_ratio(wx, m, 252, &v);
		assert_true(same(one[i], e, v, tolerance * 100));
		e = calc_volatility(wx, m, 252, 1, &v);
		assert_true(same(two[i], e, v, tolerance));
	}
	assert_int_equal(calc_rolling_sortino(r, n, &roll, scratch, one, two), OK);
	for (size_t i = 0; i < k; i++) {
		size_t m = window_at(i, window);

		e = m < 2 ? ERR_TOOSHORT : calc_sortino(wx, m, 252, CALC_OVER_ALL, &v);
		assert_true(same(one[i], e, v, tolerance * 100));
		e = m < 2 ? ERR_TOOSHORT : calc_downside_deviation(wx, m, 252, CALC_OVER_ALL, &v);
		assert_true(same(two[i], e, v, tolerance));
	}
	assert_int_equal(calc_rolling_return(r, n, &roll, scratch, one, two), OK);
	for (size_t i = 0; i < k; i++) {
		size_t m = window_at(i, window);

		e = m < 2 ? ERR_TOOSHORT : calc_total_return(wx, m, &v);
		assert_true(same(one[i], e, v, tolerance));
		e = m < 2 ? ERR_TOOSHORT : calc_cagr(wx, m, 252, &v);
		assert_true(same(two[i], e, v, tolerance * 1000));
	}
	assert_int_equal(calc_rolling_drawdown(r, n, &roll, scratch, one, two, three), OK);
	for (size_t i = 0; i < k; i++) {
		size_t m = window_at(i, window);

		e = m < 2 ? ERR_TOOSHORT : calc_deepest(wx, m, CALC_PATH_HOUSE, &v);
		assert_true(same(one[i], e, v, tolerance));
		e = m < 2 ? ERR_TOOSHORT : calc_fallen(wx, m, CALC_PATH_HOUSE, &v);
		assert_true(same(two[i], e, v, tolerance));
		e = m < 2 ? ERR_TOOSHORT : calc_calmar(wx, m, 252, &v);
		assert_true(same(three[i], e, v, tolerance * 1000));
	}
	assert_int_equal(calc_rolling_var(r, n, &roll, 0.1, scratch, one, two), OK);
	for (size_t i = 0; i < k; i++) {
		size_t m = window_at(i, window);

		e = m < 2 ? ERR_TOOSHORT
		          : calc_var_historical(wx, m, 0.1, CALC_QUANTILE_7, order, &v);
		assert_true(same(one[i], e, v, 0));
		e = m < 2 ? ERR_TOOSHORT
		          : calc_es_historical(wx, m, 0.1, CALC_ES_STRICT, order, &v);
		assert_true(same(two[i], e, v, 1e-15));
	}
}

static void every_window_is_that_window(void **state)
{
	const size_t windows[] = {2, 3, 7, 60, 133, 199, 200, 201, N - 1, N};

	(void)state;
	for (size_t w = 0; w < COUNT(windows); w++) {
		returns_made(w, N, r);
		returns_made(w + 50, N, b);
		agrees_with_each_window(N, windows[w], windows[w] < 4 ? 1e-7 : 1e-12);
	}
}

static void holes_are_left_out(void **state)
{
	uint64_t seed = 9;

	(void)state;
	for (int round = 0; round < 10; round++) {
		returns_made((uint64_t)round, N, r);
		returns_made((uint64_t)round + 50, N, b);
		for (size_t i = 0; i < N; i++) {
			if (uniform(&seed) < 0.2 || (i > 100 && i < 150) || i < 5)
				r[i] = NAN;
			if (uniform(&seed) < 0.1 || i > N - 9)
				b[i] = NAN;
		}
		agrees_with_each_window(N, 20, 1e-10);
		agrees_with_each_window(N, 64, 1e-11);
	}
}

static void least_is_how_many_must_be_known(void **state)
{
	struct calc_roll roll = {.window = 10, .least = 10, .ppy = 252};

	(void)state;
	returns_made(1, 30, r);
	r[15] = NAN;
	assert_int_equal(calc_rolling_sharpe(r, 30, &roll, scratch, one, two), OK);
	for (size_t i = 0; i <= 20; i++)
		assert_true(isnan(one[i]) == (i >= 6 && i <= 15) && isnan(one[i]) == isnan(two[i]));
	roll.least = 9;
	assert_int_equal(calc_rolling_sharpe(r, 30, &roll, scratch, one, two), OK);
	for (size_t i = 0; i <= 20; i++)
		assert_true(isfinite(one[i]) && isfinite(two[i]));
}

/* Windows without the absurd value have the same bits as if it had been any other. */
static void an_outlier_leaves_nothing_behind(void **state)
{
	struct calc_roll roll = {.window = 20, .least = 20, .ppy = 252};
	double           clean[6][N], dirty[6][N];

	(void)state;
	for (int round = 0; round < 2; round++) {
		double(*out)[N] = round ? dirty : clean;

		returns_made(1, N, r);
		returns_made(2, N, b);
		r[133] = round ? 1e200 : 0.01;
		b[133] = round ? -1e150 : 0.01;
		assert_int_equal(calc_rolling_beta(r, b, N, &roll, scratch, out[0], out[1], NULL),
		                 OK);
		assert_int_equal(calc_rolling_sharpe(r, N, &roll, scratch, out[2], out[3]), OK);
		assert_int_equal(calc_rolling_return(r, N, &roll, scratch, out[4], NULL), OK);
		assert_int_equal(calc_rolling_drawdown(r, N, &roll, scratch, out[5], NULL, NULL),
		                 OK);
	}
	for (size_t k = 0; k < 6; k++)
		for (size_t i = 0; i <= N - 20; i++)
			if (i > 133 || i + 20 <= 133)
				assert_true(clean[k][i] == dirty[k][i]);
}

static void a_constant_window_has_no_ratio(void **state)
{
	struct calc_roll roll = {.window = 30, .least = 30, .ppy = 252};

	(void)state;
	returns_made(1, N, r);
	for (size_t i = 100; i < 200; i++)
		r[i] = 1.0 / 3;
	assert_int_equal(calc_rolling_sharpe(r, N, &roll, scratch, one, two), OK);
	assert_int_equal(calc_rolling_beta(r, r, N, &roll, scratch, three, NULL, NULL), OK);
	for (size_t i = 0; i <= N - 30; i++) {
		bool constant = i >= 100 && i + 30 <= 200;

		assert_true(isnan(one[i]) == constant && (two[i] == 0) == constant);
		assert_true(constant ? isnan(three[i]) : three[i] == 1);
	}
}

static void refuses_what_it_cannot_do(void **state)
{
	struct calc_roll roll = {.window = 10, .least = 5, .ppy = 252};

	(void)state;
	returns_made(1, N, r);
	one[0] = 77;
	assert_int_equal(calc_rolling_sharpe(r, 9, &roll, scratch, one, one), ERR_TOOSHORT);
	assert_int_equal(calc_rolling_var(r, N, &roll, 1, scratch, one, NULL), ERR_INVALID);
	r[3] = INFINITY;
	assert_int_equal(calc_rolling_sharpe(r, N, &roll, scratch, one, NULL), ERR_INVALID);
	assert_int_equal(calc_rolling_return(r, N, &roll, scratch, one, NULL), ERR_INVALID);
	r[3] = 0;
	roll.least = 11;
	assert_int_equal(calc_rolling_sharpe(r, N, &roll, scratch, one, NULL), ERR_INVALID);
	roll = (struct calc_roll){.window = 1, .least = 1, .ppy = 252};
	assert_int_equal(calc_rolling_sharpe(r, N, &roll, scratch, one, NULL), ERR_INVALID);
	roll = (struct calc_roll){.window = 10, .least = 2, .ppy = 0};
	assert_int_equal(calc_rolling_sharpe(r, N, &roll, scratch, one, NULL), ERR_INVALID);
	assert_true(one[0] == 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_window_is_that_window),
		cmocka_unit_test(holes_are_left_out),
		cmocka_unit_test(least_is_how_many_must_be_known),
		cmocka_unit_test(an_outlier_leaves_nothing_behind),
		cmocka_unit_test(a_constant_window_has_no_ratio),
		cmocka_unit_test(refuses_what_it_cannot_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

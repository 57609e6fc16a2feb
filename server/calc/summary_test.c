/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/summary.h"

#include "base/compiler.h"
#include "calc/downside.h"
#include "calc/drawdown.h"
#include "calc/moments.h"
#include "calc/ratios.h"
#include "calc/relative.h"
#include "calc/returns.h"
#include "calc/series.h"
#include "calc/series_fixture.h"
#include "calc/tail.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { N = 1500 };

static double r[N], b[N], x[N], y[N], scratch[N];

/* The same number, or both none. */
static void same(double got, enum err e, double want, const char *what)
{
	if (e != OK)
		want = NAN;
	if (!(isnan(want) ? isnan(got) : gap(got, want) < 1e-11)) {
		print_message("%s: %.17g, its own function %.17g\n", what, got, want);
		assert_true(false);
	}
}

#define SAME(member, call)                      \
	do {                                    \
		enum err e_ = call;             \
		same(s.member, e_, v, #member); \
	} while (0)

static void agrees(size_t n, double rate, double ppy)
{
	struct calc_summary s;
	struct calc_moments m;
	double              v = NAN;

	calc_excess_over(r, rate, n, x);
	calc_excess_over(b, rate, n, y);
	assert_int_equal(calc_summary(r, b, n, rate, ppy, scratch, &s), OK);
	assert_int_equal(calc_moments(r, n, &m), OK);
	SAME(total, calc_total_return(r, n, &v));
	SAME(cagr, calc_cagr(r, n, ppy, &v));
	SAME(volatility, calc_volatility(r, n, ppy, 1, &v));
	SAME(sharpe, calc_sharpe_ratio(x, n, ppy, &v));
	SAME(downside, calc_downside_deviation(x, n, ppy, CALC_OVER_ALL, &v));
	SAME(sortino, calc_sortino(x, n, ppy, CALC_OVER_ALL, &v));
	SAME(deepest, calc_deepest(r, n, CALC_PATH_HOUSE, &v));
	SAME(fallen, calc_fallen(r, n, CALC_PATH_HOUSE, &v));
	SAME(calmar, calc_calmar(r, n, ppy, &v));
	SAME(ulcer, calc_ulcer(r, n, CALC_PATH_HOUSE, 0, &v));
	SAME(var_95, calc_var_historical(r, n, 0.05, CALC_QUANTILE_7, scratch, &v));
	SAME(es_95, calc_es_historical(r, n, 0.05, CALC_ES_STRICT, scratch, &v));
	SAME(var_99, calc_var_historical(r, n, 0.01, CALC_QUANTILE_7, scratch, &v));
	SAME(es_99, calc_es_historical(r, n, 0.01, CALC_ES_STRICT, scratch, &v));
	SAME(skew, calc_skewness(&m, CALC_SKEW_POPULATION, &v));
	SAME(excess_kurtosis, calc_kurtosis(&m, CALC_KURTOSIS_EXCESS, &v));
	SAME(omega, calc_omega(x, n, &v));
	SAME(tail_ratio, calc_tail_ratio(r, n, scratch, &v));
	SAME(win_rate, calc_win_rate(r, n, &v));
	SAME(best, calc_best(r, n, &v));
	SAME(worst, calc_worst(r, n, &v));
	SAME(beta, calc_beta(x, y, n, CALC_ALL, &v));
	SAME(alpha, calc_alpha_annual(x, y, n, ppy, &v));
	SAME(correlation, calc_correlation(r, b, n, &v));
	SAME(r_squared, calc_r_squared(r, b, n, &v));
	SAME(tracking, calc_tracking_error(r, b, n, ppy, &v));
	SAME(information, calc_information_ratio(r, b, n, ppy, &v));
	SAME(capture_up, calc_capture(r, b, n, ppy, CALC_UP, CALC_CAPTURE_GEOMETRIC, &v));
	SAME(capture_down, calc_capture(r, b, n, ppy, CALC_DOWN, CALC_CAPTURE_GEOMETRIC, &v));
}

static void each_is_that_of_its_own_function(void **state)
{
	const size_t sizes[] = {2, 3, 4, 5, 20, 21, 99, 100, 101, 199, 200, 201, 202, 256, 257, N};

	(void)state;
	for (size_t k = 0; k < COUNT(sizes); k++)
		for (uint64_t seed = 0; seed < 10; seed++) {
			returns_made(seed, sizes[k], r);
			returns_made(seed + 100, sizes[k], b);
			for (size_t i = 0; i < sizes[k]; i++)
				b[i] = 0.3 * b[i] + 0.5 * r[i];
			agrees(sizes[k], 0, 252);
			agrees(sizes[k], 0.0002, 12);
		}
}

static void ties_and_runs_too(void **state)
{
	(void)state;
	for (size_t n = 2; n < 600; n += 7) {
		for (size_t i = 0; i < n; i++) {
			r[i] = (double)(i * 7 % 5) / 100 - 0.018;
			b[i] = (double)(i * 3 % 4) / 100 - 0.01;
		}
		agrees(n, 0, 252);
		for (size_t i = 0; i < n; i++)
			r[i] = i % 2 ? 0 : 0.01; /* never a loss */
		agrees(n, 0, 252);
		for (size_t i = 0; i < n; i++)
			b[i] = 0.002;
		agrees(n, 0, 252);
	}
}

static void without_a_benchmark_nothing_is_relative(void **state)
{
	struct calc_summary s;

	(void)state;
	returns_made(1, N, r);
	assert_int_equal(calc_summary(r, NULL, N, 0, 252, scratch, &s), OK);
	assert_true(isfinite(s.sharpe) && isfinite(s.tail_ratio));
	assert_true(isnan(s.beta) && isnan(s.alpha) && isnan(s.r_squared) && isnan(s.correlation) &&
	            isnan(s.tracking) && isnan(s.information) && isnan(s.capture_up) &&
	            isnan(s.capture_down));
}

static void refuses_what_it_cannot_sum_up(void **state)
{
	struct calc_summary s = {.total = 77};

	(void)state;
	returns_made(1, N, r);
	returns_made(2, N, b);
	assert_int_equal(calc_summary(r, b, 0, 0, 252, scratch, &s), ERR_TOOSHORT);
	assert_int_equal(calc_summary(r, b, 1, 0, 252, scratch, &s), ERR_TOOSHORT);
	assert_int_equal(calc_summary(r, b, N, NAN, 252, scratch, &s), ERR_INVALID);
	assert_int_equal(calc_summary(r, b, N, 0, 0, scratch, &s), ERR_INVALID);
	b[N - 1] = NAN;
	assert_int_equal(calc_summary(r, b, N, 0, 252, scratch, &s), ERR_INVALID);
	r[0] = INFINITY;
	assert_int_equal(calc_summary(r, NULL, N, 0, 252, scratch, &s), ERR_INVALID);
	assert_true(s.total == 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_that_of_its_own_function),
		cmocka_unit_test(ties_and_runs_too),
		cmocka_unit_test(without_a_benchmark_nothing_is_relative),
		cmocka_unit_test(refuses_what_it_cannot_sum_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

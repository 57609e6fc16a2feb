/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/expanding.h"

#include <string.h>

#include "base/compiler.h"
#include "calc/downside.h"
#include "calc/ratios.h"
#include "calc/relative.h"
#include "calc/series.h"
#include "calc/series_fixture.h"
#include "calc/summary.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { N = 3000, YEAR = 252 };

static double                         r[N], b[N], x[N], y[N], scratch[N];
static struct calc_expanding          own[N + 1];
static struct calc_expanding_excess   excess[N + 1];
static struct calc_expanding_relative plain[N + 1], over[N + 1];

/* The same number within 1e-9 of it, or both none. */
static void same(double got, double want, const char *what, size_t k)
{
	if (isnan(want) ? isnan(got) : fabs(got - want) <= 1e-9 * fabs(want) + 1e-13)
		return;
	print_message("%s of %zu: %.17g, its own function %.17g\n", what, k, got, want);
	assert_true(false);
}

static double or_nan(enum err e, double v)
{
	return e == OK ? v : (double)NAN;
}

/* Element k against the functions of the same figures over the first k values. */
static void agrees(size_t k)
{
	struct calc_summary s;
	double              v = NAN;

	assert_int_equal(calc_summary(r, b, k, 0, YEAR, scratch, &s), OK);
#define SAME(member, want) same(own[k].member, want, #member, k)
	SAME(total, s.total);
	SAME(volatility, s.volatility);
	SAME(downside, s.downside);
	SAME(omega, s.omega);
	SAME(deepest, s.deepest);
	SAME(fallen, s.fallen);
	SAME(ulcer, s.ulcer);
	SAME(var_95, s.var_95);
	SAME(es_95, s.es_95);
	SAME(var_99, s.var_99);
	SAME(es_99, s.es_99);
	SAME(skew, s.skew);
	SAME(excess_kurtosis, s.excess_kurtosis);
	SAME(win_rate, s.win_rate);
	SAME(best, s.best);
	SAME(worst, s.worst);
	same(plain[k].beta, s.beta, "beta", k);
	same(plain[k].correlation, s.correlation, "correlation", k);
	same(plain[k].tracking, s.tracking, "tracking", k);
	same(plain[k].information, s.information, "information", k);
	same(plain[k].alpha, s.alpha, "alpha of plain returns", k);
	enum err e = calc_sharpe_ratio(x, k, YEAR, &v);
	same(excess[k].sharpe, or_nan(e, v), "sharpe", k);
	e = calc_sortino(x, k, YEAR, CALC_OVER_ALL, &v);
	same(excess[k].sortino, or_nan(e, v), "sortino", k);
	e = calc_alpha_annual(x, y, k, YEAR, &v);
	same(over[k].alpha, or_nan(e, v), "alpha", k);
}

static void compute(size_t n)
{
	double *room = scratch;

	assert_int_equal(calc_expanding(r, n, 0, YEAR, room, own), OK);
	assert_int_equal(calc_expanding_excess(x, n, 0, YEAR, excess), OK);
	assert_int_equal(calc_expanding_relative(r, b, n, 0, YEAR, plain), OK);
	assert_int_equal(calc_expanding_relative(x, y, n, 0, YEAR, over), OK);
}

/* Excess returns over a rate that changes. */
static void rated(size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const double rate = 0.0001 + 0.00002 * (double)(i / 20 % 7);

		x[i] = r[i] - rate;
		y[i] = b[i] - rate;
	}
}

static void made(uint64_t seed, size_t n)
{
	returns_made(seed, n, r);
	returns_made(seed + 100, n, b);
	for (size_t i = 0; i < n; i++)
		b[i] = 0.3 * b[i] + 0.5 * r[i];
	rated(n);
}

static void every_prefix_is_that_of_the_functions(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 6; seed++) {
		made(seed, 400);
		compute(400);
		for (size_t k = 2; k <= 400; k++)
			agrees(k);
	}
}

static void long_series_too(void **state)
{
	uint64_t seed = 77;

	(void)state;
	made(9, N);
	compute(N);
	for (int i = 0; i < 200; i++)
		agrees(2 + (size_t)(uniform(&seed) * (N - 1)));
	agrees(N);
}

/* Far from the mean, which is where updated moments lose digits. */
static void an_absurd_first_value_does_no_harm(void **state)
{
	(void)state;
	made(3, N);
	r[0] = 40;
	b[0] = -0.9;
	rated(N);
	compute(N);
	for (size_t k = 2; k <= N; k += 41)
		agrees(k);
}

static void ties_runs_and_no_losses(void **state)
{
	enum { SHORT = 300 };

	(void)state;
	for (size_t i = 0; i < SHORT; i++) {
		r[i] = (double)(i * 7 % 5) / 100 - 0.018;
		b[i] = (double)(i * 3 % 4) / 100 - 0.01;
	}
	rated(SHORT);
	compute(SHORT);
	for (size_t k = 2; k <= SHORT; k++)
		agrees(k);
	for (size_t i = 0; i < SHORT; i++) {
		r[i] = i % 2 ? 0 : 0.01;
		b[i] = 0.002;
	}
	rated(SHORT);
	compute(SHORT);
	for (size_t k = 2; k <= SHORT; k++)
		agrees(k);
	assert_true(isnan(own[SHORT].omega) && own[SHORT].downside == 0);
	assert_true(isnan(plain[SHORT].beta) && isnan(plain[SHORT].correlation));
}

static void descending_and_ascending_values(void **state)
{
	enum { SHORT = 500 };

	(void)state;
	for (int sign = -1; sign <= 1; sign += 2) {
		for (size_t i = 0; i < SHORT; i++) {
			r[i] = sign * ((double)i - 250) / 1e4;
			b[i] = r[i] * r[i];
		}
		rated(SHORT);
		compute(SHORT);
		for (size_t k = 2; k <= SHORT; k++)
			agrees(k);
	}
}

static void a_series_against_itself(void **state)
{
	(void)state;
	returns_made(5, N, r);
	assert_int_equal(calc_expanding_relative(r, r, N, 0, YEAR, plain), OK);
	for (size_t k = 2; k <= N; k++) {
		assert_true(plain[k].beta == 1);
		assert_true(fabs(plain[k].correlation - 1) < 1e-15);
		assert_true(plain[k].tracking == 0 && isnan(plain[k].information));
	}
}

static void a_constant_varies_nowhere(void **state)
{
	(void)state;
	for (size_t i = 0; i < N; i++)
		r[i] = b[i] = x[i] = y[i] = 0.1;
	compute(N);
	for (size_t k = 2; k <= N; k++) {
		assert_true(own[k].volatility == 0 && isnan(own[k].skew));
		assert_true(isnan(excess[k].sharpe) && isnan(plain[k].beta));
		assert_true(isnan(own[k].es_95) && own[k].var_95 == -0.1);
	}
}

/* What follows changes no bit of what was. */
static void nothing_looks_ahead(void **state)
{
	static struct calc_expanding          first[N + 1];
	static struct calc_expanding_relative first_plain[N + 1];

	(void)state;
	made(11, N);
	compute(N);
	memcpy(first, own, sizeof(own));
	memcpy(first_plain, plain, sizeof(plain));
	for (size_t i = 1000; i < N; i++) {
		r[i] = i % 2 ? 0.7 : -0.6;
		b[i] = -r[i];
	}
	compute(N);
	assert_memory_equal(own, first, 1001 * sizeof(*own));
	assert_memory_equal(plain, first_plain, 1001 * sizeof(*plain));
	assert_memory_not_equal(&own[1001], &first[1001], sizeof(*own));
	compute(1500);
	assert_memory_equal(own, first, 1001 * sizeof(*own));
}

static void only_what_is_asked_for(void **state)
{
	static struct calc_expanding          last;
	static struct calc_expanding_excess   last_excess;
	static struct calc_expanding_relative some[3];

	(void)state;
	made(12, N);
	compute(N);
	assert_int_equal(calc_expanding(r, N, N, YEAR, scratch, &last), OK);
	assert_memory_equal(&last, &own[N], sizeof(last));
	assert_int_equal(calc_expanding_excess(x, N, N, YEAR, &last_excess), OK);
	assert_memory_equal(&last_excess, &excess[N], sizeof(last_excess));
	assert_int_equal(calc_expanding_relative(r, b, N, N - 2, YEAR, some), OK);
	assert_memory_equal(some, &plain[N - 2], sizeof(some));
}

static void too_few_have_few_figures(void **state)
{
	(void)state;
	compute(0);
	assert_true(isnan(own[0].total) && isnan(own[0].deepest) && isnan(own[0].best));
	assert_true(isnan(excess[0].sharpe) && isnan(plain[0].beta) && isnan(plain[0].tracking));
	r[0] = x[0] = -0.02;
	b[0] = y[0] = 0.01;
	compute(1);
	assert_true(isnan(own[0].total));
	assert_true(fabs(own[1].total + 0.02) < 1e-15 && fabs(own[1].deepest + 0.02) < 1e-15);
	assert_true(own[1].var_95 == 0.02 && isnan(own[1].es_95) && own[1].worst == -0.02);
	assert_true(isnan(own[1].volatility) && isnan(own[1].skew) && isnan(excess[1].sharpe));
	assert_true(isnan(plain[1].beta) && isnan(plain[1].tracking));
	r[1] = 0.04;
	x[1] = 0.03;
	b[1] = y[1] = 0.02;
	compute(2);
	agrees(2);
}

static void refuses_what_is_not_finite(void **state)
{
	static const double            bad[] = {NAN, INFINITY, -INFINITY};
	struct calc_expanding          e = {.total = 77};
	struct calc_expanding_excess   s = {.sharpe = 77};
	struct calc_expanding_relative v = {.beta = 77};

	(void)state;
	made(1, 10);
	assert_int_equal(calc_expanding(r, 10, 11, YEAR, scratch, &e), ERR_INVALID);
	assert_int_equal(calc_expanding(r, 10, 10, 0, scratch, &e), ERR_INVALID);
	assert_int_equal(calc_expanding_excess(x, 10, 10, NAN, &s), ERR_INVALID);
	for (size_t i = 0; i < COUNT(bad); i++) {
		r[9] = x[9] = bad[i];
		assert_int_equal(calc_expanding(r, 10, 10, YEAR, scratch, &e), ERR_INVALID);
		assert_int_equal(calc_expanding_excess(x, 10, 10, YEAR, &s), ERR_INVALID);
		assert_int_equal(calc_expanding_relative(r, b, 10, 10, YEAR, &v), ERR_INVALID);
		assert_int_equal(calc_expanding_relative(b, r, 10, 10, YEAR, &v), ERR_INVALID);
	}
	assert_true(e.total == 77 && s.sharpe == 77 && v.beta == 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_prefix_is_that_of_the_functions),
		cmocka_unit_test(long_series_too),
		cmocka_unit_test(an_absurd_first_value_does_no_harm),
		cmocka_unit_test(ties_runs_and_no_losses),
		cmocka_unit_test(descending_and_ascending_values),
		cmocka_unit_test(a_series_against_itself),
		cmocka_unit_test(a_constant_varies_nowhere),
		cmocka_unit_test(nothing_looks_ahead),
		cmocka_unit_test(only_what_is_asked_for),
		cmocka_unit_test(too_few_have_few_figures),
		cmocka_unit_test(refuses_what_is_not_finite),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/cashflow.h"

#include "base/compiler.h"
#include "base/date.h"
#include "calc/series_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { N = 60 };

static double  scratch[5 * N], amounts[N];
static int32_t dates[N];

static void the_rate_of_constant_growth(void **state)
{
	const double    rates[] = {-0.99, -0.5, -0.02, 0, 1e-6, 0.07, 0.5, 3, 50, 9000};
	struct calc_irr got;

	(void)state;
	for (size_t k = 0; k < COUNT(rates); k++)
		for (int32_t days = 30; days <= 3650; days += 181) {
			double years = days / 365.0, grown = 1000 * pow(1 + rates[k], years);

			if (grown < 1e-9)
				continue;
			assert_int_equal(calc_xirr((const int32_t[]){100, 100 + days},
			                           (const double[]){-1000, grown}, 2, CALC_ACT_365F,
			                           scratch, &got),
			                 OK);
			assert_int_equal(got.roots, 1);
			assert_true(gap(got.rate, rates[k]) < 1e-11);
			assert_true(got.lowest == got.rate && got.highest == got.rate);
		}
}

/* Pay in each month into a growth of 0.5 % a month. */
static void the_rate_of_a_plan(void **state)
{
	double          worth = 0;
	struct calc_irr got;

	(void)state;
	for (size_t i = 0; i + 1 < N; i++) {
		amounts[i] = -100;
		worth = (worth + 100) * 1.005;
	}
	amounts[N - 1] = worth;
	assert_int_equal(calc_irr(amounts, N, scratch, &got), OK);
	assert_true(fabs(got.rate - 0.005) < 1e-14);
	assert_int_equal(got.roots, 1);
}

static void made_flows(uint64_t *seed, size_t n)
{
	int32_t day = 12000;

	for (size_t i = 0; i < n; i++) {
		dates[i] = day;
		day += 1 + (int32_t)(60 * uniform(seed));
		amounts[i] = 1000 * uniform(seed) - 500;
	}
	amounts[0] = -20 - 2000 * uniform(seed);
	amounts[n - 1] = -amounts[0] * (0.6 + uniform(seed)) * (uniform(seed) < 0.1 ? -1 : 1);
}

/* Sign changes of the present value over a fine grid of rates: the roots that anyone can see. */
static size_t roots_seen(size_t n, double *nearest)
{
	enum { STEPS = 4000 };
	double before = NAN, low = log1p(CALC_RATE_LOW), high = log1p(CALC_RATE_HIGH), at = low;
	size_t seen = 0;

	for (int i = 0; i <= STEPS; i++) {
		double next = low + (high - low) * i / STEPS, f = 0;

		for (size_t k = 0; k < n; k++)
			f += amounts[k] * exp(-next * (dates[k] - dates[0]) / 365.0);
		if (f * before < 0) {
			double rate = expm1((at + next) / 2);

			if (seen++ == 0 || fabs(rate - 0.1) < fabs(*nearest - 0.1))
				*nearest = rate;
		}
		before = f;
		at = next;
	}
	return seen;
}

static void every_root_is_found(void **state)
{
	uint64_t seed = 1;
	size_t   several = 0, none = 0;

	(void)state;
	for (int round = 0; round < 1500; round++) {
		size_t          n = 2 + (size_t)(30 * uniform(&seed)), seen;
		double          nearest = NAN, worth, gross = 0;
		struct calc_irr got;
		enum err        e;

		made_flows(&seed, n);
		seen = roots_seen(n, &nearest);
		e = calc_xirr(dates, amounts, n, CALC_ACT_365F, scratch, &got);
		if (seen == 0) {
			none++;
			assert_true(e != OK || got.roots % 2 == 0);
			assert_true(e != ERR_INVALID || n < 6); /* all of one sign */
			continue;
		}
		assert_int_equal(e, OK);
		several += got.roots > 1;
		/* A pair within a step of the grid may be seen by the engine alone. */
		assert_true(got.roots >= seen && (got.roots - seen) % 2 == 0);
		if (got.roots == seen)
			assert_true(fabs(log1p(got.rate) - log1p(nearest)) < 0.01);
		assert_int_equal(calc_xnpv(got.rate, dates, amounts, n, CALC_ACT_365F, &worth), OK);
		for (size_t k = 0; k < n; k++)
			gross += fabs(amounts[k]) *
			         pow(1 + got.rate, -(dates[k] - dates[0]) / 365.0);
		assert_true(fabs(worth) <= 1e-8 * gross);
	}
	assert_true(several > 20 && none > 20);
}

static void order_and_scale_do_not_matter(void **state)
{
	uint64_t        seed = 7;
	struct calc_irr got, again;

	(void)state;
	for (int round = 0; round < 200; round++) {
		size_t n = 5 + (size_t)(30 * uniform(&seed));

		made_flows(&seed, n);
		if (calc_xirr(dates, amounts, n, CALC_ACT_365F, scratch, &got) != OK)
			continue;
		for (size_t i = n - 1; i > 0; i--) {
			size_t  j = (size_t)((double)(i + 1) * uniform(&seed));
			int32_t d = dates[i];
			double  v = amounts[i];

			dates[i] = dates[j];
			dates[j] = d;
			amounts[i] = amounts[j];
			amounts[j] = v;
		}
		for (size_t i = 0; i < n; i++)
			amounts[i] *= -3;
		assert_int_equal(calc_xirr(dates, amounts, n, CALC_ACT_365F, scratch, &again), OK);
		assert_true(gap(got.rate, again.rate) < 1e-9);
		assert_int_equal(got.roots, again.roots);
	}
}

/* -100, 230, -132 a year apart: 10 % and 20 %. */
static void several_rates_are_flagged(void **state)
{
	const double    flows[] = {-100, 230, -132}, wide[] = {-100, 460, -600, 240};
	struct calc_irr got;

	(void)state;
	assert_int_equal(calc_irr(flows, 3, scratch, &got), OK);
	assert_int_equal(got.roots, 2);
	assert_true(fabs(got.rate - 0.1) < 1e-12 && got.lowest == got.rate);
	assert_true(fabs(got.highest - 0.2) < 1e-12);
	assert_int_equal(calc_irr(wide, 4, scratch, &got), OK);
	assert_true(got.roots == 1 || got.roots == 3);
	assert_int_equal(calc_npv(got.rate, wide, 4, scratch), OK);
	assert_true(fabs(scratch[0]) < 1e-10);
}

static void no_rate_is_no_number(void **state)
{
	const int32_t   when[] = {0, 365, 730};
	struct calc_irr got = {.rate = 77};

	(void)state;
	assert_int_equal(
		calc_xirr(when, (const double[]){100, 200, 1}, 3, CALC_ACT_365F, scratch, &got),
		ERR_INVALID);
	assert_int_equal(
		calc_xirr(when, (const double[]){-100, 0, 0}, 3, CALC_ACT_365F, scratch, &got),
		ERR_INVALID);
	assert_int_equal(
		calc_xirr(when, (const double[]){-100, NAN, 120}, 3, CALC_ACT_365F, scratch, &got),
		ERR_INVALID);
	assert_int_equal(calc_xirr(when, (const double[]){-100, INFINITY, 120}, 3, CALC_ACT_365F,
	                           scratch, &got),
	                 ERR_INVALID);
	assert_int_equal(calc_xirr((const int32_t[]){5, 5}, (const double[]){-100, 120}, 2,
	                           CALC_ACT_365F, scratch, &got),
	                 ERR_INVALID);
	/* paid and received on one day, so that nothing is left of a change of sign */
	assert_int_equal(calc_xirr((const int32_t[]){5, 5, 9}, (const double[]){-100, 100, 50}, 3,
	                           CALC_ACT_365F, scratch, &got),
	                 ERR_INVALID);
	assert_int_equal(calc_xirr(when, amounts, 1, CALC_ACT_365F, scratch, &got), ERR_TOOSHORT);
	assert_int_equal(calc_xirr(when, amounts, 0, CALC_ACT_365F, scratch, &got), ERR_TOOSHORT);
	/* 100, -200, 101: a parabola above 0 */
	assert_int_equal(calc_irr((const double[]){100, -200, 101}, 3, scratch, &got),
	                 ERR_NOTFOUND);
	/* a million-fold in a day */
	assert_int_equal(calc_xirr((const int32_t[]){0, 1}, (const double[]){-1, 1e6}, 2,
	                           CALC_ACT_365F, scratch, &got),
	                 ERR_NOTFOUND);
	assert_true(got.rate == 77);
}

static void long_lives_do_not_overflow(void **state)
{
	struct calc_irr got;

	(void)state;
	for (size_t i = 0; i < N; i++) {
		dates[i] = (int32_t)i * 3 * 365; /* 177 years */
		amounts[i] = i % 2 ? 90 : -100;
	}
	assert_int_equal(calc_xirr(dates, amounts, N, CALC_ACT_365F, scratch, &got), OK);
	assert_true(isfinite(got.rate) && got.roots % 2 == 1);
}

static void worths_and_returns_by_hand(void **state)
{
	const int32_t when[] = {400, 35, 765};
	double        v = 77;

	(void)state;
	assert_int_equal(
		calc_xnpv(0.1, when, (const double[]){110, -100, 121}, 3, CALC_ACT_365F, &v), OK);
	assert_true(fabs(v - 100) < 1e-12);
	assert_int_equal(calc_npv(0, (const double[]){1, 2, 3}, 3, &v), OK);
	assert_true(v == 6);
	assert_int_equal(calc_mirr((const double[]){-100, 0, 121}, 3, 0.1, 0.1, &v), OK);
	assert_true(fabs(v - 0.1) < 1e-15);
	assert_int_equal(calc_mirr((const double[]){100, 0, 121}, 3, 0.1, 0.1, &v), OK);
	assert_true(isnan(v));
	assert_int_equal(
		calc_modified_dietz(100, 160, (const double[]){50}, (const double[]){0.5}, 1, &v),
		OK);
	assert_true(v == 0.08);
	assert_int_equal(calc_modified_dietz(0, 160, amounts, amounts, 0, &v), OK);
	assert_true(isnan(v));
	assert_int_equal(calc_twr((const double[]){100, 210}, (const double[]){110, 231}, 2, &v),
	                 OK);
	assert_true(fabs(v - 0.21) < 1e-15);
	v = 77;
	assert_int_equal(calc_twr((const double[]){0}, (const double[]){1}, 1, &v), ERR_INVALID);
	assert_int_equal(calc_twr(amounts, amounts, 0, &v), ERR_TOOSHORT);
	assert_int_equal(calc_npv(-1, (const double[]){1}, 1, &v), ERR_INVALID);
	assert_int_equal(calc_xnpv(0.1, when, amounts, 0, CALC_ACT_365F, &v), ERR_TOOSHORT);
	assert_true(v == 77);
}

static void years_by_each_count(void **state)
{
	int32_t             a = date_of(2007, 1, 12), b = date_of(2009, 3, 31);
	enum calc_day_count c;

	(void)state;
	assert_true(calc_year_fraction(a, b, CALC_ACT_365F) == 809 / 365.0);
	assert_true(calc_year_fraction(a, b, CALC_ACT_360) == 809 / 360.0);
	assert_true(calc_year_fraction(a, b, CALC_30E_360) == (2 * 360 + 2 * 30 + 18) / 360.0);
	assert_true(gap(calc_year_fraction(a, b, CALC_ACT_ACT_ISDA), 354 / 365.0 + 1 + 89 / 365.0) <
	            1e-15);
	assert_true(calc_year_fraction(date_of(2008, 1, 1), date_of(2008, 7, 1),
	                               CALC_ACT_ACT_ISDA) == 182 / 366.0);
	for (int k = CALC_ACT_365F; k <= CALC_ACT_ACT_ISDA; k++) {
		assert_true(calc_year_fraction(a, a, (enum calc_day_count)k) == 0);
		assert_true(calc_year_fraction(b, a, (enum calc_day_count)k) ==
		            -calc_year_fraction(a, b, (enum calc_day_count)k));
	}
	assert_true(calc_day_count_parse("30E/360", &c) && c == CALC_30E_360);
	assert_false(calc_day_count_parse("30/360 US", &c));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_rate_of_constant_growth),
		cmocka_unit_test(the_rate_of_a_plan),
		cmocka_unit_test(every_root_is_found),
		cmocka_unit_test(order_and_scale_do_not_matter),
		cmocka_unit_test(several_rates_are_flagged),
		cmocka_unit_test(no_rate_is_no_number),
		cmocka_unit_test(long_lives_do_not_overflow),
		cmocka_unit_test(worths_and_returns_by_hand),
		cmocka_unit_test(years_by_each_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

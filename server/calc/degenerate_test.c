/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */

/*
 * What every figure of a series does with data that are none: it never crashes,
 * never gives an infinite number, keeps its output on failure, refuses what is
 * not finite wherever it stands, and has no opinion about nothing.
 */

#include "base/compiler.h"
#include "calc/component.h"
#include "calc/downside.h"
#include "calc/drawdown.h"
#include "calc/inference.h"
#include "calc/moments.h"
#include "calc/ratios.h"
#include "calc/relative.h"
#include "calc/returns.h"
#include "calc/series_fixture.h"
#include "calc/tail.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { N = 40 };

static double scratch[16 * N];

/* Each with what else it wants filled in; the benchmark is b. */
typedef enum err figure(const double *r, const double *b, size_t n, double *out);

#define OF_ONE(name, call)                                                            \
	static enum err name(const double *r, const double *b, size_t n, double *out) \
	{                                                                             \
		(void)b;                                                              \
		return call;                                                          \
	}
#define OF_TWO(name, call)                                                            \
	static enum err name(const double *r, const double *b, size_t n, double *out) \
	{                                                                             \
		return call;                                                          \
	}

OF_ONE(total, calc_total_return(r, n, out))
OF_ONE(cagr, calc_cagr(r, n, 252, out))
OF_ONE(geometric, calc_geometric_mean(r, n, out))
OF_ONE(mean, calc_mean(r, n, out))
OF_ONE(annual_mean, calc_annual_mean(r, n, 252, out))
OF_ONE(best, calc_best(r, n, out))
OF_ONE(worst, calc_worst(r, n, out))
OF_ONE(win_rate, calc_win_rate(r, n, out))
OF_ONE(variance, calc_variance(r, n, 1, out))
OF_ONE(deviation, calc_deviation(r, n, 0, out))
OF_ONE(volatility, calc_volatility(r, n, 252, 1, out))
OF_ONE(absolute, calc_mean_absolute_deviation(r, n, out))
OF_ONE(gini, calc_gini_difference(r, n, scratch, out))
OF_ONE(sharpe, calc_sharpe_ratio(r, n, 252, out))
OF_ONE(sharpe_geometric, calc_sharpe_geometric(r, n, 252, out))
OF_ONE(sharpe_cagr, calc_sharpe_of_cagr(r, n, 0.0001, 252, out))
OF_ONE(kelly, calc_kelly_half(r, r, n, out))
OF_ONE(tail_ratio, calc_tail_ratio(r, n, scratch, out))
OF_ONE(stability, calc_stability(r, n, out))
OF_ONE(downside, calc_downside_deviation(r, n, 252, CALC_OVER_ALL, out))
OF_ONE(downside_subset, calc_downside_deviation(r, n, 252, CALC_OVER_LOSSES, out))
OF_ONE(downside_sample, calc_downside_deviation(r, n, 252, CALC_OVER_SAMPLE, out))
OF_ONE(semi, calc_semi_deviation(r, n, 1, out))
OF_ONE(potential, calc_downside_potential(r, n, out))
OF_ONE(upside, calc_upside_risk(r, n, out))
OF_ONE(upr, calc_upside_potential_ratio(r, n, CALC_OVER_ALL, out))
OF_ONE(upr_subset, calc_upside_potential_ratio(r, n, CALC_OVER_LOSSES, out))
OF_ONE(sortino, calc_sortino(r, n, 252, CALC_OVER_ALL, out))
OF_ONE(omega, calc_omega(r, n, out))
OF_ONE(kappa, calc_kappa(r, n, 3, out))
OF_ONE(deepest, calc_deepest(r, n, CALC_PATH_HOUSE, out))
OF_ONE(deepest_summed, calc_deepest(r, n, CALC_PATH_SUMMED | CALC_PATH_NO_BASE, out))
OF_ONE(fallen, calc_fallen(r, n, CALC_PATH_HOUSE, out))
OF_ONE(ulcer, calc_ulcer(r, n, CALC_PATH_HOUSE, 1, out))
OF_ONE(pain, calc_pain(r, n, CALC_PATH_NO_BASE, out))
OF_ONE(calmar, calc_calmar(r, n, 252, out))
OF_ONE(sterling, calc_sterling(r, n, 252, 0.1, out))
OF_ONE(martin, calc_martin(r, n, 252, out))
OF_ONE(pain_ratio, calc_pain_ratio(r, n, 252, out))
OF_ONE(dar, calc_drawdown_at_risk(r, n, 0.05, CALC_PATH_NO_BASE, scratch, out))
OF_ONE(cdar, calc_conditional_drawdown(r, n, 0.05, CALC_PATH_SUMMED, scratch, out))
OF_ONE(var, calc_var_historical(r, n, 0.05, CALC_QUANTILE_7, scratch, out))
OF_ONE(var_lower, calc_var_historical(r, n, 0.05, CALC_QUANTILE_LOWER, scratch, out))
OF_ONE(es_strict, calc_es_historical(r, n, 0.05, CALC_ES_STRICT, scratch, out))
OF_ONE(es_ru, calc_es_historical(r, n, 0.05, CALC_ES_ROCKAFELLAR, scratch, out))
OF_ONE(es_lowest, calc_es_historical(r, n, 0.05, CALC_ES_LOWEST, scratch, out))
OF_ONE(var_gauss, calc_var_gauss(r, n, 0.05, 1, out))
OF_ONE(es_gauss, calc_es_gauss(r, n, 0.05, 1, out))
OF_ONE(var_cf, calc_var_cornish_fisher(r, n, 0.05, out, NULL))
OF_ONE(es_cf, calc_es_cornish_fisher(r, n, 0.05, out, NULL))
OF_ONE(evar, calc_evar(r, n, 0.05, out))
OF_TWO(beta, calc_beta(r, b, n, CALC_ALL, out))
OF_TWO(bull, calc_beta(r, b, n, CALC_UP, out))
OF_TWO(bear, calc_beta(r, b, n, CALC_DOWN, out))
OF_TWO(alpha, calc_alpha(r, b, n, out))
OF_TWO(alpha_annual, calc_alpha_annual(r, b, n, 252, out))
OF_TWO(alpha_compounded, calc_alpha_compounded(r, b, n, 252, out))
OF_TWO(correlation, calc_correlation(r, b, n, out))
OF_TWO(r_squared, calc_r_squared(r, b, n, out))
OF_TWO(tracking, calc_tracking_error(r, b, n, 252, out))
OF_TWO(information, calc_information_ratio(r, b, n, 252, out))
OF_TWO(premium, calc_active_premium(r, b, n, 252, out))
OF_TWO(information_geometric, calc_information_ratio_geometric(r, b, n, 252, out))
OF_TWO(treynor, calc_treynor(r, b, n, 252, out))
OF_TWO(m_squared, calc_m_squared(r, b, n, 252, 0.01, out))
OF_TWO(specific, calc_specific_risk(r, b, n, 252, out))
OF_TWO(systematic, calc_systematic_risk(r, b, n, 252, out))
OF_TWO(capture_up, calc_capture(r, b, n, 252, CALC_UP, CALC_CAPTURE_GEOMETRIC, out))
OF_TWO(capture_down, calc_capture(r, b, n, 252, CALC_DOWN, CALC_CAPTURE_CUMULATIVE, out))
OF_TWO(capture_all, calc_capture(r, b, n, 252, CALC_ALL, CALC_CAPTURE_CAGR, out))
OF_TWO(hit, calc_hit_rate(r, b, n, CALC_HIT_BETTER, out))

/* The population's moments, then one of their figures. */
static enum err skewness(const double *r, const double *b, size_t n, double *out)
{
	struct calc_moments m;

	(void)b;
	TRY(calc_moments(r, n, &m));
	return calc_skewness(&m, CALC_SKEW_SAMPLE, out);
}

static enum err kurtosis(const double *r, const double *b, size_t n, double *out)
{
	struct calc_moments m;

	(void)b;
	TRY(calc_moments(r, n, &m));
	return calc_kurtosis(&m, CALC_KURTOSIS_SAMPLE_EXCESS, out);
}

static enum err psr(const double *r, const double *b, size_t n, double *out)
{
	struct calc_sharpe_sample s;

	(void)b;
	TRY(calc_sharpe_sample(r, n, &s));
	return calc_psr(&s, 0, &calc_sharpe_2012, out);
}

/* Two columns: r, then b at the same places. */
static enum err component(const double *r, const double *b, size_t n, double *out)
{
	const double w[] = {0.5, 0.5};
	double       matrix[2 * N];

	for (size_t i = 0; i < n; i++) {
		matrix[2 * i] = r[i];
		matrix[2 * i + 1] = b[i];
	}
	return calc_component(matrix, n, 2, w, 0.05, CALC_COMPONENT_ES_GAUSS, scratch, out, NULL,
	                      NULL);
}

static const struct {
	figure *of;
	size_t  least; /* observations below which it must say ERR_TOOSHORT */
	bool    two;   /* reads the benchmark */
} figures[] = {
	{total, 1, false},
	{cagr, 1, false},
	{geometric, 1, false},
	{mean, 1, false},
	{annual_mean, 1, false},
	{best, 1, false},
	{worst, 1, false},
	{win_rate, 1, false},
	{variance, 2, false},
	{deviation, 1, false},
	{volatility, 2, false},
	{absolute, 1, false},
	{gini, 2, false},
	{sharpe, 2, false},
	{sharpe_geometric, 2, false},
	{sharpe_cagr, 2, false},
	{kelly, 2, false},
	{tail_ratio, 1, false},
	{stability, 2, false},
	{downside, 1, false},
	{downside_subset, 1, false},
	{downside_sample, 2, false},
	{semi, 2, false},
	{potential, 1, false},
	{upside, 1, false},
	{upr, 1, false},
	{upr_subset, 1, false},
	{sortino, 1, false},
	{omega, 1, false},
	{kappa, 1, false},
	{deepest, 1, false},
	{deepest_summed, 1, false},
	{fallen, 1, false},
	{ulcer, 2, false},
	{pain, 1, false},
	{calmar, 1, false},
	{sterling, 1, false},
	{martin, 1, false},
	{pain_ratio, 1, false},
	{dar, 1, false},
	{cdar, 1, false},
	{var, 1, false},
	{var_lower, 1, false},
	{es_strict, 1, false},
	{es_ru, 1, false},
	{es_lowest, 1, false},
	{var_gauss, 2, false},
	{es_gauss, 2, false},
	{var_cf, 1, false},
	{es_cf, 1, false},
	{evar, 1, false},
	{skewness, 3, false},
	{kurtosis, 4, false},
	{psr, 2, false},
	{beta, 2, true},
	{bull, 2, true},
	{bear, 2, true},
	{alpha, 2, true},
	{alpha_annual, 2, true},
	{alpha_compounded, 2, true},
	{correlation, 2, true},
	{r_squared, 2, true},
	{tracking, 2, true},
	{information, 2, true},
	{premium, 1, true},
	{information_geometric, 2, true},
	{treynor, 2, true},
	{m_squared, 2, true},
	{specific, 2, true},
	{systematic, 2, true},
	{capture_up, 1, true},
	{capture_down, 1, true},
	{capture_all, 1, true},
	{hit, 1, true},
	{component, 2, true},
};

static const double untouched = 77.125;

/* Neither infinite nor, after a failure, written. */
static enum err ask(size_t k, const double *r, const double *b, size_t n, double *got)
{
	enum err e;

	*got = untouched;
	e = figures[k].of(r, b, n, got);
	if (isinf(*got) || (e != OK && *got != untouched))
		print_message("figure %zu of %zu observations: %g, %s\n", k, n, *got, err_slug(e));
	assert_false(isinf(*got));
	assert_true(e == OK || *got == untouched);
	return e;
}

static void too_few_are_too_short(void **state)
{
	double r[N], b[N], got;

	(void)state;
	returns_made(1, N, r);
	returns_made(2, N, b);
	for (size_t k = 0; k < COUNT(figures); k++)
		for (size_t n = 0; n <= 4; n++) {
			enum err e = ask(k, r, b, n, &got);

			if (n < figures[k].least)
				assert_int_equal(e, ERR_TOOSHORT);
		}
}

static void enough_make_a_number(void **state)
{
	double r[N], b[N], got;

	(void)state;
	returns_made(1, N, r);
	returns_made(2, N, b);
	for (size_t k = 0; k < COUNT(figures); k++) {
		assert_int_equal(ask(k, r, b, N, &got), OK);
		assert_true(isfinite(got));
	}
}

static void what_is_not_finite_is_refused_wherever_it_stands(void **state)
{
	const double bad[] = {NAN, INFINITY, -INFINITY};
	const size_t places[] = {0, N / 2, N - 1};
	double       r[N], b[N], got;

	(void)state;
	for (size_t p = 0; p < COUNT(places); p++)
		for (size_t v = 0; v < COUNT(bad); v++)
			for (size_t k = 0; k < COUNT(figures); k++) {
				returns_made(1, N, r);
				returns_made(2, N, b);
				r[places[p]] = bad[v];
				assert_int_equal(ask(k, r, b, N, &got), ERR_INVALID);
				if (!figures[k].two)
					continue;
				returns_made(1, N, r);
				b[places[p]] = bad[v];
				assert_int_equal(ask(k, r, b, N, &got), ERR_INVALID);
			}
}

/* Ratios over nothing have no value; what is a mean, a level or a spread has. */
static void a_constant_has_no_ratio(void **state)
{
	figure *const undefined[] = {sharpe,      sharpe_geometric,
	                             sharpe_cagr, kelly,
	                             beta,        alpha,
	                             correlation, r_squared,
	                             treynor,     information,
	                             m_squared,   specific,
	                             systematic,  information_geometric};
	figure *const nought[] = {variance, deviation, volatility, absolute, gini, tracking};
	const double  levels[] = {0, 0.01, -0.01, 1.0 / 3, 1e-12};
	double        r[N], got;

	(void)state;
	for (size_t v = 0; v < COUNT(levels); v++) {
		for (size_t i = 0; i < N; i++)
			r[i] = levels[v];
		for (size_t k = 0; k < COUNT(figures); k++)
			for (size_t n = figures[k].least; n <= N; n++)
				(void)ask(k, r, r, n, &got);
		for (size_t k = 0; k < COUNT(undefined); k++) {
			assert_int_equal(undefined[k](r, r, N, &got), OK);
			assert_true(isnan(got));
		}
		for (size_t k = 0; k < COUNT(nought); k++) {
			assert_int_equal(nought[k](r, r, N, &got), OK);
			assert_true(got == 0);
		}
	}
}

/* 1.01^t in doubles: its returns differ by an ulp of 1, which is no volatility. */
static void a_constant_growth_has_no_ratio_either(void **state)
{
	double level = 100, r[N], got;

	(void)state;
	for (size_t i = 0; i < N; i++) {
		double next = level * 1.01;

		r[i] = next / level - 1;
		level = next;
	}
	assert_int_equal(sharpe(r, r, N, &got), OK);
	assert_true(isnan(got));
	assert_int_equal(beta(r, r, N, &got), OK);
	assert_true(isnan(got));
	assert_int_equal(cagr(r, r, N, &got), OK);
	assert_true(gap(got, pow(1.01, 252) - 1) < 1e-12);
}

static void no_loss_has_no_ratio_to_loss(void **state)
{
	figure *const undefined[] = {sortino, omega,      kappa,           upr,      calmar,
	                             martin,  pain_ratio, downside_subset, es_strict};
	double        r[N], got;

	(void)state;
	for (size_t i = 0; i < N; i++)
		r[i] = i < N / 2 ? 0.01
		                 : 0.02; /* the quantile is the least value: nothing below it */
	for (size_t k = 0; k < COUNT(undefined); k++) {
		assert_int_equal(undefined[k](r, r, N, &got), OK);
		assert_true(isnan(got));
	}
	assert_int_equal(downside(r, r, N, &got), OK);
	assert_true(got == 0);
	assert_int_equal(deepest(r, r, N, &got), OK);
	assert_true(got == 0);
}

static void extremes_stay_numbers_or_none(void **state)
{
	const double wild[][2] = {{1e300, -1e300}, {1e-300, -1e-300}, {-1, 0.5}, {-3, 2},
	                          {1e308, 1e308},  {5e-324, 0},       {-1, -1},  {1e150, 1}};
	double       r[N], b[N], got;

	(void)state;
	for (size_t v = 0; v < COUNT(wild); v++) {
		for (size_t i = 0; i < N; i++) {
			r[i] = wild[v][i % 2];
			b[i] = wild[v][i % 3 == 0];
		}
		for (size_t k = 0; k < COUNT(figures); k++)
			for (size_t n = 0; n <= N; n++)
				(void)ask(k, r, b, n, &got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(too_few_are_too_short),
		cmocka_unit_test(enough_make_a_number),
		cmocka_unit_test(what_is_not_finite_is_refused_wherever_it_stands),
		cmocka_unit_test(a_constant_has_no_ratio),
		cmocka_unit_test(a_constant_growth_has_no_ratio_either),
		cmocka_unit_test(no_loss_has_no_ratio_to_loss),
		cmocka_unit_test(extremes_stay_numbers_or_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

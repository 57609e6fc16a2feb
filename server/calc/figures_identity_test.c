/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */

/* What must hold of figures whatever the numbers: scaling, shifting, order, sums. */

#include "base/compiler.h"
#include "calc/component.h"
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

enum { N = 700, ROUNDS = 20 };

static double r[N], b[N], other[N], scratch[2 * N];

static void make(uint64_t seed)
{
	returns_made(seed, N, r);
	returns_made(seed + 1000, N, b);
	for (size_t i = 0; i < N; i++)
		b[i] = 0.5 * b[i] + 0.4 * r[i];
}

static double value(enum err e, const double *v)
{
	assert_int_equal(e, OK);
	return *v;
}

/* What the call left in v. */
#define OF(call) value(call, &v)

static void beta_with_itself_is_one_at_every_n(void **state)
{
	double v;

	(void)state;
	for (uint64_t seed = 0; seed < ROUNDS; seed++) {
		make(seed);
		for (size_t n = 2; n <= N; n += 1 + n / 50) {
			assert_true(OF(calc_beta(r, r, n, CALC_ALL, &v)) == 1);
			assert_true(gap(OF(calc_correlation(r, r, n, &v)), 1) < 1e-14);
			assert_true(OF(calc_alpha(r, r, n, &v)) == 0);
			assert_true(OF(calc_tracking_error(r, r, n, 252, &v)) == 0);
		}
	}
}

static void scaling_scales(void **state)
{
	double v, w, k;

	(void)state;
	for (uint64_t seed = 0; seed < ROUNDS; seed++) {
		make(seed);
		k = 0.1 + 3 * uniform(&seed);
		for (size_t i = 0; i < N; i++)
			other[i] = k * r[i];
		w = OF(calc_volatility(r, N, 252, 1, &v));
		assert_true(gap(OF(calc_volatility(other, N, 252, 1, &v)), k * w) < 1e-13);
		w = OF(calc_sharpe_ratio(r, N, 252, &v));
		assert_true(gap(OF(calc_sharpe_ratio(other, N, 252, &v)), w) < 1e-12);
		w = OF(calc_sortino(r, N, 252, CALC_OVER_ALL, &v));
		assert_true(gap(OF(calc_sortino(other, N, 252, CALC_OVER_ALL, &v)), w) < 1e-12);
		w = OF(calc_omega(r, N, &v));
		assert_true(gap(OF(calc_omega(other, N, &v)), w) < 1e-12);
		w = OF(calc_gini_difference(r, N, scratch, &v));
		assert_true(gap(OF(calc_gini_difference(other, N, scratch, &v)), k * w) < 1e-13);
		w = OF(calc_beta(r, b, N, CALC_ALL, &v));
		assert_true(gap(OF(calc_beta(other, b, N, CALC_ALL, &v)), k * w) < 1e-12);
		w = OF(calc_correlation(r, b, N, &v));
		assert_true(gap(OF(calc_correlation(other, b, N, &v)), w) < 1e-12);
		w = OF(calc_es_historical(r, N, 0.05, CALC_ES_ROCKAFELLAR, scratch, &v));
		assert_true(gap(OF(calc_es_historical(other, N, 0.05, CALC_ES_ROCKAFELLAR, scratch,
		                                      &v)),
		                k * w) < 1e-13);
		w = OF(calc_var_cornish_fisher(r, N, 0.05, &v, NULL));
		assert_true(gap(OF(calc_var_cornish_fisher(other, N, 0.05, &v, NULL)), k * w) <
		            1e-12);
		w = OF(calc_evar(r, N, 0.05, &v));
		assert_true(gap(OF(calc_evar(other, N, 0.05, &v)), k * w) < 1e-9);
	}
}

static void shifting_shifts(void **state)
{
	const double        by = 0.004;
	struct calc_moments m, k;
	double              v, w, x;

	(void)state;
	for (uint64_t seed = 0; seed < ROUNDS; seed++) {
		make(seed);
		for (size_t i = 0; i < N; i++)
			other[i] = r[i] + by;
		w = OF(calc_volatility(r, N, 252, 1, &v));
		assert_true(gap(OF(calc_volatility(other, N, 252, 1, &v)), w) < 1e-13);
		w = OF(calc_var_historical(r, N, 0.05, CALC_QUANTILE_7, scratch, &v));
		x = OF(calc_var_historical(other, N, 0.05, CALC_QUANTILE_7, scratch, &v));
		assert_true(gap(x, w - by) < 1e-15);
		w = OF(calc_es_gauss(r, N, 0.05, 1, &v));
		assert_true(gap(OF(calc_es_gauss(other, N, 0.05, 1, &v)), w - by) < 1e-14);
		w = OF(calc_evar(r, N, 0.05, &v));
		assert_true(gap(OF(calc_evar(other, N, 0.05, &v)), w - by) < 1e-9);
		w = OF(calc_beta(r, b, N, CALC_ALL, &v));
		assert_true(gap(OF(calc_beta(other, b, N, CALC_ALL, &v)), w) < 1e-12);
		w = OF(calc_alpha(r, b, N, &v));
		assert_true(gap(OF(calc_alpha(other, b, N, &v)), w + by) < 1e-14);
		w = OF(calc_mean_absolute_deviation(r, N, &v));
		assert_true(gap(OF(calc_mean_absolute_deviation(other, N, &v)), w) < 1e-14);
		assert_int_equal(calc_moments(r, N, &m), OK);
		assert_int_equal(calc_moments(other, N, &k), OK);
		w = OF(calc_skewness(&m, CALC_SKEW_SAMPLE, &v));
		assert_true(gap(OF(calc_skewness(&k, CALC_SKEW_SAMPLE, &v)), w) < 1e-11);
		w = OF(calc_kurtosis(&m, CALC_KURTOSIS_SAMPLE, &v));
		assert_true(gap(OF(calc_kurtosis(&k, CALC_KURTOSIS_SAMPLE, &v)), w) < 1e-11);
	}
}

static void mirrored_series_have_mirrored_moments(void **state)
{
	struct calc_moments m, k;
	double              v, w;

	(void)state;
	make(5);
	for (size_t i = 0; i < N; i++)
		other[i] = -r[i];
	assert_int_equal(calc_moments(r, N, &m), OK);
	assert_int_equal(calc_moments(other, N, &k), OK);
	w = OF(calc_skewness(&m, CALC_SKEW_POPULATION, &v));
	assert_true(OF(calc_skewness(&k, CALC_SKEW_POPULATION, &v)) == -w);
	w = OF(calc_kurtosis(&m, CALC_KURTOSIS_POPULATION, &v));
	assert_true(OF(calc_kurtosis(&k, CALC_KURTOSIS_POPULATION, &v)) == w);
	assert_true(OF(calc_upside_risk(r, N, &v)) ==
	            OF(calc_downside_deviation(other, N, 1, CALC_OVER_ALL, &v)));
}

/* A loss that is exceeded less often is larger, and what lies beyond is worse than its edge. */
static void tails_are_in_order(void **state)
{
	const double alphas[] = {0.25, 0.1, 0.05, 0.025, 0.01};
	double       v, var, lower, last = -1;

	(void)state;
	for (uint64_t seed = 0; seed < ROUNDS; seed++, last = -1) {
		make(seed);
		for (size_t k = 0; k < COUNT(alphas); k++) {
			double a = alphas[k], ru, evar, worst;

			var = OF(calc_var_historical(r, N, a, CALC_QUANTILE_7, scratch, &v));
			lower = OF(calc_var_historical(r, N, a, CALC_QUANTILE_LOWER, scratch, &v));
			ru = OF(calc_es_historical(r, N, a, CALC_ES_ROCKAFELLAR, scratch, &v));
			evar = OF(calc_evar(r, N, a, &v));
			worst = -OF(calc_worst(r, N, &v));
			assert_true(var >= last && lower >= var);
			assert_true(OF(calc_es_historical(r, N, a, CALC_ES_STRICT, scratch, &v)) >=
			            var);
			assert_true(OF(calc_es_historical(r, N, a, CALC_ES_LOWEST, scratch, &v)) >=
			            var);
			assert_true(ru >= lower && evar >= ru && worst >= evar - 1e-12);
			assert_true(OF(calc_es_gauss(r, N, a, 0, &v)) >=
			            OF(calc_var_gauss(r, N, a, 0, &v)));
			assert_true(OF(calc_es_cornish_fisher(r, N, a, &v, NULL)) >=
			            OF(calc_var_cornish_fisher(r, N, a, &v, NULL)));
			last = var;
		}
	}
}

static void the_expansion_says_where_it_is_none(void **state)
{
	double v;
	bool   monotone = false;

	(void)state;
	make(1);
	assert_int_equal(calc_var_cornish_fisher(r, N, 0.01, &v, &monotone), OK);
	assert_true(monotone);
	r[10] = -0.9; /* a skew that no expansion bears */
	assert_int_equal(calc_var_cornish_fisher(r, N, 0.01, &v, &monotone), OK);
	assert_false(monotone);
	monotone = true;
	assert_int_equal(calc_es_cornish_fisher(r, N, 0.01, &v, &monotone), OK);
	assert_false(monotone);
}

static void contributions_sum_to_the_total(void **state)
{
	enum { ROWS = 100, WIDE = 7 };
	static double matrix[ROWS * WIDE], portfolio[ROWS], room[2 * ROWS + WIDE];
	double        w[WIDE], part[WIDE], share[WIDE], total, v, sum, shares;

	(void)state;
	for (uint64_t seed = 0; seed < ROUNDS; seed++) {
		returns_made(seed, ROWS * WIDE, matrix);
		for (size_t i = 0; i < WIDE; i++)
			w[i] = uniform(&seed) - 0.2;
		for (size_t t = 0; t < ROWS; t++) {
			portfolio[t] = 0;
			for (size_t i = 0; i < WIDE; i++)
				portfolio[t] += w[i] * matrix[t * WIDE + i];
		}
		for (int kind = 0; kind < 3; kind++) {
			assert_int_equal(calc_component(matrix, ROWS, WIDE, w, 0.05,
			                                (enum calc_component)kind, room, &total,
			                                part, share),
			                 OK);
			sum = shares = 0;
			for (size_t i = 0; i < WIDE; i++) {
				sum += part[i];
				shares += share[i];
			}
			assert_true(gap(sum, total) < 1e-15 && gap(shares, 1) < 1e-12);
			v = kind == 0   ? OF(calc_deviation(portfolio, ROWS, 1, &v))
			    : kind == 1 ? OF(calc_var_gauss(portfolio, ROWS, 0.05, 1, &v))
			                : OF(calc_es_gauss(portfolio, ROWS, 0.05, 1, &v));
			assert_true(gap(total, v) < 1e-14);
		}
	}
}

static void falls_are_falls(void **state)
{
	double v, deepest, level[N + 1];

	(void)state;
	for (uint64_t seed = 0; seed < ROUNDS; seed++) {
		struct calc_episode e;

		make(seed);
		for (unsigned path = 0; path < 4; path++) {
			assert_int_equal(calc_drawdowns(r, N, path, scratch), OK);
			deepest = 0;
			for (size_t i = 0; i < N; i++) {
				assert_true(scratch[i] <= 0);
				deepest = fmin(deepest, scratch[i]);
			}
			assert_true(OF(calc_deepest(r, N, path, &v)) == deepest);
			assert_true(OF(calc_fallen(r, N, path, &v)) == scratch[N - 1]);
			assert_true(OF(calc_pain(r, N, path, &v)) <=
			            OF(calc_ulcer(r, N, path, 0, &v)));
			assert_true(OF(calc_ulcer(r, N, path, 0, &v)) <= -deepest);
		}
		assert_int_equal(calc_levels(r, N, 100, level), OK);
		assert_int_equal(calc_deepest_episode(level, N + 1, &e), OK);
		assert_true(gap(e.depth, OF(calc_deepest(r, N, 0, &v))) < 1e-13);
	}
}

/* Prices to returns to levels, and linked parts. */
static void returns_link(void **state)
{
	double level[N + 1], v, first, second;

	(void)state;
	for (uint64_t seed = 0; seed < ROUNDS; seed++) {
		make(seed);
		assert_int_equal(calc_levels(r, N, 50, level), OK);
		assert_int_equal(calc_returns(level, N + 1, other), OK);
		for (size_t i = 0; i < N; i++)
			assert_true(gap(other[i], r[i]) < 1e-15);
		v = OF(calc_total_return(r, N, &v));
		assert_true(gap(level[N] / 50, 1 + v) < 1e-12);
		first = OF(calc_total_return(r, 300, &v));
		second = OF(calc_total_return(r + 300, N - 300, &v));
		assert_true(gap((1 + first) * (1 + second), level[N] / 50) < 1e-12);
		v = OF(calc_cagr(r, N, 252, &v));
		assert_true(gap(pow(1 + v, N / 252.0), level[N] / 50) < 1e-12);
		v = OF(calc_geometric_mean(r, N, &v));
		assert_true(gap(pow(1 + v, N), level[N] / 50) < 1e-11);
	}
}

static void captures_of_itself_are_whole(void **state)
{
	double v;

	(void)state;
	make(3);
	for (int side = 0; side < 3; side++)
		for (int kind = 0; kind < 3; kind++)
			assert_true(OF(calc_capture(r, r, N, 252, (enum calc_side)side,
			                            (enum calc_capture)kind, &v)) == 1);
	assert_true(OF(calc_hit_rate(r, r, N, CALC_HIT_UP, &v)) == 1);
	assert_true(OF(calc_hit_rate(r, r, N, CALC_HIT_BETTER, &v)) == 0);
	/* omega 1 + (mean over losses), kappa of order 1 is omega - 1 */
	assert_true(gap(OF(calc_kappa(r, N, 1, &v)) + 1, OF(calc_omega(r, N, &v))) < 1e-12);
	assert_true(gap(OF(calc_kappa(r, N, 2, &v)), OF(calc_sortino(r, N, 1, CALC_OVER_ALL, &v))) <
	            1e-12);
}

/* Variance in two parts: explained and not. */
static void risk_is_systematic_and_specific(void **state)
{
	double v, systematic, specific, volatility;

	(void)state;
	for (uint64_t seed = 0; seed < ROUNDS; seed++) {
		make(seed);
		volatility = OF(calc_volatility(r, N, 252, 1, &v));
		systematic = OF(calc_systematic_risk(r, b, N, 252, &v));
		specific = OF(calc_specific_risk(r, b, N, 252, &v)) * sqrt(N / (N - 1.0));
		assert_true(gap(systematic * systematic + specific * specific,
		                volatility * volatility) < 1e-13);
		assert_true(gap(OF(calc_r_squared(r, b, N, &v)), pow(systematic / volatility, 2)) <
		            1e-12);
	}
}

static void a_line_is_stable(void **state)
{
	double v;

	(void)state;
	for (size_t i = 0; i < N; i++)
		r[i] = 0.001;
	assert_true(gap(OF(calc_stability(r, N, &v)), 1) < 1e-12);
	make(4);
	assert_true(OF(calc_stability(r, N, &v)) >= 0 && v <= 1);
}

static void holes_are_dropped_together(void **state)
{
	double        x[] = {1, NAN, 3, 4, 5}, y[] = {1, 2, NAN, 4, 5};
	const double *in[] = {x, y};
	double       *out[] = {x, y};

	(void)state;
	assert_int_equal(calc_complete(in, 2, 5, out), 3);
	assert_true(x[0] == 1 && x[1] == 4 && x[2] == 5);
	assert_true(y[0] == 1 && y[1] == 4 && y[2] == 5);
	assert_int_equal(calc_complete(in, 2, 0, out), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(beta_with_itself_is_one_at_every_n),
		cmocka_unit_test(scaling_scales),
		cmocka_unit_test(shifting_shifts),
		cmocka_unit_test(mirrored_series_have_mirrored_moments),
		cmocka_unit_test(tails_are_in_order),
		cmocka_unit_test(the_expansion_says_where_it_is_none),
		cmocka_unit_test(contributions_sum_to_the_total),
		cmocka_unit_test(falls_are_falls),
		cmocka_unit_test(returns_link),
		cmocka_unit_test(captures_of_itself_are_whole),
		cmocka_unit_test(risk_is_systematic_and_specific),
		cmocka_unit_test(a_line_is_stable),
		cmocka_unit_test(holes_are_dropped_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/inference.h"

#include "calc/normal.h"
#include "calc/series_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct calc_sharpe_sample sample = {.sharpe = 0.1, .n = 500, .skew = -0.5, .kurt = 6};

static void the_quantile_undoes_the_distribution(void **state)
{
	(void)state;
	for (double p = 1e-300; p < 0.5; p *= 7)
		assert_true(fabs(calc_normal_cdf(calc_normal_ppf(p)) / p - 1) < 1e-12);
	for (double x = -8; x <= 8; x += 0.01) {
		assert_true(gap(calc_normal_cdf(x) + calc_normal_cdf(-x), 1) < 1e-15);
		assert_true(calc_normal_pdf(x) == calc_normal_pdf(-x));
		if (x < 5)
			assert_true(fabs(calc_normal_ppf(calc_normal_cdf(x)) - x) < 1e-9);
	}
	assert_true(calc_normal_ppf(0.5) == 0);
	assert_true(calc_normal_ppf(0) == -INFINITY && calc_normal_ppf(1) == INFINITY);
	assert_true(isnan(calc_normal_ppf(-0.1)) && isnan(calc_normal_ppf(1.1)) &&
	            isnan(calc_normal_ppf(NAN)));
}

static void probabilities_behave(void **state)
{
	const struct calc_sharpe_edition *editions[] = {&calc_sharpe_2012, &calc_sharpe_2025};
	double                            v, last;

	(void)state;
	for (int k = 0; k < 2; k++) {
		last = 2;
		assert_int_equal(calc_psr(&sample, sample.sharpe, editions[k], &v), OK);
		assert_true(v == 0.5);
		for (double null = -0.1; null < 0.3; null += 0.01) {
			assert_int_equal(calc_psr(&sample, null, editions[k], &v), OK);
			assert_true(v > 0 && v < last);
			last = v;
		}
		/* A sample as long as MinTRL asks for has just that probability. */
		struct calc_sharpe_sample enough = sample;

		assert_int_equal(calc_min_track_record(&sample, 0.03, 0.95, editions[k], &enough.n),
		                 OK);
		assert_int_equal(calc_psr(&enough, 0.03, editions[k], &v), OK);
		assert_true(fabs(v - 0.95) < 1e-12);
	}
}

/* Bailey and Lopez de Prado's example in both editions, from the papers. */
static void editions_differ_as_published(void **state)
{
	const struct calc_sharpe_sample s = {
		.sharpe = 0.45569620253164556, .n = 24, .skew = -2.448, .kurt = 10.164};
	struct calc_sharpe_edition correlated = calc_sharpe_2025;
	double                     old, new, damped;

	(void)state;
	assert_int_equal(calc_psr(&s, 0, &calc_sharpe_2012, &old), OK);
	assert_int_equal(calc_psr(&s, 0, &calc_sharpe_2025, &new), OK);
	assert_true(fabs(old - 0.913) < 1e-3 && fabs(new - 0.987) < 1e-3);
	correlated.autocorrelation = 0.2;
	assert_int_equal(calc_psr(&s, 0, &correlated, &damped), OK);
	assert_true(damped < new &&damped > 0.5);
	/* a = 1 + 2 q / (1 - q) is all there is at a null of 0 */
	assert_true(fabs(damped - calc_normal_cdf(s.sharpe / sqrt(1.5 / 24))) < 1e-15);
}

static void more_trials_prove_less(void **state)
{
	double last = 2, v, best, worst = 0;

	(void)state;
	for (double trials = 2; trials < 1e6; trials *= 3) {
		assert_int_equal(calc_dsr(&sample, 0.0005, trials, &calc_sharpe_2012, &v), OK);
		assert_true(v < last && v > 0);
		last = v;
		assert_int_equal(calc_expected_max(trials, &best), OK);
		assert_true(best > worst);
		worst = best;
		assert_int_equal(calc_min_backtest(trials, 1, &v), OK);
		assert_true(gap(v, best * best) < 1e-15);
	}
}

static void what_is_no_sample_proves_nothing(void **state)
{
	struct calc_sharpe_edition bad = calc_sharpe_2025;
	struct calc_sharpe_sample  s = sample, got;
	double                     r[50], v = 77;

	(void)state;
	bad.autocorrelation = 1;
	assert_int_equal(calc_psr(&s, 0, &bad, &v), ERR_INVALID);
	assert_int_equal(calc_psr(&s, NAN, &calc_sharpe_2012, &v), ERR_INVALID);
	assert_int_equal(calc_expected_max(1, &v), ERR_INVALID);
	assert_int_equal(calc_dsr(&s, -1, 10, &calc_sharpe_2012, &v), ERR_INVALID);
	assert_int_equal(calc_min_track_record(&s, 0, 1, &calc_sharpe_2012, &v), ERR_INVALID);
	s.n = 1;
	assert_int_equal(calc_psr(&s, 0, &calc_sharpe_2012, &v), ERR_TOOSHORT);
	assert_int_equal(calc_sharpe_sample(r, 1, &got), ERR_TOOSHORT);
	assert_true(v == 77);
	s = sample;
	s.skew = 30; /* of no distribution with this kurtosis: a negative variance */
	assert_int_equal(calc_psr(&s, 0, &calc_sharpe_2012, &v), OK);
	assert_true(isnan(v));
	assert_int_equal(calc_min_track_record(&sample, 0.2, 0.95, &calc_sharpe_2012, &v), OK);
	assert_true(isnan(v));
	for (int i = 0; i < 50; i++)
		r[i] = 0.01;
	assert_int_equal(calc_sharpe_sample(r, 50, &got), OK);
	assert_int_equal(calc_psr(&got, 0, &calc_sharpe_2012, &v), OK);
	assert_true(isnan(v));
}

enum { ROWS = 163, TRIALS = 9 };

static double trials[ROWS * TRIALS], room[35 * TRIALS];

/* The best of them is the best in every half; or of equals in both halves the last of them. */
static void overfitting_is_told_from_skill(void **state)
{
	double v = 77;

	(void)state;
	returns_made(1, ROWS * TRIALS, trials);
	assert_int_equal(calc_pbo(trials, ROWS, TRIALS, 16, room, &v), OK);
	assert_true(v > 0.2 && v < 0.9);
	for (size_t t = 0; t < ROWS; t++)
		trials[t * TRIALS + 4] += 0.05;
	assert_int_equal(calc_pbo(trials, ROWS, TRIALS, 16, room, &v), OK);
	assert_true(v == 0);
	/* What is good in one half of time is bad in the other: the winner always loses. */
	for (size_t t = 0; t < ROWS; t++)
		for (size_t i = 0; i < TRIALS; i++)
			trials[t * TRIALS + i] = ((t >= ROWS / 2 + 1) == (i % 2 == 0) ? 1 : -1) *
			                                 (0.01 + 0.001 * (double)i) +
			                         1e-3 * (double)(t % 3);
	assert_int_equal(calc_pbo(trials, ROWS, TRIALS, 2, room, &v), OK);
	assert_true(v == 1);
	v = 77;
	assert_int_equal(calc_pbo(trials, ROWS, TRIALS, 3, room, &v), ERR_INVALID);
	assert_int_equal(calc_pbo(trials, ROWS, TRIALS, 22, room, &v), ERR_INVALID);
	assert_int_equal(calc_pbo(trials, ROWS, TRIALS, 0, room, &v), ERR_INVALID);
	assert_int_equal(calc_pbo(trials, 3, TRIALS, 2, room, &v), ERR_TOOSHORT);
	assert_int_equal(calc_pbo(trials, ROWS, 1, 2, room, &v), ERR_TOOSHORT);
	trials[ROWS * TRIALS - 1] = NAN;
	assert_int_equal(calc_pbo(trials, ROWS, TRIALS, 8, room, &v), ERR_INVALID);
	assert_true(v == 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_quantile_undoes_the_distribution),
		cmocka_unit_test(probabilities_behave),
		cmocka_unit_test(editions_differ_as_published),
		cmocka_unit_test(more_trials_prove_less),
		cmocka_unit_test(what_is_no_sample_proves_nothing),
		cmocka_unit_test(overfitting_is_told_from_skill),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

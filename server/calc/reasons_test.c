/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <math.h>
#include <stdlib.h>

#include "calc/reasons.h"

enum { ROWS = 200, ASSETS = 5 };

/* A market with a late member, holes, a fall of everything and a price that stands still. */
struct market {
	int32_t                 date[ROWS];
	double                  price[ROWS * ASSETS];
	double                  caps[ROWS * ASSETS];
	struct calc_index_data  in;
	struct calc_index_rules rules;
	struct calc_index_out   out;
	double                 *scratch;
};

static uint64_t seed = 88172645463325252u;
static double   uniform(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (double)(seed >> 11) / 9007199254740992.0;
}

static void *array(size_t n, size_t size)
{
	void *p = calloc(n + 1, size);

	assert_non_null(p);
	return p;
}

static int setup(void **state)
{
	struct market *m = array(1, sizeof(*m));
	struct fail    f = {0};

	for (size_t t = 0; t < ROWS; t++) {
		m->date[t] = (int32_t)(t / 5 * 7 + t % 5) + 4;
		for (size_t i = 0; i < ASSETS; i++) {
			double before = t ? m->price[(t - 1) * ASSETS + i] : 50;
			double drift = t > 100 && t < 130 ? -0.02 : 0.001;

			m->price[t * ASSETS + i] =
				before * (i == 4 ? 1 : 1 + drift + (uniform() - 0.5) * 0.03);
			m->caps[t * ASSETS + i] = 1e9 * (double)(i + 1);
		}
	}
	for (size_t t = 0; t < 90; t++)
		m->price[t * ASSETS + 1] = NAN;
	for (size_t t = 150; t < 160; t++)
		m->price[t * ASSETS + 2] = NAN;
	m->in = (struct calc_index_data){.rows = ROWS,
	                                 .assets = ASSETS,
	                                 .dates = m->date,
	                                 .prices = m->price,
	                                 .caps = m->caps};
	m->rules = calc_index_default;
	m->rules.volatility_lookback = 30;
	size_t max = calc_index_rebalances(&m->in, &m->rules);
	m->out = (struct calc_index_out){
		.total = array(ROWS, sizeof(double)),
		.net = array(ROWS, sizeof(double)),
		.divisor = array(ROWS, sizeof(double)),
		.row_flags = array(ROWS, 1),
		.rebalances = array(max, sizeof(struct calc_rebalance)),
		.target = array(max * ASSETS, sizeof(double)),
		.before = array(max * ASSETS, sizeof(double)),
		.units = array(max * ASSETS, sizeof(double)),
	};
	m->scratch = array(calc_reasons_scratch(&m->in, &m->rules), sizeof(double));
	assert_int_equal(calc_index(&m->in, &m->rules, m->scratch, &m->out, &f), OK);
	*state = m;
	return 0;
}

static int teardown(void **state)
{
	struct market *m = *state;

	free(m->out.total);
	free(m->out.net);
	free(m->out.divisor);
	free(m->out.row_flags);
	free(m->out.rebalances);
	free(m->out.target);
	free(m->out.before);
	free(m->out.units);
	free(m->scratch);
	free(m);
	return 0;
}

/* At every rebalance the same bits as the engine, and the numbers that the sleeves follow from. */
static void the_engines_weights_come_again(void **state)
{
	struct market     *m = *state;
	struct calc_reason why[ASSETS];
	double             blend[3];
	size_t             left_out = 0;

	assert_true(m->out.n_rebalances > 20);
	for (size_t k = 0; k < m->out.n_rebalances; k++) {
		size_t row = m->out.rebalances[k].reference;
		double momentum = 0, cap = 0, inverse = 0;

		assert_int_equal(calc_reasons(&m->in, &m->rules, row, m->scratch, why, blend), OK);
		assert_true(blend[0] == 0.4 && blend[1] == 0.3 && blend[2] == 0.3);
		for (size_t i = 0; i < ASSETS; i++) {
			assert_true(why[i].target == m->out.target[k * ASSETS + i]);
			left_out += !why[i].eligible;
			if (!why[i].eligible) {
				assert_true(why[i].target == 0 && isnan(why[i].momentum));
				continue;
			}
			momentum += fmax(why[i].momentum, 0);
			cap += why[i].cap;
			inverse += why[i].inverse;
			assert_true(why[i].inverse ==
			            1 / fmax(why[i].volatility, m->rules.volatility_floor));
		}
		for (size_t i = 0; i < ASSETS; i++) {
			if (!why[i].eligible)
				continue;
			if (momentum > 0)
				assert_true(fabs(why[i].momentum_sleeve -
				                 fmax(why[i].momentum, 0) / momentum) < 1e-14);
			assert_true(fabs(why[i].cap_sleeve - why[i].cap / cap) < 1e-14);
			assert_true(fabs(why[i].risk_sleeve - why[i].inverse / inverse) < 1e-14);
			assert_true(why[i].target == blend[0] * why[i].momentum_sleeve +
			                                     blend[1] * why[i].cap_sleeve +
			                                     blend[2] * why[i].risk_sleeve);
		}
	}
	assert_true(left_out > 5);
}

static void what_comes_later_is_not_looked_at(void **state)
{
	struct market     *m = *state;
	struct calc_reason before[ASSETS], after[ASSETS];
	double             blend[3];

	assert_int_equal(calc_reasons(&m->in, &m->rules, 120, m->scratch, before, blend), OK);
	for (size_t t = 121; t < ROWS; t++)
		for (size_t i = 0; i < ASSETS; i++)
			m->price[t * ASSETS + i] = uniform() * 1e9 - 1e8;
	assert_int_equal(calc_reasons(&m->in, &m->rules, 120, m->scratch, after, blend), OK);
	for (size_t i = 0; i < ASSETS; i++)
		assert_true(before[i].target == after[i].target &&
		            before[i].inverse == after[i].inverse);
}

static void rows_without_history_are_refused(void **state)
{
	struct market          *m = *state;
	struct calc_reason      why[ASSETS];
	double                  blend[3];
	struct calc_index_rules bad = m->rules;

	assert_int_equal(calc_reasons(&m->in, &m->rules, 29, m->scratch, why, blend), ERR_INVALID);
	assert_int_equal(calc_reasons(&m->in, &m->rules, 30, m->scratch, why, blend), OK);
	assert_int_equal(calc_reasons(&m->in, &m->rules, ROWS, m->scratch, why, blend),
	                 ERR_INVALID);
	bad.volatility_lookback = 1;
	assert_int_equal(calc_reasons(&m->in, &bad, 100, m->scratch, why, blend), ERR_INVALID);
}

static void with_nobody_eligible_there_is_no_target(void **state)
{
	struct market     *m = *state;
	struct calc_reason why[ASSETS];
	double             blend[3];

	for (size_t t = 100; t < ROWS; t++)
		for (size_t i = 0; i < ASSETS; i++)
			m->price[t * ASSETS + i] = NAN;
	assert_int_equal(calc_reasons(&m->in, &m->rules, 110, m->scratch, why, blend), OK);
	for (size_t i = 0; i < ASSETS; i++)
		assert_true(!why[i].eligible && isnan(why[i].target) && isnan(why[i].risk_sleeve));
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_engines_weights_come_again),
		T(what_comes_later_is_not_looked_at),
		T(rows_without_history_are_refused),
		T(with_nobody_eligible_there_is_no_target),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/metrics.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/risk_definitions.h"
#include "base/arena.h"
#include "base/date.h"
#include "calc/convention.h"
#include "calc/summary.h"
#include "store/points.h"

enum { SESSIONS = 800 };

static const struct metrics_rate free_money = {.constant = 0};

struct data {
	struct arena         *a;
	struct metrics_series s, b;
};

/* Two walks on weekdays from Monday, 2018-01-01; the second lags behind the first. */
static int make(void **state)
{
	struct arena *a = arena_create();
	struct data  *d = ARENA_NEW(a, struct data);
	int32_t      *dates = ARENA_ARRAY(a, SESSIONS, int32_t);
	double       *own = ARENA_ARRAY(a, SESSIONS, double);
	double       *other = ARENA_ARRAY(a, SESSIONS, double);
	uint32_t      x = 7;

	for (int i = 0; i < SESSIONS; i++) {
		x = x * 1664525u + 1013904223u;
		const double r = ((double)(x >> 8) / (1 << 24) - 0.48) * 0.03;

		dates[i] = date_of(2018, 1, 1) + i / 5 * 7 + i % 5;
		own[i] = i ? own[i - 1] * (1 + r) : 50;
		other[i] = i ? other[i - 1] * (1 + 0.5 * r + (i % 7 - 3) * 0.001) : 20;
	}
	*d = (struct data){a, {dates, own, SESSIONS}, {dates, other, SESSIONS}};
	*state = d;
	return 0;
}

static int drop(void **state)
{
	arena_destroy(((struct data *)*state)->a);
	return 0;
}

static struct Metrics get(struct data *d, const struct metrics_series *s,
                          const struct metrics_series *b, const struct metrics_rate *rate)
{
	struct Metrics m;
	struct fail    f = {0};

	assert_int_equal(metrics_of(d->a, s, b, rate, &m, &f), OK);
	return m;
}

static const struct metrics_row *row(const char *figure)
{
	for (size_t i = 0; i < metrics_rows_n; i++)
		if (strcmp(metrics_rows[i].figure, figure) == 0)
			return &metrics_rows[i];
	fail_msg("no row %s", figure);
	return NULL;
}

static void near(double got, double want)
{
	assert_true(fabs(got - want) <= 1e-12 * (1 + fabs(want)));
}

static void figures_are_those_of_the_summary(void **state)
{
	struct data        *d = *state;
	struct Metrics      m = get(d, &d->s, &d->b, &free_money);
	double              r[SESSIONS], b[SESSIONS], scratch[SESSIONS];
	struct calc_summary c;

	for (size_t i = 1; i < SESSIONS; i++) {
		r[i - 1] = d->s.level[i] / d->s.level[i - 1] - 1;
		b[i - 1] = d->b.level[i] / d->b.level[i - 1] - 1;
	}
	assert_int_equal(calc_summary(r, b, SESSIONS - 1, 0, 252, scratch, &c), OK);
	near(m.total_return, c.total);
	near(m.volatility, c.volatility);
	near(m.sharpe_ratio, c.sharpe);
	near(m.sortino_ratio, c.sortino);
	near(m.max_drawdown, c.deepest);
	near(m.current_drawdown, c.fallen);
	near(m.ulcer_index, c.ulcer);
	near(m.var_95, c.var_95);
	near(m.cvar_99, c.es_99);
	near(m.best_day, c.best);
	near(m.worst_day, c.worst);
	near(m.win_rate, c.win_rate);
	near(m.beta, c.beta);
	near(m.alpha, c.alpha);
	near(m.tracking_error, c.tracking);
	near(m.information_ratio, c.information);
	near(m.r_squared, c.correlation * c.correlation);
	assert_int_equal(m.observations, SESSIONS - 1);
	assert_int_equal(m.common, SESSIONS - 1);
	assert_int_equal(m.start, d->s.dates[0]);
	assert_int_equal(m.end, d->s.dates[SESSIONS - 1]);
	near(m.calmar_ratio, m.annualized_return / -m.max_drawdown);
}

static void the_deepest_fall_has_its_dates(void **state)
{
	static const int32_t dates[] = {10, 11, 12, 13, 14, 15, 16};
	static const double  level[] = {100, 120, 90, 60, 90, 120, 119};
	struct data         *d = *state;
	struct Metrics m = get(d, &(struct metrics_series){dates, level, 7}, NULL, &free_money);

	assert_true(m.max_drawdown == -0.5);
	assert_int_equal(m.peak, 11);
	assert_int_equal(m.trough, 13);
	assert_int_equal(m.recovery, 15);
	assert_int_equal(m.worst_date, 13);
	assert_int_equal(m.best_date, 14);
	m = get(d, &(struct metrics_series){dates, level, 5}, NULL, &free_money);
	assert_int_equal(m.recovery, DATE_NONE);
	assert_string_equal(metrics_reason(d->a, row("max_drawdown_recovery"), &m),
	                    "not recovered yet");
}

static void only_whole_months_count(void **state)
{
	struct data   *d = *state;
	const int32_t  dates[] = {date_of(2020, 1, 15), date_of(2020, 1, 31), date_of(2020, 2, 28),
	                          date_of(2020, 3, 31), date_of(2020, 4, 1)};
	const double   level[] = {50, 100, 110, 99, 500};
	struct Metrics m = get(d, &(struct metrics_series){dates, level, 5}, NULL, &free_money);

	assert_int_equal(m.months, 2);
	near(m.best_month, 0.1);
	near(m.worst_month, -0.1);
	near(m.months_won, 0.5);
}

static void the_benchmark_is_joined_on_dates(void **state)
{
	struct data   *d = *state;
	int32_t        dates[SESSIONS];
	double         level[SESSIONS], own[SESSIONS];
	size_t         n = 0;
	struct Metrics m, want;

	for (size_t i = 100; i < SESSIONS; i++)
		if (i % 11 != 0) {
			dates[n] = d->b.dates[i];
			own[n] = d->s.level[i];
			level[n++] = d->b.level[i];
		}
	const struct metrics_series b = {dates, level, n}, s = {dates, own, n};

	m = get(d, &d->s, &b, &free_money);
	want = get(d, &s, &b, &free_money);
	assert_int_equal(m.common, n - 1);
	assert_int_equal(m.observations, SESSIONS - 1);
	assert_true(m.beta == want.beta && m.alpha == want.alpha &&
	            m.tracking_error == want.tracking_error && m.capture_up == want.capture_up);
	assert_true(m.volatility != want.volatility);
}

static void ratios_end_with_the_rate(void **state)
{
	struct data          *d = *state;
	struct point          p[] = {{d->s.dates[0], 5}, {d->s.dates[3], 5}, {d->s.dates[6], 5}};
	struct points         dated = {p, 3};
	struct metrics_rate   rate = {.dated = &dated}, constant = {.constant = 0.05};
	struct Metrics        m = get(d, &d->s, &d->b, &rate);
	struct Metrics        all = get(d, &d->s, &d->b, &constant);
	struct metrics_series s = d->s, b = d->b;

	assert_int_equal(m.excess, 6);
	assert_int_equal(m.rate_until, d->s.dates[6]);
	s.n = b.n = 7;
	struct Metrics want = get(d, &s, &b, &constant);
	near(m.sharpe_ratio, want.sharpe_ratio);
	near(m.sortino_ratio, want.sortino_ratio);
	near(m.alpha, want.alpha);
	assert_true(m.volatility == all.volatility && m.beta == all.beta);
	assert_true(all.sharpe_ratio < get(d, &d->s, NULL, &free_money).sharpe_ratio);
	dated.n = 0;
	m = get(d, &d->s, NULL, &rate);
	assert_true(isnan(m.sharpe_ratio));
	assert_string_equal(metrics_reason(d->a, row("sharpe_ratio"), &m),
	                    "no risk-free rate is known in this range");
}

static void what_is_missing_has_a_reason(void **state)
{
	static const double flat[] = {1, 1, 1, 1};
	struct data        *d = *state;
	static const struct {
		size_t      levels;
		const char *figure, *reason; /* NULL: it is there */
	} rows[] = {
		{0, "total_return", "there are no returns"},
		{1, "total_return", "there are no returns"},
		{1, "start_date", NULL},
		{2, "total_return", NULL},
		{2, "volatility", "needs 2 returns; there are 1"},
		{3, "volatility", NULL},
		{20, "var_95", "needs 20 returns; there are 19"},
		{21, "var_95", NULL},
		{100, "cvar_99", "needs 100 returns; there are 99"},
		{101, "cvar_99", NULL},
		{200, "annualized_return", "not for less than a year"},
		{200, "calmar_ratio", "not for less than a year"},
		{300, "annualized_return", NULL},
		{10, "best_month", "there is no whole month"},
		{300, "beta", "there is no benchmark"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct metrics_series s = d->s;

		s.n = rows[i].levels;
		struct Metrics m = get(d, &s, NULL, &free_money);
		const char    *why = metrics_reason(d->a, row(rows[i].figure), &m);

		if (rows[i].reason)
			assert_string_equal(why, rows[i].reason);
		else
			assert_null(why);
	}
	struct metrics_series s = {d->s.dates, flat, 4};
	struct Metrics        m = get(d, &s, &s, &free_money);
	assert_string_equal(metrics_reason(d->a, row("sharpe_ratio"), &m),
	                    "the returns do not vary");
	assert_string_equal(metrics_reason(d->a, row("max_drawdown_peak"), &m),
	                    "the level never falls");
	assert_string_equal(metrics_reason(d->a, row("max_drawdown_recovery"), &m),
	                    "the level never falls");
	assert_string_equal(metrics_reason(d->a, row("beta"), &m), "it is the benchmark");
	m = get(d, &d->s, &s, &free_money);
	assert_string_equal(metrics_reason(d->a, row("beta"), &m), "the benchmark does not vary");
	s.n = 1;
	m = get(d, &d->s, &s, &free_money);
	assert_string_equal(metrics_reason(d->a, row("beta"), &m),
	                    "needs 2 returns in common with the benchmark; there are 0");
}

static void wrong_levels_are_refused(void **state)
{
	struct data         *d = *state;
	static const int32_t dates[] = {1, 2, 2};
	static const double  level[] = {1, 2, 3}, zero[] = {1, 0};
	struct Metrics       m;
	struct fail          f = {0};

	assert_int_equal(metrics_of(d->a, &(struct metrics_series){dates, level, 3}, NULL,
	                            &free_money, &m, &f),
	                 ERR_INVALID);
	assert_int_equal(metrics_of(d->a, &(struct metrics_series){dates, zero, 2}, NULL,
	                            &free_money, &m, &f),
	                 ERR_INVALID);
}

static void every_row_says_what_it_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < metrics_rows_n; i++) {
		const struct metrics_row *r = &metrics_rows[i];

		assert_true(r->meaning && r->label && metrics_formula(r));
		if (r->convention)
			assert_true(calc_convention(r->convention) &&
			            calc_convention(r->convention)->house);
		for (size_t k = 0; k < i; k++)
			assert_true(strcmp(r->figure, metrics_rows[k].figure) != 0 &&
			            r->at != metrics_rows[k].at);
	}
}

/* What the command line and the pages call by the same name is the same figure; theirs name the S&P 500. */
static void figures_of_one_name_are_one(void **state)
{
	static const char suffix[] = "_sp500";
	size_t            shared = 0;

	(void)state;
	for (size_t i = 0; i < risk_definitions_n; i++) {
		const struct risk_definition *d = &risk_definitions[i];
		const char                   *end = strstr(d->metric, suffix);
		const size_t n = end ? (size_t)(end - d->metric) : strlen(d->metric);

		for (size_t k = 0; k < metrics_rows_n && d->convention; k++) {
			const struct metrics_row *r = &metrics_rows[k];

			if (strlen(r->figure) != n || strncmp(r->figure, d->metric, n) != 0)
				continue;
			assert_string_equal(r->convention, d->convention);
			assert_int_equal(r->least, d->least);
			shared++;
		}
	}
	assert_int_equal(shared, risk_definitions_n - 1); /* but for the number of returns */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_are_those_of_the_summary),
		cmocka_unit_test(the_deepest_fall_has_its_dates),
		cmocka_unit_test(only_whole_months_count),
		cmocka_unit_test(the_benchmark_is_joined_on_dates),
		cmocka_unit_test(ratios_end_with_the_rate),
		cmocka_unit_test(what_is_missing_has_a_reason),
		cmocka_unit_test(wrong_levels_are_refused),
		cmocka_unit_test(every_row_says_what_it_is),
		cmocka_unit_test(figures_of_one_name_are_one),
	};

	return cmocka_run_group_tests(tests, make, drop);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/calendar.h"

#include "base/compiler.h"
#include "base/date.h"
#include "calc/drawdown.h"
#include "calc/period.h"
#include "calc/series_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { N = 900 };

static int32_t sessions[N];
static double  level[N];

/* Weekdays from 2019-03-13 on, one in twenty left out. */
static void market_made(uint64_t seed)
{
	int32_t day = date_of(2019, 3, 13);
	double  at = 100;

	for (size_t i = 0; i < N; day++) {
		if (date_weekday(day) > 5 || (i > 0 && uniform(&seed) < 0.05))
			continue;
		sessions[i] = day;
		level[i++] = at *= 0.98 + 0.0405 * uniform(&seed);
	}
}

static void weekdays_by_rule(void **state)
{
	(void)state;
	assert_int_equal(calc_third_friday(2024, 6), date_of(2024, 6, 21));
	assert_int_equal(calc_third_friday(2019, 3), date_of(2019, 3, 15));
	assert_int_equal(calc_nth_weekday(2024, 2, 4, 5), date_of(2024, 2, 29));
	assert_int_equal(calc_nth_weekday(2024, 2, 5, 5), DATE_NONE);
	assert_int_equal(calc_nth_weekday(2024, 5, 1, -1), date_of(2024, 5, 27));
	assert_int_equal(calc_nth_weekday(2024, 5, 1, -4), date_of(2024, 5, 6));
	assert_int_equal(calc_nth_weekday(2024, 5, 1, -5), DATE_NONE);
	assert_int_equal(calc_nth_weekday(2024, 13, 1, 1), DATE_NONE);
	assert_int_equal(calc_nth_weekday(2024, 1, 0, 1), DATE_NONE);
	assert_int_equal(calc_nth_weekday(2024, 1, 1, 0), DATE_NONE);
	for (int year = 1990; year < 2060; year++)
		for (int month = 1; month <= 12; month++) {
			struct civil d = date_civil(calc_third_friday(year, month));

			assert_true(d.year == year && d.month == month && d.day >= 15 &&
			            d.day <= 21);
			assert_int_equal(date_weekday(calc_third_friday(year, month)), 5);
		}
}

static void periods_compound_to_the_whole(void **state)
{
	const enum calc_frequency every[] = {CALC_DAILY, CALC_WEEKLY, CALC_MONTHLY, CALC_QUARTERLY,
	                                     CALC_YEARLY};
	struct calc_period        p[N];
	size_t                    count;

	(void)state;
	market_made(2);
	for (size_t k = 0; k < COUNT(every); k++) {
		double growth = 1;

		assert_int_equal(calc_periods(sessions, level, N, every[k], p, &count), OK);
		for (size_t i = 0; i < count; i++) {
			growth *= 1 + p[i].ret;
			assert_true(p[i].first <= p[i].last && p[i].start <= sessions[p[i].first]);
			assert_true(calc_period_end(p[i].start, every[k]) > sessions[p[i].last]);
			assert_true(p[i].begun == (i == 0) && p[i].open == (i + 1 == count));
			assert_true(i == 0 || p[i].first == p[i - 1].last + 1);
		}
		assert_true(gap(growth, level[N - 1] / level[0]) < 1e-12);
		assert_int_equal(p[count - 1].last, N - 1);
	}
	assert_int_equal(calc_periods(sessions, level, N, CALC_YEARLY, p, &count), OK);
	assert_int_equal(p[1].start, date_of(2020, 1, 1));
	assert_true(p[1].ret == level[p[1].last] / level[p[0].last] - 1);
}

static void periods_of_next_to_nothing(void **state)
{
	struct calc_period p[2];
	size_t             count = 77;

	(void)state;
	market_made(3);
	assert_int_equal(calc_periods(sessions, level, 0, CALC_MONTHLY, p, &count), ERR_TOOSHORT);
	level[1] = NAN;
	assert_int_equal(calc_periods(sessions, level, 2, CALC_MONTHLY, p, &count), ERR_INVALID);
	level[1] = 0;
	assert_int_equal(calc_periods(sessions, level, 2, CALC_MONTHLY, p, &count), ERR_INVALID);
	level[1] = 1;
	sessions[1] = sessions[0];
	assert_int_equal(calc_periods(sessions, level, 2, CALC_MONTHLY, p, &count), ERR_INVALID);
	assert_int_equal(count, 77);
	assert_int_equal(calc_periods(sessions, level, 1, CALC_MONTHLY, p, &count), OK);
	assert_true(count == 1 && p[0].ret == 0 && p[0].begun && p[0].open);
}

static void episodes_by_hand(void **state)
{
	const double        v[] = {100, 100, 90, 95, 100, 110, 88, 99, 111, 105, 104};
	struct calc_episode e[6];
	size_t              n = 77;

	(void)state;
	assert_int_equal(calc_episodes(v, 11, e, &n), OK);
	assert_int_equal(n, 3);
	assert_true(e[0].depth == 90.0 / 100 - 1 && e[0].peak == 0 && e[0].trough == 2 &&
	            e[0].recovery == 4);
	assert_true(e[1].depth == 88.0 / 110 - 1 && e[1].peak == 5 && e[1].trough == 6 &&
	            e[1].recovery == 8);
	assert_true(e[2].depth == 104.0 / 111 - 1 && e[2].peak == 8 && e[2].trough == 10 &&
	            e[2].recovery == CALC_NOT_YET);
	assert_int_equal(calc_episodes_deepest(e, n, 2), 2);
	assert_true(e[0].trough == 6 && e[1].trough == 2);
	assert_int_equal(calc_episodes_deepest(e, n, 9), 3);
	assert_true(e[2].trough == 10);
	assert_int_equal(calc_deepest_episode(v, 11, e), OK);
	assert_true(e[0].peak == 5 && e[0].trough == 6 && e[0].recovery == 8);
	assert_int_equal(calc_deepest_episode(v, 1, e), OK);
	assert_true(e[0].depth == 0 && e[0].peak == 0 && e[0].recovery == 0);
	assert_int_equal(calc_episodes(v, 0, e, &n), ERR_TOOSHORT);
	assert_int_equal(calc_episodes((const double[]){1, NAN}, 2, e, &n), ERR_INVALID);
	assert_int_equal(calc_deepest_episode((const double[]){1, -1}, 2, e), ERR_INVALID);
	assert_int_equal(n, 3);
}

static void episodes_are_the_underwater_stretches(void **state)
{
	struct calc_episode e[N / 2 + 1];
	size_t              n, below = 0, covered = 0;
	double              peak = 0, deepest = 0;

	(void)state;
	market_made(4);
	assert_int_equal(calc_episodes(level, N, e, &n), OK);
	assert_true(n > 5);
	for (size_t i = 0; i < N; i++) {
		peak = fmax(peak, level[i]);
		below += level[i] < peak;
		deepest = fmin(deepest, level[i] / peak - 1);
	}
	for (size_t k = 0; k < n; k++) {
		size_t end = e[k].recovery == CALC_NOT_YET ? N : e[k].recovery;

		covered += end - e[k].peak - 1;
		assert_true(e[k].peak < e[k].trough && e[k].trough < end);
		assert_true(e[k].depth == level[e[k].trough] / level[e[k].peak] - 1);
		assert_true(k == 0 || e[k].peak >= e[k - 1].recovery);
	}
	assert_int_equal(covered, below);
	calc_episodes_deepest(e, n, 1);
	assert_true(e[0].depth == deepest);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weekdays_by_rule),
		cmocka_unit_test(periods_compound_to_the_whole),
		cmocka_unit_test(periods_of_next_to_nothing),
		cmocka_unit_test(episodes_by_hand),
		cmocka_unit_test(episodes_are_the_underwater_stretches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

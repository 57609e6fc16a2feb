/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/schedule.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/date.h"

enum { ROWS = 800 };

/* Every weekday from 2019-11-01: no holidays. */
static void weekdays(int32_t dates[ROWS])
{
	int32_t d = date_of(2019, 11, 1);

	for (size_t t = 0; t < ROWS; d++)
		if (date_weekday(d) <= 5)
			dates[t++] = d;
}

static void check_next(struct calc_schedule *s, int year, int month, int day)
{
	assert_true(calc_schedule_next(s));
	assert_int_equal(s->dates[s->row], date_of(year, month, day));
}

static void periods_end(void **state)
{
	int32_t dates[ROWS];

	(void)state;
	weekdays(dates);
	struct calc_schedule s;
	calc_schedule_init(&s, dates, ROWS, CALC_WEEKLY, 0);
	check_next(&s, 2019, 11, 1);
	check_next(&s, 2019, 11, 8);
	calc_schedule_init(&s, dates, ROWS, CALC_MONTHLY, 0);
	check_next(&s, 2019, 11, 29);
	check_next(&s, 2019, 12, 31);
	check_next(&s, 2020, 1, 31);
	check_next(&s, 2020, 2, 28);
	calc_schedule_init(&s, dates, ROWS, CALC_QUARTERLY, 0);
	check_next(&s, 2019, 12, 31);
	check_next(&s, 2020, 3, 31);
	check_next(&s, 2020, 6, 30);
	check_next(&s, 2020, 9, 30);
	calc_schedule_init(&s, dates, ROWS, CALC_YEARLY, 0);
	check_next(&s, 2019, 12, 31);
	check_next(&s, 2020, 12, 31);
	check_next(&s, 2021, 12, 31);
	assert_false(calc_schedule_next(&s));
	assert_false(calc_schedule_next(&s));
}

static void daily_is_every_session_but_the_last(void **state)
{
	int32_t              dates[ROWS];
	struct calc_schedule s;
	size_t               n = 60;

	(void)state;
	weekdays(dates);
	calc_schedule_init(&s, dates, ROWS, CALC_DAILY, 60);
	while (calc_schedule_next(&s))
		assert_int_equal(s.row, n++);
	assert_int_equal(n, ROWS - 1);
}

/* Thursday before a closed Friday; a week without sessions; the year's end inside an ISO week. */
static void sessions_decide_not_weekdays(void **state)
{
	const int32_t dates[] = {
		date_of(2020, 4, 8),   date_of(2020, 4, 9), /* Good Friday closed */
		date_of(2020, 4, 13),  date_of(2020, 4, 14),
		date_of(2020, 4, 30),                       /* no session for a fortnight */
		date_of(2020, 12, 31), date_of(2021, 1, 1), /* one ISO week */
		date_of(2021, 1, 4),
	};
	struct calc_schedule s;

	(void)state;
	calc_schedule_init(&s, dates, 8, CALC_WEEKLY, 0);
	check_next(&s, 2020, 4, 9);
	check_next(&s, 2020, 4, 14);
	check_next(&s, 2020, 4, 30);
	check_next(&s, 2021, 1, 1);
	assert_false(calc_schedule_next(&s));
}

static void starts_where_it_is_told(void **state)
{
	int32_t              dates[ROWS];
	struct calc_schedule s;

	(void)state;
	weekdays(dates);
	calc_schedule_init(&s, dates, ROWS, CALC_WEEKLY, 5); /* Friday 8 November itself */
	check_next(&s, 2019, 11, 8);
	calc_schedule_init(&s, dates, ROWS, CALC_WEEKLY, 6);
	check_next(&s, 2019, 11, 15);
}

static void short_data_have_no_reference(void **state)
{
	const int32_t        dates[] = {10, 20};
	struct calc_schedule s;

	(void)state;
	for (size_t rows = 0; rows < 2; rows++) {
		calc_schedule_init(&s, dates, rows, CALC_DAILY, 0);
		assert_false(calc_schedule_next(&s));
	}
	calc_schedule_init(&s, dates, 2, CALC_DAILY, 1);
	assert_false(calc_schedule_next(&s));
	calc_schedule_init(&s, dates, 2, CALC_DAILY, 100);
	assert_false(calc_schedule_next(&s));
	calc_schedule_init(&s, dates, 2, CALC_YEARLY, 0);
	assert_false(calc_schedule_next(&s));
	calc_schedule_init(&s, dates, 2, CALC_WEEKLY, 0);
	assert_true(calc_schedule_next(&s));
	assert_int_equal(s.row, 0);
}

static void the_calendar_ends(void **state)
{
	(void)state;
	assert_int_equal(calc_period_end(date_of(9999, 12, 31), CALC_MONTHLY), INT32_MAX);
	assert_int_equal(calc_period_end(date_of(9998, 12, 31), CALC_YEARLY), date_of(9999, 1, 1));
	assert_int_equal(calc_period_end(date_of(1969, 12, 31), CALC_QUARTERLY), 0);
	assert_int_equal(calc_period_end(date_of(1969, 12, 29), CALC_WEEKLY), date_of(1970, 1, 5));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(periods_end),
		cmocka_unit_test(daily_is_every_session_but_the_last),
		cmocka_unit_test(sessions_decide_not_weekdays),
		cmocka_unit_test(starts_where_it_is_told),
		cmocka_unit_test(short_data_have_no_reference),
		cmocka_unit_test(the_calendar_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/calendar.h"

#include "base/date.h"
#include "calc/schedule.h"

int32_t calc_nth_weekday(int year, int month, int weekday, int nth)
{
	int32_t first, next, day;

	if (!date_valid(year, month, 1) || weekday < 1 || weekday > 7 || nth == 0 || nth < -5 ||
	    nth > 5)
		return DATE_NONE;
	first = date_of(year, month, 1);
	next = calc_period_end(first, CALC_MONTHLY);
	if (nth > 0)
		day = first + (weekday - date_weekday(first) + 7) % 7 + 7 * (nth - 1);
	else
		day = next - 1 - (date_weekday(next - 1) - weekday + 7) % 7 + 7 * (nth + 1);
	return day >= first && day < next ? day : DATE_NONE;
}

int32_t calc_third_friday(int year, int month)
{
	return calc_nth_weekday(year, month, 5, 3);
}

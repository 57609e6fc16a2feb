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

size_t calc_session_following(const int32_t *sessions, size_t n, int32_t date)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sessions[middle] < date)
			low = middle + 1;
		else
			high = middle;
	}
	return low < n ? low : CALC_NO_SESSION;
}

size_t calc_session_preceding(const int32_t *sessions, size_t n, int32_t date)
{
	size_t at = calc_session_following(sessions, n, date);

	if (at == CALC_NO_SESSION)
		return n > 0 ? n - 1 : CALC_NO_SESSION;
	if (sessions[at] == date)
		return at;
	return at > 0 ? at - 1 : CALC_NO_SESSION;
}

size_t calc_session_before(const int32_t *sessions, size_t n, int32_t date, size_t k)
{
	size_t at = calc_session_preceding(sessions, n, date);

	return at == CALC_NO_SESSION || k > at ? CALC_NO_SESSION : at - k;
}

size_t calc_session_first_of(const int32_t *sessions, size_t n, int year, int month)
{
	int32_t first, next;
	size_t  at;

	if (!date_valid(year, month, 1))
		return CALC_NO_SESSION;
	first = date_of(year, month, 1);
	next = calc_period_end(first, CALC_MONTHLY);
	at = calc_session_following(sessions, n, first);
	return at != CALC_NO_SESSION && sessions[at] < next ? at : CALC_NO_SESSION;
}

size_t calc_session_last_of(const int32_t *sessions, size_t n, int year, int month)
{
	int32_t first, next;
	size_t  after;

	if (!date_valid(year, month, 1))
		return CALC_NO_SESSION;
	first = date_of(year, month, 1);
	next = calc_period_end(first, CALC_MONTHLY);
	after = calc_session_following(sessions, n, next);
	if (after == CALC_NO_SESSION || after == 0 || sessions[after - 1] < first)
		return CALC_NO_SESSION;
	return after - 1;
}

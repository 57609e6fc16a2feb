/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_CALENDAR_H
#define CALC_CALENDAR_H

#include <stddef.h>
#include <stdint.h>

/*
 * Days by rule, and the sessions around them. Dates are days since 1970
 * (base/date.h); sessions [n] are strictly ascending: the days on which the
 * market was open, holidays and odd closures left out by the data itself.
 */

/*
 * The nth weekday (ISO: Monday 1 .. Sunday 7) of a month, nth from 1; -1 is the
 * last, -2 the one before. DATE_NONE if the month has none such, or a number is
 * out of range.
 */
int32_t calc_nth_weekday(int year, int month, int weekday, int nth);
int32_t calc_third_friday(int year, int month);

#define CALC_NO_SESSION ((size_t)-1)

/* The session on date; else the next after it ("following"), or the last before it ("preceding"). */
size_t calc_session_following(const int32_t *sessions, size_t n, int32_t date);
size_t calc_session_preceding(const int32_t *sessions, size_t n, int32_t date);

/* k sessions before date's: 0 is the preceding session itself. */
size_t calc_session_before(const int32_t *sessions, size_t n, int32_t date, size_t k);

/* First and last session of a month; the last only if a later month's session is known. */
size_t calc_session_first_of(const int32_t *sessions, size_t n, int year, int month);
size_t calc_session_last_of(const int32_t *sessions, size_t n, int year, int month);

#endif

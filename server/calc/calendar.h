/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_CALENDAR_H
#define CALC_CALENDAR_H

#include <stdint.h>

/*
 * Days by rule, as days since 1970 (base/date.h). The nth weekday (ISO: Monday
 * 1 .. Sunday 7) of a month, nth from 1; -1 is the last, -2 the one before.
 * DATE_NONE if the month has none such, or a number is out of range.
 */
int32_t calc_nth_weekday(int year, int month, int weekday, int nth);
int32_t calc_third_friday(int year, int month);

#endif

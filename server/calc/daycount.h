/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_DAYCOUNT_H
#define CALC_DAYCOUNT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Years between two dates (days since 1970). ISDA 2006 section 4.16.
 */
enum calc_day_count {
	CALC_ACT_365F,    /* days / 365; Excel's, the house's */
	CALC_ACT_360,     /* days / 360 */
	CALC_30E_360,     /* months of 30 days, both days at most the 30th */
	CALC_ACT_ACT_ISDA /* days in leap years / 366 + others / 365 */
};

double calc_year_fraction(int32_t from, int32_t to, enum calc_day_count count); /* < 0 backwards */

/* "act/365F", "act/360", "30E/360", "act/act ISDA". False for another word. */
bool calc_day_count_parse(const char *word, enum calc_day_count *out);

#endif

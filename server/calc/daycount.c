/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/daycount.h"

#include <stddef.h>
#include <string.h>

#include "base/compiler.h"
#include "base/date.h"

static const char *const words[] = {
	[CALC_ACT_365F] = "act/365F",
	[CALC_ACT_360] = "act/360",
	[CALC_30E_360] = "30E/360",
	[CALC_ACT_ACT_ISDA] = "act/act ISDA",
};

bool calc_day_count_parse(const char *word, enum calc_day_count *out)
{
	for (size_t i = 0; i < COUNT(words); i++)
		if (strcmp(words[i], word) == 0) {
			*out = (enum calc_day_count)i;
			return true;
		}
	return false;
}

static double thirty(struct civil a, struct civil b)
{
	int from = a.day < 30 ? a.day : 30, to = b.day < 30 ? b.day : 30;

	return (360.0 * (b.year - a.year) + 30.0 * (b.month - a.month) + (to - from)) / 360;
}

static double new_year(int year)
{
	return date_of(year, 1, 1);
}

/* Years since the start of the year, as a share of it. */
static double into_year(int32_t date, int year)
{
	return (date - new_year(year)) / (new_year(year + 1) - new_year(year));
}

double calc_year_fraction(int32_t from, int32_t to, enum calc_day_count count)
{
	struct civil a = date_civil(from), b = date_civil(to);
	double       days = (double)to - from;

	if (from > to)
		return -calc_year_fraction(to, from, count);
	switch (count) {
	case CALC_ACT_365F: return days / 365;
	case CALC_ACT_360: return days / 360;
	case CALC_30E_360: return thirty(a, b);
	case CALC_ACT_ACT_ISDA:
		if (a.year == b.year)
			return days / (new_year(a.year + 1) - new_year(a.year));
		return 1 - into_year(from, a.year) + (b.year - a.year - 1) + into_year(to, b.year);
	}
	return days / 365;
}

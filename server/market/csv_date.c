/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <string.h>

#include "base/date.h"
#include "market/csv_value.h"

enum { FIRST_YEAR = 1800 };

struct cursor {
	const char *p, *end;
};

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Between min and max digits, as many as there are. */
static bool digits(struct cursor *c, int min, int max, int *out)
{
	int v = 0, n = 0;

	for (; n < max && c->p < c->end && digit(*c->p); n++)
		v = v * 10 + (*c->p++ - '0');
	*out = v;
	return n >= min;
}

static bool one_of(struct cursor *c, const char *set)
{
	if (c->p == c->end || *c->p == '\0' || !strchr(set, *c->p))
		return false;
	c->p++;
	return true;
}

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Three to nine letters, of which the first three name a month; 0 = none. */
static bool month_name(struct cursor *c, int *month)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	const char       *word = c->p;

	while (c->p < c->end && c->p - word < 9 && letter(*c->p))
		c->p++;
	if (c->p - word < 3)
		return false;
	char low[3];
	for (int i = 0; i < 3; i++)
		low[i] = (char)(word[i] | 0x20);
	*month = 0;
	for (int m = 0; m < 12; m++)
		if (memcmp(names + 3 * m, low, 3) == 0)
			*month = m + 1;
	return true;
}

struct parts {
	int year, month, day;
};

/* YYYY-MM-DD, with T or a blank and any time behind it. */
static bool iso(struct cursor c, struct parts *d)
{
	if (!digits(&c, 4, 4, &d->year) || !one_of(&c, "-") || !digits(&c, 2, 2, &d->month) ||
	    !one_of(&c, "-") || !digits(&c, 2, 2, &d->day))
		return false;
	return c.p == c.end || (one_of(&c, "T ") && !memchr(c.p, '\n', (size_t)(c.end - c.p)));
}

static bool compact(struct cursor c, struct parts *d)
{
	return digits(&c, 4, 4, &d->year) && digits(&c, 2, 2, &d->month) &&
	       digits(&c, 2, 2, &d->day) && c.p == c.end;
}

/* D.M.YYYY or, with another mark, the same. */
static bool marked(struct cursor c, const char *mark, int *first, int *second, int *year)
{
	return digits(&c, 1, 2, first) && one_of(&c, mark) && digits(&c, 1, 2, second) &&
	       one_of(&c, mark) && digits(&c, 4, 4, year) && c.p == c.end;
}

/* 2-Jan-2020, 2 January 2020 */
static bool day_month_year(struct cursor c, struct parts *d)
{
	return digits(&c, 1, 2, &d->day) && one_of(&c, " -") && month_name(&c, &d->month) &&
	       one_of(&c, " -") && digits(&c, 4, 4, &d->year) && c.p == c.end;
}

/* Jan 2, 2020 */
static bool month_day_year(struct cursor c, struct parts *d)
{
	return month_name(&c, &d->month) && one_of(&c, " ") && digits(&c, 1, 2, &d->day) &&
	       one_of(&c, ",") && one_of(&c, " ") && digits(&c, 4, 4, &d->year) && c.p == c.end;
}

bool csv_slash_date(struct csv_text t, int *first, int *second)
{
	int a, b, year;

	t = csv_trim(t);
	if (!marked((struct cursor){.p = t.p, .end = t.p + t.n}, "/", &a, &b, &year))
		return false;
	*first = a;
	*second = b;
	return true;
}

enum csv_reason csv_date(struct csv_text t, enum csv_dates dates, int32_t today, int32_t *out)
{
	struct parts d;

	t = csv_trim(t);
	struct cursor c = {.p = t.p, .end = t.p + t.n};
	if (!iso(c, &d)) {
		if (csv_missing(t))
			return CSV_MISSING_DATE;
		if (marked(c, "/", &d.day, &d.month, &d.year)) {
			if (dates == CSV_DATES_UNKNOWN)
				return CSV_AMBIGUOUS_DATES;
			if (dates == CSV_DATES_MDY)
				d = (struct parts){.year = d.year, .month = d.day, .day = d.month};
		} else if (!compact(c, &d) && !marked(c, ".", &d.day, &d.month, &d.year) &&
		           !day_month_year(c, &d) && !month_day_year(c, &d)) {
			return CSV_BAD_DATE;
		}
	}
	if (!date_valid(d.year, d.month, d.day))
		return CSV_BAD_DATE;
	int32_t date = date_of(d.year, d.month, d.day);
	if (d.year < FIRST_YEAR || date > today + 1)
		return CSV_DATE_OUT_OF_RANGE;
	*out = date;
	return CSV_FINE;
}

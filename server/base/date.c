/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/date.h"

#include <assert.h>

/*
 * Years are counted from 1 March, so that the leap day ends the year and the
 * months have a regular pattern: 153 days in five. 400 years are 146097 days;
 * 0000-03-01 is 719468 days before 1970-01-01.
 */
enum { ERA_DAYS = 146097, MARCH_0000 = 719468 };
#define DAY_MS INT64_C(86400000)

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static bool leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool date_valid(int year, int month, int day)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
	       day <= days[month - 1] + (month == 2 && leap(year));
}

int32_t date_of(int year, int month, int day)
{
	int y = year - (month <= 2), m = (month + 9) % 12;

	assert(date_valid(year, month, day));
	return y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - MARCH_0000;
}

/*
 * Years that begin in March, so that the leap day ends one; divisions become
 * multiplications: Neri and Schneider, "Euclidean affine functions and their
 * application to calendar algorithms" (2022).
 */
struct civil date_civil(int32_t date)
{
	const int64_t  z = (int64_t)date + MARCH_0000, era = floor_div(z, ERA_DAYS);
	const uint32_t d = (uint32_t)(z - era * ERA_DAYS); /* 0..146096 */
	const uint32_t century = (4 * d + 3) / ERA_DAYS, in_century = (4 * d + 3) % ERA_DAYS / 4;
	const uint64_t p = UINT64_C(2939745) * (4 * in_century + 3); /* 2^32 * 4 / 1461 days */
	const uint32_t y = 100 * century + (uint32_t)(p >> 32);
	const uint32_t day = (uint32_t)p / 2939745 / 4; /* of the year, 0..365 */
	const uint32_t m = 2141 * day + 197913;         /* 2^16 * 5 / 153 days */
	const bool     next = day >= 306;               /* January or February */
	struct civil   c;

	c.day = (int)((m & 0xffff) / 2141) + 1;
	c.month = (int)(m >> 16) - (next ? 12 : 0);
	c.year = (int)(era * 400 + y) + next;
	return c;
}

int date_weekday(int32_t date)
{
	int64_t d = (int64_t)date + 3; /* 1970-01-01 was a Thursday */

	return (int)(d - floor_div(d, 7) * 7) + 1;
}

int32_t date_iso_week(int32_t date)
{
	return date - (date_weekday(date) - 1);
}

/* n decimal digits at s; -1 when one of them is none. A NUL ends the reading. */
static int digits(const char *s, int n)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		v = v * 10 + s[i] - '0';
	}
	return v;
}

/* The date that s begins with. */
static bool leading_date(const char *s, int32_t *out)
{
	int y = digits(s, 4), m, d;

	if (y < 0 || s[4] != '-')
		return false;
	m = digits(s + 5, 2);
	if (m < 0 || s[7] != '-')
		return false;
	d = digits(s + 8, 2);
	if (!date_valid(y, m, d))
		return false;
	*out = date_of(y, m, d);
	return true;
}

bool date_parse(const char *s, int32_t *out)
{
	int32_t date;

	if (!leading_date(s, &date) || s[10] != '\0')
		return false;
	*out = date;
	return true;
}

/* "hh:mm" at s in minutes, or -1. */
static int minutes(const char *s)
{
	int h = digits(s, 2), m;

	if (h < 0 || h > 23 || s[2] != ':')
		return -1;
	m = digits(s + 3, 2);
	return m < 0 || m > 59 ? -1 : h * 60 + m;
}

bool time_parse(const char *s, int64_t *out)
{
	int32_t date;
	int     minute, second, ms = 0, offset = 0;

	if (!leading_date(s, &date) || (s[10] != 'T' && s[10] != 't'))
		return false;
	s += 11;
	minute = minutes(s);
	if (minute < 0 || s[5] != ':')
		return false;
	second = digits(s + 6, 2);
	if (second < 0 || second > 59)
		return false;
	s += 8;
	if (*s == '.') {
		int unit = 100;

		if (digits(++s, 1) < 0)
			return false;
		for (; digits(s, 1) >= 0; s++, unit /= 10)
			ms += digits(s, 1) * unit;
	}
	if (*s == '+' || *s == '-') {
		offset = minutes(s + 1);
		if (offset < 0 || s[6] != '\0')
			return false;
		if (*s == '-')
			offset = -offset;
	} else if ((*s != 'Z' && *s != 'z') || s[1] != '\0') {
		return false;
	}
	*out = date * DAY_MS + ((minute - offset) * INT64_C(60) + second) * 1000 + ms;
	return true;
}

/* n decimal digits of v, then the character after; returns what follows. */
static char *put(char *p, int v, int n, char after)
{
	for (int i = n; i-- > 0; v /= 10)
		p[i] = (char)('0' + v % 10);
	p[n] = after;
	return p + n + 1;
}

char *date_format(int32_t date, char out[DATE_TEXT])
{
	struct civil c = date_civil(date);
	char        *p = out;

	*out = '\0';
	if (c.year < 1 || c.year > 9999)
		return out;
	p = put(p, c.year, 4, '-');
	p = put(p, c.month, 2, '-');
	put(p, c.day, 2, '\0');
	return out;
}

char *time_format(int64_t ms, char out[TIME_TEXT])
{
	int64_t date = floor_div(ms, DAY_MS);
	int     rest = (int)(ms % DAY_MS); /* milliseconds of the day, below zero before 1970 */
	char   *p = out + DATE_TEXT;

	*out = '\0';
	if (date < INT32_MIN || date > INT32_MAX || !*date_format((int32_t)date, out))
		return out;
	if (rest < 0)
		rest += 86400000;
	out[DATE_TEXT - 1] = 'T';
	p = put(p, rest / 3600000, 2, ':');
	p = put(p, rest / 60000 % 60, 2, ':');
	p = put(p, rest / 1000 % 60, 2, '.');
	p = put(p, rest % 1000, 3, 'Z');
	*p = '\0';
	return out;
}

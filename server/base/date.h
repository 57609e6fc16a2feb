/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * Calendar dates are days since 1970-01-01 (proleptic Gregorian) in an
 * int32_t; instants are UTC milliseconds since then in an int64_t. No time
 * zone, no libc calendar, no locale.
 */
#define DATE_NONE INT32_MIN /* "not given", "not known": null in JSON and SQL */
#define TIME_NONE INT64_MIN

enum { DATE_TEXT = 11, TIME_TEXT = 25 }; /* buffer sizes, with the final NUL */

struct civil {
	int year, month, day; /* month 1..12, day 1..31 */
};

bool         date_valid(int year, int month, int day); /* a day of the calendar, year 1..9999 */
int32_t      date_of(int year, int month, int day);    /* the triple must be valid */
struct civil date_civil(int32_t date);
int          date_weekday(int32_t date);  /* ISO 8601: Monday 1 .. Sunday 7 */
int32_t      date_iso_week(int32_t date); /* Monday of the date's ISO week: equal = same week */

/* Strict YYYY-MM-DD; false leaves *out alone. */
bool date_parse(const char *s, int32_t *out);
/* Returns out, which is "" for DATE_NONE and whatever lies outside the years 1..9999. */
char *date_format(int32_t date, char out[DATE_TEXT]);
/* RFC 3339 with Z or an offset, fraction optional and cut to milliseconds; no leap seconds. */
bool time_parse(const char *s, int64_t *out);
/* RFC 3339 in UTC with milliseconds: 2026-01-02T03:04:05.678Z; returns out, "" as above. */
char *time_format(int64_t ms, char out[TIME_TEXT]);

#endif

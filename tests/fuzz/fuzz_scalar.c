/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Dates, instants and numbers as text: what is read is written back as it was, or reads as the same. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/real.h"
#include "base/text.h"
#include "fuzz.h"

static void check_date(const char *s)
{
	char    text[DATE_TEXT];
	int32_t d = 7;

	if (date_parse(s, &d)) {
		struct civil c = date_civil(d);
		assert(strcmp(date_format(d, text), s) == 0);
		assert(date_valid(c.year, c.month, c.day) && date_of(c.year, c.month, c.day) == d);
		assert(date_weekday(date_iso_week(d)) == 1 &&
		       d - date_iso_week(d) == date_weekday(d) - 1);
	} else {
		assert(d == 7);
	}
}

static void check_time(const char *s)
{
	char    text[TIME_TEXT];
	int64_t ms = 7, again;

	if (!time_parse(s, &ms))
		assert(ms == 7);
	else if (*time_format(ms, text)) /* an offset can lead out of the years 1..9999 */
		assert(time_parse(text, &again) && again == ms);
}

static void check_real(double v)
{
	char   text[REAL_TEXT];
	double again;

	if (!isfinite(v))
		return;
	assert(real_format(v, text) == strlen(text) && strlen(text) < REAL_TEXT);
	assert(text_to_real(text, &again) && again == v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_create();
	const char   *s = fuzz_text(a, data, n);
	double        bits, v = 7;
	int64_t       i = 7;

	check_date(s);
	check_time(s);
	if (text_to_real(s, &v)) {
		assert(isfinite(v) && v == strtod(s, NULL));
		check_real(v);
	} else {
		assert(v == 7);
	}
	assert(text_to_i64(s, &i) ? i == strtoll(s, NULL, 10) : i == 7);
	if (n >= sizeof(bits)) {
		memcpy(&bits, data, sizeof(bits));
		check_real(bits);
	}
	arena_destroy(a);
	return 0;
}

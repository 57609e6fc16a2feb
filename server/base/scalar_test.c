/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/scalar.h"

static struct arena *a;
static struct why    why;

static int make(void **state)
{
	(void)state;
	a = arena_create();
	return 0;
}

static int drop(void **state)
{
	(void)state;
	arena_destroy(a);
	return 0;
}

static const char *const words[] = {"low", "high", NULL};
static const char *const many[] = {
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
	"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc",
	"dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd",
	"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
	"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
	NULL,
};

/* One member of each type; all ones, so that an untouched one is told apart. */
union member {
	const char *text;
	int64_t     i;
	double      real;
	bool        yes;
	int32_t     date;
	int         word;
};

static void refused(struct field fd, const char *s, const char *msg)
{
	union member m, before;

	memset(&m, 0x11, sizeof(m));
	before = m;
	assert_false(scalar_from_text(&fd, a, s, &m, &why));
	assert_string_equal(why.msg, msg);
	assert_memory_equal(&m, &before, sizeof(m));
}

static union member accepted(struct field fd, const char *s)
{
	union member m;

	memset(&m, 0x11, sizeof(m));
	assert_true(scalar_from_text(&fd, a, s, &m, &why));
	return m;
}

#define FIELD(...) ((struct field){__VA_ARGS__})

static void every_kind_is_read_from_text(void **state)
{
	(void)state;
	assert_string_equal(accepted(FIELD(.kind = TEXT), "ü, \"x\"").text, "ü, \"x\"");
	assert_int_equal(accepted(FIELD(.kind = INT), "-12").i, -12);
	assert_int_equal(accepted(FIELD(.kind = INT), "5.0").i, 5);
	assert_true(accepted(FIELD(.kind = REAL), "1e-3").real == 0.001);
	assert_true(accepted(FIELD(.kind = BOOL), "true").yes);
	assert_true(accepted(FIELD(.kind = BOOL), "1").yes);
	assert_false(accepted(FIELD(.kind = BOOL), "false").yes);
	assert_false(accepted(FIELD(.kind = BOOL), "0").yes);
	assert_int_equal(accepted(FIELD(.kind = DATE), "2026-01-31").date, date_of(2026, 1, 31));
	assert_int_equal(accepted(FIELD(.kind = TIME), "1970-01-01T00:00:01Z").i, 1000);
	assert_int_equal(accepted(FIELD(.kind = ENUM, .words = words), "high").word, 1);
}

static void every_kind_is_refused_in_words(void **state)
{
	(void)state;
	refused(FIELD(.kind = TEXT), "\xff", "must be UTF-8");
	refused(FIELD(.kind = INT), "", "must be a whole number");
	refused(FIELD(.kind = INT), "five", "must be a whole number");
	refused(FIELD(.kind = INT), "5.5", "must be a whole number");
	refused(FIELD(.kind = INT), "9007199254740992",
	        "must lie within -9007199254740991 and 9007199254740991");
	refused(FIELD(.kind = REAL), "nan", "must be a number");
	refused(FIELD(.kind = REAL), "1e999", "must be a number");
	refused(FIELD(.kind = BOOL), "yes", "must be true or false");
	refused(FIELD(.kind = BOOL), "", "must be true or false");
	refused(FIELD(.kind = DATE), "31.1.2026", "must be a date, YYYY-MM-DD");
	refused(FIELD(.kind = TIME), "now", "must be a time, YYYY-MM-DDThh:mm:ssZ");
	refused(FIELD(.kind = ENUM, .words = words), "middle", "must be one of: low, high");
	refused(FIELD(.kind = ENUM, .words = many), "d",
	        "must be one of: "
	        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, "
	        "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, "
	        "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc, "
	        "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd, "
	        "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee, "
	        "fffffffffffffffffffffffffffffffffffffffffffffffffffff");
}

/* 0, 0 is no bound; max 0 bounds only what may be below zero. */
static void bounds_of_numbers(void **state)
{
	struct field free = {.kind = REAL}, least = {.kind = REAL, .min = 1};
	struct field most = {.kind = REAL, .max = 2.5}, negative = {.kind = REAL, .min = -1};

	(void)state;
	assert_true(accepted(free, "-1e300").real == -1e300);
	assert_true(accepted(free, "1e300").real == 1e300);
	assert_true(accepted(least, "1e300").real == 1e300);
	refused(least, "0.999", "must be at least 1");
	assert_true(accepted(most, "2.5").real == 2.5);
	refused(most, "2.500001", "must be at most 2.5");
	refused(most, "-0.1", "must be at least 0");
	assert_true(accepted(negative, "0").real == 0);
	refused(negative, "0.1", "must be at most 0");
	refused(negative, "-1.1", "must be at least -1");
	refused(FIELD(.kind = REAL, .max = 9, .flags = ABOVE), "0", "must be above 0");
	refused(FIELD(.kind = REAL, .max = 9, .flags = ABOVE), "-0.0", "must be above 0");
	refused(FIELD(.kind = REAL, .max = 9, .flags = ABOVE), "-1", "must be above 0");
	assert_true(accepted(FIELD(.kind = REAL, .max = 9, .flags = ABOVE), "5e-324").real > 0);
}

static void bounds_of_text_count_characters(void **state)
{
	struct field fd = {.kind = TEXT, .min = 2, .max = 3},
		     one = {.kind = TEXT, .min = 1, .max = 1};
	char text[SHAPE_TEXT_MAX + 2];

	(void)state;
	refused(fd, "ü", "must have at least 2 characters");
	assert_string_equal(accepted(fd, "üü").text, "üü");
	assert_string_equal(accepted(fd, "€€€").text, "€€€");
	refused(fd, "abcd", "must have at most 3 characters");
	refused(one, "", "must not be empty");
	refused(one, "ab", "must have at most 1 character");
	memset(text, 'x', sizeof(text));
	text[SHAPE_TEXT_MAX + 1] = '\0';
	refused(FIELD(.kind = TEXT), text, "must have at most 4096 characters");
	text[SHAPE_TEXT_MAX] = '\0';
	assert_string_equal(accepted(FIELD(.kind = TEXT), text).text, text);
}

static void absence(void **state)
{
	union member m;

	(void)state;
	memset(&m, 0x11, sizeof(m));
	scalar_absent(&FIELD(.kind = TEXT), &m);
	assert_null(m.text);
	scalar_absent(&FIELD(.kind = INT), &m);
	assert_int_equal(m.i, INT_NONE);
	scalar_absent(&FIELD(.kind = REAL), &m);
	assert_true(isnan(m.real));
	scalar_absent(&FIELD(.kind = BOOL), &m);
	assert_false(m.yes);
	scalar_absent(&FIELD(.kind = BOOL, .flags = MAYBE), &m);
	assert_int_equal(m.word, -1);
	assert_true(scalar_from_text(&FIELD(.kind = BOOL, .flags = MAYBE), a, "true", &m, &why));
	assert_int_equal(m.word, 1);
	assert_true(scalar_from_text(&FIELD(.kind = BOOL, .flags = MAYBE), a, "false", &m, &why));
	assert_int_equal(m.word, 0);
	scalar_absent(&FIELD(.kind = DATE), &m);
	assert_int_equal(m.date, DATE_NONE);
	scalar_absent(&FIELD(.kind = TIME), &m);
	assert_int_equal(m.i, TIME_NONE);
	scalar_absent(&FIELD(.kind = ENUM), &m);
	assert_int_equal(m.word, -1);
}

int main(void)
{
#define ON_ARENA(t) cmocka_unit_test_setup_teardown(t, make, drop)
	const struct CMUnitTest tests[] = {
		ON_ARENA(every_kind_is_read_from_text),
		ON_ARENA(every_kind_is_refused_in_words),
		ON_ARENA(bounds_of_numbers),
		ON_ARENA(bounds_of_text_count_characters),
		ON_ARENA(absence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

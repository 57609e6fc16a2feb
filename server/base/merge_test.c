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
#include "base/merge.h"

struct thing {
	const char *name;
	int64_t     count, when;
	double      size;
	int32_t     day;
	int         colour;
};

static const char *const colours[] = {"red", "green", NULL};

static const struct field fields[] = {
	{"name", TEXT, AT(thing, name)}, {"count", INT, AT(thing, count)},
	{"when", TIME, AT(thing, when)}, {"size", REAL, AT(thing, size)},
	{"day", DATE, AT(thing, day)},   {"colour", ENUM, AT(thing, colour), .words = colours},
};
static SHAPE(shape, thing, fields);

static const struct thing nothing = {
	.count = INT_NONE, .when = TIME_NONE, .size = NAN, .day = DATE_NONE, .colour = -1};
static const struct thing all = {
	.name = "a", .count = 0, .when = 1000, .size = 0.1, .day = 0, .colour = 1};

static void same(const struct thing *x, const struct thing *y)
{
	for (size_t i = 0; i < COUNT(fields); i++)
		assert_true(shape_member_same(&fields[i], x, y));
}

static void what_is_absent_is_taken_over(void **state)
{
	struct thing got = nothing;

	(void)state;
	shape_merge(&shape, &all, &got);
	same(&got, &all);
	assert_ptr_equal(got.name, all.name);
	got = all;
	shape_merge(&shape, &nothing, &got);
	same(&got, &all);
}

static void what_is_given_stays(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(fields); i++) {
		struct thing got = nothing;
		struct thing other = {
			.name = "b", .count = 5, .when = 7, .size = -0.0, .day = 9, .colour = 0};
		const char *from = (const char *)&all;
		size_t      at = fields[i].at;
		size_t      end = i + 1 < COUNT(fields) && fields[i + 1].at > at ? fields[i + 1].at
		                                                                 : sizeof(got);

		memcpy((char *)&got + at, from + at, end - at);
		shape_merge(&shape, &other, &got);
		for (size_t k = 0; k < COUNT(fields); k++)
			assert_true(shape_member_same(&fields[k], &got, k == i ? &all : &other));
	}
}

static void values_are_told_apart(void **state)
{
	struct thing x = all, y = all;
	char         name[] = "a";

	(void)state;
	y.name = name; /* another place, the same text */
	same(&x, &y);
	same(&nothing, &nothing);
	for (size_t i = 0; i < COUNT(fields); i++)
		assert_false(shape_member_same(&fields[i], &all, &nothing));
	y.size = nextafter(y.size, 1);
	assert_false(shape_member_same(&fields[3], &x, &y));
	x.size = 0.0, y.size = -0.0;
	assert_true(shape_member_same(&fields[3], &x, &y));
}

static void values_have_a_text(void **state)
{
	static const char *const want[] = {"a",   "0",          "1970-01-01T00:00:01.000Z",
	                                   "0.1", "1970-01-01", "green"};
	struct arena            *a = arena_create();

	(void)state;
	for (size_t i = 0; i < COUNT(fields); i++) {
		assert_string_equal(shape_member_text(&fields[i], &all, a), want[i]);
		assert_null(shape_member_text(&fields[i], &nothing, a));
	}
	arena_destroy(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_absent_is_taken_over),
		cmocka_unit_test(what_is_given_stays),
		cmocka_unit_test(values_are_told_apart),
		cmocka_unit_test(values_have_a_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

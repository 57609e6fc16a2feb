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

#include "base/buf.h"
#include "base/date.h"
#include "base/shape.h"

struct point {
	int32_t date;
	double  value, change;
};

struct inner {
	const char *name;
	struct list points;
};

struct reply {
	const char  *id;
	int64_t      count;
	double       value;
	bool         live;
	int32_t      day;
	int64_t      at;
	int          level;
	struct inner inner;
	struct list  points, marks, tags;
};

struct mark {
	const char *label;
	double      change;
};

static const char *const levels[] = {"low", "high", NULL};

static const struct field point_fields[] = {
	{"date", DATE, AT(point, date)},
	{"value", REAL, AT(point, value)},
	{"change", REAL, AT(point, change)},
};
static SHAPE(point_shape, point, point_fields);

static const struct field mark_fields[] = {
	{"label", TEXT, AT(mark, label)},
	{"change", REAL, AT(mark, change)},
};
static SHAPE(mark_shape, mark, mark_fields);

static const struct field inner_fields[] = {
	{"name", TEXT, AT(inner, name)},
	{"points", LIST, AT(inner, points), .of = &point_shape},
};
static SHAPE(inner_shape, inner, inner_fields);

static const struct field reply_fields[] = {
	{"id", TEXT, AT(reply, id)},
	{"count", INT, AT(reply, count)},
	{"value", REAL, AT(reply, value)},
	{"live", BOOL, AT(reply, live)},
	{"day", DATE, AT(reply, day)},
	{"at", TIME, AT(reply, at)},
	{"level", ENUM, AT(reply, level), .words = levels},
	{"inner", OBJ, AT(reply, inner), .of = &inner_shape},
	{"points", LIST, AT(reply, points), .of = &point_shape},
	{"marks", LIST, AT(reply, marks), .of = &mark_shape},
	{"tags", LIST, AT(reply, tags)},
};
static SHAPE(reply_shape, reply, reply_fields);

static const struct shape empty_shape = {.name = "empty"};

static void expect(const struct shape *sh, const void *obj, const char *only, const char *json)
{
	struct buf b;

	buf_init(&b, 10000);
	shape_encode(sh, obj, only, &b);
	assert_string_equal(buf_text(&b), json);
	buf_finish(&b);
}

static struct point point[] = {{0, 1.5, NAN}, {1, 2, -0.25}};
static struct mark  mark[] = {{"top", 3}};
static const char  *tags[] = {"a", "\"b\"", NULL};

static struct reply filled(void)
{
	return (struct reply){
		.id = "x",
		.count = -7,
		.value = 0.1,
		.live = true,
		.day = 0,
		.at = 0,
		.level = 1,
		.inner = {"in", {point, 1}},
		.points = {point, 2},
		.marks = {mark, 1},
		.tags = {tags, 3},
	};
}

static void members_stand_in_the_order_of_the_table(void **state)
{
	struct reply r = filled();

	(void)state;
	expect(&reply_shape, &r, NULL,
	       "{\"id\":\"x\",\"count\":-7,\"value\":0.1,\"live\":true,\"day\":\"1970-01-01\","
	       "\"at\":\"1970-01-01T00:00:00.000Z\",\"level\":\"high\","
	       "\"inner\":{\"name\":\"in\",\"points\":[{\"date\":\"1970-01-01\",\"value\":1.5,"
	       "\"change\":null}]},"
	       "\"points\":[{\"date\":\"1970-01-01\",\"value\":1.5,\"change\":null},"
	       "{\"date\":\"1970-01-02\",\"value\":2,\"change\":-0.25}],"
	       "\"marks\":[{\"label\":\"top\",\"change\":3}],\"tags\":[\"a\",\"\\\"b\\\"\",null]}");
	expect(&empty_shape, &r, NULL, "{}");
}

static void what_is_absent_is_null(void **state)
{
	struct reply r = {
		.count = INT_NONE, .value = NAN, .day = DATE_NONE, .at = TIME_NONE, .level = -1};

	(void)state;
	expect(&reply_shape, &r, NULL,
	       "{\"id\":null,\"count\":null,\"value\":null,\"live\":false,\"day\":null,\"at\":null,"
	       "\"level\":null,\"inner\":{\"name\":null,\"points\":[]},\"points\":[],\"marks\":[],"
	       "\"tags\":[]}");
}

static void lists_are_trimmed_at_the_top_only(void **state)
{
	struct reply r = filled();

	(void)state;
#define HEAD                                                                             \
	"{\"id\":\"x\",\"count\":-7,\"value\":0.1,\"live\":true,\"day\":\"1970-01-01\"," \
	"\"at\":\"1970-01-01T00:00:00.000Z\",\"level\":\"high\","                        \
	"\"inner\":{\"name\":\"in\",\"points\":[{\"date\":\"1970-01-01\",\"value\":1.5," \
	"\"change\":null}]},"
#define TAIL ",\"tags\":[\"a\",\"\\\"b\\\"\",null]}"
	expect(&reply_shape, &r, "change",
	       HEAD
	       "\"points\":[{\"change\":null},{\"change\":-0.25}],\"marks\":[{\"change\":3}]" TAIL);
	/* Named in any order they stand in the table's; marks knows neither and stays whole. */
	expect(&reply_shape, &r, "value,date",
	       HEAD "\"points\":[{\"date\":\"1970-01-01\",\"value\":1.5},"
	            "{\"date\":\"1970-01-02\",\"value\":2}],"
	            "\"marks\":[{\"label\":\"top\",\"change\":3}]" TAIL);
}

static void a_full_buffer_ends_the_work(void **state)
{
	struct reply r = filled();
	struct buf   b;

	(void)state;
	for (size_t max = 0; max < 400; max++) {
		buf_init(&b, max);
		shape_encode(&reply_shape, &r, NULL, &b);
		assert_true(b.n <= max);
		if (!b.full)
			assert_int_equal(b.p[b.n - 1], '}');
		buf_finish(&b);
	}
}

static void only_names_what_there_is(void **state)
{
	struct fail f = {0};

	(void)state;
	assert_int_equal(shape_check_only(&reply_shape, "date", &f), OK);
	assert_int_equal(shape_check_only(&reply_shape, "label,date,value", &f), OK);
	assert_int_equal(f.code, OK);
	assert_int_equal(shape_check_only(&reply_shape, "dat,zzz", &f), ERR_INVALID);
	assert_string_equal(
		f.msg, "fields: no member 'dat'; did you mean 'date'?; fields: no member 'zzz'");
}

static void only_is_strict(void **state)
{
	static const char *const bad[] = {
		"",
		",",
		"date,",
		",date",
		"date,,value",
		" date",
		"Date",
		"id",
		"name",
		"tags",
		"datedatedatedatedatedatedatedatedatedatedatedatedatedatedatedatedatedate",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct fail f = {0};

		assert_int_equal(shape_check_only(&reply_shape, bad[i], &f), ERR_INVALID);
		assert_true(f.n_fields > 0);
	}
}

static void only_needs_a_list(void **state)
{
	struct fail f = {0};

	(void)state;
	assert_int_equal(shape_check_only(&point_shape, "date", &f), ERR_INVALID);
	assert_string_equal(f.msg, "fields: does not apply to this reply");
}

static void a_map_has_names_that_are_data(void **state)
{
	static const struct field fields[] = {{"", MAP, AT(reply, tags)}};
	static const struct shape shape = {
		.name = "map", .size = sizeof(struct reply), .fields = fields, .n = 1};
	struct pair  pairs[] = {{"EUR", "Euro"}, {"a\"b", "c\n"}, {"x", NULL}};
	struct reply r = {.tags = {pairs, COUNT(pairs)}};
	struct buf   b;

	(void)state;
	buf_init(&b, 1000);
	shape_encode(&shape, &r, NULL, &b);
	assert_string_equal(buf_text(&b), "{\"EUR\":\"Euro\",\"a\\\"b\":\"c\\n\",\"x\":null}");
	r.tags.n = 0;
	buf_finish(&b);
	buf_init(&b, 1000);
	shape_encode(&shape, &r, NULL, &b);
	assert_string_equal(buf_text(&b), "{}");
	buf_finish(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_stand_in_the_order_of_the_table),
		cmocka_unit_test(what_is_absent_is_null),
		cmocka_unit_test(a_map_has_names_that_are_data),
		cmocka_unit_test(lists_are_trimmed_at_the_top_only),
		cmocka_unit_test(a_full_buffer_ends_the_work),
		cmocka_unit_test(only_names_what_there_is),
		cmocka_unit_test(only_is_strict),
		cmocka_unit_test(only_needs_a_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

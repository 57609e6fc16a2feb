/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* ours takes arguments */

#include <string.h>

#include "base/arena.h"
#include "http/query.h"
#include "http/route.h"

static const struct field fields[] = {
	{"symbol", TEXT, 0, IN_PATH | REQUIRED},
	{"start_date", DATE, 0, IN_QUERY},
	{"end_date", DATE, 0, IN_QUERY},
	{"amount", REAL, 0, 0},
};
static const struct shape shape = {.name = "Q", .fields = fields, .n = COUNT(fields)};
static const struct route strict = {.in = &shape};
static const struct route with_fields = {.in = &shape, .flags = FIELDS};
static const struct route lenient = {.in = &shape, .flags = LENIENT};
static const struct route nothing = {.in = NULL};

static struct arena *arena;

static enum err parse(const char *raw, struct query *q, struct fail *f)
{
	memset(f, 0, sizeof(*f));
	return query_parse(arena, raw, q, f);
}

static void decodes(void **state)
{
	(void)state;
	struct query q;
	struct fail  f;
	assert_int_equal(parse("a=1&b=x+y%20z&c%3d=%26%3D&d&e=&&f=a=b", &q, &f), OK);
	assert_int_equal(q.n, 6);
	assert_string_equal(query_get(&q, "a"), "1");
	assert_string_equal(query_get(&q, "b"), "x y z");
	assert_string_equal(query_get(&q, "c="), "&=");
	assert_string_equal(query_get(&q, "d"), "");
	assert_string_equal(query_get(&q, "e"), "");
	assert_string_equal(query_get(&q, "f"), "a=b");
	assert_null(query_get(&q, "A"));
	assert_int_equal(parse("", &q, &f), OK);
	assert_int_equal(q.n, 0);
	assert_int_equal(parse("e=%E2%82%AC+%2B", &q, &f), OK);
	assert_string_equal(query_get(&q, "e"), "€ +");
}

static void strict_percent(void **state)
{
	static const char *const bad[] = {"a=%",   "a=%4",   "a=%4g",  "a=%g4",
	                                  "%zz=1", "a=%%41", "a=1&b=%"};
	(void)state;
	struct query q;
	struct fail  f;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(parse(bad[i], &q, &f), ERR_MALFORMED);
}

static void names_what_is_not_text(void **state)
{
	(void)state;
	struct query q;
	struct fail  f;
	assert_int_equal(parse("ok=1&start=%ff&end=a%00b&over=%C0%AF", &q, &f), ERR_INVALID);
	assert_int_equal(f.n_fields, 3);
	assert_string_equal(f.fields[0].field, "start");
	assert_string_equal(f.fields[1].field, "end");
	assert_string_equal(f.fields[2].field, "over");
	assert_int_equal(parse("%ff=1", &q, &f), ERR_INVALID);
	assert_string_equal(f.fields[0].field, "query");
}

static void too_many(void **state)
{
	(void)state;
	struct query q;
	struct fail  f;
	char         raw[4 * QUERY_PARAMS_MAX + 8] = "";
	for (int i = 0; i < QUERY_PARAMS_MAX; i++)
		memcpy(raw + 4 * i, "a=1&", 4);
	assert_int_equal(parse(raw, &q, &f), OK);
	assert_int_equal(q.n, QUERY_PARAMS_MAX);
	memcpy(raw + 4 * QUERY_PARAMS_MAX, "b=1", 4);
	assert_int_equal(parse(raw, &q, &f), ERR_INVALID);
}

static enum err check(const char *raw, const struct route *r, struct fail *f)
{
	struct query q;
	assert_int_equal(parse(raw, &q, f), OK);
	return query_check(&q, r, f);
}

static void knows_its_parameters(void **state)
{
	(void)state;
	struct fail f;
	assert_int_equal(check("start_date=1&end_date=2", &strict, &f), OK);
	assert_int_equal(check("", &nothing, &f), OK);
	assert_int_equal(check("x=1", &nothing, &f), ERR_INVALID);
	assert_int_equal(check("fields=a", &with_fields, &f), OK);
	assert_int_equal(check("fields=a", &strict, &f), ERR_INVALID);
	assert_int_equal(check("symbol=1", &strict, &f), ERR_INVALID); /* of the path */
	assert_int_equal(check("amount=1", &strict, &f), ERR_INVALID); /* of the body */
	assert_int_equal(check("x=1&x=2", &lenient, &f), OK);
}

static void lists_everything_wrong(void **state)
{
	(void)state;
	struct fail f;
	assert_int_equal(check("start_dat=1&end_date=2&end_date=3&zebra=1", &strict, &f),
	                 ERR_INVALID);
	assert_int_equal(f.n_fields, 3);
	assert_string_equal(f.fields[0].field, "start_dat");
	assert_non_null(strstr(f.fields[0].msg, "'start_date'"));
	assert_string_equal(f.fields[1].field, "end_date");
	assert_non_null(strstr(f.fields[1].msg, "once"));
	assert_string_equal(f.fields[2].field, "zebra");
	assert_null(strstr(f.fields[2].msg, "did you mean"));
	assert_int_equal(check("end_date=2&end_date=3", &lenient, &f), ERR_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decodes),
		cmocka_unit_test(strict_percent),
		cmocka_unit_test(names_what_is_not_text),
		cmocka_unit_test(too_many),
		cmocka_unit_test(knows_its_parameters),
		cmocka_unit_test(lists_everything_wrong),
	};
	arena = arena_create();
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_destroy(arena);
	return failed;
}

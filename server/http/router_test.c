/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* ours takes arguments */

#include <string.h>

#include "http/router.h"

static const struct route one[] = {
	{GET, "/items/{id}", .id = "item"},         {GET, "/items/first", .id = "first"},
	{POST, "/items/{id}/{part}", .id = "part"}, {PUT, "/items/{id}", .id = "put"},
	{DELETE_, "/items/first", .id = "drop"},    {GET, "", .id = "folder"},
};
static const struct route two[] = {
	{GET, "/", .id = "root"},
	{GET, "/{any}/b", .id = "any"},
	{GET, "/a/{any}", .id = "a"},
};
static const struct routes        group_one = {.prefix = "/api/v1", .tab = one, .n = COUNT(one)};
static const struct routes        group_two = {.prefix = "", .tab = two, .n = COUNT(two)};
static const struct routes *const all[] = {&group_one, &group_two, NULL};

/* The id of the route of a path; "405", or "404". */
static const char *found(enum method m, const char *path, struct route_match *match)
{
	static char text[4096]; /* the match points into it */
	struct fail f = {.code = OK};
	struct path p;
	strncpy(text, path, sizeof(text) - 1);
	assert_int_equal(path_split(text, &p, &f), OK);
	if (!router_match(all, &p, m, match))
		return "404";
	return match->route != NULL ? match->route->id : "405";
}

static void finds_by_segments(void **state)
{
	static const struct {
		enum method m;
		const char *path, *id;
	} cases[] = {
		{GET, "/api/v1/items/7", "item"},
		{GET, "/api/v1/items/first", "first"},
		{GET, "/%61pi/v1/items/%66irst", "first"},
		{PUT, "/api/v1/items/first", "put"}, /* the literal has no PUT, the parameter has */
		{POST, "/api/v1/items/7/x", "part"},
		{GET, "/api/v1", "folder"},
		{GET, "/", "root"},
		{GET, "/a/b", "a"}, /* leftmost literal first */
		{GET, "/x/b", "any"},
		{POST, "/api/v1/items/7", "405"},
		{METHOD_N, "/api/v1/items/7", "405"},
		{GET, "/api/v1/items", "404"},
		{GET, "/api/v1/items/", "404"},
		{GET, "/api/v1/items/7/", "404"},
		{GET, "/api/v1//items/7", "404"},
		{GET, "/api/v1/", "404"},
		{GET, "/API/v1/items/7", "404"},
		{GET, "/api/v1/items/..", "item"}, /* a name like any other */
	};
	(void)state;
	struct route_match m;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(found(cases[i].m, cases[i].path, &m), cases[i].id);
}

static void takes_parameters(void **state)
{
	(void)state;
	struct route_match m;
	assert_string_equal(found(POST, "/api/v1/items/a%2Fb%20c+d/%25", &m), "part");
	assert_int_equal(m.n, 2);
	assert_memory_equal(m.params[0].name, "id", m.params[0].name_n);
	assert_string_equal(m.params[0].value, "a/b c+d");
	assert_memory_equal(m.params[1].name, "part", m.params[1].name_n);
	assert_string_equal(m.params[1].value, "%");
	assert_false(m.params[0].bad);
	assert_string_equal(found(GET, "/api/v1/items/%ff", &m), "item");
	assert_true(m.params[0].bad);
	assert_string_equal(found(GET, "/api/v1/items/first%00", &m), "item"); /* not the literal */
	assert_true(m.params[0].bad);
}

static void allows(void **state)
{
	(void)state;
	struct route_match m;
	char               text[ALLOW_TEXT];
	assert_string_equal(found(POST, "/api/v1/items/first", &m), "405");
	assert_string_equal(allow_format(m.allowed, text), "GET, HEAD, PUT, DELETE, OPTIONS");
	assert_string_equal(allow_format((1U << METHOD_N) - 1, text),
	                    "GET, HEAD, POST, PUT, DELETE, OPTIONS");
	assert_string_equal(allow_format(0, text), "OPTIONS");
}

static void splits(void **state)
{
	(void)state;
	struct path p;
	struct fail f = {.code = OK};
	char        slash[] = "/", folder[] = "/a/", bad[] = "/a/%4", worse[] = "/%g0",
	     deep[2 * PATH_SEGMENTS_MAX + 3] = "";
	assert_int_equal(path_split(slash, &p, &f), OK);
	assert_int_equal(p.n, 0);
	assert_int_equal(path_split(folder, &p, &f), OK);
	assert_int_equal(p.n, 2);
	assert_string_equal(p.seg[1], "");
	assert_int_equal(path_split(bad, &p, &f), ERR_MALFORMED);
	assert_int_equal(path_split(worse, &p, &f), ERR_MALFORMED);
	for (int i = 0; i <= PATH_SEGMENTS_MAX; i++)
		memcpy(deep + 2 * i, "/x", 2);
	assert_int_equal(path_split(deep, &p, &f), ERR_NOTFOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_by_segments),
		cmocka_unit_test(takes_parameters),
		cmocka_unit_test(allows),
		cmocka_unit_test(splits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

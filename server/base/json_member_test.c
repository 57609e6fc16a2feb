/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Members of the kind JSON: objects that pass through as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/shape.h"

static void json_is_kept_as_text(void **state)
{
	static const struct field fields[] = {{"args", JSON, 0, NULLABLE}};
	static const struct shape shape = {
		.name = "json", .size = sizeof(char *), .fields = fields, .n = 1};
	struct arena *a = arena_create();
	struct fail   f = {0};
	const char   *args = "as it was", *whole = "{\"args\": {\"b\": [1, 0.1], \"a\": null}}";
	char          large[SHAPE_JSON_MAX + 64];

	(void)state;
	f = (struct fail){0};
	assert_int_equal(
		shape_decode(&shape, a, whole, strlen(whole), NULL, NULL, false, &args, &f), OK);
	assert_string_equal(args, "{\"b\":[1,0.1],\"a\":null}");
	assert_int_equal(shape_decode(&shape, a, "{}", 2, NULL, NULL, false, &args, &f), OK);
	assert_null(args);
	assert_int_equal(shape_decode(&shape, a, "{\"args\":[]}", 11, NULL, NULL, false, &args, &f),
	                 ERR_INVALID);
	assert_string_equal(f.fields[0].msg, "must be an object");
	snprintf(large, sizeof(large), "{\"args\":{\"a\":\"%0*d\"}}", SHAPE_JSON_MAX, 1);
	f = (struct fail){0};
	assert_int_equal(
		shape_decode(&shape, a, large, strlen(large), NULL, NULL, false, &args, &f),
		ERR_INVALID);
	assert_string_equal(f.fields[0].msg, "must be at most 8192 bytes");
	arena_destroy(a);
}

static void json_is_written_as_it_is(void **state)
{
	static const struct field fields[] = {{"args", JSON, 0}, {"result", JSON, 8, NULLABLE}};
	static const struct shape shape = {
		.name = "json", .size = 2 * sizeof(char *), .fields = fields, .n = 2};
	const char *members[] = {"{\"a\":[1,{}]}", NULL};
	struct buf  b;

	(void)state;
	buf_init(&b, 1000);
	shape_encode(&shape, members, NULL, &b);
	assert_string_equal(buf_text(&b), "{\"args\":{\"a\":[1,{}]},\"result\":null}");
	buf_finish(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_is_kept_as_text),
		cmocka_unit_test(json_is_written_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <string.h>

#include "base/arena.h"
#include "base/shape.h"

struct memo {
	const char *note;
};

static const struct field memo_fields[] = {{"note", TEXT, AT(memo, note), REQUIRED}};
static SHAPE(memo_shape, memo, memo_fields);

static struct arena *a;
static struct memo   memo;
static struct fail   f;

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

static enum err decode(const char *body, size_t n)
{
	memset(&f, 0, sizeof(f));
	memset(&memo, 0, sizeof(memo));
	return shape_decode(&memo_shape, a, body, n, NULL, NULL, true, &memo, &f);
}

static void escapes_are_resolved(void **state)
{
	static const char body[] =
		" {\t\"note\" : \"\\ud83d\\udcb6\\u20ac\\n\\/\\\"\" ,\r\n\"more\":[[]]} ";

	(void)state;
	assert_int_equal(decode(body, sizeof(body) - 1), OK);
	assert_string_equal(memo.note, "\xf0\x9f\x92\xb6€\n/\"");
}

static void malformed(const char *body, size_t n, const char *msg)
{
	assert_int_equal(decode(body, n), ERR_MALFORMED);
	assert_int_equal(f.n_fields, 0);
	if (strncmp(f.msg, msg, strlen(msg)) != 0)
		assert_string_equal(f.msg, msg);
	assert_true(strstr(f.msg, ", column ") != NULL);
}

static void what_is_not_json_says_where(void **state)
{
	char *deep = arena_alloc(a, 10001);

	(void)state;
#define MALFORMED(body, why) malformed(body, sizeof(body) - 1, "the body is not JSON: " why)
	MALFORMED("{\"email\":\n  oops}", "a syntax error (line 2, ");
	MALFORMED("{\"email\":\"a@b\"", "the text ends too early (line 1, ");
	MALFORMED("{} {}", "text after the end of the value (line 1, ");
	MALFORMED("{\"a\":1,\"a\":2}", "a member is given twice (line 1, ");
	MALFORMED("{\"note\":\"a\\u0000b\"}", "NUL characters are not accepted (line 1, ");
	MALFORMED("{\"no\\u0000te\":1}", "NUL characters are not accepted (line 1, ");
	MALFORMED("{\"note\":1e999}", "a number is too large (line 1, ");
	MALFORMED("{\"note\":\"\xff\"}", "not UTF-8 (line 1, ");
	MALFORMED("{\"note\":\"\xed\xa0\x80\"}", "not UTF-8 (line 1, ");
	MALFORMED("{\"note\":\"\\ud800\"}", "a syntax error (line 1, ");
	MALFORMED("{\"note\":\"a\0b\"}", "a syntax error (line 1, ");
	MALFORMED("{\"note\":\"a\nb\"}", "a syntax error (line 1, ");
	memset(deep, '[', 10000);
	assert_int_equal(decode(deep, 10000), ERR_MALFORMED);
	assert_true(strstr(f.msg, "nested too deeply") != NULL);
}

static void messages_do_not_quote_the_body(void **state)
{
	static const char body[] = "{\"password\":\"hunter2\" \"x\"}";

	(void)state;
	assert_int_equal(decode(body, sizeof(body) - 1), ERR_MALFORMED);
	assert_null(strstr(f.msg, "hunter2"));
	assert_null(strstr(f.msg, "\"x\""));
}

static void the_body_is_an_object(void **state)
{
	static const char *const bodies[] = {"[]", "5", "null", "\"text\"", "true"};

	(void)state;
	for (size_t i = 0; i < COUNT(bodies); i++) {
		assert_int_equal(decode(bodies[i], strlen(bodies[i])), ERR_INVALID);
		assert_string_equal(f.msg, "the body must be a JSON object");
	}
}

static void a_memo_cut_anywhere_is_refused(void **state)
{
	static const char body[] =
		"{\"note\":\"\\u20ac€\",\"more\":[1.5e3,true,null,{\"a\":false}]}";

	(void)state;
	for (size_t n = 1; n < sizeof(body) - 1; n++)
		assert_int_equal(decode(body, n), ERR_MALFORMED);
	assert_int_equal(decode(body, sizeof(body) - 1), OK);
	assert_int_equal(decode(body, 0), ERR_INVALID);
	assert_string_equal(f.msg, "note: is required");
}

int main(void)
{
#define ON_ARENA(t) cmocka_unit_test_setup_teardown(t, make, drop)
	const struct CMUnitTest tests[] = {
		ON_ARENA(escapes_are_resolved),           ON_ARENA(what_is_not_json_says_where),
		ON_ARENA(messages_do_not_quote_the_body), ON_ARENA(the_body_is_an_object),
		ON_ARENA(a_memo_cut_anywhere_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

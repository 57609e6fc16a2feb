/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"

static void writes_follow_each_other(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	assert_string_equal(buf_text(&b), "");
	buf_puts(&b, "one ");
	buf_put(&b, "two three", 4);
	buf_putc(&b, '#');
	buf_printf(&b, "%d-%s", 4, "five");
	buf_puts(&b, "");
	assert_string_equal(buf_text(&b), "one two #4-five");
	assert_int_equal(b.n, 15);
	assert_false(b.full);
	buf_finish(&b);
	buf_finish(&b);
	assert_int_equal(b.n, 0);
}

static void exactly_the_maximum_fits(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	for (int i = 0; i < 1000; i++)
		buf_putc(&b, 'x');
	assert_false(b.full);
	assert_int_equal(strlen(buf_text(&b)), 1000);
	buf_puts(&b, "");
	assert_false(b.full);
	buf_putc(&b, 'y');
	assert_true(b.full);
	buf_finish(&b);
}

static void past_the_maximum_nothing_is_taken(void **state)
{
	struct buf b;
	size_t     n = 7;

	(void)state;
	buf_init(&b, 10);
	buf_puts(&b, "12345678");
	buf_puts(&b, "abc");
	assert_true(b.full);
	buf_putc(&b, 'z');
	buf_printf(&b, "%d", 1);
	assert_string_equal(buf_text(&b), "12345678");
	assert_null(buf_take(&b, &n));
	assert_int_equal(n, 0);
	assert_null(b.p);
	buf_puts(&b, "again");
	assert_string_equal(buf_text(&b), "again");
	buf_finish(&b);
}

static void a_buffer_of_nothing(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 0);
	buf_puts(&b, "");
	assert_false(b.full);
	buf_printf(&b, "%s", "");
	assert_false(b.full);
	buf_putc(&b, 'a');
	assert_true(b.full);
	buf_finish(&b);
}

static void take_hands_over(void **state)
{
	struct buf b;
	size_t     n;
	char      *p;

	(void)state;
	buf_init(&b, 100);
	p = buf_take(&b, &n);
	assert_string_equal(p, "");
	assert_int_equal(n, 0);
	free(p);
	buf_put(&b, "a\0b", 3);
	p = buf_take(&b, &n);
	assert_int_equal(n, 3);
	assert_memory_equal(p, "a\0b", 4);
	assert_int_equal(b.n, 0);
	free(p);
	buf_puts(&b, "x");
	p = buf_take(&b, NULL);
	assert_string_equal(p, "x");
	free(p);
}

static void expect_text(const char *in, const char *json)
{
	struct buf b;

	buf_init(&b, 1000);
	buf_json_text(&b, in);
	assert_string_equal(buf_text(&b), json);
	buf_finish(&b);
}

static void json_text_is_escaped(void **state)
{
	(void)state;
	expect_text(NULL, "null");
	expect_text("", "\"\"");
	expect_text("plain €", "\"plain €\"");
	expect_text("\"\\/", "\"\\\"\\\\/\"");
	expect_text("\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"");
	expect_text("a\x01\x1f\x7fz", "\"a\\u0001\\u001f\\u007fz\"");
	expect_text("\xc2\x9b"
	            "31m\xc2\xa0",
	            "\"\\u009b31m\xc2\xa0\"");
	expect_text("\xf0\x9f\x92\xb6", "\"\xf0\x9f\x92\xb6\"");
}

static void json_text_repairs_what_is_not_utf8(void **state)
{
	(void)state;
	expect_text("a\xff"
	            "b",
	            "\"a\\ufffdb\"");
	expect_text("\xe2\x82", "\"\\ufffd\\ufffd\"");
	expect_text("\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\"");
	expect_text("\xc0\xaf", "\"\\ufffd\\ufffd\"");
}

static void json_numbers_and_times(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	buf_json_int(&b, 0);
	buf_putc(&b, ' ');
	buf_json_int(&b, -120);
	buf_putc(&b, ' ');
	buf_json_int(&b, INT64_MAX);
	buf_putc(&b, ' ');
	buf_json_int(&b, INT64_MIN);
	assert_string_equal(buf_text(&b), "0 -120 9223372036854775807 -9223372036854775808");
	buf_finish(&b);

	buf_json_real(&b, 0.1);
	buf_putc(&b, ' ');
	buf_json_real(&b, NAN);
	buf_putc(&b, ' ');
	buf_json_real(&b, INFINITY);
	buf_putc(&b, ' ');
	buf_json_real(&b, -INFINITY);
	assert_string_equal(buf_text(&b), "0.1 null null null");
	buf_finish(&b);

	buf_json_date(&b, date_of(2026, 1, 31));
	buf_putc(&b, ' ');
	buf_json_date(&b, DATE_NONE);
	buf_putc(&b, ' ');
	buf_json_time(&b, 0);
	buf_putc(&b, ' ');
	buf_json_time(&b, TIME_NONE);
	assert_string_equal(buf_text(&b), "\"2026-01-31\" null \"1970-01-01T00:00:00.000Z\" null");
	buf_finish(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_follow_each_other),
		cmocka_unit_test(exactly_the_maximum_fits),
		cmocka_unit_test(past_the_maximum_nothing_is_taken),
		cmocka_unit_test(a_buffer_of_nothing),
		cmocka_unit_test(take_hands_over),
		cmocka_unit_test(json_text_is_escaped),
		cmocka_unit_test(json_text_repairs_what_is_not_utf8),
		cmocka_unit_test(json_numbers_and_times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

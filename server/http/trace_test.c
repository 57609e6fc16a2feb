/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* ours takes arguments */

#include "base/compiler.h"
#include "http/trace.h"

/* The examples of the recommendation, https://www.w3.org/TR/trace-context-1/ */
#define ID "4bf92f3577b34da6a3ce929d0e0e4736"
#define SPAN "00f067aa0ba902b7"

static void what_the_recommendation_allows(void **state)
{
	static const struct {
		const char *text;
		bool        sampled;
	} cases[] = {
		{"00-" ID "-" SPAN "-01", true},   {"00-" ID "-" SPAN "-00", false},
		{"00-" ID "-" SPAN "-ff", true},   {"00-" ID "-" SPAN "-02", false},
		{"01-" ID "-" SPAN "-01", true},   {"cc-" ID "-" SPAN "-01-what-comes", true},
		{"fe-" ID "-" SPAN "-00-", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct trace t = {.sampled = !cases[i].sampled};

		assert_true(trace_parse(cases[i].text, &t));
		assert_string_equal(t.id, ID);
		assert_string_equal(t.parent, SPAN);
		assert_int_equal(t.sampled, cases[i].sampled);
	}
}

static void everything_else_is_none(void **state)
{
	static const char *const cases[] = {
		"",
		"00",
		"00-" ID "-" SPAN,
		"00-" ID "-" SPAN "-0",
		"00-" ID "-" SPAN "-010",
		"00-" ID "-" SPAN "-01-",
		"00-" ID "-" SPAN "-01-more",
		"01-" ID "-" SPAN "-01more",
		"ff-" ID "-" SPAN "-01",
		"0g-" ID "-" SPAN "-01",
		"00-4BF92F3577B34DA6A3CE929D0E0E4736-" SPAN "-01",
		"00-" ID "-00F067AA0BA902B7-01",
		"00-" ID "-" SPAN "-0G",
		"00-00000000000000000000000000000000-" SPAN "-01",
		"00-" ID "-0000000000000000-01",
		"00_" ID "-" SPAN "-01",
		"00-" ID "_" SPAN "-01",
		"00-" ID "-" SPAN "_01",
		" 00-" ID "-" SPAN "-01",
		"00-" ID "-" SPAN "-01 ",
		"00-" ID "-" SPAN "-01,00-" ID "-" SPAN "-01",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct trace       t = {.id = "kept"};
		const struct trace before = t;

		assert_false(trace_parse(cases[i], &t));
		assert_memory_equal(&t, &before, sizeof(t));
	}
}

static void what_is_said_can_be_read(void **state)
{
	struct trace t = {.id = ID, .parent = "1111111111111111", .span = SPAN, .sampled = true};
	struct trace got = {.sampled = false};
	char         text[TRACEPARENT + 1];

	(void)state;
	trace_format(&t, text);
	assert_string_equal(text, "00-" ID "-" SPAN "-01");
	assert_true(trace_parse(text, &got));
	assert_string_equal(got.parent, SPAN);
	t.sampled = false;
	trace_format(&t, text);
	assert_string_equal(text, "00-" ID "-" SPAN "-00");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_recommendation_allows),
		cmocka_unit_test(everything_else_is_none),
		cmocka_unit_test(what_is_said_can_be_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

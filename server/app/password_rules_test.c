/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "app/password_rules.h"

#define SHORT "at least 8"
#define LONG "at most 128"
#define UPPER "an upper-case letter"
#define LOWER "a lower-case letter"
#define DIGIT "a digit"
#define SPECIAL "a special character"
#define COMMON "a common password"
#define SEQUENCE "a sequence"
#define TRIPLE "three equal"

/*
 * The rules that the password breaks are these (a NULL ends them), each named once and under
 * its field.
 */
static void breaks(const char *password, ...)
{
	struct fail f = {0};
	enum err    e = password_rules_check("new", password, &f);
	const char *rule;
	size_t      n = 0;
	va_list     ap;

	va_start(ap, password);
	while ((rule = va_arg(ap, const char *)) != NULL) {
		bool found = false;

		for (size_t i = 0; i < f.n_fields; i++)
			found |= strstr(f.fields[i].msg, rule) != NULL;
		if (!found)
			print_error("'%s' passes '%s'\n", password, rule);
		assert_true(found);
		n++;
	}
	va_end(ap);
	if (f.n_fields != n)
		print_error("'%s': %s\n", password, f.msg);
	assert_int_equal(f.n_fields, n);
	assert_int_equal(e, n ? ERR_INVALID : OK);
	assert_int_equal(f.code, e);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(f.fields[i].field, "new");
	assert_null(strstr(f.msg, password[0] ? password : "\n")); /* it is a secret */
}

static void good_ones_pass(void **state)
{
	(void)state;
	breaks("Tr0ub4dor&3", NULL);
	breaks("aB3$efgi", NULL);
	breaks("correct horse Battery 9", NULL); /* a blank is special enough */
	breaks("Grüße2024aus", NULL);
	breaks("aa1!BBcc", NULL);
}

static void each_rule_alone(void **state)
{
	(void)state;
	breaks("aB3$efg", SHORT, NULL);
	breaks("tr0ub4dor&3", UPPER, NULL);
	breaks("TR0UB4DOR&3", LOWER, NULL);
	breaks("Troubador&x", DIGIT, NULL);
	breaks("Tr0ub4dor3x", SPECIAL, NULL);
	breaks("P@ssw0rd", COMMON, NULL);
	breaks("Tr0ub4&qwerx", SEQUENCE, NULL);
	breaks("Tr0ub4&xxx", TRIPLE, NULL);
}

static void all_that_can_meet_are_listed_at_once(void **state)
{
	char long_one[140];

	(void)state;
	breaks("", SHORT, UPPER, LOWER, DIGIT, SPECIAL, NULL);
	breaks("1111", SHORT, UPPER, LOWER, SPECIAL, TRIPLE, NULL);
	breaks("aaa", SHORT, UPPER, DIGIT, SPECIAL, TRIPLE, NULL);
	memset(long_one, 'a', 129);
	memcpy(long_one, "abcd", 4);
	long_one[129] = '\0';
	breaks(long_one, LONG, UPPER, DIGIT, SPECIAL, SEQUENCE, TRIPLE, NULL);
}

static void length_is_in_characters(void **state)
{
	char text[600];

	(void)state;
	breaks("aB3$éüö", SHORT, NULL); /* 7 characters, 10 bytes */
	breaks("aB3$éüöx", NULL);
	breaks("aB3😀😀", SHORT, NULL); /* 5 characters, 11 bytes */
	memcpy(text, "aB3$", 4);
	for (size_t i = 0; i < 62; i++)
		memcpy(text + 4 + 4 * i, "éü", 5);
	breaks(text, NULL); /* 128 characters, 252 bytes */
	memcpy(text + 4 + 4 * 62, "x", 2);
	breaks(text, LONG, NULL);
}

static void the_ends_of_the_lengths(void **state)
{
	char text[140] = "aB3$";

	(void)state;
	for (size_t i = 4; i < 128; i++)
		text[i] = "xkcq"[i % 4];
	breaks(text, NULL);
	text[128] = 'x';
	breaks(text, LONG, NULL);
	breaks("aB3$efgi", NULL);
	breaks("aB3$efg", SHORT, NULL);
}

static void sequences_run_both_ways_in_any_case(void **state)
{
	static const char *const runs[] = {
		"1234", "4321", "0123", "3210",   "6789", "7890", "0987", "9876",
		"abcd", "DCBA", "wXyZ", "qwer",   "REWQ", "uiop", "POIU", "asdf",
		"hjkl", "zxcv", "VBNM", "qwertz", "azer", "reza",
	};
	char text[40];

	(void)state;
	for (size_t i = 0; i < COUNT(runs); i++) {
		snprintf(text, sizeof(text), "K#7g%sP%%k2", runs[i]);
		breaks(text, SEQUENCE, NULL);
	}
	breaks("K#7g123P%k2", NULL); /* three are not yet one */
	breaks("K#7gabcP%k2", NULL);
	breaks("K#7g1235P%k2", NULL);
}

static void triples_are_of_whole_characters(void **state)
{
	(void)state;
	breaks("Tr0ub4&éé", NULL);
	breaks("Tr0ub4&ééé", TRIPLE, NULL);
	breaks("Tr0ub4&😀😀😀", TRIPLE, NULL);
	breaks("Tr0ub4&\xf0\x90\x90\x90x", NULL); /* one character with three equal bytes */
	breaks("$$$Tr0ub4", TRIPLE, NULL);
	breaks("aaBBcc11$$", NULL);
}

static void common_ones_are_known_in_any_case(void **state)
{
	(void)state;
	breaks("Welcome1!", COMMON, NULL);
	breaks("wElCoMe1!", COMMON, NULL);
	breaks("Welcome1!x", NULL);
	breaks("LetMeIn1!", COMMON, NULL);
}

static void what_is_no_text_breaks_nothing_else(void **state)
{
	(void)state;
	breaks("aB3$\xff\xfe\xc3", SHORT, NULL);
	breaks("aB3$\xff\xfe\xc3\xe2\x82", NULL);
	breaks("aB3$\x01\x02\x7f!", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_ones_pass),
		cmocka_unit_test(each_rule_alone),
		cmocka_unit_test(all_that_can_meet_are_listed_at_once),
		cmocka_unit_test(length_is_in_characters),
		cmocka_unit_test(the_ends_of_the_lengths),
		cmocka_unit_test(sequences_run_both_ways_in_any_case),
		cmocka_unit_test(triples_are_of_whole_characters),
		cmocka_unit_test(common_ones_are_known_in_any_case),
		cmocka_unit_test(what_is_no_text_breaks_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

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
#include "http/address.h"

static struct address parsed(const char *s)
{
	struct address a;
	if (!address_parse(s, strlen(s), &a))
		print_error("not an address: %s\n", s);
	assert_true(address_parse(s, strlen(s), &a));
	return a;
}

static void spellings(void **state)
{
	(void)state;
	static const struct {
		const char *text, *want; /* NULL: none */
	} cases[] = {
		{"192.0.2.1", "192.0.2.1"},
		{"255.100.10.0", "255.100.10.0"},
		{"192.0.2.1:80", "192.0.2.1"},
		{"::ffff:192.0.2.1", "192.0.2.1"},
		{"2001:DB8::1", "2001:db8::1"},
		{"[2001:db8::1]", "2001:db8::1"},
		{"[2001:db8::1]:443", "2001:db8::1"},
		{"::1", "::1"},
		{"", NULL},
		{"192.0.2", NULL},
		{"192.0.2.256", NULL},
		{"192.0.2.1:", NULL},
		{"192.0.2.1:x", NULL},
		{"192.0.2.1 ", NULL},
		{"[2001:db8::1", NULL},
		{"[2001:db8::1]x", NULL},
		{"[]", NULL},
		{"unknown", NULL},
		{"_hidden", NULL},
		{"2001:db8::1::2", NULL},
		{"0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000", NULL},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct address a;
		char           text[INET6_ADDRSTRLEN];
		bool           good = address_parse(cases[i].text, strlen(cases[i].text), &a);
		if (good != (cases[i].want != NULL))
			print_error("wrong for '%s'\n", cases[i].text);
		assert_int_equal(good, cases[i].want != NULL);
		if (good)
			assert_string_equal(address_format(&a, text), cases[i].want);
	}
	struct address a;
	assert_true(address_parse("192.0.2.19", 9, &a)); /* no further than n */
	assert_memory_equal(&a, parsed("192.0.2.1").b, sizeof(a));
}

static void loopback_and_keys(void **state)
{
	(void)state;
	static const char *const here[] = {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"};
	static const char *const away[] = {"128.0.0.1", "::", "2001:db8::1", "10.0.0.1"};
	for (size_t i = 0; i < COUNT(here); i++) {
		struct address a = parsed(here[i]), b = parsed(away[i]);
		assert_true(address_is_loopback(&a));
		assert_false(address_is_loopback(&b));
	}
	static const struct {
		const char *a, *b;
		bool        same;
	} pairs[] = {
		{"192.0.2.1", "::ffff:192.0.2.1", true},
		{"192.0.2.1", "192.0.2.2", false},
		{"2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true},
		{"2001:db8:1:2::1", "2001:db8:1:3::1", false},
		{"0.0.0.1", "::1", false},
	};
	for (size_t i = 0; i < COUNT(pairs); i++) {
		struct address   a = parsed(pairs[i].a), b = parsed(pairs[i].b);
		struct limit_key x = address_key(&a), y = address_key(&b);
		assert_int_equal(x.hi == y.hi && x.lo == y.lo, pairs[i].same);
	}
}

static bool within(const char *address, const char *ranges)
{
	struct arena         *a = arena_create();
	struct address_ranges r;
	struct fail           f = {0};
	struct address        is = parsed(address);
	assert_int_equal(address_ranges_parse(a, ranges, &r, &f), OK);
	bool in = address_within(&is, &r);
	arena_destroy(a);
	return in;
}

static void ranges(void **state)
{
	(void)state;
	assert_true(within("10.1.2.3", "10.0.0.0/8"));
	assert_false(within("11.1.2.3", "10.0.0.0/8"));
	assert_true(within("172.31.255.255", " 10.0.0.0/8,172.16.0.0/12 "));
	assert_false(within("172.32.0.0", "10.0.0.0/8, 172.16.0.0/12"));
	assert_true(within("192.0.2.7", "192.0.2.7"));
	assert_true(within("::ffff:192.0.2.7", "192.0.2.7"));
	assert_false(within("192.0.2.8", "192.0.2.7"));
	assert_true(within("8.8.8.8", "0.0.0.0/0"));
	assert_false(within("2001:db8::1", "0.0.0.0/0"));
	assert_true(within("8.8.8.8", "::/0"));
	assert_true(within("2001:db8:ffff::1", "2001:db8::/32"));
	assert_false(within("2001:db9::1", "2001:db8::/32"));
	assert_true(within("fe80::1", "fe80::/10"));
	assert_false(within("fec0::1", "fe80::/10"));
	assert_false(within("127.0.0.1", ""));
	assert_false(within("127.0.0.1", " , "));
}

static void what_is_no_range(void **state)
{
	(void)state;
	static const char *const bad[] = {"10.0.0.0/33",  "10.0.0.0/",     "10.0.0.0/-1",
	                                  "/8",           "10.0.0.0/8/8",  "::/129",
	                                  "localhost",    "10.0.0.0/8 x",  "10.0.0/8",
	                                  "::1, fe80::/", "10.0.0.0/0008", "10.0.0.1:80"};
	struct arena            *a = arena_create();
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct address_ranges r;
		struct fail           f = {0};
		if (address_ranges_parse(a, bad[i], &r, &f) != ERR_INVALID)
			print_error("taken: %s\n", bad[i]);
		assert_int_equal(f.code, ERR_INVALID);
	}
	arena_destroy(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spellings),
		cmocka_unit_test(loopback_and_keys),
		cmocka_unit_test(ranges),
		cmocka_unit_test(what_is_no_range),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

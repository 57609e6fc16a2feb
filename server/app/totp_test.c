/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/totp.h"
#include "base/arena.h"

static const uint8_t secret[] = "12345678901234567890";
enum { N = 20 };

/* RFC 6238 appendix B, the rows of SHA-1: its eight digits end with our six. */
static const struct {
	int64_t     s;
	const char *code;
} published[] = {
	{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
	{1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"},
};

static void codes_as_published(void **state)
{
	char    code[TOTP_CODE];
	int64_t step = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(published) / sizeof(*published); i++) {
		int64_t ms = published[i].s * 1000;

		totp_code(secret, N, totp_step(ms), code);
		assert_string_equal(code, published[i].code);
		assert_true(totp_matches(secret, N, code, ms, &step));
		assert_int_equal(step, published[i].s / 30);
	}
}

static void a_step_before_and_after_is_taken_and_no_more(void **state)
{
	int64_t now = INT64_C(1234567890000), at = totp_step(now), step;
	char    code[TOTP_CODE];

	(void)state;
	for (int64_t s = at - 3; s <= at + 3; s++) {
		totp_code(secret, N, s, code);
		step = -1;
		assert_int_equal(totp_matches(secret, N, code, now, &step),
		                 s >= at - 1 && s <= at + 1);
		assert_int_equal(step, s >= at - 1 && s <= at + 1 ? s : -1);
	}
}

static void what_is_no_code_is_refused(void **state)
{
	static const char *const bad[] = {"",       "28708",   "2870820", "94287082", "287083",
	                                  "28708x", " 287082", "287082 ", "-87082"};
	int64_t                  step = -1;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(totp_matches(secret, N, bad[i], 59000, &step));
	assert_false(
		totp_matches((const uint8_t *)"another secret here!", N, "287082", 59000, &step));
	assert_int_equal(step, -1);
}

/* RFC 4648 section 10, without the padding */
static void base32_as_published(void **state)
{
	static const char *const want[] = {"",        "MY",       "MZXQ",      "MZXW6",
	                                   "MZXW6YQ", "MZXW6YTB", "MZXW6YTBOI"};
	struct arena            *a = arena_create();

	(void)state;
	for (size_t n = 0; n <= 6; n++)
		assert_string_equal(base32_encode(a, "foobar", n), want[n]);
	assert_string_equal(base32_encode(a, secret, N), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
	arena_destroy(a);
}

static void the_uri_holds_no_bare_character(void **state)
{
	struct arena *a = arena_create();

	(void)state;
	assert_string_equal(totp_uri(a, "a+b&c@ex\xc3\xa4mple.com", "GEZDG"),
	                    "otpauth://totp/AutoIndex:a%2Bb%26c%40ex%C3%A4mple.com?secret=GEZDG"
	                    "&issuer=AutoIndex&algorithm=SHA1&digits=6&period=30");
	arena_destroy(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_as_published),
		cmocka_unit_test(a_step_before_and_after_is_taken_and_no_more),
		cmocka_unit_test(what_is_no_code_is_refused),
		cmocka_unit_test(base32_as_published),
		cmocka_unit_test(the_uri_holds_no_bare_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

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
#include "base/fetch.h"

static void only_https_or_this_machine_is_asked(void **state)
{
	static const char *const good[] = {"https://issuer.example/keys", "https://a:8443/x?y=z",
	                                   "http://127.0.0.1:1/keys", "http://[::1]:80/",
	                                   "http://localhost/keys"};
	static const char *const bad[] = {"",
	                                  "issuer.example",
	                                  "http://issuer.example/",
	                                  "http://127.0.0.1.evil.example/",
	                                  "http://localhost.evil.example/",
	                                  "http://127.0.0.1@evil.example/",
	                                  "https://user@issuer.example/",
	                                  "https://issuer.example/#x",
	                                  "file:///etc/passwd",
	                                  "ftp://127.0.0.1/",
	                                  "gopher://localhost/",
	                                  "/keys",
	                                  "https://"};

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(fetch_url_allowed(good[i]));
	for (size_t i = 0; i < COUNT(bad); i++) {
		if (fetch_url_allowed(bad[i]))
			print_error("allowed: %s\n", bad[i]);
		assert_false(fetch_url_allowed(bad[i]));
	}
}

static void the_age_is_read_from_cache_control(void **state)
{
	(void)state;
	assert_int_equal(fetch_max_age(""), -1);
	assert_int_equal(fetch_max_age("public"), -1);
	assert_int_equal(fetch_max_age("public, max-age=19372, must-revalidate"), 19372);
	assert_int_equal(fetch_max_age("Max-Age=60"), 60);
	assert_int_equal(fetch_max_age("max-age=60, no-store"), 0);
	assert_int_equal(fetch_max_age("no-cache"), 0);
	assert_int_equal(fetch_max_age("max-age="), 0);
	assert_int_equal(fetch_max_age("max-age=-5"), 0);
	assert_int_equal(fetch_max_age("max-age=99999999999999999999"), 999999999);
	assert_int_equal(fetch_max_age(",,, ,"), -1);
}

static void what_is_reserved_is_escaped(void **state)
{
	struct arena *a = arena_create();

	(void)state;
	assert_string_equal(fetch_escape(a, ""), "");
	assert_string_equal(fetch_escape(a, "aZ9-._~"), "aZ9-._~");
	assert_string_equal(fetch_escape(a, "a b&c=d+e/f%"), "a%20b%26c%3Dd%2Be%2Ff%25");
	assert_string_equal(fetch_escape(a, "\xc3\xa9\x7f"), "%C3%A9%7F");
	arena_destroy(a);
}

static void what_may_not_be_asked_is_not(void **state)
{
	struct arena  *a = arena_create();
	struct fetched out = {.status = 77};
	struct fail    f = {0};
	struct fetch   in = {.url = "http://issuer.example/", .max = 100, .timeout_ms = 1000};

	(void)state;
	assert_int_equal(fetch_network.fetch(NULL, a, &in, &out, &f), ERR_AWAY);
	assert_non_null(strstr(f.msg, "only https"));
	assert_int_equal(out.status, 77);
	in.url = "http://127.0.0.1:1/"; /* nobody listens there */
	assert_int_equal(fetch_network.fetch(NULL, a, &in, &out, &f), ERR_AWAY);
	assert_non_null(strstr(f.msg, "cannot be reached"));
	assert_int_equal(out.status, 77);
	arena_destroy(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_https_or_this_machine_is_asked),
		cmocka_unit_test(the_age_is_read_from_cache_control),
		cmocka_unit_test(what_is_reserved_is_escaped),
		cmocka_unit_test(what_may_not_be_asked_is_not),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/fixture.h"

#include "http/address.h"

/* Whom the server takes a request for. All come from 127.0.0.1. */

static const struct address_range here_and_ten[] = {
	{.base = {{[10] = 0xff, [11] = 0xff, [12] = 127, [15] = 1}}, .bits = 128},
	{.base = {{[10] = 0xff, [11] = 0xff, [12] = 10}}, .bits = 104},
};
static const struct address_ranges trusted = {.p = here_and_ten, .n = COUNT(here_and_ten)};

static void expect(const struct http_server *s, const char *headers, const char *who, bool https)
{
	struct answer a;
	char          value[512], want[128];
	int           fd = test_connect(s);
	char          text[1024];
	snprintf(text, sizeof(text), "GET /api/v1/t/hello HTTP/1.1\r\nHost: localhost\r\n%s\r\n",
	         headers);
	send_text(fd, text);
	test_read(fd, false, &a);
	snprintf(want, sizeof(want), "{\"message\":\"hello from %s\"}", who);
	if (strcmp(a.body, want) != 0)
		print_error("%s: %s\n", headers, a.body);
	assert_string_equal(a.body, want);
	assert_int_equal(test_header(&a, "Strict-Transport-Security", value) != NULL, https);
	answer_free(&a);
	close(fd);
}

static void whoever_connects_is_the_proxy(void **state)
{
	(void)state;
	struct http_config c = test_config();
	c.behind_proxy = true;
	struct http_server *s = test_start(&c);
	expect(s, "", "127.0.0.1", true);
	expect(s, "X-Forwarded-For: 192.0.2.1\r\n", "192.0.2.1", true);
	expect(s, "X-Forwarded-For: 203.0.113.5, 192.0.2.1\r\nX-Forwarded-Proto: http\r\n",
	       "192.0.2.1", true);
	expect(s, "X-Forwarded-For: 203.0.113.5, nonsense\r\n", "127.0.0.1", true);
	http_stop(s, 5);
}

static void nobody_is_trusted(void **state)
{
	(void)state;
	const struct http_config c = test_config();
	struct http_server      *s = test_start(&c);
	expect(s, "", "here", false);
	expect(s, "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n", "127.0.0.1", false);
	expect(s, "X-Forwarded-Proto: https\r\n", "127.0.0.1", false);
	expect(s, "Via: 1.1 a\r\n", "127.0.0.1", false);
	http_stop(s, 5);
}

static void trusted_proxies(void **state)
{
	(void)state;
	static const struct {
		const char *headers, *who;
		bool        https;
	} cases[] = {
		{"", "127.0.0.1", false}, /* never here: the proxy may have said nothing */
		{"X-Forwarded-For: 192.0.2.1\r\n", "192.0.2.1", false},
		{"X-Forwarded-For: 127.0.0.1\r\n", "127.0.0.1", false},
		{"X-Forwarded-For: ::1\r\n", "::1", false},
		{"X-Forwarded-For: 198.51.100.1, 192.0.2.1\r\n", "192.0.2.1", false},
		{"X-Forwarded-For: 198.51.100.1,192.0.2.1 , 10.0.0.1\t,10.9.9.9\r\n", "192.0.2.1",
	         false},
		{"X-Forwarded-For: 198.51.100.1, 192.0.2.1\r\nX-Forwarded-For: 10.0.0.1\r\n",
	         "192.0.2.1", false},
		{"X-Forwarded-For: 10.0.0.2, 10.0.0.1\r\n", "10.0.0.2", false},
		{"X-Forwarded-For: 192.0.2.1, unknown, 10.0.0.1\r\n", "10.0.0.1", false},
		{"X-Forwarded-For: 192.0.2.1, nonsense\r\n", "127.0.0.1", false},
		{"X-Forwarded-For: , ,192.0.2.1,,\r\n", "192.0.2.1", false},
		{"X-Forwarded-For:\r\n", "127.0.0.1", false},
		{"X-Forwarded-For: [2001:db8::1]:4711\r\n", "2001:db8::1", false},
		{"X-Real-IP: 192.0.2.1\r\nForwarded: for=192.0.2.2\r\n", "127.0.0.1", false},
		{"X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n", "192.0.2.1", true},
		{"X-Forwarded-Proto: HTTPS\r\n", "127.0.0.1", true},
		{"X-Forwarded-Proto: http\r\n", "127.0.0.1", false},
		{"X-Forwarded-Proto: https, http\r\n", "127.0.0.1", false},
		{"X-Forwarded-Proto: http, https\r\n", "127.0.0.1", true},
		{"X-Forwarded-Proto: httpsx\r\n", "127.0.0.1", false},
	};
	struct http_config c = test_config();
	c.proxies = &trusted;
	struct http_server *s = test_start(&c);
	for (size_t i = 0; i < COUNT(cases); i++)
		expect(s, cases[i].headers, cases[i].who, cases[i].https);
	http_stop(s, 5);
}

/* Clients behind a proxy have a count each; what they write themselves changes none. */
static void limits(void **state)
{
	(void)state;
	struct http_config c = test_config();
	struct answer      a;
	c.proxies = &trusted;
	c.limits.per_address = 1;
	struct http_server *s = test_start(&c);
	static const struct {
		const char *headers;
		int         status;
	} cases[] = {
		{"X-Forwarded-For: 192.0.2.1\r\n", 200},
		{"X-Forwarded-For: 192.0.2.1\r\n", 429},
		{"X-Forwarded-For: 192.0.2.2\r\n", 200},
		{"X-Forwarded-For: 192.0.2.9, 192.0.2.2\r\n", 429},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		test_ask(s, "GET /api/v1/t/who", cases[i].headers, NULL, &a);
		assert_int_equal(a.status, cases[i].status);
		answer_free(&a);
	}
	http_stop(s, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whoever_connects_is_the_proxy),
		cmocka_unit_test(nobody_is_trusted),
		cmocka_unit_test(trusted_proxies),
		cmocka_unit_test(limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

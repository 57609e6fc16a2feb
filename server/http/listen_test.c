/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/fixture.h"

/* Starting: what can be listened on, and what cannot. */

static struct http_server *server;

static void port_in_use(void **state)
{
	(void)state;
	struct http_config  c = test_config();
	struct http_server *s = NULL;
	struct fail         f = {.code = OK};
	char                want[128];
	c.port = http_port(server);
	assert_int_equal(http_start(&c, &s, &f), ERR_CONFLICT);
	snprintf(want, sizeof(want), "port %d on 127.0.0.1 is in use; choose another with --port",
	         c.port);
	assert_string_equal(f.msg, want);
	assert_null(s);
}

static void no_such_host(void **state)
{
	(void)state;
	struct http_config  c = test_config();
	struct http_server *s = NULL;
	struct fail         f = {.code = OK};
	c.host = "256.1.1.1.invalid";
	assert_int_equal(http_start(&c, &s, &f), ERR_INVALID);
	c.host = "192.0.2.1"; /* TEST-NET-1: an address nobody has */
	assert_int_equal(http_start(&c, &s, &f), ERR_INVALID);
	assert_null(s);
}

static void expect_hello(int fd, const char *host, const char *want)
{
	struct answer a;
	char          text[128];
	snprintf(text, sizeof(text), "GET /api/v1/t/hello HTTP/1.1\r\nHost: %s\r\n\r\n", host);
	send_text(fd, text);
	test_read(fd, false, &a);
	assert_string_equal(a.body, want);
	answer_free(&a);
}

static void ipv6_literal(void **state)
{
	static const char *const hosts[] = {"::1", "[::1]"};
	(void)state;
	for (size_t i = 0; i < COUNT(hosts); i++) {
		struct http_config  c = test_config();
		struct http_server *s = NULL;
		struct fail         f = {.code = OK};
		c.host = hosts[i];
		if (http_start(&c, &s, &f) != OK) /* a machine without IPv6 */
			skip();
		struct sockaddr_in6 at = {.sin6_family = AF_INET6,
		                          .sin6_port = htons((uint16_t)http_port(s)),
		                          .sin6_addr = IN6ADDR_LOOPBACK_INIT};
		union {
			const struct sockaddr_in6 *in;
			const struct sockaddr     *any;
		} to = {.in = &at};
		int fd = socket(AF_INET6, SOCK_STREAM, 0);
		assert_int_equal(connect(fd, to.any, sizeof(at)), 0);
		/* Here is who comes from here and says so: another site's name may point here. */
		expect_hello(fd, "[::1]:80", "{\"message\":\"hello from here\"}");
		expect_hello(fd, "elsewhere.example", "{\"message\":\"hello from ::1\"}");
		close(fd);
		http_stop(s, 5);
	}
}

static enum err open_fails(void *ctx, void **worker, struct fail *f)
{
	(void)ctx;
	(void)worker;
	return fail(f, ERR_AWAY, "no database");
}

static void worker_cannot_open(void **state)
{
	(void)state;
	struct http_config  c = test_config();
	struct http_server *s = NULL;
	struct fail         f = {.code = OK};
	c.worker_open = open_fails;
	assert_int_equal(http_start(&c, &s, &f), ERR_AWAY);
	assert_string_equal(f.msg, "no database");
	assert_null(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(port_in_use),
		cmocka_unit_test(no_such_host),
		cmocka_unit_test(ipv6_literal),
		cmocka_unit_test(worker_cannot_open),
	};
	const struct http_config c = test_config();
	server = test_start(&c);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	http_stop(server, 5);
	return failed;
}

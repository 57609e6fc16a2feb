/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/fixture.h"

#include "http/coding.h"

/* How large a body may be: the server's limit (4 MiB here), or that of the route. */

enum { MIB = 1 << 20 };

static struct http_server *server;

/* {"text":"xxx…"} of n bytes in all. */
static char *text_of(size_t n)
{
	static const char head[] = "{\"text\":\"";
	char             *p = malloc(n);
	assert_non_null(p);
	memset(p, 'x', n);
	memcpy(p, head, sizeof(head) - 1);
	memcpy(p + n - 2, "\"}", 2);
	return p;
}

static void send_body(const char *path, const char *headers, const void *p, size_t n, int status)
{
	char          head[512];
	struct answer a;
	int           fd = test_connect(server);
	snprintf(head, sizeof(head),
	         "POST /api/v1/t/%s HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n"
	         "%sContent-Length: %zu\r\n\r\n",
	         path, headers, n);
	send_text(fd, head);
	test_send(fd, p, n);
	test_read(fd, false, &a);
	assert_int_equal(a.status, status);
	assert_true(a.complete);
	answer_free(&a);
	close(fd);
}

static void post(const char *path, const char *headers, size_t n, int status)
{
	char *p = text_of(n);
	send_body(path, headers, p, n, status);
	free(p);
}

static void post_coded(const char *path, const char *headers, size_t n, int status)
{
	char  *p = text_of(n), *packed;
	size_t packed_n;
	assert_true(coding_deflate(CODING_GZIP, p, n, &packed, &packed_n));
	send_body(path, headers, packed, packed_n, status);
	free(packed);
	free(p);
}

#define USER "Authorization: Bearer user-1\r\n"

static void the_servers_limit(void **state)
{
	(void)state;
	post("echo", "", 4 * MIB, 200);
	post("echo", "", 4 * MIB + 1, 413);
	post_coded("echo", "Content-Encoding: gzip\r\n", 4 * MIB, 200);
	post_coded("echo", "Content-Encoding: gzip\r\n", 4 * MIB + 1, 413);
	post("nothing-here", "", 100, 404);
	post("nothing-here", "", 4 * MIB + 1, 413);
}

static void the_routes_limit(void **state)
{
	(void)state;
	post("large", USER, 6 * MIB, 200);
	post("large", USER, 6 * MIB + 1, 413);
	post_coded("large", USER "Content-Encoding: gzip\r\n", 6 * MIB, 200);
	post_coded("large", USER "Content-Encoding: gzip\r\n", 6 * MIB + 1, 413);
	post("small", "", 64, 200);
	post("small", "", 65, 413);
}

/* A larger limit is for those who may use it. */
static void strangers_are_refused_first(void **state)
{
	(void)state;
	post("large", "", 100, 401);
	post("large", "", 5 * MIB, 401);
}

static void chunked(void **state)
{
	(void)state;
	static const struct {
		const char *path;
		int         status;
	} cases[] = {{"small", 413}, {"echo", 200}};
	static const char body[] =
		"60\r\n{\"text\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}\r\n0\r\n\r\n";
	for (size_t i = 0; i < COUNT(cases); i++) {
		char          text[512];
		struct answer a;
		int           fd = test_connect(server);
		snprintf(text, sizeof(text),
		         "POST /api/v1/t/%s HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n"
		         "Content-Type: application/json\r\n\r\n%s",
		         cases[i].path, body);
		send_text(fd, text);
		test_read(fd, false, &a);
		assert_int_equal(a.status, cases[i].status);
		answer_free(&a);
		close(fd);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_servers_limit),
		cmocka_unit_test(the_routes_limit),
		cmocka_unit_test(strangers_are_refused_first),
		cmocka_unit_test(chunked),
	};
	const struct http_config c = test_config();
	server = test_start(&c);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	http_stop(server, 5);
	return failed;
}

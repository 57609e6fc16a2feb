/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

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

static void a_plain_one_goes_to_any_host(void **state)
{
	static const char *const good[] = {"http://collector:4318/v1/traces", "http://10.0.0.7/",
	                                   "https://collector.example/x",
	                                   "http://user:word@collector/"};
	static const char *const bad[] = {"",           "localhost:4318", "file:///etc/passwd",
	                                  "ftp://x",    "https://",       "http://a/#b",
	                                  "gopher://x/"};

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(fetch_url_plain(good[i]));
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(fetch_url_plain(bad[i]));
}

/* Takes one connection, and answers what comes on it until it ends. */
struct peer {
	int  listening, answered;
	char heads[4096];
};

static void *answer(void *arg)
{
	static const char reply[] = "HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}";
	struct peer      *p = arg;
	int               fd = accept(p->listening, NULL, NULL);
	size_t            n = 0;

	while (fd >= 0 && n + 1 < sizeof(p->heads)) {
		ssize_t got = recv(fd, p->heads + n, sizeof(p->heads) - 1 - n, 0);
		if (got <= 0)
			break;
		n += (size_t)got;
		p->heads[n] = '\0';
		if (p->heads[n - 1] != '}') /* the end of the body */
			continue;
		if (send(fd, reply, sizeof(reply) - 1, MSG_NOSIGNAL) > 0)
			p->answered++;
	}
	close(fd);
	return NULL;
}

static void a_line_stays_open(void **state)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t          at_n = sizeof(at);
	struct peer        peer = {.listening = socket(AF_INET, SOCK_STREAM, 0)};
	struct arena      *a = arena_create();
	struct fetch_line *line = fetch_line_create();
	struct fetched     out;
	struct fail        f = {0};
	pthread_t          thread;

	(void)state;
	assert_int_equal(bind(peer.listening, (void *)&at, at_n), 0);
	assert_int_equal(listen(peer.listening, 4), 0);
	assert_int_equal(getsockname(peer.listening, (void *)&at, &at_n), 0);
	assert_int_equal(pthread_create(&thread, NULL, answer, &peer), 0);
	const struct fetch in = {
		.url = arena_printf(a, "http://127.0.0.1:%d/x", ntohs(at.sin_port)),
		.json = "{\"a\":1}, and what is not of it",
		.json_n = 7,
		.max = 100,
		.timeout_ms = 60000,
		.line = line,
	};
	for (int i = 0; i < 2; i++) {
		out = (struct fetched){.status = 0};
		assert_int_equal(fetch_network.fetch(NULL, a, &in, &out, &f), OK);
		assert_int_equal(out.status, 202);
		assert_string_equal(out.body, "{}");
		assert_int_equal(out.max_age_s, -1);
	}
	fetch_line_destroy(line); /* the peer sees the end */
	pthread_join(thread, NULL);
	close(peer.listening);
	assert_int_equal(peer.answered, 2);
	assert_int_equal(strncmp(peer.heads, "POST /x HTTP/1.1\r\n", 18), 0);
	assert_non_null(strstr(peer.heads, "Content-Type: application/json\r\n"));
	assert_non_null(strstr(peer.heads, "\r\n\r\n{\"a\":1}POST /x HTTP/1.1\r\n"));
	assert_null(strstr(peer.heads, "Expect"));
	fetch_line_destroy(NULL);
	arena_destroy(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_https_or_this_machine_is_asked),
		cmocka_unit_test(the_age_is_read_from_cache_control),
		cmocka_unit_test(what_is_reserved_is_escaped),
		cmocka_unit_test(what_may_not_be_asked_is_not),
		cmocka_unit_test(a_plain_one_goes_to_any_host),
		cmocka_unit_test(a_line_stays_open),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

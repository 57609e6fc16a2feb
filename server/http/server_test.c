/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/fixture.h"

#include <poll.h>

#include "http/coding.h"

/* Connections: many, slow, broken, and the end of the server. */

static struct http_server *server;

#define HELLO "GET /api/v1/t/hello HTTP/1.1\r\nHost: t\r\n\r\n"
#define WAIT "GET /api/v1/t/wait HTTP/1.1\r\nHost: t\r\n\r\n"
#define POST_ECHO "POST /api/v1/t/echo HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n"

static void post(const void *body, size_t n, const char *headers, int status)
{
	char head[512];
	int  fd = test_connect(server);
	snprintf(head, sizeof(head), POST_ECHO "%sContent-Length: %zu\r\n\r\n", headers, n);
	send_text(fd, head);
	test_send(fd, body, n);
	expect_status(fd, status);
	close(fd);
}

static void keep_alive(void **state)
{
	(void)state;
	int fd = test_connect(server);
	for (int i = 0; i < 3; i++) {
		send_text(fd, HELLO);
		expect_status(fd, 200);
	}
	close(fd);
}

static void close_on_request(void **state)
{
	(void)state;
	int fd = test_connect(server);
	send_text(fd, "GET /api/v1/t/hello HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
	expect_status(fd, 200);
	assert_true(test_at_end(fd));
	close(fd);
	fd = test_connect(server);
	send_text(fd, "GET /api/v1/t/hello HTTP/1.0\r\n\r\n");
	expect_status(fd, 200);
	assert_true(test_at_end(fd));
	close(fd);
}

static void pipelining(void **state)
{
	(void)state;
	int fd = test_connect(server);
	send_text(fd, HELLO "GET /api/v1/t/none HTTP/1.1\r\nHost: t\r\n\r\n" POST_ECHO
	                    "Content-Length: 12\r\n\r\n{\"text\":\"a\"}" HELLO);
	expect_status(fd, 200);
	expect_status(fd, 404);
	expect_status(fd, 200);
	expect_status(fd, 200);
	close(fd);
}

static void byte_by_byte(void **state)
{
	static const char bytes[] = POST_ECHO "Content-Length: 12\r\n\r\n{\"text\":\"a\"}";
	(void)state;
	int fd = test_connect(server);
	for (size_t i = 0; i < sizeof(bytes) - 1; i++)
		test_send(fd, bytes + i, 1);
	expect_status(fd, 200);
	close(fd);
}

static void chunked(void **state)
{
	(void)state;
	int fd = test_connect(server);
	send_text(
		fd, POST_ECHO
		"Transfer-Encoding: chunked\r\n\r\n5\r\n{\"tex\r\n7;x=y\r\nt\":\"a\"}\r\n0\r\n\r\n" HELLO);
	expect_status(fd, 200);
	expect_status(fd, 200);
	close(fd);
}

static void continue_100(void **state)
{
	(void)state;
	struct answer a;
	int           fd = test_connect(server);
	send_text(fd, POST_ECHO "Expect: 100-continue\r\nContent-Length: 12\r\n\r\n");
	test_read(fd, true, &a);
	assert_int_equal(a.status, 100);
	answer_free(&a);
	send_text(fd, "{\"text\":\"a\"}");
	expect_status(fd, 200);
	close(fd);
	fd = test_connect(server);
	send_text(
		fd,
		"DELETE /api/v1/t/items/a HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n");
	expect_status(fd, 401); /* at once, without asking for the body */
	assert_true(test_at_end(fd));
	close(fd);
}

static void many_connections(void **state)
{
	enum { N = 100 };
	int fd[N];
	(void)state;
	for (int i = 0; i < N; i++)
		fd[i] = test_connect(server);
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < N; i++)
			send_text(fd[i], HELLO);
		for (int i = N - 1; i >= 0; i--)
			expect_status(fd[i], 200);
	}
	for (int i = 0; i < N; i++)
		close(fd[i]);
}

static char *big_json(size_t n)
{
	char *body = malloc(n + 1);
	assert_non_null(body);
	memset(body, 'x', n);
	memcpy(body, "{\"text\":\"", 9);
	memcpy(body + n - 2, "\"}", 3);
	return body;
}

static void two_megabytes(void **state)
{
	enum { N = 2 << 20 };
	(void)state;
	char         *body = big_json(N), head[512];
	struct answer a;
	int           fd = test_connect(server);
	snprintf(head, sizeof(head), POST_ECHO "Content-Length: %d\r\n\r\n", N);
	send_text(fd, head);
	test_send(fd, body, N);
	test_read(fd, false, &a);
	assert_int_equal(a.status, 200);
	assert_int_equal(a.n, N + strlen(",\"number\":null"));
	assert_memory_equal(a.body, body, N - 1);
	answer_free(&a);
	free(body);
	close(fd);
}

static void coded_bodies(void **state)
{
	static const struct {
		enum coding c;
		const char *header;
	} cases[] = {{CODING_GZIP, "Content-Encoding: gzip\r\n"},
	             {CODING_BR, "Content-Encoding: br\r\n"}};
	(void)state;
	char  *small = big_json(5000), *bomb = big_json(6 << 20), *packed;
	size_t n;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_true(coding_deflate(cases[i].c, small, 5000, &packed, &n));
		post(packed, n, cases[i].header, 200);
		post(packed, n - 1, cases[i].header, 400);
		packed[n / 2] ^= 0x55;
		post(packed, n, cases[i].header, 400);
		free(packed);
		assert_true(coding_deflate(cases[i].c, bomb, 6 << 20, &packed, &n));
		post(packed, n, cases[i].header, 413);
		free(packed);
	}
	free(small);
	free(bomb);
}

static void leaves_mid_request(void **state)
{
	(void)state;
	static const char *const parts[] = {"G", "GET /api/v1/t/hello HTTP/1.1\r\nHo",
	                                    POST_ECHO "Content-Length: 9\r\n\r\n{"};
	for (size_t i = 0; i < COUNT(parts); i++) {
		int fd = test_connect(server);
		send_text(fd, parts[i]);
		close(fd);
	}
	post("{\"text\":\"a\"}", 12, "", 200);
}

static void leaves_while_a_worker_runs(void **state)
{
	(void)state;
	gate_set(false);
	int fd = test_connect(server);
	send_text(fd, WAIT);
	gate_await(&gate.waiting, 1);
	close(fd);
	gate_set(true);
	gate_await(&gate.passed, 1);
	post("{\"text\":\"a\"}", 12, "", 200);
}

/* A client that stalls is cut off, and holds no worker while it does. */
static void slow_client(void **state)
{
	(void)state;
	struct http_config c = test_config();
	c.timeout_s = 1;
	c.workers = 1;
	struct http_server      *s = test_start(&c);
	static const char *const parts[] = {"", "GET /api/v1/t/he",
	                                    POST_ECHO "Content-Length: 9\r\n\r\n{"};
	int                      fd[COUNT(parts)];
	for (size_t i = 0; i < COUNT(parts); i++) {
		fd[i] = test_connect(s);
		send_text(fd[i], parts[i]);
	}
	int other = test_connect(s);
	send_text(other, HELLO);
	expect_status(other, 200);
	close(other);
	for (size_t i = 0; i < COUNT(parts); i++) {
		assert_true(test_at_end(fd[i]));
		close(fd[i]);
	}
	http_stop(s, 5);
}

static void queue_full(void **state)
{
	enum { N = 8, QUEUE = 2 };
	(void)state;
	struct http_config c = test_config();
	c.workers = 1;
	c.queue = QUEUE;
	struct http_server *s = test_start(&c);
	struct pollfd       at[N];
	struct answer       a;
	char                value[512];
	int                 refused = 0;
	gate_set(false);
	int first = test_connect(s);
	send_text(first, WAIT);
	gate_await(&gate.waiting, 1);
	for (int i = 0; i < N; i++) {
		at[i] = (struct pollfd){.fd = test_connect(s), .events = POLLIN};
		send_text(at[i].fd, WAIT);
	}
	while (refused < N - QUEUE) {
		assert_true(poll(at, N, -1) > 0);
		for (int i = 0; i < N; i++) {
			if (!(at[i].revents & POLLIN))
				continue;
			test_read(at[i].fd, false, &a);
			assert_int_equal(a.status, 503);
			assert_non_null(test_header(&a, "Retry-After", value));
			answer_free(&a);
			close(at[i].fd);
			at[i].fd = -1;
			refused++;
		}
	}
	gate_set(true);
	expect_status(first, 200);
	close(first);
	for (int i = 0; i < N; i++) {
		if (at[i].fd >= 0) {
			expect_status(at[i].fd, 200);
			close(at[i].fd);
		}
	}
	http_stop(s, 5);
}

struct stop {
	struct http_server *s;
	int                 grace_s;
};

static void *stop(void *arg)
{
	const struct stop *st = arg;
	http_stop(st->s, st->grace_s);
	return NULL;
}

/* Until the listening socket is gone. */
static void await_refusal(int port)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
	                         .sin_port = htons((uint16_t)port),
	                         .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	union {
		const struct sockaddr_in *in;
		const struct sockaddr    *any;
	} to = {.in = &at};
	int r;
	do {
		int fd = socket(AF_INET, SOCK_STREAM, 0);
		r = connect(fd, to.any, sizeof(at));
		close(fd);
	} while (r == 0);
}

static void stop_lets_requests_finish(void **state)
{
	(void)state;
	const struct http_config c = test_config();
	struct stop              st = {.s = test_start(&c), .grace_s = 60};
	pthread_t                thread;
	struct answer            a;
	char                     value[512];
	gate_set(false);
	int idle = test_connect(st.s), fd = test_connect(st.s);
	send_text(fd, WAIT);
	gate_await(&gate.waiting, 1);
	int port = http_port(st.s);
	assert_int_equal(pthread_create(&thread, NULL, stop, &st), 0);
	await_refusal(port);
	gate_set(true);
	test_read(fd, false, &a);
	assert_int_equal(a.status, 200);
	assert_string_equal(test_header(&a, "Connection", value), "close");
	answer_free(&a);
	assert_true(test_at_end(fd));
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_true(test_at_end(idle));
	close(fd);
	close(idle);
}

/* No grace: what waits is refused, what runs is waited for, what is half sent is cut. */
static void stop_at_once(void **state)
{
	(void)state;
	struct http_config c = test_config();
	c.workers = 1;
	struct stop st = {.s = test_start(&c), .grace_s = 0};
	pthread_t   thread;
	gate_set(false);
	int running = test_connect(st.s), waiting = test_connect(st.s), half = test_connect(st.s);
	send_text(running, WAIT);
	gate_await(&gate.waiting, 1);
	send_text(waiting, HELLO);
	send_text(half, POST_ECHO "Content-Length: 9\r\n\r\n{");
	assert_int_equal(pthread_create(&thread, NULL, stop, &st), 0);
	await_refusal(http_port(st.s));
	gate_set(true);
	assert_int_equal(pthread_join(thread, NULL), 0);
	while (!test_at_end(running) || !test_at_end(waiting) || !test_at_end(half))
		continue;
	close(running);
	close(waiting);
	close(half);
}

/* Network threads that wake up while the server stops must not trip over it. */
static void stop_again_and_again(void **state)
{
	(void)state;
	const struct http_config c = test_config();
	for (int i = 0; i < 50; i++) {
		struct http_server *s = test_start(&c);
		int                 fd = test_connect(s);
		http_stop(s, 5);
		close(fd);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keep_alive),
		cmocka_unit_test(close_on_request),
		cmocka_unit_test(pipelining),
		cmocka_unit_test(byte_by_byte),
		cmocka_unit_test(chunked),
		cmocka_unit_test(continue_100),
		cmocka_unit_test(many_connections),
		cmocka_unit_test(two_megabytes),
		cmocka_unit_test(coded_bodies),
		cmocka_unit_test(leaves_mid_request),
		cmocka_unit_test(leaves_while_a_worker_runs),
		cmocka_unit_test(slow_client),
		cmocka_unit_test(queue_full),
		cmocka_unit_test(stop_lets_requests_finish),
		cmocka_unit_test(stop_at_once),
		cmocka_unit_test(stop_again_and_again),
	};
	const struct http_config c = test_config();
	server = test_start(&c);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	http_stop(server, 5);
	http_stop(NULL, 5);
	return failed;
}

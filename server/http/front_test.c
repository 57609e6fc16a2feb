/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/fixture.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>

#include "http/listen.h"
#include "http/reply_cache.h"

/* Connections that begin at the front, and those that go over to the library. */

enum { MANY = 40, EACH_MS = 100, PIECES_MAX = 600 };

static struct http_server *server;

static int64_t one_generation(void *ctx)
{
	(void)ctx;
	return 1;
}

static void nothing_changed(void *worker)
{
	(void)worker;
}

/* One more server, with kept replies of its own. */
static struct http_server *start_another(struct http_config *c)
{
	c->replies = reply_cache_create(1 << 20, NULL);
	c->generation = one_generation;
	c->changed = nothing_changed;
	return test_start(c);
}

static void stop_another(struct http_server *s, const struct http_config *c)
{
	http_stop(s, 600); /* a request that is counted and never over would hold it up */
	reply_cache_destroy(c->replies);
}

#define END "Host: t\r\nAuthorization: Bearer user-1\r\n"
#define TO_LIBRARY "TE: x\r\n" /* not for the front, and means nothing to the library */

/* Off with what is another's each time, and with what only one of the two says. */
static void strip(char *head)
{
	static const char *const own[] = {"X-Request-Id:", "Traceparent:", "Date:"};
	for (size_t i = 0; i < COUNT(own); i++) {
		char *line = strstr(head, own[i]);
		if (line == NULL)
			continue;
		const char *next = strstr(line, "\r\n") + 2;
		memmove(line, next, strlen(next) + 1);
	}
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void expect_same_heads(char *a, char *b)
{
	enum { LINES = 40 };
	char  *line[2][LINES], *text[2] = {a, b};
	size_t n[2] = {0, 0};
	for (int i = 0; i < 2; i++) {
		char *rest = NULL;
		strip(text[i]);
		for (char *at = strtok_r(text[i], "\r\n", &rest); at != NULL && n[i] < LINES;
		     at = strtok_r(NULL, "\r\n", &rest))
			line[i][n[i]++] = at;
		qsort(line[i], n[i], sizeof(*line[i]), by_text);
	}
	for (size_t i = 0; i < n[0] && i < n[1]; i++)
		assert_string_equal(line[0][i], line[1][i]);
	assert_int_equal(n[0], n[1]);
}

/* Whoever reads a request, the reply is the same. */
static void both_answer_alike(void **state)
{
	static const char *const lines[] = {
		"GET /api/v1/t/hello",
		"GET /api/v1/t/shared/a?limit=400",
		"HEAD /api/v1/t/shared/a?limit=400",
		"GET /api/v1/t/shared/a?limit=0",
		"GET /api/v1/t/none",
		"GET /api/v1/t/made",
		"GET /api/v1/t/bug",
		"GET /api/v1/t/away",
		"GET /api/v1/t/csv",
		"GET /api/v1/t/a%00b",
		"GET /api/v1/t/items/%zz",
		"GET /",
	};
	static const char *const more[] = {"",
	                                   "Accept-Encoding: br\r\n",
	                                   "Accept-Encoding: gzip;q=0.5, identity;q=0\r\n",
	                                   "Origin: http://localhost:3000\r\n",
	                                   "Range: bytes=2-4\r\n",
	                                   "Authorization: x\r\n"};
	(void)state;
	for (size_t i = 0; i < COUNT(lines) * COUNT(more); i++) {
		const char   *line = lines[i / COUNT(more)], *with = more[i % COUNT(more)];
		struct answer a, b;
		char          headers[256];
		const char   *who = *with == 'A' && with[1] == 'u'
		                            ? ""
		                            : "Authorization: Bearer user-1\r\n";
		snprintf(headers, sizeof(headers), "X-Request-Id: q\r\n%s%s", who, with);
		test_ask(server, line, headers, NULL, &a);
		snprintf(headers, sizeof(headers), "X-Request-Id: q\r\n%s%s" TO_LIBRARY, who, with);
		test_ask(server, line, headers, NULL, &b);
		if (a.status != b.status || a.n != b.n)
			print_error("%s with %s\n", line, with);
		assert_int_equal(a.status, b.status);
		assert_int_equal(a.n, b.n);
		assert_memory_equal(a.body, b.body, a.n);
		expect_same_heads(a.head, b.head);
		answer_free(&a);
		answer_free(&b);
	}
}

/* One after the other without waiting, read here and there, answered in their order. */
static void a_crowd_on_one_line(void **state)
{
	static const char hello[] = "GET /api/v1/t/hello HTTP/1.1\r\n" END "\r\n";
	static const char shared[] = "GET /api/v1/t/shared/b HTTP/1.1\r\n" END "\r\n";
	static const char none[] = "HEAD /api/v1/t/none HTTP/1.1\r\n" END "\r\n";
	static const char post[] = "POST /api/v1/t/echo HTTP/1.1\r\n" END
				   "Content-Type: application/json\r\nContent-Length: 12\r\n\r\n"
				   "{\"text\":\"a\"}";
	(void)state;
	for (int over = 0; over < MANY; over += 13) {
		int fd = test_connect(server);
		for (int i = 0; i < MANY; i++)
			send_text(fd, i == over    ? post
			              : i % 3 == 0 ? hello
			              : i % 3 == 1 ? shared
			                           : none);
		for (int i = 0; i < MANY; i++) {
			struct answer a;
			const bool    head = i != over && i % 3 == 2;
			test_read(fd, head, &a);
			assert_int_equal(a.status, head ? 404 : 200);
			assert_true(a.complete);
			answer_free(&a);
		}
		close(fd);
	}
}

/* A client that says no more still gets its answers. */
static void half_closed(void **state)
{
	(void)state;
	gate_set(false);
	int fd = test_connect(server);
	send_text(fd, "GET /api/v1/t/wait HTTP/1.1\r\n" END
	              "\r\nGET /api/v1/t/hello HTTP/1.1\r\n" END "\r\n");
	assert_int_equal(shutdown(fd, SHUT_WR), 0);
	gate_await(&gate.waiting, 1);
	gate_set(true);
	expect_status(fd, 200);
	expect_status(fd, 200);
	assert_true(test_at_end(fd));
	close(fd);
}

/* Reset while workers are at it: theirs to finish, and nobody else notices. */
static void resets(void **state)
{
	const struct linger at_once = {.l_onoff = 1};
	int                 fd[2];
	(void)state;
	gate_set(false);
	for (int i = 0; i < 2; i++) {
		fd[i] = test_connect(server);
		send_text(fd[i], "GET /api/v1/t/wait HTTP/1.1\r\n" END "\r\nGET /api");
	}
	gate_await(&gate.waiting, 2);
	for (int i = 0; i < 2; i++) {
		(void)setsockopt(fd[i], SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
		close(fd[i]);
	}
	int other = test_connect(server);
	send_text(other, "GET /nothing HTTP/1.1\r\n" END "\r\n");
	expect_status(other, 404);
	gate_set(true);
	gate_await(&gate.passed, 2);
	send_text(other, "GET /api/v1/t/hello HTTP/1.1\r\n" END "\r\n");
	expect_status(other, 200);
	close(other);
}

#define HELLO "GET /api/v1/t/hello HTTP/1.1\r\n" END "\r\n"
#define POST_ECHO                              \
	"POST /api/v1/t/echo HTTP/1.1\r\n" END \
	"Content-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"text\":\"a\"}"

/* Asks for more while it is let, and reads nothing. False: that never ends. */
static bool cut_off(const struct http_server *s, const char *ask)
{
	const int little = 4096;
	const int fd = test_connect(s);
	bool      over = false;
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &little, sizeof(little));
	for (int waited = 0; waited < PIECES_MAX && !over;) {
		struct pollfd at = {.fd = fd, .events = POLLOUT};
		waited += poll(&at, 1, EACH_MS) == 0;
		over = send(fd, ask, strlen(ask), MSG_NOSIGNAL | MSG_DONTWAIT) < 0 &&
		       errno != EAGAIN;
	}
	close(fd);
	return over;
}

/* Whoever reads nothing loses the connection, also where what it does not read has no body. */
static void never_reads(void **state)
{
	static const char *const asks[] = {
		"GET /api/v1/t/who HTTP/1.1\r\n" END
		"If-None-Match: *\r\n\r\n", /* 304, a worker's */
		"GET /api/v1/t/shared/a HTTP/1.1\r\n" END "If-None-Match: *\r\n\r\n",
		"HEAD /api/v1/t/who HTTP/1.1\r\n" END "\r\n",
		"GET /nothing HTTP/1.1\r\n" END "\r\n",
	};
	const int          little = 4096;
	struct http_config c = test_config();
	struct fail        f = {.code = OK};
	int                port;
	(void)state;
	c.timeout_s = 1;
	assert_int_equal(listen_open("127.0.0.1", 0, &c.listening, &port, &f), OK);
	/* What is taken inherits it, so that little waits in the system. */
	(void)setsockopt(c.listening, SOL_SOCKET, SO_SNDBUF, &little, sizeof(little));
	struct http_server *s = start_another(&c);
	for (size_t i = 0; i < COUNT(asks); i++)
		assert_true(cut_off(s, asks[i]));
	stop_another(s, &c);
}

static void close_late(void *worker)
{
	gate_pass();
	free(worker);
}

static void *stop(void *s)
{
	http_stop(s, 600);
	return NULL;
}

/*
 * What comes when the workers are gone is not read: a client whose connection ends without a word
 * asks again elsewhere, one that is refused does not.
 */
static void too_late(void **state)
{
	struct http_config c = test_config();
	pthread_t          thread;
	(void)state;
	c.workers = 1;
	c.worker_close = close_late;
	gate_set(true);
	struct http_server *s = test_start(&c);
	const int           here = test_connect(s), library = test_connect(s);
	send_text(here, HELLO);
	expect_status(here, 200);
	send_text(library, POST_ECHO);
	expect_status(library, 200);
	gate_set(false);
	assert_int_equal(pthread_create(&thread, NULL, stop, s), 0);
	gate_await(&gate.waiting, 1);
	send_text(here, HELLO);
	send_text(library, HELLO);
	assert_true(test_at_end(here));
	assert_true(test_at_end(library));
	gate_set(true);
	assert_int_equal(pthread_join(thread, NULL), 0);
	close(here);
	close(library);
}

enum leaving { CLOSE, RESET, HALF };

static const struct {
	const char  *text;
	int          read; /* answers, before it leaves */
	enum leaving how;
} visits[] = {
	{"", 0, CLOSE},
	{"", 0, RESET},
	{"", 0, HALF},
	{"GET /api/v1/t/he", 0, CLOSE},
	{"GET /api/v1/t/he", 0, RESET},
	{HELLO, 0, CLOSE},
	{HELLO, 0, RESET},
	{HELLO, 0, HALF},
	{HELLO, 1, CLOSE},
	{HELLO "GET", 1, RESET},
	{HELLO "GET", 1, HALF},
	{HELLO POST_ECHO HELLO, 3, CLOSE},
	{HELLO POST_ECHO HELLO, 1, RESET},
	{HELLO POST_ECHO HELLO, 0, HALF},
	{HELLO "GET /api/v1/t/hello HTTP/1.1\r\n\r\n" HELLO, 2, CLOSE}, /* no Host: it ends there */
	{"GET /api/v1/t/hello HTTP/1.1\r\n\r\n", 0, RESET},
	{"GET /api/v1/t/shared/s?limit=500 HTTP/1.1\r\n" END "\r\n" HELLO, 0, RESET},
	{"GET /api/v1/t/items/s?limit=500 HTTP/1.1\r\n" END "\r\n" HELLO, 0, CLOSE},
};

enum { CLIENTS = 4, ROUNDS = COUNT(visits), ALL = 8 };

static void visit(const struct http_server *s, size_t kind)
{
	const struct linger at_once = {.l_onoff = 1};
	struct answer       a;
	const int           fd = test_connect(s);
	send_text(fd, visits[kind].text);
	for (int i = 0; i < visits[kind].read; i++) {
		test_read(fd, false, &a);
		answer_free(&a);
	}
	if (visits[kind].how == RESET)
		(void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	if (visits[kind].how == HALF) {
		(void)shutdown(fd, SHUT_WR);
		while (!test_at_end(fd))
			continue;
	}
	close(fd);
}

static void *visit_often(void *s)
{
	static atomic_uint turn;
	for (size_t i = 0; i < ROUNDS; i++)
		visit(s, atomic_fetch_add(&turn, 1) % COUNT(visits));
	return NULL;
}

static int answered_at_once(const struct http_server *s)
{
	struct answer a;
	int           fd[ALL], n = 0;
	for (int i = 0; i < ALL; i++)
		send_text(fd[i] = test_connect(s), HELLO);
	for (int i = 0; i < ALL; i++) {
		test_read(fd[i], false, &a);
		n += a.status == 200;
		answer_free(&a);
	}
	for (int i = 0; i < ALL; i++)
		close(fd[i]);
	return n;
}

/* However they leave, each place that they had is free again. */
static void everybody_leaves(void **state)
{
	struct http_config c = test_config();
	pthread_t          client[CLIENTS];
	(void)state;
	c.timeout_s = 1; /* the library may miss the end of half a request until then */
	c.max_connections = c.max_connections_address = ALL;
	struct http_server *s = start_another(&c);
	for (int i = 0; i < CLIENTS; i++)
		assert_int_equal(pthread_create(&client[i], NULL, visit_often, s), 0);
	for (int i = 0; i < CLIENTS; i++)
		assert_int_equal(pthread_join(client[i], NULL), 0);
	/* The server learns of the last ones in its own time. */
	while (answered_at_once(s) < ALL)
		continue;
	stop_another(s, &c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_answer_alike), cmocka_unit_test(a_crowd_on_one_line),
		cmocka_unit_test(half_closed),       cmocka_unit_test(resets),
		cmocka_unit_test(never_reads),       cmocka_unit_test(too_late),
		cmocka_unit_test(everybody_leaves),
	};
	static const struct static_file index = {.path = "/index.html",
	                                         .type = "text/html; charset=utf-8",
	                                         .etag = "\"1\"",
	                                         .identity = "<p>hello",
	                                         .identity_n = 8};
	static const struct static_site site = {.files = &index, .n = 1};
	struct http_config              c = test_config();
	c.replies = reply_cache_create(1 << 20, NULL);
	c.generation = one_generation;
	c.changed = nothing_changed;
	c.site = &site;
	server = test_start(&c);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	http_stop(server, 5);
	reply_cache_destroy(c.replies);
	return failed;
}

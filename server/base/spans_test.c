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
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/compiler.h"
#include "base/otlp.h"
#include "base/spans.h"

static char why[480];
static int  troubles, recoveries;

/* On the sender's thread; looked at when that has ended. */
static void told(const struct fail *f)
{
	if (f) {
		troubles++;
		snprintf(why, sizeof(why), "%s", f->msg);
	} else {
		recoveries++;
	}
}

static int reset(void **state)
{
	(void)state;
	why[0] = '\0';
	troubles = recoveries = 0;
	return 0;
}

/* A collector that takes connections; *address is its endpoint. */
static int listen_here(char address[64])
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t          n = sizeof(at);
	int                fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (void *)&at, n), 0);
	assert_int_equal(listen(fd, 4), 0);
	assert_int_equal(getsockname(fd, (void *)&at, &n), 0);
	snprintf(address, 64, "http://127.0.0.1:%d/", ntohs(at.sin_port));
	return fd;
}

/* The head of the request; the rest may wait. */
static void read_some(int fd, char *out, size_t n)
{
	ssize_t got = recv(fd, out, n - 1, 0);

	assert_true(got > 0);
	out[got] = '\0';
}

static const struct span one = {
	.trace = "4bf92f3577b34da6a3ce929d0e0e4736",
	.id = "00f067aa0ba902b7",
	.method = "GET",
	.status = 200,
};

static void a_collector_that_hangs_holds_nobody_up(void **state)
{
	char          address[64], head[4096];
	struct fail   f = {0};
	struct spans *s;
	int           listening = listen_here(address);

	(void)state;
	assert_int_equal(spans_create(address, "0", told, &s, &f), OK);
	spans_add(s, &one);
	int fd = accept(listening, NULL, NULL);
	read_some(fd, head, sizeof(head));
	assert_non_null(strstr(head, "POST /v1/traces HTTP/1.1\r\n"));
	assert_non_null(strstr(head, "Content-Type: application/json\r\n"));
	/* The sender waits for a reply. */
	for (int i = 0; i < SPANS_MAX + 5; i++)
		spans_add(s, &one);
	assert_int_equal(spans_stats(s).dropped, 5);
	assert_int_equal(spans_stats(s).sent, 0);
	close(listening);
	close(fd);
	spans_destroy(s);
	assert_int_equal(troubles, 1); /* of two batches */
	assert_int_equal(recoveries, 0);
}

static void trouble_is_told_once_and_so_is_its_end(void **state)
{
	static const char *const replies[] = {
		"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
		"HTTP/1.1 500 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"};
	char          address[64], head[8192];
	struct fail   f = {0};
	struct spans *s;
	int           listening = listen_here(address);

	(void)state;
	assert_int_equal(spans_create(address, "0", told, &s, &f), OK);
	for (size_t i = 0; i < COUNT(replies); i++) {
		spans_add(s, &one);
		int fd = accept(listening, NULL, NULL);
		read_some(fd, head, sizeof(head));
		assert_int_equal(send(fd, replies[i], strlen(replies[i]), MSG_NOSIGNAL),
		                 (ssize_t)strlen(replies[i]));
		shutdown(fd, SHUT_WR);
		while (recv(fd, head, sizeof(head), 0) > 0)
			;
		close(fd);
	}
	close(listening);
	spans_destroy(s);
	assert_int_equal(troubles, 1);
	assert_string_equal(why, "it answered with status 503");
	assert_int_equal(recoveries, 1);
}

static void what_is_no_address_is_refused(void **state)
{
	static const char *const cases[] = {"localhost:4318", "file:///etc/passwd", "", "ftp://x"};
	char                     longest[2000];
	struct fail              f = {0};
	struct spans            *s = NULL;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(spans_create(cases[i], "0", told, &s, &f), ERR_INVALID);
	memset(longest, 'x', sizeof(longest));
	memcpy(longest, "http://", 7);
	longest[sizeof(longest) - 1] = '\0';
	assert_int_equal(spans_create(longest, "0", told, &s, &f), ERR_INVALID);
	assert_null(s);
	spans_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_collector_that_hangs_holds_nobody_up, reset),
		cmocka_unit_test_setup(trouble_is_told_once_and_so_is_its_end, reset),
		cmocka_unit_test_setup(what_is_no_address_is_refused, reset),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

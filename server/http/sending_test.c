/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* ours takes arguments */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/compiler.h"
#include "http/blob.h"
#include "http/respond.h"
#include "http/sending.h"

enum { BODY = 400000, LONG = 6000 };

static struct reply  r;
static char          got[BODY + 2 * LONG];
static const int64_t at = INT64_C(784111777); /* RFC 9110 §5.6.7 has this instant */

/* Into a pair of sockets that take little at once, to the end; returns how often it had to wait. */
static int pump(bool bodyless, size_t *n)
{
	int            pair[2], waits = 0;
	const int      little = 4096;
	struct sending s;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
	(void)setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &little, sizeof(little));
	sending_begin(&s, &r, bodyless, at);
	*n = 0;
	for (enum sent is = SENT_PART; is == SENT_PART; waits++) {
		is = sending_go(&s, pair[0]);
		assert_int_not_equal(is, SENT_BROKEN);
		for (ssize_t more; (more = read(pair[1], got + *n, sizeof(got) - *n)) > 0;)
			*n += (size_t)more;
	}
	sending_finish(&s);
	close(pair[0]);
	close(pair[1]);
	return waits - 1;
}

static void expect_body(size_t n, const char *p)
{
	char *end = strstr(got, "\r\n\r\n");
	assert_non_null(end);
	assert_int_equal((size_t)(got + n - (end + 4)), BODY);
	assert_memory_equal(end + 4, p, BODY);
}

static void begin(int status, const char *body, size_t n)
{
	r = (struct reply){.status = status, .body = body, .body_n = n};
	reply_header(&r, "Content-Type", "text/plain");
	memset(got, 0, sizeof(got));
}

static void small(void **state)
{
	size_t n;
	(void)state;
	begin(200, "hello", 5);
	assert_int_equal(pump(false, &n), 0);
	assert_string_equal(got, "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
	                         "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
	begin(200, "hello", 5);
	assert_int_equal(pump(true, &n), 0);
	assert_string_equal(strstr(got, "Content-Length"), "Content-Length: 5\r\n\r\n");
	begin(404, "", 0);
	(void)pump(false, &n);
	assert_memory_equal(got, "HTTP/1.1 404 Not Found\r\n", 24);
	assert_string_equal(strstr(got, "Content-Length"), "Content-Length: 0\r\n\r\n");
	begin(304, "", 0); /* the length of what it stands for is not known here */
	(void)pump(false, &n);
	assert_null(strstr(got, "Content-Length"));
}

static void in_many_parts(void **state)
{
	static char body[BODY], value[LONG];
	struct blob b;
	char       *p = malloc(BODY);
	size_t      n;
	(void)state;
	assert_non_null(p);
	for (size_t i = 0; i < BODY; i++)
		body[i] = p[i] = (char)('a' + i % 25);
	begin(200, body, BODY);
	assert_true(pump(false, &n) > 3);
	expect_body(n, body);

	blob_take(&b, p, BODY, ".");
	assert_true(b.fd > 0);
	begin(200, b.p, b.n);
	r.fd = b.fd;
	assert_true(pump(false, &n) > 3);
	expect_body(n, body);
	/* Of a file in parts, too, nothing but the head for HEAD. */
	begin(200, b.p, b.n);
	r.fd = b.fd;
	assert_int_equal(pump(true, &n), 0);
	assert_string_equal(strstr(got, "Content-Length"), "Content-Length: 400000\r\n\r\n");

	memset(value, 'v', LONG - 1); /* a head longer than the room for it */
	begin(200, b.p, b.n);
	r.fd = b.fd;
	reply_header(&r, "X-Long", value);
	assert_true(pump(false, &n) > 3);
	expect_body(n, body);
	assert_non_null(strstr(got, value));
	blob_release(&b);
}

/* Whatever its file system says instead of its bytes: they are in memory, too. */
static void files_that_fail(void **state)
{
	static char              body[BODY];
	static const char *const names[] = {"/dev/null", "."};
	int                      fd[COUNT(names) + 2];
	size_t                   n;
	(void)state;
	memset(body, 'x', sizeof(body));
	for (size_t i = 0; i < COUNT(names); i++)
		fd[i] = open(names[i], O_RDONLY | O_CLOEXEC);
	assert_int_equal(pipe(fd + COUNT(names)), 0);
	for (size_t i = 0; i < COUNT(fd); i++) {
		begin(200, body, BODY);
		r.fd = fd[i] >= 0 ? fd[i] : 1000000; /* none that is open */
		(void)pump(false, &n);
		expect_body(n, body);
		close(fd[i]);
	}
}

static void nobody_reads(void **state)
{
	int            pair[2];
	struct sending s;
	(void)state;
	begin(200, "hello", 5);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
	close(pair[1]);
	sending_begin(&s, &r, false, at);
	assert_int_equal(sending_go(&s, pair[0]), SENT_BROKEN);
	sending_finish(&s);
	close(pair[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small),
		cmocka_unit_test(in_many_parts),
		cmocka_unit_test(files_that_fail),
		cmocka_unit_test(nobody_reads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

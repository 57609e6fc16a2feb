/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* ours takes arguments */
#include <netinet/in.h>
#include <poll.h>
#include <stdatomic.h>
#include <unistd.h>

#include "http/accept.h"
#include "http/listen.h"

enum { MAX = 2 };

static int         news[2]; /* a pipe: the numbers of sockets that were added */
static atomic_bool refusing;

static bool add(void *ctx, int fd, const struct sockaddr *from, socklen_t n)
{
	assert_ptr_equal(ctx, news);
	assert_int_equal(from->sa_family, AF_INET);
	assert_int_equal(n, sizeof(struct sockaddr_in));
	if (refusing)
		close(fd);
	assert_int_equal(write(news[1], &fd, sizeof(fd)), sizeof(fd));
	return !refusing;
}

static int added(void)
{
	int fd;
	assert_int_equal(read(news[0], &fd, sizeof(fd)), sizeof(fd));
	return fd;
}

static int connect_to(int port)
{
	const struct sockaddr_in at = {.sin_family = AF_INET,
	                               .sin_port = htons((uint16_t)port),
	                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	const int                fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(connect(fd, (const struct sockaddr *)&at, sizeof(at)), 0);
	return fd;
}

static bool nothing_added(void)
{
	struct pollfd at = {.fd = news[0], .events = POLLIN};
	return poll(&at, 1, 0) == 0;
}

static void deals_out_up_to_the_limit(void **state)
{
	(void)state;
	struct acceptor *a;
	struct fail      f;
	char             byte;
	int              listening, port, theirs[4], ours[4];
	refusing = false;
	assert_int_equal(pipe(news), 0);
	assert_int_equal(listen_open("127.0.0.1", 0, &listening, &port, &f), OK);
	const struct accept_ops ops = {.ctx = news, .listening = listening, .max = MAX, .add = add};
	assert_int_equal(acceptor_create(&ops, &a, &f), OK);
	for (int i = 0; i < 4; i++)
		theirs[i] = connect_to(port);
	for (int i = 0; i < MAX; i++)
		ours[i] = added();
	assert_true(nothing_added());
	for (int i = MAX; i < 4; i++) {
		close(ours[i - MAX]);
		acceptor_closed(a);
		assert_int_equal(read(theirs[i - MAX], &byte, 1), 0);
		ours[i] = added();
	}
	/* Who was refused takes no room. */
	refusing = true;
	close(ours[2]);
	acceptor_closed(a);
	for (int i = 0; i < 3; i++) {
		int fd = connect_to(port);
		(void)added();
		assert_int_equal(read(fd, &byte, 1), 0);
		close(fd);
	}
	acceptor_stop(a);
	int late = connect_to(port); /* waits in the system's queue for whoever comes next */
	assert_true(nothing_added());
	acceptor_destroy(a);
	close(late);
	for (int i = 0; i < 4; i++)
		close(theirs[i]);
	close(ours[3]);
	close(listening);
	close(news[0]);
	close(news[1]);
}

static void nothing_to_end(void **state)
{
	(void)state;
	acceptor_stop(NULL);
	acceptor_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(deals_out_up_to_the_limit),
		cmocka_unit_test(nothing_to_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

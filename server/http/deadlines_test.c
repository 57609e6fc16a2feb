/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/fixture.h"

#include <poll.h>

#include "base/clock.h"
#include "http/deadlines.h"

/* Clients that always send something, and never come to an end. */

#define HELLO "GET /api/v1/t/hello HTTP/1.1\r\nHost: t\r\n\r\n"
#define POST_ECHO "POST /api/v1/t/echo HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n"

enum { EACH_MS = 100, PIECES_MAX = 600 };

/* Send piece after piece until the server hangs up. False: it never does. */
static bool cut_off(struct http_server *s, const char *first, const char *piece)
{
	int  fd = test_connect(s);
	bool over = false;
	send_text(fd, first);
	for (int i = 0; i < PIECES_MAX && !over; i++) {
		struct pollfd at = {.fd = fd, .events = POLLIN};
		over = poll(&at, 1, EACH_MS) == 1 && test_at_end(fd);
		send_text(fd, piece);
	}
	close(fd);
	return over;
}

static void trickles(void **state)
{
	(void)state;
	struct http_config c = test_config();
	c.timeout_s = 1;
	struct http_server *s = test_start(&c);
	assert_true(cut_off(s, "GET /api/v1/t/he", "l"));
	assert_true(cut_off(s, "GET /api/v1/t/hello HTTP/1.1\r\nHost: t\r\n", "X: y\r\n"));
	assert_true(cut_off(s, POST_ECHO "Content-Length: 99999\r\n\r\n{\"text\":\"", "x"));
	assert_true(cut_off(s, POST_ECHO "Transfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n"));
	http_stop(s, 5);
}

/* The time of a connection that was used before begins with the end of its last reply. */
static void trickles_later(void **state)
{
	(void)state;
	struct http_config c = test_config();
	struct answer      a;
	c.timeout_s = 1;
	struct http_server *s = test_start(&c);
	int                 fd = test_connect(s);
	bool                over = false;
	send_text(fd, HELLO);
	test_read(fd, false, &a);
	assert_int_equal(a.status, 200);
	answer_free(&a);
	for (int i = 0; i < PIECES_MAX && !over; i++) {
		struct pollfd at = {.fd = fd, .events = POLLIN};
		over = poll(&at, 1, EACH_MS) == 1 && test_at_end(fd);
		test_send(fd, i == 0 ? "G" : i == 1 ? "E" : "x", 1);
	}
	assert_true(over);
	close(fd);
	http_stop(s, 5);
}

/* A handler may take as long as it takes. */
static void our_own_time(void **state)
{
	(void)state;
	struct http_config c = test_config();
	struct answer      a;
	c.timeout_s = 1;
	struct http_server *s = test_start(&c);
	gate_set(false);
	int               fd = test_connect(s);
	static const char wait[] = "GET /api/v1/t/wait HTTP/1.1\r\nHost: t\r\n\r\n";
	send_text(fd, wait);
	gate_await(&gate.waiting, 1);
	/* Another client is cut off meanwhile, so this one's time would be over as well. */
	assert_true(cut_off(s, "GET /api/v1/t/he", "l"));
	gate_set(true);
	test_read(fd, false, &a);
	assert_int_equal(a.status, 200);
	assert_true(a.complete);
	answer_free(&a);
	close(fd);
	http_stop(s, 5);
}

static void times(void **state)
{
	(void)state;
	struct deadlines *l = NULL;
	struct fail       f = {.code = OK};
	struct deadline   a = {.fd = -1}, b = {.fd = -1};
	assert_int_equal(deadlines_create(1000, &l, &f), OK);
	const int64_t before = clock_ticks_us();
	deadlines_add(l, &a, -1);
	deadlines_add(l, &b, -1);
	const int64_t head = atomic_load(&a.until_us);
	assert_in_range(head - before, INT64_C(1000000000), INT64_C(1000000000) + 60000000);
	deadline_extend(&a, 512);
	assert_int_equal(atomic_load(&a.until_us) - head, 500000);
	deadline_begin(l, &b, 10 * DEADLINE_BYTES_A_SECOND);
	assert_true(atomic_load(&b.until_us) >= before + 1010000000);
	/* Of a transfer under way: a whole patience from now, or what is left of its time. */
	const int64_t now = clock_ticks_us();
	deadline_go_on(l, &b, now, 10 * DEADLINE_BYTES_A_SECOND);
	assert_in_range(atomic_load(&b.until_us) - now, 1000000000, 1010000000);
	deadline_go_on(l, &b, now - 60000000, 10 * DEADLINE_BYTES_A_SECOND);
	assert_int_equal(atomic_load(&b.until_us), now + 950000000);
	deadline_none(&a);
	deadline_extend(&a, 512);
	assert_true(atomic_load(&a.until_us) == INT64_MAX);
	deadlines_remove(l, &a);
	deadlines_remove(l, &b);
	deadlines_destroy(l);
	deadlines_destroy(NULL);
}

/* One peer has its share of the connections, and another when one of these ends. */
static void share_of_one_address(void **state)
{
	(void)state;
	struct http_config c = test_config();
	struct answer      a;
	int                fd[3];
	c.max_connections_address = 3;
	struct http_server *s = test_start(&c);
	for (size_t i = 0; i < COUNT(fd); i++) {
		fd[i] = test_connect(s);
		send_text(fd[i], HELLO);
		test_read(fd[i], false, &a);
		assert_int_equal(a.status, 200);
		answer_free(&a);
	}
	int more = test_connect(s);
	assert_true(test_at_end(more));
	close(more);
	for (size_t i = 0; i < COUNT(fd); i++)
		close(fd[i]);
	/* The server learns of that in its own time. */
	for (int status = 0; status != 200;) {
		test_once(s, HELLO, strlen(HELLO), &a);
		status = a.status;
		answer_free(&a);
	}
	http_stop(s, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times),
		cmocka_unit_test(trickles),
		cmocka_unit_test(trickles_later),
		cmocka_unit_test(our_own_time),
		cmocka_unit_test(share_of_one_address),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

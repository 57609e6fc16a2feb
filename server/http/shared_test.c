/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/fixture.h"

#include <sched.h>
#include <stdatomic.h>

#include "http/reply_cache.h"

/* Replies that are kept ready, through a server. */

enum { CROWD = 100 };

static atomic_int          generation;
static struct reply_cache *replies;
static struct http_server *server;

static int64_t the_generation(void *ctx)
{
	(void)ctx;
	return atomic_load(&generation);
}

/* As if the handler had stored something. */
static void has_changed(void *worker)
{
	(void)worker;
	atomic_fetch_add(&generation, 1);
}

static struct http_config config(void)
{
	struct http_config c = test_config();
	c.replies = replies;
	c.generation = the_generation;
	c.changed = has_changed;
	return c;
}

static int set_up(void **state)
{
	(void)state;
	atomic_store(&generation, 1);
	replies = reply_cache_create(1 << 20, NULL);
	shared_state.made = shared_state.failures = 0;
	shared_state.gated = false;
	const struct http_config c = config();
	server = test_start(&c);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	http_stop(server, 5);
	reply_cache_destroy(replies);
	return 0;
}

#define USER(n) "Authorization: Bearer user-" #n "\r\n"
#define SHARED_LINE "GET /api/v1/t/shared/a?limit=300"

static void ask(const char *line, const char *headers, int status, struct answer *a)
{
	test_ask(server, line, headers, NULL, a);
	assert_int_equal(a->status, status);
	assert_true(a->complete);
}

static void expect(const char *line, const char *headers, int status)
{
	struct answer a;
	ask(line, headers, status, &a);
	answer_free(&a);
}

/* Until so many wait behind the one who makes the reply. */
static void await_hits(int64_t n)
{
	while (reply_cache_stats(replies).hits < n)
		sched_yield();
}

static int send_request(const char *headers)
{
	char text[512];
	int  fd = test_connect(server);
	int n = snprintf(text, sizeof(text), SHARED_LINE " HTTP/1.1\r\nHost: t\r\n%s\r\n", headers);
	test_send(fd, text, (size_t)n);
	return fd;
}

static void is_the_same_for_everybody(void **state)
{
	(void)state;
	struct answer first, a;
	char          etag[512], value[512], headers[700];
	ask(SHARED_LINE, USER(1), 200, &first);
	assert_non_null(test_header(&first, "ETag", etag));
	ask(SHARED_LINE, USER(2), 200, &a);
	assert_int_equal(shared_state.made, 1);
	assert_int_equal(a.n, first.n);
	assert_memory_equal(a.body, first.body, a.n);
	assert_string_equal(test_header(&a, "ETag", value), etag);
	assert_string_equal(test_header(&a, "Cache-Control", value), "private, no-cache");
	assert_string_equal(test_header(&a, "Vary", value), "Accept-Encoding, Origin");
	assert_non_null(test_header(&a, "X-Request-Id", value));
	answer_free(&a);
	ask("HEAD /api/v1/t/shared/a?limit=300", USER(1), 200, &a);
	assert_string_equal(test_header(&a, "ETag", value), etag);
	assert_int_equal(strtoul(test_header(&a, "Content-Length", value), NULL, 10), first.n);
	answer_free(&a);
	snprintf(headers, sizeof(headers), USER(1) "If-None-Match: %s\r\n", etag);
	ask(SHARED_LINE, headers, 304, &a);
	assert_string_equal(test_header(&a, "ETag", value), etag);
	assert_int_equal(a.n, 0);
	answer_free(&a);
	answer_free(&first);
	expect(SHARED_LINE, "", 401);
	expect(SHARED_LINE, "Authorization: Bearer nobody\r\n", 401);
	assert_int_equal(shared_state.made, 1);
	/* Another query is another reply, and a mistake stays one. */
	expect("GET /api/v1/t/shared/a?limit=299", USER(1), 200);
	expect("GET /api/v1/t/shared/a?limit=0", USER(1), 422);
	expect("GET /api/v1/t/shared/a?limit=0", USER(1), 422);
	assert_int_equal(shared_state.made, 2);
	assert_int_equal(reply_cache_stats(replies).entries, 2);
}

static void codings(void **state)
{
	(void)state;
	static const struct {
		enum coding coding;
		const char *headers, *name;
	} cases[] = {{CODING_GZIP, USER(1) "Accept-Encoding: gzip\r\n", "gzip"},
	             {CODING_BR, USER(1) "Accept-Encoding: gzip, br\r\n", "br"}};
	struct answer plain, a;
	char          value[512], etag[ETAG_TEXT];
	ask(SHARED_LINE, USER(1), 200, &plain);
	for (size_t i = 0; i < 2 * COUNT(cases); i++) {
		enum coding c = cases[i / 2].coding;
		struct buf  b;
		struct fail f;
		ask(SHARED_LINE, cases[i / 2].headers, 200, &a);
		assert_string_equal(test_header(&a, "Content-Encoding", value), cases[i / 2].name);
		assert_string_equal(test_header(&a, "ETag", value),
		                    etag_make(plain.body, plain.n, c, etag));
		buf_init(&b, BODY_MAX);
		assert_int_equal(coding_inflate(c, a.body, a.n, &b, &f), OK);
		assert_int_equal(b.n, plain.n);
		assert_memory_equal(b.p, plain.body, b.n);
		buf_finish(&b);
		answer_free(&a);
	}
	answer_free(&plain);
	assert_int_equal(shared_state.made, 1);
}

/* A reply that is sent again, as 200 or 304, has nothing of the requests before. */
static void says_what_belongs_to_the_request(void **state)
{
	(void)state;
	static const char *const more[] = {"", "Origin: http://localhost:3000\r\n", ""};
	char                     headers[700], value[512], etag[512], trace[2][512] = {"", ""};
	struct answer            a;
	ask(SHARED_LINE, USER(1), 200, &a);
	assert_non_null(test_header(&a, "ETag", etag));
	answer_free(&a);
	for (int i = 0; i < 12; i++) {
		const int  fresh = i % 2, origin = i / 2 % 3;
		const bool cors = more[origin][0] != '\0';
		snprintf(headers, sizeof(headers), USER(1) "X-Request-Id: id-%d\r\n%s%s%s%s", i,
		         more[origin], fresh ? "If-None-Match: " : "", fresh ? etag : "",
		         fresh ? "\r\n" : "");
		ask(SHARED_LINE, headers, fresh ? 304 : 200, &a);
		snprintf(headers, sizeof(headers), "id-%d", i);
		expect_header(&a, "X-Request-Id", headers);
		expect_header(&a, "ETag", etag);
		expect_header(&a, "Access-Control-Allow-Origin", cors ? test_origins[0] : NULL);
		expect_header(&a, "X-Content-Type-Options", fresh ? NULL : "nosniff");
		assert_string_not_equal(test_header(&a, "Traceparent", trace[fresh]),
		                        trace[!fresh]);
		assert_null(test_header(&a, "RateLimit-Limit", value));
		answer_free(&a);
	}
	ask(SHARED_LINE, "X-Request-Id: id-401\r\n", 401, &a);
	expect_header(&a, "X-Request-Id", "id-401");
	expect_header(&a, "ETag", NULL);
	answer_free(&a);
	assert_int_equal(shared_state.made, 1);
}

static void a_crowd_is_served_once(void **state)
{
	(void)state;
	static const char *const accept[] = {USER(1), USER(2) "Accept-Encoding: gzip\r\n",
	                                     USER(3) "Accept-Encoding: br\r\n"};
	struct answer            a;
	int                      fd[CROWD];
	gate_set(false);
	shared_state.gated = true;
	fd[0] = send_request(USER(1));
	gate_await(&gate.waiting, 1);
	for (int i = 1; i < CROWD; i++)
		fd[i] = send_request(accept[i % (int)COUNT(accept)]);
	await_hits(CROWD - 1);
	/* The one who makes it goes away; the others have theirs all the same. */
	close(fd[0]);
	gate_set(true);
	for (int i = 1; i < CROWD; i++) {
		test_read(fd[i], false, &a);
		assert_int_equal(a.status, 200);
		assert_true(a.complete);
		answer_free(&a);
		close(fd[i]);
	}
	assert_int_equal(shared_state.made, 1);
}

/* What one was refused, the others ask for themselves. */
static void a_failure_is_not_shared(void **state)
{
	(void)state;
	struct answer a;
	int           fd[4];
	gate_set(false);
	shared_state.gated = true;
	shared_state.failures = 1;
	fd[0] = send_request(USER(1));
	gate_await(&gate.waiting, 1);
	for (size_t i = 1; i < COUNT(fd); i++)
		fd[i] = send_request(USER(1));
	await_hits(COUNT(fd) - 1);
	gate_set(true);
	for (size_t i = 0; i < COUNT(fd); i++) {
		test_read(fd[i], false, &a);
		assert_int_equal(a.status, i == 0 ? 409 : 200);
		answer_free(&a);
		close(fd[i]);
	}
	assert_int_equal(shared_state.made, (int)COUNT(fd));
	assert_int_equal(reply_cache_stats(replies).entries, 0);
}

static void changes_are_seen(void **state)
{
	(void)state;
	expect(SHARED_LINE, USER(1), 200);
	expect(SHARED_LINE, USER(1), 200);
	assert_int_equal(shared_state.made, 1);
	/* From another process. */
	atomic_fetch_add(&generation, 1);
	expect(SHARED_LINE, USER(1), 200);
	assert_int_equal(shared_state.made, 2);
	/* By a request that is not a GET, before its reply. */
	expect("POST /api/v1/t/made", USER(1), 201);
	expect(SHARED_LINE, USER(1), 200);
	assert_int_equal(shared_state.made, 3);
	/* While it is being made: nobody gets it later. */
	gate_set(false);
	shared_state.gated = true;
	atomic_fetch_add(&generation, 1);
	int fd = send_request(USER(1));
	gate_await(&gate.waiting, 1);
	atomic_fetch_add(&generation, 1);
	int later = send_request(USER(1));
	gate_await(&gate.waiting, 2);
	gate_set(true);
	for (int i = 0; i < 2; i++) {
		struct answer a;
		test_read(i == 0 ? fd : later, false, &a);
		assert_int_equal(a.status, 200);
		answer_free(&a);
	}
	close(fd);
	close(later);
	assert_int_equal(shared_state.made, 5);
}

static void what_is_ready_is_free(void **state)
{
	(void)state;
	struct http_config c = config();
	struct answer      a;
	char               value[512];
	http_stop(server, 5);
	reply_cache_destroy(replies);
	c.replies = replies = reply_cache_create(1 << 20, NULL);
	c.limits = (struct http_limits){.per_address = 1, .per_user = 2};
	server = test_start(&c);
	ask(SHARED_LINE, USER(1), 200, &a);
	assert_string_equal(test_header(&a, "RateLimit-Remaining", value), "1");
	answer_free(&a);
	for (int i = 0; i < 5; i++)
		expect(SHARED_LINE, USER(1), 200);
	expect("GET /api/v1/t/shared/b", USER(1), 200);
	expect("GET /api/v1/t/shared/c", USER(1), 429);
	expect("GET /api/v1/t/shared/b", USER(1), 200);
	expect(SHARED_LINE, "", 401); /* counts against the address */
	expect(SHARED_LINE, "", 429);
}

struct stop {
	pthread_t thread;
	int       grace_s;
};

static void *stop(void *arg)
{
	http_stop(server, ((struct stop *)arg)->grace_s);
	server = NULL;
	return NULL;
}

/* Those who wait are answered or refused, whoever comes late too: none is left when the threads end. */
static void stops_while_a_crowd_waits(void **state)
{
	(void)state;
	for (int round = 0; round < 6; round++) {
		struct stop   st = {.grace_s = round % 2 ? 60 : 0};
		struct answer a;
		int           fd[20];
		if (round > 0) {
			tear_down(NULL);
			set_up(NULL);
		}
		gate_set(false);
		shared_state.gated = true;
		fd[0] = send_request(USER(1));
		gate_await(&gate.waiting, 1);
		for (size_t i = 1; i < COUNT(fd); i++)
			fd[i] = send_request(USER(1));
		await_hits(COUNT(fd) - 1);
		assert_int_equal(pthread_create(&st.thread, NULL, stop, &st), 0);
		gate_set(true);
		for (size_t i = 0; i < COUNT(fd); i++) {
			test_read(fd[i], false, &a);
			if (st.grace_s > 0)
				assert_int_equal(a.status, 200);
			answer_free(&a);
			close(fd[i]);
		}
		assert_int_equal(pthread_join(st.thread, NULL), 0);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(is_the_same_for_everybody),
		TEST(codings),
		TEST(says_what_belongs_to_the_request),
		TEST(a_crowd_is_served_once),
		TEST(a_failure_is_not_shared),
		TEST(changes_are_seen),
		TEST(what_is_ready_is_free),
		TEST(stops_while_a_crowd_waits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

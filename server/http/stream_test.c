/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/fixture.h"

#include "base/clock.h"
#include "http/feed.h"
#include "http/stream.h"

/* Streams of a real server: what they send, when they sleep, and all the ways they end. */

enum { RAW_MAX = 65536, BEAT_US = 1000000 };

/* The log behind the feed: LOG items of one letter each are kept, "a" is number 1. */
static struct {
	pthread_mutex_t lock;
	int64_t         last;
	bool            failing, ended; /* no page can be read; no token is good any more */
} journal = {.lock = PTHREAD_MUTEX_INITIALIZER};

static struct feed        *feed;
static struct http_server *server;

static enum err read_page(void *worker, const struct stream_ask *q, struct buf *out,
                          struct stream_page *p, struct fail *f)
{
	(void)worker;
	pthread_mutex_lock(&journal.lock);
	const int64_t last = journal.last;
	const bool    failing = journal.failing;
	pthread_mutex_unlock(&journal.lock);
	if (failing)
		return fail(f, ERR_AWAY, "the log is away");
	for (int64_t id = q->after + 1; id <= last && p->events < 3; id++) {
		if (q->limit >= 0 && p->events == q->limit)
			return OK;
		buf_putc(out, (char)('a' + id - 1));
		p->events++;
		p->upto = id;
	}
	p->whole = p->upto == last;
	return OK;
}

struct Start {
	int64_t after, limit;
	bool    wait;
};
static const struct field start_fields[] = {
	{"after", INT, AT(Start, after), IN_QUERY, 0, 1000, "0"},
	{"limit", INT, AT(Start, limit), IN_QUERY, 1, 1000},
	{"wait", BOOL, AT(Start, wait), IN_QUERY, .def = "true"},
};
static SHAPE(start_shape, Start, start_fields);

static enum err get_stream(struct req *rq, const void *in, void *out)
{
	const struct Start       *q = in;
	const struct stream_start start = {.prelude = "hello:",
	                                   .after = q->after,
	                                   .limit = q->limit,
	                                   .wait = q->wait,
	                                   .page = read_page};
	(void)out;
	return req_stream(rq, &start);
}

static const struct route stream_table[] = {
	{GET, "/stream", get_stream, LOGIN | NO_STORE | STREAM, &start_shape, NULL, "stream",
         "A stream.", .type = "text/event-stream"},
};
static const struct routes        stream_routes = {"", "stream", "Streams.", stream_table, 1};
static const struct routes *const routes[] = {&test_routes, &stream_routes, NULL};

static enum err authenticate(void *ctx, const char *token, struct caller *out, struct fail *f)
{
	pthread_mutex_lock(&journal.lock);
	const bool ended = journal.ended;
	pthread_mutex_unlock(&journal.lock);
	if (ended)
		return fail(f, ERR_AUTH, "the token ended");
	return test_authenticate(ctx, token, out, f);
}

static int setup(void **state)
{
	const struct feed_rules rules = {.per_user = 2, .beat_us = BEAT_US};
	(void)state;
	journal.last = 0;
	journal.failing = journal.ended = false;
	feed = feed_create(&rules);
	feed_begin(feed, 0);
	struct http_config c = test_config();
	c.routes = routes;
	c.authenticate = authenticate;
	c.feed = feed;
	server = test_start(&c);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	http_stop(server, 5);
	feed_destroy(feed);
	return 0;
}

static void tell(char letter)
{
	pthread_mutex_lock(&journal.lock);
	journal.last++;
	assert_int_equal(letter, 'a' + journal.last - 1);
	pthread_mutex_unlock(&journal.lock);
	feed_push(feed, &(struct feed_item){.id = journal.last, .p = &letter, .n = 1});
	feed_wake(feed);
}

/* What has come of a stream, without its head and its chunks. */
struct open {
	int    fd, status;
	char   raw[RAW_MAX], text[RAW_MAX];
	size_t raw_n;
	bool   over; /* it ended as it should */
};

static void unpack(struct open *o)
{
	char  *at = strstr(o->raw, "\r\n\r\n");
	size_t n = 0;
	if (at == NULL)
		return;
	o->status = (int)strtol(o->raw + 9, NULL, 10);
	for (at += 4; !o->over;) {
		char  *end;
		size_t size = strtoul(at, &end, 16);
		if (end == at || strncmp(end, "\r\n", 2) != 0 ||
		    end + 2 + size + 2 > o->raw + o->raw_n)
			break;
		memcpy(o->text + n, end + 2, size);
		n += size;
		o->over = size == 0;
		at = end + 2 + size + 2;
	}
	o->text[n] = '\0';
}

static void begin_stream(struct open *o, const char *query, const char *token)
{
	char head[512];
	memset(o, 0, sizeof(*o));
	o->fd = test_connect(server);
	int n = snprintf(head, sizeof(head),
	                 "GET /stream%s HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer %s\r\n\r\n",
	                 query, token);
	test_send(o->fd, head, (size_t)n);
}

/* Until it has so much text, or ends. False: the connection did. */
static bool await_text(struct open *o, size_t n)
{
	for (;;) {
		unpack(o);
		if (o->over || strlen(o->text) >= n)
			return true;
		ssize_t got = recv(o->fd, o->raw + o->raw_n, RAW_MAX - 1 - o->raw_n, 0);
		if (got <= 0)
			return false;
		o->raw_n += (size_t)got;
		o->raw[o->raw_n] = '\0';
	}
}

#define comes(o, want)                                    \
	do {                                              \
		assert_true(await_text(o, strlen(want))); \
		assert_string_equal((o)->text, want);     \
	} while (0)
#define ends_with(o, want)                                     \
	do {                                                   \
		assert_true(await_text(o, sizeof((o)->text))); \
		assert_true((o)->over);                        \
		assert_string_equal((o)->text, want);          \
	} while (0)

static void what_is_told_comes_and_no_worker_waits(void **state)
{
	static struct open a, b;
	struct answer      other;
	(void)state;
	begin_stream(&a, "", "user-1");
	begin_stream(&b, "", "user-2");
	comes(&a, "hello:");
	comes(&b, "hello:");
	for (int i = 0; i < 4; i++) { /* there are two workers */
		test_ask(server, "GET /api/v1/t/who", "", NULL, &other);
		assert_int_equal(other.status, 200);
		answer_free(&other);
	}
	tell('a');
	comes(&a, "hello:a");
	tell('b');
	comes(&a, "hello:ab");
	comes(&b, "hello:ab");
	close(a.fd);
	close(b.fd);
}

static void what_was_missed_is_read_page_by_page(void **state)
{
	static struct open a;
	(void)state;
	journal.last = 10;
	feed_begin(feed, 10);
	begin_stream(&a, "?after=2", "user-1");
	comes(&a, "hello:cdefghij");
	tell('k');
	comes(&a, "hello:cdefghijk");
	close(a.fd);
}

static void limits_and_not_waiting_end_it(void **state)
{
	static struct open a;
	(void)state;
	journal.last = 5;
	feed_begin(feed, 5);
	begin_stream(&a, "?limit=4", "user-1");
	ends_with(&a, "hello:abcd");
	static const char hello[] = "GET /api/v1/t/hello HTTP/1.1\r\nHost: t\r\n\r\n";
	test_send(a.fd, hello, sizeof(hello) - 1);
	struct answer next; /* the connection serves on */
	test_read(a.fd, false, &next);
	assert_int_equal(next.status, 200);
	answer_free(&next);
	close(a.fd);
	begin_stream(&a, "?wait=false", "user-1");
	ends_with(&a, "hello:abcde");
	close(a.fd);
}

static void a_log_that_is_away_ends_it(void **state)
{
	static struct open a;
	(void)state;
	journal.last = 5;
	journal.failing = true;
	feed_begin(feed, 5);
	begin_stream(&a, "", "user-1");
	ends_with(&a, "hello:");
	close(a.fd);
}

static void signs_of_life_and_the_end_of_a_token(void **state)
{
	static struct open a;
	int64_t            now = clock_ticks_us();
	(void)state;
	begin_stream(&a, "", "user-1");
	comes(&a, "hello:");
	feed_tick(feed, now, 1);
	feed_tick(feed, now + BEAT_US, 1);
	comes(&a, "hello::\n\n");
	pthread_mutex_lock(&journal.lock);
	journal.ended = true;
	pthread_mutex_unlock(&journal.lock);
	feed_tick(feed, now + BEAT_US, 2);
	ends_with(&a, "hello::\n\n");
	close(a.fd);
}

static void too_many_of_one_user(void **state)
{
	static struct open a, b, c;
	struct answer      refused;
	(void)state;
	begin_stream(&a, "", "user-1");
	begin_stream(&b, "", "user-1");
	comes(&a, "hello:");
	comes(&b, "hello:");
	test_ask(server, "GET /stream", "Authorization: Bearer user-1\r\n", NULL, &refused);
	assert_int_equal(refused.status, 429);
	assert_non_null(strstr(refused.body, "too_many_streams"));
	answer_free(&refused);
	test_ask(server, "HEAD /stream", "Authorization: Bearer user-1\r\n", NULL, &refused);
	assert_int_equal(refused.status, 200);
	answer_free(&refused);
	close(a.fd);
	begin_stream(&c, "", "user-1");
	comes(&c, "hello:");
	close(b.fd);
	close(c.fd);
}

static void a_stop_ends_them(void **state)
{
	static struct open a, b;
	(void)state;
	begin_stream(&a, "", "user-1");
	begin_stream(&b, "", "user-2");
	comes(&a, "hello:");
	comes(&b, "hello:");
	const int64_t begun = clock_ticks_us();
	http_stop(server, 60);
	assert_true(clock_ticks_us() - begun < 30 * INT64_C(1000000));
	ends_with(&a, "hello:");
	ends_with(&b, "hello:");
	close(a.fd);
	close(b.fd);
	server = NULL;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_told_comes_and_no_worker_waits, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(what_was_missed_is_read_page_by_page, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(limits_and_not_waiting_end_it, setup, teardown),
		cmocka_unit_test_setup_teardown(a_log_that_is_away_ends_it, setup, teardown),
		cmocka_unit_test_setup_teardown(signs_of_life_and_the_end_of_a_token, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(too_many_of_one_user, setup, teardown),
		cmocka_unit_test_setup_teardown(a_stop_ends_them, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

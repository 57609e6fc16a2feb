/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_FIXTURE_H
#define HTTP_FIXTURE_H

/* For tests only: a server with its own routes on a free port, and a client that speaks bytes. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
#undef fail /* ours takes arguments */
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "http/server.h"

/* ---- the program behind the server ---- */

/* A door that the test opens: handlers wait behind it. */
struct gate {
	pthread_mutex_t lock;
	pthread_cond_t  moved;
	int             waiting, passed;
	bool            open;
};
static struct gate gate = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0, false};

static inline void gate_pass(void)
{
	pthread_mutex_lock(&gate.lock);
	gate.waiting++;
	pthread_cond_broadcast(&gate.moved);
	while (!gate.open)
		pthread_cond_wait(&gate.moved, &gate.lock);
	gate.waiting--;
	gate.passed++;
	pthread_cond_broadcast(&gate.moved);
	pthread_mutex_unlock(&gate.lock);
}

static inline void gate_set(bool open)
{
	pthread_mutex_lock(&gate.lock);
	gate.open = open;
	if (!open)
		gate.passed = 0;
	pthread_cond_broadcast(&gate.moved);
	pthread_mutex_unlock(&gate.lock);
}

static inline void gate_await(const int *counter, int n)
{
	pthread_mutex_lock(&gate.lock);
	while (*counter < n)
		pthread_cond_wait(&gate.moved, &gate.lock);
	pthread_mutex_unlock(&gate.lock);
}

struct Message {
	const char *message;
};
static const struct field message_fields[] = {{"message", TEXT, AT(Message, message), NULLABLE}};
static SHAPE(message_shape, Message, message_fields);

struct Echo {
	const char *text;
	int64_t     number;
};
static const struct field echo_fields[] = {
	{"text", TEXT, AT(Echo, text), REQUIRED, 0, 8 << 20},
	{"number", INT, AT(Echo, number), NULLABLE, 0, 100},
};
static SHAPE(echo_shape, Echo, echo_fields);

struct ItemQuery {
	const char *id;
	int64_t     limit;
	int32_t     from;
};
static const struct field item_query_fields[] = {
	{"id", TEXT, AT(ItemQuery, id), IN_PATH | REQUIRED, 1, 12},
	{"limit", INT, AT(ItemQuery, limit), IN_QUERY, 1, 500, "100"},
	{"from", DATE, AT(ItemQuery, from), IN_QUERY},
};
static SHAPE(item_query_shape, ItemQuery, item_query_fields);

struct Item {
	const char *id;
	int64_t     number;
};
static const struct field item_fields[] = {
	{"id", TEXT, AT(Item, id)},
	{"number", INT, AT(Item, number)},
};
static SHAPE(item_shape, Item, item_fields);
struct Items {
	struct list items;
	int64_t     total;
};
static const struct field items_fields[] = {
	{"items", LIST, AT(Items, items), .of = &item_shape},
	{"total", INT, AT(Items, total)},
};
static SHAPE(items_shape, Items, items_fields);

static enum err do_hello(struct req *rq, const void *in, void *out)
{
	struct Message *m = out;
	(void)in;
	m->message = arena_printf(req_arena(rq), "hello from %s",
	                          req_loopback(rq) ? "here" : req_address(rq));
	return OK;
}

static enum err do_echo(struct req *rq, const void *in, void *out)
{
	(void)rq;
	memcpy(out, in, sizeof(struct Echo));
	return OK;
}

static enum err do_items(struct req *rq, const void *in, void *out)
{
	const struct ItemQuery *q = in;
	struct Items           *o = out;
	struct Item            *items = ARENA_ARRAY(req_arena(rq), (size_t)q->limit, struct Item);
	for (int64_t i = 0; i < q->limit; i++)
		items[i] = (struct Item){.id = q->id, .number = i};
	o->items = (struct list){.items = items, .n = (size_t)q->limit};
	o->total = q->limit;
	return OK;
}

static enum err do_who(struct req *rq, const void *in, void *out)
{
	const struct caller *c = req_caller(rq);
	struct Message      *m = out;
	(void)in;
	m->message = arena_printf(req_arena(rq), "%lld%s", (long long)c->user_id,
	                          c->admin ? " admin" : "");
	return OK;
}

static enum err do_nothing(struct req *rq, const void *in, void *out)
{
	(void)rq;
	(void)in;
	(void)out;
	return OK;
}

static enum err do_wait(struct req *rq, const void *in, void *out)
{
	(void)in;
	gate_pass();
	((struct Message *)out)->message = arena_strdup(req_arena(rq), "at last");
	return OK;
}

static enum err do_bug(struct req *rq, const void *in, void *out)
{
	(void)in;
	(void)out;
	return fail(req_fail(rq), ERR_INTERNAL, "the secret inside");
}

static enum err do_away(struct req *rq, const void *in, void *out)
{
	(void)in;
	(void)out;
	return fail(req_fail(rq), ERR_AWAY, "the database is away");
}

static enum err do_conflict(struct req *rq, const void *in, void *out)
{
	(void)in;
	(void)out;
	req_fail(rq)->retry_after_s = 7;
	return fail_as(req_fail(rq), ERR_CONFLICT, "no_price_return", "no traded prices");
}

static enum err do_csv(struct req *rq, const void *in, void *out)
{
	(void)in;
	(void)out;
	req_reply_bytes(rq, "text/csv; charset=utf-8", "a,b\n1,2\n", 8);
	return OK;
}

/* A reply that is the same for everybody; how often it was made, and a failure to come. */
static struct {
	pthread_mutex_t lock;
	int             made, failures;
	bool            gated;
} shared_state = {.lock = PTHREAD_MUTEX_INITIALIZER};

static enum err do_shared(struct req *rq, const void *in, void *out)
{
	pthread_mutex_lock(&shared_state.lock);
	shared_state.made++;
	bool failing = shared_state.failures > 0, gated = shared_state.gated;
	shared_state.failures -= failing;
	pthread_mutex_unlock(&shared_state.lock);
	if (gated)
		gate_pass();
	if (failing)
		return fail(req_fail(rq), ERR_CONFLICT, "not this time");
	return do_items(rq, in, out);
}

static const struct route test_table[] = {
	{GET, "/hello", do_hello, PUBLIC | FREE, NULL, &message_shape, "hello", "Says hello."},
	{POST, "/echo", do_echo, PUBLIC, &echo_shape, &echo_shape, "echo", "Says it again."},
	{POST, "/large", do_echo, LOGIN, &echo_shape, &echo_shape, "large", "A large body.",
         .max_body = 6 << 20},
	{POST, "/small", do_echo, PUBLIC, &echo_shape, &echo_shape, "small", "A small body.",
         .max_body = 64},
	{PUT, "/echo", do_echo, LENIENT, &echo_shape, &echo_shape, "echoLenient",
         "Ignores the rest.", .instead = "echo", .deprecated_s = 1767571200},
	{GET, "/items/{id}", do_items, LOGIN | FIELDS, &item_query_shape, &items_shape, "items",
         "Items."},
	{DELETE_, "/items/{id}", do_nothing, ADMIN, &item_query_shape, NULL, "dropItem",
         "Drops it."},
	{GET, "/items/first", do_who, LOGIN, NULL, &message_shape, "firstItem", "The first."},
	{GET, "/shared/{id}", do_shared, LOGIN | SHARED, &item_query_shape, &items_shape, "shared",
         "The same for everybody."},
	{GET, "/who", do_who, PUBLIC, NULL, &message_shape, "who", "Who asks."},
	{POST, "/made", do_who, LOGIN | CREATED, NULL, &message_shape, "made", "Makes it."},
	{POST, "/sign", do_who, PUBLIC | ANON_LIMIT | NO_STORE, NULL, &message_shape, "sign",
         "Signs in."},
	{GET, "/private", do_who, LOGIN | NO_STORE, NULL, &message_shape, "private",
         "Keeps nothing."},
	{GET, "/compute", do_who, LOGIN | COMPUTE, NULL, &message_shape, "compute", "Computes."},
	{POST, "/look", do_who, LOGIN | READS, NULL, &message_shape, "look", "Changes nothing."},
	{GET, "/own", do_who, LOGIN | PERSONAL, NULL, &message_shape, "own", "For a person."},
	{GET, "/wait", do_wait, PUBLIC, NULL, &message_shape, "wait", "Waits."},
	{GET, "/bug", do_bug, PUBLIC, NULL, &message_shape, "bug", "Fails."},
	{GET, "/away", do_away, PUBLIC, NULL, &message_shape, "away", "Is away."},
	{GET, "/conflict", do_conflict, PUBLIC, NULL, &message_shape, "conflict", "Conflicts."},
	{GET, "/csv", do_csv, PUBLIC, NULL, NULL, "csv", "Raw bytes."},
};
static const struct routes        test_routes = {"/api/v1/t", "test", "Test routes.", test_table,
                                                 COUNT(test_table)};
static const struct routes *const test_all[] = {&test_routes, NULL};

/* user-N is user N, key-N a program that acts for that one, look-N one that may only read, "root" the admin token. */
static inline enum err test_authenticate(void *ctx, const char *token, struct caller *out,
                                         struct fail *f)
{
	(void)ctx;
	if (strcmp(token, "root") == 0)
		*out = (struct caller){.admin = true};
	else if (strncmp(token, "user-", 5) == 0)
		*out = (struct caller){.user_id = token[5] - '0'};
	else if (strncmp(token, "key-", 4) == 0)
		*out = (struct caller){.user_id = token[4] - '0', .admin = true, .delegated = true};
	else if (strncmp(token, "look-", 5) == 0)
		*out = (struct caller){
			.user_id = token[5] - '0', .delegated = true, .read_only = true};
	else
		return fail(f, ERR_AUTH, "the token is not valid");
	return OK;
}

static inline enum err test_open(void *ctx, void **worker, struct fail *f)
{
	(void)ctx;
	(void)f;
	*worker = malloc(1); /* a leak checker sees whether it is closed */
	return OK;
}

static const char *const test_origins[] = {"http://localhost:3000", NULL};

static inline struct http_config test_config(void)
{
	return (struct http_config){
		.host = "127.0.0.1",
		.workers = 2,
		.max_connections = 500,
		.timeout_s = 30,
		.max_body = 4 << 20,
		.origins = test_origins,
		.routes = test_all,
		.authenticate = test_authenticate,
		.worker_open = test_open,
		.worker_close = free,
	};
}

static inline struct http_server *test_start(const struct http_config *c)
{
	struct http_server *s = NULL;
	struct fail         f = {.code = OK};
	static bool         logs;
	if (!logs)
		log_init(LOG_ERROR, false);
	logs = true; /* once, before there are threads */
	assert_int_equal(http_start(c, &s, &f), OK);
	assert_true(http_port(s) > 0);
	return s;
}

/* ---- the client ---- */

enum { HEAD_MAX = 16384, BODY_MAX = 8 << 20 };

struct answer {
	int    status;
	char   head[HEAD_MAX];
	char  *body; /* answer_free() */
	size_t n;
	bool   complete; /* false: the connection ended first */
};

static inline int test_connect(const struct http_server *s)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
	                         .sin_port = htons((uint16_t)http_port(s)),
	                         .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int                fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_true(fd >= 0);
	union {
		const struct sockaddr_in *in;
		const struct sockaddr    *any;
	} to = {.in = &at};
	assert_int_equal(connect(fd, to.any, sizeof(at)), 0);
	return fd;
}

static inline void test_send(int fd, const void *p, size_t n)
{
	for (const char *at = p; n > 0;) {
		ssize_t sent = send(fd, at, n, MSG_NOSIGNAL);
		if (sent <= 0)
			return; /* the server may have hung up: what it answered is what counts */
		at += sent;
		n -= (size_t)sent;
	}
}

static inline void send_text(int fd, const char *text)
{
	test_send(fd, text, strlen(text));
}

static inline const char *test_header(const struct answer *a, const char *name, char out[512])
{
	for (const char *line = a->head; (line = strstr(line, "\r\n")) != NULL;) {
		line += 2;
		size_t n = strlen(name);
		if (strncasecmp(line, name, n) == 0 && line[n] == ':') {
			snprintf(out, 512, "%.*s", (int)strcspn(line + n + 2, "\r"), line + n + 2);
			return out;
		}
	}
	return NULL;
}

static inline void answer_free(struct answer *a)
{
	free(a->body);
	a->body = NULL;
}

/* One answer; bodyless where the request was HEAD. */
static inline void test_read(int fd, bool head_only, struct answer *a)
{
	size_t n = 0, want;
	char   value[512];
	memset(a, 0, sizeof(*a));
	a->body = calloc(1, 1);
	while (n + 1 < HEAD_MAX && strstr(a->head, "\r\n\r\n") == NULL) {
		if (recv(fd, a->head + n, 1, 0) <= 0)
			return;
		n++;
	}
	a->status = (int)strtol(a->head + strcspn(a->head, " "), NULL, 10);
	const char *length = test_header(a, "Content-Length", value);
	const bool  bodyless = head_only || a->status == 304;
	want = bodyless || length == NULL ? 0 : strtoul(length, NULL, 10);
	assert_true(want < BODY_MAX);
	a->body = realloc(a->body, want + 1);
	while (a->n < want) {
		ssize_t got = recv(fd, a->body + a->n, want - a->n, 0);
		if (got <= 0)
			return;
		a->n += (size_t)got;
	}
	a->body[a->n] = '\0';
	a->complete = true;
}

/* A whole reply with that status is next. */
static inline void expect_status(int fd, int status)
{
	struct answer a;
	test_read(fd, false, &a);
	assert_int_equal(a.status, status);
	assert_true(a.complete);
	answer_free(&a);
}

static inline bool test_at_end(int fd)
{
	char c;
	return recv(fd, &c, 1, 0) <= 0;
}

/* Bytes on a connection of their own, and one answer; says whether the server closed after it. */
static inline bool test_once(const struct http_server *s, const void *p, size_t n, struct answer *a)
{
	int fd = test_connect(s);
	test_send(fd, p, n);
	test_read(fd, strncmp(p, "HEAD ", 5) == 0, a);
	char        value[512];
	const char *connection = test_header(a, "Connection", value);
	bool closed = connection != NULL && strcasecmp(connection, "close") == 0 && test_at_end(fd);
	close(fd);
	return closed;
}

/* "GET /path" and header lines, each ended by \r\n. */
static inline void test_ask(const struct http_server *s, const char *line, const char *headers,
                            const char *body, struct answer *a)
{
	char head[HEAD_MAX], length[64] = "";
	int  fd = test_connect(s);
	if (body != NULL)
		snprintf(length, sizeof(length), "Content-Length: %zu\r\n", strlen(body));
	int n = snprintf(head, sizeof(head), "%s HTTP/1.1\r\nHost: test\r\n%s%s\r\n", line, length,
	                 headers);
	test_send(fd, head, (size_t)n);
	if (body != NULL)
		send_text(fd, body);
	test_read(fd, strncmp(line, "HEAD ", 5) == 0, a);
	close(fd);
}

static inline void expect_header(const struct answer *a, const char *name, const char *want)
{
	char        value[512];
	const char *got = test_header(a, name, value);
	if (want == NULL) {
		assert_null(got);
		return;
	}
	if (got == NULL)
		print_error("no %s in %s\n", name, a->head);
	assert_non_null(got);
	assert_string_equal(got, want);
}

#endif

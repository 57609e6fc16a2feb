/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/server.h"

#include <microhttpd.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "http/accept.h"
#include "http/address.h"
#include "http/deadlines.h"
#include "http/dispatch.h"
#include "http/drain.h"
#include "http/feed.h"
#include "http/front.h"
#include "http/handover.h"
#include "http/line.h"
#include "http/listen.h"
#include "http/peers.h"
#include "http/proxy.h"
#include "http/reply_cache.h"
#include "http/request.h"
#include "http/response.h"
#include "http/shared.h"
#include "http/spares.h"
#include "http/stream.h"
#include "http/tls.h"

/* How long a connection may take to bring a last request, when we stop. */
enum { ASKING_US = 100000 };
/*
 * What the library keeps of a request and the head of its reply share a connection's memory: where a
 * request left too little, its reply would be lost. So what we refuse has room to be read and answered;
 * the library refuses the rest in words of its own. A stream keeps half of it in use.
 */
enum { CONNECTION_MEMORY = 40960, FIELD_ROOM = 68 };
enum { THREADS_MAX = 16, QUEUE_PER_WORKER = 64, QUEUE_MIN = 256 };

static const struct timespec nap = {.tv_nsec = 2000000};

struct exchange;

struct http_server {
	struct http_config c;
	struct dispatch    d;
	struct pool       *pool;
	struct drain      *drain;
	struct lines       lines;
	struct front      *front; /* NULL with TLS, which it does not speak */
	struct MHD_Daemon *mhd;
	int                listening;
	int                port;
	atomic_int         running; /* requests between first line and end of reply */
	atomic_int         stage;   /* enum stage */
	struct spares      spares;  /* finished exchanges: they are large */
};

enum phase { HEAD, BODY, ANSWER };

/* A request with the connection it came by. */
struct exchange {
	struct req             rq; /* first: the pool hands back requests */
	struct http_server    *s;
	struct MHD_Connection *connection;
	struct line           *line; /* of that connection */
	enum phase             phase;
	uintptr_t              target; /* where it came to lie in the connection's memory */
	size_t                 target_n;
};

static struct exchange *take_exchange(struct http_server *s)
{
	struct exchange *x = spares_take(&s->spares);
	if (x == NULL)
		x = malloc(sizeof(*x));
	if (x == NULL)
		abort();
	return x;
}

static int socket_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	return info != NULL ? info->connect_fd : -1;
}

static void on_connection(void *cls, struct MHD_Connection *connection, void **context,
                          enum MHD_ConnectionNotificationCode what)
{
	struct http_server *s = cls;
	struct line        *line = *context;
	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *from = MHD_get_connection_info(
			connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
		*context = line = malloc(sizeof(*line));
		if (line == NULL)
			abort();
		line_begin(&s->lines, line, from->client_addr, socket_of(connection));
	} else if (line != NULL) {
		line_end(&s->lines, line);
		free(line);
		*context = NULL;
	}
}

static struct line *line_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	return info->socket_context; /* made before the first byte was read */
}

/* Back from a worker, on any thread. */
static void resume(struct req *rq)
{
	MHD_resume_connection(((struct exchange *)(void *)rq)->connection);
}

/*
 * The library would make a list of the query's parameters, which nobody reads;
 * where that outgrew the connection's memory it left the request without an
 * answer. It is its buffer, and a query that begins with NUL is none.
 */
static void hide_query(const char *target)
{
	char *query = strchr((char *)(uintptr_t)target, '?');
	if (query != NULL)
		query[1] = '\0';
}

static void *on_target(void *cls, const char *target, struct MHD_Connection *connection)
{
	struct http_server *s = cls;
	struct exchange    *x = take_exchange(s);
	req_init(&x->rq, &s->d, target);
	x->rq.resume = resume;
	x->s = s;
	x->connection = connection;
	x->phase = HEAD;
	x->target = (uintptr_t)target;
	x->target_n = strlen(target);
	hide_query(target);
	atomic_fetch_add(&s->running, 1);
	x->line = line_of(connection);
	return x;
}

/* Targets are decoded by us, strictly. */
static size_t no_unescape(void *cls, struct MHD_Connection *connection, char *text)
{
	(void)cls;
	(void)connection;
	return strlen(text);
}

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                 const char *value)
{
	struct req *rq = cls;
	(void)kind;
	if (rq->n_headers < REQ_HEADERS_MAX)
		rq->headers[rq->n_headers] = (struct header){.name = name,
		                                             .value = value != NULL ? value : ""};
	rq->n_headers++;
	return MHD_YES;
}

/* Fields, and what the library makes of those that hold cookies. */
static enum MHD_Result add_room(void *cls, enum MHD_ValueKind kind, const char *name,
                                const char *value)
{
	struct req *rq = cls;
	(void)kind;
	rq->head_n += strlen(name) + (value != NULL ? strlen(value) : 0) + FIELD_ROOM;
	return MHD_YES;
}

static void on_completed(void *cls, struct MHD_Connection *connection, void **con_cls,
                         enum MHD_RequestTerminationCode how)
{
	struct http_server *s = cls;
	struct exchange    *x = *con_cls;
	(void)connection;
	if (x == NULL)
		return;
	if (x->phase != HEAD)
		dispatch_done(&x->rq, how == MHD_REQUEST_TERMINATED_COMPLETED_OK);
	req_finish(&x->rq);
	deadline_begin(s->lines.deadlines, &x->line->deadline, 0); /* for the next one's head */
	spares_give(&s->spares, x);
	*con_cls = NULL;
	atomic_fetch_sub(&s->running, 1);
}

/* The response becomes the library's. */
static enum MHD_Result queue(struct exchange *x, struct MHD_Response *response,
                             const struct reply *r)
{
	if (response == NULL)
		abort();
	for (size_t i = 0; i < r->n; i++)
		(void)MHD_add_response_header(response, r->headers[i].name, r->headers[i].value);
	enum MHD_Result ok = MHD_queue_response(x->connection, (unsigned)r->status, response);
	MHD_destroy_response(response);
	return ok;
}

static enum MHD_Result send_stream(struct exchange *x, const struct reply *r)
{
	const struct stream_line line = {x->connection, x->s->lines.deadlines, &x->line->deadline,
	                                 x->s->pool};
	struct MHD_Response     *response = stream_response(x->rq.stream, &line);
	return queue(x, response, r);
}

static enum MHD_Result send_reply(struct exchange *x)
{
	struct reply *r = &x->rq.reply;
	if (atomic_load(&x->s->stage) >= STAGE_STOPS)
		dispatch_ending(&x->rq);
	deadline_begin(x->s->lines.deadlines, &x->line->deadline, r->body_n);
	if (x->rq.stream != NULL)
		return send_stream(x, r);
	return queue(x, response_of(&x->rq), r);
}

/*
 * The library takes a target that holds a NUL and shows it up to there. In its
 * buffer the version follows the target after one blank: a wider gap is the rest.
 */
static bool target_cut(const struct exchange *x, const char *version)
{
	const uintptr_t end = x->target + x->target_n, at = (uintptr_t)version;
	return at > end + 1 && at - end < CONNECTION_MEMORY;
}

static void read_head(struct exchange *x, const char *method, const char *version)
{
	struct req                     *rq = &x->rq;
	const union MHD_ConnectionInfo *peer = MHD_get_connection_info(
		x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	rq->method_text = method;
	rq->target_cut = target_cut(x, version);
	rq->fd = socket_of(x->connection);
	rq->head_n = x->target_n;
	rq->http11 = strcmp(version, MHD_HTTP_VERSION_1_1) == 0;
	MHD_get_connection_values(x->connection, MHD_HEADER_KIND, on_header, rq);
	MHD_get_connection_values(x->connection, MHD_HEADER_KIND | MHD_COOKIE_KIND, add_room, rq);
	struct address from;
	bool           known = address_of(peer != NULL ? peer->client_addr : NULL, &from);
	proxy_resolve(rq, known ? &from : NULL);
}

/* From here to the resume the request belongs to others: nothing of it may be touched. */
static void hand_over(struct exchange *x)
{
	deadline_none(&x->line->deadline);
	MHD_suspend_connection(x->connection);
	handover_begin(&x->rq);
}

/* Before the body: it may be on its way. */
static enum MHD_Result refuse_early(struct exchange *x)
{
	drain_add(x->s->drain, socket_of(x->connection));
	return send_reply(x);
}

static enum MHD_Result on_access(void *cls, struct MHD_Connection *connection, const char *url,
                                 const char *method, const char *version, const char *data,
                                 size_t *data_n, void **con_cls)
{
	struct exchange *x = *con_cls;
	(void)cls;
	(void)connection;
	(void)url;
	if (x->phase == HEAD) {
		if (atomic_load(&x->s->stage) == STAGE_ENDS)
			return MHD_NO;
		x->phase = BODY;
		deadline_begin(x->s->lines.deadlines, &x->line->deadline, 0);
		read_head(x, method, version);
		return dispatch_head(&x->rq) ? refuse_early(x) : MHD_YES;
	}
	if (*data_n > 0) {
		bool go_on = dispatch_body(&x->rq, data, *data_n);
		deadline_extend(&x->line->deadline, *data_n);
		*data_n = 0;
		return go_on ? MHD_YES : MHD_NO;
	}
	x->phase = ANSWER;
	if (x->rq.answered || shared_answer(&x->rq))
		return send_reply(x);
	hand_over(x);
	return MHD_YES;
}

static int cores(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	return n < 1 ? 1 : n > THREADS_MAX ? THREADS_MAX : (int)n;
}

static enum err start_mhd(struct http_server *s, struct fail *f)
{
	const struct http_config *c = &s->c;
	int                       threads = cores();
	if (threads > c->max_connections)
		threads = c->max_connections;
	struct MHD_OptionItem more[4] = {{MHD_OPTION_END, 0, NULL}};
	int                   n = 0;
	if (c->tls != NULL) {
		/* The library takes const away but does not write. */
		void *priorities = (void *)(uintptr_t)tls_priorities;
		more[n++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_PRIORITIES, 0, priorities};
		more[n++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_CERT_CALLBACK, 0,
		                                    tls_callback()};
	}
	if (threads > 1)
		more[n++] = (struct MHD_OptionItem){MHD_OPTION_THREAD_POOL_SIZE, threads, NULL};
	more[n] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
	s->mhd = MHD_start_daemon(
		MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
			MHD_USE_NO_LISTEN_SOCKET | (c->tls != NULL ? MHD_USE_TLS : 0),
		0, NULL, NULL, on_access, s, MHD_OPTION_URI_LOG_CALLBACK, on_target, s,
		MHD_OPTION_UNESCAPE_CALLBACK, no_unescape, NULL, MHD_OPTION_NOTIFY_COMPLETED,
		on_completed, s, MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)(threads * c->max_connections),
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)c->timeout_s, MHD_OPTION_ARRAY, more,
		MHD_OPTION_END);
	if (s->mhd == NULL)
		return fail(f, ERR_AWAY, "the HTTP server could not start its %d threads", threads);
	return OK;
}

/* The library deals it to a thread by its number. */
static bool add_to_library(void *ctx, int fd, const struct sockaddr *from, socklen_t n)
{
	const struct http_server *s = ctx;
	return MHD_add_connection(s->mhd, fd, from, n) == MHD_YES;
}

static bool add_connection(void *ctx, int fd, const struct sockaddr *from, socklen_t n)
{
	struct http_server *s = ctx;
	if (!lines_enter(&s->lines, from)) {
		close(fd);
		return false;
	}
	if (s->front != NULL) {
		front_add(s->front, fd, from, n);
		return true;
	}
	if (add_to_library(s, fd, from, n))
		return true;
	lines_leave(&s->lines, from);
	return false;
}

static enum err start_front(struct http_server *s, struct fail *f)
{
	const struct front_ops ops = {.ctx = s,
	                              .d = &s->d,
	                              .lines = &s->lines,
	                              .drain = s->drain,
	                              .running = &s->running,
	                              .stage = &s->stage,
	                              .pass = add_to_library};
	return s->c.tls != NULL ? OK : front_create(&ops, cores(), &s->front, f);
}

/* The limit of connections is kept here: the library would refuse where one thread has its share of them. */
static enum err start_taking(struct http_server *s, int fd, struct fail *f)
{
	const struct accept_ops ops = {
		.ctx = s, .listening = fd, .max = s->c.max_connections, .add = add_connection};
	return acceptor_create(&ops, &s->lines.acceptor, f);
}

static void release(struct http_server *s)
{
	front_destroy(s->front);
	if (s->mhd != NULL)
		MHD_stop_daemon(s->mhd);
	acceptor_destroy(s->lines.acceptor);
	pool_destroy(s->pool);
	deadlines_destroy(s->lines.deadlines);
	drain_destroy(s->drain);
	dispatch_finish(&s->d);
	spares_finish(&s->spares);
	peers_destroy(s->lines.peers);
	free(s);
}

enum err http_start(const struct http_config *c, struct http_server **out, struct fail *f)
{
	struct http_server *s = aligned_alloc(_Alignof(struct http_server), sizeof(*s));
	if (s == NULL)
		abort();
	memset(s, 0, sizeof(*s));
	s->c = *c;
	if (s->c.workers <= 0)
		s->c.workers = 2 * cores();
	if (s->c.queue <= 0)
		s->c.queue = s->c.workers * QUEUE_PER_WORKER;
	if (c->queue <= 0 && s->c.queue < QUEUE_MIN)
		s->c.queue = QUEUE_MIN;
	dispatch_init(&s->d, &s->c);
	s->lines.peers = peers_create(c->max_connections_address, c->max_connections);
	s->lines.counts = &s->d.connections;
	const struct pool_ops ops = {.ctx = c->ctx,
	                             .open = c->worker_open,
	                             .close = c->worker_close,
	                             .run = handover_run,
	                             .refuse = handover_refuse};
	int                   fd = -1;
	enum err              e = OK;
	if (c->listening > 0)
		s->port = listen_port(fd = c->listening);
	else
		e = listen_open(c->host, c->port, &fd, &s->port, f);
	if (e == OK)
		e = drain_create(&s->drain, f);
	if (e == OK)
		e = deadlines_create(c->timeout_s, &s->lines.deadlines, f);
	if (e == OK)
		e = pool_create(&ops, s->c.workers, s->c.queue, &s->pool, f);
	s->d.pool = s->pool;
	if (e == OK)
		e = start_mhd(s, f);
	if (e == OK)
		e = start_front(s, f);
	if (e == OK)
		e = start_taking(s, fd, f);
	if (e != OK) {
		if (fd >= 0)
			close(fd);
		release(s);
		return e;
	}
	s->listening = fd;
	*out = s;
	return OK;
}

int http_port(const struct http_server *s)
{
	return s->port;
}

/* Until nothing runs, and until asking_us no connection is there. */
static void await_end(const struct http_server *s, int64_t deadline_us, int64_t asking_us)
{
	for (int64_t now; (now = clock_ticks_us()) < deadline_us;) {
		if (atomic_load(&s->running) == 0 &&
		    (now >= asking_us || atomic_load(&s->d.connections.open) == 0))
			return;
		nanosleep(&nap, NULL);
	}
}

void http_stop(struct http_server *s, int grace_s)
{
	if (s == NULL)
		return;
	const int64_t deadline = clock_ticks_us() + (int64_t)grace_s * 1000000;
	atomic_store(&s->stage, STAGE_STOPS);
	acceptor_stop(s->lines.acceptor);
	/* One that was handed over listens on for whoever comes next. */
	close(s->listening);
	if (s->c.feed != NULL)
		feed_close(s->c.feed);
	await_end(s, deadline, clock_ticks_us() + ASKING_US);
	/* What a connection brings from here on would only be refused. What it brought before is answered. */
	atomic_store(&s->stage, STAGE_ENDS);
	await_end(s, deadline, 0);
	/* No connection may be suspended when the daemon stops: every job is run or refused before. */
	if (s->c.replies != NULL)
		(void)reply_cache_close(s->c.replies);
	pool_stop(s->pool);
	while (s->c.replies != NULL && reply_cache_close(s->c.replies) > 0)
		nanosleep(&nap, NULL);
	release(s);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_STREAM_H
#define HTTP_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct buf;
struct deadline;
struct deadlines;
struct MHD_Connection;
struct MHD_Response;
struct pool;
struct req;

/*
 * A reply that goes on (text/event-stream): what the log has, page by page, read on a worker, and
 * then what the server's feed tells, written by the network thread when the connection can send.
 * Between two events it costs neither thread nor time: its connection sleeps. It ends when its
 * token does, when the server stops, with wait false when there is no more, after limit events;
 * a client that comes back with the id of the last event misses nothing.
 */
enum { STREAM_PAGE = 32768, STREAM_PRELUDE = 1024 };

/* What a page is asked for, and what it is. */
struct stream_ask {
	int64_t user_id;
	bool    admin;
	int64_t after; /* events with an id above this */
	int64_t limit; /* at most so many; -1 = as many as fit */
	int64_t state; /* the state that was told last; feed_item.state */
};
struct stream_page {
	int64_t upto;   /* the events of the log up to this id are in it, or are not for who asks */
	int64_t events; /* how many it has */
	int64_t state;  /* told with it, or the one that was asked with */
	bool    whole;  /* there was no more */
};

struct stream_start {
	const char *prelude; /* sent first; at most STREAM_PRELUDE bytes, copied */
	int64_t     after, limit, state;
	bool        wait;
	/* Append whole events to out, whose maximum is STREAM_PAGE. On a worker's thread; may block. */
	enum err (*page)(void *worker, const struct stream_ask *q, struct buf *out,
	                 struct stream_page *p, struct fail *f);
};

/*
 * For the handler of a route with STREAM, as the last that it does: the reply is such a stream.
 * ERR_LIMIT: the user has too many.
 */
enum err req_stream(struct req *rq, const struct stream_start *start) MUST_CHECK;

/* ---- the server's side ---- */

struct stream;

/* The connection that carries it, and what else is of the server. */
struct stream_line {
	struct MHD_Connection  *connection;
	const struct deadlines *deadlines;
	struct deadline        *deadline;
	struct pool            *pool;
};

/* The reply's body as the library takes it; from now on it may sleep and wake. */
struct MHD_Response *stream_response(struct stream *s, const struct stream_line *line);
/* Of a worker, to which the connection belongs: the next page. */
void stream_fill(struct req *rq, void *worker);
/* Instead of that: no worker has time, so it ends, and the client comes back. */
void stream_give_up(struct stream *s);

size_t  stream_sent(const struct stream *s);
int64_t stream_begun_us(const struct stream *s); /* when the reply began */
void    stream_destroy(struct stream *s);        /* NULL is fine */

#endif

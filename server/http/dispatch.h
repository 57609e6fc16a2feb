/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_DISPATCH_H
#define HTTP_DISPATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct http_config;
struct limiter;
struct observe;
struct pool;
struct req;

/* Sockets that were taken. */
struct connections {
	_Atomic int64_t  open;
	_Atomic uint64_t taken;
};

/*
 * The life of a request, the same for all routes:
 *
 *   head ──> (body)* ──> serve ──> answered
 *     └─────────┴────────────────────┘
 *
 * head and body run on a network thread and never block; serve() runs on a
 * worker, if rq->answered is not set by then. Where head has answered, the
 * body is still read, so that the connection stays usable.
 */
struct dispatch {
	const struct http_config *c;
	struct limiter           *by_address, *by_user, *computing; /* the last one by user, too */
	struct observe           *observe;
	struct pool              *pool; /* set before the first request */
	struct connections        connections;
	char                     *csp;  /* of HTML pages */
	_Atomic uint64_t          ids;  /* what the next request's id is made of */
	_Atomic size_t            held; /* bytes of bodies that are kept, all together */
};

void dispatch_init(struct dispatch *d, const struct http_config *c);
void dispatch_finish(struct dispatch *d);

/*
 * Whose it is: a kept reply, or a route, in rq->match. Counts nothing and answers nothing; the head
 * asks it as well.
 */
void dispatch_find(struct req *rq);
/* The head has arrived. True: reply at once and close, the rest is not worth reading. */
bool dispatch_head(struct req *rq);
/* A piece of the body. False: it has no end; drop the connection. */
bool dispatch_body(struct req *rq, const void *p, size_t n);
/* What is kept of it is needed no more. */
void dispatch_drop_body(struct req *rq);
/* The workers are busy, or the server is stopping. */
void dispatch_busy(struct req *rq);
/* The server is stopping: the connection ends with this reply. */
void dispatch_ending(struct req *rq);
/* It is over: one access-log line, and counted. sent: the reply went out whole. */
void dispatch_done(const struct req *rq, bool sent);

#endif

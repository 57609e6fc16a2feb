/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include <netinet/in.h>

#include "base/buf.h"
#include "http/coding.h"
#include "http/limit.h"
#include "http/pool.h"
#include "http/reply_cache.h"
#include "http/respond.h"
#include "http/route.h"
#include "http/router.h"
#include "http/trace.h"

struct dispatch;
struct stream;

enum { REQ_HEADERS_MAX = 64, REQ_HEAD_MAX = 20480, REQ_ID_MAX = 64, REQ_LIMITS_MAX = 2 };

/*
 * One request, from its first line to the end of its reply. It belongs to the
 * network thread of its connection, except between pool_submit() and the
 * return of serve(), when it belongs to a worker.
 */
struct req {
	struct pool_job  job; /* first: the pool queues requests */
	struct dispatch *d;
	int64_t          start_us; /* clock_ticks_us() */
	/* Back to the network thread, from any; set before handover_begin(). */
	void (*resume)(struct req *rq);

	/* As received. */
	char            *target;     /* cut in two at '?' */
	char            *query;      /* "" = none */
	char            *path_text;  /* what path points into; of target's memory */
	bool             target_cut; /* it held a NUL, and ends there */
	bool             http11;
	bool             get, options; /* get: GET or HEAD */
	enum method      method;       /* HEAD is GET; METHOD_N: one that no route can have */
	const char      *method_text;
	size_t           head_n;    /* bytes kept of the head, those of bookkeeping too; 0 = few */
	size_t           n_headers; /* may be larger than the array: then some were left out */
	char             address[INET6_ADDRSTRLEN];
	struct limit_key address_key; /* IPv6: its /64 */
	bool             loopback;    /* the peer is this machine, and no proxy */
	int              fd;          /* of the connection, to be looked at; -1 = none */
	bool             https;       /* by our own TLS, or as a proxy says */

	/* As understood. */
	char               id[REQ_ID_MAX + 1];
	struct trace       trace;
	char               traceparent[TRACEPARENT + 1]; /* what we say of it */
	int64_t            body_n; /* Content-Length; -1 = chunked, 0 = no body */
	struct path        path;
	struct route_match match;
	bool               found, matched; /* it was looked for; a route has the path */
	enum err           split;          /* of its path */
	struct caller      caller;
	struct limit_count counted[REQ_LIMITS_MAX];
	size_t             n_counted;
	struct limit_state
		limit; /* of those that counted it the one with least left; or that refused it */
	bool    uncounted; /* counts when it turns out not to be ready */
	enum coding body_coding;
	bool        keep_body;      /* false: it is read and dropped */
	size_t      max_body;       /* of the route */
	size_t      received, held; /* of the body: bytes that came, and of dispatch.held */
	struct buf  body;

	/* Of a SHARED route. */
	struct cache_waiter waiter;
	struct cached      *cached; /* counted; NULL = none yet */
	bool                alone;  /* makes its own reply after all */

	/* While a worker has it. */
	void         *worker;
	struct arena *arena;

	/* What becomes of it. */
	bool        answered; /* reply is complete */
	bool        raw;      /* the handler called req_reply_bytes() */
	const char *raw_type;
	const char *location; /* the handler called req_redirect() */
	const char *disposition,
		*policy;       /* the handler called req_reply_file(); NULL: it did not */
	struct stream *stream; /* the handler called req_stream(); goes with the request */

	/* Large, and begun empty without being zeroed: what counts says how much of each is meant. */
	struct reply  reply;
	struct header headers[REQ_HEADERS_MAX];
	struct fail   fail;
};

void req_init(struct req *rq, struct dispatch *d, const char *target);
void req_finish(struct req *rq);

const char *req_header(const struct req *rq,
                       const char       *name); /* the first of that name; NULL: none */
size_t      req_header_count(const struct req *rq, const char *name);
/* Whether If-Match, where it is sent, names this tag. */
bool req_tag_matches(const struct req *rq, const char *etag);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/cors.h"

#include <string.h>

#include "http/dispatch.h"
#include "http/request.h"
#include "http/server.h"

/* The configured spelling of the request's origin; NULL: none, or not one of ours. */
static const char *allowed_origin(const struct req *rq)
{
	const char        *origin = req_header(rq, "Origin");
	const char *const *o = rq->d->c->origins;
	if (origin == NULL || o == NULL)
		return NULL;
	while (*o != NULL && strcmp(*o, origin) != 0)
		o++;
	return *o;
}

bool cors_preflight(const struct req *rq)
{
	return rq->options && req_header(rq, "Access-Control-Request-Method") != NULL &&
	       allowed_origin(rq) != NULL;
}

void cors_headers(struct req *rq)
{
	struct reply *r = &rq->reply;
	const char   *origin = allowed_origin(rq);
	if (origin == NULL)
		return;
	reply_header(r, "Access-Control-Allow-Origin", origin);
	reply_header(r, "Access-Control-Allow-Credentials", "true");
	if (!cors_preflight(rq)) {
		reply_header(r, "Access-Control-Expose-Headers",
		             "ETag, X-Request-Id, Traceparent, Retry-After, Deprecation, Link, "
		             "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, "
		             "Content-Range");
		return;
	}
	char allow[ALLOW_TEXT];
	reply_headerf(r, "Access-Control-Allow-Methods", "%s",
	              allow_format(rq->match.allowed, allow));
	reply_header(
		r, "Access-Control-Allow-Headers",
		"authorization, content-type, x-request-id, traceparent, x-admin-token, if-none-match, if-match, "
		"last-event-id");
	reply_header(r, "Access-Control-Max-Age", "600");
}

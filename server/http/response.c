/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/response.h"

#include <microhttpd.h>
#include <stdint.h>

#include "http/reply_cache.h"
#include "http/request.h"

static ssize_t nothing(void *cls, uint64_t pos, char *to, size_t max)
{
	(void)cls;
	(void)pos;
	(void)to;
	(void)max;
	return MHD_CONTENT_READER_END_WITH_ERROR; /* is not asked */
}

/*
 * The head of a reply without its body. The library says a length with it, which must be that of
 * the body (RFC 9110 §8.6).
 */
static struct MHD_Response *response_without(uint64_t body_n)
{
	return MHD_create_response_from_callback(body_n, 1, nothing, NULL, NULL);
}

static bool is_head_of_stream(const struct req *rq)
{
	const struct route *r = rq->match.route;
	return r != NULL && r->flags & STREAM && rq->reply.status == 200;
}

struct MHD_Response *response_of(struct req *rq)
{
	struct reply *r = &rq->reply;
	if (r->status == 304)
		return response_without(r->whole_n);
	if (is_head_of_stream(rq))
		return response_without(MHD_SIZE_UNKNOWN);
	/* The library takes const away but does not write. */
	void *body = (void *)(uintptr_t)r->body;
	if (r->owned != NULL) {
		r->owned = NULL;
		return MHD_create_response_from_buffer(r->body_n, body, MHD_RESPMEM_MUST_FREE);
	}
	if (r->shared == NULL)
		return MHD_create_response_from_buffer(r->body_n, body, MHD_RESPMEM_PERSISTENT);
	cached_ref(r->shared); /* until it is sent; ours goes with the request */
	return MHD_create_response_from_buffer_with_free_callback_cls(r->body_n, body, cached_unref,
	                                                              r->shared);
}

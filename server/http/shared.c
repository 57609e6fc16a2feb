/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/shared.h"

#include "http/admit.h"
#include "http/dispatch.h"
#include "http/reply_cache.h"
#include "http/request.h"
#include "http/server.h"

static int64_t generation(const struct req *rq)
{
	const struct http_config *c = rq->d->c;
	return c->generation != NULL ? c->generation(c->ctx) : 0;
}

static bool is_shared(const struct req *rq)
{
	const struct route *r = rq->match.route;
	return r != NULL && r->flags & SHARED && rq->get && !rq->alone && rq->d->c->replies != NULL;
}

bool shared_find(struct req *rq)
{
	if (!rq->get || rq->body_n != 0 || rq->d->c->replies == NULL)
		return false;
	rq->waiter.want = respond_coding(rq);
	rq->cached = reply_cache_hit(rq->d->c->replies, rq->target, rq->query, generation(rq),
	                             rq->waiter.want);
	if (rq->cached == NULL)
		return false;
	rq->match.route = rq->cached->route;
	rq->match.group = rq->cached->group;
	return true;
}

static void let_go(struct req *rq)
{
	cached_unref(rq->cached);
	rq->cached = NULL;
}

bool shared_answer(struct req *rq)
{
	if (!is_shared(rq))
		return false;
	if (rq->cached == NULL) {
		rq->waiter.want = respond_coding(rq);
		rq->cached = reply_cache_hit(rq->d->c->replies, rq->target, rq->query,
		                             generation(rq), rq->waiter.want);
		if (rq->cached == NULL) {
			/* What is ready is free; what must be made counts. */
			enum err e = admit_count(rq, rq->match.route->flags);
			if (e != OK)
				respond_fail(rq, e);
			return e != OK;
		}
	}
	if (cached_filled(rq->cached)) {
		respond_shared(rq, rq->cached, rq->waiter.want);
		rq->cached = NULL;
		return true;
	}
	/* Whoever made it was refused. That may have been its own fault, so this one tries by itself. */
	let_go(rq);
	rq->alone = true;
	return false;
}

enum shared shared_join(struct req *rq, void (*wake)(struct cache_waiter *w))
{
	if (!is_shared(rq))
		return SHARED_WORK;
	rq->waiter.wake = wake;
	switch (reply_cache_join(rq->d->c->replies, rq->target, rq->query, generation(rq),
	                         &rq->waiter, &rq->cached)) {
	case JOIN_READY: return SHARED_READY;
	case JOIN_WAIT: return SHARED_WAITS;
	case JOIN_ALONE: rq->alone = true; return SHARED_WORK;
	case JOIN_LEAD: break;
	}
	return SHARED_WORK;
}

bool shared_refused(struct req *rq)
{
	if (rq->cached == NULL)
		return false;
	reply_cache_fail(rq->d->c->replies, rq->cached, rq->waiter.want);
	if (cached_filled(rq->cached))
		return true;
	let_go(rq);
	return false;
}

bool shared_wants_body(const struct req *rq)
{
	return rq->cached == NULL || !cached_filled(rq->cached);
}

void shared_fill(struct req *rq, const char *type, char *body, size_t n)
{
	const struct cache_body b = {.type = type,
	                             .p = body,
	                             .n = n,
	                             .compressible = respond_compressible(type, n),
	                             .generation = generation(rq),
	                             .next = rq->waiter.want};
	rq->cached->route = rq->match.route;
	rq->cached->group = rq->match.group;
	reply_cache_fill(rq->d->c->replies, rq->cached, &b);
}

void shared_fail(struct req *rq)
{
	(void)shared_refused(rq);
}

void shared_code(struct req *rq)
{
	if (rq->cached != NULL)
		reply_cache_code(rq->d->c->replies, rq->cached, rq->waiter.want);
}

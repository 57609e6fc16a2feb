/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/handover.h"

#include "http/dispatch.h"
#include "http/request.h"
#include "http/serve.h"
#include "http/server.h"
#include "http/shared.h"
#include "http/stream.h"

static void wake(struct cache_waiter *w)
{
	struct req *rq = (struct req *)(void *)((char *)w - offsetof(struct req, waiter));
	rq->resume(rq);
}

void handover_begin(struct req *rq)
{
	enum shared next = shared_join(rq, wake);
	if (next == SHARED_WAITS)
		return;
	if (next == SHARED_WORK) {
		rq->job.slow = rq->match.route != NULL && rq->match.route->flags & SLOW;
		if (pool_submit(rq->d->pool, &rq->job))
			return;
		if (!shared_refused(rq))
			dispatch_busy(rq);
	}
	rq->resume(rq);
}

void handover_run(struct pool_job *job, void *worker, struct arena *a)
{
	struct req         *rq = (struct req *)job;
	struct reply_cache *replies = rq->d->c->replies;
	if (rq->stream != NULL)
		stream_fill(rq, worker);
	else
		serve(rq, worker, a);
	struct cached *e = rq->cached;
	if (e != NULL)
		cached_ref(e);
	rq->resume(rq);
	if (e != NULL)
		reply_cache_finish(replies, e);
	cached_unref(e);
}

void handover_refuse(struct pool_job *job)
{
	struct req *rq = (struct req *)job;
	if (rq->stream != NULL)
		stream_give_up(rq->stream);
	else if (!shared_refused(rq))
		dispatch_busy(rq);
	rq->resume(rq);
}

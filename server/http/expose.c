/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/expose.h"

#include <stdatomic.h>

#include "base/buf.h"
#include "base/exposition.h"
#include "http/dispatch.h"
#include "http/limit.h"
#include "http/observe.h"
#include "http/pool.h"
#include "http/server.h"
#include "http/tls.h"

static void expose_connections(const struct dispatch *d, struct buf *b)
{
	const struct connections *n = &d->connections;

	exposition_single(b, "autoindex_http_connections", "gauge", "Open connections",
	                  (double)atomic_load_explicit(&n->open, memory_order_relaxed));
	exposition_single(b, "autoindex_http_connections_max", "gauge", "How many may be open",
	                  d->c->max_connections);
	exposition_single(b, "autoindex_http_connections_total", "counter", "Connections taken",
	                  (double)atomic_load_explicit(&n->taken, memory_order_relaxed));
}

static void expose_pool(const struct dispatch *d, struct buf *b)
{
	const struct pool_stats s = pool_stats(d->pool);

	exposition_single(b, "autoindex_workers", "gauge", "Threads that run requests", s.workers);
	exposition_single(b, "autoindex_workers_busy", "gauge", "Of these, at work", s.busy);
	exposition_single(b, "autoindex_queue_depth", "gauge", "Requests that wait for a worker",
	                  s.waiting);
	exposition_single(b, "autoindex_queue_max", "gauge", "How many may wait", s.queue_max);
	exposition_single(b, "autoindex_queue_refused_total", "counter",
	                  "Requests refused because the queue was full or the server stopping",
	                  (double)s.refused);
}

static void expose_limits(const struct dispatch *d, struct buf *b)
{
	static const char name[] = "autoindex_rate_limit_refused_total";
	const struct {
		const char     *name;
		struct limiter *limiter;
	} limits[] = {{"address", d->by_address}, {"user", d->by_user}, {"compute", d->computing}};

	exposition_family(b, name, "counter", "Requests beyond a limit, by the limit's kind");
	for (size_t i = 0; i < COUNT(limits); i++) {
		const struct label label = {"limit", limits[i].name};
		exposition_sample(b, name, &label, 1, (double)limiter_refused(limits[i].limiter));
	}
}

void expose_server(const struct dispatch *d, struct buf *b)
{
	observe_expose(d->observe, b);
	expose_connections(d, b);
	expose_pool(d, b);
	expose_limits(d, b);
	if (d->c->tls != NULL)
		exposition_single(b, "autoindex_tls_not_after_seconds", "gauge",
		                  "End of the certificate that is shown, seconds since 1970",
		                  (double)tls_facts(d->c->tls).not_after_ms / 1000);
}

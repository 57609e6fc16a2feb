/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/health.h"
#include "app/telemetry.h"

#include "api/openapi.h"
#include "api/routes.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/exposition.h"

static const struct field health_fields[] = {
	{"status", TEXT, AT(Health, status), .doc = "ok"},
};
static SHAPE(health, Health, health_fields);

static const struct field ready_fields[] = {
	{"status", TEXT, AT(Ready, status), .doc = "ok"},
	{"database", TEXT, AT(Ready, database), .doc = "Engine in use"},
	{"generation", INT, AT(Ready, generation), .doc = "Counts up with every published change"},
};
static SHAPE(ready, Ready, ready_fields);

static enum err get_health(struct req *rq, const void *in, void *out)
{
	(void)rq;
	(void)in;
	*(struct Health *)out = (struct Health){.status = "ok"};
	return OK;
}

static enum err get_ready(struct req *rq, const void *in, void *out)
{
	(void)in;
	return app_ready(req_worker(rq), out, req_fail(rq));
}

static void free_buf(void *b)
{
	buf_finish(b);
}

static enum err get_openapi(struct req *rq, const void *in, void *out)
{
	struct buf *b = ARENA_NEW(req_arena(rq), struct buf);

	(void)in;
	(void)out;
	api_openapi(b);
	arena_defer(req_arena(rq), free_buf, b);
	req_reply_bytes(rq, "application/json", b->p, b->n);
	return OK;
}

enum { METRICS_MAX = 4 << 20 };

static enum err get_metrics(struct req *rq, const void *in, void *out)
{
	struct buf *b = ARENA_NEW(req_arena(rq), struct buf);

	(void)in;
	(void)out;
	buf_init(b, METRICS_MAX);
	arena_defer(req_arena(rq), free_buf, b);
	req_expose(rq, b);
	app_expose(req_worker(rq), b);
	req_reply_bytes(rq, EXPOSITION_TYPE, b->p, b->n);
	return OK;
}

static const struct route table[] = {
	{GET, "/health", get_health, PUBLIC | NO_STORE | FREE, NULL, &health, "getHealth",
         "Whether the process lives; never touches the database"},
	{GET, "/ready", get_ready, PUBLIC | NO_STORE | FREE, NULL, &ready, "getReady",
         "Whether requests can be served: database and migrations"},
	{GET, "/metrics", get_metrics, PUBLIC | NO_STORE | FREE, NULL, NULL, "getMetrics",
         "Counters and latencies of this process for Prometheus", .type = "text/plain"},
	{GET, "/openapi.json", get_openapi, PUBLIC | FREE | SHARED, NULL, NULL, "getOpenapi",
         "This document", .type = "application/json"},
};
const struct routes system_routes = {"", "system", "Health and the description of this API", table,
                                     COUNT(table)};

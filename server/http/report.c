/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/report.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/otlp.h"
#include "base/text.h"
#include "http/dispatch.h"
#include "http/request.h"
#include "http/server.h"

/* Of a closed set, as the conventions of OpenTelemetry ask. */
static const char *method_of(const struct req *rq)
{
	if (rq->options)
		return "OPTIONS";
	if (rq->get && strcmp(rq->method_text, "HEAD") == 0)
		return "HEAD";
	return rq->method < METHOD_N ? method_names[rq->method] : "_OTHER";
}

void report_span(const struct req *rq, int64_t us)
{
	static const struct clock system = {0};
	const struct http_config *c = rq->d->c;
	const struct route_match *m = &rq->match;
	struct span               s = {.method = method_of(rq)};

	if (c->span == NULL || !rq->trace.sampled)
		return;
	memcpy(s.trace, rq->trace.id, sizeof(s.trace));
	memcpy(s.id, rq->trace.span, sizeof(s.id));
	memcpy(s.parent, rq->trace.parent, sizeof(s.parent));
	if (m->route != NULL)
		snprintf(s.route, sizeof(s.route), "%s%s", m->group->prefix, m->route->path);
	const size_t n = strlen(rq->target);
	if (n < sizeof(s.path) && text_utf8_valid(rq->target, n))
		memcpy(s.path, rq->target, n + 1);
	memcpy(s.request_id, rq->id, sizeof(s.request_id));
	s.status = rq->answered ? rq->reply.status : 0;
	/* The end as the system's clock has it, the duration as the steady one. */
	s.end_ns = clock_now_ms(&system) * 1000000;
	s.start_ns = s.end_ns - us * 1000;
	c->span(c->ctx, &s);
}

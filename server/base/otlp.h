/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_OTLP_H
#define BASE_OTLP_H

#include <stddef.h>
#include <stdint.h>

struct buf;

/*
 * A span of a trace, as a server that answered a request, and how a collector is
 * told: OTLP/HTTP as JSON (opentelemetry-proto 1, trace/v1). Ids are lower-case
 * hexadecimal.
 */
struct span {
	char        trace[33], id[17];
	char        parent[17]; /* "" = none */
	const char *method;     /* static, as the name of the span begins */
	char        route[160]; /* the pattern, "" = no route */
	char        path[256];  /* UTF-8; "" = not said */
	char        request_id[65];
	int         status;           /* of HTTP; 0 = there was no reply */
	int64_t     start_ns, end_ns; /* since 1970 */
};

/* One ExportTraceServiceRequest of all of them. */
void otlp_encode(const char *version, const struct span *spans, size_t n, struct buf *out);

#endif

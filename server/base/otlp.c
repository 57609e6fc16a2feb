/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/otlp.h"

#include <stdio.h>

#include "base/buf.h"

/* SPAN_KIND_SERVER and STATUS_CODE_ERROR of the protocol. */
enum { KIND_SERVER = 2, STATUS_ERROR = 2 };

static void put_text(struct buf *b, char first, const char *key, const char *value)
{
	buf_putc(b, first);
	buf_puts(b, "{\"key\":");
	buf_json_text(b, key);
	buf_puts(b, ",\"value\":{\"stringValue\":");
	buf_json_text(b, value);
	buf_puts(b, "}}");
}

/* Whole numbers of 64 bits are texts in the JSON of Protocol Buffers. */
static void put_int(struct buf *b, const char *key, int64_t value)
{
	buf_puts(b, ",{\"key\":");
	buf_json_text(b, key);
	buf_printf(b, ",\"value\":{\"intValue\":\"%lld\"}}", (long long)value);
}

static void put_span(struct buf *b, char first, const struct span *s)
{
	char name[200];

	snprintf(name, sizeof(name), "%s%s%s", s->method, s->route[0] ? " " : "", s->route);
	buf_putc(b, first);
	buf_printf(b, "{\"traceId\":\"%s\",\"spanId\":\"%s\"", s->trace, s->id);
	if (s->parent[0])
		buf_printf(b, ",\"parentSpanId\":\"%s\"", s->parent);
	buf_puts(b, ",\"name\":");
	buf_json_text(b, name);
	buf_printf(b,
	           ",\"kind\":%d,\"startTimeUnixNano\":\"%lld\",\"endTimeUnixNano\":\"%lld\","
	           "\"attributes\":",
	           KIND_SERVER, (long long)s->start_ns, (long long)s->end_ns);
	put_text(b, '[', "http.request.method", s->method);
	if (s->route[0])
		put_text(b, ',', "http.route", s->route);
	if (s->path[0])
		put_text(b, ',', "url.path", s->path);
	if (s->status > 0)
		put_int(b, "http.response.status_code", s->status);
	put_text(b, ',', "autoindex.request_id", s->request_id);
	buf_puts(b, "],\"status\":{");
	if (s->status >= 500)
		buf_printf(b, "\"code\":%d", STATUS_ERROR);
	buf_puts(b, "}}");
}

void otlp_encode(const char *version, const struct span *spans, size_t n, struct buf *out)
{
	buf_puts(out, "{\"resourceSpans\":[{\"resource\":{\"attributes\":");
	put_text(out, '[', "service.name", "autoindex");
	put_text(out, ',', "service.version", version);
	buf_puts(out, "]},\"scopeSpans\":[{\"scope\":{\"name\":\"autoindex.http\"},\"spans\":");
	if (n == 0)
		buf_putc(out, '[');
	for (size_t i = 0; i < n; i++)
		put_span(out, i == 0 ? '[' : ',', &spans[i]);
	buf_puts(out, "]}]}]}");
}

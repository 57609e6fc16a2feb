/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_TRACE_H
#define HTTP_TRACE_H

#include <stdbool.h>

/*
 * W3C Trace Context, level 1: which trace a request belongs to, and which span
 * of it the request is. All ids are lower-case hexadecimal.
 */
enum { TRACE_ID = 32, SPAN_ID = 16, TRACEPARENT = 55 };

struct trace {
	char id[TRACE_ID + 1];
	char parent[SPAN_ID + 1]; /* the caller's span; "" = the trace begins here */
	char span[SPAN_ID + 1];   /* ours */
	bool sampled;             /* whoever began the trace records it */
};

/* A caller's traceparent into id, parent and sampled; false, and nothing is changed: it is none. */
bool trace_parse(const char *text, struct trace *t);

/* What we say to others: "00-ID-SPAN-FLAGS". */
void trace_format(const struct trace *t, char out[TRACEPARENT + 1]);

#endif

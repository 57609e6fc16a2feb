/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/trace.h"

#include <stddef.h>
#include <string.h>

/* Where the parts stand: version, trace id, parent's id, flags, with dashes between. */
enum { AT_ID = 3, AT_PARENT = 36, AT_FLAGS = 53 };

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_hex(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (digit(s[i]) < 0)
			return false;
	return true;
}

static bool is_zero(const char *s, size_t n)
{
	return strspn(s, "0") >= n;
}

/* A later version may have more behind the flags, after a dash; ff is none. */
static bool version_fits(const char *s, size_t n)
{
	if (!is_hex(s, 2) || (s[0] == 'f' && s[1] == 'f'))
		return false;
	if (s[0] == '0' && s[1] == '0')
		return n == TRACEPARENT;
	return n == TRACEPARENT || s[TRACEPARENT] == '-';
}

bool trace_parse(const char *s, struct trace *t)
{
	const size_t n = strlen(s);

	if (n < TRACEPARENT || !version_fits(s, n) || s[AT_ID - 1] != '-' ||
	    s[AT_PARENT - 1] != '-' || s[AT_FLAGS - 1] != '-' || !is_hex(s + AT_ID, TRACE_ID) ||
	    !is_hex(s + AT_PARENT, SPAN_ID) || !is_hex(s + AT_FLAGS, 2) ||
	    is_zero(s + AT_ID, TRACE_ID) || is_zero(s + AT_PARENT, SPAN_ID))
		return false;
	memcpy(t->id, s + AT_ID, TRACE_ID);
	t->id[TRACE_ID] = '\0';
	memcpy(t->parent, s + AT_PARENT, SPAN_ID);
	t->parent[SPAN_ID] = '\0';
	t->sampled = digit(s[AT_FLAGS + 1]) & 1;
	return true;
}

void trace_format(const struct trace *t, char out[TRACEPARENT + 1])
{
	memcpy(out, "00-", 3);
	memcpy(out + AT_ID, t->id, TRACE_ID);
	out[AT_PARENT - 1] = '-';
	memcpy(out + AT_PARENT, t->span, SPAN_ID);
	memcpy(out + AT_FLAGS - 1, t->sampled ? "-01" : "-00", 4);
}

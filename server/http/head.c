/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/head.h"

#include <string.h>
#include <strings.h>

#include "base/compiler.h"

static const char version[] = " HTTP/1.1\r\n";

/* RFC 9110 §5.6.2; of others than letters, digits and '-' the library knows. */
static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
	       (c >= '0' && c <= '9') || c == '_';
}

static bool is_value(char c)
{
	return (c >= ' ' && c < 0x7f) || c == '\t';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* A field that frames a body or speaks of the connection. */
static bool is_framing(const struct header *h)
{
	static const char        first[] = "cehkptu";
	static const char *const names[] = {
		"Content-Length",   "Expect", "HTTP2-Settings", "Keep-Alive",
		"Proxy-Connection", "TE",     "Trailer",        "Transfer-Encoding",
		"Upgrade"};
	if (strchr(first, *h->name | 0x20) == NULL)
		return false;
	if (strcasecmp(h->name, "Connection") == 0)
		return strcasecmp(h->value, "keep-alive") != 0;
	for (size_t i = 0; i < COUNT(names); i++) {
		if (strcasecmp(h->name, names[i]) == 0)
			return true;
	}
	return false;
}

/* "Name: value\r\n" at p; where it ends, NULL: it is otherwise. */
static char *read_field(char *p, const char *end, struct header *out)
{
	char *name = p;
	while (p < end && is_name(*p))
		p++;
	if (p == name || p == end || *p != ':')
		return NULL;
	*p++ = '\0';
	while (p < end && is_blank(*p))
		p++;
	char *value = p;
	while (p < end && is_value(*p))
		p++;
	if (end - p < 2 || p[0] != '\r' || p[1] != '\n')
		return NULL;
	char *last = p;
	while (last > value && is_blank(last[-1]))
		last--;
	*last = '\0';
	*out = (struct header){.name = name, .value = value};
	return is_framing(out) ? NULL : p + 2;
}

size_t head_parse(char *p, size_t n, struct head *out)
{
	char *const       start = p;
	const char *const end = p + n;
	if (n > 5 && memcmp(p, "GET /", 5) == 0)
		out->method = "GET";
	else if (n > 6 && memcmp(p, "HEAD /", 6) == 0)
		out->method = "HEAD";
	else
		return 0;
	p += strlen(out->method) + 1;
	out->target = p;
	while (p<end && * p> ' ' && *p < 0x7f)
		p++;
	if ((size_t)(end - p) < sizeof(version) - 1 || memcmp(p, version, sizeof(version) - 1) != 0)
		return 0;
	*p = '\0';
	p += sizeof(version) - 1;
	for (out->n = 0; end - p >= 2 && p[0] != '\r'; out->n++) {
		if (out->n == out->max || (p = read_field(p, end, &out->fields[out->n])) == NULL)
			return 0;
	}
	if (end - p < 2 || p[0] != '\r' || p[1] != '\n')
		return 0;
	return (size_t)(p + 2 - start);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/framing.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "http/request.h"

/* Of eight bytes at once: whether one is below a blank (a tab, too) or DEL. */
static bool odd_word(const char *s)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
	uint64_t       w;
	memcpy(&w, s, sizeof(w));
	const uint64_t del = w ^ ones * 0x7f;
	return (((w - ones * ' ') & ~w) | ((del - ones) & ~del)) & high;
}

static bool value_has_control(const char *s)
{
	size_t n = strlen(s);
	for (; n >= sizeof(uint64_t) && !odd_word(s); n -= sizeof(uint64_t))
		s += sizeof(uint64_t);
	for (; *s != '\0'; s++) {
		if (((unsigned char)*s < ' ' && *s != '\t') || *s == 0x7f)
			return true;
	}
	return false;
}

static bool target_has_control(const char *s)
{
	for (; *s != '\0'; s++) {
		if ((unsigned char)*s <= ' ' || *s == 0x7f)
			return true;
	}
	return false;
}

/* RFC 9110 §5.6.2. By hand: strspn() would make a table of the set for every name. */
static bool is_token(const char *s)
{
	static const char marks[] = "!#$%&'*+-.^_`|~";
	const char       *at = s;
	for (; *at != '\0'; at++) {
		const char c = *at;
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
		      (c >= '0' && c <= '9') || strchr(marks, c) != NULL))
			return false;
	}
	return at > s;
}

/* RFC 9110 §7.2: nothing that would end the host of an address, or is in none. */
static bool is_host(const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s <= ' ' || *s >= 0x7f || strchr("\"#/<>?@\\^`{|}", *s) != NULL)
			return false;
	}
	return true;
}

static enum err check_names(const struct req *rq, struct fail *f)
{
	if (rq->n_headers > REQ_HEADERS_MAX)
		return fail(f, ERR_MALFORMED, "a request has at most %d header fields",
		            REQ_HEADERS_MAX);
	if (rq->head_n > REQ_HEAD_MAX)
		return fail(
			f, ERR_MALFORMED,
			"the head of a request is too long: %d bytes are kept of it, cookies twice",
			REQ_HEAD_MAX);
	for (size_t i = 0; i < rq->n_headers; i++) {
		if (!is_token(rq->headers[i].name))
			return fail(f, ERR_MALFORMED, "a header field's name is not a token");
		if (value_has_control(rq->headers[i].value))
			return fail(f, ERR_MALFORMED, "a header field holds a control character");
	}
	return OK;
}

static enum err read_length(const char *s, int64_t *out, struct fail *f)
{
	int64_t n = 0;
	size_t  digits = strspn(s, "0123456789");
	if (digits == 0 || digits > 18 || s[digits] != '\0')
		return fail(f, ERR_MALFORMED, "Content-Length must be one whole number");
	for (; *s != '\0'; s++)
		n = n * 10 + (*s - '0');
	*out = n;
	return OK;
}

static enum err check_length(struct req *rq, struct fail *f)
{
	const char *length = req_header(rq, "Content-Length");
	const char *te = req_header(rq, "Transfer-Encoding");
	size_t      lengths = req_header_count(rq, "Content-Length");
	if (lengths > 0 && te != NULL)
		return fail(f, ERR_MALFORMED,
		            "a request has Content-Length or Transfer-Encoding, not both");
	if (lengths > 1)
		return fail(f, ERR_MALFORMED, "a request has one Content-Length");
	rq->body_n = 0;
	if (length != NULL)
		return read_length(length, &rq->body_n, f);
	if (te == NULL)
		return OK;
	if (req_header_count(rq, "Transfer-Encoding") > 1 || !rq->http11)
		return fail(f, ERR_MALFORMED,
		            "a request has one Transfer-Encoding, and only in HTTP/1.1");
	if (strcasecmp(te, "chunked") != 0)
		return fail(f, ERR_UNSUPPORTED, "the only transfer coding here is chunked");
	rq->body_n = -1;
	return OK;
}

enum err framing_check(struct req *rq, struct fail *f)
{
	TRY(check_names(rq, f));
	TRY(check_length(rq, f));
	size_t hosts = req_header_count(rq, "Host");
	if (hosts > 1 || (hosts == 0 && rq->http11))
		return fail(f, ERR_MALFORMED, "a request has one Host");
	if (hosts > 0 && !is_host(req_header(rq, "Host")))
		return fail(f, ERR_MALFORMED, "Host must be a name or address, and a port");
	if (!is_token(rq->method_text))
		return fail(f, ERR_MALFORMED, "the method is not a token");
	if (rq->target_cut || target_has_control(rq->target) || target_has_control(rq->query))
		return fail(f, ERR_MALFORMED,
		            "the request target holds a blank, NUL or control character");
	if (rq->target[0] != '/' && !(rq->options && strcmp(rq->target, "*") == 0))
		return fail(f, ERR_MALFORMED, "the request target must begin with a slash");
	return OK;
}

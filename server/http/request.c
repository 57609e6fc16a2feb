/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/request.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/clock.h"
#include "http/dispatch.h"
#include "http/expose.h"
#include "http/server.h"
#include "http/stream.h"

/* The absolute form "http://host/path" (RFC 9112 §3.2.2) means its path. */
static const char *origin_form(const char *target)
{
	if (strncasecmp(target, "http://", 7) != 0 && strncasecmp(target, "https://", 8) != 0)
		return target;
	const char *host = strstr(target, "//") + 2;
	const char *path = host + strcspn(host, "/?");
	return *path == '/' ? path : "/";
}

void req_init(struct req *rq, struct dispatch *d, const char *target)
{
	memset(rq, 0, offsetof(struct req, reply));
	memset(&rq->reply, 0, offsetof(struct reply, headers));
	fail_clear(&rq->fail);
	rq->d = d;
	rq->start_us = clock_ticks_us();
	const char  *origin = origin_form(target);
	const size_t n = strlen(origin) + 1;
	rq->target = malloc(2 * n); /* and path_text behind it */
	if (rq->target == NULL)
		abort();
	memcpy(rq->target, origin, n);
	rq->query = strchr(rq->target, '?');
	if (rq->query != NULL)
		*rq->query++ = '\0';
	else
		rq->query = rq->target + strlen(rq->target);
	rq->path_text = rq->target + n;
	memcpy(rq->path_text, rq->target, strlen(rq->target) + 1);
	rq->method = METHOD_N;
	rq->max_body = d->c->max_body;
	buf_init(&rq->body, rq->max_body);
}

void req_finish(struct req *rq)
{
	free(rq->target);
	dispatch_drop_body(rq);
	free(rq->reply.owned);
	cached_unref(rq->reply.shared);
	cached_unref(rq->cached);
	stream_destroy(rq->stream);
}

/* The first letters tell most names apart; the call costs more than that. */
static bool same_name(const char *a, const char *b)
{
	return ((*a ^ *b) & ~0x20) == 0 && strcasecmp(a, b) == 0;
}

const char *req_header(const struct req *rq, const char *name)
{
	for (size_t i = 0; i < rq->n_headers && i < REQ_HEADERS_MAX; i++) {
		if (same_name(rq->headers[i].name, name))
			return rq->headers[i].value;
	}
	return NULL;
}

size_t req_header_count(const struct req *rq, const char *name)
{
	size_t n = 0;
	for (size_t i = 0; i < rq->n_headers && i < REQ_HEADERS_MAX; i++)
		n += same_name(rq->headers[i].name, name);
	return n;
}

void *req_worker(struct req *rq)
{
	return rq->worker;
}

struct arena *req_arena(struct req *rq)
{
	return rq->arena;
}

struct fail *req_fail(struct req *rq)
{
	return &rq->fail;
}

const struct caller *req_caller(const struct req *rq)
{
	return &rq->caller;
}

const char *req_address(const struct req *rq)
{
	return rq->address;
}

const char *req_peer(struct req *rq)
{
	return arena_printf(rq->arena, "%" PRIx64 "/%" PRIu64, rq->address_key.lo,
	                    8 * rq->address_key.hi);
}

const char *req_id(const struct req *rq)
{
	return rq->id;
}

const char *req_user_agent(const struct req *rq)
{
	return req_header(rq, "User-Agent");
}

const char *req_last_event_id(const struct req *rq)
{
	return req_header(rq, "Last-Event-ID");
}

/* localhost, 127.0.0.1 or [::1], with a port or without. */
static bool host_is_here(const char *host)
{
	static const char *const here[] = {"localhost", "127.0.0.1", "[::1]"};

	for (size_t i = 0; host != NULL && i < COUNT(here); i++) {
		size_t n = strlen(here[i]);
		if (strncasecmp(host, here[i], n) == 0 && (host[n] == '\0' || host[n] == ':'))
			return true;
	}
	return false;
}

bool req_loopback(const struct req *rq)
{
	static const char *const forwarded[] = {"X-Forwarded-For",  "Forwarded",
	                                        "X-Real-IP",        "X-Forwarded-Proto",
	                                        "X-Forwarded-Host", "Via"};

	/*
	 * Behind a proxy on this machine every peer is loopback, but the person is not here; one that
	 * adds no header often speaks HTTP/1.0 still. And a page of another site whose name was made
	 * to point here comes with that site's Host.
	 */
	bool here = rq->loopback && rq->http11 && host_is_here(req_header(rq, "Host"));
	for (size_t i = 0; here && i < COUNT(forwarded); i++)
		here = req_header(rq, forwarded[i]) == NULL;
	return here;
}

bool req_conditional(const struct req *rq)
{
	return req_header_count(rq, "If-Match") > 0;
}

bool req_tag_matches(const struct req *rq, const char *etag)
{
	bool sent = false;

	for (size_t i = 0; i < rq->n_headers && i < REQ_HEADERS_MAX; i++) {
		if (!same_name(rq->headers[i].name, "If-Match"))
			continue;
		sent = true;
		if (etag_matches(rq->headers[i].value, etag))
			return true;
	}
	return !sent;
}

bool req_matches(const struct req *rq, const void *body, size_t n)
{
	bool matches = !req_conditional(rq);

	for (enum coding c = CODING_IDENTITY; c < CODING_N && !matches; c++) {
		char tag[ETAG_TEXT];
		matches = req_tag_matches(rq, etag_make(body, n, c, tag));
	}
	return matches;
}

void req_expose(const struct req *rq, struct buf *out)
{
	expose_server(rq->d, out);
}

void req_redirect(struct req *rq, const char *url)
{
	assert(strlen(url) <= REDIRECT_MAX);
	rq->location = arena_strdup(rq->arena, url);
}

void req_reply_file(struct req *rq, const char *disposition, const char *policy)
{
	rq->disposition = arena_strdup(rq->arena, disposition);
	rq->policy = arena_strdup(rq->arena, policy);
}

void req_reply_bytes(struct req *rq, const char *type, const void *p, size_t n)
{
	free(rq->reply.owned);
	rq->reply.owned = malloc(n + 1);
	if (rq->reply.owned == NULL)
		abort();
	if (n > 0)
		memcpy(rq->reply.owned, p, n);
	rq->reply.body_n = n;
	rq->raw_type = arena_strdup(rq->arena, type);
	rq->raw = true;
}

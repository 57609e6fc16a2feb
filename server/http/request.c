/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/request.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/clock.h"
#include "http/dispatch.h"
#include "http/server.h"

static char *copy(const char *s)
{
	char *c = strdup(s);
	if (c == NULL)
		abort();
	return c;
}

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
	rq->target = copy(origin_form(target));
	rq->query = strchr(rq->target, '?');
	if (rq->query != NULL)
		*rq->query++ = '\0';
	else
		rq->query = rq->target + strlen(rq->target);
	rq->path_text = copy(rq->target);
	rq->method = METHOD_N;
	rq->max_body = d->c->max_body;
	buf_init(&rq->body, rq->max_body);
}

void req_finish(struct req *rq)
{
	free(rq->target);
	free(rq->path_text);
	buf_finish(&rq->body);
	free(rq->reply.owned);
	cached_unref(rq->reply.shared);
	cached_unref(rq->cached);
}

static struct limit_key key_of(const uint8_t *p, size_t n)
{
	struct limit_key k = {.hi = n};
	for (size_t i = 0; i < n; i++)
		k.lo = k.lo << 8 | p[i];
	return k;
}

static void set_ipv4(struct req *rq, const uint8_t *p)
{
	inet_ntop(AF_INET, p, rq->address, sizeof(rq->address));
	rq->address_key = key_of(p, 4);
	rq->loopback = p[0] == 127;
}

void req_set_peer(struct req *rq, const struct sockaddr *peer)
{
	snprintf(rq->address, sizeof(rq->address), "unknown");
	if (peer == NULL)
		return;
	if (peer->sa_family == AF_INET) {
		struct sockaddr_in v4;
		memcpy(&v4, peer, sizeof(v4));
		set_ipv4(rq, (const uint8_t *)&v4.sin_addr);
	} else if (peer->sa_family == AF_INET6) {
		struct sockaddr_in6 v6;
		memcpy(&v6, peer, sizeof(v6));
		const uint8_t *p = v6.sin6_addr.s6_addr;
		if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) {
			set_ipv4(rq, p + 12);
			return;
		}
		inet_ntop(AF_INET6, p, rq->address, sizeof(rq->address));
		rq->address_key = key_of(p, 8);
		rq->loopback = IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
	}
}

const char *req_header(const struct req *rq, const char *name)
{
	for (size_t i = 0; i < rq->n_headers && i < REQ_HEADERS_MAX; i++) {
		if (strcasecmp(rq->headers[i].name, name) == 0)
			return rq->headers[i].value;
	}
	return NULL;
}

size_t req_header_count(const struct req *rq, const char *name)
{
	size_t n = 0;
	for (size_t i = 0; i < rq->n_headers && i < REQ_HEADERS_MAX; i++)
		n += strcasecmp(rq->headers[i].name, name) == 0;
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
	/*
	 * Behind a proxy on this machine every peer is loopback, but the person is not here. And a
	 * page of another site whose name was made to point here comes with that site's Host.
	 */
	return rq->loopback && host_is_here(req_header(rq, "Host")) &&
	       req_header(rq, "X-Forwarded-For") == NULL && req_header(rq, "Forwarded") == NULL &&
	       req_header(rq, "X-Real-IP") == NULL;
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

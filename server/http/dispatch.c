/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/dispatch.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/log.h"
#include "http/admit.h"
#include "http/cors.h"
#include "http/framing.h"
#include "http/observe.h"
#include "http/report.h"
#include "http/request.h"
#include "http/server.h"
#include "http/shared.h"
#include "http/site.h"
#include "http/stream.h"

enum { LIMIT_KEYS = 16384, IDS_A_REQUEST = 4 };
enum { BODY_SMALL = 16 << 10, BODIES_MAX = 64 << 20 }; /* bytes: of one, and of all the others */

void dispatch_init(struct dispatch *d, const struct http_config *c)
{
	static const char csp[] =
		"default-src 'self'; script-src 'self'%s%s; style-src 'self' 'unsafe-inline'; "
		"img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
		"form-action 'self'; frame-ancestors 'none'";
	const char *hashes = c->site != NULL ? c->site->script_hashes : NULL;
	if (hashes == NULL)
		hashes = "";
	size_t n = sizeof(csp) + strlen(hashes) + 1;
	d->c = c;
	d->csp = malloc(n);
	uint64_t start;
	crypto_random(&start, sizeof(start));
	atomic_init(&d->ids, start);
	if (d->csp == NULL)
		abort();
	snprintf(d->csp, n, csp, *hashes != '\0' ? " " : "", hashes);
	d->by_address = limiter_create(c->limits.per_address, LIMIT_KEYS);
	d->by_user = limiter_create(c->limits.per_user, LIMIT_KEYS);
	d->computing = limiter_create(c->limits.computing, LIMIT_KEYS);
	d->observe = observe_create(c->routes);
}

void dispatch_finish(struct dispatch *d)
{
	limiter_destroy(d->by_address);
	limiter_destroy(d->by_user);
	limiter_destroy(d->computing);
	observe_destroy(d->observe);
	free(d->csp);
}

/* SplitMix64 from a random start: no two of a process are the same, and nothing is secret. */
#define ID_STEP UINT64_C(0x9e3779b97f4a7c15)

static void next_id(uint64_t *ids, char out[SPAN_ID + 1])
{
	uint64_t h = *ids;
	*ids += ID_STEP;
	h = (h ^ h >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	h = (h ^ h >> 27) * UINT64_C(0x94d049bb133111eb);
	h ^= h >> 31;
	if (h == 0)
		h = 1; /* as an id of a span, zero is none */
	crypto_hex(&h, sizeof(h), out);
}

/* The client's own id where it is printable ASCII of a sane length. */
static void set_id(struct req *rq, uint64_t *ids)
{
	const char *given = req_header(rq, "X-Request-Id");
	size_t      n = 0;
	while (given != NULL && given[n] > ' ' && given[n] < 0x7f)
		n++;
	if (n > 0 && n <= REQ_ID_MAX && given[n] == '\0') {
		memcpy(rq->id, given, n + 1);
		return;
	}
	memcpy(rq->id, "r-", 2);
	next_id(ids, rq->id + 2);
}

/* The caller's trace where it names one, rightly and once; else a new one. */
static void set_trace(struct req *rq, uint64_t *ids)
{
	struct trace *t = &rq->trace;
	const char   *given = req_header(rq, "Traceparent");
	if (given == NULL || req_header_count(rq, "Traceparent") > 1 || !trace_parse(given, t)) {
		next_id(ids, t->id);
		next_id(ids, t->id + SPAN_ID);
		t->sampled = rq->d->c->span != NULL;
	}
	next_id(ids, t->span);
	trace_format(t, rq->traceparent);
}

static void read_method(struct req *rq)
{
	rq->get = strcmp(rq->method_text, "GET") == 0 || strcmp(rq->method_text, "HEAD") == 0;
	rq->options = strcmp(rq->method_text, "OPTIONS") == 0;
	for (int m = 0; m < METHOD_N; m++) {
		if (strcmp(rq->method_text, method_names[m]) == 0)
			rq->method = (enum method)m;
	}
	if (rq->get)
		rq->method = GET;
}

static bool under_api(const struct req *rq)
{
	return strncmp(rq->target, "/api/", 5) == 0;
}

/* OPTIONS: what the path can do. */
static enum err options(struct req *rq)
{
	if (strcmp(rq->target, "*") == 0)
		rq->match.allowed = (1U << METHOD_N) - 1;
	else if (!router_match(rq->d->c->routes, &rq->path, METHOD_N, &rq->match)) {
		if (!site_has(rq))
			return fail(&rq->fail, ERR_NOTFOUND, "nothing is at this path");
		rq->match.allowed = 1U << GET;
	}
	respond_empty(rq, cors_preflight(rq) ? 200 : 204);
	return OK;
}

/* No route has the path. */
static enum err outside(struct req *rq)
{
	if (rq->get && site_answer(rq))
		return OK;
	if (under_api(rq))
		TRY(admit(rq, PUBLIC));
	if (site_has(rq)) {
		rq->match.allowed = 1U << GET;
		return fail(&rq->fail, ERR_METHOD, "%s is not possible here", rq->method_text);
	}
	if (!under_api(rq) && site_not_found(rq))
		return OK;
	return fail(&rq->fail, ERR_NOTFOUND, "nothing is at this path");
}

static bool takes_body(const struct route *r)
{
	for (size_t i = 0; r->in != NULL && i < r->in->n; i++) {
		if (!(r->in->fields[i].flags & (IN_PATH | IN_QUERY)))
			return true;
	}
	return false;
}

/* application/json, with charset=utf-8 or nothing behind it. */
static bool is_json(const char *type)
{
	static const char json[] = "application/json";
	if (type == NULL || strncasecmp(type, json, sizeof(json) - 1) != 0)
		return false;
	type += sizeof(json) - 1;
	type += strspn(type, " \t");
	if (*type == '\0')
		return true;
	if (*type != ';')
		return false;
	type++;
	type += strspn(type, " \t");
	return *type == '\0' || strcasecmp(type, "charset=utf-8") == 0 ||
	       strcasecmp(type, "charset=\"utf-8\"") == 0;
}

static enum err check_media(struct req *rq, struct fail *f)
{
	if (!takes_body(rq->match.route) || rq->body_n == 0)
		return OK;
	if (!is_json(req_header(rq, "Content-Type")))
		return fail(f, ERR_MEDIA, "Content-Type must be application/json (UTF-8)");
	if (req_header_count(rq, "Content-Encoding") > 1 ||
	    !coding_parse(req_header(rq, "Content-Encoding"), &rq->body_coding))
		return fail(f, ERR_MEDIA, "Content-Encoding must be gzip, br or identity");
	rq->keep_body = true;
	return OK;
}

static enum err too_big(struct req *rq)
{
	return fail(&rq->fail, ERR_TOOBIG, "the body is larger than %zu bytes", rq->max_body);
}

/* A body that is too long is not waited for. */
static enum err check_size(struct req *rq)
{
	const struct route *r = rq->match.route;
	if (r != NULL && r->max_body > 0)
		rq->max_body = r->max_body;
	if (rq->body_n <= 0 || (uint64_t)rq->body_n <= rq->max_body)
		return OK;
	rq->reply.close = true;
	return too_big(rq);
}

void dispatch_find(struct req *rq)
{
	if (rq->found)
		return;
	rq->found = true;
	read_method(rq);
	if (shared_find(rq))
		return;
	rq->split = path_split(rq->path_text, &rq->path, &rq->fail);
	rq->matched = rq->split == OK && !rq->options &&
	              router_match(rq->d->c->routes, &rq->path, rq->method, &rq->match);
}

static enum err route(struct req *rq)
{
	dispatch_find(rq);
	if (rq->cached != NULL)
		return admit(rq, rq->match.route->flags);
	TRY(check_size(rq));
	TRY(rq->split);
	if (rq->options)
		return options(rq);
	if (!rq->matched)
		return outside(rq);
	TRY(admit(rq, rq->match.route != NULL ? rq->match.route->flags : PUBLIC));
	if (rq->match.route == NULL)
		return fail(&rq->fail, ERR_METHOD, "%s is not possible here", rq->method_text);
	return check_media(rq, &rq->fail);
}

bool dispatch_head(struct req *rq)
{
	bool     expects = req_header(rq, "Expect") != NULL;
	uint64_t ids = atomic_fetch_add(&rq->d->ids, IDS_A_REQUEST * ID_STEP);
	enum err e;
	observe_begun(rq->d->observe);
	set_id(rq, &ids);
	set_trace(rq, &ids);
	if (!rq->found)
		read_method(rq);
	if ((e = framing_check(rq, &rq->fail)) != OK) {
		rq->reply.close = true;
	} else {
		e = route(rq);
		/* Who waits for leave to send is answered before sending. */
		rq->reply.close |= expects && rq->body_n != 0 && (e != OK || rq->answered);
	}
	if (e != OK) {
		respond_fail(rq, e);
		rq->max_body = rq->d->c->max_body; /* for what is only dropped */
	}
	buf_init(&rq->body, rq->max_body);
	return rq->reply.close;
}

void dispatch_drop_body(struct req *rq)
{
	buf_finish(&rq->body);
	if (rq->held > 0)
		atomic_fetch_sub(&rq->d->held, rq->held);
	rq->held = 0;
}

/*
 * Whether there is memory for n bytes more. Bodies take as long as a slow line needs: without a
 * bound of all together, connections that each send almost all of one could take any amount. Who
 * sends little is always let in.
 */
static bool hold(struct req *rq, size_t n)
{
	if (rq->received <= BODY_SMALL)
		return true;
	rq->held += n;
	return atomic_fetch_add(&rq->d->held, n) + n - rq->held <= BODIES_MAX;
}

bool dispatch_body(struct req *rq, const void *p, size_t n)
{
	const size_t max = rq->max_body;
	rq->received += n;
	if (rq->received > max) {
		/* The reply can only be sent after the body: read as much again, then give up. */
		if (!rq->answered) {
			dispatch_drop_body(rq);
			respond_fail(rq, too_big(rq));
		}
		return rq->received / 2 <= max;
	}
	if (!rq->keep_body || rq->answered)
		return true;
	if (hold(rq, n)) {
		buf_put(&rq->body, p, n);
	} else {
		dispatch_drop_body(rq);
		dispatch_busy(rq);
	}
	return true;
}

void dispatch_busy(struct req *rq)
{
	respond_fail(rq, fail(&rq->fail, ERR_AWAY, "the server is busy; try again shortly"));
}

void dispatch_ending(struct req *rq)
{
	struct reply *r = &rq->reply;
	if (r->close)
		return;
	r->close = true;
	reply_header(r, "Connection", "close");
}

/* 501 is the client's doing, 503 passes by itself. */
static enum log_level level_of(int status, bool slow)
{
	if (status >= 500 && status != 501 && status != 503)
		return LOG_ERROR;
	return status == 503 || slow ? LOG_WARN : LOG_INFO;
}

enum { NUMBER = 24, PATTERN_MAX = 160 };

/* At least so many digits, and a point before the last three if there are four; snprintf() takes ten times as long. */
static const char *number(uint64_t v, int least, char out[NUMBER])
{
	char *at = out + NUMBER - 1;
	int   n = 0;
	*at = '\0';
	do {
		if (least == 4 && n == 3)
			*--at = '.';
		*--at = (char)('0' + v % 10);
		v /= 10;
		n++;
	} while (v > 0 || n < least);
	return at;
}

static void join(const char *a, const char *b, char out[PATTERN_MAX])
{
	size_t a_n = strnlen(a, PATTERN_MAX - 1), b_n = strnlen(b, PATTERN_MAX - 1 - a_n);
	memcpy(out, a, a_n);
	memcpy(out + a_n, b, b_n);
	out[a_n + b_n] = '\0';
}

static void log_request(const struct req *rq, bool sent, int64_t us, size_t bytes)
{
	const struct reply       *r = &rq->reply;
	const struct route_match *m = &rq->match;
	const int64_t             slow_ms = rq->d->c->slow_ms;
	const bool                slow = slow_ms > 0 && us >= slow_ms * 1000;
	char                      status[NUMBER], size[NUMBER], ms[NUMBER], user[NUMBER];
	char                      pattern[PATTERN_MAX] = "";
	if (m->route != NULL)
		join(m->group->prefix, m->route->path, pattern);
	const char *msg = sent ? "answered" : "client went away";
	if (r->status >= 500)
		msg = rq->fail.msg;
	else if (slow)
		msg = "answered slowly";
	log_kv(level_of(r->status, slow), slow ? "HTTP-SLOW" : "HTTP", msg, "method",
	       rq->method_text, "path", rq->target, "route", pattern, "status",
	       number(rq->answered ? (uint64_t)r->status : 0, 1, status), "bytes",
	       number(bytes, 1, size), "ms", number((uint64_t)us, 4, ms), "request_id", rq->id,
	       "trace", rq->trace.id, "user", number((uint64_t)rq->caller.user_id, 1, user), NULL);
}

void dispatch_done(const struct req *rq, bool sent)
{
	/* Of a stream the time until it began counts: how long it lasts is the client's choice. */
	const int64_t end_us = rq->stream != NULL ? stream_begun_us(rq->stream) : clock_ticks_us();
	const int64_t us = end_us - rq->start_us;
	size_t        bytes = strcmp(rq->method_text, "HEAD") == 0 ? 0 : rq->reply.body_n;
	if (rq->stream != NULL)
		bytes = stream_sent(rq->stream);
	observe_ended(rq->d->observe, &rq->match, !under_api(rq) && rq->reply.status < 400,
	              rq->answered ? rq->reply.status : 0, us, bytes);
	log_request(rq, sent, us, bytes);
	report_span(rq, us);
}

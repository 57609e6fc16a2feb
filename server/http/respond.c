/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/respond.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "http/coding.h"
#include "http/cors.h"
#include "http/dispatch.h"
#include "http/etag.h"
#include "http/range.h"
#include "http/reply_cache.h"
#include "http/request.h"
#include "http/server.h"

/* Below this a header's worth of coding does not pay. */
enum { COMPRESS_MIN = 512, PROBLEM_MAX = 32768, AWAY_RETRY_S = 5, REDIRECT_QUERY_MAX = 256 };

static const char vary[] = "Accept-Encoding, Origin";

void reply_header(struct reply *r, const char *name, const char *value)
{
	assert(r->n < REPLY_HEADERS_MAX);
	r->headers[r->n++] = (struct header){.name = name, .value = value};
}

void reply_headerf(struct reply *r, const char *name, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	char *to = r->text + r->text_n;
	int   n = vsnprintf(to, REPLY_TEXT_MAX - r->text_n, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= REPLY_TEXT_MAX - r->text_n)
		return;
	r->text_n += (size_t)n + 1;
	reply_header(r, name, to);
}

static void guard_headers(struct req *rq, bool html)
{
	struct reply *r = &rq->reply;
	if (html && rq->policy != NULL) /* of the request's memory, which goes first */
		reply_headerf(r, "Content-Security-Policy", "%s", rq->policy);
	else
		reply_header(r, "Content-Security-Policy",
		             html ? rq->d->csp : "default-src 'none'; frame-ancestors 'none'");
	reply_header(r, "X-Content-Type-Options", "nosniff");
	reply_header(r, "X-Frame-Options", "DENY");
	reply_header(r, "Referrer-Policy", "no-referrer");
	if (html) { /* what only a page obeys */
		reply_header(r, "Cross-Origin-Opener-Policy", "same-origin");
		reply_header(r, "Permissions-Policy",
		             "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
	}
	if (rq->https)
		reply_header(r, "Strict-Transport-Security", "max-age=31536000");
}

static void common_headers(struct req *rq, bool html)
{
	struct reply *r = &rq->reply;
	/* What a 304 does not say stands as in the stored reply; but a page's policy may have changed. */
	if (r->status != 304 || html)
		guard_headers(rq, html);
	if (rq->limit.limit > 0) {
		reply_headerf(r, "RateLimit-Limit", "%d", rq->limit.limit);
		reply_headerf(r, "RateLimit-Remaining", "%d", rq->limit.remaining);
		reply_headerf(r, "RateLimit-Reset", "%d", rq->limit.reset_s);
	}
	const struct route *route = rq->match.route;
	if (route != NULL && route->instead != NULL) {
		reply_headerf(r, "Deprecation", "@%lld", (long long)route->deprecated_s);
		reply_headerf(r, "Link", "</docs/#%s>; rel=\"deprecation\"", route->id);
	}
	cors_headers(rq);
	if (r->close)
		reply_header(r, "Connection", "close");
	reply_header(r, "X-Request-Id", rq->id);
	reply_header(r, "Traceparent", rq->traceparent);
	rq->answered = true;
}

static void begin(struct req *rq, int status)
{
	bool close = rq->reply.close;
	free(rq->reply.owned);
	cached_unref(rq->reply.shared);
	memset(&rq->reply, 0, offsetof(struct reply, headers));
	rq->reply.status = status;
	rq->reply.close = close;
}

static void own(struct reply *r, char *body, size_t n)
{
	r->owned = body;
	r->body = body;
	r->body_n = n;
}

/* What went wrong inside is for the log: it names files, tables and peers. */
static const char *detail(const struct fail *f, enum err code)
{
	if (code == ERR_INTERNAL)
		return "Something went wrong on the server; its log has more under this request id";
	if (code == ERR_AWAY && !f->plain)
		return "The server cannot do this right now; try again shortly";
	return f->msg[0] != '\0' ? f->msg : err_title(code);
}

static void write_problem(const struct req *rq, enum err code, struct buf *b)
{
	const struct fail *f = &rq->fail;
	const char *slug = f->slug != NULL && code != ERR_INTERNAL ? f->slug : err_slug(code);
	buf_puts(b, "{\"type\":\"about:blank\",\"title\":");
	buf_json_text(b, err_title(code));
	buf_printf(b, ",\"status\":%d,\"code\":", err_status(code));
	buf_json_text(b, slug);
	buf_puts(b, ",\"detail\":");
	buf_json_text(b, detail(f, code));
	for (size_t i = 0; code == ERR_INVALID && i < f->n_fields; i++) {
		buf_puts(b, i == 0 ? ",\"errors\":[{\"field\":" : ",{\"field\":");
		buf_json_text(b, f->fields[i].field);
		buf_puts(b, ",\"message\":");
		buf_json_text(b, f->fields[i].msg);
		buf_puts(b, i + 1 == f->n_fields ? "}]" : "}");
	}
	buf_puts(b, ",\"request_id\":");
	buf_json_text(b, rq->id);
	buf_putc(b, '}');
}

/* A fault of ours: where it was noticed, in the log and in the list of faults; before the client reads of it. */
static void tell_fault(const struct req *rq)
{
	const struct http_config *c = rq->d->c;
	char                      where[192] = "no route";
	if (c->fault == NULL)
		return;
	if (rq->match.route != NULL)
		snprintf(where, sizeof(where), "%s %s%s", method_names[rq->match.route->method],
		         rq->match.group->prefix, rq->match.route->path);
	c->fault(c->ctx, where, rq->id, &rq->fail);
}

void respond_fail(struct req *rq, enum err code)
{
	struct buf b;
	size_t     n;
	int        retry_s = rq->fail.retry_after_s;
	if (code == ERR_AWAY && retry_s <= 0)
		retry_s = AWAY_RETRY_S;
	if (err_status(code) == 500)
		tell_fault(rq);
	buf_init(&b, PROBLEM_MAX);
	write_problem(rq, code, &b);
	char *body = buf_take(&b, &n);

	begin(rq, err_status(code));
	struct reply *r = &rq->reply;
	own(r, body, body != NULL ? n : 0);
	reply_header(r, "Content-Type", "application/problem+json");
	reply_header(r, "Cache-Control", "no-store");
	reply_header(r, "Vary", "Origin");
	if (retry_s > 0)
		reply_headerf(r, "Retry-After", "%d", retry_s);
	if (code == ERR_AUTH)
		reply_header(r, "WWW-Authenticate", "Bearer");
	if (code == ERR_METHOD) {
		char allow[ALLOW_TEXT];
		reply_headerf(r, "Allow", "%s", allow_format(rq->match.allowed, allow));
	}
	common_headers(rq, false);
}

void respond_empty(struct req *rq, int status)
{
	char allow[ALLOW_TEXT];
	begin(rq, status);
	if (rq->options)
		reply_headerf(&rq->reply, "Allow", "%s", allow_format(rq->match.allowed, allow));
	else
		reply_header(&rq->reply, "Cache-Control", "no-store");
	common_headers(rq, false);
}

void respond_redirect(struct req *rq, const char *path, const char *query)
{
	if (strlen(query) > REDIRECT_QUERY_MAX)
		query = "";
	begin(rq, 308);
	reply_headerf(&rq->reply, "Location", "%s/%s%s", path, *query != '\0' ? "?" : "", query);
	reply_header(&rq->reply, "Cache-Control", "no-cache");
	common_headers(rq, false);
}

void respond_see_other(struct req *rq, const char *url)
{
	begin(rq, 303);
	reply_headerf(&rq->reply, "Location", "%s", url);
	reply_header(&rq->reply, "Cache-Control", "no-store");
	common_headers(rq, false);
}

void respond_stream(struct req *rq)
{
	begin(rq, 200);
	reply_header(&rq->reply, "Content-Type", "text/event-stream");
	reply_header(&rq->reply, "Cache-Control", "no-store");
	reply_header(&rq->reply, "Vary", "Origin");
	reply_header(&rq->reply, "X-Accel-Buffering", "no"); /* nginx would collect events */
	common_headers(rq, false);
}

bool respond_compressible(const char *type, size_t n)
{
	if (n < COMPRESS_MIN)
		return false;
	return strncmp(type, "text/", 5) == 0 || strncmp(type, "application/json", 16) == 0 ||
	       strncmp(type, "image/svg", 9) == 0;
}

enum coding respond_coding(const struct req *rq)
{
	return coding_negotiate(req_header(rq, "Accept-Encoding"),
	                        1U << CODING_GZIP | 1U << CODING_BR);
}

/*
 * It cost nothing after all: the client has it, n bytes. Headers of a 304 replace those of the stored reply
 * (RFC 9111 §4.3.4).
 */
static void not_modified(struct req *rq, const char *etag, size_t n, const char *cache_control,
                         bool html)
{
	for (size_t i = 0; i < rq->n_counted; i++)
		limiter_refund(rq->counted[i].limiter, rq->counted[i].key, clock_ticks_us());
	rq->limit.remaining += rq->n_counted > 0;
	rq->n_counted = 0;
	begin(rq, 304);
	rq->reply.whole_n = n;
	reply_headerf(&rq->reply, "ETag", "%s", etag);
	reply_header(&rq->reply, "Cache-Control", cache_control);
	reply_header(&rq->reply, "Vary", vary);
	common_headers(rq, html);
}

/* It is not what If-Match names, which counts before every other condition (RFC 9110 §13.2.2): 412. */
static bool changed(struct req *rq, const char *etag)
{
	if (req_tag_matches(rq, etag))
		return false;
	respond_fail(rq,
	             fail(&rq->fail, ERR_PRECONDITION, "it is not, or no longer, of that ETag"));
	return true;
}

static bool is_html(const char *type)
{
	return strncmp(type, "text/html", 9) == 0;
}

/* Raw bytes are downloads, of which a client may want the rest. */
static bool ranged(const struct req *rq)
{
	const struct route *r = rq->match.route;
	return rq->get && r->out == NULL && !(r->flags & NO_STORE);
}

/*
 * Cut what is sent to the part that Range asks for, if If-Range is the body's tag. Returns the
 * status, or 416, and then the reply is complete.
 */
static int cut(struct req *rq, const char *etag, struct part *what)
{
	const char  *same = req_header(rq, "If-Range");
	const size_t n = what->n;
	/* Of HEAD only what a GET of the whole would say. */
	if (!ranged(rq) || strcmp(rq->method_text, "GET") != 0 ||
	    (same != NULL && strcmp(same, etag) != 0))
		return 200;
	switch (range_parse(req_header(rq, "Range"), n, what)) {
	case RANGE_WHOLE: return 200;
	case RANGE_PART: return 206;
	case RANGE_BEYOND: break;
	}
	respond_fail(rq, fail(&rq->fail, ERR_RANGE, "it has %zu bytes, and none of these", n));
	reply_headerf(&rq->reply, "Content-Range", "bytes */%zu", n);
	return 416;
}

static void range_headers(struct req *rq, const struct part *p, size_t n)
{
	struct reply *r = &rq->reply;
	if (r->status == 206)
		reply_headerf(r, "Content-Range", "bytes %zu-%zu/%zu", p->first,
		              p->first + p->n - 1, n);
	if (ranged(rq))
		reply_header(r, "Accept-Ranges", "bytes");
}

void respond_success(struct req *rq, const char *type, char *body, size_t n)
{
	const unsigned flags = rq->match.route->flags;
	const bool     cacheable = rq->get && !(flags & (NO_STORE | CREATED | ACCEPTED));
	enum coding    c = CODING_IDENTITY;
	char           etag[ETAG_TEXT], *packed = NULL;
	size_t         packed_n;
	if (respond_compressible(type, n) && !(flags & NO_STORE))
		c = respond_coding(rq);
	if (c != CODING_IDENTITY && !coding_deflate(c, body, n, &packed, &packed_n))
		c = CODING_IDENTITY;
	if (cacheable)
		etag_make(body, n, c, etag);
	if (packed != NULL) {
		free(body);
		body = packed;
		n = packed_n;
	}
	if (cacheable && changed(rq, etag)) {
		free(body);
		return;
	}
	if (cacheable && etag_listed(req_header(rq, "If-None-Match"), etag)) {
		free(body);
		not_modified(rq, etag, n, "private, no-cache", is_html(type));
		return;
	}

	struct part what = {.n = n};
	int         status = flags & CREATED ? 201 : flags & ACCEPTED ? 202 : 200;
	if (cacheable && (status = cut(rq, etag, &what)) == 416) {
		free(body);
		return;
	}
	begin(rq, status);
	struct reply *r = &rq->reply;
	if (what.first > 0)
		memmove(body, body + what.first, what.n);
	own(r, body, what.n);
	range_headers(rq, &what, n);
	reply_headerf(r, "Content-Type", "%s", type);
	if (rq->disposition != NULL)
		reply_headerf(r, "Content-Disposition", "%s", rq->disposition);
	reply_header(r, "Vary", vary);
	if (c != CODING_IDENTITY)
		reply_header(r, "Content-Encoding", coding_names[c]);
	if (cacheable)
		reply_headerf(r, "ETag", "%s", etag);
	reply_header(r, "Cache-Control", cacheable ? "private, no-cache" : "no-store");
	common_headers(rq, is_html(type));
}

void respond_shared(struct req *rq, struct cached *e, enum coding want)
{
	const struct cached_body *b = cached_pick(e, want);
	const char               *type = cached_type(e);
	if (changed(rq, b->etag)) {
		cached_unref(e);
		return;
	}
	if (etag_listed(req_header(rq, "If-None-Match"), b->etag)) {
		not_modified(rq, b->etag, b->n, "private, no-cache", is_html(type));
		rq->reply.shared = e;
		return;
	}
	struct part what = {.n = b->n};
	int         status = cut(rq, b->etag, &what);
	if (status == 416) {
		cached_unref(e);
		return;
	}
	begin(rq, status);
	struct reply *r = &rq->reply;
	r->shared = e;
	if (status == 200)
		r->fd = b->fd;
	r->body = b->p + what.first;
	r->body_n = what.n;
	range_headers(rq, &what, b->n);
	reply_header(r, "Content-Type", type);
	reply_header(r, "Vary", vary);
	if (b->coding != CODING_IDENTITY)
		reply_header(r, "Content-Encoding", coding_names[b->coding]);
	reply_header(r, "ETag", b->etag);
	reply_header(r, "Cache-Control", "private, no-cache");
	common_headers(rq, is_html(type));
}

void respond_file(struct req *rq, int status, const struct static_file *file)
{
	static const char *const suffix[] = {
		[CODING_IDENTITY] = "", [CODING_GZIP] = "-gz", [CODING_BR] = "-br"};
	const void  *body[] = {[CODING_IDENTITY] = file->identity,
	                       [CODING_GZIP] = file->gzip,
	                       [CODING_BR] = file->br};
	const size_t n[] = {[CODING_IDENTITY] = file->identity_n,
	                    [CODING_GZIP] = file->gzip_n,
	                    [CODING_BR] = file->br_n};
	const char  *cache = file->immutable ? "public, max-age=31536000, immutable" : "no-cache";
	unsigned     offered = (file->gzip != NULL ? 1U << CODING_GZIP : 0) |
	                   (file->br != NULL ? 1U << CODING_BR : 0);
	enum coding c = coding_negotiate(req_header(rq, "Accept-Encoding"), offered);
	char        etag[96];
	/* The tag comes with its quotes; the suffix goes inside them. */
	size_t tag_n = strlen(file->etag);
	snprintf(etag, sizeof(etag), "%.*s%s\"", tag_n > 0 ? (int)tag_n - 1 : 0, file->etag,
	         suffix[c]);
	if (status == 200 && changed(rq, etag))
		return;
	if (status == 200 && etag_listed(req_header(rq, "If-None-Match"), etag)) {
		not_modified(rq, etag, n[c], cache, is_html(file->type));
		return;
	}
	begin(rq, status);
	struct reply *r = &rq->reply;
	r->body = body[c];
	r->body_n = n[c];
	reply_header(r, "Content-Type", file->type);
	reply_header(r, "Vary", vary);
	if (c != CODING_IDENTITY)
		reply_header(r, "Content-Encoding", coding_names[c]);
	if (status == 200)
		reply_headerf(r, "ETag", "%s", etag);
	reply_header(r, "Cache-Control", status == 200 ? cache : "no-store");
	common_headers(rq, is_html(file->type));
}

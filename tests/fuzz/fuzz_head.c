/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/*
 * Whole heads: the request line and the fields below it, for a server with the real routes and a small web app.
 * So come Accept, Accept-Encoding, If-None-Match, If-Range, Range, Origin, Authorization, X-Forwarded-For and what
 * frames a body to those who read them.
 */
#include <string.h>

#include "api/routes.h"
#include "base/log.h"
#include "fuzz.h"
#include "http/address.h"
#include "http/dispatch.h"
#include "http/etag.h"
#include "http/proxy.h"
#include "http/range.h"
#include "http/request.h"
#include "http/server.h"

static const char               page[] = "<!doctype html><title>page</title>";
static const struct static_file files[] = {
	{"/404.html", "text/html; charset=utf-8", "\"4\"", page, NULL, NULL, sizeof(page), 0, 0,
         false},
	{"/app/index.html", "text/html; charset=utf-8", "\"a\"", page, page, page, sizeof(page), 9,
         8, false},
	{"/index.html", "text/html; charset=utf-8", "\"i\"", page, page, NULL, sizeof(page), 9, 0,
         true},
};
static const struct static_site    site = {files, COUNT(files), "'sha256-x'"};
static const char *const           origins[] = {"http://localhost:3000", NULL};
static const struct address_range  ten[] = {{{{[10] = 0xff, [11] = 0xff, [12] = 10}}, 104}};
static const struct address_ranges proxies = {ten, COUNT(ten)};

/* Every token is good, so that what lies behind it is reached; its length says whose it is. */
static enum err authenticate(void *ctx, const char *token, struct caller *out, struct fail *f)
{
	size_t n = strlen(token);

	(void)ctx;
	if (n > 3)
		return fail(f, ERR_AUTH, "the token is not valid");
	*out = (struct caller){.user_id = (int64_t)n, .admin = n == 1, .read_only = n == 2};
	return OK;
}

static const struct http_config config = {
	.max_body = 1 << 16,
	.proxies = &proxies,
	.origins = origins,
	.routes = all_routes,
	.site = &site,
	.authenticate = authenticate,
};

static struct dispatch *dispatcher(void)
{
	static struct dispatch d;

	if (d.c == NULL) {
		log_init(LOG_ERROR, false);
		dispatch_init(&d, &config);
	}
	return &d;
}

/* Cut at the next line's end; NULL when there is none. */
static char *line(char **rest)
{
	char *at = *rest;

	if (*at == '\0')
		return NULL;
	char *end = at + strcspn(at, "\n");
	*rest = *end != '\0' ? end + 1 : end;
	*end = '\0';
	return at;
}

static void check_range(const char *value)
{
	struct part p = {77, 77};

	if (range_parse(value, sizeof(page), &p) == RANGE_PART)
		assert(p.n > 0 && p.first < sizeof(page) && p.n <= sizeof(page) - p.first);
	else
		assert(p.first == 77 && p.n == 77);
	assert(range_parse(value, 0, &p) != RANGE_PART);
}

/* Strong comparison is the stricter one. */
static void check_tags(const char *value)
{
	static const char tag[] = "\"ba7816bf8f01cfea414140de5dae2223\"";

	assert(!etag_matches(value, tag) || etag_listed(value, tag));
}

static void read_fields(struct req *rq, char *rest)
{
	for (char *at; (at = line(&rest)) != NULL;) {
		char *colon = strchr(at, ':');

		if (colon == NULL)
			continue;
		*colon++ = '\0';
		colon += strspn(colon, " \t");
		check_range(colon);
		check_tags(colon);
		if (rq->n_headers < REQ_HEADERS_MAX)
			rq->headers[rq->n_headers] = (struct header){at, colon};
		rq->n_headers++;
	}
}

static void check_header(const struct header *h, bool refused)
{
	for (const char *p = h->value; *p != '\0'; p++)
		assert((unsigned char)*p >= ' ' || *p == '\t');
	assert(!refused || strcmp(h->name, "ETag") != 0);
}

/* What may never leave us, whatever came. */
static void check_reply(const struct reply *r)
{
	assert(r->status >= 200 && r->status < 600 && r->status != 500);
	assert(r->n <= REPLY_HEADERS_MAX);
	for (size_t i = 0; i < r->n; i++) {
		check_header(&r->headers[i], r->status >= 400);
		for (size_t k = 0; k < i; k++)
			assert(strcmp(r->headers[i].name, r->headers[k].name) != 0 ||
			       strcmp(r->headers[i].name, "Vary") == 0);
	}
	assert(r->status != 304 || r->body_n == 0);
	assert(r->status != 206 || (r->body_n > 0 && r->body_n <= sizeof(page)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct req    rq;
	struct arena        *a = arena_create();
	char                *rest = fuzz_text(a, data, n);
	char                *method = line(&rest);
	const struct address peer = {{[10] = 0xff, [11] = 0xff, [12] = n % 2 ? 10 : 192}};

	char *target = method != NULL ? strchr(method, ' ') : NULL;
	if (target != NULL) {
		*target++ = '\0';
		req_init(&rq, dispatcher(), target);
		rq.method_text = method;
		rq.http11 = true;
		read_fields(&rq, rest);
		proxy_resolve(&rq, &peer);
		assert(strlen(rq.address) > 0 && (n % 2 || strcmp(rq.address, "192.0.0.0") == 0));
		if (dispatch_head(&rq))
			assert(rq.answered && rq.reply.close);
		if (rq.answered)
			check_reply(&rq.reply);
		else
			assert(rq.match.route != NULL && rq.body_n <= (int64_t)rq.max_body);
		req_finish(&rq);
	}
	arena_destroy(a);
	return 0;
}

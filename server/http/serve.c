/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/serve.h"

#include <string.h>

#include "base/arena.h"
#include "http/dispatch.h"
#include "http/query.h"
#include "http/request.h"
#include "http/server.h"
#include "http/shared.h"

enum { REPLY_MAX = 256 << 20 };

struct source {
	const struct route_match *match;
	const struct query       *query;
};

static const char *lookup(void *ctx, const struct field *fd)
{
	const struct source      *from = ctx;
	const struct route_match *m = from->match;
	if (fd->flags & IN_QUERY)
		return query_get(from->query, fd->name);
	for (size_t i = 0; i < m->n; i++) {
		size_t n = m->params[i].name_n;
		if (strlen(fd->name) == n && memcmp(fd->name, m->params[i].name, n) == 0)
			return m->params[i].value;
	}
	return NULL;
}

static enum err check_path(struct req *rq, struct fail *f)
{
	for (size_t i = 0; i < rq->match.n; i++) {
		const struct route_param *p = &rq->match.params[i];
		if (p->bad)
			return fail_field(f, arena_strndup(rq->arena, p->name, p->name_n),
			                  "must be UTF-8 text without NUL");
	}
	return OK;
}

static void release_buf(void *b)
{
	buf_finish(b);
}

/* The body, decompressed under the same limit as it has compressed. */
static enum err read_body(struct req *rq, struct bytes *out, struct fail *f)
{
	*out = (struct bytes){.p = rq->body.p, .n = rq->body.n};
	if (rq->body_coding == CODING_IDENTITY || rq->body.n == 0)
		return OK;
	struct buf *plain = ARENA_NEW(rq->arena, struct buf);
	buf_init(plain, rq->max_body);
	arena_defer(rq->arena, release_buf, plain);
	TRY(coding_inflate(rq->body_coding, rq->body.p, rq->body.n, plain, f));
	*out = (struct bytes){.p = plain->p, .n = plain->n};
	return OK;
}

/* Everything that is wrong with the input is found before it is refused. */
static enum err decode(struct req *rq, const struct query *q, void **in, struct fail *f)
{
	const struct route *r = rq->match.route;
	struct source       from = {.match = &rq->match, .query = q};
	struct bytes        body;
	TRY(check_path(rq, f));
	TRY(read_body(rq, &body, f));
	enum err e = query_check(q, r, f);
	if (r->in != NULL) {
		void    *obj = arena_alloc(rq->arena, r->in->size);
		enum err shape_e = shape_decode(r->in, rq->arena, body.p, body.n, lookup, &from,
		                                (r->flags & LENIENT) != 0, obj, f);
		*in = obj;
		if (shape_e != OK)
			e = shape_e;
	}
	return e;
}

static enum err run(struct req *rq, const char **only, void **out, struct fail *f)
{
	const struct route *r = rq->match.route;
	struct query        q;
	void               *in = NULL;
	TRY(query_parse(rq->arena, rq->query, &q, f));
	TRY(decode(rq, &q, &in, f));
	*only = r->flags & FIELDS ? query_get(&q, "fields") : NULL;
	if (*only != NULL)
		TRY(shape_check_only(r->out, *only, f));
	if (r->out != NULL)
		*out = arena_alloc(rq->arena, r->out->size);
	if (rq->d->c->worker_begin != NULL)
		rq->d->c->worker_begin(rq->worker, rq);
	enum err e = r->fn(rq, in, *out);
	if (!rq->get && rq->d->c->changed != NULL)
		rq->d->c->changed(rq->worker);
	return e;
}

static void succeed(struct req *rq, const char *type, char *body, size_t n)
{
	if (rq->cached != NULL)
		shared_fill(rq, type, body, n);
	else
		respond_success(rq, type, body, n);
}

static void reply(struct req *rq, const char *only, const void *out)
{
	const struct route *r = rq->match.route;
	struct buf          b;
	size_t              n;
	if (rq->stream != NULL) {
		respond_stream(rq);
	} else if (rq->location != NULL) {
		respond_see_other(rq, rq->location);
	} else if (rq->raw) {
		char *body = rq->reply.owned;
		rq->reply.owned = NULL;
		succeed(rq, rq->raw_type, body, rq->reply.body_n);
	} else if (r->out == NULL) {
		respond_empty(rq, 204);
	} else {
		buf_init(&b, REPLY_MAX);
		shape_encode(r->out, out, only, &b);
		char *body = buf_take(&b, &n);
		if (body != NULL)
			succeed(rq, "application/json", body, n);
		else
			respond_fail(rq,
			             fail(&rq->fail, ERR_INTERNAL,
			                  "the reply would be larger than %d bytes", REPLY_MAX));
		buf_finish(&b);
	}
}

static void make(struct req *rq)
{
	const char *only = NULL;
	void       *out = NULL;
	enum err    e = run(rq, &only, &out, &rq->fail);
	if (e == OK)
		reply(rq, only, out);
	else
		respond_fail(rq, e);
	if (rq->answered)
		shared_fail(rq);
}

void serve(struct req *rq, void *worker, struct arena *a)
{
	rq->worker = worker;
	rq->arena = a;
	if (shared_wants_body(rq))
		make(rq);
	shared_code(rq);
	buf_finish(&rq->body);
	rq->worker = NULL;
	rq->arena = NULL;
}

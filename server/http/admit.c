/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/admit.h"

#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "http/dispatch.h"
#include "http/request.h"
#include "http/server.h"

static const char *bearer(const char *header)
{
	if (header == NULL || strncasecmp(header, "Bearer ", 7) != 0)
		return NULL;
	header += 7;
	return header + strspn(header, " ");
}

/* The first of Authorization and X-Admin-Token that is good. */
static enum err authenticate(struct req *rq, struct caller *out, struct fail *f)
{
	const struct http_config *c = rq->d->c;
	const char               *authorization = req_header(rq, "Authorization");
	const char *tokens[] = {bearer(authorization), req_header(rq, "X-Admin-Token")};
	enum err    e = OK;
	bool        tried = false;
	for (size_t i = 0; i < COUNT(tokens); i++) {
		if (tokens[i] == NULL || *tokens[i] == '\0')
			continue;
		struct caller caller = {.user_id = 0};
		e = c->authenticate(c->ctx, tokens[i], &caller, f);
		if (e == OK) {
			*out = caller;
			return OK;
		}
		tried = true;
	}
	if (tried)
		return e;
	return fail(f, ERR_AUTH,
	            authorization == NULL ? "sign in first: this needs a bearer token"
	                                  : "the Authorization header must be 'Bearer TOKEN'");
}

static enum err count(struct req *rq, bool session, unsigned flags, struct fail *f)
{
	if (flags & FREE)
		return OK;
	const bool by_user = session && !(flags & ANON_LIMIT);
	rq->limiter = by_user ? rq->d->by_user : rq->d->by_address;
	rq->limit_key = by_user ? (struct limit_key){.lo = (uint64_t)rq->caller.user_id}
	                        : rq->address_key;
	if (limiter_take(rq->limiter, rq->limit_key, clock_ticks_us(), &rq->limit))
		return OK;
	rq->limiter = NULL;
	f->retry_after_s = rq->limit.reset_s;
	return fail(f, ERR_LIMIT, "more than %d requests in a minute; try again in %d s",
	            rq->limit.limit, rq->limit.reset_s);
}

enum err admit_count(struct req *rq, unsigned flags)
{
	if (!rq->uncounted)
		return OK;
	rq->uncounted = false;
	return count(rq, true, flags, &rq->fail);
}

enum err admit(struct req *rq, unsigned flags)
{
	struct fail why;
	fail_clear(&why);
	enum err e = authenticate(rq, &rq->caller, &why);
	rq->uncounted = e == OK && flags & SHARED && rq->get && rq->d->c->replies != NULL;
	if (!rq->uncounted)
		TRY(count(rq, e == OK, flags, &rq->fail));
	if (!(flags & (LOGIN | ADMIN)))
		return OK;
	if (e != OK) {
		rq->fail = why;
		return e;
	}
	if (flags & ADMIN && !rq->caller.admin)
		return fail(&rq->fail, ERR_FORBIDDEN, "only administrators may do this");
	return OK;
}

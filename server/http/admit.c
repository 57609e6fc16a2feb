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

void admit_tokens(const struct req *rq, const char *out[ADMIT_TOKENS])
{
	out[0] = bearer(req_header(rq, "Authorization"));
	out[1] = req_header(rq, "X-Admin-Token");
}

/* The first of Authorization and X-Admin-Token that is good. */
static enum err authenticate(struct req *rq, struct caller *out, struct fail *f)
{
	const struct http_config *c = rq->d->c;
	const char               *authorization = req_header(rq, "Authorization");
	const char               *tokens[ADMIT_TOKENS];
	enum err                  e = OK;
	bool                      tried = false;
	admit_tokens(rq, tokens);
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

/* what: the requests that it limits, in words. The headers speak of the limit with least left. */
static enum err take(struct req *rq, struct limiter *l, struct limit_key key, const char *what,
                     struct fail *f)
{
	struct limit_state s;
	const bool         ok = limiter_take(l, key, clock_ticks_us(), &s);
	if (!ok || rq->limit.limit == 0 || (s.limit > 0 && s.remaining <= rq->limit.remaining))
		rq->limit = s;
	if (ok) {
		rq->counted[rq->n_counted++] = (struct limit_count){l, key};
		return OK;
	}
	f->retry_after_s = s.reset_s;
	return fail(f, ERR_LIMIT, "more than %d %s in a minute; try again in %d s", s.limit, what,
	            s.reset_s);
}

static enum err count(struct req *rq, bool session, unsigned flags, struct fail *f)
{
	const struct limit_key user = {.lo = (uint64_t)rq->caller.user_id};
	if (flags & FREE)
		return OK;
	if (!session || flags & ANON_LIMIT)
		return take(rq, rq->d->by_address, rq->address_key, "requests of one address", f);
	TRY(take(rq, rq->d->by_user, user, "requests of one user", f));
	if (flags & COMPUTE)
		TRY(take(rq, rq->d->computing, user, "computations of one user", f));
	return OK;
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
	if (flags & PERSONAL && rq->caller.delegated)
		return fail_as(&rq->fail, ERR_FORBIDDEN, "not_for_keys",
		               "an API key cannot do this; sign in");
	if (rq->caller.read_only && !rq->get && !(flags & READS))
		return fail_as(&rq->fail, ERR_FORBIDDEN, "read_only", "this API key may only read");
	return OK;
}

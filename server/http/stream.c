/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/stream.h"

#include <assert.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/buf.h"
#include "base/clock.h"
#include "http/admit.h"
#include "http/deadlines.h"
#include "http/dispatch.h"
#include "http/feed.h"
#include "http/request.h"
#include "http/server.h"

enum { BLOCK = 1024 }; /* to a client that knows no chunks */

enum next {
	STREAM_BYTES, /* some are written */
	STREAM_IDLE,  /* nothing now: the connection sleeps until the feed wakes it */
	STREAM_AWAY,  /* what comes next is in the log: it sleeps while a worker reads that */
	STREAM_END,
	STREAM_CUT, /* in the middle of an event */
};

struct stream {
	struct feed_reader reader; /* first: the feed wakes readers */
	struct req        *rq;
	struct stream_line line;
	struct feed       *feed;
	char              *token; /* may it still listen? */
	char              *page;  /* NULL = none */
	size_t             page_n, page_at, sent;
	int64_t            begun_us;
	bool               wait, over, whole;
	enum err (*fill)(void *worker, const struct stream_ask *q, struct buf *out,
	                 struct stream_page *p, struct fail *f);
};

static char *copy(const char *p, size_t n)
{
	char *c = malloc(n + 1);
	if (c == NULL)
		abort();
	memcpy(c, p, n);
	c[n] = '\0';
	return c;
}

/* The one that let the caller in; it is good until somebody ends it. */
static const char *token_of(const struct req *rq)
{
	const char   *tokens[ADMIT_TOKENS];
	struct caller who;
	struct fail   why;
	admit_tokens(rq, tokens);
	for (size_t i = 0; i < ADMIT_TOKENS; i++) {
		fail_clear(&why);
		if (tokens[i] != NULL &&
		    rq->d->c->authenticate(rq->d->c->ctx, tokens[i], &who, &why) == OK &&
		    who.user_id == rq->caller.user_id)
			return tokens[i];
	}
	return NULL;
}

static void wake(struct feed_reader *r)
{
	MHD_resume_connection(((struct stream *)r)->line.connection);
}

enum err req_stream(struct req *rq, const struct stream_start *start)
{
	struct feed *feed = rq->d->c->feed;
	const char  *token = token_of(rq);
	assert(rq->match.route->flags & STREAM && rq->stream == NULL);
	if (feed == NULL)
		return fail(&rq->fail, ERR_AWAY, "this server tells nothing");
	if (token == NULL)
		return fail(&rq->fail, ERR_AUTH, "the token ended; sign in again");
	if (strcmp(rq->method_text, "HEAD") == 0) {
		req_reply_bytes(rq, "text/event-stream", "", 0);
		return OK;
	}
	struct stream *s = calloc(1, sizeof(*s));
	if (s == NULL)
		abort();
	s->reader = (struct feed_reader){.user_id = rq->caller.user_id,
	                                 .admin = rq->caller.admin,
	                                 .fd = rq->fd,
	                                 .id = start->after,
	                                 .state = start->state,
	                                 .left = start->limit > 0 ? start->limit : -1,
	                                 .wake = wake};
	enum err e = feed_open(feed, &s->reader, &rq->fail);
	if (e != OK) {
		free(s);
		return e;
	}
	s->rq = rq;
	s->feed = feed;
	s->token = copy(token, strlen(token));
	s->page_n = strnlen(start->prelude, STREAM_PRELUDE);
	s->page = copy(start->prelude, s->page_n);
	s->begun_us = clock_ticks_us();
	s->wait = start->wait;
	s->fill = start->page;
	rq->stream = s;
	return OK;
}

void stream_destroy(struct stream *s)
{
	if (s == NULL)
		return;
	feed_leave(s->feed, &s->reader);
	free(s->token);
	free(s->page);
	free(s);
}

/* Also who became or ceased to be an administrator begins anew. */
static bool may_listen(const struct stream *s)
{
	const struct http_config *c = s->rq->d->c;
	struct caller             who = {.user_id = -1};
	struct fail               why;
	fail_clear(&why);
	return c->authenticate(c->ctx, s->token, &who, &why) == OK &&
	       who.user_id == s->reader.user_id && who.admin == s->reader.admin;
}

static size_t read_page(struct stream *s, char *to, size_t max)
{
	size_t n = s->page_n - s->page_at;
	if (n > max)
		n = max;
	memcpy(to, s->page + s->page_at, n);
	s->page_at += n;
	if (s->page_at == s->page_n) {
		free(s->page);
		s->page = NULL;
	}
	return n;
}

static enum next read_feed(struct stream *s, char *to, size_t max, size_t *n)
{
	for (;;) {
		switch (feed_read(s->feed, &s->reader, to, max, n)) {
		case FEED_SOME: s->over = s->reader.left == 0; return STREAM_BYTES;
		case FEED_NONE: return STREAM_IDLE;
		case FEED_BEHIND: return STREAM_AWAY;
		case FEED_LOST: return STREAM_CUT;
		case FEED_OVER: return STREAM_END;
		case FEED_CHECK:
			if (!may_listen(s))
				return STREAM_END;
			break;
		}
	}
}

static enum next read_next(struct stream *s, char *to, size_t max, size_t *n)
{
	enum next next;
	if (s->page != NULL) {
		*n = read_page(s, to, max);
		next = STREAM_BYTES;
	} else if (s->over) {
		next = STREAM_END;
	} else if (!s->wait) {
		/* What there is now is in the log, which the feed may be a moment behind. */
		next = s->whole ? STREAM_END : STREAM_AWAY;
	} else {
		next = read_feed(s, to, max, n);
	}
	if (next == STREAM_BYTES)
		s->sent += *n;
	return next;
}

/* The connection sleeps before anybody may wake it. */
static ssize_t send_more(void *cls, uint64_t pos, char *to, size_t max)
{
	struct stream            *s = cls;
	const struct stream_line *l = &s->line;
	size_t                    n = 0;
	(void)pos;
	switch (read_next(s, to, max, &n)) {
	case STREAM_BYTES:
		deadline_begin(l->deadlines, l->deadline, 0); /* for what is less than a page */
		return (ssize_t)n;
	case STREAM_IDLE:
		deadline_none(l->deadline);
		MHD_suspend_connection(l->connection);
		if (!feed_sleep(s->feed, &s->reader))
			MHD_resume_connection(l->connection);
		return 0;
	case STREAM_AWAY:
		deadline_none(l->deadline);
		MHD_suspend_connection(l->connection);
		if (pool_submit(l->pool, &s->rq->job))
			return 0;
		stream_give_up(s);
		MHD_resume_connection(l->connection);
		return 0;
	case STREAM_END: return MHD_CONTENT_READER_END_OF_STREAM;
	case STREAM_CUT: break;
	}
	return MHD_CONTENT_READER_END_WITH_ERROR;
}

struct MHD_Response *stream_response(struct stream *s, const struct stream_line *line)
{
	const int now = 1;
	s->line = *line;
	/* The end of what is sent must not wait until its beginning is acknowledged. */
	(void)setsockopt(s->reader.fd, IPPROTO_TCP, TCP_NODELAY, &now, sizeof(now));
	return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, send_more, s, NULL);
}

void stream_give_up(struct stream *s)
{
	s->over = true;
}

void stream_fill(struct req *rq, void *worker)
{
	struct stream     *s = rq->stream;
	const int64_t      floor = feed_floor(s->feed); /* before the log is read */
	struct stream_ask  q = {.user_id = s->reader.user_id,
	                        .admin = s->reader.admin,
	                        .after = s->reader.id,
	                        .limit = s->reader.left,
	                        .state = s->reader.state};
	struct stream_page p = {.upto = q.after, .state = q.state};
	struct buf         b;
	struct fail        why;
	fail_clear(&why);
	buf_init(&b, STREAM_PAGE);
	if (s->fill(worker, &q, &b, &p, &why) != OK || b.full) {
		buf_finish(&b);
		s->over = true; /* the client comes back */
		return;
	}
	if (s->reader.left > 0)
		s->reader.left -= p.events;
	s->over = s->reader.left == 0;
	s->whole = p.whole;
	if (p.whole && floor != INT64_MAX && p.upto < floor)
		p.upto = floor; /* rows may have gone with their user */
	feed_seek(s->feed, &s->reader, p.upto, p.state);
	if (b.n > 0) {
		s->page_at = 0;
		s->page = buf_take(&b, &s->page_n);
	}
	buf_finish(&b);
}

size_t stream_sent(const struct stream *s)
{
	return s->sent;
}

int64_t stream_begun_us(const struct stream *s)
{
	return s->begun_us;
}

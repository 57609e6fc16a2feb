/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_RESPOND_H
#define HTTP_RESPOND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/err.h"
#include "http/coding.h"

struct cached;
struct req;
struct static_file;

struct header {
	const char *name, *value;
};

enum { REPLY_HEADERS_MAX = 32, REPLY_TEXT_MAX = 2048 };

/* What goes back. Nothing in it is sent before it is complete. */
struct reply {
	int            status;
	size_t         n;    /* headers */
	const void    *body; /* owned, or bytes that outlive the server */
	size_t         body_n;
	size_t         whole_n; /* of a 304: the bytes that a 200 would have */
	char          *owned;   /* malloc'd; NULL = none */
	struct cached *shared;  /* counted; the body and the headers are of it; NULL = none */
	int            fd;      /* of shared: a file of the whole body; 0 = none */
	bool           close;   /* end the connection after it */
	size_t         text_n;
	struct header  headers[REPLY_HEADERS_MAX];
	char           text[REPLY_TEXT_MAX]; /* formatted header values */
};

/* value must live as long as the reply; one that does not is formatted into it. Too long: left out. */
void reply_header(struct reply *r, const char *name, const char *value);
void reply_headerf(struct reply *r, const char *name, const char *fmt, ...) PRINTF(3, 4);

/*
 * Each completes rq->reply, common headers included. respond_fail() describes
 * rq->fail under the given code as application/problem+json. respond_success()
 * answers for a handler: validators, 304 and compression are settled here;
 * body is malloc'd and taken over.
 */
void respond_fail(struct req *rq, enum err code);
void respond_success(struct req *rq, const char *type, char *body, size_t n);
/* As respond_success(), of a kept reply; takes over the caller's count of e, which is filled. */
void respond_shared(struct req *rq, struct cached *e, enum coding want);
void respond_empty(struct req *rq, int status);
void respond_stream(struct req *rq); /* the head of rq->stream */
void respond_redirect(struct req *rq, const char *path, const char *query); /* 308 to path/ */
void respond_see_other(struct req *rq, const char *url);                    /* 303 */
void respond_file(struct req *rq, int status, const struct static_file *file);

enum coding respond_coding(const struct req *rq);             /* what the client likes best */
bool        respond_compressible(const char *type, size_t n); /* whether trying pays */

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/shape.h"

struct arena;
struct buf;
struct req;

/*
 * A route is a row. What must hold before its handler runs is a flag on the
 * row and is checked once, by the dispatcher. A handler gets its decoded input
 * and fills its output; it speaks neither HTTP nor JSON nor SQL, may block, and
 * runs on a worker thread with that thread's own worker state and arena.
 */
enum method { GET, POST, PUT, DELETE_, METHOD_N };
extern const char *const method_names[]; /* "GET" ... */

enum {
	PUBLIC = 0,
	LOGIN = 1,    /* a valid token */
	ADMIN = 2,    /* a valid token of an administrator, or the admin token */
	NO_STORE = 4, /* Cache-Control: no-store, no ETag */
	CREATED = 8,  /* replies 201 */
	LENIENT = 16, /* ignores members it does not know: the calls of the original web client */
	FIELDS = 32,  /* list items may be trimmed with ?fields= */
	ANON_LIMIT = 64,  /* counts against the per-address limit even with a valid token */
	FREE = 128,       /* counts against no limit */
	COMPUTE = 256,    /* computes on the spot: counts against the user's limit of that, too */
	READS = 512,      /* changes nothing, though it is no GET: open to who may only read */
	PERSONAL = 1024,  /* not for a program that acts for somebody */
	MATCHES = 8192,   /* honours If-Match: the handler asks req_matches() */
	REDIRECTS = 4096, /* replies 303, to where req_redirect() said */
	ACCEPTED = 16384, /* replies 202: it goes on in the background */
	SLOW = 65536,     /* takes a worker for long: hashes a password, waits for others */
	STREAM = 32768,   /* a stream of events: the handler calls req_stream() of http/stream.h */
	SHARED =
		2048 /* the reply follows from path, query and the data alone: kept ready for everybody */
};

typedef enum err handler(struct req *rq, const void *in, void *out);

/* An event that a stream may bring: its name, and what its data are. */
struct route_event {
	const char         *name;
	const struct shape *data;
};

struct route {
	enum method         method;
	const char         *path; /* after the prefix: "/assets/{symbol}/history" */
	handler            *fn;
	unsigned            flags;
	const struct shape *in;  /* path + query + body in one struct; NULL = nothing */
	const struct shape *out; /* NULL = the handler writes raw bytes with req_reply_bytes() */
	const char         *id;  /* operationId, unique, camelCase: "getIndexHistory" */
	const char         *doc; /* one sentence */
	const enum err *
		errs; /* documented failures beyond those that follow from flags and in; ends with OK */
	const char *
		type; /* media types where out is NULL, commas between; NULL = application/octet-stream */
	size_t max_body; /* bytes of a request's body, also when decompressed; 0 = the server's limit */
	/* Deprecated: the operationId of what replaces it, and since when (Unix seconds). */
	const char               *instead;
	int64_t                   deprecated_s;
	const struct route_event *events; /* of a STREAM; ends with a NULL name */
};

struct routes {
	const char         *prefix; /* "/api/v1/index" */
	const char         *tag, *tag_doc;
	const struct route *tab;
	size_t              n;
};

enum { CALLER_SESSION = 40 };

/* Who is asking; id 0 = nobody, or the admin token. */
struct caller {
	int64_t user_id;
	bool    admin;
	bool    read_only;               /* GET and what READS */
	bool    delegated;               /* a program that acts for the user: nothing PERSONAL */
	char    session[CALLER_SESSION]; /* the program's own name for it; "" = none */
};

/* What a handler may ask of its request. */
void *req_worker(
	struct req *rq); /* the worker thread's own state, as opened by http_config.worker_open */
struct arena        *req_arena(struct req *rq);
struct fail         *req_fail(struct req *rq);
const struct caller *req_caller(const struct req *rq);
const char          *req_address(const struct req *rq); /* peer's IP address as text */
/* What limits count it as, as text that is no address: that one, or of IPv6 its /64. */
const char *req_peer(struct req *rq);
const char *req_id(const struct req *rq);
const char *req_user_agent(const struct req *rq);    /* NULL = not said */
const char *req_last_event_id(const struct req *rq); /* NULL = not said */
bool        req_loopback(
	       const struct req *rq); /* the peer is this machine, and asked it by a name of its own */
bool req_conditional(const struct req *rq); /* If-Match was sent */
/* Whether that names the tag that a GET with this body has, in any coding; also where none was sent. */
bool req_matches(const struct req *rq, const void *body, size_t n);
/* What the server counted since its start, as Prometheus text. */
void req_expose(const struct req *rq, struct buf *out);
/* Reply with these bytes instead of an encoded struct; they are copied. type is a media type. */
void req_reply_bytes(struct req *rq, const char *type, const void *p, size_t n);
/*
 * The bytes are a file that somebody made: Content-Disposition, and a Content-Security-Policy in the
 * place of the server's own (NULL: that one).
 */
void req_reply_file(struct req *rq, const char *disposition, const char *policy);
/* Reply 303 to this address, at most REDIRECT_MAX bytes of it; for a route that REDIRECTS. */
enum { REDIRECT_MAX = 1536 };
void req_redirect(struct req *rq, const char *url);

#endif

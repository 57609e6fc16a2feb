/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <stdint.h>

#include "http/route.h"

struct address_ranges;
struct feed;
struct http_server;
struct reply_cache;
struct span;
struct tls;

/* A file of the web app, ready to send. */
struct static_file {
	const char *path;                 /* "/dashboard/index.html" */
	const char *type;                 /* media type with charset */
	const char *etag;                 /* with quotes */
	const void *identity, *gzip, *br; /* gzip, br: NULL where they do not pay */
	size_t      identity_n, gzip_n, br_n;
	bool        immutable; /* content-hashed name: cache for a year */
};
struct static_site {
	const struct static_file *files; /* sorted by path (strcmp) */
	size_t                    n;
	const char *script_hashes; /* "'sha256-…' 'sha256-…'" of the inline scripts, for the CSP */
};

/* Rates a minute, 0 = off. computing: of one user on routes with COMPUTE, which per_user counts as well. */
struct http_limits {
	int per_address, per_user, computing;
};

/*
 * The server knows nothing of the program behind it: everything it must ask
 * comes in here and must outlive it. authenticate runs on network threads and
 * must not block; it says who a bearer token is (ERR_AUTH otherwise, or ERR_AWAY).
 */
struct http_config {
	const char *host;
	int         port;    /* 0 = any free one, see http_port() */
	int listening;       /* a socket that listens already, and goes on when we stop; 0 = none */
	struct tls *tls;     /* speak TLS with its certificate; NULL = plain HTTP */
	int         workers; /* 0 = two a core */
	int queue; /* requests that may wait for a worker, more get 503; 0 = 64 a worker, at least 256 */
	int                max_connections, timeout_s;
	int                max_connections_address; /* of one peer, http/peers.h; 0 = no limit */
	size_t             max_body;
	struct http_limits limits;
	const struct address_ranges *proxies; /* whose X-Forwarded-* count; NULL = nobody's */
	bool behind_proxy; /* whoever connects is one, which speaks TLS with clients: its last hop counts */
	const char *const          *origins; /* CORS: allowed origins, NULL-ended */
	const struct routes *const *routes;  /* NULL-ended */
	const struct static_site   *site;    /* NULL = none */
	void                       *ctx;
	enum err (*authenticate)(void *ctx, const char *token, struct caller *out, struct fail *f);
	enum err (*worker_open)(void *ctx, void **worker,
	                        struct fail *f); /* on the worker's own thread */
	/* Before each handler, on its thread: who asks, for the worker to know. NULL = no need. */
	void (*worker_begin)(void *worker, const struct req *rq);
	void (*worker_close)(void *worker);
	/* A reply was 500: where ("GET /path"), whose, and why. On any thread, must not block; may be NULL. */
	void (*fault)(void *ctx, const char *where, const char *request_id, const struct fail *why);
	/* Of each request whose trace is recorded, when it is over. On network threads, must not block; may be NULL. */
	void (*span)(void *ctx, const struct span *s);
	struct feed *feed; /* what routes with STREAM tell; closed when we stop. NULL = none */
	int64_t slow_ms;   /* requests that took this long are logged as a warning; 0 = none is */

	/*
	 * Kept replies of SHARED routes; NULL = none, and then the next two may be NULL as well. A
	 * reply is good for one generation of the data. generation runs on all threads and must not
	 * block; changed runs on a worker's thread after every handler but a GET's and before its
	 * reply, may block, and brings generation up to date.
	 */
	struct reply_cache *replies;
	int64_t (*generation)(void *ctx);
	void (*changed)(void *worker);
};

/* Binds and starts; ERR_CONFLICT when the port is taken, with what to do. Returns at once. */
enum err http_start(const struct http_config *c, struct http_server **out,
                    struct fail *f) MUST_CHECK;
int      http_port(const struct http_server *s);
/*
 * Stop taking connections, finish what was begun within grace_s, refuse what
 * still waits for a worker then, cut the rest, free everything. A handler that
 * runs longer is waited for: its thread cannot be taken from it. NULL is fine.
 */
void http_stop(struct http_server *s, int grace_s);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_FETCH_H
#define BASE_FETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;

/*
 * One request to another server, by HTTPS with the peer's certificate checked;
 * plain HTTP to this machine alone (an issuer beside the program), or where the
 * caller says so. Redirects are not followed, the environment's proxies do not
 * count, and time and size are bounded. Blocks up to timeout_ms: never on a
 * network thread.
 */
struct fetch {
	const char        *url;
	const char        *form; /* body of a POST, already encoded; NULL = GET */
	const char        *json; /* instead: a body of JSON, of json_n bytes */
	size_t             json_n;
	const char        *user, *password; /* HTTP Basic; NULL = none */
	const char        *proxy;           /* NULL or "" = none */
	size_t             max;             /* bytes of the reply's body */
	int                timeout_ms;
	bool               plain; /* http goes to any host: nothing secret is told */
	struct fetch_line *line;  /* NULL = a connection for this request alone */
};
struct fetched {
	int         status;
	const char *body; /* of the arena, ends with a NUL */
	size_t      n;
	int64_t     max_age_s; /* of Cache-Control; -1 = not said */
};

/* The door to the network; tests put their own in its place. */
struct fetcher {
	void *ctx;
	/* ERR_AWAY: no whole reply came, and why. Any status is a reply. */
	enum err (*fetch)(void *ctx, struct arena *a, const struct fetch *in, struct fetched *out,
	                  struct fail *f);
};
extern const struct fetcher fetch_network;

/* Keeps its connection open from one request to the next. For one thread at a time. */
struct fetch_line *fetch_line_create(void);
void               fetch_line_destroy(struct fetch_line *l); /* NULL is fine */

/* https, or http to 127.0.0.1, [::1] or localhost; no user, no fragment. */
bool fetch_url_allowed(const char *url);
/* What a plain one may ask: https or http to any host, no fragment. */
bool fetch_url_plain(const char *url);
/* What RFC 3986 does not reserve stays, the rest becomes %XX. */
char *fetch_escape(struct arena *a, const char *text);
/* max-age of a Cache-Control header's value; no-store and no-cache are 0; -1 = not said. */
int64_t fetch_max_age(const char *cache_control);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_ROUTER_H
#define HTTP_ROUTER_H

#include "http/route.h"

enum { PATH_SEGMENTS_MAX = 24, ROUTE_PARAMS_MAX = 8 };

/*
 * The path of a request: cut at '/', then percent-decoded by segment, so that
 * %2F never splits and no segment ("..", "") means anything but itself. "/" has
 * no segments, "/a/" has "a" and "".
 */
struct path {
	const char *seg[PATH_SEGMENTS_MAX];
	bool        bad[PATH_SEGMENTS_MAX]; /* not UTF-8, or holds a NUL: matches no literal */
	size_t      n;
};

/* Cuts text, which the path then points into. ERR_MALFORMED: a bad %XX. ERR_NOTFOUND: too deep. */
enum err path_split(char *text, struct path *out, struct fail *f) MUST_CHECK;

struct route_param {
	const char *name; /* not terminated: name_n bytes of the route's pattern */
	size_t      name_n;
	const char *value;
	bool        bad; /* see struct path */
};

struct route_match {
	const struct route  *route; /* NULL: the path exists, but not with this method */
	const struct routes *group;
	unsigned             allowed; /* 1 << method of every route that has this path */
	struct route_param   params[ROUTE_PARAMS_MAX];
	size_t               n;
};

/*
 * Find the route of a path; METHOD_N asks for the allowed methods only. Where
 * several match, a literal segment beats a parameter, leftmost first. False:
 * no route has this path.
 */
bool router_match(const struct routes *const *all, const struct path *p, enum method m,
                  struct route_match *out) MUST_CHECK;

/* "GET, HEAD, POST, OPTIONS" */
enum { ALLOW_TEXT = 48 };
char *allow_format(unsigned allowed, char out[ALLOW_TEXT]); /* returns out */

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_QUERY_H
#define HTTP_QUERY_H

#include <stddef.h>

#include "base/err.h"

struct arena;
struct route;

enum { QUERY_PARAMS_MAX = 64 };

struct query_param {
	const char *name, *value;
};
struct query {
	struct query_param *p;
	size_t              n;
};

/*
 * Decode "a=1&b=x+y%20z"; text lands in the arena. ERR_MALFORMED: a bad %XX.
 * ERR_INVALID: a parameter that is not UTF-8 or holds a NUL, or too many of them.
 */
enum err query_parse(struct arena *a, const char *raw, struct query *out,
                     struct fail *f) MUST_CHECK;

/* Every parameter is one that the route knows, once. ERR_INVALID lists the others with the nearest name. */
enum err query_check(const struct query *q, const struct route *r, struct fail *f) MUST_CHECK;

const char *query_get(const struct query *q, const char *name); /* NULL: not given */

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/query.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "http/percent.h"
#include "http/route.h"

enum { NAMES_MAX = 64 }; /* query parameters that one route can know */

static enum err add_param(struct query *q, char *piece, struct fail *f)
{
	char  none[] = "";
	char *value = strchr(piece, '=');
	if (value != NULL)
		*value++ = '\0';
	size_t name_n, value_n = 0;
	if (!percent_decode(piece, true, &name_n) ||
	    (value != NULL && !percent_decode(value, true, &value_n)))
		return fail(f, ERR_MALFORMED,
		            "in the query, '%%' must be followed by two hexadecimal digits");
	if (!text_utf8_valid(piece, name_n)) {
		(void)fail_field(f, "query", "has a parameter name that is not UTF-8 text");
		return OK;
	}
	if (!text_utf8_valid(value != NULL ? value : none, value_n)) {
		(void)fail_field(f, piece, "must be UTF-8 text without NUL");
		return OK;
	}
	q->p[q->n++] = (struct query_param){.name = piece, .value = value != NULL ? value : ""};
	return OK;
}

enum err query_parse(struct arena *a, const char *raw, struct query *out, struct fail *f)
{
	struct query q = {.p = ARENA_ARRAY(a, QUERY_PARAMS_MAX, struct query_param)};
	char        *at = arena_strdup(a, raw);
	size_t       wrong = f->n_fields;
	while (*at != '\0') {
		char *end = at + strcspn(at, "&");
		bool  last = *end == '\0';
		*end = '\0';
		if (*at != '\0') {
			if (q.n == QUERY_PARAMS_MAX)
				return fail_field(f, "query", "must have at most %d parameters",
				                  QUERY_PARAMS_MAX);
			TRY(add_param(&q, at, f));
		}
		at = last ? end : end + 1;
	}
	if (f->n_fields > wrong)
		return ERR_INVALID;
	*out = q;
	return OK;
}

static size_t known_names(const struct route *r, const char *names[NAMES_MAX])
{
	size_t n = 0;
	for (size_t i = 0; r->in != NULL && i < r->in->n && n + 1 < NAMES_MAX; i++) {
		if (r->in->fields[i].flags & IN_QUERY)
			names[n++] = r->in->fields[i].name;
	}
	if (r->flags & FIELDS)
		names[n++] = "fields";
	return n;
}

static bool listed(const char *name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	return false;
}

static bool repeated(const struct query *q, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		if (strcmp(q->p[k].name, q->p[i].name) == 0)
			return true;
	}
	return false;
}

enum err query_check(const struct query *q, const struct route *r, struct fail *f)
{
	const char *names[NAMES_MAX];
	size_t      n = known_names(r, names);
	enum err    e = OK;
	for (size_t i = 0; i < q->n; i++) {
		const char *name = q->p[i].name;
		if (listed(name, names, n)) {
			if (repeated(q, i))
				e = fail_field(f, name, "must be given once");
			continue;
		}
		if (r->flags & LENIENT)
			continue;
		const char *near = text_nearest(name, names, n);
		e = near != NULL ? fail_field(f, name,
		                              "is not a parameter here; did you mean '%s'?", near)
		                 : fail_field(f, name, "is not a parameter here");
	}
	return e;
}

const char *query_get(const struct query *q, const char *name)
{
	for (size_t i = 0; i < q->n; i++) {
		if (strcmp(q->p[i].name, name) == 0)
			return q->p[i].value;
	}
	return NULL;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/router.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "http/percent.h"

const char *const method_names[] = {
	[GET] = "GET", [POST] = "POST", [PUT] = "PUT", [DELETE_] = "DELETE"};

enum err path_split(char *text, struct path *out, struct fail *f)
{
	struct path p = {.n = 0};
	char       *at = text + (*text == '/');
	bool        more = *at != '\0';
	while (more) {
		if (p.n == PATH_SEGMENTS_MAX)
			return fail(f, ERR_NOTFOUND, "nothing is at this path");
		char *end = at + strcspn(at, "/");
		more = *end == '/';
		*end = '\0';
		size_t n;
		if (!percent_decode(at, false, &n))
			return fail(f, ERR_MALFORMED,
			            "in the path, '%%' must be followed by two hexadecimal digits");
		p.seg[p.n] = at;
		p.bad[p.n] = !text_utf8_valid(at, n);
		p.n++;
		at = end + 1;
	}
	*out = p;
	return OK;
}

/* The next segment of a pattern; prefix and path are read one after the other. */
static bool next_segment(const char **at, const char **then, const char **seg, size_t *n)
{
	while (**at == '/' || **at == '\0') {
		if (**at == '/') {
			(*at)++;
		} else if (*then != NULL) {
			*at = *then;
			*then = NULL;
		} else {
			return false;
		}
	}
	*seg = *at;
	while (**at != '/' && **at != '\0')
		(*at)++;
	*n = (size_t)(*at - *seg);
	return true;
}

/*
 * Compare a pattern with the path from its segment *i on, which moves. score: one bit a segment,
 * leftmost highest, set where it is a literal.
 */
static bool matches(const char *at, const struct path *p, size_t *i, uint32_t *score)
{
	const char *then = NULL, *seg;
	size_t      n;
	while (next_segment(&at, &then, &seg, &n)) {
		if (*i == p->n)
			return false;
		if (*seg == '{') {
			if (p->seg[*i][0] == '\0' && !p->bad[*i])
				return false;
		} else {
			if (p->bad[*i] || strncmp(p->seg[*i], seg, n) != 0 || p->seg[*i][n] != '\0')
				return false;
			*score |= UINT32_C(1) << (PATH_SEGMENTS_MAX - 1 - *i);
		}
		(*i)++;
	}
	return true;
}

/* Most patterns differ in the first letter of their first segment: seen before it is cut. */
static bool begins(const char *pattern, const struct path *p, size_t i)
{
	if (pattern[0] != '/' || pattern[1] == '{' || pattern[1] == '\0' || i >= p->n)
		return true;
	return pattern[1] == p->seg[i][0];
}

static void take_params(const struct path *p, struct route_match *m)
{
	const char *at = m->group->prefix, *then = m->route->path, *seg;
	size_t      n;
	m->n = 0;
	for (size_t i = 0; next_segment(&at, &then, &seg, &n); i++) {
		if (*seg != '{' || m->n == ROUTE_PARAMS_MAX)
			continue;
		m->params[m->n++] = (struct route_param){
			.name = seg + 1, .name_n = n - 2, .value = p->seg[i], .bad = p->bad[i]};
	}
}

bool router_match(const struct routes *const *all, const struct path *p, enum method m,
                  struct route_match *out)
{
	struct route_match found = {.route = NULL};
	uint32_t           best = 0;
	for (; *all != NULL; all++) {
		size_t   prefix_n = 0;
		uint32_t prefix_score = 0;
		if (!matches((*all)->prefix, p, &prefix_n, &prefix_score))
			continue;
		for (size_t i = 0; i < (*all)->n; i++) {
			const struct route *r = &(*all)->tab[i];
			size_t              at = prefix_n;
			uint32_t            score = prefix_score;
			if (!begins(r->path, p, at) || !matches(r->path, p, &at, &score) ||
			    at != p->n)
				continue;
			found.allowed |= 1U << r->method;
			if (r->method == m && (found.route == NULL || score > best)) {
				found.route = r;
				found.group = *all;
				best = score;
			}
		}
	}
	if (found.allowed == 0)
		return false;
	if (found.route != NULL)
		take_params(p, &found);
	*out = found;
	return true;
}

char *allow_format(unsigned allowed, char out[ALLOW_TEXT])
{
	size_t n = 0;
	for (int m = 0; m < METHOD_N; m++) {
		if (allowed & 1U << m)
			n += (size_t)snprintf(out + n, ALLOW_TEXT - n, "%s, %s", method_names[m],
			                      m == GET ? "HEAD, " : "");
	}
	snprintf(out + n, ALLOW_TEXT - n, "OPTIONS");
	return out;
}

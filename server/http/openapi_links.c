/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/openapi_links.h"

#include <stdio.h>
#include <string.h>

#include "http/pretty.h"

enum { EXPRESSION = 160, FULL_PATH = 256, PARAMS_MAX = 8 };

struct binding {
	const char *name;
	char        expression[EXPRESSION]; /* "$response.body#/items/0/symbol" */
};

static bool same(const struct field *a, const struct field *b)
{
	return a->kind == b->kind && strcmp(a->name, b->name) == 0;
}

/* Where in the reply the parameter's value stands; false: nowhere. */
static bool find(const struct route *r, const struct field *wanted, char at[EXPRESSION])
{
	const struct shape *out = r->out;
	for (size_t i = 0; i < out->n; i++) {
		if (same(&out->fields[i], wanted)) {
			snprintf(at, EXPRESSION, "$response.body#/%s", wanted->name);
			return true;
		}
	}
	for (size_t i = 0; r->method == GET && i < out->n; i++) {
		const struct field *list = &out->fields[i];
		if (list->kind != LIST || list->of == NULL)
			continue;
		for (size_t k = 0; k < list->of->n; k++) {
			if (!same(&list->of->fields[k], wanted))
				continue;
			snprintf(at, EXPRESSION, "$response.body#/%s/0/%s", list->name,
			         wanted->name);
			return true;
		}
	}
	return false;
}

static bool below(const struct routes *g, const struct route *r, const struct routes *h,
                  const struct route *to)
{
	char path[FULL_PATH], target[FULL_PATH];
	int  n = snprintf(path, sizeof(path), "%s%s/", g->prefix, r->path);
	snprintf(target, sizeof(target), "%s%s", h->prefix, to->path);
	return n > 0 && strncmp(path, target, (size_t)n) == 0;
}

static bool leads(const struct routes *g, const struct route *r, const struct routes *h,
                  const struct route *to, struct binding *b, size_t *n)
{
	*n = 0;
	for (size_t i = 0; to->in != NULL && i < to->in->n; i++) {
		const struct field *fd = &to->in->fields[i];
		if (!(fd->flags & IN_PATH))
			continue;
		if (*n == PARAMS_MAX || !find(r, fd, b[*n].expression))
			return false;
		if (strcmp(fd->name, "id") == 0 && !below(g, r, h, to))
			return false;
		b[(*n)++].name = fd->name;
	}
	return *n > 0;
}

static bool gives_token(const struct route *r)
{
	bool found = false;
	for (size_t i = 0; i < r->out->n; i++)
		found |= r->out->fields[i].flags & SECRET &&
		         strcmp(r->out->fields[i].name, "access_token") == 0;
	return found;
}

static void link(const struct route *to, const char *doc, const struct binding *b, size_t n,
                 bool *begun, struct pretty *p)
{
	if (!*begun)
		pretty_object(p, "links");
	*begun = true;
	pretty_object(p, to->id);
	pretty_text(p, "operationId", to->id);
	pretty_text(p, "description", doc);
	if (n > 0) {
		pretty_object(p, "parameters");
		for (size_t i = 0; i < n; i++)
			pretty_text(p, b[i].name, b[i].expression);
		pretty_end(p);
	}
	pretty_end(p);
}

void openapi_links(const struct routes *const *all, const struct routes *group,
                   const struct route *r, struct pretty *p)
{
	static const char signed_in[] = "Send access_token as a bearer token";
	struct binding    b[PARAMS_MAX];
	size_t            n;
	bool              begun = false;
	if (r->out == NULL)
		return;
	const bool token = gives_token(r);
	for (; *all != NULL; all++) {
		for (size_t i = 0; i < (*all)->n; i++) {
			const struct route *to = &(*all)->tab[i];
			if (to == r)
				continue;
			if (leads(group, r, *all, to, b, &n))
				link(to, to->doc, b, n, &begun, p);
			else if (token && *all == group && to->flags & LOGIN && to->in == NULL)
				link(to, signed_in, NULL, 0, &begun, p);
		}
	}
	if (begun)
		pretty_end(p);
}

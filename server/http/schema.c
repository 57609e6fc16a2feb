/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/schema.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/pretty.h"

static bool in_body(const struct field *fd)
{
	return !(fd->flags & (IN_PATH | IN_QUERY));
}

bool schema_has_body(const struct shape *sh)
{
	for (size_t i = 0; sh != NULL && i < sh->n; i++) {
		if (in_body(&sh->fields[i]))
			return true;
	}
	return false;
}

static struct schema *find(struct schemas *all, const struct shape *sh, bool input)
{
	for (size_t i = 0; i < all->n; i++) {
		if (all->s[i].shape == sh && all->s[i].input == input)
			return &all->s[i];
	}
	return NULL;
}

/* A shape used by a lenient route and a strict one is described as the lenient one takes it. */
static void add(struct schemas *all, const struct shape *sh, bool input, bool lenient)
{
	struct schema *known = find(all, sh, input);
	if (known != NULL && (known->lenient || !lenient))
		return;
	if (known != NULL) {
		known->lenient = true;
	} else {
		assert(all->n < SCHEMAS_MAX);
		all->s[all->n++] = (struct schema){.shape = sh, .input = input, .lenient = lenient};
	}
	for (size_t i = 0; i < sh->n; i++) {
		if (sh->fields[i].of != NULL && in_body(&sh->fields[i]))
			add(all, sh->fields[i].of, input, lenient);
	}
}

static int by_name(const void *a, const void *b)
{
	const struct schema *x = a, *y = b;
	int                  c = strcmp(x->shape->name, y->shape->name);
	return c != 0 ? c : (int)x->input - (int)y->input;
}

void schemas_collect(const struct routes *const *routes, struct schemas *out)
{
	out->n = 0;
	for (; *routes != NULL; routes++) {
		for (size_t i = 0; i < (*routes)->n; i++) {
			const struct route *r = &(*routes)->tab[i];
			if (schema_has_body(r->in))
				add(out, r->in, true, (r->flags & LENIENT) != 0);
			if (r->out != NULL)
				add(out, r->out, false, false);
			for (const struct route_event *e = r->events; e != NULL && e->name; e++)
				add(out, e->data, false, false);
		}
	}
	qsort(out->s, out->n, sizeof(*out->s), by_name);
}

const char *schema_name(const struct schemas *all, const struct shape *sh, bool input,
                        char out[SCHEMA_NAME])
{
	bool both = false;
	for (size_t i = 0; input && i < all->n; i++)
		both |= !all->s[i].input && strcmp(all->s[i].shape->name, sh->name) == 0;
	snprintf(out, SCHEMA_NAME, "%s%s", sh->name, both ? "Input" : "");
	return out;
}

/* Whole numbers without a fraction, as lengths must be. */
static void number(struct pretty *p, const char *key, double v)
{
	if (v == floor(v) && fabs(v) < 1e15)
		pretty_int(p, key, (int64_t)v);
	else
		pretty_real(p, key, v);
}

static void type(struct pretty *p, const char *name, bool nullable)
{
	if (!nullable) {
		pretty_text(p, "type", name);
		return;
	}
	pretty_array(p, "type");
	pretty_text(p, NULL, name);
	pretty_text(p, NULL, "null");
	pretty_end(p);
}

/* 0,0 is the kind's own cap, which only inputs are held to. */
static void bounds(const struct field *fd, const char *min_key, const char *max_key, double cap,
                   struct pretty *p)
{
	const bool   given = fd->min != 0 || fd->max != 0;
	const bool   length = cap > 0;
	const double max = given ? fd->max : cap;
	if (given && isfinite(fd->min) && !(length && fd->min == 0))
		number(p, min_key, fd->min);
	if ((given || length) && isfinite(max))
		number(p, max_key, max);
}

static const char *least(const struct field *fd)
{
	return fd->flags & ABOVE ? "exclusiveMinimum" : "minimum";
}

static void words(const struct field *fd, struct pretty *p)
{
	pretty_array(p, "enum");
	for (const char *const *w = fd->words; *w != NULL; w++)
		pretty_text(p, NULL, *w);
	if (fd->flags & NULLABLE)
		pretty_raw(p, NULL, "null");
	pretty_end(p);
}

static void items(const struct schemas *all, const struct field *fd, bool input, struct pretty *p)
{
	char name[SCHEMA_NAME];
	pretty_object(p, "items");
	if (fd->of != NULL)
		pretty_ref(p, "schemas", schema_name(all, fd->of, input, name));
	else
		pretty_text(p, "type", "string");
	pretty_end(p);
}

static void object(const struct schemas *all, const struct field *fd, bool input, struct pretty *p)
{
	char name[SCHEMA_NAME];
	schema_name(all, fd->of, input, name);
	if (!(fd->flags & NULLABLE)) {
		pretty_ref(p, "schemas", name);
		return;
	}
	pretty_array(p, "anyOf");
	pretty_object(p, NULL);
	pretty_ref(p, "schemas", name);
	pretty_end(p);
	pretty_object(p, NULL);
	pretty_text(p, "type", "null");
	pretty_end(p);
	pretty_end(p);
}

static void kind(const struct schemas *all, const struct field *fd, bool input, struct pretty *p)
{
	const bool nullable = (fd->flags & NULLABLE) != 0;
	switch (fd->kind) {
	case TEXT:
		type(p, "string", nullable);
		if (fd->flags & SECRET)
			pretty_text(p, "format", "password");
		bounds(fd, "minLength", "maxLength", input ? SHAPE_TEXT_MAX : 0, p);
		break;
	case INT:
		type(p, "integer", nullable);
		pretty_text(p, "format", "int64");
		bounds(fd, least(fd), "maximum", 0, p);
		break;
	case REAL:
		type(p, "number", nullable);
		pretty_text(p, "format", "double");
		bounds(fd, least(fd), "maximum", 0, p);
		break;
	case BOOL: type(p, "boolean", nullable); break;
	case DATE:
		type(p, "string", nullable);
		pretty_text(p, "format", "date");
		break;
	case TIME:
		type(p, "string", nullable);
		pretty_text(p, "format", "date-time");
		break;
	case ENUM:
		type(p, "string", nullable);
		words(fd, p);
		break;
	case OBJ: object(all, fd, input, p); break;
	case LIST:
		type(p, "array", nullable);
		bounds(fd, "minItems", "maxItems", input ? SHAPE_LIST_MAX : 0, p);
		items(all, fd, input, p);
		break;
	case JSON:
		type(p, "object", nullable);
		pretty_raw(p, "additionalProperties", "true");
		break;
	case MAP: assert(false);
	}
}

void schema_field(const struct schemas *all, const struct field *fd, bool input, struct pretty *p)
{
	const bool bare = fd->kind == INT || fd->kind == REAL || fd->kind == BOOL;
	kind(all, fd, input, p);
	if (fd->doc != NULL)
		pretty_text(p, "description", fd->doc);
	if (fd->def != NULL && input && bare)
		pretty_raw(p, "default", fd->def);
	else if (fd->def != NULL && input)
		pretty_text(p, "default", fd->def);
	if (fd->example != NULL && !(fd->flags & SECRET)) {
		pretty_array(p, "examples");
		pretty_raw(p, NULL, fd->example);
		pretty_end(p);
	}
}

static bool listed_as_required(const struct schema *s, const struct field *fd)
{
	return in_body(fd) && fd->kind != MAP && (!s->input || fd->flags & REQUIRED);
}

static void required(const struct schema *s, struct pretty *p)
{
	bool begun = false;
	for (size_t i = 0; i < s->shape->n; i++) {
		if (!listed_as_required(s, &s->shape->fields[i]))
			continue;
		if (!begun)
			pretty_array(p, "required");
		begun = true;
		pretty_text(p, NULL, s->shape->fields[i].name);
	}
	if (begun)
		pretty_end(p);
}

/* Members whose names are data have a type in common. */
static void map(const struct field *fd, struct pretty *p)
{
	pretty_object(p, "additionalProperties");
	pretty_text(p, "type", "string");
	if (fd->doc != NULL)
		pretty_text(p, "description", fd->doc);
	pretty_end(p);
}

void schemas_write(const struct schemas *all, struct pretty *p)
{
	char name[SCHEMA_NAME];
	for (size_t i = 0; i < all->n; i++) {
		const struct schema *s = &all->s[i];
		pretty_object(p, schema_name(all, s->shape, s->input, name));
		pretty_text(p, "type", "object");
		if (s->shape->doc != NULL)
			pretty_text(p, "description", s->shape->doc);
		if (s->shape->n == 1 && s->shape->fields[0].kind == MAP) {
			map(&s->shape->fields[0], p);
			pretty_end(p);
			continue;
		}
		required(s, p);
		pretty_object(p, "properties");
		for (size_t k = 0; k < s->shape->n; k++) {
			if (!in_body(&s->shape->fields[k]))
				continue;
			pretty_object(p, s->shape->fields[k].name);
			schema_field(all, &s->shape->fields[k], s->input, p);
			pretty_end(p);
		}
		pretty_end(p);
		if (s->input && !s->lenient)
			pretty_bool(p, "additionalProperties", false);
		pretty_end(p);
	}
}

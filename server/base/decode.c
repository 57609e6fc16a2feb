/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/scalar.h"
#include "base/shape.h"
#include "base/text.h"

/* A decoding under way. path names the value being read: "items[3].date". */
struct decoder {
	struct arena *a;
	shape_lookup *lookup;
	void         *ctx;
	struct fail  *f;
	size_t        wrong; /* values refused so far; f keeps the first FAIL_FIELDS */
	size_t        path_n;
	bool          lenient;
	char          path[128];
};

static void decode_object(struct decoder *d, const struct shape *sh, const json_t *from, bool top,
                          void *obj);

/* Add to the path; the returned length is handed to leave(). What does not fit is left out. */
static PRINTF(2, 3) size_t enter(struct decoder *d, const char *fmt, ...)
{
	size_t  before = d->path_n, room = sizeof(d->path) - before;
	va_list ap;
	int     n;

	va_start(ap, fmt);
	n = vsnprintf(d->path + before, room, fmt, ap);
	va_end(ap);
	assert(n >= 0);
	d->path_n += (size_t)n < room ? (size_t)n : room - 1;
	return before;
}

static size_t enter_member(struct decoder *d, const char *name)
{
	return enter(d, "%s%s", d->path_n ? "." : "", name);
}

static void leave(struct decoder *d, size_t before)
{
	d->path_n = before;
	d->path[before] = '\0';
}

static PRINTF(2, 3) void refuse(struct decoder *d, const char *fmt, ...)
{
	struct why why;
	va_list    ap;

	va_start(ap, fmt);
	vsnprintf(why.msg, sizeof(why.msg), fmt, ap);
	va_end(ap);
	fail_field(d->f, d->path, "%s", why.msg);
	d->wrong++;
}

static void *member_of(const struct field *fd, void *obj)
{
	return (char *)obj + fd->at;
}

static void fill_absent(struct decoder *d, const struct field *fd, void *member)
{
	struct why why;

	if (fd->kind == OBJ) {
		for (size_t i = 0; i < fd->of->n; i++)
			fill_absent(d, &fd->of->fields[i], member_of(&fd->of->fields[i], member));
	} else if (fd->kind == LIST) {
		*(struct list *)member = (struct list){0};
	} else if (!fd->def) {
		scalar_absent(fd, member);
	} else if (!scalar_from_text(fd, d->a, fd->def, member, &why)) {
		assert(!"the default breaks the field's own rules");
	}
}

static bool list_fits(struct decoder *d, const struct field *fd, size_t n)
{
	double max = fd->max > 0 ? fd->max : SHAPE_LIST_MAX;

	if ((double)n < fd->min && fd->min == 1)
		refuse(d, "must not be empty");
	else if ((double)n < fd->min)
		refuse(d, "must have at least %.0f items", fd->min);
	else if ((double)n > max)
		refuse(d, "must have at most %.0f item%s", max, max == 1 ? "" : "s");
	else
		return true;
	return false;
}

static const struct field text_item = {.kind = TEXT};

static void decode_list(struct decoder *d, const struct field *fd, const json_t *from,
                        struct list *out)
{
	size_t size = fd->of ? fd->of->size : sizeof(const char *), n = json_array_size(from);

	if (!list_fits(d, fd, n))
		return;
	out->n = n;
	out->items = arena_array(d->a, n, size);
	for (size_t i = 0; i < n && d->wrong < FAIL_FIELDS; i++) {
		const json_t *v = json_array_get(from, i);
		void         *item = (char *)out->items + i * size;
		size_t        before = enter(d, "[%zu]", i);
		struct why    why;

		if (fd->of && json_is_object(v))
			decode_object(d, fd->of, v, false, item);
		else if (fd->of)
			refuse(d, "must be an object");
		else if (!scalar_from_json(&text_item, d->a, v, item, &why))
			refuse(d, "%s", why.msg);
		leave(d, before);
	}
}

/* A list in a query: words between commas. */
static void split_list(struct decoder *d, const struct field *fd, const char *s, struct list *out)
{
	size_t       n = *s != '\0';
	const char **items;

	assert(!fd->of);
	for (const char *p = s; *p; p++)
		n += *p == ',';
	if (!list_fits(d, fd, n))
		return;
	items = ARENA_ARRAY(d->a, n, const char *);
	for (size_t i = 0; i < n && d->wrong < FAIL_FIELDS; i++) {
		size_t      len = strcspn(s, ","), before = enter(d, "[%zu]", i);
		const char *item = arena_strndup(d->a, s, len);
		struct why  why;

		if (!scalar_from_text(&text_item, d->a, item, &items[i], &why))
			refuse(d, "%s", why.msg);
		s += len + (s[len] == ',');
		leave(d, before);
	}
	out->n = n;
	out->items = items;
}

static void decode_text(struct decoder *d, const struct field *fd, const char *s, void *member)
{
	struct why why;

	assert(fd->kind != OBJ && fd->kind != JSON);
	if (!s && (fd->flags & REQUIRED))
		refuse(d, "is required");
	else if (!s)
		fill_absent(d, fd, member);
	else if (fd->kind == LIST)
		split_list(d, fd, s, member);
	else if (!scalar_from_text(fd, d->a, s, member, &why))
		refuse(d, "%s", why.msg);
}

static void write_json(const json_t *v, struct buf *out)
{
	const char *name;
	json_t     *member, *whole = (json_t *)(uintptr_t)v; /* its iterators take no const */
	size_t      i;
	char        before;

	switch (json_typeof(v)) {
	case JSON_OBJECT:
		before = '{';
		json_object_foreach(whole, name, member)
		{
			buf_json_name(out, before, name);
			write_json(member, out);
			before = ',';
		}
		buf_puts(out, before == '{' ? "{}" : "}");
		break;
	case JSON_ARRAY:
		buf_putc(out, '[');
		json_array_foreach(whole, i, member)
		{
			if (i)
				buf_putc(out, ',');
			write_json(member, out);
		}
		buf_putc(out, ']');
		break;
	case JSON_STRING: buf_json_text(out, json_string_value(v)); break;
	case JSON_INTEGER:
	case JSON_REAL: buf_json_real(out, json_number_value(v)); break;
	case JSON_TRUE: buf_puts(out, "true"); break;
	case JSON_FALSE: buf_puts(out, "false"); break;
	case JSON_NULL: buf_puts(out, "null"); break;
	}
}

/* As short as it can be written. */
static void decode_json(struct decoder *d, const json_t *v, const char **out)
{
	struct buf text;

	buf_init(&text, SHAPE_JSON_MAX);
	write_json(v, &text);
	if (text.full)
		refuse(d, "must be at most %d bytes", SHAPE_JSON_MAX);
	else
		*out = arena_strndup(d->a, buf_text(&text), text.n);
	buf_finish(&text);
}

static void decode_member(struct decoder *d, const struct field *fd, const json_t *v, void *member)
{
	struct why why;

	if (v && json_is_null(v) && (fd->flags & NULLABLE))
		v = NULL;
	if (!v && (fd->flags & REQUIRED))
		refuse(d, "is required");
	else if (!v)
		fill_absent(d, fd, member);
	else if (json_is_null(v))
		refuse(d, "must not be null");
	else if ((fd->kind == OBJ || fd->kind == JSON) && !json_is_object(v))
		refuse(d, "must be an object");
	else if (fd->kind == OBJ)
		decode_object(d, fd->of, v, false, member);
	else if (fd->kind == JSON)
		decode_json(d, v, member);
	else if (fd->kind == LIST && json_is_array(v))
		decode_list(d, fd, v, member);
	else if (fd->kind == LIST)
		refuse(d, "must be a list");
	else if (!scalar_from_json(fd, d->a, v, member, &why))
		refuse(d, "%s", why.msg);
}

static bool from_url(const struct field *fd, bool top)
{
	return top && (fd->flags & (IN_PATH | IN_QUERY));
}

static bool knows(const struct shape *sh, bool top, const char *name)
{
	for (size_t i = 0; i < sh->n; i++)
		if (!from_url(&sh->fields[i], top) && strcmp(sh->fields[i].name, name) == 0)
			return true;
	return false;
}

static void refuse_unknown(struct decoder *d, const struct shape *sh, const json_t *from, bool top)
{
	const char **names = ARENA_ARRAY(d->a, sh->n, const char *);
	size_t       n = 0;

	for (size_t i = 0; i < sh->n; i++)
		if (!from_url(&sh->fields[i], top))
			names[n++] = sh->fields[i].name;
	/* jansson's iterators take no const, though they change nothing. */
	for (void *it = json_object_iter((json_t *)(uintptr_t)from); it && d->wrong < FAIL_FIELDS;
	     it = json_object_iter_next((json_t *)(uintptr_t)from, it)) {
		const char *name = json_object_iter_key(it), *near;
		size_t      before;

		if (knows(sh, top, name))
			continue;
		near = text_nearest(name, names, n);
		before = enter_member(d, name);
		if (near)
			refuse(d, "unknown field; did you mean '%s'?", near);
		else
			refuse(d, "unknown field");
		leave(d, before);
	}
}

/* The rules of an inner object speak of its own members: put the path before them. */
static void check_inner(struct decoder *d, const struct shape *sh, const void *obj)
{
	struct fail f = {0};

	if (sh->check(obj, &f) == OK)
		return;
	if (f.n_fields == 0)
		refuse(d, "%s", f.msg);
	for (size_t i = 0; i < f.n_fields; i++) {
		size_t before = enter_member(d, f.fields[i].field);

		refuse(d, "%s", f.fields[i].msg);
		leave(d, before);
	}
}

/* from: a JSON object, or NULL when there is no body. */
static void decode_object(struct decoder *d, const struct shape *sh, const json_t *from, bool top,
                          void *obj)
{
	size_t wrong = d->wrong, met = 0;

	for (size_t i = 0; i < sh->n; i++) {
		const struct field *fd = &sh->fields[i];
		void               *member = member_of(fd, obj);
		size_t              before = enter_member(d, fd->name);

		if (from_url(fd, top)) {
			decode_text(d, fd, d->lookup ? d->lookup(d->ctx, fd) : NULL, member);
		} else {
			const json_t *v = json_object_get(from, fd->name);

			met += v != NULL;
			decode_member(d, fd, v, member);
		}
		leave(d, before);
	}
	if (!d->lenient && met < json_object_size(from))
		refuse_unknown(d, sh, from, top);
	if (!top && sh->check && d->wrong == wrong)
		check_inner(d, sh, obj);
}

/* jansson's own sentences quote the input, which may hold a password. */
static const char *syntax_error(const json_error_t *e)
{
	enum json_error_code code = json_error_code(e);

	if (code == json_error_stack_overflow)
		return "nested too deeply";
	if (code == json_error_invalid_utf8)
		return "not UTF-8";
	if (code == json_error_premature_end_of_input)
		return "the text ends too early";
	if (code == json_error_end_of_input_expected)
		return "text after the end of the value";
	if (code == json_error_null_character || code == json_error_null_byte_in_key)
		return "NUL characters are not accepted";
	if (code == json_error_duplicate_key)
		return "a member is given twice";
	if (code == json_error_numeric_overflow)
		return "a number is too large";
	return "a syntax error";
}

static enum err parse(const char *body, size_t n, json_t **out, struct fail *f)
{
	/* All numbers become doubles: "5" and "5.0" are one, and a long one is no syntax error. */
	const size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL;
	json_error_t e;
	json_t      *root = json_loadb(body, n, flags, &e);

	if (!root)
		return fail(f, ERR_MALFORMED, "the body is not JSON: %s (line %d, column %d)",
		            syntax_error(&e), e.line, e.column);
	if (!json_is_object(root)) {
		json_decref(root);
		return fail(f, ERR_INVALID, "the body must be a JSON object");
	}
	*out = root;
	return OK;
}

enum err shape_decode(const struct shape *sh, struct arena *a, const char *body, size_t body_n,
                      shape_lookup *lookup, void *ctx, bool lenient, void *obj, struct fail *f)
{
	struct decoder d = {.a = a, .lookup = lookup, .ctx = ctx, .f = f, .lenient = lenient};
	json_t        *root = NULL;
	void          *draft = memcpy(arena_alloc(a, sh->size), obj, sh->size);

	if (body && body_n > 0)
		TRY(parse(body, body_n, &root, f));
	decode_object(&d, sh, root, true, draft);
	json_decref(root);
	if (d.wrong > 0)
		return ERR_INVALID;
	if (sh->check)
		TRY(sh->check(draft, f));
	memcpy(obj, draft, sh->size);
	return OK;
}

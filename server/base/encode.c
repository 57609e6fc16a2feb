/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/shape.h"
#include "base/text.h"

/* A set of a shape's fields, by index. */
enum { MASK_BITS = 64 };
#define MASK_ALL UINT64_MAX

/* Does the comma-separated list hold the name? */
static bool names(const char *only, const char *name)
{
	size_t len = strlen(name);

	for (const char *p = only;; p++) {
		size_t n = strcspn(p, ",");

		if (n == len && memcmp(p, name, len) == 0)
			return true;
		p += n;
		if (!*p)
			return false;
	}
}

/* A list that has none of the named members is not meant, and stays whole. */
static uint64_t mask_of(const struct shape *sh, const char *only)
{
	uint64_t mask = 0;

	assert(sh->n <= MASK_BITS);
	for (size_t i = 0; i < sh->n; i++)
		if (names(only, sh->fields[i].name))
			mask |= UINT64_C(1) << i;
	return mask ? mask : MASK_ALL;
}

static void encode_object(const struct shape *sh, const void *obj, const char *only, uint64_t mask,
                          struct buf *out);

static void encode_list(const struct field *fd, const struct list *list, const char *only,
                        struct buf *out)
{
	const char *items = list->items;
	uint64_t    mask = only && fd->of ? mask_of(fd->of, only) : MASK_ALL;

	buf_putc(out, '[');
	for (size_t i = 0; i < list->n && !out->full; i++) {
		if (i)
			buf_putc(out, ',');
		if (fd->of)
			encode_object(fd->of, items + i * fd->of->size, NULL, mask, out);
		else
			buf_json_text(out, ((const char *const *)list->items)[i]);
	}
	buf_putc(out, ']');
}

static void encode_map(const struct list *map, struct buf *out)
{
	const struct pair *pairs = map->items;

	buf_putc(out, '{');
	for (size_t i = 0; i < map->n && !out->full; i++) {
		if (i)
			buf_putc(out, ',');
		buf_json_text(out, pairs[i].name);
		buf_putc(out, ':');
		buf_json_text(out, pairs[i].text);
	}
	buf_putc(out, '}');
}

static void encode_json(const char *object, struct buf *out)
{
	buf_puts(out, object ? object : "null");
}

static void encode_int(int64_t v, struct buf *out)
{
	if (v == INT_NONE)
		buf_puts(out, "null");
	else
		buf_json_int(out, v);
}

static void encode_member(const struct field *fd, const void *member, const char *only,
                          struct buf *out)
{
	int word;

	switch (fd->kind) {
	case TEXT: buf_json_text(out, *(const char *const *)member); break;
	case INT: encode_int(*(const int64_t *)member, out); break;
	case REAL: buf_json_real(out, *(const double *)member); break;
	case BOOL: buf_puts(out, *(const bool *)member ? "true" : "false"); break;
	case DATE: buf_json_date(out, *(const int32_t *)member); break;
	case TIME: buf_json_time(out, *(const int64_t *)member); break;
	case ENUM:
		word = *(const int *)member;
		buf_json_text(out, word < 0 ? NULL : fd->words[word]);
		break;
	case OBJ: encode_object(fd->of, member, NULL, MASK_ALL, out); break;
	case LIST: encode_list(fd, member, only, out); break;
	case JSON: encode_json(*(const char *const *)member, out); break;
	case MAP: assert(false);
	}
}

static void encode_object(const struct shape *sh, const void *obj, const char *only, uint64_t mask,
                          struct buf *out)
{
	char before = '{';

	if (sh->n == 1 && sh->fields[0].kind == MAP) {
		encode_map((const void *)((const char *)obj + sh->fields[0].at), out);
		return;
	}
	for (size_t i = 0; i < sh->n; i++) {
		const struct field *fd = &sh->fields[i];

		if (mask != MASK_ALL && !(mask >> i & 1))
			continue;
		buf_json_name(out, before, fd->name);
		encode_member(fd, (const char *)obj + fd->at, only, out);
		before = ',';
	}
	if (before == '{')
		buf_putc(out, '{');
	buf_putc(out, '}');
}

void shape_encode(const struct shape *sh, const void *obj, const char *only, struct buf *out)
{
	encode_object(sh, obj, only, MASK_ALL, out);
}

/* The members that "only" may name: those of the items of the top-level lists. */
static size_t trimmable(const struct shape *sh, const char **out, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < sh->n; i++) {
		const struct field *fd = &sh->fields[i];

		for (size_t j = 0; fd->kind == LIST && fd->of && j < fd->of->n && n < max; j++)
			out[n++] = fd->of->fields[j].name;
	}
	return n;
}

enum err shape_check_only(const struct shape *sh, const char *only, struct fail *f)
{
	const char *known[4 * MASK_BITS], *near;
	size_t      known_n = trimmable(sh, known, COUNT(known)), wrong = 0;

	if (known_n == 0)
		return fail_field(f, "fields", "does not apply to this reply");
	for (const char *p = only;; p++) {
		char   name[64];
		size_t n = strcspn(p, ","), i = 0, len = n < sizeof(name) ? n : sizeof(name) - 1;

		memcpy(name, p, len);
		name[len] = '\0';
		while (i < known_n && (n != len || strcmp(known[i], name) != 0))
			i++;
		if (i == known_n && wrong++ < FAIL_FIELDS) {
			near = text_nearest(name, known, known_n);
			if (near)
				fail_field(f, "fields", "no member '%s'; did you mean '%s'?", name,
				           near);
			else
				fail_field(f, "fields", "no member '%s'", name);
		}
		p += n;
		if (!*p)
			return wrong ? ERR_INVALID : OK;
	}
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/openapi_examples.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "http/openapi.h"

static const char *word_for(const struct field *fd, const struct openapi_word *words)
{
	for (; words != NULL && words->name != NULL; words++) {
		if (words->kind == fd->kind && strcmp(words->name, fd->name) == 0)
			return words->json;
	}
	return NULL;
}

static bool in_body(const struct field *fd)
{
	return !(fd->flags & (IN_PATH | IN_QUERY));
}

/* Whether a request shows it. */
static bool shown(const struct field *fd, const struct openapi_word *words)
{
	if (!in_body(fd))
		return false;
	if (fd->flags & REQUIRED || fd->example != NULL || word_for(fd, words) != NULL)
		return true;
	for (size_t i = 0; fd->of != NULL && i < fd->of->n; i++) {
		if (shown(&fd->of->fields[i], words))
			return true;
	}
	return false;
}

/* As long as it must be. */
static void text(const struct field *fd, struct buf *out)
{
	static const char plain[] = "text", stars[] = "********";
	const char       *unit = fd->flags & SECRET ? stars : plain;
	size_t            n = 0, max = fd->max > 0 ? (size_t)fd->max : SIZE_MAX;
	buf_putc(out, '"');
	do {
		for (const char *c = unit; *c != '\0' && n < max; c++, n++)
			buf_putc(out, *c);
	} while (n < (size_t)fd->min);
	buf_putc(out, '"');
}

/* Within its range: see shape.h for what 0 means there. */
static void number(const struct field *fd, double v, struct buf *out)
{
	const bool given = fd->min != 0 || fd->max != 0;
	if (fd->def != NULL) {
		buf_puts(out, fd->def);
		return;
	}
	if (given && v < fd->min)
		v = fd->min;
	if (given && (fd->max != 0 || fd->min < 0) && v > fd->max)
		v = fd->max;
	if (fd->kind == INT)
		buf_json_int(out, (int64_t)v);
	else
		buf_json_real(out, v);
}

static void object(const struct shape *sh, bool input, const struct openapi_word *words,
                   struct buf *out);

static void list(const struct field *fd, bool input, const struct openapi_word *words,
                 struct buf *out)
{
	buf_putc(out, '[');
	for (size_t i = 0; i == 0 || i < (size_t)fd->min; i++) {
		if (i > 0)
			buf_putc(out, ',');
		if (fd->of != NULL)
			object(fd->of, input, words, out);
		else
			buf_puts(out, "\"text\"");
	}
	buf_putc(out, ']');
}

static void of_kind(const struct field *fd, bool input, const struct openapi_word *words,
                    struct buf *out)
{
	switch (fd->kind) {
	case TEXT: text(fd, out); break;
	case INT: number(fd, 1, out); break;
	case REAL: number(fd, 0.125, out); break;
	case BOOL: buf_puts(out, fd->def != NULL ? fd->def : "false"); break;
	case DATE: buf_puts(out, "\"2022-12-28\""); break;
	case TIME: buf_puts(out, "\"2022-12-28T21:00:00Z\""); break;
	case ENUM: buf_json_text(out, fd->def != NULL ? fd->def : fd->words[0]); break;
	case OBJ: object(fd->of, input, words, out); break;
	case LIST: list(fd, input, words, out); break;
	case JSON: buf_puts(out, "{}"); break;
	case MAP: assert(false);
	}
}

static void value(const struct field *fd, bool input, const struct openapi_word *words,
                  struct buf *out)
{
	const char *own = fd->flags & SECRET ? NULL : fd->example;
	if (own == NULL && !(fd->flags & SECRET))
		own = word_for(fd, words);
	if (own != NULL)
		buf_puts(out, own);
	else
		of_kind(fd, input, words, out);
}

static void object(const struct shape *sh, bool input, const struct openapi_word *words,
                   struct buf *out)
{
	bool begun = false;
	buf_putc(out, '{');
	for (size_t i = 0; i < sh->n; i++) {
		const struct field *fd = &sh->fields[i];
		if (fd->kind == MAP) {
			buf_puts(out, fd->example != NULL ? fd->example : "\"name\":\"text\"");
			continue;
		}
		if (input ? !shown(fd, words) : !in_body(fd))
			continue;
		if (begun)
			buf_putc(out, ',');
		begun = true;
		buf_json_text(out, fd->name);
		buf_putc(out, ':');
		value(fd, input, words, out);
	}
	buf_putc(out, '}');
}

bool openapi_example(const struct shape *sh, bool input, const struct openapi_word *words,
                     struct buf *out)
{
	bool any = !input;
	for (size_t i = 0; i < sh->n; i++)
		any |= shown(&sh->fields[i], words);
	if (any)
		object(sh, input, words, out);
	return any;
}

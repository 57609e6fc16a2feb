/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/pretty.h"

#include <assert.h>
#include <stdio.h>

#include "base/buf.h"

void pretty_init(struct pretty *p, struct buf *out)
{
	*p = (struct pretty){.out = out};
}

static void line(struct pretty *p)
{
	buf_putc(p->out, '\n');
	for (int i = 0; i < p->depth; i++)
		buf_puts(p->out, "  ");
}

static void key_of(struct pretty *p, const char *key)
{
	if (p->depth > 0) {
		if (p->begun[p->depth - 1])
			buf_putc(p->out, ',');
		p->begun[p->depth - 1] = true;
		line(p);
	}
	if (key != NULL) {
		buf_json_text(p->out, key);
		buf_puts(p->out, ": ");
	}
}

static void begin(struct pretty *p, const char *key, char open, char end)
{
	assert(p->depth < PRETTY_DEPTH);
	key_of(p, key);
	buf_putc(p->out, open);
	p->end[p->depth] = end;
	p->begun[p->depth] = false;
	p->depth++;
}

void pretty_object(struct pretty *p, const char *key)
{
	begin(p, key, '{', '}');
}

void pretty_array(struct pretty *p, const char *key)
{
	begin(p, key, '[', ']');
}

void pretty_end(struct pretty *p)
{
	p->depth--;
	if (p->begun[p->depth])
		line(p);
	buf_putc(p->out, p->end[p->depth]);
	if (p->depth == 0)
		buf_putc(p->out, '\n');
}

void pretty_text(struct pretty *p, const char *key, const char *value)
{
	key_of(p, key);
	buf_json_text(p->out, value);
}

void pretty_int(struct pretty *p, const char *key, int64_t value)
{
	key_of(p, key);
	buf_json_int(p->out, value);
}

void pretty_real(struct pretty *p, const char *key, double value)
{
	key_of(p, key);
	buf_json_real(p->out, value);
}

void pretty_bool(struct pretty *p, const char *key, bool value)
{
	pretty_raw(p, key, value ? "true" : "false");
}

void pretty_raw(struct pretty *p, const char *key, const char *json)
{
	key_of(p, key);
	buf_puts(p->out, json);
}

void pretty_ref(struct pretty *p, const char *folder, const char *name)
{
	char ref[160];
	snprintf(ref, sizeof(ref), "#/components/%s/%s", folder, name);
	pretty_text(p, "$ref", ref);
}

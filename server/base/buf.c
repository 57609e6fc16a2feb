/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/buf.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/real.h"
#include "base/text.h"

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){.max = max};
}

void buf_finish(struct buf *b)
{
	free(b->p);
	buf_init(b, b->max);
}

/* Room for n more bytes and a NUL; false when that would pass the maximum. */
static bool reserve(struct buf *b, size_t n)
{
	size_t cap = b->cap ? b->cap : 256;

	if (b->full || n > b->max - b->n) {
		b->full = true;
		return false;
	}
	if (b->p && n <= b->cap - b->n)
		return true;
	while (cap - b->n < n)
		cap = cap > b->max / 2 ? b->max : cap * 2;
	if (cap > b->max)
		cap = b->max;
	b->p = realloc(b->p, cap + 1);
	if (!b->p)
		abort();
	b->cap = cap;
	return true;
}

void buf_put(struct buf *b, const void *p, size_t n)
{
	if (n == 0 || !reserve(b, n))
		return;
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

void buf_puts(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
	if (reserve(b, 1))
		b->p[b->n++] = c;
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int     n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	assert(n >= 0);
	if (!reserve(b, (size_t)n))
		return;
	va_start(ap, fmt);
	vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
}

const char *buf_text(struct buf *b)
{
	if (!b->p)
		return "";
	b->p[b->n] = '\0';
	return b->p;
}

char *buf_take(struct buf *b, size_t *n)
{
	char  *p = NULL;
	size_t len = b->n;

	if (!b->full) {
		reserve(b, 0);
		b->p[b->n] = '\0';
		p = b->p;
		b->p = NULL;
	}
	buf_finish(b);
	if (n)
		*n = p ? len : 0;
	return p;
}

/* U+0000..U+001F, U+007F and U+0080..U+009F: nothing a terminal or a log line may act upon. */
static bool control(const char *s, size_t len)
{
	unsigned char c = (unsigned char)s[0];

	return len == 1 ? c < 0x20 || c == 0x7f : c == 0xc2 && (unsigned char)s[1] < 0xa0;
}

static void put_escape(struct buf *b, unsigned code)
{
	static const char plain[] = "\"\\\b\f\n\r\t", letter[] = "\"\\bfnrt";
	static const char hex[] = "0123456789abcdef";
	const char       *at = code ? memchr(plain, (int)code, sizeof(plain) - 1) : NULL;

	buf_putc(b, '\\');
	if (at) {
		buf_putc(b, letter[at - plain]);
		return;
	}
	buf_putc(b, 'u');
	for (int shift = 12; shift >= 0; shift -= 4)
		buf_putc(b, hex[code >> shift & 15]);
}

void buf_json_text(struct buf *b, const char *s)
{
	size_t left, run = 0;

	if (!s) {
		buf_puts(b, "null");
		return;
	}
	left = strlen(s);
	buf_putc(b, '"');
	while (run < left) {
		size_t len = text_utf8_char(s + run, left - run);

		if (len > 0 && s[run] != '"' && s[run] != '\\' && !control(s + run, len)) {
			run += len;
			continue;
		}
		buf_put(b, s, run);
		if (len == 0)
			put_escape(b, 0xfffd); /* not UTF-8 after all: keep the document legal */
		else
			put_escape(b, (unsigned char)s[run + len - 1]);
		s += run + (len ? len : 1);
		left -= run + (len ? len : 1);
		run = 0;
	}
	buf_put(b, s, run);
	buf_putc(b, '"');
}

void buf_json_real(struct buf *b, double v)
{
	char text[REAL_TEXT];

	if (!isfinite(v))
		buf_puts(b, "null");
	else if (b->max - b->n >= REAL_TEXT && reserve(b, REAL_TEXT))
		b->n += real_format(v, b->p + b->n);
	else
		buf_put(b, text, real_format(v, text));
}

void buf_json_int(struct buf *b, int64_t v)
{
	char     text[20], *p = text + sizeof(text);
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;

	do
		*--p = (char)('0' + u % 10);
	while (u /= 10);
	if (v < 0)
		*--p = '-';
	buf_put(b, p, (size_t)(text + sizeof(text) - p));
}

static void put_quoted(struct buf *b, const char *s)
{
	if (!*s) {
		buf_puts(b, "null");
		return;
	}
	buf_putc(b, '"');
	buf_puts(b, s);
	buf_putc(b, '"');
}

void buf_json_name(struct buf *b, char first, const char *name)
{
	const size_t n = strlen(name);

	if (!reserve(b, n + 4))
		return;
	char *p = b->p + b->n;
	p[0] = first;
	p[1] = '"';
	memcpy(p + 2, name, n);
	p[n + 2] = '"';
	p[n + 3] = ':';
	b->n += n + 4;
}

void buf_json_date(struct buf *b, int32_t date)
{
	char text[DATE_TEXT + 2]; /* quotes, and the NUL where the second goes */

	if (*date_format(date, text + 1) == '\0') {
		buf_puts(b, "null");
		return;
	}
	text[0] = text[DATE_TEXT] = '"';
	buf_put(b, text, DATE_TEXT + 1);
}

void buf_json_time(struct buf *b, int64_t ms)
{
	char text[TIME_TEXT];

	put_quoted(b, time_format(ms, text));
}

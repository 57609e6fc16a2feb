/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"

/* Bytes that belong to somebody else. */
struct bytes {
	const void *p;
	size_t      n;
};

/*
 * A growable buffer, made with its maximum. It is a sticky-error writer: past
 * the maximum it sets full, takes nothing more, and is checked once at the end.
 * The memory is malloc'd (replies outlive the worker's arena); buf_finish()
 * frees it, buf_take() hands it over.
 */
struct buf {
	char  *p;
	size_t n, cap, max;
	bool   full;
};

void buf_init(struct buf *b, size_t max);
void buf_finish(struct buf *b); /* may be called twice */
/* Hand over the n bytes and the NUL after them, to be free()d; NULL when full. b is empty then. */
char       *buf_take(struct buf *b, size_t *n);
void        buf_put(struct buf *b, const void *p, size_t n);
void        buf_puts(struct buf *b, const char *s);
void        buf_putc(struct buf *b, char c);
void        buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
const char *buf_text(struct buf *b); /* NUL-terminated view, valid until the next write */

/* What stands before a member of an object: first (a brace or a comma), the name in quotes, a colon. */
void buf_json_name(struct buf *b, char first, const char *name);
/* JSON out: one value each, no separators. */
void buf_json_text(struct buf *b, const char *s); /* NULL is null; s must be UTF-8 */
void buf_json_real(struct buf *b, double v);      /* base/real.h; NaN, infinities: null */
void buf_json_int(struct buf *b, int64_t v);
void buf_json_date(struct buf *b, int32_t date); /* DATE_NONE is null */
void buf_json_time(struct buf *b, int64_t ms);   /* TIME_NONE is null */

/*
 * A cell of CSV as RFC 4180 wants it: in quotes where it must be. Text that a spreadsheet would
 * take for a formula gets an apostrophe before it.
 */
void buf_csv_text(struct buf *b, const char *text);

#endif

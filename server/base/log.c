/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/log.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"

/* A value is cut at VALUE_MAX bytes and a line holds FIELDS_MAX pairs, so that no input can
 * flood the log; escaped, that is always below LINE_MAX_BYTES. */
enum {
	VALUE_MAX = 1024,
	KEY_MAX = 64,
	FIELDS_MAX = 32,
	LINE_MAX_BYTES = 6 * VALUE_MAX * (FIELDS_MAX + 4)
};

const char *const log_level_words[] = {"error", "warn", "info", "debug", NULL};

static enum log_level threshold = LOG_INFO;
static bool           as_json;

void log_init(enum log_level level, bool json)
{
	threshold = level;
	as_json = json;
}

static bool plain(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] <= ' ' || s[i] > '~' || s[i] == '"' || s[i] == '=' || s[i] == '\\')
			return false;
	return n > 0;
}

/* " key=value" at once: a line is written for every request, and has a dozen of them. */
static void put_plain(struct buf *b, const char *key, const char *value, size_t n)
{
	char   pair[KEY_MAX + VALUE_MAX + 2];
	size_t key_n = strnlen(key, KEY_MAX), at = 0;

	if (b->n)
		pair[at++] = ' ';
	memcpy(pair + at, key, key_n);
	at += key_n;
	pair[at++] = '=';
	memcpy(pair + at, value, n);
	buf_put(b, pair, at + n);
}

static void put_pair(struct buf *b, const char *key, const char *value, bool quoted)
{
	char        cut[VALUE_MAX + 4];
	const char *text = value;
	size_t      n = strlen(value);

	if (n > VALUE_MAX) {
		snprintf(cut, sizeof(cut), "%.*s…", (int)text_utf8_cut(value, n, VALUE_MAX), value);
		text = cut;
	}
	if (as_json) {
		buf_putc(b, b->n ? ',' : '{');
		buf_json_text(b, key);
		buf_putc(b, ':');
		buf_json_text(b, text);
		return;
	}
	if (!quoted && n <= VALUE_MAX && plain(text, n)) {
		put_plain(b, key, text, n);
		return;
	}
	if (b->n)
		buf_putc(b, ' ');
	buf_puts(b, key);
	buf_putc(b, '=');
	buf_json_text(b, text);
}

static void begin(struct buf *b, enum log_level level, const char *id, const char *msg)
{
	char         ts[TIME_TEXT];
	struct clock system_clock = {0};

	buf_init(b, LINE_MAX_BYTES);
	put_pair(b, "ts", time_format(clock_now_ms(&system_clock), ts), false);
	put_pair(b, "level", log_level_words[level], false);
	put_pair(b, "id", id, false);
	put_pair(b, "msg", msg, true);
}

/* Lines of this thread that wait; as many as a pipe takes in one piece. */
static _Thread_local struct {
	bool   on;
	size_t n;
	char   p[PIPE_BUF];
} held;

static void put_out(const char *p, size_t n)
{
	ssize_t done;

	do
		done = write(STDERR_FILENO, p, n);
	while (done < 0 && errno == EINTR);
}

static void end(struct buf *b, enum log_level level)
{
	buf_puts(b, as_json ? "}\n" : "\n");
	if (b->n > sizeof(held.p) - held.n)
		log_flush();
	if (held.on && level >= LOG_INFO && b->n <= sizeof(held.p)) {
		memcpy(held.p + held.n, b->p, b->n);
		held.n += b->n;
	} else {
		log_flush();
		put_out(b->p, b->n);
	}
	buf_finish(b);
}

void log_hold(void)
{
	held.on = true;
}

void log_flush(void)
{
	int saved = errno;

	if (held.n > 0)
		put_out(held.p, held.n);
	held.n = 0;
	errno = saved;
}

void log_kv(enum log_level level, const char *id, const char *msg, ...)
{
	int         saved = errno;
	const char *key;
	struct buf  b;
	va_list     ap;

	if (level > threshold)
		return;
	begin(&b, level, id, msg);
	va_start(ap, msg);
	for (int i = 0; i < FIELDS_MAX && (key = va_arg(ap, const char *)) != NULL; i++) {
		const char *value = va_arg(ap, const char *);

		put_pair(&b, key, value ? value : "", false);
	}
	va_end(ap);
	end(&b, level);
	errno = saved;
}

void log_msg(enum log_level level, const char *id, const char *fmt, ...)
{
	int        saved = errno;
	char       msg[VALUE_MAX + 1];
	struct buf b;
	va_list    ap;

	if (level > threshold)
		return;
	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	begin(&b, level, id, msg);
	end(&b, level);
	errno = saved;
}

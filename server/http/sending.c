/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#define _GNU_SOURCE /* MSG_MORE */
#include "http/sending.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>

#include "http/respond.h"

enum { FIRST_LINES = 128, DATE_FIELD = 40, LENGTH_FIELD = 48 };

/* IMF-fixdate (RFC 9110 §5.6.7); made once a second. */
static const char *date_field(long long now_s)
{
	static const char              day[][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char              month[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
	                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	static _Thread_local char      text[DATE_FIELD];
	static _Thread_local long long made_s = -1;
	if (made_s != now_s) {
		const time_t at = (time_t)now_s;
		struct tm    t;
		if (gmtime_r(&at, &t) == NULL)
			abort();
		snprintf(text, sizeof(text), "%s, %02d %s %04d %02d:%02d:%02d GMT", day[t.tm_wday],
		         t.tm_mday, month[t.tm_mon], t.tm_year + 1900, t.tm_hour, t.tm_min,
		         t.tm_sec);
		made_s = now_s;
	}
	return text;
}

static char *put(char *to, const char *s)
{
	const size_t n = strlen(s);
	memcpy(to, s, n);
	return to + n;
}

static char *put_number(char *to, size_t v)
{
	char  digits[24];
	char *at = digits + sizeof(digits);
	do
		*--at = (char)('0' + v % 10);
	while ((v /= 10) > 0);
	const size_t n = (size_t)(digits + sizeof(digits) - at);
	memcpy(to, at, n);
	return to + n;
}

static char *put_field(char *to, const char *name, const char *value)
{
	to = put(put(put(to, name), ": "), value);
	return put(to, "\r\n");
}

static size_t length_of(const struct reply *r)
{
	size_t n = FIRST_LINES + DATE_FIELD + LENGTH_FIELD;
	for (size_t i = 0; i < r->n; i++)
		n += strlen(r->headers[i].name) + strlen(r->headers[i].value) + 4;
	return n;
}

static void write_head(struct sending *s, const struct reply *r, long long now_s)
{
	char *to = put_number(put(s->head, "HTTP/1.1 "), (size_t)r->status);
	to = put(put(put(to, " "), MHD_get_reason_phrase_for((unsigned)r->status)), "\r\n");
	to = put_field(to, "Date", date_field(now_s));
	for (size_t i = 0; i < r->n; i++)
		to = put_field(to, r->headers[i].name, r->headers[i].value);
	if (r->status != 304 && r->status != 204)
		to = put(put_number(put(to, "Content-Length: "), r->body_n), "\r\n");
	to = put(to, "\r\n");
	s->head_n = (size_t)(to - s->head);
}

void sending_init(struct sending *s)
{
	s->large = NULL;
}

void sending_begin(struct sending *s, const struct reply *r, bool bodyless, long long now_s)
{
	const size_t need = length_of(r);
	s->large = need > sizeof(s->room) ? malloc(need) : NULL;
	if (need > sizeof(s->room) && s->large == NULL)
		abort();
	s->head = s->large != NULL ? s->large : s->room;
	write_head(s, r, now_s);
	s->file = r->fd;
	s->body = r->body;
	s->n = s->head_n + (bodyless ? 0 : r->body_n);
	s->sent = 0;
}

static ssize_t send_some(struct sending *s, int socket)
{
	const size_t body_at = s->sent > s->head_n ? s->sent - s->head_n : 0;
	const size_t body_n = s->n - s->head_n - body_at;
	const bool   file = s->file > 0 && body_n > 0;
	if (file && s->sent >= s->head_n) {
		off_t from = (off_t)body_at;
		return sendfile(socket, s->file, &from, body_n);
	}
	struct iovec  part[2];
	struct msghdr m = {.msg_iov = part};
	if (s->sent < s->head_n)
		part[m.msg_iovlen++] = (struct iovec){s->head + s->sent, s->head_n - s->sent};
	if (!file && body_n > 0) /* not ours to write, but to give to the system */
		part[m.msg_iovlen++] = (struct iovec){(char *)(uintptr_t)(s->body + body_at),
		                                      body_n};
	return sendmsg(socket, &m, MSG_NOSIGNAL | (file ? MSG_MORE : 0));
}

enum sent sending_go(struct sending *s, int socket)
{
	while (s->sent < s->n) {
		const ssize_t n = send_some(s, socket);
		if (n > 0)
			s->sent += (size_t)n;
		else if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return SENT_PART;
		else if (s->file > 0)
			s->file =
				0; /* it may be the file's fault, and the bytes are in memory, too */
		else if (n == 0 || errno != EINTR)
			return SENT_BROKEN;
	}
	return SENT_ALL;
}

void sending_finish(struct sending *s)
{
	free(s->large);
	s->large = NULL;
}

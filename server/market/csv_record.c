/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "market/csv_record.h"

#include <string.h>

#include "base/arena.h"
#include "market/csv_value.h"

enum { WINDOW = 65536, WINDOW_MAX = CSV_RECORD_MAX + 4096 };
enum class { ORDINARY, SEPARATOR, LINE_END, COMMA, HIGH };

/* More text behind buf[end); false when there is none or the record has become too long. */
static bool more(struct csv_records *r)
{
	if (r->text_end || r->fault)
		return false;
	if (r->end - r->at > CSV_RECORD_MAX) {
		r->fault = CSV_LINE_TOO_LONG;
		return false;
	}
	char *to = r->buf;
	if (r->end - r->at > r->cap / 2 && r->cap < WINDOW_MAX) {
		r->cap = r->cap * 2 < WINDOW_MAX ? r->cap * 2 : WINDOW_MAX;
		to = arena_alloc(r->a, r->cap + 1);
	}
	memmove(to, r->buf + r->at, r->end - r->at);
	r->buf = to;
	r->end -= r->at;
	r->at = 0;
	size_t got = csv_bytes_read(r->bytes, r->buf + r->end, r->cap - r->end);
	r->text_end = got < r->cap - r->end;
	r->end += got;
	r->fault = csv_bytes_fault(r->bytes);
	return r->fault == CSV_FINE && got > 0;
}

/* Length of the line at buf[at], without its end; false on a fault. */
static bool first_line(struct csv_records *r, size_t *len)
{
	size_t n = 0;

	for (;;) {
		const char *p = r->buf + r->at;
		while (r->at + n < r->end && p[n] != '\n' && p[n] != '\r')
			n++;
		/* A CR at the very end of the window may be half a CRLF. */
		if (r->at + n + 1 < r->end)
			break;
		if (!more(r))
			break;
	}
	*len = n;
	if (n > CSV_RECORD_MAX)
		r->fault = CSV_LINE_TOO_LONG;
	return r->fault == CSV_FINE;
}

static void skip_line(struct csv_records *r, size_t len)
{
	r->at += len;
	if (r->at + 1 < r->end && r->buf[r->at] == '\r' && r->buf[r->at + 1] == '\n')
		r->at++;
	if (r->at < r->end)
		r->at++;
	r->next_line++;
}

static char choose_separator(const char *line, size_t n)
{
	static const char candidates[] = ",;\t|";
	char              best = ',';
	size_t            most = 0;

	for (const char *c = candidates; *c; c++) {
		size_t count = 0;
		for (size_t i = 0; i < n; i++)
			count += line[i] == *c;
		if (count > most) {
			most = count;
			best = *c;
		}
	}
	return best;
}

static void classify(struct csv_records *r)
{
	memset(r->class + 128, HIGH, 128);
	r->class[','] = COMMA;
	r->class['\n'] = r->class['\r'] = LINE_END;
	r->class[(unsigned char)r->separator] = SEPARATOR;
}

bool csv_records_open(struct csv_records *r, struct arena *a, struct csv_bytes *bytes)
{
	*r = (struct csv_records){.a = a, .bytes = bytes, .cap = WINDOW, .next_line = 1};
	r->buf = arena_alloc(a, r->cap + 1);
	r->fault = csv_bytes_fault(bytes);
	if (r->fault)
		return false;
	size_t len = 0;
	while (first_line(r, &len)) {
		struct csv_text line = {.p = r->buf + r->at, .n = len};
		bool            comment = len > 0 && line.p[0] == '#';
		if (!comment && csv_trim(line).n > 0) {
			r->separator = choose_separator(line.p, line.n);
			classify(r);
			return true;
		}
		if (r->at + len >= r->end) {
			r->fault = CSV_EMPTY;
			return false;
		}
		skip_line(r, len);
	}
	return false;
}

static void add_field(struct csv_records *r, char *p, size_t n)
{
	if (r->n == r->fields_cap)
		r->fields = arena_grow(r->a, r->fields, r->n, &r->fields_cap, sizeof(*r->fields));
	r->fields[r->n++] = (struct csv_text){.p = p, .n = n};
}

/* Take the quotes off a field, in place. */
static void unquote(struct csv_text *f)
{
	const char *from = f->p + 1, *end = f->p + f->n;
	char       *to = f->p;
	bool        inside = true;

	while (from < end) {
		if (inside && *from == '"') {
			inside = from + 1 < end && from[1] == '"';
			from++;
			if (!inside)
				continue;
		}
		*to++ = *from++;
	}
	f->n = (size_t)(to - f->p);
}

enum outcome { WHOLE, CUT };

struct scan {
	char    *after; /* the record's line end */
	uint64_t lines; /* inside quotes */
	bool     high;
};

/* From behind an opening quote to behind the closing one; NULL when the window ends first. */
static char *skip_quoted(struct csv_records *r, char *p, struct scan *s)
{
	const char *end = r->buf + r->end;

	for (; p < end; p++) {
		if (*p == '"') {
			if (p + 1 == end && !r->text_end)
				return NULL;
			if (p + 1 == end || p[1] != '"')
				return p + 1;
			p++;
		}
		s->lines += *p == '\n';
		s->high |= (unsigned char)*p >= 0x80;
		r->comma |= *p == ',';
	}
	return NULL;
}

/*
 * Split the record at buf[at]. The byte behind the window is made a line end,
 * so that the inner loop needs no bound.
 */
static enum outcome scan(struct csv_records *r, struct scan *out)
{
	char *p = r->buf + r->at, *end = r->buf + r->end;
	enum class k;

	*end = '\n';
	*out = (struct scan){0};
	r->n = 0;
	r->comma = false;
	for (;; p++) {
		char *start = p;
		if (*p == '"' && !(p = skip_quoted(r, p + 1, out)))
			return CUT;
		for (;; p++) {
			while ((k = r->class[(unsigned char)*p]) == ORDINARY)
				p++;
			if (k != HIGH && k != COMMA)
				break;
			out->high |= k == HIGH;
			r->comma |= k == COMMA;
		}
		add_field(r, start, (size_t)(p - start));
		if (k == LINE_END)
			break;
	}
	/* Is it only the window's end, or a CR that may be half a CRLF? */
	bool cut = p == end || (*p == '\r' && p + 1 == end);
	out->after = p;
	return cut && !r->text_end ? CUT : WHOLE;
}

static void step_over_line_end(struct csv_records *r, const char *p)
{
	const char *end = r->buf + r->end;

	if (p + 1 < end && p[0] == '\r' && p[1] == '\n')
		p++;
	if (p < end)
		p++;
	r->at = (size_t)(p - r->buf);
}

bool csv_records_next(struct csv_records *r)
{
	struct scan s;

	if (r->fault || r->unclosed || (r->at == r->end && !more(r)))
		return false;
	while (scan(r, &s) == CUT) {
		if (r->text_end) {
			r->unclosed = true;
			s.after = r->buf + r->end;
			break;
		}
		if (!more(r) && r->fault)
			return false;
	}
	struct csv_text whole = {.p = r->buf + r->at, .n = (size_t)(s.after - (r->buf + r->at))};
	if (whole.n > CSV_RECORD_MAX) {
		r->fault = CSV_LINE_TOO_LONG;
		return false;
	}
	r->line = r->next_line;
	r->next_line += s.lines + 1;
	r->broken = s.high && !csv_utf8(whole);
	for (size_t i = 0; i < r->n; i++)
		if (r->fields[i].n > 0 && r->fields[i].p[0] == '"')
			unquote(&r->fields[i]);
	step_over_line_end(r, s.after);
	return true;
}

bool csv_record_blank(const struct csv_records *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (csv_trim(r->fields[i]).n > 0)
			return false;
	return true;
}

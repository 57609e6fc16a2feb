/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/stack.h"
#include "base/text.h"

/* RFC 9110 §15 and RFC 6585; statuses outside ERR_LIST do not occur. */
static const struct {
	int         status;
	const char *title;
} titles[] = {
	{200, "OK"},
	{400, "Bad Request"},
	{401, "Unauthorized"},
	{403, "Forbidden"},
	{404, "Not Found"},
	{405, "Method Not Allowed"},
	{409, "Conflict"},
	{412, "Precondition Failed"},
	{413, "Content Too Large"},
	{415, "Unsupported Media Type"},
	{416, "Range Not Satisfiable"},
	{422, "Unprocessable Content"},
	{429, "Too Many Requests"},
	{500, "Internal Server Error"},
	{501, "Not Implemented"},
	{502, "Bad Gateway"},
	{503, "Service Unavailable"},
	{504, "Gateway Timeout"},
};

int err_status(enum err e)
{
	switch (e) {
#define X(name, status, slug) \
	case ERR_##name: return status;
		ERR_LIST(X)
#undef X
	case OK: return 200;
	}
	return 500;
}

const char *err_slug(enum err e)
{
	switch (e) {
#define X(name, status, slug) \
	case ERR_##name: return slug;
		ERR_LIST(X)
#undef X
	case OK: return "ok";
	}
	return "internal";
}

const char *err_title(enum err e)
{
	int status = err_status(e);

	for (size_t i = 0; i < COUNT(titles); i++)
		if (titles[i].status == status)
			return titles[i].title;
	return "Internal Server Error";
}

/* Copy text into out[cap]; what does not fit ends with an ellipsis, never inside a character. */
static void fit(char *out, size_t cap, const char *text)
{
	static const char dots[] = "…";
	size_t            n = strlen(text);

	if (n < cap) {
		memmove(out, text, n + 1);
		return;
	}
	n = text_utf8_cut(text, n, cap - sizeof(dots));
	memmove(out, text, n);
	memcpy(out + n, dots, sizeof(dots));
}

/* The arguments may point into *f (wrapping an earlier message), hence the detour. */
static PRINTF(4, 0) void record(struct fail *f, enum err code, const char *slug, const char *fmt,
                                va_list ap)
{
	char text[2 * sizeof(f->msg)];

	vsnprintf(text, sizeof(text), fmt, ap);
	fit(f->msg, sizeof(f->msg), text);
	/* Described again further up, it is still the same fault. */
	if (code == ERR_INTERNAL && f->code != ERR_INTERNAL)
		f->frames_n = stack_capture(f->frames, FAIL_FRAMES);
	f->code = code;
	f->slug = slug;
	f->plain = false;
	f->n_fields = 0;
}

enum err fail(struct fail *f, enum err code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	record(f, code, NULL, fmt, ap);
	va_end(ap);
	return code;
}

enum err fail_as(struct fail *f, enum err code, const char *slug, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	record(f, code, slug, fmt, ap);
	va_end(ap);
	return code;
}

enum err fail_field(struct fail *f, const char *field, const char *fmt, ...)
{
	char               text[2 * sizeof(f->fields->msg)];
	char               all[sizeof(f->msg) + sizeof(*f->fields) + 4];
	struct fail_field *fd;
	va_list            ap;

	if (f->code != ERR_INVALID)
		f->n_fields = 0;
	f->code = ERR_INVALID;
	if (f->n_fields == FAIL_FIELDS)
		return ERR_INVALID;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	fd = &f->fields[f->n_fields];
	fit(fd->field, sizeof(fd->field), field);
	fit(fd->msg, sizeof(fd->msg), text);
	if (f->n_fields == 0)
		snprintf(all, sizeof(all), "%s: %s", fd->field, fd->msg);
	else
		snprintf(all, sizeof(all), "%s; %s: %s", f->msg, fd->field, fd->msg);
	fit(f->msg, sizeof(f->msg), all);
	f->n_fields++;
	return ERR_INVALID;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/scalar.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/real.h"
#include "base/text.h"

/* Whole numbers that a double, and so every JSON reader, holds without doubt. */
#define INT_LIMIT 9007199254740991.0

static PRINTF(2, 3) bool refuse(struct why *why, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why->msg, sizeof(why->msg), fmt, ap);
	va_end(ap);
	return false;
}

static bool refuse_kind(const struct field *fd, struct why *why)
{
	char words[384] = "";

	switch (fd->kind) {
	case TEXT: return refuse(why, "must be a string");
	case INT: return refuse(why, "must be a whole number");
	case REAL: return refuse(why, "must be a number");
	case BOOL: return refuse(why, "must be true or false");
	case DATE: return refuse(why, "must be a date, YYYY-MM-DD");
	case TIME: return refuse(why, "must be a time, YYYY-MM-DDThh:mm:ssZ");
	case ENUM:
		for (size_t i = 0, n = 0; fd->words[i] && n < sizeof(words); i++)
			n += (size_t)snprintf(words + n, sizeof(words) - n, "%s%s", i ? ", " : "",
			                      fd->words[i]);
		return refuse(why, "must be one of: %s", words);
	case OBJ:
	case LIST:
	case JSON:
	case MAP: assert(false);
	}
	return false;
}

static bool set_number(const struct field *fd, double v, void *member, struct why *why)
{
	bool lower = fd->min != 0 || fd->max != 0, upper = fd->max != 0 || fd->min < 0;
	char bound[REAL_TEXT];

	if (fd->kind == INT && v != trunc(v))
		return refuse_kind(fd, why);
	if (lower && v < fd->min && !(fd->flags & ABOVE)) {
		real_format(fd->min, bound);
		return refuse(why, "must be at least %s", bound);
	}
	if (lower && v <= fd->min && (fd->flags & ABOVE)) {
		real_format(fd->min, bound);
		return refuse(why, "must be above %s", bound);
	}
	if (upper && v > fd->max) {
		real_format(fd->max, bound);
		return refuse(why, "must be at most %s", bound);
	}
	if (fd->kind == REAL) {
		*(double *)member = v;
		return true;
	}
	if (fabs(v) > INT_LIMIT)
		return refuse(why, "must lie within -9007199254740991 and 9007199254740991");
	*(int64_t *)member = (int64_t)v;
	return true;
}

static size_t characters(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

/* s is UTF-8. */
static bool set_text(const struct field *fd, struct arena *a, const char *s, void *member,
                     struct why *why)
{
	double n = (double)characters(s), max = fd->max > 0 ? fd->max : SHAPE_TEXT_MAX;

	if (n < fd->min && fd->min == 1)
		return refuse(why, "must not be empty");
	if (n < fd->min)
		return refuse(why, "must have at least %.0f characters", fd->min);
	if (n > max)
		return refuse(why, "must have at most %.0f character%s", max, max == 1 ? "" : "s");
	*(const char **)member = arena_strdup(a, s);
	return true;
}

static bool set_string(const struct field *fd, struct arena *a, const char *s, void *member,
                       struct why *why)
{
	if (fd->kind == TEXT)
		return set_text(fd, a, s, member, why);
	if (fd->kind == DATE)
		return date_parse(s, member) || refuse_kind(fd, why);
	if (fd->kind == TIME)
		return time_parse(s, member) || refuse_kind(fd, why);
	assert(fd->kind == ENUM);
	for (int i = 0; fd->words[i]; i++) {
		if (strcmp(fd->words[i], s) == 0) {
			*(int *)member = i;
			return true;
		}
	}
	return refuse_kind(fd, why);
}

static void set_bool(const struct field *fd, bool v, void *member)
{
	if (fd->flags & MAYBE)
		*(int *)member = v;
	else
		*(bool *)member = v;
}

bool scalar_from_json(const struct field *fd, struct arena *a, const json_t *v, void *member,
                      struct why *why)
{
	if (fd->kind == INT || fd->kind == REAL) {
		if (!json_is_number(v))
			return refuse_kind(fd, why);
		return set_number(fd, json_number_value(v), member, why);
	}
	if (fd->kind == BOOL) {
		if (!json_is_boolean(v))
			return refuse_kind(fd, why);
		set_bool(fd, json_is_true(v), member);
		return true;
	}
	if (!json_is_string(v))
		return refuse_kind(fd, why);
	return set_string(fd, a, json_string_value(v), member, why);
}

bool scalar_from_text(const struct field *fd, struct arena *a, const char *s, void *member,
                      struct why *why)
{
	double v;

	if (!text_utf8_valid(s, strlen(s)))
		return refuse(why, "must be UTF-8");
	if (fd->kind == INT || fd->kind == REAL)
		return text_to_real(s, &v) ? set_number(fd, v, member, why) : refuse_kind(fd, why);
	if (fd->kind == BOOL) {
		bool yes = strcmp(s, "true") == 0 || strcmp(s, "1") == 0;

		if (!yes && strcmp(s, "false") != 0 && strcmp(s, "0") != 0)
			return refuse_kind(fd, why);
		set_bool(fd, yes, member);
		return true;
	}
	return set_string(fd, a, s, member, why);
}

void scalar_absent(const struct field *fd, void *member)
{
	switch (fd->kind) {
	case TEXT: *(const char **)member = NULL; break;
	case INT: *(int64_t *)member = INT_NONE; break;
	case REAL: *(double *)member = NAN; break;
	case BOOL:
		if (fd->flags & MAYBE)
			*(int *)member = -1;
		else
			*(bool *)member = false;
		break;
	case DATE: *(int32_t *)member = DATE_NONE; break;
	case TIME: *(int64_t *)member = TIME_NONE; break;
	case ENUM: *(int *)member = -1; break;
	case JSON: *(const char **)member = NULL; break;
	case OBJ:
	case LIST:
	case MAP: assert(false);
	}
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/merge.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/real.h"

static size_t size_of(enum kind k)
{
	static const size_t sizes[] = {
		[TEXT] = sizeof(const char *), [INT] = sizeof(int64_t),  [REAL] = sizeof(double),
		[BOOL] = sizeof(bool),         [DATE] = sizeof(int32_t), [TIME] = sizeof(int64_t),
		[ENUM] = sizeof(int),
	};

	assert(k < COUNT(sizes));
	return sizes[k];
}

static const void *member(const struct field *fd, const void *obj)
{
	return (const char *)obj + fd->at;
}

static bool absent(const struct field *fd, const void *obj)
{
	const void *m = member(fd, obj);

	switch (fd->kind) {
	case JSON:
	case TEXT: return *(const char *const *)m == NULL;
	case INT: return *(const int64_t *)m == INT_NONE;
	case REAL: return isnan(*(const double *)m);
	case DATE: return *(const int32_t *)m == DATE_NONE;
	case TIME: return *(const int64_t *)m == TIME_NONE;
	case ENUM: return *(const int *)m < 0;
	case BOOL:
	case OBJ:
	case MAP:
	case LIST: break;
	}
	return false;
}

void shape_merge(const struct shape *sh, const void *from, void *obj)
{
	for (size_t i = 0; i < sh->n; i++) {
		const struct field *fd = &sh->fields[i];

		assert(fd->kind != BOOL);
		if (absent(fd, obj))
			shape_member_copy(fd, from, obj);
	}
}

bool shape_member_given(const struct field *fd, const void *obj)
{
	return !absent(fd, obj);
}

void shape_member_copy(const struct field *fd, const void *from, void *to)
{
	memcpy((char *)to + fd->at, member(fd, from), size_of(fd->kind));
}

bool shape_member_same(const struct field *fd, const void *x, const void *y)
{
	const char *const *p = member(fd, x), *const *q = member(fd, y);

	if (absent(fd, x) || absent(fd, y))
		return absent(fd, x) && absent(fd, y);
	if (fd->kind == TEXT)
		return strcmp(*p, *q) == 0;
	if (fd->kind == REAL) /* 0 and -0 are one */
		return *(const double *)member(fd, x) == *(const double *)member(fd, y);
	return memcmp(p, q, size_of(fd->kind)) == 0;
}

const char *shape_member_text(const struct field *fd, const void *obj, struct arena *a)
{
	const void *m = member(fd, obj);
	char       *out = arena_alloc(a, (size_t)REAL_TEXT + TIME_TEXT);

	if (absent(fd, obj))
		return NULL;
	switch (fd->kind) {
	case TEXT: return arena_strdup(a, *(const char *const *)m);
	case INT: return arena_printf(a, "%lld", (long long)*(const int64_t *)m);
	case REAL: real_format(*(const double *)m, out); return out;
	case BOOL: return *(const bool *)m ? "true" : "false";
	case DATE: return date_format(*(const int32_t *)m, out);
	case TIME: return time_format(*(const int64_t *)m, out);
	case ENUM: return fd->words[*(const int *)m];
	case OBJ:
	case MAP:
	case JSON:
	case LIST: break;
	}
	assert(!"not a value");
	return NULL;
}

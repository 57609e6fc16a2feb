/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/range.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

static const char digits[] = "0123456789";

/* Digits to a number; what is larger than a body can be is as good as the largest. */
static size_t number(const char *s, size_t n)
{
	size_t v = 0;
	for (size_t i = 0; i < n; i++) {
		if (v > (SIZE_MAX - 9) / 10)
			return SIZE_MAX;
		v = v * 10 + (size_t)(s[i] - '0');
	}
	return v;
}

enum range range_parse(const char *header, size_t n, struct part *out)
{
	if (header == NULL || strncasecmp(header, "bytes=", 6) != 0)
		return RANGE_WHOLE;
	const char *from = header + 6 + strspn(header + 6, " \t");
	size_t      from_n = strspn(from, digits);
	const char *to = from + from_n + 1;
	if (from[from_n] != '-')
		return RANGE_WHOLE;
	size_t to_n = strspn(to, digits);
	if (to[to_n + strspn(to + to_n, " \t")] != '\0' || from_n + to_n == 0)
		return RANGE_WHOLE;
	size_t last = to_n > 0 ? number(to, to_n) : SIZE_MAX;
	if (from_n == 0) { /* the last so many bytes */
		if (last == 0 || n == 0)
			return RANGE_BEYOND;
		size_t take = last < n ? last : n;
		*out = (struct part){.first = n - take, .n = take};
		return RANGE_PART;
	}
	size_t first = number(from, from_n);
	if (first > last)
		return RANGE_WHOLE;
	if (first >= n)
		return RANGE_BEYOND;
	*out = (struct part){.first = first, .n = (last < n - 1 ? last : n - 1) - first + 1};
	return RANGE_PART;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"

static const char standard[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url_safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static char *encode(struct arena *a, const uint8_t *p, size_t n, const char *letters, bool padded)
{
	char *out = arena_array(a, n / 3 + 2, 4), *o = out;

	for (; n > 0; p += 3) {
		size_t   k = n < 3 ? n : 3;
		unsigned v = (unsigned)p[0] << 16 | (k > 1 ? p[1] : 0u) << 8 | (k > 2 ? p[2] : 0u);

		for (size_t i = 0; i < 4; i++) {
			if (i <= k)
				*o++ = letters[v >> (18 - 6 * i) & 63];
			else if (padded)
				*o++ = '=';
		}
		n -= k;
	}
	return out;
}

char *base64_encode(struct arena *a, const void *p, size_t n)
{
	return encode(a, p, n, standard, true);
}

char *base64url_encode(struct arena *a, const void *p, size_t n)
{
	return encode(a, p, n, url_safe, false);
}

uint8_t *base64url_decode(struct arena *a, const char *s, size_t n, size_t *out_n)
{
	uint8_t *out, *o;
	unsigned bits = 0, have = 0; /* bits read and not yet written, and how many */

	if (n % 4 == 1)
		return NULL;
	out = o = arena_alloc(a, n / 4 * 3 + 3);
	for (size_t i = 0; i < n; i++) {
		const char *at = memchr(url_safe, s[i], 64);

		if (!at)
			return NULL;
		bits = bits << 6 | (unsigned)(at - url_safe);
		have += 6;
		if (have >= 8) {
			have -= 8;
			*o++ = (uint8_t)(bits >> have);
			bits &= (1u << have) - 1;
		}
	}
	if (bits)
		return NULL;
	*out_n = (size_t)(o - out);
	return out;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Well-formed byte sequences: Unicode 15, table 3-7. The second byte's bounds exclude
 * overlong forms, surrogates and what lies beyond U+10FFFF. */
size_t text_utf8_char(const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;
	unsigned char        low = 0x80, high = 0xbf;
	size_t               len;

	if (n == 0)
		return 0;
	if (u[0] < 0x80)
		return u[0] != 0;
	if (u[0] < 0xc2 || u[0] > 0xf4)
		return 0;
	len = u[0] < 0xe0 ? 2 : u[0] < 0xf0 ? 3 : 4;
	if (n < len)
		return 0;
	if (u[0] == 0xe0)
		low = 0xa0;
	else if (u[0] == 0xed)
		high = 0x9f;
	else if (u[0] == 0xf0)
		low = 0x90;
	else if (u[0] == 0xf4)
		high = 0x8f;
	if (u[1] < low || u[1] > high)
		return 0;
	for (size_t i = 2; i < len; i++)
		if ((u[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

bool text_utf8_valid(const char *s, size_t n)
{
	for (size_t i = 0, len; i < n; i += len) {
		len = text_utf8_char(s + i, n - i);
		if (len == 0)
			return false;
	}
	return true;
}

size_t text_utf8_cut(const char *s, size_t n, size_t max)
{
	if (n <= max)
		return n;
	while (max > 0 && ((unsigned char)s[max] & 0xc0) == 0x80)
		max--;
	return max;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool text_to_i64(const char *s, int64_t *out)
{
	bool    negative = *s == '-';
	int64_t v = 0; /* kept negative: INT64_MIN has no positive twin */

	if (*s == '-' || *s == '+')
		s++;
	if (!is_digit(*s))
		return false;
	for (; is_digit(*s); s++) {
		int d = *s - '0';

		if (v < (INT64_MIN + d) / 10)
			return false;
		v = v * 10 - d;
	}
	if (*s != '\0' || (!negative && v == INT64_MIN))
		return false;
	*out = negative ? v : -v;
	return true;
}

bool text_to_real(const char *s, double *out)
{
	const char *p = s + (*s == '-' || *s == '+');
	size_t      digits = 0;
	double      v;

	for (; is_digit(*p); p++)
		digits++;
	if (*p == '.')
		for (p++; is_digit(*p); p++)
			digits++;
	if (digits == 0)
		return false;
	if (*p == 'e' || *p == 'E') {
		p++;
		p += *p == '-' || *p == '+';
		if (!is_digit(*p))
			return false;
		while (is_digit(*p))
			p++;
	}
	if (*p != '\0')
		return false;
	v = strtod(s, NULL); /* no locale is ever set, so the point is a point */
	if (!isfinite(v))
		return false;
	*out = v;
	return true;
}

bool text_same_fold(const char *a, const char *b)
{
	while (*a && fold(*a) == fold(*b)) {
		a++;
		b++;
	}
	return *a == *b;
}

char *text_upper(char *s)
{
	for (char *c = s; *c; c++)
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 'a' + 'A');
	return s;
}

int text_hex_digit(char c)
{
	if (is_digit(c))
		return c - '0';
	c = fold(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

enum { WORD_MAX = 64 };

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Edits (insert, delete, replace, swap neighbours) between two words of at most WORD_MAX bytes. */
static size_t distance(const char *a, size_t an, const char *b, size_t bn)
{
	size_t rows[3][WORD_MAX + 1];

	for (size_t j = 0; j <= bn; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= an; i++) {
		size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *above2 = rows[(i + 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= bn; j++) {
			char   ca = fold(a[i - 1]), cb = fold(b[j - 1]);
			size_t d = least(above[j], row[j - 1]) + 1;

			d = least(d, above[j - 1] + (ca != cb));
			if (i > 1 && j > 1 && ca == fold(b[j - 2]) && fold(a[i - 2]) == cb)
				d = least(d, above2[j - 2] + 1);
			row[j] = d;
		}
	}
	return rows[an % 3][bn];
}

const char *text_nearest(const char *word, const char *const *candidates, size_t n)
{
	const char *best = NULL;
	size_t      best_d = WORD_MAX, word_n = strlen(word);

	if (word_n > WORD_MAX)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(candidates[i]), d;

		if (len > WORD_MAX)
			continue;
		d = distance(word, word_n, candidates[i], len);
		if (d < best_d && d * 3 <= (len > word_n ? len : word_n)) {
			best = candidates[i];
			best_d = d;
		}
	}
	return best;
}

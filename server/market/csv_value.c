/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "market/csv_value.h"

#include <string.h>

#include "base/text.h"

static bool ascii_space(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f);
}

/* White space beyond ASCII: U+0085, A0, 1680, 2000..200A, 2028, 2029, 202F, 205F, 3000. */
static size_t wide_space(const unsigned char *p, size_t n)
{
	if (n >= 2 && p[0] == 0xc2)
		return p[1] == 0x85 || p[1] == 0xa0 ? 2 : 0;
	if (n < 3)
		return 0;
	if (p[0] == 0xe2 && p[1] == 0x80) {
		bool space = (p[2] >= 0x80 && p[2] <= 0x8a) || p[2] == 0xa8 || p[2] == 0xa9 ||
		             p[2] == 0xaf;
		return space ? 3 : 0;
	}
	return memcmp(p, "\xe1\x9a\x80", 3) == 0 || memcmp(p, "\xe2\x81\x9f", 3) == 0 ||
	                       memcmp(p, "\xe3\x80\x80", 3) == 0
	               ? 3
	               : 0;
}

static size_t space_at_start(struct csv_text t)
{
	const unsigned char *p = (const unsigned char *)t.p;

	if (t.n == 0)
		return 0;
	return p[0] < 0x80 ? ascii_space(p[0]) : wide_space(p, t.n);
}

static size_t space_at_end(struct csv_text t)
{
	if (t.n == 0)
		return 0;
	const unsigned char *end = (const unsigned char *)t.p + t.n;
	if (end[-1] < 0x80)
		return ascii_space(end[-1]);
	if (t.n >= 2 && wide_space(end - 2, 2) == 2)
		return 2;
	return t.n >= 3 && wide_space(end - 3, 3) == 3 ? 3 : 0;
}

struct csv_text csv_trim(struct csv_text t)
{
	size_t n;

	while ((n = space_at_start(t)) > 0) {
		t.p += n;
		t.n -= n;
	}
	while ((n = space_at_end(t)) > 0)
		t.n -= n;
	return t;
}

bool csv_utf8(struct csv_text t)
{
	for (size_t i = 0; i < t.n;) {
		if ((unsigned char)t.p[i] < 0x80) {
			i++;
			continue;
		}
		size_t n = text_utf8_char(t.p + i, t.n - i);
		if (n == 0)
			return false;
		i += n;
	}
	return true;
}

bool csv_missing(struct csv_text t)
{
	static const char *const words[] = {"", "-", "na", "n/a", "#n/a", "nan", "null", "none"};
	char                     low[5];

	if (t.n > 4 || (t.n > 0 && t.p[0] >= '0' && t.p[0] <= '9'))
		return false;
	for (size_t i = 0; i < t.n; i++)
		low[i] = (char)(t.p[i] >= 'A' && t.p[i] <= 'Z' ? t.p[i] + 32 : t.p[i]);
	for (size_t i = 0; i < COUNT(words); i++)
		if (strlen(words[i]) == t.n && memcmp(words[i], low, t.n) == 0)
			return true;
	return false;
}

/* [A-Z0-9^][A-Z0-9.^=_-]{0,31} */
static bool symbol_char(char c, bool first)
{
	if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '^')
		return true;
	return !first && (c == '.' || c == '=' || c == '_' || c == '-');
}

enum csv_reason csv_symbol_text(struct csv_text t, char out[CSV_SYMBOL_TEXT], size_t *n)
{
	char folded[CSV_SYMBOL_TEXT] = {0};

	t = csv_trim(t);
	if (csv_missing(t))
		return CSV_MISSING_SYMBOL;
	if (t.n >= CSV_SYMBOL_TEXT)
		return CSV_BAD_SYMBOL;
	for (size_t i = 0; i < t.n; i++) {
		char c = t.p[i];
		folded[i] = (char)(c >= 'a' && c <= 'z' ? c - 32 : c);
		if (!symbol_char(folded[i], i == 0))
			return CSV_BAD_SYMBOL;
	}
	memcpy(out, folded, sizeof(folded));
	*n = t.n;
	return CSV_FINE;
}

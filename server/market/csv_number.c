/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "market/csv_value.h"

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* [+-]?\d{1,3}(G\d{3})+(D\d*)? with the group mark G and the decimal mark D. */
static bool is_grouped(const char *p, const char *end, char group, char decimal)
{
	size_t lead = 0, groups = 0;

	if (p < end && (*p == '+' || *p == '-'))
		p++;
	for (; p < end && digit(*p); p++)
		lead++;
	for (; end - p >= 4 && *p == group && digit(p[1]) && digit(p[2]) && digit(p[3]); p += 4)
		groups++;
	if (lead < 1 || lead > 3 || groups == 0)
		return false;
	if (p < end && *p == decimal)
		for (p++; p < end && digit(*p);)
			p++;
	return p == end;
}

/* The plain spelling of a number with digit groups or a decimal comma, in place. */
static struct csv_text plain_spelling(struct csv_text t, bool comma)
{
	char *to = t.p;
	bool  grouped = is_grouped(t.p, t.p + t.n, comma ? '.' : ',', comma ? ',' : '.');
	char  group = comma ? '.' : ',';

	for (size_t i = 0; i < t.n; i++) {
		char c = t.p[i];
		if (grouped && c == group)
			continue;
		*to++ = comma && c == ',' ? '.' : c;
	}
	t.n = (size_t)(to - t.p);
	return t;
}

/* [+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)? taken apart; exact: mantissa holds every digit. */
struct spelling {
	uint64_t mantissa;
	int      exponent;
	bool     negative, exact;
};

enum { EXPONENT_MAX = 100000 };

static bool read_exponent(const char *p, const char *end, int *out)
{
	bool negative = p < end && *p == '-';
	int  e = 0;

	if (p < end && (*p == '+' || *p == '-'))
		p++;
	if (p == end)
		return false;
	for (; p < end && digit(*p); p++)
		e = e < EXPONENT_MAX ? e * 10 + (*p - '0') : e;
	*out = negative ? -e : e;
	return p == end;
}

static bool read_spelling(struct csv_text t, struct spelling *out)
{
	const char *p = t.p, *end = t.p + t.n;
	uint64_t    m = 0;
	int         point = 0, exponent = 0;
	bool        negative = p < end && *p == '-';

	if (p < end && (*p == '+' || *p == '-'))
		p++;
	const char *first = p;
	for (; p < end && digit(*p); p++)
		m = m * 10 + (uint64_t)(*p - '0');
	size_t digits = (size_t)(p - first);
	if (p < end && *p == '.') {
		const char *mark = p++;
		for (; p < end && digit(*p); p++)
			m = m * 10 + (uint64_t)(*p - '0');
		size_t fraction = (size_t)(p - mark) - 1;
		digits += fraction;
		point = fraction > EXPONENT_MAX ? EXPONENT_MAX : (int)fraction;
	}
	if (digits == 0)
		return false;
	if (p < end && (*p != 'e' && *p != 'E'))
		return false;
	if (p < end && !read_exponent(p + 1, end, &exponent))
		return false;
	/* 19 digits always fit 64 bits. */
	*out = (struct spelling){.mantissa = m,
	                         .exponent = exponent - point,
	                         .negative = negative,
	                         .exact = digits <= 19};
	return true;
}

/* Mantissas up to 2^53 and powers of ten up to 10^22 are exact doubles: rounded once, rightly. */
static bool convert_exactly(const struct spelling *s, double *out)
{
	static const double power[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
	                               1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
	                               1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

	if (!s->exact || s->mantissa > UINT64_C(1) << 53 || s->exponent < -22 || s->exponent > 22)
		return false;
	double v = (double)s->mantissa;
	v = s->exponent < 0 ? v / power[-s->exponent] : v * power[s->exponent];
	*out = s->negative ? -v : v;
	return true;
}

static enum csv_reason number(struct csv_text t, bool comma, double *out)
{
	struct spelling s;

	if (comma || !read_spelling(t, &s)) {
		if (!comma && !memchr(t.p, ',', t.n))
			return CSV_BAD_NUMBER;
		t = plain_spelling(t, comma);
		if (!read_spelling(t, &s))
			return CSV_BAD_NUMBER;
	}
	if (convert_exactly(&s, out))
		return CSV_FINE;
	/* The spelling is checked, the process stays in the C locale: strtod reads just this. */
	char after = t.p[t.n];
	t.p[t.n] = '\0';
	double v = strtod(t.p, NULL);
	t.p[t.n] = after;
	if (!isfinite(v))
		return CSV_BAD_NUMBER;
	*out = v;
	return CSV_FINE;
}

enum csv_reason csv_price(struct csv_text t, bool comma, double *out)
{
	double v;

	t = csv_trim(t);
	if (csv_missing(t)) {
		*out = NAN;
		return CSV_FINE;
	}
	enum csv_reason why = number(t, comma, &v);
	if (why)
		return why;
	if (v <= 0)
		return CSV_NOT_POSITIVE;
	if (v < 1e-12 || v > 1e12)
		return CSV_OUT_OF_RANGE;
	*out = v;
	return CSV_FINE;
}

enum csv_reason csv_volume(struct csv_text t, bool comma, double *out)
{
	double v, times = 1;

	t = csv_trim(t);
	if (csv_missing(t)) {
		*out = NAN;
		return CSV_FINE;
	}
	char last = t.p[t.n - 1];
	if (last == 'K' || last == 'M' || last == 'B') {
		times = last == 'K' ? 1e3 : last == 'M' ? 1e6 : 1e9;
		t.n--;
	}
	enum csv_reason why = number(t, comma, &v);
	if (why)
		return why;
	v *= times;
	if (!isfinite(v))
		return CSV_BAD_NUMBER;
	if (v < 0)
		return CSV_NEGATIVE_VOLUME;
	*out = v;
	return CSV_FINE;
}

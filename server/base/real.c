/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/real.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Between SMALL and 2^53, where prices, weights and index values live, the work is
 * done in integers and exactly. A double is m * 2^e with 2^52 <= m < 2^53.
 * Scaled by 10^k so that 17 digits stand before the point it is
 * t = m * 5^k * 2^(e+k), with at most 53 + 56 bits while k <= POWERS.
 * A decimal reads back as the double when it lies within half a unit in the
 * last place, which is 5^k * 2^(e+k-1) on the same scale. So all is counted in
 * units of 2^(e+k-1): t is 2 * m * 5^k and the half unit simply 5^k.
 */
enum { POWERS = 24 };
#define SMALL 1e-8
#define E17 UINT64_C(100000000000000000)
#define EIGHT UINT64_C(100000000)

static const uint64_t five[POWERS + 1] = {UINT64_C(1),
                                          UINT64_C(5),
                                          UINT64_C(25),
                                          UINT64_C(125),
                                          UINT64_C(625),
                                          UINT64_C(3125),
                                          UINT64_C(15625),
                                          UINT64_C(78125),
                                          UINT64_C(390625),
                                          UINT64_C(1953125),
                                          UINT64_C(9765625),
                                          UINT64_C(48828125),
                                          UINT64_C(244140625),
                                          UINT64_C(1220703125),
                                          UINT64_C(6103515625),
                                          UINT64_C(30517578125),
                                          UINT64_C(152587890625),
                                          UINT64_C(762939453125),
                                          UINT64_C(3814697265625),
                                          UINT64_C(19073486328125),
                                          UINT64_C(95367431640625),
                                          UINT64_C(476837158203125),
                                          UINT64_C(2384185791015625),
                                          UINT64_C(11920928955078125),
                                          UINT64_C(59604644775390625)};

/* t on the scale of 10^k: whole + part / 2^bits. */
struct scaled {
	uint64_t whole, part;
	int      bits, k;
};

static struct scaled scale(uint64_t m, int e, int k)
{
	uint64_t      a = 2 * m, b = five[k], mask = UINT32_MAX;
	uint64_t      mid = (a >> 32) * (b & mask) + ((a & mask) * (b & mask) >> 32);
	uint64_t      mid2 = (a & mask) * (b >> 32) + (mid & mask);
	uint64_t      high = (a >> 32) * (b >> 32) + (mid >> 32) + (mid2 >> 32), low = a * b;
	struct scaled t = {.bits = 1 - e - k, .k = k};

	t.whole = high << (64 - t.bits) | low >> t.bits;
	t.part = low & ((UINT64_C(1) << t.bits) - 1);
	return t;
}

/* Does the 17-digit number c, a decimal on t's scale, read back as the double m * 2^e? */
static bool reads_back(uint64_t c, const struct scaled *t, uint64_t m)
{
	uint64_t half = five[t->k], off;

	if (c > t->whole) {
		if (c - t->whole > 12) /* half a unit is 11.1 at most; keeps the shift in range */
			return false;
		off = ((c - t->whole) << t->bits) - t->part;
	} else {
		if (t->whole - c > 12)
			return false;
		off = ((t->whole - c) << t->bits) + t->part;
		if (m == UINT64_C(1) << 52)
			half = (half + 1) / 2 - 1; /* the neighbour below a power of 2 is nearer */
	}
	return off < half || (off == half && m % 2 == 0);
}

static uint64_t nearest_multiple(const struct scaled *t, uint64_t unit)
{
	uint64_t down = t->whole / unit * unit, rest = 2 * (t->whole - down);

	return rest > unit || (rest == unit && t->part > 0) ? down + unit : down;
}

/* "00" to "99" */
static const char pairs[] = "00010203040506070809101112131415161718192021222324"
			    "25262728293031323334353637383940414243444546474849"
			    "50515253545556575859606162636465666768697071727374"
			    "75767778798081828384858687888990919293949596979899";

/* Eight digits, leading zeros included; 32-bit divisions are what this costs. */
static void put_eight(uint32_t v, char *out)
{
	const uint32_t high = v / 10000, low = v % 10000;

	memcpy(out, pairs + 2 * (high / 100), 2);
	memcpy(out + 2, pairs + 2 * (high % 100), 2);
	memcpy(out + 4, pairs + 2 * (low / 100), 2);
	memcpy(out + 6, pairs + 2 * (low % 100), 2);
}

/* The digits of c * 10^-k, 0 < c <= 10^17, as %g would lay them out. */
static size_t lay_out(uint64_t c, int k, char *out)
{
	char           digits[18], *p = digits, *end = digits + sizeof(digits), *o = out;
	const uint64_t low = c % (EIGHT * EIGHT);
	int            n, point;

	memcpy(digits, pairs + 2 * (c / (EIGHT * EIGHT)), 2);
	put_eight((uint32_t)(low / EIGHT), digits + 2);
	put_eight((uint32_t)(low % EIGHT), digits + 10);
	while (*p == '0')
		p++;
	for (; end[-1] == '0'; end--)
		k--;
	n = (int)(end - p);
	point = n - k; /* digits before the point */
	if (point > 0 && point < n) {
		memcpy(o, p, (size_t)point);
		o += point;
		*o++ = '.';
		memcpy(o, p + point, (size_t)(n - point));
		o += n - point;
	} else if (point >= n) {
		memcpy(o, p, (size_t)n);
		memset(o + n, '0', (size_t)(point - n));
		o += point;
	} else if (point > -4) {
		memcpy(o, "0.000", 5);
		o += 2 - point;
		memcpy(o, p, (size_t)n);
		o += n;
	} else {
		*o++ = *p;
		if (n > 1) {
			*o++ = '.';
			memcpy(o, p + 1, (size_t)n - 1);
			o += n - 1;
		}
		*o++ = 'e';
		*o++ = '-';
		*o++ = '0'; /* not below SMALL: one digit */
		*o++ = (char)('0' + 1 - point);
	}
	*o = '\0';
	return (size_t)(o - out);
}

static size_t format_exact(double v, char *out)
{
	int           e, k;
	uint64_t      m, c;
	struct scaled t;

	/* v is normal, so that its bits are the exponent and what follows the leading 1 of m. */
	memcpy(&m, &v, sizeof(m));
	e = (int)(m >> 52) - 1022;
	m = (m & ((UINT64_C(1) << 52) - 1)) | UINT64_C(1) << 52;
	k = 16 - (int)floor((e - 1) * 0.30102999566398120); /* log10(2): exact or one too many */
	e -= 53;
	t = scale(m, e, k < POWERS ? k : POWERS);
	if (t.whole >= E17)
		t = scale(m, e, t.k - 1);
	/* At most one multiple of 100 is near enough: with it, the shorter ones are found too. */
	c = nearest_multiple(&t, 100);
	if (!reads_back(c, &t, m)) {
		c = nearest_multiple(&t, 10);
		if (!reads_back(c, &t, m))
			c = t.whole + (t.part >> (t.bits - 1) & 1);
	}
	return lay_out(c, t.k, out);
}

/* The rare rest: very small, very large. */
static size_t format_slowly(double v, char *out)
{
	char   text[48];
	size_t n = 0;

	/* 15 digits always survive a normal double, so fewer need no try; subnormals hold less. */
	for (int digits = v < DBL_MIN ? 1 : 15; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, v);
		if (strtod(text, NULL) == v)
			break;
	}
	/* Whatever is not part of a number is the locale's idea of a point. */
	for (const char *p = text; *p; p++) {
		if ((*p >= '0' && *p <= '9') || *p == 'e' || *p == '-' || *p == '+')
			out[n++] = *p;
		else if (n == 0 || out[n - 1] != '.')
			out[n++] = '.';
	}
	out[n] = '\0';
	return n;
}

size_t real_format(double v, char out[REAL_TEXT])
{
	size_t sign = v < 0;
	bool   exact;

	*out = '-';
	v = fabs(v);
	if (v < 0x1p53 && v == (double)(uint64_t)v) {
		if (v > 0)
			return sign + lay_out((uint64_t)v, 0, out + sign);
		memcpy(out, "0", 2);
		return 1;
	}
	exact = v >= SMALL && v < 0x1p53;
	return sign + (exact ? format_exact(v, out + sign) : format_slowly(v, out + sign));
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/address.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

#include "base/arena.h"

enum { V4_AT = 12, V4_BITS = 8 * V4_AT };

static const uint8_t v4_prefix[V4_AT] = {[10] = 0xff, [11] = 0xff};

static bool is_v4(const struct address *a)
{
	return memcmp(a->b, v4_prefix, V4_AT) == 0;
}

static void set_v4(const void *four, struct address *out)
{
	memcpy(out->b, v4_prefix, V4_AT);
	memcpy(out->b + V4_AT, four, 4);
}

bool address_of(const struct sockaddr *from, struct address *out)
{
	if (from != NULL && from->sa_family == AF_INET) {
		struct sockaddr_in v4;
		memcpy(&v4, from, sizeof(v4));
		set_v4(&v4.sin_addr, out);
		return true;
	}
	if (from != NULL && from->sa_family == AF_INET6) {
		struct sockaddr_in6 v6;
		memcpy(&v6, from, sizeof(v6));
		memcpy(out->b, &v6.sin6_addr, sizeof(out->b));
		return true;
	}
	return false;
}

static bool parse_bare(const char *s, size_t n, struct address *out)
{
	char           text[INET6_ADDRSTRLEN];
	struct in_addr four;
	if (n == 0 || n >= sizeof(text))
		return false;
	memcpy(text, s, n);
	text[n] = '\0';
	if (strlen(text) == n && inet_pton(AF_INET, text, &four) == 1) {
		set_v4(&four, out);
		return true;
	}
	return strlen(text) == n && inet_pton(AF_INET6, text, out->b) == 1;
}

static bool is_port(const char *s, size_t n)
{
	if (n < 2 || n > 6 || *s != ':')
		return false;
	for (size_t i = 1; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
	}
	return true;
}

bool address_parse(const char *s, size_t n, struct address *out)
{
	const char *colon = memchr(s, ':', n), *end;
	if (n > 0 && *s == '[') {
		end = memchr(s, ']', n);
		if (end == NULL)
			return false;
		size_t rest = n - (size_t)(end + 1 - s);
		return (rest == 0 || is_port(end + 1, rest)) &&
		       parse_bare(s + 1, (size_t)(end - s) - 1, out);
	}
	/* One colon parts a port from an IPv4 address; IPv6 has more. */
	if (colon != NULL && memchr(colon + 1, ':', n - (size_t)(colon + 1 - s)) == NULL)
		return is_port(colon, n - (size_t)(colon - s)) &&
		       parse_bare(s, (size_t)(colon - s), out);
	return parse_bare(s, n, out);
}

static char *put_byte(char *to, uint8_t v)
{
	if (v >= 100)
		*to++ = (char)('0' + v / 100);
	if (v >= 10)
		*to++ = (char)('0' + v / 10 % 10);
	*to++ = (char)('0' + v % 10);
	return to;
}

char *address_format(const struct address *a, char out[INET6_ADDRSTRLEN])
{
	if (!is_v4(a)) {
		inet_ntop(AF_INET6, a->b, out, INET6_ADDRSTRLEN);
		return out;
	}
	char *to = out; /* by hand, because inet_ntop() goes through printf() */
	for (int i = 0; i < 4; i++) {
		to = put_byte(to, a->b[V4_AT + i]);
		*to++ = i < 3 ? '.' : '\0';
	}
	return out;
}

bool address_is_loopback(const struct address *a)
{
	static const uint8_t one[16] = {[15] = 1};
	return is_v4(a) ? a->b[V4_AT] == 127 : memcmp(a->b, one, sizeof(one)) == 0;
}

struct limit_key address_key(const struct address *a)
{
	const uint8_t   *p = is_v4(a) ? a->b + V4_AT : a->b;
	struct limit_key k = {.hi = is_v4(a) ? 4 : 8};
	for (uint64_t i = 0; i < k.hi; i++)
		k.lo = k.lo << 8 | p[i];
	return k;
}

static bool parse_range(const char *s, size_t n, struct address_range *out)
{
	const char *slash = memchr(s, '/', n);
	size_t      address_n = slash != NULL ? (size_t)(slash - s) : n;
	int64_t     bits = 0;
	if (!parse_bare(s, address_n, &out->base))
		return false;
	const int first = is_v4(&out->base) && memchr(s, ':', address_n) == NULL ? V4_BITS : 0;
	if (slash == NULL) {
		out->bits = 128;
		return true;
	}
	size_t digits = n - address_n - 1;
	if (digits == 0 || digits > 3 || strspn(slash + 1, "0123456789") < digits)
		return false;
	for (size_t i = 0; i < digits; i++)
		bits = bits * 10 + (slash[1 + i] - '0');
	if (bits > 128 - first)
		return false;
	out->bits = first + (int)bits;
	return true;
}

enum err address_ranges_parse(struct arena *a, const char *text, struct address_ranges *out,
                              struct fail *f)
{
	struct address_range *p = NULL;
	size_t                n = 0, cap = 0;
	for (const char *at = text + strspn(text, ", \t"); *at != '\0'; at += strspn(at, ", \t")) {
		size_t len = strcspn(at, ", \t");
		p = arena_grow(a, p, n, &cap, sizeof(*p));
		if (!parse_range(at, len, &p[n]))
			return fail(f, ERR_INVALID,
			            "'%.*s' is not an IP address or a range such as 10.0.0.0/8",
			            (int)(len < 64 ? len : 64), at);
		n++;
		at += len;
	}
	*out = (struct address_ranges){.p = p, .n = n};
	return OK;
}

static bool in_range(const struct address *a, const struct address_range *r)
{
	const int bytes = r->bits / 8, bits = r->bits % 8;
	if (memcmp(a->b, r->base.b, (size_t)bytes) != 0)
		return false;
	return bits == 0 || (a->b[bytes] ^ r->base.b[bytes]) >> (8 - bits) == 0;
}

bool address_within(const struct address *a, const struct address_ranges *r)
{
	for (size_t i = 0; r != NULL && i < r->n; i++) {
		if (in_range(a, &r->p[i]))
			return true;
	}
	return false;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_ADDRESS_H
#define HTTP_ADDRESS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "http/limit.h"

struct arena;
struct sockaddr;

/* An IP address; IPv4 is held as ::ffff:a.b.c.d, so that the two spellings are one. */
struct address {
	uint8_t b[16];
};

bool address_of(const struct sockaddr *from, struct address *out); /* false: neither kind */
/* "192.0.2.1", "192.0.2.1:80", "2001:db8::1", "[2001:db8::1]:443". False: none of these. */
bool  address_parse(const char *s, size_t n, struct address *out);
char *address_format(const struct address *a, char out[INET6_ADDRSTRLEN]); /* returns out */
bool  address_is_loopback(const struct address *a);
/* What limits count by: an IPv4 address; of IPv6 the /64, because one subscriber has all of it. */
struct limit_key address_key(const struct address *a);

/* Ranges of addresses, "10.0.0.0/8, 192.0.2.1, 2001:db8::/32". */
struct address_range {
	struct address base;
	int            bits; /* that must be equal, 0..128 */
};
struct address_ranges {
	const struct address_range *p;
	size_t                      n;
};
/* Blank text is no range. ERR_INVALID names what is none. */
enum err address_ranges_parse(struct arena *a, const char *text, struct address_ranges *out,
                              struct fail *f) MUST_CHECK;
bool     address_within(const struct address *a, const struct address_ranges *r);

#endif

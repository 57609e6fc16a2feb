/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Addresses as X-Forwarded-For holds them, and TRUSTED_PROXIES. */
#include <string.h>

#include "fuzz.h"
#include "http/address.h"

static void one(const char *s, size_t n)
{
	struct address at = {{7}}, again;
	char           text[INET6_ADDRSTRLEN];

	if (!address_parse(s, n, &at))
		return;
	address_format(&at, text);
	assert(address_parse(text, strlen(text), &again) && memcmp(&at, &again, sizeof(at)) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena         *a = arena_create();
	const char           *s = fuzz_text(a, data, n);
	struct address_ranges r = {NULL, 77};
	struct fail           f = {0};
	struct address        at = {{0}};

	one(s, strlen(s));
	one((const char *)data, n);
	enum err e = address_ranges_parse(a, s, &r, &f);
	assert(e == OK || (e == ERR_INVALID && f.msg[0] != '\0' && r.n == 77));
	if (e == OK) {
		memcpy(at.b, data, n < sizeof(at.b) ? n : sizeof(at.b));
		bool found = address_within(&at, &r);
		assert(!found || r.n > 0);
		for (size_t i = 0; i < r.n; i++) {
			assert(r.p[i].bits >= 0 && r.p[i].bits <= 128);
			assert(address_within(&r.p[i].base, &r));
		}
	}
	arena_destroy(a);
	return 0;
}

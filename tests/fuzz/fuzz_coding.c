/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Content codings: headers that name them, damaged bodies, and bodies there and back. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "fuzz.h"
#include "http/coding.h"
#include "http/etag.h"

enum { LIMIT = 1 << 16, ALL = 1 << CODING_IDENTITY | 1 << CODING_GZIP | 1 << CODING_BR };

static void inflate_any(enum coding c, const uint8_t *data, size_t n)
{
	struct buf  out;
	struct fail f = {0};

	buf_init(&out, LIMIT);
	enum err e = coding_inflate(c, data, n, &out, &f);
	assert(e == OK || e == ERR_MALFORMED || e == ERR_TOOBIG);
	assert(out.n <= LIMIT);
	buf_finish(&out);
}

static void there_and_back(enum coding c, const uint8_t *data, size_t n)
{
	char       *packed;
	size_t      packed_n;
	struct buf  out;
	struct fail f = {0};

	if (!coding_deflate(c, data, n, &packed, &packed_n))
		return;
	assert(packed_n < n);
	buf_init(&out, LIMIT);
	enum err e = coding_inflate(c, packed, packed_n, &out, &f);
	assert(e == OK && out.n == n && memcmp(out.p, data, n) == 0);
	buf_finish(&out);
	free(packed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_create();
	const char   *header = fuzz_text(a, data, n);
	char          tag[ETAG_TEXT];
	enum coding   c = CODING_N;

	assert(coding_negotiate(header, ALL) < CODING_N);
	assert(coding_negotiate(header, 1 << CODING_IDENTITY) == CODING_IDENTITY);
	assert(coding_parse(header, &c) ? c < CODING_N : c == CODING_N);
	if (etag_listed(header, etag_make(data, n, CODING_BR, tag)))
		assert(strchr(header, '*') || strstr(header, tag));
	for (c = CODING_GZIP; c < CODING_N; c++) {
		inflate_any(c, data, n);
		if (n <= LIMIT)
			there_and_back(c, data, n);
	}
	arena_destroy(a);
	return 0;
}

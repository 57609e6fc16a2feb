/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* ours takes arguments */

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "http/coding.h"

enum { BOTH = 1 << CODING_GZIP | 1 << CODING_BR, GZIP_ONLY = 1 << CODING_GZIP };

static void negotiates(void **state)
{
	static const struct {
		const char *accept;
		unsigned    offered;
		enum coding want;
	} cases[] = {
		{NULL, BOTH, CODING_IDENTITY},
		{"", BOTH, CODING_IDENTITY},
		{"gzip", BOTH, CODING_GZIP},
		{"GZip", BOTH, CODING_GZIP},
		{"x-gzip", BOTH, CODING_GZIP},
		{"br", BOTH, CODING_BR},
		{"br", GZIP_ONLY, CODING_IDENTITY},
		{"gzip, deflate, br", BOTH, CODING_BR},
		{"gzip, deflate, br", GZIP_ONLY, CODING_GZIP},
		{"gzip, br", 0, CODING_IDENTITY},
		{"gzip;q=1.0, br;q=0.9", BOTH, CODING_GZIP},
		{"gzip;q=0.801,br;q=0.8", BOTH, CODING_GZIP},
		{"gzip ; q=0.2 , br ; q=0.3", BOTH, CODING_BR},
		{"gzip;q=0", BOTH, CODING_IDENTITY},
		{"br;q=0.000, gzip;q=0.001", BOTH, CODING_GZIP},
		{"*", BOTH, CODING_BR},
		{"*;q=0", BOTH, CODING_IDENTITY},
		{"br;q=0, *;q=0.5", BOTH, CODING_GZIP},
		{"*;q=0.5, gzip;q=0.7", BOTH, CODING_GZIP},
		{"identity, gzip;q=0.5", BOTH, CODING_IDENTITY},
		{"identity;q=0.5, gzip;q=0.5", BOTH, CODING_GZIP},
		{"identity;q=0", BOTH, CODING_IDENTITY}, /* nothing satisfies it */
		{"gzip;q=x, br;q=", BOTH, CODING_IDENTITY},
		{"gzip;q=9", BOTH, CODING_IDENTITY},
		{"gzipped, brotli", BOTH, CODING_IDENTITY},
		{",,, gzip,,", BOTH, CODING_GZIP},
		{"compress;q=0.5, gzip;q=1.0", BOTH, CODING_GZIP},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		enum coding got = coding_negotiate(cases[i].accept, cases[i].offered);
		if (got != cases[i].want)
			print_error("'%s' gave %s\n", cases[i].accept, coding_names[got]);
		assert_int_equal(got, cases[i].want);
	}
}

static void parses(void **state)
{
	(void)state;
	enum coding c = CODING_N;
	assert_true(coding_parse(NULL, &c) && c == CODING_IDENTITY);
	assert_true(coding_parse("Identity", &c) && c == CODING_IDENTITY);
	assert_true(coding_parse("GZIP", &c) && c == CODING_GZIP);
	assert_true(coding_parse("x-gzip", &c) && c == CODING_GZIP);
	assert_true(coding_parse("br", &c) && c == CODING_BR);
	c = CODING_N;
	assert_false(coding_parse("deflate", &c));
	assert_false(coding_parse("gzip, gzip", &c));
	assert_int_equal(c, CODING_N);
}

/* Text that compresses, but not to nothing. */
static char *sample(size_t n)
{
	char    *p = malloc(n);
	uint32_t seed = 7;
	assert_non_null(p);
	for (size_t i = 0; i < n; i++) {
		seed = seed * 1664525 + 1013904223;
		p[i] = "0123456789,.{}\n "[seed >> 28];
	}
	return p;
}

static enum err inflate_to(enum coding c, const void *p, size_t n, size_t max, struct buf *out)
{
	struct fail f = {.code = OK};
	buf_init(out, max);
	enum err e = coding_inflate(c, p, n, out, &f);
	assert_int_equal(f.code, e);
	return e;
}

static void there_and_back(void **state)
{
	static const size_t sizes[] = {300, 16384, 16385, 200000};
	(void)state;
	for (int c = CODING_GZIP; c < CODING_N; c++) {
		for (size_t i = 0; i < COUNT(sizes); i++) {
			char      *plain = sample(sizes[i]), *packed;
			size_t     n;
			struct buf out;
			assert_true(coding_deflate((enum coding)c, plain, sizes[i], &packed, &n));
			assert_true(n < sizes[i]);
			assert_int_equal(inflate_to((enum coding)c, packed, n, sizes[i], &out), OK);
			assert_int_equal(out.n, sizes[i]);
			assert_memory_equal(out.p, plain, out.n);
			buf_finish(&out);
			assert_int_equal(inflate_to((enum coding)c, packed, n, sizes[i] - 1, &out),
			                 ERR_TOOBIG);
			buf_finish(&out);
			free(packed);
			free(plain);
		}
	}
}

static void every_cut_is_noticed(void **state)
{
	(void)state;
	for (int c = CODING_GZIP; c < CODING_N; c++) {
		char      *plain = sample(400), *packed;
		size_t     n;
		struct buf out;
		assert_true(coding_deflate((enum coding)c, plain, 400, &packed, &n));
		for (size_t cut = 0; cut < n; cut++) {
			char *part = malloc(cut + 1); /* exactly as long, for the sanitizer */
			memcpy(part, packed, cut);
			assert_int_equal(inflate_to((enum coding)c, part, cut, 4000, &out),
			                 ERR_MALFORMED);
			buf_finish(&out);
			free(part);
		}
		packed = realloc(packed, n + 1);
		packed[n] = 'x';
		assert_int_equal(inflate_to((enum coding)c, packed, n + 1, 4000, &out),
		                 ERR_MALFORMED);
		buf_finish(&out);
		free(packed);
		free(plain);
	}
}

static void gzip_members_follow_each_other(void **state)
{
	(void)state;
	char      *plain = sample(400), *one, *two;
	size_t     n;
	struct buf out;
	assert_true(coding_deflate(CODING_GZIP, plain, 400, &one, &n));
	two = malloc(2 * n);
	memcpy(two, one, n);
	memcpy(two + n, one, n);
	assert_int_equal(inflate_to(CODING_GZIP, two, 2 * n, 4000, &out), OK);
	assert_int_equal(out.n, 800);
	assert_memory_equal(out.p, plain, 400);
	assert_memory_equal(out.p + 400, plain, 400);
	buf_finish(&out);
	two[2 * n - 5] ^= 1; /* the second one's checksum */
	assert_int_equal(inflate_to(CODING_GZIP, two, 2 * n, 4000, &out), ERR_MALFORMED);
	buf_finish(&out);
	free(one);
	free(two);
	free(plain);
}

static void what_does_not_pay_is_left(void **state)
{
	(void)state;
	char  *packed = NULL;
	size_t n = 0;
	assert_false(coding_deflate(CODING_GZIP, "abc", 3, &packed, &n));
	assert_false(coding_deflate(CODING_BR, "a", 1, &packed, &n));
	assert_false(coding_deflate(CODING_IDENTITY, "aaaaaaaaaaaaaaaaaaaaaa", 20, &packed, &n));
	assert_null(packed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(negotiates),
		cmocka_unit_test(parses),
		cmocka_unit_test(there_and_back),
		cmocka_unit_test(every_cut_is_noticed),
		cmocka_unit_test(gzip_members_follow_each_other),
		cmocka_unit_test(what_does_not_pay_is_left),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

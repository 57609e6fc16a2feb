/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* ours takes arguments */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "http/head.h"

enum { FIELDS = 4 };

static struct header fields[FIELDS];

/* In memory of just that size, so that a sanitizer sees who reads on. */
static size_t parse(const char *text, size_t n, struct head *out, char **copy)
{
	*copy = malloc(n > 0 ? n : 1);
	assert_non_null(*copy);
	memcpy(*copy, text, n);
	*out = (struct head){.fields = fields, .max = FIELDS};
	return head_parse(*copy, n, out);
}

#define HOST "Host: t\r\n"

static void plain_ones(void **state)
{
	static const char text[] =
		"GET /a?b=%20 HTTP/1.1\r\n" HOST
		"X-Empty:\r\nx_Y-9: \t two  words\t \r\nConnection: Keep-Alive\r\n\r\n";
	struct head h;
	char       *copy;
	(void)state;
	/* What follows is the next request's. */
	char more[256];
	int  n = snprintf(more, sizeof(more), "%sGET /next", text);
	assert_int_equal(parse(more, (size_t)n, &h, &copy), sizeof(text) - 1);
	assert_string_equal(h.method, "GET");
	assert_string_equal(h.target, "/a?b=%20");
	assert_int_equal(h.n, 4);
	assert_string_equal(h.fields[0].name, "Host");
	assert_string_equal(h.fields[0].value, "t");
	assert_string_equal(h.fields[1].value, "");
	assert_string_equal(h.fields[2].name, "x_Y-9");
	assert_string_equal(h.fields[2].value, "two  words");
	free(copy);
	assert_int_equal(parse("HEAD / HTTP/1.1\r\n\r\n", 19, &h, &copy), 19);
	assert_string_equal(h.method, "HEAD");
	assert_string_equal(h.target, "/");
	assert_int_equal(h.n, 0);
	free(copy);
}

/* Every beginning of a head is none, read without a byte beyond it. */
static void beginnings(void **state)
{
	static const char text[] = "GET /path HTTP/1.1\r\n" HOST "Accept: */*\r\n\r\n";
	(void)state;
	for (size_t n = 0; n < sizeof(text); n++) {
		struct head h;
		char       *copy;
		assert_int_equal(parse(text, n, &h, &copy), n == sizeof(text) - 1 ? n : 0);
		free(copy);
	}
}

static void for_the_library(void **state)
{
	static const char *const texts[] = {
		"POST / HTTP/1.1\r\n" HOST "\r\n",
		"get / HTTP/1.1\r\n" HOST "\r\n",
		"GET  / HTTP/1.1\r\n" HOST "\r\n",
		"GET\t/ HTTP/1.1\r\n" HOST "\r\n",
		"GET / HTTP/1.0\r\n" HOST "\r\n",
		"GET / HTTP/1.1 \r\n" HOST "\r\n",
		"GET /  HTTP/1.1\r\n" HOST "\r\n",
		"GET / HTTP/1.1\n" HOST "\r\n",
		"GET / HTTP/1.1\r\nHost: t\n\r\n",
		"GET / HTTP/1.1\r\n" HOST "\n",
		"GET /\r\n" HOST "\r\n",
		"GET http://t/ HTTP/1.1\r\n" HOST "\r\n",
		"GET * HTTP/1.1\r\n" HOST "\r\n",
		"GET /\x80 HTTP/1.1\r\n" HOST "\r\n",
		"GET /\x7f HTTP/1.1\r\n" HOST "\r\n",
		"\r\nGET / HTTP/1.1\r\n" HOST "\r\n",
		"GET / HTTP/1.1\r\n" HOST " folded\r\n\r\n",
		"GET / HTTP/1.1\r\n folded: x\r\n" HOST "\r\n",
		"GET / HTTP/1.1\r\nHost : t\r\n\r\n",
		"GET / HTTP/1.1\r\nHost\r\n\r\n",
		"GET / HTTP/1.1\r\n: t\r\n\r\n",
		"GET / HTTP/1.1\r\nHo st: t\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: a\x01\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: \xc3\xa4\r\n\r\n",
		"GET / HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n",
		"GET / HTTP/1.1\r\n" HOST "content-length: 4\r\n\r\n",
		"GET / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n",
		"GET / HTTP/1.1\r\n" HOST "EXPECT: 100-continue\r\n\r\n",
		"GET / HTTP/1.1\r\n" HOST "Upgrade: h2c\r\n\r\n",
		"GET / HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n",
		"GET / HTTP/1.1\r\n" HOST "Connection: keep-alive, Upgrade\r\n\r\n",
		"GET / HTTP/1.1\r\n" HOST "Connection:\r\n\r\n",
		"GET / HTTP/1.1\r\n" HOST "Trailer: a\r\n\r\n",
		"GET / HTTP/1.1\r\n" HOST "TE: trailers\r\n\r\n",
		"GET / HTTP/1.1\r\na: 1\r\nb: 2\r\nd: 3\r\nf: 4\r\ng: 5\r\n\r\n", /* one too many */
		"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
	};
	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct head  h;
		char        *copy;
		const size_t n = parse(texts[i], strlen(texts[i]), &h, &copy);
		if (n != 0)
			print_error("taken: %s\n", texts[i]);
		assert_int_equal(n, 0);
		free(copy);
	}
	struct head h;
	char       *copy;
	assert_int_equal(parse("GET /a\0b HTTP/1.1\r\n\r\n", 22, &h, &copy), 0);
	free(copy);
	assert_int_equal(parse("GET / HTTP/1.1\r\nA: \0\r\n\r\n", 24, &h, &copy), 0);
	free(copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_ones),
		cmocka_unit_test(beginnings),
		cmocka_unit_test(for_the_library),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/*
 * Heads that the front takes for itself: of what it takes it must have read what a strict reader
 * reads, to the byte where the next request begins, and nothing of it may frame a body.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/compiler.h"
#include "fuzz.h"
#include "http/head.h"

enum { FIELDS = 8, TEXT_MAX = 4096 };

static void check_field(const struct header *h)
{
	static const char *const framing[] = {"Content-Length", "Transfer-Encoding", "Expect",
	                                      "Upgrade"};
	for (size_t i = 0; i < COUNT(framing); i++)
		assert(strcasecmp(h->name, framing[i]) != 0);
	assert(*h->name != '\0' && strpbrk(h->name, " \t\r\n:") == NULL);
	assert(strpbrk(h->value, "\r\n") == NULL);
	const size_t n = strlen(h->value);
	assert(n == 0 || strchr(" \t", h->value[0]) == NULL);
	assert(n == 0 || strchr(" \t", h->value[n - 1]) == NULL);
}

static size_t write_out(const struct head *h, char *out)
{
	size_t n = (size_t)snprintf(out, TEXT_MAX, "%s %s HTTP/1.1\r\n", h->method, h->target);
	for (size_t i = 0; i < h->n; i++)
		n += (size_t)snprintf(out + n, TEXT_MAX - n, "%s:%s\r\n", h->fields[i].name,
		                      h->fields[i].value);
	return n + (size_t)snprintf(out + n, TEXT_MAX - n, "\r\n");
}

/* Written out again it is the same head. */
static void check_again(const struct head *h)
{
	static char   text[TEXT_MAX], again[TEXT_MAX], third[TEXT_MAX];
	struct header fields[FIELDS];
	struct head   same = {.fields = fields, .max = FIELDS};
	const size_t  n = write_out(h, text);
	memcpy(again, text, n + 1);
	assert(head_parse(again, n, &same) == n);
	assert(write_out(&same, third) == n && memcmp(text, third, n) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct header fields[FIELDS];
	struct head   h = {.fields = fields, .max = FIELDS};
	if (n > TEXT_MAX / 2)
		return 0;
	char *copy = malloc(n > 0 ? n : 1);
	assert(copy != NULL);
	memcpy(copy, data, n);
	const size_t used = head_parse(copy, n, &h);
	assert(used <= n && h.n <= FIELDS);
	if (used > 0) {
		char *text = malloc(used + 1);
		assert(text != NULL);
		memcpy(text, data, used);
		text[used] = '\0';
		assert(strlen(text) == used && strstr(text, "\r\n\r\n") == text + used - 4);
		assert(*h.target == '/' && strpbrk(h.target, " \t\r\n") == NULL);
		assert(strcmp(h.method, "GET") == 0 || strcmp(h.method, "HEAD") == 0);
		for (size_t i = 0; i < h.n; i++)
			check_field(&h.fields[i]);
		check_again(&h);
		free(text);
	}
	free(copy);
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Percent-decoding and query strings. */
#include <string.h>

#include "base/text.h"
#include "fuzz.h"
#include "http/percent.h"
#include "http/query.h"

static void percent(struct arena *a, const char *raw, bool plus)
{
	char  *s = arena_strdup(a, raw);
	size_t n = SIZE_MAX, escapes = 0;

	for (const char *p = raw; *p; p++)
		escapes += *p == '%';
	if (percent_decode(s, plus, &n))
		assert(n == strlen(raw) - 2 * escapes && s[n] == '\0');
	else
		assert(escapes > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_create();
	const char   *raw = fuzz_text(a, data, n);
	struct query  q = {0};
	struct fail   f = {0};

	percent(a, raw, false);
	percent(a, raw, true);
	enum err e = query_parse(a, raw, &q, &f);
	assert(e == OK || e == ERR_MALFORMED || e == ERR_INVALID);
	assert(e == OK || (q.p == NULL && q.n == 0));
	assert(q.n <= QUERY_PARAMS_MAX);
	for (size_t i = 0; i < q.n; i++) {
		assert(text_utf8_valid(q.p[i].name, strlen(q.p[i].name)));
		assert(text_utf8_valid(q.p[i].value, strlen(q.p[i].value)));
		assert(query_get(&q, q.p[i].name) != NULL);
	}
	arena_destroy(a);
	return 0;
}

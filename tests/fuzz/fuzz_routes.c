/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Input of every route: a byte chooses one, then come its query and, on the next line, its body. */
#include <string.h>

#include "api/routes.h"
#include "fuzz.h"
#include "http/query.h"
#include "http/route.h"

static size_t count_routes(void)
{
	size_t n = 0;

	for (size_t g = 0; all_routes[g] != NULL; g++)
		n += all_routes[g]->n;
	return n;
}

static const struct route *route_at(size_t i)
{
	size_t g = 0;

	for (; i >= all_routes[g]->n; g++)
		i -= all_routes[g]->n;
	return &all_routes[g]->tab[i];
}

/* A parameter of the path may be anything, too. */
static const char *lookup(void *ctx, const struct field *fd)
{
	return query_get(ctx, fd->name);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (n == 0)
		return 0;
	struct arena       *a = arena_create();
	const struct route *r = route_at(data[0] % count_routes());
	const char         *text = arena_strndup(a, (const char *)data + 1, n - 1);
	size_t              query_n = strcspn(text, "\n");
	const char         *body = text + query_n + (text[query_n] == '\n');
	struct query        q = {NULL, 0};
	struct fail         f = {0};

	if (query_parse(a, arena_strndup(a, text, query_n), &q, &f) == OK && r->in != NULL) {
		void    *in = arena_alloc(a, r->in->size);
		enum err known = query_check(&q, r, &f);
		enum err e = shape_decode(r->in, a, body, strlen(body), lookup, &q,
		                          (r->flags & LENIENT) != 0, in, &f);
		assert(known == OK || known == ERR_INVALID);
		assert(e == OK || e == ERR_MALFORMED || e == ERR_INVALID);
		assert((e == OK && known == OK) || f.n_fields > 0 || f.msg[0] != '\0');
	}
	arena_destroy(a);
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_OPENAPI_H
#define HTTP_OPENAPI_H

#include "http/route.h"

struct buf;

/* What members of this name and kind hold in examples, where their own row says nothing. */
struct openapi_word {
	const char *name;
	enum kind   kind;
	const char *json;
};

struct openapi_info {
	const char *title, *version, *description, *server_url, *contact_name, *license;
	const char *contact_url;          /* may be NULL */
	const struct openapi_word *words; /* ends with a NULL name; NULL = none */
};

/* Write the OpenAPI 3.1 document of the route tables: two-space indented, stable order, ends with a line end. */
void openapi_write(const struct routes *const *routes, const struct openapi_info *info,
                   struct buf *out);

#endif

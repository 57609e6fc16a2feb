/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_SCHEMA_H
#define HTTP_SCHEMA_H

#include "http/route.h"

struct pretty;

/* Shapes as JSON Schema 2020-12, the dialect of OpenAPI 3.1. */

enum { SCHEMAS_MAX = 512, SCHEMA_NAME = 96 };

struct schema {
	const struct shape *shape;
	bool                input;   /* REQUIRED members are required; otherwise all are */
	bool                lenient; /* unknown members are ignored */
};

/* Every shape that bodies and replies use, each once a direction; at most SCHEMAS_MAX. */
struct schemas {
	struct schema s[SCHEMAS_MAX];
	size_t        n;
};

bool schema_has_body(const struct shape *sh); /* some member comes from the body; NULL has none */
void schemas_collect(const struct routes *const *routes, struct schemas *out); /* sorted by name */
/* A shape's name as a component: "Config"; "ConfigInput" where replies use the shape, too. */
const char *schema_name(const struct schemas *all, const struct shape *sh, bool input,
                        char out[SCHEMA_NAME]);
void        schemas_write(const struct schemas *all, struct pretty *p); /* one member each */
/* The members of one field's schema, into an object that the caller opened; inputs state their caps. */
void schema_field(const struct schemas *all, const struct field *fd, bool input, struct pretty *p);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_OPENAPI_PARTS_H
#define HTTP_OPENAPI_PARTS_H

#include <stdbool.h>

#include "base/err.h"

struct pretty;

/* The parts of the OpenAPI document that no route table says: failures, headers, the token. */

enum { STATUSES_MAX = 600, RESPONSE_NAME = 48 };

const char *openapi_response_name(int status, char out[RESPONSE_NAME]); /* "UnprocessableContent" */
void openapi_common_headers(struct pretty *p, bool limited); /* members of an open "headers" */
void openapi_header_ref(struct pretty *p, const char *name);
void openapi_security(struct pretty *p,
                      bool           admin);   /* who may call: a token; the admin token, too */
void openapi_open(struct pretty *p); /* nobody in particular */

/* Members of an open "components". used: error statuses that some operation has. */
void openapi_responses(struct pretty *p, const bool used[STATUSES_MAX], bool not_modified,
                       bool limited);
void openapi_headers(struct pretty *p, bool etag, bool limited, bool deprecated);
void openapi_if_match(struct pretty *p); /* an item of an open "parameters" */
void openapi_schemes(struct pretty *p);
void openapi_problem_schema(struct pretty *p); /* a member of an open "schemas" */

#endif

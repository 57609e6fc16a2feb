/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_CORS_H
#define HTTP_CORS_H

#include <stdbool.h>

struct req;

/* Cross-origin calls, with credentials, from the configured origins and no others. */
bool cors_preflight(const struct req *rq); /* asks for leave, and its origin has it */
void cors_headers(struct req *rq);         /* adds what rq's reply needs, which may be nothing */

#endif

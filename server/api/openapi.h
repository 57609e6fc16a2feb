/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef API_OPENAPI_H
#define API_OPENAPI_H

struct buf;

/* openapi.json of all routes, into an uninitialised buffer that the caller finishes. */
void api_openapi(struct buf *out);

#endif

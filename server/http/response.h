/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H

struct MHD_Response;
struct req;

/*
 * The complete reply as the library takes it, still without its headers; what
 * the reply owns goes over to it. Of a stream only what HEAD is told. NULL: no memory.
 */
struct MHD_Response *response_of(struct req *rq);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_SERVE_H
#define HTTP_SERVE_H

struct arena;
struct req;

/* Run a complete request's route on a worker thread: decode, handler, encode. May block. Sets rq->answered. */
void serve(struct req *rq, void *worker, struct arena *a);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_HANDOVER_H
#define HTTP_HANDOVER_H

#include "http/pool.h"

struct req;

/*
 * Has a worker answer the request, or waits for the one who makes the same
 * reply. Calls rq->resume() once, on any thread and perhaps before it returns;
 * until then the request belongs to others. Then it is answered, or asks
 * shared_answer(), and where that says no begins here again.
 */
void handover_begin(struct req *rq);

/* For the pool that requests are submitted to. */
void handover_run(struct pool_job *job, void *worker, struct arena *a);
void handover_refuse(struct pool_job *job);

#endif

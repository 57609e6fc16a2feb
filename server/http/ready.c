/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/ready.h"

#include <microhttpd.h>
#include <stddef.h>

static atomic_int resting;

static struct MHD_Response *take(_Atomic(struct MHD_Response *) *place)
{
	if (atomic_load_explicit(place, memory_order_relaxed) == NULL)
		return NULL;
	return atomic_exchange(place, NULL);
}

struct MHD_Response *ready_take(struct ready *r)
{
	for (size_t i = 0; i < READY_PLACES; i++) {
		struct MHD_Response *response = take(&r->place[i]);
		if (response == NULL)
			continue;
		atomic_fetch_sub_explicit(&resting, 1, memory_order_relaxed);
		return response;
	}
	return NULL;
}

void ready_give(struct ready *r, struct MHD_Response *response)
{
	const int others = atomic_fetch_add_explicit(&resting, 1, memory_order_relaxed);
	for (size_t i = 0; others < READY_MAX && i < READY_PLACES; i++) {
		struct MHD_Response *none = NULL;
		if (atomic_load_explicit(&r->place[i], memory_order_relaxed) == NULL &&
		    atomic_compare_exchange_strong(&r->place[i], &none, response))
			return;
	}
	atomic_fetch_sub_explicit(&resting, 1, memory_order_relaxed);
	MHD_destroy_response(response);
}

void ready_finish(struct ready *r)
{
	struct MHD_Response *response;
	while ((response = ready_take(r)) != NULL)
		MHD_destroy_response(response);
}

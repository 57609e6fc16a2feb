/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/ready.h"

#include <microhttpd.h>
#include <stddef.h>

/* Those that rest or will again. Not counted at each use: all threads would wait for the number. */
static atomic_int kept;

struct MHD_Response *ready_take(struct ready *r)
{
	for (size_t i = 0; i < READY_PLACES; i++) {
		struct MHD_Response *response = NULL;
		if (atomic_load_explicit(&r->place[i], memory_order_relaxed) != NULL)
			response = atomic_exchange(&r->place[i], NULL);
		if (response != NULL)
			return response;
	}
	return NULL;
}

static void drop(struct MHD_Response *response)
{
	atomic_fetch_sub(&kept, 1);
	MHD_destroy_response(response);
}

void ready_give(struct ready *r, struct MHD_Response *response, bool rested)
{
	const bool room = rested || atomic_fetch_add(&kept, 1) < READY_MAX;
	for (size_t i = 0; room && i < READY_PLACES; i++) {
		struct MHD_Response *none = NULL;
		if (atomic_load_explicit(&r->place[i], memory_order_relaxed) == NULL &&
		    atomic_compare_exchange_strong(&r->place[i], &none, response))
			return;
	}
	drop(response);
}

void ready_finish(struct ready *r)
{
	struct MHD_Response *response;
	while ((response = ready_take(r)) != NULL)
		drop(response);
}

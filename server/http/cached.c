/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/cached.h"

#include <stdlib.h>

void cached_ref(struct cached *e)
{
	atomic_fetch_add_explicit(&e->refs, 1, memory_order_relaxed);
}

void cached_unref(void *what)
{
	struct cached *e = what;
	if (e == NULL || atomic_fetch_sub(&e->refs, 1) > 1)
		return;
	for (int i = 0; i < CODING_N; i++)
		blob_release(&e->variant[i].owned);
	free(e);
}

bool cached_filled(const struct cached *e)
{
	return atomic_load(&e->variant[CODING_IDENTITY].made) == VARIANT_READY;
}

const char *cached_type(const struct cached *e)
{
	return e->type;
}

const struct cached_body *cached_pick(const struct cached *e, enum coding want)
{
	const struct variant *v = &e->variant[want];
	if (atomic_load(&v->made) != VARIANT_READY)
		v = &e->variant[CODING_IDENTITY];
	return &v->body;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/spares.h"

#include <stddef.h>
#include <stdlib.h>

static _Atomic(void *) *place_of_thread(struct spares *s)
{
	static atomic_uint            threads;
	static _Thread_local unsigned number; /* from 1 on */
	if (number == 0)
		number = atomic_fetch_add(&threads, 1) + 1;
	return &s->place[number % SPARES_THREADS].p;
}

void *spares_take(struct spares *s)
{
	return atomic_exchange(place_of_thread(s), NULL);
}

void spares_give(struct spares *s, void *p)
{
#if !defined(__SANITIZE_ADDRESS__)
	p = atomic_exchange(place_of_thread(s), p);
#else
	(void)s;
#endif
	free(p);
}

void spares_finish(struct spares *s)
{
	for (size_t i = 0; i < SPARES_THREADS; i++)
		free(atomic_exchange(&s->place[i].p, NULL));
}

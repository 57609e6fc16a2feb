/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_SPARES_H
#define HTTP_SPARES_H

#include <stdatomic.h>

/*
 * Large blocks that were used, to be used again: one for each thread, which finds
 * its own still in its core's cache. Under a sanitizer none is kept, so that it
 * sees the end of each.
 */
enum { SPARES_THREADS = 16 }; /* more share places */

struct spares {
	struct {
		_Alignas(64) _Atomic(void *) p; /* a line of the cache each */
	} place[SPARES_THREADS];
};

void *spares_take(struct spares *s);          /* NULL = none */
void  spares_give(struct spares *s, void *p); /* malloc'd, taken over */
void  spares_finish(struct spares *s);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/heap.h"

#include <stdlib.h> /* says __GLIBC__ */

#ifdef __GLIBC__
#include <malloc.h>

enum { LARGE = 128 * 1024 }; /* glibc's own beginning, which it would raise as blocks are freed */
#endif

void heap_return_large_blocks(void)
{
#ifdef __GLIBC__
	(void)mallopt(M_MMAP_THRESHOLD, LARGE);
#endif
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_HEAP_H
#define BASE_HEAP_H

/*
 * From now on large blocks come from the system and go back to it when they
 * are freed. Otherwise what a long-lived process holds of them is strewn over
 * a heap for each thread, and it grows to twice what is in use. Process-wide;
 * call before the first thread starts. Where the C library has no such switch,
 * nothing happens.
 */
void heap_return_large_blocks(void);

#endif

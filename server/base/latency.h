/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_LATENCY_H
#define BASE_LATENCY_H

#include <stdatomic.h>
#include <stdint.h>

/*
 * How long things took, counted in fixed classes from 100 µs to 10 s. Any
 * thread may add; a reader sees each count whole, but not all of them at one
 * instant. Zeroed memory is an empty one.
 */
enum { LATENCY_BOUNDS = 14 };
extern const int64_t latency_bounds_us[LATENCY_BOUNDS]; /* upper bounds, inclusive, rising */

struct latency {
	_Atomic          uint64_t class[LATENCY_BOUNDS + 1]; /* the last: above every bound */
	_Atomic uint64_t sum_us;
};

void     latency_add(struct latency *h, int64_t us); /* below 0 counts as 0 */
uint64_t latency_count(const struct latency *h);

#endif

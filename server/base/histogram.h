/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_HISTOGRAM_H
#define BASE_HISTOGRAM_H

#include <stdatomic.h>
#include <stdint.h>

/*
 * How long things took, counted in fixed classes from 100 µs to 10 s. Any
 * thread may add; a reader sees each count whole, but not all of them at one
 * instant. Zeroed memory is an empty one.
 */
enum { HISTOGRAM_BOUNDS = 14 };
extern const int64_t histogram_bounds_us[HISTOGRAM_BOUNDS]; /* upper bounds, inclusive, rising */

struct histogram {
	_Atomic          uint64_t class[HISTOGRAM_BOUNDS + 1]; /* the last: above every bound */
	_Atomic uint64_t sum_us;
};

void     histogram_add(struct histogram *h, int64_t us); /* below 0 counts as 0 */
uint64_t histogram_count(const struct histogram *h);

#endif

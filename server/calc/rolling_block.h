/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_ROLLING_BLOCK_H
#define CALC_ROLLING_BLOCK_H

#include <stdbool.h>
#include <stddef.h>

#include "calc/rolling.h"

/*
 * How rolling.c and rolling_path.c go over all windows in O(n), whatever is
 * accumulated (van Herk's blocks). A boundary stands at every multiple of the
 * window. The windows that begin at most window - 1 before it hold the value at
 * the boundary; each is a suffix of the values before it and a prefix of those
 * from it on. The caller fills both, then joins suffix i (of i values) with
 * block_rest(), the prefix of the other window - i.
 */
enum { BLOCK_CHANNELS = 6 };

struct block {
	size_t  n, window, channels;
	double *suffix, *prefix; /* [window][channels], [window + 1][channels] */
	size_t  at;              /* position of the boundary */
	size_t  suffixes;        /* i = 0 .. suffixes - 1 */
	size_t  prefixes;        /* i = 0 .. prefixes - 1 */
	size_t  first;           /* the least i whose window ends within the series */
};

static inline void block_bounds(struct block *b)
{
	size_t after = b->n - b->at;

	b->suffixes = b->at == 0 ? 1 : b->window;
	b->prefixes = (after < b->window ? after : b->window) + 1;
	b->first = after < b->window ? b->window - after : 0;
}

/* Element 0 of either side is all zeros: nothing added yet. A product wants 1 there. */
static inline struct block block_first(size_t n, size_t window, double *scratch, size_t channels)
{
	struct block b = {.n = n,
	                  .window = window,
	                  .channels = channels,
	                  .suffix = scratch,
	                  .prefix = scratch + window * channels};

	for (size_t k = 0; k < channels; k++)
		b.suffix[k] = b.prefix[k] = 0;
	block_bounds(&b);
	return b;
}

static inline bool block_more(const struct block *b)
{
	return b->at < b->n;
}

static inline void block_next(struct block *b)
{
	b->at += b->window;
	if (b->at < b->n)
		block_bounds(b);
}

static inline double *block_suffix(const struct block *b, size_t i)
{
	return b->suffix + i * b->channels;
}

static inline double *block_prefix(const struct block *b, size_t i)
{
	return b->prefix + i * b->channels;
}

static inline const double *block_rest(const struct block *b, size_t i)
{
	return b->prefix + (b->window - i) * b->channels;
}

enum err block_check(const double *x, size_t n, const struct calc_roll *roll) MUST_CHECK;

#endif

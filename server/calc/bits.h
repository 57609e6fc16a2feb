/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_BITS_H
#define CALC_BITS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/*
 * The bits of a double, for tests over whole rows: "is any negative" as an or
 * of bits becomes vector code under gcc and clang, the same loop written with
 * comparisons does not.
 */
static inline uint64_t calc_bits(double x)
{
	uint64_t b;

	memcpy(&b, &x, sizeof(b));
	return b;
}

/* The sign bit: also set for -0 and some NaN. */
static inline bool calc_bits_negative(uint64_t bits)
{
	return bits >> 63;
}

#endif

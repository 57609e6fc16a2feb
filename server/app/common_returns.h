/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_COMMON_RETURNS_H
#define APP_COMMON_RETURNS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/levels.h"
#include "store/points.h"

struct arena;

/* The total-return level and a benchmark on the sessions that both have: n of them, n - 1 returns. */
struct common_returns {
	size_t   n;
	int32_t *dates;
	double  *own, *other;     /* levels */
	double  *own_r, *other_r; /* returns */
};

/* n may be 0. ERR_INTERNAL for a level that is not above 0. */
enum err common_returns(struct arena *a, const struct levels *l, const struct points *b,
                        struct common_returns *out, struct fail *f) MUST_CHECK;

/*
 * The rate of each of the n - 1 returns between n dates, out [n]: that known at
 * the session it starts from, at most CARRY_DAYS old, compounded over its days
 * (ACT/365). rates are percent a year. Returns that end after the last rate
 * have none, nor has what follows one without: returns how many have one.
 */
size_t rates_of_returns(const int32_t *dates, size_t n, const struct points *rates, double *out);

#endif

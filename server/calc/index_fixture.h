/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_INDEX_FIXTURE_H
#define CALC_INDEX_FIXTURE_H

/* For tests of the index: made-up markets, and an index with arrays of its own. */

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "calc/index.h"

/* SplitMix64. */
static inline uint64_t draw(uint64_t *seed)
{
	uint64_t z = *seed += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

static inline double draw_unit(uint64_t *seed)
{
	return (double)(draw(seed) >> 11) * 0x1p-53;
}

/* Weekdays from 2001-01-01, one in thirty left out. */
static inline int32_t *market_dates(struct arena *a, uint64_t *seed, size_t rows)
{
	int32_t *dates = ARENA_ARRAY(a, rows, int32_t), d = date_of(2001, 1, 1);

	for (size_t t = 0; t < rows; d++)
		if (date_weekday(d) <= 5 && draw(seed) % 30)
			dates[t++] = d;
	return dates;
}

/* Random walks of 1 to 3 % a day, no holes. */
static inline double *market_prices(struct arena *a, uint64_t *seed, size_t rows, size_t n)
{
	double *p = ARENA_ARRAY(a, rows * n, double);

	for (size_t i = 0; i < n; i++) {
		double price = 1 + 200 * draw_unit(seed), sd = 0.01 + 0.02 * draw_unit(seed);

		for (size_t t = 0; t < rows; t++) {
			double z = -6;

			for (int k = 0; k < 12; k++)
				z += draw_unit(seed);
			p[t * n + i] = price *= 1 + 0.0004 + sd * z;
		}
	}
	return p;
}

/* Holes of 1 to 8 sessions, late listings, early ends; asset 0 stays whole. */
static inline void market_holes(uint64_t *seed, double *p, size_t rows, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		size_t from = draw(seed) % 3 ? 0 : draw(seed) % rows,
		       to = draw(seed) % 4 ? rows : draw(seed) % rows;

		for (size_t t = 0; t < rows; t++)
			if (t < from || t >= to)
				p[t * n + i] = NAN;
		for (size_t holes = rows / 40; holes > 0; holes--) {
			size_t at = draw(seed) % rows, length = 1 + draw(seed) % 8;

			for (size_t t = at; t < rows && t < at + length; t++)
				p[t * n + i] = draw(seed) % 8 ? NAN
				                              : -1.0 * (double)(draw(seed) % 2);
		}
	}
}

struct market {
	struct calc_index_data in;
	double                *prices; /* in.prices, to be changed */
};

static inline struct market market_create(struct arena *a, uint64_t seed, size_t rows, size_t n)
{
	struct market m = {.in = {.rows = rows, .assets = n}};

	m.in.dates = market_dates(a, &seed, rows);
	m.in.prices = m.prices = market_prices(a, &seed, rows, n);
	return m;
}

static inline double *copy(struct arena *a, const double *x, size_t n)
{
	double *y = ARENA_ARRAY(a, n, double);

	memcpy(y, x, n * sizeof(*x));
	return y;
}

static inline struct calc_index_out out_create(struct arena *a, const struct calc_index_data *in,
                                               const struct calc_index_rules *rules)
{
	size_t max = calc_index_rebalances(in, rules);

	return (struct calc_index_out){
		.total = ARENA_ARRAY(a, in->rows, double),
		.net = ARENA_ARRAY(a, in->rows, double),
		.divisor = ARENA_ARRAY(a, in->rows, double),
		.row_flags = ARENA_ARRAY(a, in->rows, unsigned char),
		.rebalances = ARENA_ARRAY(a, max, struct calc_rebalance),
		.target = ARENA_ARRAY(a, max * in->assets, double),
		.before = ARENA_ARRAY(a, max * in->assets, double),
		.units = ARENA_ARRAY(a, max * in->assets, double),
	};
}

static inline enum err compute(struct arena *a, const struct calc_index_data *in,
                               const struct calc_index_rules *rules, struct calc_index_out *out)
{
	size_t      n = calc_index_scratch(in, rules);
	double     *scratch = ARENA_ARRAY(a, n, double);
	struct fail f = {0};

	for (size_t i = 0; i < n; i++)
		scratch[i] = NAN; /* nothing may rely on what it holds */
	*out = out_create(a, in, rules);
	memset(out->row_flags, 0xff, in->rows);
	return calc_index(in, rules, scratch, out, &f);
}

/* |a - b| in units of the larger. */
static inline double apart(double a, double b)
{
	double scale = fabs(a) > fabs(b) ? fabs(a) : fabs(b);

	return a == b ? 0 : fabs(a - b) / scale;
}

#endif

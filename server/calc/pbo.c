/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/inference.h"

#include "calc/series.h"

enum { BLOCKS_MAX = 20 };

/* Sums over each block of what each trial is above its own mean, and their squares: [blocks][n]. */
struct halves {
	size_t        n, blocks, half_rows;
	const double *mean, *sum, *square;
	double       *in, *out; /* [n] Sharpe ratios of either half */
};

size_t calc_pbo_scratch(size_t n, size_t blocks)
{
	return (2 * blocks + 3) * n;
}

/* The Sharpe ratio of a trial over the blocks of a set; one that does not vary is below any other. */
static double sharpe(const struct halves *h, size_t trial, unsigned set)
{
	double sum = 0, square = 0, rows = (double)h->half_rows, mean, variance;

	for (size_t b = 0; b < h->blocks; b++)
		if (set >> b & 1) {
			sum += h->sum[b * h->n + trial];
			square += h->square[b * h->n + trial];
		}
	variance = (square - sum * sum / rows) / (rows - 1);
	mean = h->mean[trial] + sum / rows;
	return sqrt(variance) > calc_noise(mean) ? mean / sqrt(variance) : -INFINITY;
}

/* Whether the winner of a half is at most in the middle of the other: rank / (n + 1) <= 1/2. */
static bool overfitted(const struct halves *h, unsigned set)
{
	unsigned others = ~set & ((1u << h->blocks) - 1);
	size_t   winner = 0, less = 0, equal = 0;

	for (size_t i = 0; i < h->n; i++) {
		h->in[i] = sharpe(h, i, set);
		h->out[i] = sharpe(h, i, others);
		if (h->in[i] > h->in[winner])
			winner = i;
	}
	for (size_t i = 0; i < h->n; i++) {
		less += h->out[i] < h->out[winner];
		equal += h->out[i] == h->out[winner];
	}
	return 2 * less + equal + 1 <= h->n + 1;
}

/* The next larger number with as many bits set (Gosper). */
static unsigned next_set(unsigned set)
{
	unsigned lowest = set & -set, ripple = set + lowest;

	return ripple | (((set ^ ripple) >> 2) / lowest);
}

enum err calc_pbo(const double *m, size_t rows, size_t n, size_t blocks, double *scratch,
                  double *out)
{
	double       *mean = scratch, *sum = mean + n, *square = sum + blocks * n;
	struct halves h = {.n = n, .blocks = blocks, .mean = mean, .sum = sum, .square = square};
	size_t        size, splits = 0, over = 0;

	if (blocks < 2 || blocks > BLOCKS_MAX || blocks % 2 != 0)
		return ERR_INVALID;
	size = rows / blocks;
	if (size * blocks < 4 || n < 2)
		return ERR_TOOSHORT;
	m += (rows - size * blocks) * n;
	TRY(calc_series_check(m, size * blocks * n, 1));
	h.half_rows = size * blocks / 2;
	h.in = square + blocks * n;
	h.out = h.in + n;
	for (size_t i = 0; i < n; i++) {
		struct calc_sum all = {0};

		for (size_t t = 0; t < size * blocks; t++)
			calc_sum_add(&all, m[t * n + i] - m[i]);
		mean[i] = m[i] + calc_sum_get(&all) / (double)(size * blocks);
	}
	for (size_t k = 0; k < blocks * n; k++)
		sum[k] = square[k] = 0;
	for (size_t t = 0; t < size * blocks; t++)
		for (size_t i = 0; i < n; i++) {
			double d = m[t * n + i] - mean[i];

			sum[t / size * n + i] += d;
			square[t / size * n + i] += d * d;
		}
	for (unsigned set = (1u << blocks / 2) - 1; set < 1u << blocks; set = next_set(set)) {
		over += overfitted(&h, set);
		splits++;
	}
	*out = (double)over / (double)splits;
	return OK;
}

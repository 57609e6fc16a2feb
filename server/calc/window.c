/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/window.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "calc/bits.h"
#include "calc/index.h"
#include "calc/sum.h"

/* Rows are padded with zeros to whole lanes, so that loops over assets have no tail. */
enum { LANES = 4 };

size_t calc_window_stride(size_t n)
{
	return (n + LANES - 1) / LANES * LANES;
}

static size_t ring_rows(size_t length)
{
	size_t rows = CALC_BLOCK;

	while (rows < length)
		rows *= 2;
	return rows;
}

/* At most ring_rows / CALC_BLOCK blocks begin within a window; only those are looked at. */
static size_t ring_blocks(size_t length)
{
	return ring_rows(length) / CALC_BLOCK;
}

size_t calc_window_scratch(size_t n, size_t length)
{
	return (ring_rows(length) + 2 * ring_blocks(length)) * calc_window_stride(n) + 3 * n;
}

void calc_window_init(struct calc_window *w, const double *prices, size_t n, size_t length,
                      size_t max_gap, double *scratch)
{
	*w = (struct calc_window){.prices = prices,
	                          .n = n,
	                          .length = length,
	                          .max_gap = max_gap,
	                          .ring_rows = ring_rows(length),
	                          .ring_blocks = ring_blocks(length),
	                          .row = SIZE_MAX,
	                          .whole_row = SIZE_MAX};
	w->stride = calc_window_stride(n);
	w->ring = scratch;
	w->sum = w->ring + w->ring_rows * w->stride;
	w->square = w->sum + w->ring_blocks * w->stride;
	w->last = w->square + w->ring_blocks * w->stride;
	w->last_row = w->last + n;
	w->first_row = w->last_row + n;
	memset(w->ring, 0, w->ring_rows * w->stride * sizeof(*w->ring));
	for (size_t i = 0; i < n; i++) {
		w->last[i] = NAN;
		w->last_row[i] = -INFINITY;
		w->first_row[i] = INFINITY;
	}
}

static bool valid(double p)
{
	return p >= CALC_PRICE_LOW && p <= CALC_PRICE_HIGH;
}

/*
 * valid() of all, on the bits: doubles above 0 order like their bits, and a
 * NaN lies above them, so what is out of the range makes a difference negative
 * (of the numbers below 0 those near it the second, the others the first).
 */
static bool all_valid(const double *p, size_t n)
{
	uint64_t low = calc_bits(CALC_PRICE_LOW), high = calc_bits(CALC_PRICE_HIGH), bad = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t b = calc_bits(p[i]);

		bad |= (b - low) | (high - b);
	}
	return !calc_bits_negative(bad);
}

/* Row of asset i's last price, -INFINITY before the first. */
static double last_row(const struct calc_window *w, size_t i)
{
	bool whole = w->whole_row != SIZE_MAX && (double)w->whole_row > w->last_row[i];

	return whole ? (double)w->whole_row : w->last_row[i];
}

static double last_price(const struct calc_window *w, size_t i)
{
	bool whole = w->whole_row != SIZE_MAX && (double)w->whole_row > w->last_row[i];

	return whole ? w->prices[w->whole_row * w->n + i] : w->last[i];
}

/* The usual case: this row and the one before have every price. */
static void push_whole(const double *restrict now, const double *restrict before, size_t n,
                       double *restrict ret, double *restrict sum, double *restrict square)
{
	for (size_t i = 0; i < n; i++) {
		double r = now[i] / before[i] - 1;

		ret[i] = r;
		sum[i] += r;
		square[i] += r * r;
	}
}

static void push_gaps(struct calc_window *w, const double *now, double *ret, double *sum,
                      double *square)
{
	double t = (double)w->row;

	for (size_t i = 0; i < w->n; i++) {
		double before = last_price(w, i), before_row = last_row(w, i);
		bool   joined = valid(now[i]) && t - before_row - 1 <= (double)w->max_gap;

		ret[i] = joined ? now[i] / before - 1 : NAN;
		sum[i] += ret[i];
		square[i] += ret[i] * ret[i];
		w->last[i] = valid(now[i]) ? now[i] : before;
		w->last_row[i] = valid(now[i]) ? t : before_row;
		if (valid(now[i]) && w->first_row[i] > t)
			w->first_row[i] = t;
	}
}

void calc_window_push(struct calc_window *w)
{
	size_t        t = ++w->row, n = w->n, block = t / CALC_BLOCK & (w->ring_blocks - 1);
	const double *now = w->prices + t * n;
	double       *ret = w->ring + (t & (w->ring_rows - 1)) * w->stride;
	double       *sum = w->sum + block * w->stride, *square = w->square + block * w->stride;
	bool          was_whole = w->whole;

	if (t % CALC_BLOCK == 0) {
		memset(sum, 0, w->stride * sizeof(*sum));
		memset(square, 0, w->stride * sizeof(*square));
	}
	w->whole = all_valid(now, n);
	if (w->whole && was_whole) {
		push_whole(now, now - n, n, ret, sum, square);
	} else {
		push_gaps(w, now, ret, sum, square);
		w->gaps = w->gaps || !w->whole;
	}
	if (w->whole)
		w->whole_row = t;
}

void calc_window_prices(const struct calc_window *w, double *price)
{
	for (size_t i = 0; i < w->n; i++)
		price[i] = last_price(w, i);
}

void calc_window_carry(const struct calc_window *w, double *price)
{
	calc_window_prices(w, price);
	for (size_t i = 0; i < w->n; i++)
		if (isnan(price[i]))
			price[i] = 1;
}

bool calc_window_prices_at(const struct calc_window *w, size_t row, double *price)
{
	const double *p = w->prices + row * w->n;

	memcpy(price, p, w->n * sizeof(*price));
	if (all_valid(p, w->n))
		return true;
	for (size_t i = 0; i < w->n; i++) {
		size_t t = row;

		while (t > 0 && !valid(w->prices[t * w->n + i]))
			t--;
		price[i] = valid(w->prices[t * w->n + i]) ? w->prices[t * w->n + i] : NAN;
	}
	return false;
}

double calc_window_age(const struct calc_window *w, size_t i)
{
	return (double)w->row - last_row(w, i);
}

/* Two passes over the returns that are there. */
static double variance_of_some(const struct calc_window *w, size_t i)
{
	struct calc_sum sum = {0}, square = {0};
	size_t          known = 0;
	double          mean;

	for (size_t t = w->row + 1 - w->length; t <= w->row; t++) {
		double r = w->ring[(t & (w->ring_rows - 1)) * w->stride + i];

		if (!isnan(r)) {
			calc_sum_add(&sum, r);
			known++;
		}
	}
	if (known < 2 || 2 * known < w->length)
		return NAN;
	mean = calc_sum_get(&sum) / (double)known;
	for (size_t t = w->row + 1 - w->length; t <= w->row; t++) {
		double r = w->ring[(t & (w->ring_rows - 1)) * w->stride + i];

		if (!isnan(r))
			calc_sum_add(&square, (r - mean) * (r - mean));
	}
	return calc_sum_get(&square) / (double)(known - 1);
}

/* (sum r^2 - (sum r)^2 / count) / (count - 1); NaN where a return is missing: then the slow way. */
void calc_window_variance(const struct calc_window *w, double *restrict variance)
{
	size_t from = w->row + 1 - w->length, last = w->row / CALC_BLOCK;
	size_t block = (from + CALC_BLOCK - 1) / CALC_BLOCK;
	size_t whole = block <= last ? block * CALC_BLOCK : w->row + 1;
	double count = (double)w->length, per_mean = 1 / count, per_var = 1 / (count - 1);

	for (size_t i = 0; i < w->stride; i += LANES) {
		double s[LANES] = {0}, q[LANES] = {0};

		for (size_t t = from; t < whole; t++) {
			const double *r = w->ring + (t & (w->ring_rows - 1)) * w->stride + i;

			for (size_t k = 0; k < LANES; k++) {
				s[k] += r[k];
				q[k] += r[k] * r[k];
			}
		}
		for (size_t b = block; b <= last; b++) {
			size_t        at = (b & (w->ring_blocks - 1)) * w->stride + i;
			const double *sum = w->sum + at, *square = w->square + at;

			for (size_t k = 0; k < LANES; k++) {
				s[k] += sum[k];
				q[k] += square[k];
			}
		}
		for (size_t k = 0; k < LANES; k++)
			variance[i + k] = (q[k] - s[k] * s[k] * per_mean) * per_var;
	}
	for (size_t i = 0; w->gaps && i < w->n; i++)
		if (isnan(variance[i]))
			variance[i] = variance_of_some(w, i);
}

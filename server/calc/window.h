/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_WINDOW_H
#define CALC_WINDOW_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What is known at the close of the row last pushed: every asset's last price
 * and its age, and the variance of its last returns. Rows are pushed in order;
 * nothing of a later row is ever read. Prices outside CALC_PRICE_LOW..HIGH are
 * missing; a return joins two prices with at most max_gap sessions between.
 *
 * Variance comes from sums of r and r^2 over blocks of CALC_BLOCK rows (aligned
 * to row 0, so that the schedule does not change the bits) plus the rows before
 * the first whole block. Each window is summed afresh from its own rows: an
 * absurd price leaves nothing behind once it has left the window, as it would
 * with running or prefix sums. Error: with u = 2^-53, at most about
 * 2 (length + 3) u (1 + mean^2 / variance), relative; under a floor of 0.005 and
 * a mean within +-5 % that is below 2e-12, and the usual error is near 1e-16.
 */
enum { CALC_BLOCK = 8 };

struct calc_window {
	const double *prices; /* [rows][n], borrowed */
	size_t        n, length, max_gap;
	size_t        stride;                 /* n rounded up to whole lanes */
	size_t        ring_rows, ring_blocks; /* powers of two */
	double       *ring;                   /* [ring_rows][stride] returns; NaN = none */
	double *sum, *square; /* [ring_blocks][stride] of each block, the current one unfinished */
	double *last, *last_row; /* [n] as of the last row with a gap; see whole_row */
	double *first_row;       /* [n] row of the first price, or INFINITY */
	size_t  row;             /* last pushed */
	size_t  whole_row;       /* last row with all prices, SIZE_MAX = none: newer than last[] */
	bool    whole;           /* the last pushed row has all prices */
	bool    gaps;            /* some pushed row had not */
};

size_t calc_window_scratch(size_t n, size_t length); /* doubles */
size_t calc_window_stride(size_t n);                 /* doubles in a row of variances */
void   calc_window_init(struct calc_window *w, const double *prices, size_t n, size_t length,
                        size_t max_gap, double *scratch);

/* Take in the next row, starting with 0. */
void calc_window_push(struct calc_window *w);

/* Last price of each asset at the row last pushed; NaN before the first. */
void calc_window_prices(const struct calc_window *w, double *price);

/* The same at an earlier row, looked up in the matrix. False if any price was carried. */
bool calc_window_prices_at(const struct calc_window *w, size_t row, double *price);
/* At the row last pushed, and 1 before the first: such an asset is not held, so any number will do. */
void calc_window_carry(const struct calc_window *w, double *price);

/* Sessions since the last price (0 = today's); INFINITY before the first. */
double calc_window_age(const struct calc_window *w, size_t i);

/*
 * Sample variance (n - 1) of the returns of the last length rows; NaN if fewer
 * than half (or two) are known. variance is [calc_window_stride(n)], zeros at
 * the end. At least length + 1 rows must have been pushed.
 */
void calc_window_variance(const struct calc_window *w, double *restrict variance);

#endif

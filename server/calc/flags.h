/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_FLAGS_H
#define CALC_FLAGS_H

#include <stddef.h>

/*
 * Flags on data, and alerts on the index. A flag of a row follows from rows up
 * to it alone and changes no return and no level.
 *
 * A true return runs from one price to the next with at most max_gap sessions
 * between, as in calc/window.h; other rows have none and get no flag.
 *
 * An outlier is a return with |r - median| > k * scale, where median and scale
 * are those of the CALC_FLAG_WINDOW true returns before it (CALC_FLAG_LEAST at
 * least): scale = 1.4826 * median |x - median|; where that is 0 (half of them
 * are equal) 1.2533 * mean |x - median|; never under CALC_FLAG_FLOOR. Both
 * factors make it the standard deviation of normal returns.
 * Hampel, The Influence Curve and its Role in Robust Estimation (1974).
 */
enum { CALC_FLAG_WINDOW = 60, CALC_FLAG_LEAST = 20 };
#define CALC_FLAG_FLOOR 0.0005

enum calc_flag_kind { CALC_FLAG_DROP, CALC_FLAG_OUTLIER, CALC_FLAG_ABOVE, CALC_FLAG_BELOW };

struct calc_flag {
	size_t              row;
	enum calc_flag_kind kind;
	double              value; /* the return */
};

struct calc_flag_rules {
	double max_return, min_return; /* ABOVE: r > max_return, BELOW: r < min_return */
	double outlier;                /* k */
	double drop;                   /* DROP: return of the index < drop */
	size_t max_gap;
};

/*
 * Flags of one asset by row, and in the order of the kinds. price[row * stride];
 * one outside CALC_PRICE_LOW..HIGH (calc/index.h) is missing. out has room for
 * 2 * rows; returns their number.
 */
size_t calc_flags_asset(const double *price, size_t stride, size_t rows,
                        const struct calc_flag_rules *rules, struct calc_flag *out);

/* DROP flags of n levels, each > 0; out has room for n. */
size_t calc_flags_levels(const double *level, size_t n, double drop, struct calc_flag *out);

/* The return of the flagged row: price over the last price before it; NaN where there is none. */
double calc_flag_return(const double *price, size_t stride, size_t row);

#endif

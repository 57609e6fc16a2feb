/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_SLEEVES_H
#define CALC_SLEEVES_H

#include <stddef.h>

/*
 * The sleeves of the index: rules that turn what is known of n assets into
 * weights. mask[i] is 1 for an eligible asset, 0 for any other; at least one is
 * eligible. Weights are >= 0, sum to 1 over the eligible and are 0 elsewhere;
 * inputs of an asset that is not eligible may be NaN. The result is the event
 * (calc/index.h) of the fallback that was taken, 0 for none.
 */

/* 1 / number of eligible. */
void calc_sleeve_equal(const double *mask, size_t n, double *w);

/* max(price / base - 1, 0) normalised; all 0: equal, CALC_MOMENTUM_FLAT. */
unsigned calc_sleeve_momentum(const double *price, const double *base, const double *mask, size_t n,
                              double *w);

/* Share of the capitalisation; one out of CALC_PRICE_LOW..HIGH (NaN): equal, CALC_CAP_UNKNOWN. */
unsigned calc_sleeve_cap(const double *cap, const double *mask, size_t n, double *w);

/* 1 / sqrt(max(variance, floor^2)) normalised; CALC_VOLATILITY_FLOOR where the floor was used. */
unsigned calc_sleeve_risk(const double *variance, double floor, const double *mask, size_t n,
                          double *w);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_ORDER_H
#define CALC_ORDER_H

#include <stddef.h>

/*
 * Order of numbers, without memory of its own (libc's qsort may allocate). No
 * NaN. Time is O(n log n) to sort and O(n) to select, usually; the worst case
 * of either is O(n log n).
 */

void calc_sort(double *x, size_t n); /* ascending */
void calc_sorted(const double *x, size_t n, double *out);

/* Rearrange so that x[k] is what sorting would put there, none before is greater, none after less. */
void calc_select(double *x, size_t n, size_t k);

#endif

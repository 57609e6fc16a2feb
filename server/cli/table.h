/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include <stddef.h>

/* Figures as a terminal shows them; "-" where a number is undefined. Each prints to stdout. */

enum { TABLE_CELL = 32 };
/* "12.34 %" of a fraction. */
const char *table_percent(double fraction, char out[TABLE_CELL]);
const char *table_number(double v, int digits, char out[TABLE_CELL]);

/* A line of blocks as high as the values, on a logarithmic scale; values > 0. */
void table_chart(const double *v, size_t n, size_t width);

/* The shortest text that reads back as v, or nothing, for CSV. */
void table_csv_real(double v);

#endif

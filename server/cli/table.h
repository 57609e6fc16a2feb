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

/* The shortest text that reads back as v, or nothing, for CSV. */
void table_csv_real(double v);
/* A cell as buf_csv_text() makes it, and a whole line of them. */
void table_csv_text(const char *text);
void table_csv_row(const char *const *cells, size_t n);

#endif

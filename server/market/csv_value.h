/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef MARKET_CSV_VALUE_H
#define MARKET_CSV_VALUE_H

#include "market/csv_record.h"

/*
 * What a cell means. Each returns CSV_FINE or why not; outputs are then
 * untouched. Cells are trimmed first. Nothing depends on a locale.
 */

struct csv_text csv_trim(struct csv_text t); /* Unicode white space */
bool            csv_utf8(struct csv_text t); /* valid UTF-8; NUL is a character like others */
bool            csv_missing(struct csv_text trimmed); /* empty, NA, null, -, ... */

/*
 * A correctly rounded double, NaN where missing. comma: a comma is the decimal
 * mark. The text may be changed (digit groups are taken out in place).
 */
enum csv_reason csv_price(struct csv_text t, bool comma, double *out);
enum csv_reason csv_volume(struct csv_text t, bool comma, double *out); /* may end in K, M or B */

/* CSV_AMBIGUOUS_DATES: it has slashes and dates is CSV_DATES_UNKNOWN. */
enum csv_reason csv_date(struct csv_text t, enum csv_dates dates, int32_t today, int32_t *out);
/* 1/2/2020: false when it has not that form, whatever it is. */
bool csv_slash_date(struct csv_text t, int *first, int *second);

/* Trimmed, upper case, NUL-terminated; *n its length. */
enum csv_reason csv_symbol_text(struct csv_text t, char out[CSV_SYMBOL_TEXT], size_t *n);

#endif

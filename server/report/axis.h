/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef REPORT_AXIS_H
#define REPORT_AXIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where the marks of an axis stand and how they are called. Pure. */
enum { AXIS_TICKS = 64, AXIS_TEXT = 32 };

/*
 * At most `most` (2 .. AXIS_TICKS) multiples of 1, 2, 2.5 or 5 times a power of ten within lo..hi,
 * ascending; *step is what lies between two. lo < hi, both finite.
 */
size_t axis_ticks(double lo, double hi, size_t most, double out[AXIS_TICKS], double *step);
/* For a logarithmic axis, 0 < lo < hi: powers of ten with 2 and 5 between as they fit; few of them: as above. */
size_t axis_log_ticks(double lo, double hi, size_t most, double out[AXIS_TICKS], double *step);
/* A mark's value: "40k", "1.5M", "\u22123%" of a share, with the decimals that a step needs. Returns out. */
const char *axis_label(double v, double step, bool percent, char out[AXIS_TEXT]);

/* Starts of years, months or days, at most `most` of them, from first to last, ascending. */
enum axis_unit { AXIS_YEARS, AXIS_MONTHS, AXIS_DAYS };
size_t axis_dates(int32_t first, int32_t last, size_t most, int32_t out[AXIS_TICKS],
                  enum axis_unit *unit);
/* "2008", "Mar 2008", "3 Mar". Returns out. */
const char *axis_date(int32_t date, enum axis_unit unit, char out[AXIS_TEXT]);

extern const char *const axis_months[12]; /* "Jan" ... */

#endif

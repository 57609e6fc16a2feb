/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CLI_CHART_H
#define CLI_CHART_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Where the columns stand: on 0, or on the least value with equal heights for equal factors. */
enum chart_scale { CHART_FROM_ZERO, CHART_LOG };

/*
 * A line of n >= 1 values over the columns of a terminal, drawn with block
 * characters, scale at the right and the two dates below. Nothing for values
 * that are not finite or, with CHART_LOG, not above 0.
 */
void chart_print(FILE *to, const int32_t *dates, const double *values, size_t n,
                 enum chart_scale scale);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_REASONS_H
#define CALC_REASONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "calc/index.h"

/* Why an asset got its weight at a reference row. NaN: not known, or it takes no part. */
struct calc_reason {
	bool   eligible;
	double momentum;   /* price / price before the look-back - 1 */
	double cap;        /* capitalisation */
	double volatility; /* daily standard deviation, before the floor */
	double inverse;    /* 1 / max(volatility, floor) */
	double momentum_sleeve, cap_sleeve,
		risk_sleeve; /* weights within the sleeves, each sums to 1 */
	double target; /* blend[0] * momentum_sleeve + blend[1] * cap_sleeve + blend[2] * risk_sleeve */
};

size_t calc_reasons_scratch(const struct calc_index_data  *in,
                            const struct calc_index_rules *rules); /* doubles */

/*
 * Decide once more at a reference row of calc_index(): the same bits. out has
 * [assets]. ERR_INVALID: rules that calc_index() refuses, or a row that has not
 * the history they want. With nobody eligible all targets are NaN.
 */
enum err calc_reasons(const struct calc_index_data *in, const struct calc_index_rules *rules,
                      size_t row, double *scratch, struct calc_reason *out,
                      double blend[3]) MUST_CHECK;

#endif

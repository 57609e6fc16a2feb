/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_DECISION_H
#define CALC_DECISION_H

#include <stddef.h>

#include "calc/index.h"
#include "calc/window.h"

/*
 * The target weights of one reference row: who is eligible (calc/index.h says
 * when), and the blend of the sleeves over them. Everything is read through
 * the window, or from rows up to the one last pushed.
 */
struct calc_decision {
	const struct calc_index_data  *in;
	const struct calc_index_rules *rules;
	const struct calc_window      *window;
	double                         blend[3]; /* of momentum, capitalisation, risk; sum 1 */
	double *mask, *base, *variance, *momentum, *cap, *risk; /* [stride] */
};

size_t calc_decision_scratch(size_t n); /* doubles */
void   calc_decision_init(struct calc_decision *d, const struct calc_index_data *in,
                          const struct calc_index_rules *rules, const struct calc_window *window,
                          double *scratch);

/*
 * Decide at the row last pushed; price is its prices, carried where missing.
 * Returns the number of eligible assets. If it is 0 target is left alone and
 * events is CALC_NONE_ELIGIBLE.
 */
size_t calc_decide(struct calc_decision *d, const double *price, double *target, unsigned *events);

/* Sessions of prices an asset needs before a reference row. */
size_t calc_history(const struct calc_index_rules *rules);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_COMPONENT_H
#define CALC_COMPONENT_H

#include <stddef.h>

#include "base/err.h"

/*
 * What each holding adds to a risk: Euler's w_i dRisk/dw_i, which sums to the
 * risk. r is [rows][n] returns, row-major and complete, w the weights (any
 * sum). Sample covariances (n - 1), at least two rows. Errors as calc/series.h
 * says; NaN everywhere where the portfolio does not vary.
 */
enum calc_component {
	CALC_COMPONENT_VOLATILITY, /* w_i (S w)_i / s                      component.volatility */
	CALC_COMPONENT_VAR_GAUSS,  /* -w_i m_i - z w_i (S w)_i / s         component.var.gauss */
	CALC_COMPONENT_ES_GAUSS /* -w_i m_i + pdf(z)/alpha w_i (S w)_i / s   component.es.gauss */
};

size_t calc_component_scratch(size_t rows, size_t n); /* doubles */

/*
 * contribution [n], in units of the risk per period; share [n], of the total
 * (NaN where that is 0). Both may be NULL. alpha within 0..1 exclusive; the
 * volatility has none and ignores it.
 */
enum err calc_component(const double *r, size_t rows, size_t n, const double *w, double alpha,
                        enum calc_component kind, double *scratch, double *total,
                        double *contribution, double *share) MUST_CHECK;

#endif

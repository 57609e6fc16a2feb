/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_TAIL_H
#define CALC_TAIL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "calc/quantile.h"

/*
 * Value at risk and expected shortfall: losses, so positive where they hurt.
 * Errors and NaN as calc/series.h says; n >= 1.
 *
 * alpha is the probability of the tail, 0.05 for "95 %", within 0..1 exclusive.
 * Write it as such: 1 - 0.95 is 0.05000000000000004, which takes one more
 * observation into the tail of 21. How many observations make a tail worth
 * showing is the caller's rule (methodology: 20 for 0.05, 100 for 0.01).
 */

/* -quantile(alpha)                                   var.historical.r7 (house), .lower */
enum err calc_var_historical(const double *r, size_t n, double alpha, enum calc_quantile type,
                             double *scratch, double *out) MUST_CHECK; /* scratch [n] */

enum calc_shortfall {
	/* Mean of what is below the type 7 quantile; NaN if nothing is.  es.historical.r7strict */
	CALC_ES_STRICT,
	/*
	 * Mean of the worst alpha n, a part of the boundary observation included.
	 * Never below the lower VaR.                             es.historical.ru
	 */
	CALC_ES_ROCKAFELLAR,
	/* Mean of the lowest floor((n - 1) alpha) + 1.           es.historical.empyrical */
	CALC_ES_LOWEST
};
enum err calc_es_historical(const double *r, size_t n, double alpha, enum calc_shortfall kind,
                            double *scratch, double *out) MUST_CHECK; /* scratch [n] */

/* -(mean + z s), s over n - ddof                     var.gauss.ddof0, .ddof1 */
enum err calc_var_gauss(const double *r, size_t n, double alpha, int ddof, double *out) MUST_CHECK;

/* s pdf(z) / alpha - mean                            es.gauss.ddof0, .ddof1 */
enum err calc_es_gauss(const double *r, size_t n, double alpha, int ddof, double *out) MUST_CHECK;

/*
 * Cornish-Fisher: z replaced by z + (z^2-1) S/6 + (z^3-3z) K/24 - (2z^3-5z) S^2/36
 * with population S and excess K; ES after Boudt, Peterson and Croux (2008).
 *                                                    var.cornish_fisher, es.cornish_fisher
 * *monotone (may be NULL) says whether the expansion rises over alpha..1-alpha.
 * Where it does not the figure means nothing: show none, say why.
 */
enum err calc_var_cornish_fisher(const double *r, size_t n, double alpha, double *out,
                                 bool *monotone) MUST_CHECK;
enum err calc_es_cornish_fisher(const double *r, size_t n, double alpha, double *out,
                                bool *monotone) MUST_CHECK;

/* min over t > 0 of t ln(mean exp(-r / t) / alpha), Ahmadi-Javid 2012; evar */
enum err calc_evar(const double *r, size_t n, double alpha, double *out) MUST_CHECK;

#endif

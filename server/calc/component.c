/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/component.h"

#include "calc/moments.h"
#include "calc/normal.h"
#include "calc/series.h"

/* The portfolio, one column, the contributions. */
size_t calc_component_scratch(size_t rows, size_t n)
{
	return 2 * rows + n;
}

/* (S w)_i is the covariance of column i with the portfolio. */
enum err calc_component(const double *r, size_t rows, size_t n, const double *w, double alpha,
                        enum calc_component kind, double *scratch, double *total,
                        double *contribution, double *share)
{
	double                *portfolio = scratch, *column = scratch + rows, *part = column + rows;
	struct calc_co_moments m;
	double                 z = NAN, sum;

	if (kind != CALC_COMPONENT_VOLATILITY) {
		if (!(alpha > 0 && alpha < 1))
			return ERR_INVALID;
		z = calc_normal_ppf(alpha);
	}
	TRY(calc_series_check(w, n, 1));
	TRY(calc_series_check(r, rows * n, 2 * n));
	for (size_t t = 0; t < rows; t++) {
		struct calc_sum value = {0};

		for (size_t i = 0; i < n; i++)
			calc_sum_add(&value, w[i] * r[t * n + i]);
		portfolio[t] = calc_sum_get(&value);
	}
	for (size_t i = 0; i < n; i++) {
		double risk;

		for (size_t t = 0; t < rows; t++)
			column[t] = r[t * n + i];
		TRY(calc_co_moments(column, portfolio, rows, &m));
		risk = calc_y_varies(&m) ? w[i] * m.xy / sqrt(m.yy * (m.n - 1)) : (double)NAN;
		if (kind == CALC_COMPONENT_VAR_GAUSS)
			risk = -w[i] * m.mean_x - z * risk;
		else if (kind == CALC_COMPONENT_ES_GAUSS)
			risk = -w[i] * m.mean_x + calc_normal_pdf(z) / alpha * risk;
		part[i] = calc_defined(risk);
	}
	sum = calc_defined(calc_total(part, n));
	for (size_t i = 0; i < n; i++) {
		if (contribution)
			contribution[i] = part[i];
		if (share)
			share[i] = calc_defined(part[i] / sum);
	}
	*total = sum;
	return OK;
}

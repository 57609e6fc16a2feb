/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/cashflow.h"

#include "calc/series.h"

static int32_t earliest(const int32_t *dates, size_t n)
{
	int32_t first = dates[0];

	for (size_t i = 1; i < n; i++)
		first = dates[i] < first ? dates[i] : first;
	return first;
}

enum err calc_xnpv(double rate, const int32_t *dates, const double *amounts, size_t n,
                   enum calc_day_count count, double *out)
{
	struct calc_sum sum = {0};
	int32_t         base;

	TRY(calc_series_check(amounts, n, 1));
	if (!(rate > -1 && isfinite(rate)))
		return ERR_INVALID;
	base = earliest(dates, n);
	for (size_t i = 0; i < n; i++)
		calc_sum_add(&sum,
		             amounts[i] / pow(1 + rate, calc_year_fraction(base, dates[i], count)));
	*out = calc_defined(calc_sum_get(&sum));
	return OK;
}

enum err calc_npv(double rate, const double *amounts, size_t n, double *out)
{
	struct calc_sum sum = {0};

	TRY(calc_series_check(amounts, n, 1));
	if (!(rate > -1 && isfinite(rate)))
		return ERR_INVALID;
	for (size_t i = 0; i < n; i++)
		calc_sum_add(&sum, amounts[i] / pow(1 + rate, (double)i));
	*out = calc_defined(calc_sum_get(&sum));
	return OK;
}

enum err calc_mirr(const double *amounts, size_t n, double finance, double reinvest, double *out)
{
	struct calc_sum received = {0}, paid = {0};
	double          periods = (double)n - 1;

	TRY(calc_series_check(amounts, n, 2));
	if (!(finance > -1 && isfinite(finance) && reinvest > -1 && isfinite(reinvest)))
		return ERR_INVALID;
	for (size_t i = 0; i < n; i++) {
		if (amounts[i] > 0)
			calc_sum_add(&received,
			             amounts[i] * pow(1 + reinvest, periods - (double)i));
		else
			calc_sum_add(&paid, -amounts[i] / pow(1 + finance, (double)i));
	}
	*out = NAN;
	if (calc_sum_get(&received) > 0 && calc_sum_get(&paid) > 0)
		*out = calc_defined(
			pow(calc_sum_get(&received) / calc_sum_get(&paid), 1 / periods) - 1);
	return OK;
}

enum err calc_modified_dietz(double begin, double end, const double *flows, const double *weights,
                             size_t n, double *out)
{
	struct calc_sum sum = {0}, weighted = {0};
	double          capital;

	TRY(calc_series_check(flows, n, 0));
	TRY(calc_series_check(weights, n, 0));
	if (!isfinite(begin) || !isfinite(end))
		return ERR_INVALID;
	for (size_t i = 0; i < n; i++) {
		calc_sum_add(&sum, flows[i]);
		calc_sum_add(&weighted, flows[i] * weights[i]);
	}
	capital = begin + calc_sum_get(&weighted);
	*out = capital > 0 ? calc_defined((end - begin - calc_sum_get(&sum)) / capital)
	                   : (double)NAN;
	return OK;
}

enum err calc_twr(const double *opens, const double *closes, size_t n, double *out)
{
	double growth = 1;

	TRY(calc_series_check(opens, n, 1));
	TRY(calc_series_check(closes, n, 1));
	for (size_t i = 0; i < n; i++) {
		if (!(opens[i] > 0))
			return ERR_INVALID;
		growth *= closes[i] / opens[i];
	}
	*out = calc_defined(growth - 1);
	return OK;
}

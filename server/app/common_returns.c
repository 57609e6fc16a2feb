/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/common_returns.h"

#include <math.h>

#include "app/exchange.h"
#include "base/arena.h"
#include "base/date.h"
#include "calc/series.h"

static void join(struct arena *a, const struct levels *l, const struct points *b,
                 struct common_returns *out)
{
	size_t k = 0;

	*out = (struct common_returns){
		.dates = ARENA_ARRAY(a, l->n, int32_t),
		.own = ARENA_ARRAY(a, l->n, double),
		.other = ARENA_ARRAY(a, l->n, double),
		.own_r = ARENA_ARRAY(a, l->n, double),
		.other_r = ARENA_ARRAY(a, l->n, double),
	};
	for (size_t i = 0; i < l->n; i++) {
		while (k < b->n && b->p[k].date < l->p[i].date)
			k++;
		if (k == b->n || b->p[k].date != l->p[i].date)
			continue;
		out->dates[out->n] = l->p[i].date;
		out->own[out->n] = l->p[i].total;
		out->other[out->n++] = b->p[k].value;
	}
}

enum err common_returns(struct arena *a, const struct levels *l, const struct points *b,
                        struct common_returns *out, struct fail *f)
{
	struct common_returns c;

	join(a, l, b, &c);
	if (c.n > 1 && (calc_returns(c.own, c.n, c.own_r) != OK ||
	                calc_returns(c.other, c.n, c.other_r) != OK))
		return fail(f, ERR_INTERNAL, "a stored level is not above 0");
	*out = c;
	return OK;
}

size_t rates_of_returns(const int32_t *dates, size_t n, const struct points *rates, double *out)
{
	const int32_t end = rates->n ? rates->p[rates->n - 1].date : DATE_NONE;
	size_t        at = 0, k = 0;

	for (size_t i = 1; i < n && dates[i] <= end; i++) {
		const double annual = points_carried(rates, &at, dates[i - 1]) / 100;

		if (isnan(annual))
			break;
		out[k++] = pow(1 + annual, (dates[i] - dates[i - 1]) / 365.0) - 1;
	}
	return k;
}

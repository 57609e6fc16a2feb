/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/periods.h"

#include <math.h>

#include "app/risk_input.h"
#include "base/arena.h"
#include "base/date.h"
#include "calc/period.h"
#include "calc/series.h"

/* The benchmark on exactly that session; NaN without. */
static double value_on(const struct common_returns *c, int32_t date)
{
	size_t low = 0, n = c->n;

	while (low < n) {
		const size_t middle = low + (n - low) / 2;

		if (c->dates[middle] < date)
			low = middle + 1;
		else
			n = middle;
	}
	return low < c->n && c->dates[low] == date ? c->other[low] : (double)NAN;
}

static struct Period period(struct arena *a, const struct risk_input *in, int frequency,
                            const struct calc_period *p)
{
	const struct civil c = date_civil(p->start);
	const size_t       before = p->begun ? p->first : p->first - 1;

	return (struct Period){
		.period = frequency == PERIOD_YEARLY
	                          ? arena_printf(a, "%04d", c.year)
	                          : arena_printf(a, "%04d-%02d", c.year, c.month),
		.start_date = in->dates[p->first],
		.end_date = in->dates[p->last],
		.value = p->ret,
		.benchmark = calc_defined(value_on(&in->common, in->dates[p->last]) /
	                                          value_on(&in->common, in->dates[before]) -
	                                  1),
		.begun = p->begun,
		.open = p->open,
	};
}

enum err app_periods(struct app *app, struct arena *a, const struct PeriodsQuery *in,
                     struct Periods *out, struct fail *f)
{
	const enum basis  basis = (enum basis)in->basis;
	struct risk_input input;
	size_t            n;

	TRY(risk_input_load(app, a, in->start_date, in->end_date, basis, &input, f));
	struct calc_period *p = ARENA_ARRAY(a, input.n, struct calc_period);
	if (calc_periods(input.dates, input.level, input.n,
	                 in->frequency == PERIOD_YEARLY ? CALC_YEARLY : CALC_MONTHLY, p, &n) != OK)
		return fail(f, ERR_INTERNAL, "a stored level is not above 0");
	struct Period *items = ARENA_ARRAY(a, n, struct Period);
	for (size_t i = 0; i < n; i++)
		items[i] = period(a, &input, in->frequency, &p[i]);
	*out = (struct Periods){
		.items = {.items = items, .n = n},
		.frequency = in->frequency,
		.benchmark_name = benchmark_name(basis),
		.benchmark_basis = in->basis,
		.note = benchmark_note(basis),
	};
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/risk_input.h"

#include "app/app.h"
#include "app/indexes.h"
#include "app/series.h"
#include "base/arena.h"
#include "base/date.h"
#include "calc/series.h"

static enum err levels_of(struct app *app, struct series *s, int32_t start, int32_t end,
                          struct levels *out, struct fail *f)
{
	struct levels all;
	char          first[DATE_TEXT], last[DATE_TEXT];

	TRY(series_levels(app, s, &all, f));
	if (all.n == 0)
		return not_computed(f);
	*out = levels_between(&all, start, end == DATE_NONE ? INT32_MAX : end);
	if (out->n == 0)
		return fail_as(f, ERR_CONFLICT, "no_sessions",
		               "the index has no session in this range; it runs from %s to %s",
		               date_format(all.p[0].date, first),
		               date_format(all.p[all.n - 1].date, last));
	return OK;
}

enum err risk_levels(struct app *app, struct arena *a, int32_t start, int32_t end,
                     struct levels *out, struct fail *f)
{
	struct series *s;

	TRY(range_check(start, end, f));
	TRY(series_open(app, a, &s, f));
	return levels_of(app, s, start, end, out, f);
}

enum err risk_input_load(struct app *app, struct arena *a, int32_t start, int32_t end,
                         enum basis basis, struct risk_input *out, struct fail *f)
{
	struct series *s;
	struct levels  l = {0};
	struct points  b, rates;

	TRY(range_check(start, end, f));
	TRY(series_open(app, a, &s, f));
	TRY(levels_of(app, s, start, end, &l, f));
	TRY(series_benchmark(app, s, basis, &b, f));
	TRY(series_rates(app, s, &rates, f));
	return risk_input_make(a, &l, &b, &rates, basis, out, f);
}

enum err risk_input_make(struct arena *a, const struct levels *l, const struct points *b,
                         const struct points *rates, enum basis basis, struct risk_input *out,
                         struct fail *f)
{
	struct risk_input in = {.n = l->n, .rates = *rates, .basis = basis};
	int32_t          *dates = ARENA_ARRAY(a, l->n, int32_t);
	double           *level = ARENA_ARRAY(a, l->n, double), *r = ARENA_ARRAY(a, l->n, double);
	double           *rate = ARENA_ARRAY(a, l->n, double), *x = ARENA_ARRAY(a, l->n, double);
	double           *cx = ARENA_ARRAY(a, l->n, double), *cy = ARENA_ARRAY(a, l->n, double);

	for (size_t i = 0; i < l->n; i++) {
		dates[i] = l->p[i].date;
		level[i] = l->p[i].total;
	}
	if (l->n > 1 && calc_returns(level, l->n, r) != OK)
		return fail(f, ERR_INTERNAL, "a stored level is not above 0");
	in.rated = rates_of_returns(dates, l->n, rates, rate);
	calc_excess(r, rate, in.rated, x);
	TRY(common_returns(a, l, b, &in.common, f));
	in.common_rated = rates_of_returns(in.common.dates, in.common.n, rates, rate);
	calc_excess(in.common.own_r, rate, in.common_rated, cx);
	calc_excess(in.common.other_r, rate, in.common_rated, cy);
	in.dates = dates;
	in.level = level;
	in.r = r;
	in.x = x;
	in.common_x = cx;
	in.common_y = cy;
	*out = in;
	return OK;
}

/* How many of ascending dates are not after one. */
static size_t dates_by(const int32_t *dates, size_t n, int32_t date)
{
	size_t low = 0;

	while (low < n) {
		const size_t middle = low + (n - low) / 2;

		if (dates[middle] <= date)
			low = middle + 1;
		else
			n = middle;
	}
	return low;
}

/* Returns between n dates that end by a date. */
static size_t returns_by(const int32_t *dates, size_t n, int32_t date)
{
	const size_t k = dates_by(dates, n, date);

	return k ? k - 1 : 0;
}

static int32_t last_rate_by(const struct points *rates, int32_t date)
{
	size_t low = 0, n = rates->n;

	while (low < n) {
		const size_t middle = low + (n - low) / 2;

		if (rates->p[middle].date <= date)
			low = middle + 1;
		else
			n = middle;
	}
	return low ? rates->p[low - 1].date : DATE_NONE;
}

static size_t least_of(size_t a, size_t b)
{
	return a < b ? a : b;
}

struct risk_counts risk_counts(const struct risk_input *in, int32_t date)
{
	const struct common_returns *c = &in->common;
	const int32_t                known = last_rate_by(&in->rates, date);

	return (struct risk_counts){
		.own = returns_by(in->dates, in->n, date),
		.rated = least_of(in->rated, returns_by(in->dates, in->n, known)),
		.common = returns_by(c->dates, c->n, date),
		.common_rated = least_of(in->common_rated, returns_by(c->dates, c->n, known)),
	};
}

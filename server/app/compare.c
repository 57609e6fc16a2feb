/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/compare.h"

#include <math.h>

#include "app/app.h"
#include "app/common_returns.h"
#include "app/indexes.h"
#include "app/series.h"
#include "base/arena.h"
#include "base/date.h"
#include "calc/moments.h"
#include "calc/ratios.h"
#include "calc/relative.h"
#include "calc/returns.h"
#include "calc/series.h"

enum { A_YEAR = 365, SESSIONS_A_YEAR = 252 };

static double figure(enum err e, double x)
{
	return e == OK ? x : (double)NAN;
}

static void describe(const struct common_returns *c, const double *level, const double *r,
                     struct CompareSide *out)
{
	const size_t last = c->n - 1;
	double       cagr = NAN, volatility = NAN;
	enum err     e = ERR_TOOSHORT;

	if (c->dates[last] - c->dates[0] >= A_YEAR)
		e = calc_cagr_dated(level[0], level[last], c->dates[0], c->dates[last], &cagr);
	out->start_value = level[0];
	out->end_value = level[last];
	out->total_return = last ? (level[last] / level[0] - 1) * 100 : (double)NAN;
	out->annualized_return = figure(e, cagr) * 100;
	e = calc_volatility(r, last, SESSIONS_A_YEAR, 1, &volatility);
	out->volatility = figure(e, volatility) * 100;
}

static double sharpe(const double *r, const double *rate, size_t n, double *scratch)
{
	double out = NAN;

	calc_excess(r, rate, n, scratch);
	const enum err e = calc_sharpe_ratio(scratch, n, SESSIONS_A_YEAR, &out);
	return figure(e, out);
}

static enum err show_sharpe(struct app *app, struct arena *a, struct series *s,
                            const struct common_returns *c, struct Compare *out, struct fail *f)
{
	struct points rates;
	double       *rate = ARENA_ARRAY(a, c->n, double), *scratch = ARENA_ARRAY(a, c->n, double);
	char          end[DATE_TEXT];

	TRY(series_rates(app, s, &rates, f));
	const size_t n = rates_of_returns(c->dates, c->n, &rates, rate);
	out->autoindex.sharpe_ratio = sharpe(c->own_r, rate, n, scratch);
	out->sp500.sharpe_ratio = sharpe(c->other_r, rate, n, scratch);
	out->rf_until = n ? c->dates[n] : DATE_NONE;
	if (n == 0 && c->n > 1)
		out->sharpe_reason = "no risk-free rate is known in this range";
	else if (n + 1 < c->n)
		out->sharpe_reason = arena_printf(
			a, "over the %zu returns up to %s: no risk-free rate is known later", n,
			date_format(out->rf_until, end));
	return OK;
}

enum err app_compare(struct app *app, struct arena *a, const struct BenchmarkQuery *in,
                     struct Compare *out, struct fail *f)
{
	const enum basis      basis = (enum basis)in->basis;
	struct series        *s;
	struct levels         all, l;
	struct points         b;
	struct common_returns c;
	double                ratio = NAN;

	TRY(range_check(in->start_date, in->end_date, f));
	TRY(series_open(app, a, &s, f));
	TRY(series_levels(app, s, &all, f));
	if (all.n == 0)
		return not_computed(f);
	TRY(series_benchmark(app, s, basis, &b, f));
	l = levels_between(&all, in->start_date,
	                   in->end_date == DATE_NONE ? INT32_MAX : in->end_date);
	TRY(common_returns(a, &l, &b, &c, f));
	if (c.n == 0)
		return fail_as(f, ERR_CONFLICT, "no_benchmark",
		               "the index and the %s have no session of this range in common",
		               benchmark_name(basis));
	struct Compare r = {
		.start_date = c.dates[0],
		.end_date = c.dates[c.n - 1],
		.observations = (int64_t)c.n - 1,
		.benchmark_name = benchmark_name(basis),
		.benchmark_basis = in->basis,
		.note = benchmark_note(basis),
	};
	describe(&c, c.own, c.own_r, &r.autoindex);
	describe(&c, c.other, c.other_r, &r.sp500);
	TRY(show_sharpe(app, a, s, &c, &r, f));
	enum err e = calc_information_ratio(c.own_r, c.other_r, c.n - 1, SESSIONS_A_YEAR, &ratio);
	r.outperformance = (struct Outperformance){
		.total = r.autoindex.total_return - r.sp500.total_return,
		.annualized = r.autoindex.annualized_return - r.sp500.annualized_return,
		.information_ratio = figure(e, ratio),
	};
	*out = r;
	return OK;
}

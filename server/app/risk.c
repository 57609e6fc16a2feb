/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/risk.h"

#include <math.h>

#include "app/risk_definitions.h"
#include "app/risk_input.h"
#include "base/arena.h"
#include "base/date.h"
#include "calc/expanding.h"
#include "calc/returns.h"
#include "calc/series.h"

static double *member(struct RiskRow *row, const struct risk_definition *d)
{
	return (double *)((char *)row + d->at);
}

static double value_of(const struct RiskRow *row, const struct risk_definition *d)
{
	return *(const double *)((const char *)row + d->at);
}

/* The returns that a figure rests on. */
static size_t rests_on(const struct risk_definition *d, const struct risk_counts *c)
{
	if (d->needs_benchmark)
		return d->needs_rate ? c->common_rated : c->common;
	return d->needs_rate ? c->rated : c->own;
}

static bool under_a_year(const struct risk_input *in, int32_t date)
{
	return date - in->dates[0] < RISK_YEAR_DAYS;
}

/* What rests on too little is not shown. */
static void forget_the_shaky(const struct risk_input *in, const struct risk_counts *c,
                             struct RiskRow *row)
{
	for (size_t i = 0; i < risk_definitions_n; i++) {
		const struct risk_definition *d = &risk_definitions[i];

		if (rests_on(d, c) < d->least || (d->year && under_a_year(in, row->date)))
			*member(row, d) = NAN;
	}
}

static double annualized(const struct risk_input *in, size_t session)
{
	double cagr;

	if (calc_cagr_dated(in->level[0], in->level[session], in->dates[0], in->dates[session],
	                    &cagr) != OK)
		return NAN;
	return cagr;
}

static void show(const struct risk_input *in, size_t session, const struct calc_expanding *e,
                 struct RiskRow *row)
{
	const double cagr = annualized(in, session);

	*row = (struct RiskRow){
		.date = in->dates[session],
		.observations = (int64_t)session,
		.total_return = e->total,
		.annualized_return = cagr,
		.volatility = e->volatility,
		.downside_deviation = e->downside,
		.calmar_ratio = calc_defined(cagr / -e->deepest),
		.omega_ratio = e->omega,
		.max_drawdown = e->deepest,
		.current_drawdown = e->fallen,
		.ulcer_index = e->ulcer,
		.var_95 = e->var_95,
		.var_99 = e->var_99,
		.cvar_95 = e->es_95,
		.cvar_99 = e->es_99,
		.skewness = e->skew,
		.excess_kurtosis = e->excess_kurtosis,
		.best_day = e->best,
		.worst_day = e->worst,
		.win_rate = e->win_rate,
		.benchmark_basis = (int)in->basis,
	};
}

enum err risk_rows(struct arena *a, const struct risk_input *in, size_t first, size_t n,
                   struct RiskRow *out, struct fail *f)
{
	const size_t                 last = first + n - 1;
	const struct risk_counts     from = risk_counts(in, in->dates[first]);
	const struct risk_counts     to = risk_counts(in, in->dates[last]);
	const struct common_returns *c = &in->common;

	struct calc_expanding          *e = ARENA_ARRAY(a, n, struct calc_expanding);
	struct calc_expanding_excess   *x = ARENA_ARRAY(a, to.rated - from.rated + 1,
	                                                struct calc_expanding_excess);
	struct calc_expanding_relative *rel = ARENA_ARRAY(a, to.common - from.common + 1,
	                                                  struct calc_expanding_relative);
	struct calc_expanding_relative *over = ARENA_ARRAY(
		a, to.common_rated - from.common_rated + 1, struct calc_expanding_relative);
	double *scratch = ARENA_ARRAY(a, in->n, double);

	if (calc_expanding(in->r, last, first, RISK_SESSIONS, scratch, e) != OK ||
	    calc_expanding_excess(in->x, to.rated, from.rated, RISK_SESSIONS, x) != OK ||
	    calc_expanding_relative(c->own_r, c->other_r, to.common, from.common, RISK_SESSIONS,
	                            rel) != OK ||
	    calc_expanding_relative(in->common_x, in->common_y, to.common_rated, from.common_rated,
	                            RISK_SESSIONS, over) != OK)
		return fail(f, ERR_INTERNAL,
		            "a return of the index or its benchmark is not finite");
	for (size_t i = 0; i < n; i++) {
		const struct risk_counts              k = risk_counts(in, in->dates[first + i]);
		const struct calc_expanding_excess   *s = &x[k.rated - from.rated];
		const struct calc_expanding_relative *b = &rel[k.common - from.common];
		struct RiskRow                       *row = &out[i];

		show(in, first + i, &e[i], row);
		row->sharpe_ratio = s->sharpe;
		row->sortino_ratio = s->sortino;
		row->beta_sp500 = b->beta;
		row->correlation_sp500 = b->correlation;
		row->information_ratio = b->information;
		row->tracking_error = b->tracking;
		row->alpha = over[k.common_rated - from.common_rated].alpha;
		row->rf_until = k.rated ? in->dates[k.rated] : DATE_NONE;
		forget_the_shaky(in, &k, row);
	}
	return OK;
}

/* NULL: there is nothing to say. */
static const char *reason_of(struct arena *a, const struct risk_definition *d,
                             const struct risk_input *in, const struct RiskRow *row)
{
	const struct risk_counts c = risk_counts(in, row->date);
	const size_t             k = rests_on(d, &c), all = d->needs_benchmark ? c.common : c.own;
	const int32_t           *dates = d->needs_benchmark ? in->common.dates : in->dates;
	const char              *what = d->needs_benchmark ? "common " : "";
	char                     on[DATE_TEXT];

	if (d->needs_benchmark && in->common.n == 0)
		return arena_printf(a, "the data hold no %s on a session of the index",
		                    benchmark_name(in->basis));
	if (d->needs_rate && k == 0 && all > 0)
		return "no risk-free rate is known for these returns";
	if (k < d->least)
		return arena_printf(a, "needs %zu %sreturn%s; there %s %zu", d->least, what,
		                    d->least == 1 ? "" : "s", k == 1 ? "is" : "are", k);
	if (d->year && under_a_year(in, row->date))
		return "not for less than a year";
	if (isnan(value_of(row, d)))
		return "not defined for these returns: what it divides by is 0";
	if (k < all)
		return arena_printf(
			a, "over the %zu %sreturns up to %s: no risk-free rate is known later", k,
			what, date_format(dates[k], on));
	if (dates[k] < row->date)
		return arena_printf(
			a, "over the %zu common returns up to %s: the data hold no %s later", k,
			date_format(dates[k], on), benchmark_name(in->basis));
	if (d->annual && k < RISK_STEADY)
		return arena_printf(a, "rests on %zu returns only: under %d it is mostly chance", k,
		                    RISK_STEADY);
	return NULL;
}

static struct list reasons(struct arena *a, const struct risk_input *in, const struct RiskRow *row)
{
	struct RiskReason *items = ARENA_ARRAY(a, risk_definitions_n, struct RiskReason);
	size_t             n = 0;

	for (size_t i = 0; i < risk_definitions_n; i++) {
		const struct risk_definition *d = &risk_definitions[i];
		const char                   *reason = d->least ? reason_of(a, d, in, row) : NULL;

		if (reason)
			items[n++] = (struct RiskReason){.metric = d->metric, .reason = reason};
	}
	return (struct list){.items = items, .n = n};
}

static void newest_first(struct RiskRow *rows, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		const struct RiskRow row = rows[i];

		rows[i] = rows[n - 1 - i];
		rows[n - 1 - i] = row;
	}
}

enum err app_risk_metrics(struct app *app, struct arena *a, const struct RiskQuery *in,
                          struct RiskMetrics *out, struct fail *f)
{
	const size_t      limit = (size_t)(in->days == INT_NONE ? in->limit : in->days);
	const size_t      offset = (size_t)in->offset;
	struct risk_input input;
	struct RiskRow    newest = {0};

	TRY(risk_input_load(app, a, DATE_NONE, DATE_NONE, BASIS_PRICE, &input, f));
	const size_t    there = offset < input.n ? input.n - offset : 0;
	const size_t    n = limit < there ? limit : there;
	struct RiskRow *rows = ARENA_ARRAY(a, n, struct RiskRow);
	if (n > 0)
		TRY(risk_rows(a, &input, there - n, n, rows, f));
	newest_first(rows, n);
	if (n > 0 && offset == 0)
		newest = rows[0];
	else
		TRY(risk_rows(a, &input, input.n - 1, 1, &newest, f));
	*out = (struct RiskMetrics){
		.metrics = {.items = rows, .n = n},
		.total = (int64_t)input.n,
		.message = n ? NULL
	                     : arena_printf(a, "There are %zu sessions: none is that far back.",
	                                    input.n),
		.benchmark_name = benchmark_name(input.basis),
		.benchmark_basis = (int)input.basis,
		.rf_until = newest.rf_until,
		.note = benchmark_note(input.basis),
		.reasons = reasons(a, &input, &newest),
	};
	return OK;
}

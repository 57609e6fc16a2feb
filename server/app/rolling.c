/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/rolling.h"

#include <assert.h>
#include <math.h>

#include "app/risk.h"
#include "app/risk_definitions.h"
#include "app/risk_input.h"
#include "base/arena.h"
#include "base/date.h"
#include "calc/returns.h"
#include "calc/rolling.h"
#include "calc/series.h"

/* The returns that a metric is of: n of them between n + 1 dates. */
struct returns {
	size_t         n, all; /* all: with those that have no rate */
	const int32_t *dates;
	const double  *r, *b; /* b: of the benchmark, where it is needed */
};

static struct returns returns_for(const struct risk_definition *d, const struct risk_input *in)
{
	const struct common_returns *c = &in->common;
	const size_t                 own = in->n - 1, common = c->n ? c->n - 1 : 0;

	if (!d->needs_benchmark)
		return d->needs_rate ? (struct returns){in->rated, own, in->dates, in->x, NULL}
		                     : (struct returns){own, own, in->dates, in->r, NULL};
	return d->needs_rate ? (struct returns){in->common_rated, common, c->dates, in->common_x,
	                                        in->common_y}
	                     : (struct returns){common, common, c->dates, c->own_r, c->other_r};
}

/* The level after each of n returns, from 1 before the first. */
static enum err annualized(const struct returns *s, size_t window, double *scratch, double *out)
{
	TRY(calc_levels(s->r, s->n, 1, scratch));
	for (size_t k = 0; k + window <= s->n; k++)
		if (calc_cagr_dated(scratch[k], scratch[k + window], s->dates[k],
		                    s->dates[k + window], &out[k]) != OK)
			out[k] = NAN;
	return OK;
}

static enum err calmar(const struct returns *s, const struct calc_roll *roll, double *scratch,
                       double *more, double *out)
{
	TRY(annualized(s, roll->window, more, out));
	TRY(calc_rolling_drawdown(s->r, s->n, roll, scratch, more, NULL, NULL));
	for (size_t k = 0; k + roll->window <= s->n; k++)
		out[k] = calc_defined(out[k] / -more[k]);
	return OK;
}

static enum err active(const struct returns *s, const struct calc_roll *roll, double *scratch,
                       double *more, double *ratio, double *error)
{
	assert(s->b);
	for (size_t i = 0; i < s->n; i++)
		more[i] = s->r[i] - s->b[i];
	return calc_rolling_sharpe(more, s->n, roll, scratch, ratio, error);
}

/* scratch as calc/rolling.h wants it, more [n + 1]. */
static enum err roll_over(const struct risk_definition *d, const struct returns *s,
                          const struct calc_roll *roll, double *scratch, double *more, double *out)
{
	const double *r = s->r, *b = s->b;
	const size_t  n = s->n;

	switch (d->at) {
	case AT(RiskRow, total_return): return calc_rolling_return(r, n, roll, scratch, out, NULL);
	case AT(RiskRow, annualized_return): return annualized(s, roll->window, more, out);
	case AT(RiskRow, volatility): return calc_rolling_sharpe(r, n, roll, scratch, NULL, out);
	case AT(RiskRow, downside_deviation):
		return calc_rolling_sortino(r, n, roll, scratch, NULL, out);
	case AT(RiskRow, sharpe_ratio): return calc_rolling_sharpe(r, n, roll, scratch, out, NULL);
	case AT(RiskRow, sortino_ratio):
		return calc_rolling_sortino(r, n, roll, scratch, out, NULL);
	case AT(RiskRow, calmar_ratio): return calmar(s, roll, scratch, more, out);
	case AT(RiskRow, max_drawdown):
		return calc_rolling_drawdown(r, n, roll, scratch, out, NULL, NULL);
	case AT(RiskRow, current_drawdown):
		return calc_rolling_drawdown(r, n, roll, scratch, NULL, out, NULL);
	case AT(RiskRow, var_95): return calc_rolling_var(r, n, roll, 0.05, scratch, out, NULL);
	case AT(RiskRow, var_99): return calc_rolling_var(r, n, roll, 0.01, scratch, out, NULL);
	case AT(RiskRow, cvar_95): return calc_rolling_var(r, n, roll, 0.05, scratch, NULL, out);
	case AT(RiskRow, cvar_99): return calc_rolling_var(r, n, roll, 0.01, scratch, NULL, out);
	case AT(RiskRow, beta_sp500):
		return calc_rolling_beta(r, b, n, roll, scratch, out, NULL, NULL);
	case AT(RiskRow, correlation_sp500):
		return calc_rolling_beta(r, b, n, roll, scratch, NULL, NULL, out);
	case AT(RiskRow, alpha): return calc_rolling_beta(r, b, n, roll, scratch, NULL, out, NULL);
	case AT(RiskRow, information_ratio): return active(s, roll, scratch, more, out, NULL);
	case AT(RiskRow, tracking_error): return active(s, roll, scratch, more, NULL, out);
	default: return ERR_INTERNAL;
	}
}

/* Returns how many values are there. */
static size_t show(struct arena *a, const struct risk_definition *d, const struct returns *s,
                   size_t window, const double *value, struct Rolling *out)
{
	const size_t  n = s->n + 1 - window;
	struct point *p = ARENA_ARRAY(a, n, struct point);
	size_t        known = 0;

	for (size_t k = 0; k < n; k++) {
		const bool year = s->dates[k + window] - s->dates[k] >= RISK_YEAR_DAYS;
		const bool shown = window >= d->least && (year || !d->year);

		p[k] = (struct point){.date = s->dates[k + window],
		                      .value = shown ? value[k] : (double)NAN};
		known += !isnan(p[k].value);
	}
	out->series = (struct list){.items = p, .n = n};
	return known;
}

static const char *reason_of(struct arena *a, const struct risk_definition *d,
                             const struct returns *s, size_t window, size_t known)
{
	const size_t n = s->n + 1 - window;
	char         on[DATE_TEXT];

	if (window < d->least)
		return arena_printf(a, "needs %zu returns; the window has %zu", d->least, window);
	if (known < n && d->year)
		return "not for a window of less than a year";
	if (known < n)
		return "not defined for some windows: what it divides by is 0 there";
	if (s->n < s->all)
		return arena_printf(a, "ends on %s: no risk-free rate is known later",
		                    date_format(s->dates[s->n], on));
	return NULL;
}

enum err app_rolling(struct app *app, struct arena *a, const struct RollingQuery *in,
                     struct Rolling *out, struct fail *f)
{
	const struct risk_definition *d = risk_rolling_metric(in->metric);
	const size_t                  window = (size_t)in->window;
	const struct calc_roll roll = {.window = window, .least = window, .ppy = RISK_SESSIONS};
	struct risk_input      input;

	TRY(risk_input_load(app, a, in->start_date, in->end_date, (enum basis)in->basis, &input,
	                    f));
	const struct returns s = returns_for(d, &input);
	struct Rolling       r = {
		      .metric = in->metric,
		      .window = in->window,
		      .convention = d->convention,
		      .benchmark_basis = in->basis,
		      .rf_until = d->needs_rate && s.n ? s.dates[s.n] : DATE_NONE,
		      .note = d->needs_benchmark ? benchmark_note(input.basis) : NULL,
        };
	if (d->needs_benchmark && input.common.n == 0) {
		r.reason = arena_printf(a, "the data hold no %s on a session of this range",
		                        benchmark_name(input.basis));
	} else if (d->needs_rate && s.n == 0 && s.all > 0) {
		r.reason = "no risk-free rate is known in this range";
	} else if (s.n < window) {
		return fail_field(f, "window", "needs at least %zu returns; the history has %zu",
		                  window, s.n);
	} else {
		double *scratch = ARENA_ARRAY(a, calc_roll_scratch(&roll), double);
		double *more = ARENA_ARRAY(a, s.n + 1, double);
		double *value = ARENA_ARRAY(a, s.n + 1 - window, double);
		if (roll_over(d, &s, &roll, scratch, more, value) != OK)
			return fail(f, ERR_INTERNAL, "%s cannot be computed of these returns",
			            d->metric);
		r.reason = reason_of(a, d, &s, window, show(a, d, &s, window, value, &r));
	}
	*out = r;
	return OK;
}

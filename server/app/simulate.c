/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/simulate.h"

#include <math.h>

#include "app/app.h"
#include "app/benchmark.h"
#include "app/currencies.h"
#include "app/exchange.h"
#include "app/indexes.h"
#include "app/series.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"
#include "calc/cashflow.h"
#include "calc/drawdown.h"
#include "calc/returns.h"
#include "store/levels.h"

enum { A_YEAR = 365 }; /* days under which a return is not annualised */

/* One simulation at work: n sessions, and what is known of each. */
struct plan {
	const struct SimulationQuery *in;
	struct series                *series;
	const char                   *currency;
	size_t                        n;
	int32_t                      *dates;
	double                       *level; /* of the variant */
	double                       *rate;
	bool                         *pays; /* a contribution is made at this close */
	size_t                        pays_n;
};

static double percent(double ratio)
{
	return isfinite(ratio) ? (ratio - 1) * 100 : (double)NAN;
}

/* Wrong fields, all of them; the levels must be there. */
static enum err check(struct app *app, struct arena *a, const struct SimulationQuery *in,
                      const char *currency, struct fail *f)
{
	int32_t first, last;
	char    from[DATE_TEXT], to[DATE_TEXT];
	bool    wrong = false;

	TRY(levels_bounds(app->db, INDEX_DEFAULT, &first, &last, f));
	if (first == DATE_NONE)
		return not_computed(f);
	if (in->start_date < first || in->start_date > last) {
		fail_field(f, "start_date",
		           "must lie within %s and %s, the first and the last session",
		           date_format(first, from), date_format(last, to));
		wrong = true;
	} else if (in->end_date != DATE_NONE && in->end_date < in->start_date) {
		fail_field(f, "end_date", "must not be before start_date");
		wrong = true;
	}
	enum err e = exchange_known(app, a, currency, f);
	return wrong && e == OK ? ERR_INVALID : e;
}

static enum err load(struct app *app, struct arena *a, struct plan *p, struct levels *l,
                     struct fail *f)
{
	struct levels all;
	const int32_t start = p->in->start_date,
		      end = p->in->end_date == DATE_NONE ? INT32_MAX : p->in->end_date;
	char from[DATE_TEXT], to[DATE_TEXT];

	TRY(series_levels(app, p->series, &all, f));
	*l = levels_between(&all, start, end);
	if (l->n == 0)
		return fail_field(f, "end_date", "no session from %s to %s",
		                  date_format(start, from), date_format(end, to));
	p->n = l->n;
	p->dates = ARENA_ARRAY(a, p->n, int32_t);
	p->level = ARENA_ARRAY(a, p->n, double);
	p->rate = ARENA_ARRAY(a, p->n, double);
	p->pays = ARENA_ARRAY(a, p->n, bool);
	for (size_t i = 0; i < p->n; i++) {
		p->dates[i] = l->p[i].date;
		p->level[i] = p->in->variant == VARIANT_NET ? l->p[i].net : l->p[i].total;
		p->pays[i] = p->in->monthly > 0 && i > 0 &&
		             date_civil(p->dates[i]).month != date_civil(p->dates[i - 1]).month;
		p->pays_n += p->pays[i];
	}
	return exchange_rates(app, a, p->series, p->currency, p->dates, p->n, p->rate, f);
}

/*
 * The value of all payments at each session: what one unit of money paid at the
 * start has grown to, times the payments, each divided by that growth on its day.
 * growth[0] is 1; value may be growth.
 */
static void accumulate(const struct plan *p, const double *growth, double *value)
{
	double start_money = p->in->amount;

	for (size_t i = 0; i < p->n; i++) {
		if (p->pays[i])
			start_money += p->in->monthly / growth[i];
		value[i] = growth[i] * start_money;
	}
}

static double invested(const struct plan *p)
{
	return p->in->amount + p->in->monthly * (double)p->pays_n;
}

static double of_invested(const struct plan *p, double final)
{
	return percent(final / invested(p));
}

static void show_series(struct arena *a, const struct plan *p, const double *growth,
                        struct Simulation *out)
{
	struct SimulationPoint *points = ARENA_ARRAY(a, p->n, struct SimulationPoint);
	double                 *value = ARENA_ARRAY(a, p->n, double);

	accumulate(p, growth, value);
	for (size_t i = 0; i < p->n; i++)
		points[i] = (struct SimulationPoint){p->dates[i], value[i], p->rate[i]};
	out->series = (struct list){.items = points, .n = p->n};
	out->amount_final = value[p->n - 1];
}

static void show_irr(struct arena *a, const struct plan *p, struct Simulation *out)
{
	const size_t    n = p->pays_n + 2;
	int32_t        *dates = ARENA_ARRAY(a, n, int32_t);
	double         *amounts = ARENA_ARRAY(a, n, double);
	struct calc_irr irr;
	size_t          k = 0;

	dates[k] = p->dates[0];
	amounts[k++] = -p->in->amount;
	for (size_t i = 0; i < p->n; i++) {
		if (p->pays[i]) {
			dates[k] = p->dates[i];
			amounts[k++] = -p->in->monthly;
		}
	}
	dates[k] = p->dates[p->n - 1];
	amounts[k++] = out->amount_final;
	out->irr_pct = NAN;
	double *scratch = ARENA_ARRAY(a, calc_irr_scratch(n), double);
	if (calc_xirr(dates, amounts, n, CALC_ACT_365F, scratch, &irr) == OK) {
		out->irr_pct = irr.rate * 100;
		out->irr_multiple = irr.roots > 1;
	}
}

static enum err show_path(const struct plan *p, const double *growth, struct Simulation *out,
                          struct fail *f)
{
	const size_t        end = p->n - 1;
	struct calc_episode worst;
	double              annual;

	if (calc_deepest_episode(growth, p->n, &worst) != OK)
		return fail(f, ERR_INTERNAL, "a stored level is not above 0");
	out->twr_pct = percent(growth[end]);
	out->twr_annual_pct = NAN;
	if (p->dates[end] - p->dates[0] >= A_YEAR &&
	    calc_cagr_dated(1, growth[end], p->dates[0], p->dates[end], &annual) == OK)
		out->twr_annual_pct = annual * 100;
	out->max_drawdown_pct = worst.depth * 100;
	out->max_drawdown_date = worst.depth < 0 ? p->dates[worst.trough] : DATE_NONE;
	return OK;
}

static void show_net(struct arena *a, const struct plan *p, const struct levels *l,
                     struct Simulation *out)
{
	double *value = ARENA_ARRAY(a, p->n, double);

	for (size_t i = 0; i < p->n; i++)
		value[i] = l->p[i].net * p->rate[i] / (l->p[0].net * p->rate[0]);
	accumulate(p, value, value);
	out->net_of_costs.amount_final = value[p->n - 1];
	out->net_of_costs.roi_pct = of_invested(p, value[p->n - 1]);
}

/* The same payments on the same days; a benchmark with a hole in it is none. */
static enum err show_benchmark(struct app *app, struct arena *a, const struct plan *p,
                               struct SimulationBenchmark *out, struct fail *f)
{
	struct points prices;
	double       *value = ARENA_ARRAY(a, p->n, double);
	size_t        at = 0;
	char          on[DATE_TEXT];

	*out = (struct SimulationBenchmark){.amount_final = NAN,
	                                    .roi_pct = NAN,
	                                    .basis = BASIS_PRICE,
	                                    .name = benchmark_name(BASIS_PRICE)};
	TRY(series_benchmark(app, p->series, BASIS_PRICE, &prices, f));
	for (size_t i = 0; i < p->n; i++) {
		value[i] = points_carried(&prices, &at, p->dates[i]) * p->rate[i];
		if (!(value[i] > 0)) {
			out->reason = arena_printf(
				a, "the data hold no close of the %s on %s or the %d days before",
				out->name, date_format(p->dates[i], on), CARRY_DAYS);
			return OK;
		}
	}
	for (size_t i = p->n; i-- > 0;)
		value[i] /= value[0];
	accumulate(p, value, value);
	struct point *points = ARENA_ARRAY(a, p->n, struct point);
	for (size_t i = 0; i < p->n; i++)
		points[i] = (struct point){p->dates[i], value[i]};
	out->series = (struct list){.items = points, .n = p->n};
	out->amount_final = value[p->n - 1];
	out->roi_pct = of_invested(p, out->amount_final);
	return OK;
}

enum err app_simulate(struct app *app, struct arena *a, const struct SimulationQuery *in,
                      struct Simulation *out, struct fail *f)
{
	struct plan       p = {.in = in, .currency = text_upper(arena_strdup(a, in->currency))};
	struct Simulation s;
	struct levels     l;

	TRY(check(app, a, in, p.currency, f));
	TRY(series_open(app, a, &p.series, f));
	TRY(load(app, a, &p, &l, f));
	const size_t end = p.n - 1;
	double      *growth = ARENA_ARRAY(a, p.n, double);
	for (size_t i = 0; i < p.n; i++)
		growth[i] = p.level[i] * p.rate[i] / (p.level[0] * p.rate[0]);
	s = (struct Simulation){
		.start_date = p.dates[0],
		.end_date = p.dates[end],
		.start_value = p.level[0],
		.end_value = p.level[end],
		.amount_initial = in->amount,
		.contributions = in->monthly * (double)p.pays_n,
		.contributions_count = (int64_t)p.pays_n,
		.invested = invested(&p),
		.currency = p.currency,
		.currency_name = currency_name(p.currency),
		.variant = in->variant,
		.fx = {p.rate[0], p.rate[end], percent(p.rate[end] / p.rate[0])},
		.index_pct = percent(p.level[end] / p.level[0]),
	};
	TRY(show_path(&p, growth, &s, f));
	show_series(a, &p, growth, &s);
	s.roi_pct = of_invested(&p, s.amount_final);
	show_irr(a, &p, &s);
	show_net(a, &p, &l, &s);
	TRY(show_benchmark(app, a, &p, &s.benchmark, f));
	*out = s;
	return OK;
}

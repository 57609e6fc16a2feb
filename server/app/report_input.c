/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/app.h"
#include "app/report_parts.h"
#include "app/series.h"
#include "base/arena.h"
#include "store/configs.h"

enum { SOME_DAYS = 10 };

static struct points between(const struct points *p, int32_t from, int32_t to)
{
	size_t first = 0, end = p->n;

	while (first < end && p->p[first].date < from)
		first++;
	while (end > first && p->p[end - 1].date > to)
		end--;
	return (struct points){.p = p->p + first, .n = end - first};
}

/* How many days of the period lie between its first and its last session. */
static int32_t reach(const struct points *p)
{
	return p->n > 1 ? p->p[p->n - 1].date - p->p[0].date : 0;
}

/*
 * The one with dividends where it reaches as far as the price index, but for some days; else that:
 * one that ends years before the index would compare other times.
 */
static enum err choose_benchmark(struct report_input *in, struct series *s, struct fail *f)
{
	struct points price, total;

	TRY(series_benchmark(in->app, s, BASIS_PRICE, &price, f));
	TRY(series_benchmark(in->app, s, BASIS_TOTAL, &total, f));
	const struct points p = between(&price, in->from, in->to);
	const struct points t = between(&total, in->from, in->to);

	in->basis = reach(&t) > 0 && reach(&t) + SOME_DAYS >= reach(&p) ? BASIS_TOTAL : BASIS_PRICE;
	in->other = in->basis == BASIS_TOTAL ? t : p;
	in->benchmark = benchmark_name(in->basis);
	if (in->other.n < 2)
		in->other.n = 0;
	if (in->basis == BASIS_PRICE && t.n > 1)
		in->dividends_note = arena_printf(
			in->a, "The data hold the S&P 500 with dividends only from %s to %s.",
			report_date(in->a, t.p[0].date), report_date(in->a, t.p[t.n - 1].date));
	return OK;
}

static enum err measure(struct report_input *in, struct fail *f)
{
	const struct metrics_rate   rate = {.dated = &in->rates};
	struct arena               *a = in->a;
	const int32_t              *dates = points_dates(a, in->other.p, in->other.n);
	const struct metrics_series own = metrics_of_levels(a, &in->levels);
	const struct metrics_series other = {dates, points_values(a, in->other.p, in->other.n),
	                                     in->other.n};
	struct metrics_series       common, against;

	if (other.n == 0) {
		TRY(metrics_of(a, &own, NULL, &rate, &in->own, f));
		in->common = in->own;
		return OK;
	}
	TRY(metrics_of(a, &own, &other, &rate, &in->own, f));
	metrics_join(a, &own, &other, &common, &against);
	if (common.n < 2) {
		in->other.n = 0;
		TRY(metrics_of(a, &own, NULL, &rate, &in->own, f));
		in->common = in->own;
		return OK;
	}
	in->apart = common.n != own.n;
	TRY(metrics_of(a, &common, &against, &rate, &in->common, f));
	return metrics_of(a, &against, &against, &rate, &in->against, f);
}

/* Those effective within the period, and those in force in it: the one before them besides. */
static enum err load_rebalances(struct report_input *in, struct series *s, struct fail *f)
{
	struct rebalances all;
	size_t            first = 0, end;

	TRY(series_rebalances(in->app, s, &all, f));
	while (first < all.n && all.p[first].date > in->to)
		first++;
	end = first;
	while (end < all.n && all.p[end].date >= in->from)
		end++;
	in->rebalances = (struct rebalances){.p = all.p + first, .n = end - first};
	in->in_force = (struct rebalances){.p = all.p + first, .n = end - first + (end < all.n)};
	return OK;
}

enum err report_input_load(struct report_input *in, struct fail *f)
{
	struct series    *s;
	struct levels     all;
	struct config_row row;

	TRY(series_open(in->app, in->a, &s, f));
	TRY(series_levels(in->app, s, &all, f));
	TRY(series_rates(in->app, s, &in->rates, f));
	in->levels = levels_between(&all, in->from, in->to);
	TRY(choose_benchmark(in, s, f));
	TRY(measure(in, f));
	TRY(load_rebalances(in, s, f));
	TRY(runs_newest(in->app->db, in->a, INDEX_DEFAULT, &in->run, f));
	TRY(configs_by_id(in->app->db, in->a, in->run.config_id, &row, f));
	TRY(strategy_read(in->a, &row, &in->strategy, f));
	in->basis_note = arena_printf(
		in->a, "Total return before trading costs, dividends reinvested; %s to %s.",
		report_date(in->a, in->from), report_date(in->a, in->to));
	return OK;
}

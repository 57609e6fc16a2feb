/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/bench_engine.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "calc/index.h"
#include "calc/risk.h"
#include "cli/bench.h"
#include "cli/bench_metrics.h"

struct default_index {
	struct calc_index_data in;
	struct calc_index_out  out;
	double                *scratch;
	double                *net; /* the base before its cost, then out.net */
};

static void *default_index_prepare(struct arena *a, const struct bench_prices *p)
{
	struct default_index *s = ARENA_NEW(a, struct default_index);
	size_t                max;

	s->in = (struct calc_index_data){
		.rows = p->rows, .assets = p->assets, .dates = p->dates, .prices = p->prices};
	max = calc_index_rebalances(&s->in, &calc_index_default);
	s->scratch = ARENA_ARRAY(a, calc_index_scratch(&s->in, &calc_index_default), double);
	s->net = ARENA_ARRAY(a, p->rows + 1, double);
	s->net[0] = CALC_BASE;
	s->out = (struct calc_index_out){
		.total = ARENA_ARRAY(a, p->rows, double),
		.net = s->net + 1,
		.divisor = ARENA_ARRAY(a, p->rows, double),
		.row_flags = ARENA_ARRAY(a, p->rows, unsigned char),
		.rebalances = ARENA_ARRAY(a, max, struct calc_rebalance),
		.target = ARENA_ARRAY(a, max * p->assets, double),
		.before = ARENA_ARRAY(a, max * p->assets, double),
		.units = ARENA_ARRAY(a, max * p->assets, double),
	};
	return s;
}

/* Net level over the base, Sharpe, drawdown, one-way turnover a year of 252 sessions. */
static enum err default_index_run(void *state, double got[BENCH_ANSWERS], struct fail *f)
{
	struct default_index *s = state;
	struct calc_drawdown  deepest;
	double                turnover = 0;

	TRY(calc_index(&s->in, &calc_index_default, s->scratch, &s->out, f));
	if (calc_sharpe(s->net, s->out.n_levels + 1, 252, &got[1]) != OK ||
	    calc_max_drawdown(s->net, s->out.n_levels + 1, &deepest) != OK)
		return fail(f, ERR_INVALID, "the levels have no Sharpe ratio or drawdown");
	for (size_t k = 0; k < s->out.n_rebalances; k++)
		turnover += s->out.rebalances[k].turnover;
	got[0] = s->out.net[s->out.n_levels - 1] / CALC_BASE;
	got[2] = deepest.depth;
	got[3] = turnover / ((double)s->out.n_levels / 252);
	return OK;
}

/* Of the first series. */
#define SERIES_ANSWERS                                                                         \
	{                                                                                      \
		{"total", -0.8645545819323616}, {"cagr", -0.05881029840272178},                \
			{"volatility", 0.3178694978612956}, {"sharpe", -0.03165335390856871},  \
			{"sortino", -0.044653105705138633}, {"drawdown", -0.9214898421768625}, \
			{"var 95", 0.03333957463749675},                                       \
	}

const struct bench_work bench_works[] = {
	{
		.name = "W1",
		.budget_ms = 1,
		.what = "the default index: 20 stocks, 33 years, weekly",
		.answers = {{"final", 154.756703942274},
                            {"sharpe", 0.8786108211626615},
                            {"drawdown", -0.4947371321953261},
                            {"turnover", 7.570901618893816}},
		.prepare = default_index_prepare,
		.run = default_index_run,
	},
	{
		.name = "W6",
		.budget_ms = 0.5,
		.what = "25 metrics and 3 rolling ones of 33 years, one series",
		.answers = SERIES_ANSWERS,
		.prepare = bench_one_series_prepare,
		.run = bench_series_run,
	},
	{
		.name = "W6 x 1000",
		.budget_ms = 300,
		.runs_max = 9,
		.what = "the same of 1,000 series, 2 threads",
		.answers = SERIES_ANSWERS,
		.prepare = bench_all_series_prepare,
		.run = bench_series_run,
	},
	{
		.name = "W8",
		.budget_ms = 200,
		.runs_max = 9,
		.what = "XIRR of 100,000 sets of 24 flows, 2 threads",
		.tolerance = 1e-7, /* that of the program which gave the answers */
		.answers = {{"mean", 0.0811366328881555},
                            {"first", -0.06698399146620033},
                            {"sets with several rates", 1},
                            {"residuals over 1e-8", 0}},
		.prepare = bench_xirr_prepare,
		.run = bench_xirr_run,
	},
};
const size_t bench_works_n = COUNT(bench_works);

/* The same sessions once more, whole weeks later, each price going on from its last. */
static struct bench_prices twice(struct arena *a, const struct bench_prices *in)
{
	size_t   rows = in->rows, n = in->assets;
	int32_t *dates = ARENA_ARRAY(a, 2 * rows, int32_t);
	double  *prices = ARENA_ARRAY(a, 2 * rows * n, double);
	int32_t  shift = ((in->dates[rows - 1] - in->dates[0]) / 7 + 1) * 7;

	memcpy(dates, in->dates, rows * sizeof(*dates));
	memcpy(prices, in->prices, rows * n * sizeof(*prices));
	for (size_t t = 0; t < rows; t++) {
		dates[rows + t] = in->dates[t] + shift;
		for (size_t i = 0; i < n; i++)
			prices[(rows + t) * n + i] = in->prices[t * n + i] *
			                             (in->prices[(rows - 1) * n + i] /
			                              in->prices[i]);
	}
	return (struct bench_prices){
		.rows = 2 * rows, .assets = n, .dates = dates, .prices = prices};
}

/* Times in ms; got is what the last run answered. */
static enum err time_runs(const struct bench_work *work, const struct bench_prices *in, size_t runs,
                          struct arena *a, double *ms, double *got, struct fail *f)
{
	void *state = work->prepare(a, in);

	TRY(work->run(state, got, f));
	for (size_t k = 0; k < runs; k++) {
		int64_t begun = clock_ticks_us();

		TRY(work->run(state, got, f));
		ms[k] = (double)(clock_ticks_us() - begun) / 1000;
	}
	return OK;
}

enum err bench_engine(const struct bench_work *work, const struct bench_prices *in, size_t runs,
                      struct arena *a, struct bench_result *out, struct fail *f)
{
	struct bench_result r = {.work = work, .ok = true};
	double              ignored[BENCH_ANSWERS], *ms, tolerance;
	struct bench_prices more;

	if (runs < 1 || runs > BENCH_RUNS_MAX)
		return fail(f, ERR_INVALID, "a benchmark takes 1 to %d runs", BENCH_RUNS_MAX);
	if (in->rows == 0 || in->assets == 0)
		return fail(f, ERR_INVALID, "a benchmark needs prices");
	if (work->runs_max && runs > work->runs_max)
		runs = work->runs_max;
	r.runs = runs;
	ms = ARENA_ARRAY(a, runs, double);
	TRY(time_runs(work, in, runs, a, ms, r.got, f));
	r.median_ms = bench_median(ms, runs); /* sorts */
	r.min_ms = ms[0];
	more = twice(a, in);
	TRY(time_runs(work, &more, runs, a, ms, ignored, f));
	r.double_ms = bench_median(ms, runs);
	r.growth = r.median_ms > 0 ? r.double_ms / r.median_ms : NAN;

	tolerance = work->tolerance > 0 ? work->tolerance : BENCH_TOLERANCE;
	while (r.n_answers < BENCH_ANSWERS && work->answers[r.n_answers].name) {
		size_t k = r.n_answers++;
		double want = work->answers[k].want;

		r.right[k] = fabs(r.got[k] - want) <= tolerance * fabs(want);
		r.ok = r.ok && r.right[k];
	}
	*out = r;
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Answers that are computed on the spot, as a worker of the server makes them: from the call to the JSON. */
#include <math.h>

#include "api/shapes.h"
#include "api/simulate.h"
#include "app/app.h"
#include "app/backtest.h"
#include "app/panel_cache.h"
#include "app/series.h"
#include "app/simulate.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "cli/bench.h"
#include "cli/cli.h"

enum { RUNS = 101, JSON_MAX = 64 << 20 };

#define TOLERANCE 1e-9

/* One worker and its request's memory. */
struct worker {
	struct app    app;
	struct arena *a;
	struct buf    json;
};

struct known {
	double got, want;
};

static bool right(const struct known *k, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!(fabs(k[i].got - k[i].want) <= TOLERANCE * fabs(k[i].want)))
			return false;
	return true;
}

/* Euros paid in when the euro began; the answer holds every session since. */
static enum err simulation(struct worker *w, bool *wrong, double *engine_ms, struct fail *f)
{
	struct SimulationQuery q = {.amount = 10000, .currency = "EUR", .end_date = DATE_NONE};
	struct Simulation      s = {0};

	*engine_ms = NAN;
	if (!date_parse("1999-01-04", &q.start_date))
		return fail(f, ERR_INTERNAL, "the start of the benchmark is no date");
	TRY(app_simulate(&w->app, w->a, &q, &s, f));
	shape_encode(&simulation_shape, &s, NULL, &w->json);
	*wrong = s.series.n != 6037 ||
	         !right((const struct known[]){{s.amount_final, 250835.7683354397},
	                                       {s.end_value, 25408.215977132},
	                                       {s.twr_pct, 2408.357683354397},
	                                       {s.benchmark.amount_final, 34132.11539862603}},
	                4);
	return OK;
}

/* The configuration in force over the whole history: the published levels. */
static enum err backtest(struct worker *w, bool *wrong, double *engine_ms, struct fail *f)
{
	struct BacktestRequest q = {.start_date = DATE_NONE, .end_date = DATE_NONE};
	struct Backtest        b = {0};

	strategy_default(&q.s);
	TRY(app_backtest(&w->app, w->a, &q, &b, f));
	shape_encode(&backtest_shape, &b, NULL, &w->json);
	*engine_ms = (double)b.compute_us / 1000;

	const struct BacktestLevel *l = b.series.items;
	*wrong = b.series.n != 8250 || b.rebalances != 1709 || b.weights.n != 20 ||
	         !right((const struct known[]){{l[b.series.n - 1].value, 25408.215977132},
	                                       {l[b.series.n - 1].net_value, 15475.670394227},
	                                       {b.turnover, 7.570901618893816},
	                                       {b.net.max_drawdown, -0.4947371321953261}},
	                4);
	return OK;
}

typedef enum err answer(struct worker *w, bool *wrong, double *engine_ms, struct fail *f);

struct timing {
	double ms, engine_ms, kb; /* medians; length of the JSON */
	bool   wrong;
};

/* The first answer fills the caches of the worker and is not timed. */
static enum err time_answers(struct worker *w, answer *of, struct timing *out, struct fail *f)
{
	double        ms[RUNS], engine_ms[RUNS];
	struct timing t = {0};

	for (int i = -1; i < RUNS; i++) {
		double  engine = NAN;
		bool    wrong = true;
		int64_t begun = clock_ticks_us();

		arena_reset(w->a);
		buf_init(&w->json, JSON_MAX);
		enum err e = of(w, &wrong, &engine, f);
		t.kb = (double)w->json.n / 1024;
		buf_finish(&w->json);
		TRY(e);
		t.wrong |= wrong;
		if (i < 0)
			continue;
		ms[i] = (double)(clock_ticks_us() - begun) / 1000;
		engine_ms[i] = engine;
	}
	t.ms = bench_median(ms, RUNS);
	t.engine_ms = isnan(engine_ms[0]) ? NAN : bench_median(engine_ms, RUNS);
	*out = t;
	return OK;
}

static enum err time_both(struct worker *w, struct timing t[2], struct fail *f)
{
	TRY(time_answers(w, simulation, &t[0], f));
	return time_answers(w, backtest, &t[1], f);
}

enum err bench_group_answers(struct cli *c, struct bench_sheet *sheet, struct fail *f)
{
	struct worker w = {.app = {.conf = &c->conf, .clock = &c->clock}};
	struct timing t[2];

	TRY(bench_sample(c, &w.app.db, f));
	w.app.series = series_create();
	w.app.panels = panel_cache_create();
	w.a = arena_create();
	enum err e = time_both(&w, t, f);
	arena_destroy(w.a); /* what it holds of the cache goes first */
	panel_cache_destroy(w.app.panels);
	series_destroy(w.app.series);
	TRY(e);
	bench_add(c, sheet,
	          (struct bench_figure){"simulate: in EUR since 1999, as JSON, median", "ms",
	                                t[0].ms, 3, .wrong = t[0].wrong});
	bench_add(c, sheet,
	          (struct bench_figure){"simulate: length of the answer", "kB", t[0].kb, NAN});
	bench_add(c, sheet,
	          (struct bench_figure){"backtest: the default index computed, median", "ms",
	                                t[1].engine_ms, 1.5, .wrong = t[1].wrong});
	bench_add(c, sheet,
	          (struct bench_figure){"backtest: levels, metrics, weights as JSON", "ms", t[1].ms,
	                                15, .wrong = t[1].wrong});
	bench_add(c, sheet,
	          (struct bench_figure){"backtest: length of the answer", "kB", t[1].kb, NAN});
	return OK;
}

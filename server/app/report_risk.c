/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Falls, rolling figures, and how the returns are spread. */
#include <math.h>
#include <string.h>

#include "app/app.h"
#include "app/distribution.h"
#include "app/drawdowns.h"
#include "app/report_parts.h"
#include "app/risk_definitions.h"
#include "app/rolling.h"
#include "base/arena.h"
#include "base/date.h"

enum { WORST = 10, BINS = 41 };

/* A line over the points of a use case. */
static void one_line(struct arena *a, const struct list *series, const char *name, struct chart *c)
{
	struct line *l = ARENA_NEW(a, struct line);

	c->n = series->n;
	c->dates = points_dates(a, series->items, series->n);
	*l = (struct line){.name = name, .v = points_values(a, series->items, series->n)};
	c->lines = l;
	c->n_lines = 1;
}

static void falls_table(const struct report_input *in, const struct Drawdowns *w, struct draft *d)
{
	static const struct column columns[] = {
		{"Fall", NULL, CELL_PERCENT, "depth"},
		{"From", NULL, CELL_DATE, "peak_date"},
		{"Lowest", NULL, CELL_DATE, "trough_date"},
		{"Recovered", NULL, CELL_DATE, "recovery_date"},
		{"In all", "days", CELL_NUMBER, "days"},
		{"Down", "sessions", CELL_NUMBER, "sessions_down"},
		{"Up again", "sessions", CELL_NUMBER, "sessions_up"},
	};
	const struct Drawdown *p = w->items.items;
	struct sheet           s = sheet_make(in->a, columns, COUNT(columns));

	for (size_t i = 0; i < w->items.n; i++) {
		struct cell *c = sheet_row(&s, NULL);

		c[0] = cell_signed(p[i].depth, 2, NULL);
		c[1] = cell_date(p[i].peak_date, NULL);
		c[2] = cell_date(p[i].trough_date, NULL);
		c[3] = cell_date(p[i].recovery_date, "not recovered by the end of the period");
		c[4] = cell_count(p[i].days);
		c[5] = cell_count(p[i].sessions_down);
		c[6] = cell_count(p[i].sessions_up);
		c[6].text = c[3].text;
	}
	draft_block(d, BLOCK_GRID, "worst_drawdowns", "The deepest falls",
	            arena_printf(in->a, "The %zu deepest of %lld falls below an earlier level. %s",
	                         w->items.n, (long long)w->total, in->basis_note))
		->grid = sheet_grid(&s);
}

enum err report_falls(struct report_input *in, struct draft *d, struct fail *f)
{
	const struct DrawdownsQuery q = {
		.start_date = in->from, .end_date = in->to, .basis = in->basis, .limit = WORST};
	struct Drawdowns w = {.total = 0};

	TRY(app_drawdowns(in->app, in->a, &q, &w, f));
	struct chart *c = draft_chart(d, CHART_AREA, "drawdowns",
	                              "Fall below the highest level so far", in->basis_note);
	one_line(in->a, &w.series, "Fall", c);
	c->percent = true;
	c->alt = arena_printf(in->a,
	                      "The deepest fall was %s; on the last day the level was %s"
	                      " from its highest.",
	                      report_percent(in->a, in->own.max_drawdown, true),
	                      report_percent(in->a, w.current_drawdown, true));
	falls_table(in, &w, d);
	return OK;
}

/* The longest window that leaves as many values again. */
static int64_t window_of(size_t returns)
{
	static const int64_t of[] = {252, 126, 63, 21};

	for (size_t i = 0; i < COUNT(of); i++)
		if ((int64_t)returns >= 2 * of[i])
			return of[i];
	return 0;
}

static int metric_of(const char *word)
{
	int i = 0;

	while (strcmp(risk_rolling_words[i], word) != 0)
		i++;
	return i;
}

static enum err rolling(struct report_input *in, int64_t window, const char *metric,
                        struct draft *d, struct fail *f)
{
	const struct RollingQuery     q = {.start_date = in->from,
	                                   .end_date = in->to,
	                                   .basis = in->basis,
	                                   .window = window,
	                                   .metric = metric_of(metric)};
	const struct risk_definition *def = risk_rolling_metric(q.metric);
	struct arena                 *a = in->a;
	struct Rolling                r = {.reason = NULL};
	const enum err                e = app_rolling(in->app, a, &q, &r, f);

	if (e == ERR_INVALID) { /* too few returns have what it needs */
		*f = (struct fail){.code = OK};
		draft_text(d, arena_printf(a, "rolling_%s", metric), def->name,
		           "There are too few returns with a risk-free rate or a benchmark in this"
		           " period.");
		return OK;
	}
	TRY(e);
	const char   *note = arena_printf(a, "Each point covers the last %lld returns%s%s%s%s.",
	                                  (long long)window,
                                        def->needs_benchmark ? " against the " : "",
                                        def->needs_benchmark ? in->benchmark : "",
                                        r.reason ? "; " : "", r.reason ? r.reason : "");
	struct chart *c = draft_chart(d, CHART_LINE, arena_printf(a, "rolling_%s", metric),
	                              arena_printf(a, "%s, rolling", def->name), note);
	const struct point *p = r.series.items;
	double              low = INFINITY, high = -INFINITY;
	char                last[DATE_TEXT];

	one_line(a, &r.series, def->name, c);
	c->percent = def->unit == RISK_PERCENT;
	for (size_t i = 0; i < r.series.n; i++) {
		low = fmin(low, p[i].value);
		high = fmax(high, p[i].value);
	}
	const double k = c->percent ? 100 : 1;
	c->alt = low <= high ? arena_printf(a, "Between %.2f%s and %.2f%s up to %s.", low * k,
	                                    c->percent ? "%" : "", high * k, c->percent ? "%" : "",
	                                    date_format(p[r.series.n - 1].date, last))
	                     : "No value is defined in this period.";
	return OK;
}

enum err report_rolling(struct report_input *in, struct draft *d, struct fail *f)
{
	static const char *const of[] = {"volatility", "sharpe_ratio", "beta_sp500",
	                                 "correlation_sp500"};
	const int64_t            window = window_of(in->levels.n - 1);

	if (window == 0) {
		draft_text(d, "rolling", NULL,
		           "Rolling figures need at least 42 returns: this period is too short.");
		return OK;
	}
	for (size_t i = 0; i < COUNT(of); i++)
		TRY(rolling(in, window, of[i], d, f));
	return OK;
}

static void histogram(const struct report_input *in, const struct Distribution *w, struct draft *d)
{
	struct arena     *a = in->a;
	const struct Bin *p = w->bins.items;
	const size_t      n = w->bins.n;
	const char      **labels = ARENA_ARRAY(a, n, const char *);
	double           *count = ARENA_ARRAY(a, n, double), *normal = ARENA_ARRAY(a, n, double);
	struct line      *lines = ARENA_ARRAY(a, 2, struct line);

	for (size_t i = 0; i < n; i++) {
		const double middle = (p[i].from + p[i].to) / 2;

		labels[i] = arena_printf(a, "%s%.1f%%", middle <= -0.0005 ? "\u2212" : "",
		                         fabs(middle) * 100);
		count[i] = (double)p[i].count;
		normal[i] = p[i].normal;
	}
	lines[0] = (struct line){.name = "Days", .v = count};
	lines[1] = (struct line){
		.name = "A normal distribution would have", .v = normal, .benchmark = true};
	struct chart *c = draft_chart(
		d, CHART_HIST, "distribution", "How the returns of a day are spread",
		arena_printf(a,
	                     "Number of sessions by their return; the outermost classes take what"
	                     " lies beyond. %s",
	                     in->basis_note));
	c->n = n;
	c->labels = labels;
	c->lines = lines;
	c->n_lines = 2;
	c->unit = "days";
	const char *shape = isfinite(w->skewness) && isfinite(w->excess_kurtosis)
	                            ? arena_printf(a, "; skewness %.2f, excess kurtosis %.2f",
	                                           w->skewness, w->excess_kurtosis)
	                            : "";
	c->alt = arena_printf(a, "%lld daily returns about a mean of %s%s.",
	                      (long long)w->observations, report_percent(a, w->mean, true), shape);
}

/* The words of app/distribution.c, for people. */
static const char *method_name(const char *word)
{
	static const struct {
		const char *word, *name;
	} of[] = {{"historical", "Historical"},
	          {"historical_lower", "Historical, lower quantile"},
	          {"historical_lowest", "Historical, mean of the lowest"},
	          {"gauss", "Normal distribution"},
	          {"gauss_population", "Normal distribution, over n"},
	          {"cornish_fisher", "Cornish\u2013Fisher"},
	          {"entropic", "Entropic"}};

	for (size_t i = 0; i < COUNT(of); i++)
		if (strcmp(of[i].word, word) == 0)
			return of[i].name;
	return word;
}

static void tails(const struct report_input *in, const struct Distribution *w, struct draft *d)
{
	static const struct column columns[] = {
		{"Method", NULL, CELL_TEXT, "method"},
		{"Worst", "of days", CELL_PERCENT, "alpha"},
		{"Value at risk", NULL, CELL_PERCENT, "var"},
		{"Mean loss beyond", NULL, CELL_PERCENT, "cvar"},
	};
	const struct Tail *p = w->tails.items;
	struct sheet       s = sheet_make(in->a, columns, COUNT(columns));

	for (size_t i = 0; i < w->tails.n; i++) {
		struct cell *c = sheet_row(&s, p[i].method);

		c[0] = cell_text(method_name(p[i].method));
		c[1] = cell_percent(p[i].alpha, 0, NULL);
		c[2] = cell_percent(p[i].var, 2, p[i].reason);
		c[3] = cell_percent(p[i].cvar, 2, p[i].reason);
	}
	draft_block(d, BLOCK_GRID, "tails", "What a bad day may cost",
	            arena_printf(in->a,
	                         "Losses of one session, positive where they hurt, by several"
	                         " methods. %s",
	                         in->basis_note))
		->grid = sheet_grid(&s);
}

static void extremes(const struct report_input *in, const struct Distribution *w, struct draft *d)
{
	static const struct column columns[] = {
		{"Best day", NULL, CELL_DATE, "best_date"},
		{"Return", NULL, CELL_PERCENT, "best"},
		{"Worst day", NULL, CELL_DATE, "worst_date"},
		{"Return", NULL, CELL_PERCENT, "worst"},
	};
	const struct point *best = w->best.items, *worst = w->worst.items;
	struct sheet        s = sheet_make(in->a, columns, COUNT(columns));

	for (size_t i = 0; i < w->best.n || i < w->worst.n; i++) {
		struct cell *c = sheet_row(&s, NULL);

		if (i < w->best.n) {
			c[0] = cell_date(best[i].date, NULL);
			c[1] = cell_signed(best[i].value, 2, NULL);
		}
		if (i < w->worst.n) {
			c[2] = cell_date(worst[i].date, NULL);
			c[3] = cell_signed(worst[i].value, 2, NULL);
		}
	}
	draft_block(d, BLOCK_GRID, "extremes", "The best and the worst days", in->basis_note)
		->grid = sheet_grid(&s);
}

enum err report_spread(struct report_input *in, struct draft *d, struct fail *f)
{
	const struct DistributionQuery q = {
		.start_date = in->from, .end_date = in->to, .basis = in->basis, .bins = BINS};
	struct Distribution w = {.observations = 0};

	TRY(app_distribution(in->app, in->a, &q, &w, f));
	if (w.observations >= 2)
		histogram(in, &w, d);
	else
		draft_text(d, "distribution", "How the returns of a day are spread",
		           "A spread needs at least 2 returns: this period is too short.");
	tails(in, &w, d);
	extremes(in, &w, d);
	return OK;
}

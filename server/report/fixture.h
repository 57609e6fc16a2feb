/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef REPORT_FIXTURE_H
#define REPORT_FIXTURE_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/date.h"
#include "report/document.h"

/*
 * Reports that nobody computed, to try the writers on: a small one of each kind of cell, and a
 * large one as a detailed report over 33 years has it. Always the same.
 */
enum { FIXTURE_YEARS = 34, FIXTURE_DAYS = 8350, FIXTURE_ASSETS = 20 };

static uint64_t fixture_seed;

static double fixture_unit(void) /* xorshift64: in 0..1 */
{
	fixture_seed ^= fixture_seed << 13;
	fixture_seed ^= fixture_seed >> 7;
	fixture_seed ^= fixture_seed << 17;
	return (double)(fixture_seed >> 11) / 9007199254740992.0;
}

/* About normal: the sum of twelve. */
static double fixture_normal(void)
{
	double sum = -6;

	for (int i = 0; i < 12; i++)
		sum += fixture_unit();
	return sum;
}

static struct cell fixture_percent(double v)
{
	return (struct cell){.kind = CELL_PERCENT, .v = v, .digits = 2, .sign = true};
}

static struct cell fixture_text(const char *s)
{
	return (struct cell){.kind = CELL_TEXT, .text = s};
}

static const struct column fixture_statistics_columns[] = {
	{.title = "Figure", .kind = CELL_TEXT},
	{.title = "AutoIndex", .kind = CELL_NUMBER, .id = "index"},
	{.title = "Benchmark", .kind = CELL_NUMBER, .id = "benchmark"},
	{.title = "Difference", .kind = CELL_NUMBER, .id = "difference"},
};

static struct block fixture_figures(struct arena *a, enum block_kind kind, size_t n)
{
	static const char *const names[] = {"Total return",
	                                    "Return per year",
	                                    "Volatility",
	                                    "Sharpe ratio",
	                                    "Sortino ratio",
	                                    "Largest drawdown",
	                                    "Calmar ratio",
	                                    "Beta",
	                                    "Alpha per year",
	                                    "Tracking error",
	                                    "Information ratio",
	                                    "Value at risk, 95%, one day",
	                                    "Expected shortfall, 95%",
	                                    "Skewness",
	                                    "Excess kurtosis",
	                                    "Best day",
	                                    "Worst day",
	                                    "Best month",
	                                    "Worst month",
	                                    "Months that rose",
	                                    "Turnover per year",
	                                    "Cost per year",
	                                    "Longest drawdown",
	                                    "Correlation with the benchmark"};
	struct cell             *c = ARENA_ARRAY(a, n * 4, struct cell);

	for (size_t r = 0; r < n; r++) {
		struct cell *row = c + r * 4;
		bool         share = r % 3 != 0 || r < 3;

		row[0] = fixture_text(names[r % COUNT(names)]);
		for (size_t k = 1; k < 4; k++)
			row[k] = (struct cell){.kind = share ? CELL_PERCENT : CELL_NUMBER,
			                       .v = share ? 0.2 * fixture_normal()
			                                  : 3 * fixture_normal(),
			                       .digits = 2,
			                       .sign = k == 3 || r < 2};
	}
	if (n > 4) { /* no benchmark, no beta */
		c[4 * 4 + 2] = (struct cell){
			.kind = CELL_NUMBER, .v = NAN, .text = "no day of the benchmark fell"};
		c[4 * 4 + 3] = (struct cell){.kind = CELL_NONE};
	}
	return (struct block){.kind = kind,
	                      .id = "key",
	                      .title = kind == BLOCK_FIGURES ? NULL : "Key statistics",
	                      .note = "Total return after costs, in US dollars; 252 days a year.",
	                      .grid = {.columns = fixture_statistics_columns,
	                               .n_columns = 4,
	                               .n_rows = n,
	                               .cells = c}};
}

/* Working days up to the end of 2025. */
static int32_t *fixture_dates(struct arena *a, size_t n)
{
	int32_t *d = ARENA_ARRAY(a, n, int32_t), at = date_of(2025, 12, 31);

	for (size_t i = n; i-- > 0; at--) {
		while (date_weekday(at) > 5)
			at--;
		d[i] = at;
	}
	return d;
}

static double *fixture_walk(struct arena *a, size_t n, double drift)
{
	double *v = ARENA_ARRAY(a, n, double), level = 100;

	for (size_t i = 0; i < n; i++) {
		v[i] = level;
		level *= 1 + drift + 0.009 * fixture_normal();
	}
	return v;
}

static double *fixture_drawdown(struct arena *a, const double *level, size_t n)
{
	double *v = ARENA_ARRAY(a, n, double), peak = 0;

	for (size_t i = 0; i < n; i++) {
		peak = fmax(peak, level[i]);
		v[i] = level[i] / peak - 1;
	}
	return v;
}

/* The year before the day, as a share a year; NaN while there is less. */
static double *fixture_rolling(struct arena *a, const double *level, size_t n)
{
	double *v = ARENA_ARRAY(a, n, double);

	for (size_t i = 0; i < n; i++)
		v[i] = i < 252 ? NAN : level[i] / level[i - 252] - 1;
	return v;
}

static struct block fixture_lines(struct arena *a, enum chart_kind kind, const char *id,
                                  const char *title, const int32_t *dates, size_t n,
                                  const double *index, const double *benchmark, bool percent)
{
	struct line *l = ARENA_ARRAY(a, 2, struct line);

	l[0] = (struct line){.name = "AutoIndex", .v = index};
	l[1] = (struct line){.name = "Benchmark", .v = benchmark, .benchmark = true};
	return (struct block){.kind = BLOCK_CHART,
	                      .id = id,
	                      .title = title,
	                      .note = "Daily, after costs.",
	                      .chart = {.kind = kind,
	                                .n = n,
	                                .dates = dates,
	                                .lines = l,
	                                .n_lines = benchmark ? 2 : 1,
	                                .percent = percent,
	                                .log = !percent,
	                                .alt = title}};
}

static struct block fixture_years(struct arena *a)
{
	const char **labels = ARENA_ARRAY(a, FIXTURE_YEARS, const char *);
	double      *index = ARENA_ARRAY(a, FIXTURE_YEARS, double),
	       *benchmark = ARENA_ARRAY(a, FIXTURE_YEARS, double);

	for (int i = 0; i < FIXTURE_YEARS; i++) {
		labels[i] = arena_printf(a, "%d", 1992 + i);
		index[i] = 0.1 + 0.18 * fixture_normal();
		benchmark[i] = 0.08 + 0.17 * fixture_normal();
	}
	struct block b = fixture_lines(a, CHART_BARS, "years", "Return by year", NULL,
	                               FIXTURE_YEARS, index, benchmark, true);

	b.chart.labels = labels;
	return b;
}

static struct block fixture_months(struct arena *a, size_t years)
{
	static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
	                                    "Aug", "Sep", "Oct", "Nov", "Dec", "Year"};
	struct column           *columns = ARENA_ARRAY(a, 14, struct column);
	struct cell             *c = ARENA_ARRAY(a, years * 14, struct cell);

	columns[0] = (struct column){.title = "Year", .kind = CELL_TEXT};
	for (int i = 0; i < 13; i++)
		columns[i + 1] = (struct column){
			.title = names[i], .unit = "%", .kind = CELL_PERCENT};
	for (size_t y = 0; y < years; y++) {
		double year = 1;

		c[y * 14] = fixture_text(arena_printf(a, "%d", 2025 - (int)y));
		for (size_t m = 1; m < 13; m++) {
			double v = 0.008 + 0.045 * fixture_normal();

			year *= 1 + v;
			c[y * 14 + m] = fixture_percent(v);
			c[y * 14 + m].digits = 1;
			c[y * 14 + m].heat = true;
			if (y == years - 1 && m < 4)
				c[y * 14 + m] = (struct cell){.kind = CELL_NONE};
		}
		c[y * 14 + 13] = fixture_percent(year - 1);
		c[y * 14 + 13].digits = 1;
	}
	return (struct block){.kind = BLOCK_GRID,
	                      .id = "monthly_returns",
	                      .title = "Return by month",
	                      .note = "Percent, total return after costs.",
	                      .grid = {.columns = columns,
	                               .n_columns = 14,
	                               .n_rows = years,
	                               .cells = c,
	                               .heat_full = 0.1}};
}

static struct block fixture_correlation(struct arena *a)
{
	const size_t   n = FIXTURE_ASSETS;
	struct column *columns = ARENA_ARRAY(a, n + 1, struct column);
	struct cell   *c = ARENA_ARRAY(a, n * (n + 1), struct cell);

	columns[0] = (struct column){.title = "Asset", .kind = CELL_TEXT};
	for (size_t i = 0; i < n; i++) {
		char *name = arena_printf(a, "AS%02zu", i + 1);

		columns[i + 1] = (struct column){.title = name, .kind = CELL_NUMBER};
		c[i * (n + 1)] = fixture_text(name);
		for (size_t j = 0; j < n; j++)
			c[i * (n + 1) + j + 1] = (struct cell){
				.kind = CELL_NUMBER,
				.v = i == j ? 1 : 0.3 + 0.3 * fixture_normal(),
				.digits = 2,
				.heat = true};
	}
	return (struct block){.kind = BLOCK_GRID,
	                      .id = "correlation",
	                      .title = "Correlation of daily returns",
	                      .grid = {.columns = columns,
	                               .n_columns = n + 1,
	                               .n_rows = n,
	                               .cells = c,
	                               .heat_full = 1}};
}

static struct block fixture_weights(struct arena *a)
{
	const size_t n = FIXTURE_YEARS * 12;
	struct line *l = ARENA_ARRAY(a, FIXTURE_ASSETS, struct line);
	double      *sum = ARENA_ARRAY(a, n, double);
	int32_t     *dates = ARENA_ARRAY(a, n, int32_t);

	for (size_t k = 0; k < FIXTURE_ASSETS; k++) {
		double *v = ARENA_ARRAY(a, n, double), at = fixture_unit();

		for (size_t i = 0; i < n; i++) {
			at = fmax(0.02, at + 0.05 * fixture_normal());
			v[i] = at;
			sum[i] += at;
		}
		l[k] = (struct line){.name = arena_printf(a, "AS%02zu", k + 1), .v = v};
		for (size_t i = 0; k == FIXTURE_ASSETS - 1 && i < n; i++)
			dates[i] = date_of(1992 + (int)(i / 12), 1 + (int)(i % 12), 28);
	}
	for (size_t k = 0; k < FIXTURE_ASSETS; k++) {
		double *v = ARENA_ARRAY(a, n, double);

		for (size_t i = 0; i < n; i++)
			v[i] = l[k].v[i] / sum[i];
		l[k].v = v;
	}
	return (struct block){.kind = BLOCK_CHART,
	                      .id = "weights",
	                      .title = "Weights",
	                      .note = "At the end of each month.",
	                      .chart = {.kind = CHART_STACK,
	                                .n = n,
	                                .dates = dates,
	                                .lines = l,
	                                .n_lines = FIXTURE_ASSETS,
	                                .percent = true,
	                                .alt = "How the weights moved"}};
}

static struct block fixture_histogram(struct arena *a)
{
	const size_t n = 41;
	const char **labels = ARENA_ARRAY(a, n, const char *);
	double      *v = ARENA_ARRAY(a, n, double);
	struct line *l = ARENA_ARRAY(a, 1, struct line);

	for (size_t i = 0; i < n; i++) {
		double z = ((double)i - 20) / 6;

		labels[i] = arena_printf(a, "%.1f%%", ((double)i - 20) / 4);
		v[i] = floor(700 * exp(-z * z / 2) + 6 * fixture_unit());
	}
	l[0] = (struct line){.name = "Days", .v = v};
	return (struct block){.kind = BLOCK_CHART,
	                      .id = "distribution",
	                      .title = "Daily returns",
	                      .chart = {.kind = CHART_HIST,
	                                .n = n,
	                                .labels = labels,
	                                .lines = l,
	                                .n_lines = 1,
	                                .unit = "days",
	                                .alt = "How often each daily return came"}};
}

static struct block fixture_contribution(struct arena *a)
{
	const size_t n = 12;
	const char **labels = ARENA_ARRAY(a, n, const char *);
	double      *v = ARENA_ARRAY(a, n, double);
	struct line *l = ARENA_ARRAY(a, 1, struct line);

	for (size_t i = 0; i < n; i++) {
		labels[i] = arena_printf(a, "AS%02zu", i + 1);
		v[i] = 0.12 - 0.018 * (double)i;
	}
	l[0] = (struct line){.name = "Contribution", .v = v};
	return (struct block){.kind = BLOCK_CHART,
	                      .id = "contribution",
	                      .title = "Contribution to the return",
	                      .chart = {.kind = CHART_ROWS,
	                                .n = n,
	                                .labels = labels,
	                                .lines = l,
	                                .n_lines = 1,
	                                .percent = true,
	                                .alt = "What each asset brought"}};
}

static struct block fixture_changes(struct arena *a, size_t n, size_t long_after)
{
	static const struct column columns[] = {
		{.title = "Date", .kind = CELL_DATE, .id = "date"},
		{.title = "Asset", .kind = CELL_TEXT, .id = "asset"},
		{.title = "Why", .kind = CELL_TEXT},
		{.title = "Weight before", .kind = CELL_PERCENT, .id = "before"},
		{.title = "Weight after", .kind = CELL_PERCENT, .id = "after"},
		{.title = "Traded", .unit = "EUR", .kind = CELL_NUMBER, .id = "traded"}};
	static const char *const why[] = {
		"momentum",
		"=1+1",
		"+49 and rising",
		"-lowered by the cap",
		"@cap",
		"held back because the turnover of this month had reached its limit of 20% already"};
	struct cell *c = ARENA_ARRAY(a, n * COUNT(columns), struct cell);

	for (size_t i = 0; i < n; i++) {
		struct cell *row = c + i * COUNT(columns);

		row[0] = (struct cell){.kind = CELL_DATE, .v = date_of(2001, 1, 31) + 30 * (int)i};
		row[1] = fixture_text(arena_printf(a, "AS%02zu", i % FIXTURE_ASSETS + 1));
		row[2] = fixture_text(why[i % COUNT(why)]);
		row[3] = fixture_percent(fixture_unit());
		row[4] = i % 7 == 3 ? (struct cell){.kind = CELL_PERCENT,
		                                    .v = NAN,
		                                    .text = "no price on this day"}
		                    : fixture_percent(fixture_unit());
		row[3].sign = row[4].sign = false;
		row[5] = (struct cell){.kind = CELL_NUMBER,
		                       .v = 1e6 * fixture_normal(),
		                       .digits = 2,
		                       .sign = true};
	}
	return (struct block){.kind = BLOCK_GRID,
	                      .id = "changes",
	                      .title = "Changes",
	                      .grid = {.columns = columns,
	                               .n_columns = COUNT(columns),
	                               .n_rows = n,
	                               .cells = c,
	                               .long_after = long_after}};
}

static struct block fixture_words(void)
{
	return (struct block){
		.kind = BLOCK_TEXT,
		.id = "methodology",
		.text = "The index is computed from closing prices of the members, in US dollars, with "
			"dividends reinvested on the day on which they are due. A day without a price "
			"keeps the price before, and says so.\n\n"
			"Volatility is the standard deviation of daily returns times the square root of "
			"252. A drawdown is the loss since the highest level before it; it ends on the "
			"day on which that level is reached again.\n\n"
			"Past returns say nothing certain about those to come."};
}

static struct document *fixture_document(struct arena *a, const char *id, const char *subtitle,
                                         size_t n)
{
	struct document *d = ARENA_NEW(a, struct document);

	fixture_seed = UINT64_C(0x9e3779b97f4a7c15);
	*d = (struct document){
		.id = id,
		.title = "Waardhaven AutoIndex",
		.subtitle = subtitle,
		.period = "2 January 1992 to 31 December 2025",
		.made = "Made on 1 January 2026 at 06:00 UTC by AutoIndex 0.1.0 from "
			"the data of generation 42",
		.first_date = date_of(1992, 1, 2),
		.last_date = date_of(2025, 12, 31),
		.sections = ARENA_ARRAY(a, n, struct section),
		.n = n};
	return d;
}

/* Fills the next section; the document's are not const before it is given away. */
static void fixture_section(struct arena *a, struct section *s, const char *id, const char *title,
                            size_t n, const struct block *blocks)
{
	struct block *own = ARENA_ARRAY(a, n, struct block);

	memcpy(own, blocks, n * sizeof(*own));
	*s = (struct section){.id = id, .title = title, .blocks = own, .n = n};
}

static struct document *fixture_small(struct arena *a)
{
	struct document *d = fixture_document(a, "summary", "Summary report", 2);
	struct section  *s = ARENA_ARRAY(a, 2, struct section);

	fixture_section(
		a, &s[0], "key", "Key figures", 2,
		(struct block[]){fixture_figures(a, BLOCK_FIGURES, 6), fixture_months(a, 3)});
	fixture_section(a, &s[1], "changes", "Changes", 2,
	                (struct block[]){fixture_changes(a, 12, 0), fixture_words()});
	d->sections = s;
	return d;
}

static struct document *fixture_large(struct arena *a)
{
	struct document *d = fixture_document(a, "detailed", "Detailed report", 8);
	struct section  *s = ARENA_ARRAY(a, 8, struct section);
	const size_t     n = FIXTURE_DAYS;
	const int32_t   *dates = fixture_dates(a, n);
	const double    *index = fixture_walk(a, n, 0.00045), *other = fixture_walk(a, n, 0.0003);
	const double    *fall = fixture_drawdown(a, index, n),
		     *other_fall = fixture_drawdown(a, other, n);
	const double *rolling = fixture_rolling(a, index, n),
		     *other_rolling = fixture_rolling(a, other, n);

	fixture_section(a, &s[0], "key", "Key figures", 2,
	                (struct block[]){fixture_figures(a, BLOCK_FIGURES, 8),
	                                 fixture_figures(a, BLOCK_GRID, 24)});
	fixture_section(a, &s[1], "growth", "Growth", 2,
	                (struct block[]){fixture_lines(a, CHART_LINE, "growth", "Growth of 100",
	                                               dates, n, index, other, false),
	                                 fixture_years(a)});
	fixture_section(a, &s[2], "months", "Months", 1,
	                (struct block[]){fixture_months(a, FIXTURE_YEARS)});
	fixture_section(a, &s[3], "drawdowns", "Drawdowns", 2,
	                (struct block[]){fixture_lines(a, CHART_AREA, "drawdown", "Drawdown", dates,
	                                               n, fall, NULL, true),
	                                 fixture_lines(a, CHART_LINE, "drawdown_compared",
	                                               "Drawdown beside the benchmark", dates, n,
	                                               fall, other_fall, true)});
	fixture_section(a, &s[4], "risk", "Risk over time", 3,
	                (struct block[]){fixture_lines(a, CHART_LINE, "rolling", "Return of a year",
	                                               dates, n, rolling, other_rolling, true),
	                                 fixture_histogram(a), fixture_correlation(a)});
	fixture_section(a, &s[5], "composition", "Composition", 2,
	                (struct block[]){fixture_weights(a), fixture_contribution(a)});
	fixture_section(a, &s[6], "changes", "Changes", 1,
	                (struct block[]){fixture_changes(a, 300, 90)});
	fixture_section(a, &s[7], "methodology", "Methodology", 1,
	                (struct block[]){fixture_words()});
	d->sections = s;
	return d;
}

#endif

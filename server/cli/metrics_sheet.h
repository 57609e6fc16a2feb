/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CLI_METRICS_SHEET_H
#define CLI_METRICS_SHEET_H

#include "app/metrics.h"
#include "base/err.h"

struct arena;
struct cli;

/* What `autoindex metrics` shows: a column a series, a row a figure. */
struct metrics_column {
	const char           *symbol;
	struct metrics_series s;
	struct Metrics        m;
};
struct metrics_sheet {
	struct metrics_column *p; /* n >= 1; the chart is of the first */
	size_t                 n;
	const char            *benchmark; /* NULL = none */
	double                 rate;      /* percent a year; NaN = a dated one */
	const char            *notes[4];
	size_t                 notes_n;
};

/* Each to stdout. The table holds the first columns only, and says so. */
void sheet_json(struct arena *a, const struct metrics_sheet *s);
void sheet_csv(const struct metrics_sheet *s);
void sheet_table(struct arena *a, const struct metrics_sheet *s);

/* What a figure means, by its name or "all". ERR_INVALID names the nearest. */
enum err metrics_explain(struct cli *c, const char *figure, struct fail *f) MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_METRICS_H
#define APP_METRICS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct levels;
struct points;

/*
 * The figures of a series, alone and against a benchmark: calc_summary() with
 * what needs dates. Pure: nothing is read but the arguments. Fractions, of
 * simple returns from one session to the next, 252 a year; a figure that is not
 * defined, or has fewer returns than its row wants, is NaN.
 */
struct metrics_series {
	const int32_t *dates; /* [n] ascending */
	const double  *level; /* [n] above 0 */
	size_t         n;
};

/*
 * The risk-free rate a year: dated ones in percent, each known from its day on
 * for CARRY_DAYS, or the same fraction on every day where dated is NULL. A
 * return has the rate of the day it starts from, compounded over its days
 * (ACT/365); those that end after the last rate have none.
 */
struct metrics_rate {
	const struct points *dated;
	double               constant;
};

enum metrics_relation { METRICS_ALONE, METRICS_AGAINST, METRICS_ITSELF };

struct Metrics {
	enum metrics_relation relation;
	int32_t               start, end;     /* DATE_NONE, as all dates, where there is none */
	double  observations, common, excess; /* returns; shared with the benchmark; with a rate */
	int32_t rate_until;                   /* end of the last return that has a rate */
	double  total_return, annualized_return, volatility, downside_deviation;
	double  sharpe_ratio, sortino_ratio, calmar_ratio, omega_ratio;
	double  max_drawdown, current_drawdown, ulcer_index;
	int32_t peak, trough, recovery; /* of the deepest fall */
	double  var_95, cvar_95, var_99, cvar_99;
	double  skewness, excess_kurtosis, tail_ratio;
	double  best_day, worst_day, win_rate;
	int32_t best_date, worst_date;
	double  months, best_month, worst_month, months_won; /* whole calendar months */
	double  beta, alpha, correlation, r_squared, tracking_error, information_ratio;
	double  capture_up, capture_down; /* of whole months */
};

/*
 * benchmark: NULL = none; the series itself = itself, against which nothing is
 * given. ERR_INVALID: a level is not above 0, or a date out of order.
 */
enum err metrics_of(struct arena *a, const struct metrics_series *s,
                    const struct metrics_series *benchmark, const struct metrics_rate *rate,
                    struct Metrics *out, struct fail *f) MUST_CHECK;

/* Total return before costs. */
struct metrics_series metrics_of_levels(struct arena *a, const struct levels *l);
/* Both on the dates that they have in common; n may be 0. */
void metrics_join(struct arena *a, const struct metrics_series *s, const struct metrics_series *b,
                  struct metrics_series *s_out, struct metrics_series *b_out);

enum metrics_unit { METRICS_PERCENT, METRICS_RATIO, METRICS_COUNT, METRICS_DATE };
extern const char *const metrics_units[]; /* of the number itself: "fraction", "ratio", ... */

/* What a figure is computed from, beside returns. */
enum {
	METRICS_BENCHMARK = 1,
	METRICS_RATE = 2,
	METRICS_YEAR = 4,   /* a year of dates */
	METRICS_MONTHS = 8, /* whole months */
	METRICS_FALL = 16   /* a level below an earlier one */
};

/* A figure as it is shown. */
struct metrics_row {
	const char       *figure, *label; /* "sharpe_ratio", "Sharpe ratio" */
	enum metrics_unit unit;
	size_t            at; /* in struct Metrics: int32_t for METRICS_DATE, else double */
	int      least; /* returns, in common for METRICS_BENCHMARK, with a rate for METRICS_RATE */
	unsigned needs;
	const char *convention; /* id of calc/convention.h; NULL: formula says it */
	const char *formula;    /* NULL: the convention's */
	const char *meaning;    /* one plain sentence */
	const char *undefined;  /* why it may be missing though the data are enough */
};
extern const struct metrics_row metrics_rows[]; /* in the order in which they are shown */
extern const size_t             metrics_rows_n;

double      metrics_number(const struct metrics_row *row, const struct Metrics *m);
int32_t     metrics_date(const struct metrics_row *row, const struct Metrics *m);
const char *metrics_formula(const struct metrics_row *row);
/* Why m has no such figure; NULL where it has. */
const char *metrics_reason(struct arena *a, const struct metrics_row *row, const struct Metrics *m);

#endif

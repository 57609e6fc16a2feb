/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_RISK_H
#define APP_RISK_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/shape.h"

struct app;
struct arena;
struct risk_input;

/*
 * The figures of the index as of one session: of all returns from the first
 * level to that day, total return. Fractions, but for the ratios; NaN where a
 * figure is not defined or rests on fewer returns than it needs
 * (app/risk_definitions.h).
 */
struct RiskRow {
	int32_t date;
	int64_t observations; /* returns up to that day */
	double  total_return;
	double  annualized_return; /* ACT/365.25; NaN under a year */
	double  volatility, downside_deviation;
	double  sharpe_ratio, sortino_ratio; /* over the risk-free rate, up to rf_until */
	double  calmar_ratio, omega_ratio;
	double  max_drawdown, current_drawdown, ulcer_index;
	double  var_95, var_99, cvar_95, cvar_99;
	double  skewness, excess_kurtosis;
	double  best_day, worst_day, win_rate;
	double  beta_sp500, correlation_sp500; /* of the common sessions up to that day */
	double  alpha;                         /* over the risk-free rate, up to rf_until */
	double  information_ratio, tracking_error;
	int     benchmark_basis;
	int32_t rf_until; /* last session up to that day with a risk-free rate; DATE_NONE */
};

struct RiskQuery {
	int64_t limit, days, offset; /* days: INT_NONE, or in the place of limit */
};
struct RiskReason {
	const char *metric, *reason;
};
struct RiskMetrics {
	struct list metrics; /* struct RiskRow, newest first */
	int64_t     total;   /* sessions there are */
	const char *message; /* why there are no rows; or NULL */
	const char *benchmark_name;
	int         benchmark_basis;
	int32_t     rf_until; /* of the newest session */
	const char *note;     /* what makes index and benchmark unlike; may be NULL */
	struct list reasons; /* struct RiskReason, of the newest row; in the order of the members */
};

/* ERR_CONFLICT "not_computed" without a level. */
enum err app_risk_metrics(struct app *app, struct arena *a, const struct RiskQuery *in,
                          struct RiskMetrics *out, struct fail *f) MUST_CHECK;

/*
 * The rows of sessions first .. first + n - 1 (the base is session 0), oldest
 * first: each from what is known up to its session alone. ERR_INTERNAL for
 * levels that are no levels.
 */
enum err risk_rows(struct arena *a, const struct risk_input *in, size_t first, size_t n,
                   struct RiskRow *out, struct fail *f) MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_BACKTEST_H
#define APP_BACKTEST_H

#include "app/strategy.h"

/*
 * What the index would have been under another configuration: computed from
 * the stored prices, nothing stored. The members of Strategy stand first;
 * absent ones are those in force.
 */
struct BacktestRequest {
	struct Strategy s;
	int32_t         start_date, end_date; /* DATE_NONE = open */
};

/* Of one series of closes, without a risk-free rate; NaN where undefined. Fractions. */
struct BacktestMetrics {
	double  total_return;
	double  annualized_return; /* NaN for less than a year */
	double  volatility, sharpe_ratio, sortino_ratio, calmar_ratio;
	double  max_drawdown; /* <= 0 */
	int32_t drawdown_start, drawdown_end;
};
struct BacktestLevel {
	int32_t date;
	double  value, net_value;
};
struct BacktestWeight {
	const char *symbol, *name;
	double      weight, target_weight;
};
struct BacktestEvent {
	const char *code, *message;
	int64_t     count;
};
struct Backtest {
	struct Strategy        config;
	int32_t                start_date, end_date;
	struct list            series; /* struct BacktestLevel */
	struct BacktestMetrics total, net;
	int64_t                rebalances;
	double                 turnover; /* one way, a year of 252 sessions */
	double                 cost;     /* fraction of the net level taken over all */
	struct list weights;    /* struct BacktestWeight, heaviest first, drifted to the end */
	struct list events;     /* struct BacktestEvent */
	int64_t     compute_us; /* the engine alone */
};
/* ERR_INVALID: rules of the configuration, or a range with fewer than two sessions. ERR_CONFLICT no_prices. */
enum err app_backtest(struct app *app, struct arena *a, const struct BacktestRequest *in,
                      struct Backtest *out, struct fail *f) MUST_CHECK;

#endif

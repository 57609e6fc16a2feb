/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_SIMULATE_H
#define APP_SIMULATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/shape.h"

struct app;
struct arena;

/*
 * What an amount paid into the index on a day, and as much as is wanted on the
 * first session of each later calendar month, would have become. Money is
 * converted at the rate of the day it is paid, and valued at each day's rate.
 * Percentages are 100 times the fraction; what is not defined is NaN.
 */
struct SimulationQuery {
	double      amount, monthly;
	int32_t     start_date, end_date; /* end: DATE_NONE = the last session */
	const char *currency;             /* any case */
	int         variant;              /* VARIANT_TOTAL or VARIANT_NET */
};

struct SimulationPoint {
	int32_t date;
	double  value; /* in the currency, at the rate of the date */
	double  rate;  /* units of the currency for one of the index's own */
};
struct SimulationFx {
	double start, end;
	double effect_pct; /* of holding the index's currency from start to end */
};
struct SimulationBenchmark {
	double      amount_final, roi_pct;
	struct list series; /* struct point */
	const char *name;
	int         basis;
	const char *reason; /* why there are no figures; NULL otherwise */
};
struct SimulationNet {
	double amount_final, roi_pct;
};
struct Simulation {
	int32_t                    start_date, end_date;   /* sessions */
	double                     start_value, end_value; /* levels */
	double                     amount_initial, amount_final, contributions, invested;
	int64_t                    contributions_count;
	double                     roi_pct; /* of all that was paid in */
	const char                *currency, *currency_name;
	int                        variant;
	struct list                series; /* struct SimulationPoint */
	struct SimulationFx        fx;
	double                     index_pct;        /* the level alone */
	double                     twr_pct;          /* time-weighted, in the currency */
	double                     twr_annual_pct;   /* ACT/365.25; NaN under a year */
	double                     irr_pct;          /* money-weighted: XIRR, ACT/365F */
	bool                       irr_multiple;     /* other rates solve it too */
	double                     max_drawdown_pct; /* of the time-weighted path in the currency */
	int32_t                    max_drawdown_date;
	struct SimulationNet       net_of_costs; /* the same payments into the net level */
	struct SimulationBenchmark benchmark;
};

/*
 * ERR_INVALID names every wrong field: a start outside the levels, after the end, an unknown currency; or the
 * currency and the date without a fixing. ERR_CONFLICT "not_computed" before the first computation.
 */
enum err app_simulate(struct app *app, struct arena *a, const struct SimulationQuery *in,
                      struct Simulation *out, struct fail *f) MUST_CHECK;

#endif

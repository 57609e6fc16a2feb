/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_REPORT_PARTS_H
#define APP_REPORT_PARTS_H

#include <stdbool.h>

#include "app/benchmark.h"
#include "app/metrics.h"
#include "app/report_draft.h"
#include "app/strategy.h"
#include "store/levels.h"
#include "store/points.h"
#include "store/rebalances.h"
#include "store/runs.h"

struct app;

/* What every part of a report needs, read once. */
struct report_input {
	struct app   *app;
	struct arena *a;
	int32_t       from, to; /* the first and the last session of the period */
	struct levels levels;   /* from .. to; at least 2 */
	struct points rates;

	/* Total return where the data have it, else the price index; n = 0 where they have neither. */
	enum basis    basis;
	const char   *benchmark; /* its name */
	struct points other;     /* within from .. to */
	const char
		*dividends_note; /* why it is the price index although there are dividends; NULL */

	/* Of all sessions; and, of both, of those that both have. */
	struct Metrics own, common, against;
	bool           apart; /* own and common are not of the same sessions */

	struct rebalances       rebalances; /* effective in from .. to, newest first */
	struct rebalances       in_force;   /* those, and the one that was in force when it began */
	struct run              run;
	struct strategy_version strategy;   /* that of the run */
	const char             *basis_note; /* "Total return before costs, dividends reinvested" */
};

/* Fills a section. ERR_INTERNAL and what the use cases say. */
typedef enum err report_part(struct report_input *in, struct draft *d, struct fail *f);

report_part report_headline, report_statistics;                      /* report_statistics.c */
report_part report_growth, report_years, report_months;              /* report_growth.c */
report_part report_falls, report_rolling, report_spread;             /* report_risk.c */
report_part report_composition, report_weights, report_contribution; /* report_holdings.c */
report_part report_changes, report_costs;                            /* report_costs.c */
report_part report_data, report_method, report_meanings;             /* report_notes.c */

/* "Sharpe ratio", as the risk page has it. */
const char *report_figure_name(struct arena *a, const struct metrics_row *row);

/* Everything but the dates, which are there. */
enum err report_input_load(struct report_input *in, struct fail *f) MUST_CHECK;

#endif

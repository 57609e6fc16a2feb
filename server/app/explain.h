/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_EXPLAIN_H
#define APP_EXPLAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/shape.h"

struct app;
struct arena;

/*
 * A published level rebuilt from what it was made of (calc/index.h has the
 * formula), and the weights in force from their sleeves. All from what is
 * stored: if prices were corrected since, exact is false.
 */
struct ExplainQuery {
	int32_t date; /* DATE_NONE = the last session */
};
struct ExplainedHolding {
	const char *symbol, *name;
	double      units, price, fx_rate;
	int32_t     price_date;
	bool        carried;
	double      value, weight;
	double      contribution; /* to the day's return; NaN on the first session */
	double      target_weight, weight_before;
	double      momentum, momentum_sleeve;
	double      market_cap, market_cap_sleeve;
	double      volatility, inverse_volatility, risk_parity_sleeve;
};
struct ExplainedRebalance {
	int32_t     reference_date, effective_date;
	double      turnover, cost;
	double      momentum_weight, market_cap_weight, risk_parity_weight; /* of sum 1 */
	struct list events;                                                 /* struct Event */
};
struct ExplainedRun {
	int64_t     id, config_version, computed_at;
	const char *config_hash, *data_hash, *engine;
};
struct Explained {
	int32_t                   date;
	double                    level, net_level;
	const char               *formula;
	double                    value, divisor, rebuilt_level;
	double                    net_factor, rebuilt_net_level;
	int64_t                   costs;
	bool                      exact;
	int32_t                   previous_date;
	double                    previous_level, day_return;
	bool                      rebalanced_at_close;
	struct list               holdings; /* struct ExplainedHolding, in the order of the sum */
	struct ExplainedRebalance rebalance;
	struct list               events; /* struct Event, of this session */
	struct ExplainedRun       run;
};
/* ERR_CONFLICT not_computed; ERR_INVALID: the date is no session of the index (the nearest are named). */
enum err app_explain(struct app *app, struct arena *a, const struct ExplainQuery *in,
                     struct Explained *out, struct fail *f) MUST_CHECK;

struct WeightsQuery {
	int32_t start_date, end_date;
	int     step; /* enum calc_frequency */
};
struct DatedWeight {
	const char *symbol;
	double      weight;
};
struct DatedWeights {
	int32_t     date;
	struct list weights; /* struct DatedWeight, by asset */
};
struct Weights {
	struct list items; /* struct DatedWeights, ascending */
	int64_t     total;
};
enum { WEIGHTS_MAX = 2000 };
extern const char *const weight_steps[]; /* day, week, month, quarter, year */
/* Drifted weights at the close of the last session of each period: what the next session begins with. */
enum err app_weights(struct app *app, struct arena *a, const struct WeightsQuery *in,
                     struct Weights *out, struct fail *f) MUST_CHECK;

struct EventsQuery {
	int32_t     start_date, end_date;
	const char *code;
	int64_t     limit, offset;
};
struct DatedEvent {
	int32_t     date;
	const char *code, *symbol, *message;
	double      value;
};
struct Events {
	struct list items; /* struct DatedEvent, newest first */
	int64_t     total;
};
enum err app_events(struct app *app, struct arena *a, const struct EventsQuery *in,
                    struct Events *out, struct fail *f) MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_STRATEGY_H
#define APP_STRATEGY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/shape.h"
#include "calc/index.h"

struct app;
struct arena;
struct config_row;
struct db;

/* The configuration of an index, as the API shows it. */
struct Strategy {
	double  momentum_weight, market_cap_weight, risk_parity_weight;
	double  min_price_threshold;
	double  max_daily_return, min_daily_return;
	int64_t max_forward_fill_days;
	double  outlier_std_threshold;
	int rebalance_frequency; /* index into strategy_frequencies, in the order of enum calc_frequency */
	double  daily_drop_threshold;
	int64_t momentum_lookback, volatility_lookback;
	double  volatility_floor;
	double  cost_bps;
	int64_t rebalance_lag;

	/* Of the version, not of the method. */
	bool        ai_adjusted;
	const char *ai_adjustment_reason;
	double      ai_confidence_score;
	int32_t     last_rebalance;
	int64_t     updated_at, version;
};

extern const char *const  strategy_frequencies[];
extern const struct shape strategy_shape;
extern const struct shape strategy_method; /* its first fields: those of the method */

/* A version of the configuration with the identity that goes into a run. */
struct strategy_version {
	int64_t         id;
	struct Strategy s;
	const char     *hash; /* SHA-256 of the canonical text of the method's fields, hex */
};

/* Of a version that records an adjustment; reason NULL = a person's own change. */
struct strategy_ai {
	const char *reason;
	double      confidence; /* 0..1 */
};
struct strategy_author {
	int64_t            user_id; /* 0 = the program itself, or the admin token */
	struct strategy_ai ai;
};

/* The configuration of the default index, word for word what the methodology page says. */
void strategy_default(struct Strategy *out);
/* The version in force. */
enum err strategy_current(struct db *db, struct arena *a, int64_t index_id,
                          struct strategy_version *out, struct fail *f) MUST_CHECK;
/* A stored version. ERR_INTERNAL: it is damaged. */
enum err strategy_read(struct arena *a, const struct config_row *row, struct strategy_version *out,
                       struct fail *f) MUST_CHECK;
/* Append a version. Inside the caller's transaction. */
enum err strategy_append(struct db *db, struct arena *a, int64_t index_id, const struct Strategy *s,
                         const struct strategy_author *by, int64_t now_ms, int64_t *version,
                         struct fail *f) MUST_CHECK;
/* The same by the program itself. */
enum err strategy_add(struct db *db, struct arena *a, int64_t index_id, const struct Strategy *s,
                      int64_t now_ms, struct fail *f) MUST_CHECK;
/* Make the default index with the default strategy if the database has none. Inside the caller's transaction. */
enum err strategy_ensure(struct db *db, struct arena *a, int64_t now_ms, struct fail *f) MUST_CHECK;
struct calc_index_rules strategy_rules(const struct Strategy *s);

/* The version in force with the newest rebalance. */
enum err strategy_shown(struct db *db, struct arena *a, struct Strategy *out,
                        struct fail *f) MUST_CHECK;
enum err app_strategy(struct app *app, struct arena *a, struct Strategy *out,
                      struct fail *f) MUST_CHECK;

#endif

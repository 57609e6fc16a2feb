/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/strategy.h"

#include <math.h>
#include <string.h>

#include "app/app.h"
#include "app/strategy_fields.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/crypto.h"
#include "base/date.h"
#include "store/configs.h"
#include "store/db.h"
#include "store/rebalances.h"

const char *const strategy_frequencies[] = {"daily",     "weekly", "monthly",
                                            "quarterly", "yearly", NULL};

/*
 * Two groups as they are stored (weights, parameters) and one of the version.
 * The shapes of the groups are slices of this one table.
 */
static const struct field fields[] = {
	STRATEGY_FIELDS(REQUIRED),

	{"ai_adjusted", BOOL, AT(Strategy, ai_adjusted),
         .doc = "Whether this version is a recorded adjustment"},
	{"ai_adjustment_reason", TEXT, AT(Strategy, ai_adjustment_reason), NULLABLE,
         .doc = "Its stated reason"},
	{"ai_confidence_score", REAL, AT(Strategy, ai_confidence_score), NULLABLE, 0, 1,
         .doc = "Its confidence"},
	{"last_rebalance", DATE, AT(Strategy, last_rebalance), NULLABLE,
         .doc = "Newest effective date"},
	{"updated_at", TIME, AT(Strategy, updated_at), NULLABLE,
         .doc = "When this version was made"},
	{"version", INT, AT(Strategy, version), NULLABLE, .doc = "1, 2, 3 ..."},
};

static const struct shape weights_shape = {"StrategyWeights", sizeof(struct Strategy), fields,
                                           STRATEGY_WEIGHTS};
static const struct shape parameters_shape = {"StrategyParameters", sizeof(struct Strategy),
                                              fields + STRATEGY_WEIGHTS,
                                              STRATEGY_METHOD - STRATEGY_WEIGHTS};
const struct shape        strategy_method = {"StrategyMethod", sizeof(struct Strategy), fields,
                                             STRATEGY_METHOD};
const struct shape strategy_shape = {"Strategy", sizeof(struct Strategy), fields, COUNT(fields),
                                     .doc = "The configuration in force"};

/* Why a version is there, if not by a person's hand. */
static const struct field ai_fields[] = {
	{"reason", TEXT, AT(strategy_ai, reason), REQUIRED},
	{"confidence", REAL, AT(strategy_ai, confidence), REQUIRED, 0, 1},
};
static SHAPE(ai_shape, strategy_ai, ai_fields);

void strategy_default(struct Strategy *out)
{
	*out = (struct Strategy){
		.momentum_weight = 0.4,
		.market_cap_weight = 0.3,
		.risk_parity_weight = 0.3,
		.min_price_threshold = 1.0,
		.max_daily_return = 0.5,
		.min_daily_return = -0.5,
		.max_forward_fill_days = 2,
		.outlier_std_threshold = 8,
		.rebalance_frequency = CALC_WEEKLY,
		.daily_drop_threshold = -0.01,
		.momentum_lookback = 20,
		.volatility_lookback = 60,
		.volatility_floor = 0.005,
		.cost_bps = 10,
		.rebalance_lag = 1,
	};
}

struct calc_index_rules strategy_rules(const struct Strategy *s)
{
	return (struct calc_index_rules){
		.momentum_weight = s->momentum_weight,
		.cap_weight = s->market_cap_weight,
		.risk_weight = s->risk_parity_weight,
		.momentum_lookback = (int)s->momentum_lookback,
		.volatility_lookback = (int)s->volatility_lookback,
		.volatility_floor = s->volatility_floor,
		.cost = s->cost_bps / 1e4,
		.lag = (int)s->rebalance_lag,
		.max_forward_fill = (int)s->max_forward_fill_days,
		.min_price = s->min_price_threshold,
		.frequency = (enum calc_frequency)s->rebalance_frequency,
	};
}

static const char *canonical(struct arena *a, const struct shape *sh, const void *obj)
{
	struct buf b;

	buf_init(&b, 16384);
	shape_encode(sh, obj, NULL, &b);
	const char *text = arena_strdup(a, buf_text(&b));
	buf_finish(&b);
	return text;
}

enum err strategy_append(struct db *db, struct arena *a, int64_t index_id, const struct Strategy *s,
                         const struct strategy_author *by, int64_t now_ms, int64_t *version,
                         struct fail *f)
{
	struct config_row row = {
		.weights = canonical(a, &weights_shape, s),
		.parameters = canonical(a, &parameters_shape, s),
		.ai_metadata = by->ai.reason ? canonical(a, &ai_shape, &by->ai) : NULL,
		.created_at = now_ms,
	};

	TRY(configs_add(db, index_id, by->user_id, &row, f));
	*version = row.version;
	return OK;
}

enum err strategy_add(struct db *db, struct arena *a, int64_t index_id, const struct Strategy *s,
                      int64_t now_ms, struct fail *f)
{
	int64_t version;

	return strategy_append(db, a, index_id, s, &(struct strategy_author){0}, now_ms, &version,
	                       f);
}

/* What we stored ourselves must decode: anything else is damage, not the caller's mistake. */
static enum err stored(const struct shape *sh, struct arena *a, const char *json, void *out,
                       struct fail *f)
{
	struct fail why = {0};

	if (shape_decode(sh, a, json, strlen(json), NULL, NULL, false, out, &why) != OK)
		return fail(f, ERR_INTERNAL, "a stored strategy cannot be read: %s", why.msg);
	return OK;
}

enum err strategy_read(struct arena *a, const struct config_row *row, struct strategy_version *out,
                       struct fail *f)
{
	struct strategy_version v = {0};
	struct strategy_ai      ai = {.confidence = NAN};
	uint8_t                 hash[SHA256_LEN];
	char                   *hex = arena_alloc(a, SHA256_HEX);

	TRY(stored(&weights_shape, a, row->weights, &v.s, f));
	TRY(stored(&parameters_shape, a, row->parameters, &v.s, f));
	if (row->ai_metadata)
		TRY(stored(&ai_shape, a, row->ai_metadata, &ai, f));
	v.id = row->id;
	v.s.version = row->version;
	v.s.updated_at = row->created_at;
	v.s.ai_adjusted = row->ai_metadata != NULL;
	v.s.ai_adjustment_reason = ai.reason;
	v.s.ai_confidence_score = ai.confidence;
	v.s.last_rebalance = DATE_NONE;
	const char *text = arena_printf(a, "%s%s", canonical(a, &weights_shape, &v.s),
	                                canonical(a, &parameters_shape, &v.s));
	crypto_sha256(text, strlen(text), hash);
	crypto_hex(hash, sizeof(hash), hex);
	v.hash = hex;
	*out = v;
	return OK;
}

enum err strategy_current(struct db *db, struct arena *a, int64_t index_id,
                          struct strategy_version *out, struct fail *f)
{
	struct config_row row;

	TRY(configs_newest(db, a, index_id, &row, f));
	return strategy_read(a, &row, out, f);
}

enum err strategy_ensure(struct db *db, struct arena *a, int64_t now_ms, struct fail *f)
{
	struct val        index[] = {val_i(INDEX_DEFAULT), val_t("AutoIndex"), val_t("USD"),
	                             val_i(now_ms)};
	struct config_row row;
	struct Strategy   s;
	struct fail       why = {0};

	TRY(db_write(db, STMT_INDEX_PUT, index, NULL, f));
	enum err e = configs_newest(db, a, INDEX_DEFAULT, &row, &why);
	if (e == ERR_NOTFOUND) {
		strategy_default(&s);
		TRY(strategy_add(db, a, INDEX_DEFAULT, &s, now_ms, f));
		return db_write(db, STMT_GENERATION_BUMP, NULL, NULL, f);
	}
	if (e != OK)
		*f = why;
	return e;
}

enum err strategy_shown(struct db *db, struct arena *a, struct Strategy *out, struct fail *f)
{
	struct strategy_version v;
	struct rebalances       newest;
	struct rebalance_filter q = {
		.index_id = INDEX_DEFAULT, .from = INT32_MIN, .to = INT32_MAX, .limit = 1};

	TRY(strategy_current(db, a, INDEX_DEFAULT, &v, f));
	TRY(rebalances_list(db, a, &q, &newest, f));
	if (newest.n > 0)
		v.s.last_rebalance = newest.p[0].date;
	*out = v.s;
	return OK;
}

enum err app_strategy(struct app *app, struct arena *a, struct Strategy *out, struct fail *f)
{
	return strategy_shown(app->db, a, out, f);
}

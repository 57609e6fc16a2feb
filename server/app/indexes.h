/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_INDEXES_H
#define APP_INDEXES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/shape.h"
#include "store/points.h"

struct app;
struct arena;

/* What the index endpoints take and give; the tables that spell them as JSON are in api/index.c. */

struct Holding {
	const char *symbol, *name, *sector;
	double      weight;        /* drifted, of the last close */
	double      target_weight; /* of the last rebalance */
	double      weight_change; /* target less what drift had made of the one before */
	double      daily_return, ytd_return;
};
struct Current {
	int32_t     date, effective_date, reference_date;
	double      level, previous_level, net_level;
	struct list allocations; /* struct Holding, heaviest first */
	int64_t     total_assets;
};

enum variant { VARIANT_TOTAL, VARIANT_NET, VARIANT_PRICE };

struct HistoryQuery {
	int32_t start_date, end_date; /* DATE_NONE = open */
	int     variant;
};
struct History {
	struct list series; /* struct point */
	int32_t     start_date, end_date;
	int         variant;
};

struct RebalancesQuery {
	int32_t start_date, end_date;
	int64_t limit, offset;
};
struct WeightChange {
	const char *symbol;
	double      target_weight, weight_before, change, units;
};
struct Event {
	const char *code, *symbol, *message;
};
struct Rebalance {
	int32_t     reference_date, effective_date;
	double      turnover, cost;
	struct list adds, drops; /* const char * */
	struct list weights;     /* struct WeightChange */
	struct list events;      /* struct Event */
};
struct Rebalances {
	struct list items; /* struct Rebalance, newest first */
	int64_t     total;
};

struct AssetsQuery {
	const char *q, *sector;
	int64_t     limit, offset;
};
struct Asset {
	const char *symbol, *name, *sector, *asset_type, *exchange, *price_basis;
	bool        in_index;
	int32_t     first_date, last_date;
	double      last_close;
};
struct Assets {
	struct list items; /* struct Asset */
	int64_t     total;
};

struct AssetHistoryQuery {
	const char *symbol;
	int32_t     start_date, end_date;
	bool        normalize;
};
struct AssetHistory {
	const char *symbol;
	struct list series; /* struct point */
	int32_t     start_date, end_date;
};

struct Source {
	const char *source, *title, *licence, *kind;
	int64_t     series, rows;
	int32_t     first_date, last_date;
};
struct Sources {
	struct list items; /* struct Source */
	bool        is_sample;
	int32_t     last_date; /* of the index; DATE_NONE before the first computation */
};

/* ERR_CONFLICT "not_computed" before the first computation. */
enum err app_current(struct app *app, struct arena *a, struct Current *out,
                     struct fail *f) MUST_CHECK;
/* As above, and ERR_CONFLICT "no_price_return" where the data hold no traded prices. */
enum err app_history(struct app *app, struct arena *a, const struct HistoryQuery *in,
                     struct History *out, struct fail *f) MUST_CHECK;
enum err app_rebalances(struct app *app, struct arena *a, const struct RebalancesQuery *in,
                        struct Rebalances *out, struct fail *f) MUST_CHECK;
enum err app_assets(struct app *app, struct arena *a, const struct AssetsQuery *in,
                    struct Assets *out, struct fail *f) MUST_CHECK;
/* ERR_NOTFOUND: unknown symbol. normalize: the first value becomes 100. */
enum err app_asset_history(struct app *app, struct arena *a, const struct AssetHistoryQuery *in,
                           struct AssetHistory *out, struct fail *f) MUST_CHECK;
enum err app_sources(struct app *app, struct arena *a, struct Sources *out,
                     struct fail *f) MUST_CHECK;

/* The failure of whatever needs a level before there is one: ERR_CONFLICT "not_computed". */
enum err not_computed(struct fail *f) MUST_CHECK;
/* start <= end where both are given; ERR_INVALID names start_date. */
enum err range_check(int32_t start, int32_t end, struct fail *f) MUST_CHECK;
/* Divide by the first value times 100, in place. */
void points_rebase(struct points *p);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_COVERAGE_H
#define STORE_COVERAGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct db;

/* What the database holds, for a person who asks whether it is well. */

enum table {
	TABLE_USERS,
	TABLE_ASSETS,
	TABLE_PRICES,
	TABLE_PRICE_REVISIONS,
	TABLE_INDEX_VALUES,
	TABLE_REBALANCES,
	TABLE_ALLOCATIONS,
	TABLE_INDEX_EVENTS,
	TABLE_FX_RATES,
	TABLE_RISK_FREE_RATES,
	TABLE_SERIES,
	TABLE_CORPORATE_ACTIONS,
	TABLE_STRATEGY_CONFIGS,
	TABLE_RUNS,
	TABLE_RISK_METRICS,
	TABLE__N
};
struct coverage {
	const char *symbol; /* of an asset; NULL for a table */
	int64_t     rows;
	int32_t     first, last; /* DATE_NONE where there are no rows, or they have no date */
};

/* out has TABLE__N elements. Counts every row. */
enum err coverage_tables(struct db *db, struct coverage *out, struct fail *f) MUST_CHECK;
/* The prices of each member, by symbol. */
enum err coverage_members(struct db *db, struct arena *a, int64_t index_id, struct coverage **out,
                          size_t *n, struct fail *f) MUST_CHECK;

/* Days on which an exchange is closed though they are no weekend, ascending. */
enum err coverage_closures(struct db *db, struct arena *a, const char *exchange, int32_t from,
                           int32_t to, int32_t **out, size_t *n, struct fail *f) MUST_CHECK;

#endif

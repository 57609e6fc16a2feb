/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_REBALANCES_H
#define STORE_REBALANCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/levels.h"

struct arena;
struct db;

/* One weight of a rebalance: the target, what drift had made of the last target, and the units held. */
struct allocation {
	int64_t     asset_id;
	const char *symbol; /* when read; not needed to write */
	double      weight, weight_before, units;
};
/* What the rules had to do; symbol NULL = the whole index. */
struct index_event {
	const char *code;
	const char *symbol;   /* when read; not needed to write */
	int64_t     asset_id; /* 0 = the whole index */
};

/* date is the effective date: in force after its close. */
struct rebalance {
	int32_t             date, reference_date;
	double              turnover; /* one way, fraction */
	double              cost;     /* fraction of the net level */
	struct allocation  *weights;
	size_t              weights_n;
	struct index_event *events;
	size_t              events_n;
};
struct rebalances {
	struct rebalance *p;
	size_t            n;
	int64_t           total;
};

struct rebalance_filter {
	int64_t index_id;
	int32_t from, to; /* bounds of the effective date, inclusive */
	int64_t limit, offset;
};

/* Newest first, with weights and events; weights by asset id. */
enum err rebalances_list(struct db *db, struct arena *a, const struct rebalance_filter *q,
                         struct rebalances *out, struct fail *f) MUST_CHECK;

/* The cost of each rebalance up to a date, by effective date. */
struct dated_cost {
	int32_t date;
	double  cost;
};
enum err rebalances_costs(struct db *db, struct arena *a, int64_t index_id, int32_t to,
                          struct dated_cost **out, size_t *n, struct fail *f) MUST_CHECK;

/* Would writing one put what the other says? Weights by asset id, events in any order, each once. */
bool rebalance_same(const struct rebalance *x, const struct rebalance *y);

/* Forget the rebalances of an index from an effective date on. Inside the caller's transaction. */
enum err rebalances_clear(struct db *db, int64_t index_id, int32_t from, struct fail *f) MUST_CHECK;
enum err rebalances_put(struct db *db, const struct publication *pub, const struct rebalance *r,
                        struct fail *f) MUST_CHECK;

#endif

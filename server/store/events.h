/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_EVENTS_H
#define STORE_EVENTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/levels.h"

struct arena;
struct db;

/* Something that happened on a date: to the index (asset_id 0) or to one asset. */
struct dated_event {
	int32_t     date;
	const char *code;
	int64_t     asset_id;
	const char *symbol; /* when listed; NULL = the whole index */
};
struct dated_events {
	struct dated_event *p;
	size_t              n;
	int64_t             total; /* that match, beyond limit too */
};

struct event_filter {
	int64_t     index_id;
	int32_t     from, to; /* inclusive */
	const char *code;     /* NULL = any */
	int64_t     limit, offset;
};

/* Events of rebalances and of sessions, newest first. */
enum err events_list(struct db *db, struct arena *a, const struct event_filter *q,
                     struct dated_events *out, struct fail *f) MUST_CHECK;

/*
 * Make the flags (daily_drop, outlier, return_above, return_below) of an index
 * these, which ascend by date, code and asset. What is stored already keeps
 * its run: only from the first difference on are rows replaced. Inside the
 * caller's transaction.
 */
enum err events_put_flags(struct db *db, const struct publication *pub, const struct dated_event *p,
                          size_t n, struct fail *f) MUST_CHECK;

#endif

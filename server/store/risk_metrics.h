/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_RISK_METRICS_H
#define STORE_RISK_METRICS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/levels.h"

struct arena;
struct db;

/* The risk figures that a publication left, as four JSON objects. */
struct risk_record {
	int64_t     id;
	int32_t     date;
	const char *metrics, *performance, *drawdown, *correlation;
	int64_t     run_id, version, computed_at; /* of the publication, when read */
};
struct risk_records {
	struct risk_record *p;
	size_t              n;
};

/* Append; never replaced. */
enum err risk_metrics_add(struct db *db, const struct publication *pub, const struct risk_record *r,
                          struct fail *f) MUST_CHECK;
/* Newest first. */
enum err risk_metrics_list(struct db *db, struct arena *a, int64_t index_id, int64_t limit,
                           int64_t offset, struct risk_records *out, struct fail *f) MUST_CHECK;
enum err risk_metrics_count(struct db *db, int64_t index_id, int64_t *out,
                            struct fail *f) MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_RISK_PUBLISHED_H
#define APP_RISK_PUBLISHED_H

#include <stdint.h>

#include "app/risk.h"

struct db;
struct levels;
struct publication;

/* The risk figures as each publication left them: of its last session, never changed afterwards. */
struct PublishedQuery {
	int64_t limit, offset;
};
struct PublishedRisk {
	int64_t        id;
	int32_t        date;
	int64_t        computed_at, run_id;
	int64_t        version; /* of the configuration */
	struct RiskRow metrics;
};
struct PublishedRisks {
	struct list items; /* struct PublishedRisk, newest first */
	int64_t     total;
};
enum err app_risk_published(struct app *app, struct arena *a, const struct PublishedQuery *in,
                            struct PublishedRisks *out, struct fail *f) MUST_CHECK;

/* Record those of the last of these levels; inside the caller's transaction. */
enum err risk_publish(struct db *db, struct arena *a, const struct publication *pub,
                      const struct levels *l, struct fail *f) MUST_CHECK;

#endif

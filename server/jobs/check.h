/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef JOBS_CHECK_H
#define JOBS_CHECK_H

#include <stdint.h>

#include "app/watch.h"
#include "base/err.h"
#include "base/shape.h"

struct app;
struct arena;

/* What is wrong, or odd, with the data that the index is made of. */
struct Quality {
	const char *status; /* "ok", "warning" */
	int64_t     checked_at;
	int64_t     assets, sessions;
	int32_t     first_date, last_date;
	int64_t     sessions_behind; /* over and not in the data; INT_NONE without prices */
	int64_t     stale_assets;    /* members that are behind */
	int64_t     gaps; /* sessions of a member without its price, between its first and last */
	int64_t     outliers, above, below;  /* returns that a rule of the strategy flags */
	const char *config_hash, *data_hash; /* of what was checked, as in a run */
	const char *recommendation;
};
extern const struct shape quality_shape;

/* days > 0: of the last so many sessions alone. ERR_TOOSHORT: there are no prices. */
enum err market_check(struct app *app, struct arena *a, int64_t days, const struct watch *watch,
                      struct Quality *out, struct fail *f) MUST_CHECK;

#endif

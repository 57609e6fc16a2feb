/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_CONTRIBUTIONS_H
#define APP_CONTRIBUTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/levels.h"
#include "store/rebalances.h"

struct app;
struct arena;

/*
 * What each asset did for the total return of a period. On a session an asset adds
 *   units * (price - price before) / (value of all before) * (level before / first level),
 * with the units that were held; the sum over sessions and assets is the total return.
 */
struct contribution {
	const char *symbol, *name;
	double      value;       /* fraction of the first level */
	double      mean_weight; /* over all sessions of the period, 0 where it was not held */
	int64_t     sessions;    /* on which it was held */
};
struct contributions {
	struct contribution *p; /* those that were held, the largest first */
	size_t               n;
	double               rest; /* total return less their sum: prices corrected since the run */
};

/*
 * levels: at least 2 sessions that follow on each other. r: those in force from the first of them
 * on, newest first, and the one before. ERR_CONFLICT "stale": the sessions are no longer those of
 * the stored prices.
 */
enum err contributions_of(struct app *app, struct arena *a, const struct levels *levels,
                          const struct rebalances *r, struct contributions *out,
                          struct fail *f) MUST_CHECK;

#endif

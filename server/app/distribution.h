/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_DISTRIBUTION_H
#define APP_DISTRIBUTION_H

#include <stdint.h>

#include "base/err.h"
#include "base/shape.h"

struct app;
struct arena;

/* How the daily returns of a range are spread, against a normal of the same mean and deviation. */
struct DistributionQuery {
	int32_t start_date, end_date;
	int     basis; /* of no effect: all of these routes take it */
	int64_t bins;
};
struct Bin {
	double  from, to;
	int64_t count;
	double  normal; /* what a normal would have; NaN without a deviation */
};
struct Tail {
	double      alpha; /* probability of the tail */
	const char *method;
	const char *convention;      /* of var */
	const char *cvar_convention; /* may be NULL */
	double      var, cvar;       /* losses, positive where they hurt */
	const char *reason;          /* why one of them is missing; may be NULL */
};
struct Distribution {
	int64_t     observations;
	double      mean, deviation; /* of a day; over n - 1 */
	double      skewness, excess_kurtosis;
	struct list bins;        /* struct Bin; the first and the last take what lies beyond */
	struct list best, worst; /* struct point, most extreme first */
	struct list tails;       /* struct Tail */
};
/*
 * ERR_INVALID where start is after end; ERR_CONFLICT "not_computed" without a level, "no_sessions" where the range
 * holds none.
 */
enum err app_distribution(struct app *app, struct arena *a, const struct DistributionQuery *in,
                          struct Distribution *out, struct fail *f) MUST_CHECK;

#endif

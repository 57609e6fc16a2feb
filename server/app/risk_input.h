/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_RISK_INPUT_H
#define APP_RISK_INPUT_H

#include <stddef.h>
#include <stdint.h>

#include "app/benchmark.h"
#include "app/common_returns.h"
#include "base/err.h"
#include "store/levels.h"
#include "store/points.h"

struct app;
struct arena;

enum { RISK_YEAR_DAYS = 365, RISK_SESSIONS = 252 }; /* least days to annualise; returns a year */

/* What risk figures are computed from: the total-return level of a range, and what stands beside it. */
struct risk_input {
	size_t                n;     /* sessions, at least 1 */
	const int32_t        *dates; /* [n] */
	const double         *level; /* [n] */
	const double         *r;     /* [n - 1] returns */
	size_t                rated; /* the first returns that have a risk-free rate */
	const double         *x;     /* [rated] those less it */
	struct common_returns common;
	size_t                common_rated;
	const double         *common_x, *common_y; /* [common_rated] excess of own and other */
	struct points         rates;
	enum basis            basis;
};

/*
 * The levels of a range, open where a date is DATE_NONE; at least one. ERR_INVALID where start is after end,
 * ERR_CONFLICT "not_computed" or "no_sessions".
 */
enum err risk_levels(struct app *app, struct arena *a, int32_t start, int32_t end,
                     struct levels *out, struct fail *f) MUST_CHECK;

/* All of them, with the benchmark and the rates. Errors as above. */
enum err risk_input_load(struct app *app, struct arena *a, int32_t start, int32_t end,
                         enum basis basis, struct risk_input *out, struct fail *f) MUST_CHECK;
/* The same of what was read: l is not empty, b may be. ERR_INTERNAL: a level is not above 0. */
enum err risk_input_make(struct arena *a, const struct levels *l, const struct points *b,
                         const struct points *rates, enum basis basis, struct risk_input *out,
                         struct fail *f) MUST_CHECK;

/*
 * How many returns a figure as of a date rests on: of the index, of those that
 * have a rate which was known by then, and the same of the common ones. A rate
 * is never extended past the last one known.
 */
struct risk_counts {
	size_t own, rated, common, common_rated;
};
struct risk_counts risk_counts(const struct risk_input *in, int32_t date);

#endif

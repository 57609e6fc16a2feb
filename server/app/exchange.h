/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_EXCHANGE_H
#define APP_EXCHANGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/points.h"

struct app;
struct arena;
struct series;

/*
 * Exchange rates as of each date: the fixing of that day, or the last one where
 * it is at most CARRY_DAYS old. Never a later one, never an older one.
 */
#define INDEX_CURRENCY "USD"

enum { CARRY_DAYS = 7 };

/* Units of the currency for one euro on a date; 1 for the euro itself; NaN without a fixing. */
enum err exchange_fixing(struct app *app, const char *currency, int32_t date, double *out,
                         struct fail *f) MUST_CHECK;

/* ERR_INVALID on the field "currency" where there is not a single fixing of it. */
enum err exchange_known(struct app *app, struct arena *a, const char *currency,
                        struct fail *f) MUST_CHECK;

/*
 * out[i] = units of the currency for one unit of the index's own on dates[i], n >= 1 ascending. ERR_INVALID on
 * the field "currency" says which currency has no fixing on which date.
 */
enum err exchange_rates(struct app *app, struct arena *a, struct series *s, const char *currency,
                        const int32_t *dates, size_t n, double *out, struct fail *f) MUST_CHECK;

/*
 * The value on a date, or the last one at most CARRY_DAYS before; NaN without one. *at starts at 0 and follows
 * dates that do not decrease.
 */
double points_carried(const struct points *p, size_t *at, int32_t date);

#endif

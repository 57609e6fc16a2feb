/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_CURRENCIES_H
#define APP_CURRENCIES_H

#include <stdint.h>

#include "base/err.h"
#include "base/shape.h"

struct app;
struct arena;

/* What an amount can be given in: every currency with a fixing, the euro that they are against, the index's own. */
struct Currencies {
	struct list names; /* struct pair, by code */
};

struct CurrencyRatesQuery {
	int32_t start_date, end_date; /* DATE_NONE: first and last session of the index */
};
struct CurrencyRate {
	const char *currency, *name;
	int32_t     first_date,
		last_date; /* between which it has fixings, not all; DATE_NONE: always */
	double start, end; /* units for one unit of the index's currency; NaN without a fixing */
	double effect_pct; /* what holding the index's currency brought */
};
struct CurrencyRates {
	int32_t     start_date, end_date;
	const char *base;
	struct list items; /* struct CurrencyRate, by code */
};

/* The English name of ISO 4217; the code itself where it is none of the 42 in the table. */
const char *currency_name(const char *code);

enum err app_currencies(struct app *app, struct arena *a, struct Currencies *out,
                        struct fail *f) MUST_CHECK;
/* ERR_CONFLICT "not_computed" where a date is not given and there is no session yet. */
enum err app_currency_rates(struct app *app, struct arena *a, const struct CurrencyRatesQuery *in,
                            struct CurrencyRates *out, struct fail *f) MUST_CHECK;

#endif

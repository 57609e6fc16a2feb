/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/currencies.h"

#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/exchange.h"
#include "app/indexes.h"
#include "base/arena.h"
#include "base/date.h"
#include "store/fx.h"
#include "store/levels.h"

/* ISO 4217, its lists of current and of historic codes, with the country where the short name leaves it open. */
static const struct pair names[] = {
	{"AUD", "Australian Dollar"},
	{"BGN", "Bulgarian Lev"},
	{"BRL", "Brazilian Real"},
	{"CAD", "Canadian Dollar"},
	{"CHF", "Swiss Franc"},
	{"CNY", "Chinese Yuan Renminbi"},
	{"CYP", "Cyprus Pound"},
	{"CZK", "Czech Koruna"},
	{"DKK", "Danish Krone"},
	{"EEK", "Estonian Kroon"},
	{"EUR", "Euro"},
	{"GBP", "Pound Sterling"},
	{"HKD", "Hong Kong Dollar"},
	{"HRK", "Croatian Kuna"},
	{"HUF", "Hungarian Forint"},
	{"IDR", "Indonesian Rupiah"},
	{"ILS", "New Israeli Sheqel"},
	{"INR", "Indian Rupee"},
	{"ISK", "Iceland Krona"},
	{"JPY", "Japanese Yen"},
	{"KRW", "South Korean Won"},
	{"LTL", "Lithuanian Litas"},
	{"LVL", "Latvian Lats"},
	{"MTL", "Maltese Lira"},
	{"MXN", "Mexican Peso"},
	{"MYR", "Malaysian Ringgit"},
	{"NOK", "Norwegian Krone"},
	{"NZD", "New Zealand Dollar"},
	{"PHP", "Philippine Peso"},
	{"PLN", "Polish Zloty"},
	{"ROL", "Old Romanian Leu"},
	{"RON", "Romanian Leu"},
	{"RUB", "Russian Ruble"},
	{"SEK", "Swedish Krona"},
	{"SGD", "Singapore Dollar"},
	{"SIT", "Slovenian Tolar"},
	{"SKK", "Slovak Koruna"},
	{"THB", "Thai Baht"},
	{"TRL", "Old Turkish Lira"},
	{"TRY", "Turkish Lira"},
	{"USD", "US Dollar"},
	{"ZAR", "South African Rand"},
};

static int by_code(const void *code, const void *row)
{
	return strcmp(code, ((const struct pair *)row)->name);
}

const char *currency_name(const char *code)
{
	const struct pair *p = bsearch(code, names, COUNT(names), sizeof(*names), by_code);

	return p ? p->text : code;
}

static int by_name(const void *x, const void *y)
{
	return strcmp(((const struct pair *)x)->name, ((const struct pair *)y)->name);
}

static bool listed(const struct list *l, const char *code)
{
	const struct pair *p = l->items;

	for (size_t i = 0; i < l->n; i++)
		if (strcmp(p[i].name, code) == 0)
			return true;
	return false;
}

enum err app_currencies(struct app *app, struct arena *a, struct Currencies *out, struct fail *f)
{
	static const char *const always[] = {FX_BASE, INDEX_CURRENCY};
	struct fx_codes          codes;

	TRY(fx_codes(app->db, a, &codes, f));
	struct pair *p = ARENA_ARRAY(a, codes.n + COUNT(always), struct pair);
	struct list  l = {.items = p, .n = codes.n};
	for (size_t i = 0; i < codes.n; i++)
		p[i] = (struct pair){codes.p[i], currency_name(codes.p[i])};
	for (size_t i = 0; i < COUNT(always); i++)
		if (!listed(&l, always[i]))
			p[l.n++] = (struct pair){always[i], currency_name(always[i])};
	qsort(p, l.n, sizeof(*p), by_name);
	*out = (struct Currencies){.names = l};
	return OK;
}

/* The dates asked about, the bounds of the index where they are not given. */
static enum err dates_of(struct app *app, const struct CurrencyRatesQuery *in, int32_t at[2],
                         struct fail *f)
{
	int32_t first, last;

	TRY(range_check(in->start_date, in->end_date, f));
	TRY(levels_bounds(app->db, INDEX_DEFAULT, &first, &last, f));
	at[0] = in->start_date == DATE_NONE ? first : in->start_date;
	at[1] = in->end_date == DATE_NONE ? last : in->end_date;
	return at[0] == DATE_NONE || at[1] == DATE_NONE ? not_computed(f) : OK;
}

struct reach {
	int32_t first, last;
};

/* From when to when a currency has fixings; everything for the euro, which needs none. */
static enum err reach_of(struct app *app, const char *code, struct reach *out, struct fail *f)
{
	struct point first, last;

	*out = (struct reach){INT32_MIN, INT32_MAX};
	if (strcmp(code, FX_BASE) == 0)
		return OK;
	TRY(fx_next(app->db, code, INT32_MIN, &first, f));
	TRY(fx_last(app->db, code, INT32_MAX, &last, f));
	*out = (struct reach){first.date, last.date};
	return OK;
}

/* usd: of the index's own currency. */
static enum err show(struct app *app, const struct pair *p, const int32_t at[2],
                     const double usd[2], const struct reach *usd_reach, struct CurrencyRate *out,
                     struct fail *f)
{
	const bool   own = strcmp(p->name, INDEX_CURRENCY) == 0;
	struct reach r;
	double       rate[2];

	TRY(reach_of(app, p->name, &r, f));
	for (int k = 0; k < 2; k++) {
		TRY(exchange_fixing(app, p->name, at[k], &rate[k], f));
		rate[k] = own ? 1 : rate[k] / usd[k];
	}
	*out = (struct CurrencyRate){
		.currency = p->name,
		.name = p->text,
		.first_date = own                          ? DATE_NONE
	                      : r.first > usd_reach->first ? r.first
	                                                   : usd_reach->first,
		.last_date = own                        ? DATE_NONE
	                     : r.last < usd_reach->last ? r.last
	                                                : usd_reach->last,
		.start = rate[0],
		.end = rate[1],
		.effect_pct = (rate[1] / rate[0] - 1) * 100,
	};
	return OK;
}

enum err app_currency_rates(struct app *app, struct arena *a, const struct CurrencyRatesQuery *in,
                            struct CurrencyRates *out, struct fail *f)
{
	struct Currencies all;
	struct reach      usd_reach;
	int32_t           at[2];
	double            usd[2];

	TRY(dates_of(app, in, at, f));
	TRY(app_currencies(app, a, &all, f));
	TRY(reach_of(app, INDEX_CURRENCY, &usd_reach, f));
	for (int k = 0; k < 2; k++)
		TRY(exchange_fixing(app, INDEX_CURRENCY, at[k], &usd[k], f));
	const struct pair   *p = all.names.items;
	struct CurrencyRate *items = ARENA_ARRAY(a, all.names.n, struct CurrencyRate);
	for (size_t i = 0; i < all.names.n; i++)
		TRY(show(app, &p[i], at, usd, &usd_reach, &items[i], f));
	*out = (struct CurrencyRates){
		.start_date = at[0],
		.end_date = at[1],
		.base = INDEX_CURRENCY,
		.items = {.items = items, .n = all.names.n},
	};
	return OK;
}

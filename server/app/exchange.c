/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/exchange.h"

#include <math.h>
#include <string.h>

#include "app/app.h"
#include "app/currencies.h"
#include "app/series.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"
#include "store/fx.h"

double points_carried(const struct points *p, size_t *at, int32_t date)
{
	while (*at < p->n && p->p[*at].date <= date)
		++*at;
	if (*at == 0 || date - p->p[*at - 1].date > CARRY_DAYS)
		return NAN;
	return p->p[*at - 1].value;
}

enum err exchange_fixing(struct app *app, const char *currency, int32_t date, double *out,
                         struct fail *f)
{
	struct point last;

	if (strcmp(currency, FX_BASE) == 0) {
		*out = 1;
		return OK;
	}
	TRY(fx_last(app->db, currency, date, &last, f));
	*out = last.date == DATE_NONE || date - last.date > CARRY_DAYS ? NAN : last.value;
	return OK;
}

enum err exchange_known(struct app *app, struct arena *a, const char *currency, struct fail *f)
{
	struct Currencies all;

	TRY(app_currencies(app, a, &all, f));
	const struct pair *p = all.names.items;
	const char       **codes = ARENA_ARRAY(a, all.names.n, const char *);
	for (size_t i = 0; i < all.names.n; i++) {
		if (strcmp(p[i].name, currency) == 0)
			return OK;
		codes[i] = p[i].name;
	}
	const char *near = text_nearest(currency, codes, all.names.n);
	return fail_field(f, "currency", "no rates of '%s' are known%s%s%s", currency,
	                  near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

/* What is missing, and where the rates before and after it stand. */
static enum err no_fixing(struct app *app, const char *currency, const char *missing, int32_t date,
                          struct fail *f)
{
	struct point last, next;
	char         on[DATE_TEXT], from[DATE_TEXT], to[DATE_TEXT];

	TRY(fx_last(app->db, missing, date, &last, f));
	TRY(fx_next(app->db, missing, date, &next, f));
	return fail_field(
		f, "currency",
		"%s has no fixing against " INDEX_CURRENCY " on %s or the %d days before%s%s%s%s",
		currency, date_format(date, on), CARRY_DAYS,
		last.date == DATE_NONE ? "" : "; the last is of ", date_format(last.date, from),
		next.date == DATE_NONE ? "" : "; the next is of ", date_format(next.date, to));
}

enum err exchange_rates(struct app *app, struct arena *a, struct series *s, const char *currency,
                        const int32_t *dates, size_t n, double *out, struct fail *f)
{
	struct points of[2] = {{0}}; /* the index's currency and the other */
	const char   *codes[2] = {INDEX_CURRENCY, currency};
	size_t        at[2] = {0, 0};

	if (strcmp(currency, INDEX_CURRENCY) == 0) {
		for (size_t i = 0; i < n; i++)
			out[i] = 1;
		return OK;
	}
	const int others = strcmp(currency, FX_BASE) == 0 ? 1 : 2;
	for (int k = 0; k < others; k++)
		TRY(series_fixings(app, a, s, codes[k], &of[k], f));
	for (size_t i = 0; i < n; i++) {
		double rate[2] = {1, 1};

		for (int k = others - 1; k >= 0; k--) {
			rate[k] = points_carried(&of[k], &at[k], dates[i]);
			if (isnan(rate[k]))
				return no_fixing(app, currency, codes[k], dates[i], f);
		}
		out[i] = rate[1] / rate[0];
	}
	return OK;
}

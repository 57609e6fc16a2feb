/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_FIXTURE_H
#define APP_FIXTURE_H

/*
 * For tests only: what a use case needs, over a database of its own, and a small market made by
 * hand.
 */

#include "store/fixture.h"

#include <math.h>

#include "app/app.h"
#include "app/strategy.h"
#include "app/throttle.h"
#include "base/date.h"
#include "base/scalar.h"
#include "base/seal.h"

enum { BCRYPT_CHEAP = 4, SESSION_S = 24 * 3600, MARKET_ASSETS = 3, MARKET_DAYS = 130 };

struct desk {
	struct store    *s;
	struct conf      conf;
	struct clock     clock;
	uint8_t          key[APP_KEY_LEN];
	struct seal_keys seal;
	struct app       app;
};

/* Makes a configured index without prices. */
static inline struct desk *desk_make(void)
{
	struct desk *d = calloc(1, sizeof(*d));
	struct fail  f = {0};

	assert_non_null(d);
	d->s = store_make();
	d->conf.bcrypt_cost = BCRYPT_CHEAP;
	d->conf.session_lifetime_s = SESSION_S;
	d->clock.fixed_ms = INT64_C(1767225600000); /* 2026-01-01 */
	memset(d->key, 7, sizeof(d->key));
	seal_keys_add(&d->seal, d->key, sizeof(d->key));
	d->app = (struct app){.db = d->s->db,
	                      .seal = &d->seal,
	                      .conf = &d->conf,
	                      .clock = &d->clock,
	                      .key = d->key,
	                      .throttle = throttle_create()};
	assert_ok(strategy_ensure(d->s->db, d->s->a, d->clock.fixed_ms, &f), &f);
	return d;
}

static inline int desk_setup(void **state)
{
	*state = desk_make();
	return 0;
}

static inline int desk_teardown(void **state)
{
	struct desk *d = *state;

	throttle_destroy(d->app.throttle);
	store_remove(d->s);
	free(d);
	return 0;
}

/* The t-th weekday from Monday 2024-01-01 on. */
static inline int32_t market_date(int t)
{
	return date_of(2024, 1, 1) + t / 5 * 7 + t % 5;
}

/*
 * Smooth and different for each asset, with ups and downs: only + - * /, so that it is the same
 * everywhere.
 */
static inline double market_price(int asset, int t)
{
	int    wave = (t * (asset + 2) * 7 + asset * 13) % 23 - 11;
	double trend = 50.0 * (asset + 1) + t * (asset - 1) * 0.1;

	return trend * (1 + wave / 400.0);
}

/*
 * Assets 1 to 3, called AAA BBB CCC, members of the index, with adjusted closes on the first
 * days weekdays.
 */
static inline void market_make(struct desk *d, int days)
{
	static const char *const symbols[MARKET_ASSETS] = {"AAA", "BBB", "CCC"};

	store_exec(d->s, "BEGIN");
	for (int i = 0; i < MARKET_ASSETS; i++) {
		store_asset(d->s, i + 1, symbols[i]);
		store_exec(d->s, arena_printf(d->s->a, "INSERT INTO index_members VALUES (1, %d)",
		                              i + 1));
		for (int t = 0; t < days; t++)
			store_price(d->s, i + 1, market_date(t), NAN, market_price(i, t));
	}
	store_exec(d->s, "COMMIT");
}

/* A change of the strategy that names nothing yet. */
static inline struct Strategy strategy_nothing(void)
{
	struct Strategy s = {0};

	for (size_t i = 0; i < strategy_method.n; i++) {
		const struct field *fd = &strategy_method.fields[i];

		scalar_absent(fd, (char *)&s + fd->at);
	}
	return s;
}

#endif

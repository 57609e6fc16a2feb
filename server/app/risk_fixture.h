/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_RISK_FIXTURE_H
#define APP_RISK_FIXTURE_H

/*
 * For tests only: published levels without a computation, a benchmark that
 * lacks every 37th session, and a risk-free rate on most of the first 500.
 */

#include "app/fixture.h"

#include "calc/series_fixture.h"

enum { RISK_LEVELS = 800, RATED_DAYS = 500, HOLE = 37, RISK_BENCHMARK = 9 };

static inline void risk_level(struct desk *d, int32_t date, double level)
{
	store_exec(d->s, arena_printf(d->s->a,
	                              "INSERT INTO index_values VALUES (1, %d, %.17g, 1.0, NULL, 1,"
	                              " 1, 1, 0, 0)",
	                              date, level));
}

static inline void risk_rate(struct desk *d, int32_t date, double percent)
{
	store_exec(d->s,
	           arena_printf(d->s->a, "INSERT INTO risk_free_rates VALUES (%d, %.17g, 't')",
	                        date, percent));
}

/* The default index with a run, and a benchmark without a price. */
static inline struct desk *risk_desk_empty(void)
{
	struct desk *d = desk_make();

	store_exec(d->s, "INSERT INTO runs VALUES (1, 1, 1, 'c', 'd', 'e', 0, 0, 0, 0, 0, 0);"
	                 "INSERT INTO assets (id, symbol, name, asset_type)"
	                 " VALUES (9, '" BENCHMARK_SYMBOL "', 'S&P 500', 'index')");
	return d;
}

static inline int risk_setup(void **state)
{
	static double own[RISK_LEVELS], other[RISK_LEVELS];
	struct desk  *d = risk_desk_empty();
	double        level = 100, index = 4000;

	returns_made(21, RISK_LEVELS, own);
	returns_made(22, RISK_LEVELS, other);
	store_exec(d->s, "BEGIN");
	for (int t = 0; t < RISK_LEVELS; t++) {
		if (t > 0) {
			level *= 1 + own[t];
			index *= 1 + 0.4 * own[t] + 0.3 * other[t];
		}
		risk_level(d, market_date(t), level);
		if (t % HOLE != 30)
			store_price(d->s, RISK_BENCHMARK, market_date(t), index, NAN);
		if (t < RATED_DAYS && t % 11 != 7)
			risk_rate(d, market_date(t), 2 + t % 5 * 0.25);
	}
	store_exec(d->s, "COMMIT");
	*state = d;
	return 0;
}

static inline int risk_empty_setup(void **state)
{
	*state = risk_desk_empty();
	return 0;
}

#define RISK_TEST(fn) cmocka_unit_test_setup_teardown(fn, risk_setup, desk_teardown)
#define RISK_TEST_EMPTY(fn) cmocka_unit_test_setup_teardown(fn, risk_empty_setup, desk_teardown)

#endif

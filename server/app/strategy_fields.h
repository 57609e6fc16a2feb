/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_STRATEGY_FIELDS_H
#define APP_STRATEGY_FIELDS_H

#include "app/strategy.h"

/*
 * The fields of a strategy's method: one row each, with its range and, in doc,
 * what it does. Decoding, checks, storage, openapi.json, GET /strategy/fields
 * and the page's help are made from these rows; app/effects_test.c changes each
 * and sees what the row says. The weights stand first. With NULLABLE they are a
 * change, which may leave any of them out.
 */
enum { STRATEGY_WEIGHTS = 3, STRATEGY_METHOD = 15 };

/* Its name is the member's. Rows in a macro: the formatter would give each part a line. */
/* clang-format off */
#define STRATEGY_FIELD(member, kind, ...) {#member, kind, AT(Strategy, member), __VA_ARGS__}
#define STRATEGY_FIELDS(given)                                                                \
	STRATEGY_FIELD(momentum_weight, REAL, given, 0, 1,                                    \
		.doc = "Share of the momentum sleeve, which holds what has risen; the three " \
		       "weights sum to 1"),                                                   \
	STRATEGY_FIELD(market_cap_weight, REAL, given, 0, 1,                                  \
		.doc = "Share of the capitalisation sleeve, which holds by size; equal "      \
		       "weights where a size is not in the data"),                            \
	STRATEGY_FIELD(risk_parity_weight, REAL, given, 0, 1,                                 \
		.doc = "Share of the inverse-volatility sleeve, which holds more of what "    \
		       "moves less"),                                                         \
	STRATEGY_FIELD(min_price_threshold, REAL, given, 0.01, 1e6,                           \
		.doc = "An asset whose traded price at the reference date is lower is not "   \
		       "held; not applied where only adjusted closes exist"),                 \
	STRATEGY_FIELD(max_daily_return, REAL, given, 0.01, 10,                               \
		.doc = "A daily return above this raises the flag return_above; it changes "  \
		       "no return"),                                                          \
	STRATEGY_FIELD(min_daily_return, REAL, given, -10, -0.01,                             \
		.doc = "A daily return below this raises the flag return_below; it changes "  \
		       "no return"),                                                          \
	STRATEGY_FIELD(max_forward_fill_days, INT, given, 0, 30,                              \
		.doc = "Sessions that a price may be carried before the asset is stale and "  \
		       "not eligible"),                                                       \
	STRATEGY_FIELD(outlier_std_threshold, REAL, given, 1, 10,                             \
		.doc = "Robust standard deviations of the 60 returns before, beyond which a " \
		       "return raises the flag outlier; it changes no return"),               \
	STRATEGY_FIELD(rebalance_frequency, ENUM, given, .words = strategy_frequencies,       \
		.doc = "Reference dates, on which weights are decided: every session, or the" \
		       " last session of the ISO week, month, quarter or year"),              \
	STRATEGY_FIELD(daily_drop_threshold, REAL, given, -1, 0,                              \
		.doc = "A day on which the index itself returns less raises the alert "       \
		       "daily_drop"),                                                         \
	STRATEGY_FIELD(momentum_lookback, INT, given, 1, 1000,                                \
		.doc = "Sessions over which the rise of an asset is measured for the "        \
		       "momentum sleeve"),                                                    \
	STRATEGY_FIELD(volatility_lookback, INT, given, 2, 1000,                              \
		.doc = "Daily returns from which volatility is estimated, and so the history" \
		       " an asset needs"),                                                    \
	STRATEGY_FIELD(volatility_floor, REAL, given, 0.0001, 1,                              \
		.doc = "Lowest daily volatility that is believed; an asset that moves less "  \
		       "is held as if it moved so much (event volatility_floor)"),            \
	STRATEGY_FIELD(cost_bps, REAL, given, 0, 1000,                                        \
		.doc = "Trading cost in basis points of each unit of weight bought or sold, " \
		       "charged to the net level"),                                           \
	STRATEGY_FIELD(rebalance_lag, INT, given, 1, 30,                                      \
		.doc = "Sessions from the reference date to the close at which the new "      \
		       "weights are bought")
/* clang-format on */

#endif

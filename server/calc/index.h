/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_INDEX_H
#define CALC_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "calc/schedule.h"

/*
 * The index: weights decided at the close of a reference row r from rows <= r
 * alone, bought at the close of row e = r + lag, earning from row e + 1 on.
 * Pure: no allocation, no globals; the same bits on every machine.
 *
 * Matrices are row-major [rows][assets], one row a session. A price that is
 * not within CALC_PRICE_LOW..CALC_PRICE_HIGH (NaN above all) is missing.
 *
 * Missing prices. For valuation the last price is carried, however old, and
 * the row is flagged. At a reference row an asset is eligible if
 *   its first price is at least max(volatility_lookback, momentum_lookback)
 *   sessions old, its last price at most max_forward_fill sessions old, and at
 *   least half of the window (and two) are true returns, and its traded price
 *   is not under min_price.
 * A true return runs from one price to the next where at most max_forward_fill
 * sessions lie between; a session without a price adds no return (no zero), and
 * the standard deviation is that of the returns there are (n - 1). The base of
 * the momentum is the last price at or before r - momentum_lookback.
 *
 * Levels. Units are bought for the value of the holdings before, first for
 * CALC_NOTIONAL: unit_i = target_i * value / price_i,e. Between effective rows
 *   value_t = calc_index_value(units, prices_t): left to right, from 0
 *   total_t = value_t / divisor_t
 *   net_t   = total_t * (product of 1 - cost over the effective rows <= t)
 * with the units of the last rebalance whose effective row is before t (on the
 * first row: of the first), missing prices carried. The row e itself belongs to
 * the old units; the next divisor is new value_e / total_e. Whoever repeats
 * these operations in doubles gets total_t to the last bit, 100 on the first
 * row included.
 */
#define CALC_NOTIONAL 100000.0 /* value of the first holdings: the first divisor is 1000 */
#define CALC_BASE 100.0        /* total level on the first row */
#define CALC_PRICE_LOW 1e-50
#define CALC_PRICE_HIGH 1e50
enum { CALC_LOOKBACK_MAX = 10000 };

struct calc_index_rules {
	/* Each >= 0, sum 1 within 0.001; they are divided by their sum. */
	double              momentum_weight, cap_weight, risk_weight;
	int                 momentum_lookback;   /* sessions, >= 1 */
	int                 volatility_lookback; /* returns, >= 2 */
	double              volatility_floor;    /* of the daily standard deviation, > 0 */
	double              cost;                /* of sum |w* - w-|, 0 <= cost < 0.5 */
	int                 lag; /* sessions from r to e; 0 is theory, nobody can trade it */
	int                 max_forward_fill; /* sessions a price may be carried, >= 0 */
	double              min_price;        /* of the traded price; 0 = no rule */
	enum calc_frequency frequency;
};

/* Methodology's default: 0.4 / 0.3 / 0.3, 20, 60, 0.005, 10 bp, lag 1, fill 2, 1.0, weekly. */
extern const struct calc_index_rules calc_index_default;

/* Matrices are [rows][assets]; caps and traded may be NULL: none known. */
struct calc_index_data {
	size_t         rows, assets;
	const int32_t *dates;  /* [rows] days since 1970, strictly ascending */
	const double  *prices; /* total-return closes */
	const double  *caps;   /* market capitalisation known on that row */
	const double  *traded; /* unadjusted closes */
};

/* Events of a rebalance, and of the whole index (their union). */
enum {
	CALC_MOMENTUM_FLAT = 1,    /* no momentum above 0: that sleeve is equal weight */
	CALC_CAP_UNKNOWN = 2,      /* of an eligible asset: that sleeve is equal weight */
	CALC_NO_TRADED_PRICE = 4,  /* of an eligible asset: min_price not applied to it */
	CALC_NONE_ELIGIBLE = 8,    /* holdings kept, no trade; target = before */
	CALC_PRICE_CARRIED = 16,   /* a carried price was decided on or traded at */
	CALC_STALE_HELD = 32,      /* a holding stood at a stale price since the last rebalance */
	CALC_VOLATILITY_FLOOR = 64 /* the floor held for an eligible asset */
};

/* Flags of a row's valuation. */
enum {
	CALC_ROW_CARRIED = 1, /* a holding has no price on this row */
	CALC_ROW_STALE = 2    /* ... and its last is more than max_forward_fill sessions old */
};

struct calc_rebalance {
	size_t   reference, effective; /* rows of the data */
	size_t   eligible;             /* number of assets; 0 with CALC_NONE_ELIGIBLE */
	unsigned events;
	double   turnover; /* one-way: sum |target - before| / 2; the first purchase is 0.5 */
	double   cost;     /* fraction of the net level taken at the effective close */
};

/* Arrays are the caller's; max = calc_index_rebalances(). */
struct calc_index_out {
	/* [rows]; element k is data row first_row + k. */
	double        *total, *net, *divisor;
	unsigned char *row_flags;
	/* [max] */
	struct calc_rebalance *rebalances;
	/* [max][assets] */
	double *target; /* w*, sums to 1; 0 = not held */
	double *before; /* w-, drifted weights at the effective close; at the first all 0 */
	double *units;  /* held from the effective close on */

	size_t   first_row; /* first effective row */
	size_t   n_levels;  /* data rows - first_row */
	size_t   n_rebalances;
	unsigned events;
};

/*
 * Reference rows that the data and the frequency allow: at least so many
 * elements must every [max] array have (n_rebalances may be smaller: references
 * before the first eligible asset leave no trace).
 */
size_t calc_index_rebalances(const struct calc_index_data  *in,
                             const struct calc_index_rules *rules);

/*
 * Doubles of scratch that calc_index() wants: up to 2.5 * volatility_lookback +
 * 30 for each asset; 0 for rules it refuses.
 */
size_t calc_index_scratch(const struct calc_index_data *in, const struct calc_index_rules *rules);

/*
 * Compute the index. ERR_INVALID: a rule out of range, dates not ascending, or
 * capitalisation as the only sleeve where one is unknown. ERR_TOOSHORT: no
 * reference row has an eligible asset and an effective row. On failure the
 * contents of the arrays are undefined, the other members of out untouched.
 */
enum err calc_index(const struct calc_index_data *in, const struct calc_index_rules *rules,
                    double *scratch, struct calc_index_out *out, struct fail *f) MUST_CHECK;

/* sum of units * price, left to right, assets without units skipped (their price may be NaN). */
double calc_index_value(const double *units, const double *price, size_t n);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CALC_HOLDINGS_H
#define CALC_HOLDINGS_H

#include <stddef.h>

#include "calc/index.h"
#include "calc/window.h"

/*
 * The holdings of an index through time: units, divisor, levels. The decisions
 * stand in out->rebalances and out->target, in order; each is traded at the
 * close of its effective row. The arithmetic is that of calc/index.h.
 */
struct calc_holdings {
	const struct calc_index_data  *in;
	const struct calc_index_rules *rules;
	const struct calc_window      *window;
	struct calc_index_out         *out;
	double                        *change; /* [assets] */
	const double                  *units;  /* [assets] held; NULL before the first purchase */
	double   value, divisor;               /* of the holdings at the last recorded row */
	double   keep;                         /* product of 1 - cost */
	size_t   decided, traded;              /* rebalances */
	size_t   first_row;
	size_t   recorded; /* first row without a level */
	unsigned events;   /* since the last effective row */
};

size_t calc_holdings_scratch(size_t n); /* doubles */
void   calc_holdings_init(struct calc_holdings *h, const struct calc_index_data *in,
                          const struct calc_index_rules *rules, const struct calc_window *window,
                          struct calc_index_out *out, double *scratch);

/* The close of the row last pushed, at its prices (carried where missing): value, trade if due. */
void calc_holdings_close(struct calc_holdings *h, const double *price);

/* After the last row: record what is outstanding. */
void calc_holdings_end(struct calc_holdings *h);

#endif

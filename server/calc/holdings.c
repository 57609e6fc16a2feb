/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/holdings.h"

#include <math.h>
#include <string.h>

#include "calc/sum.h"

double calc_index_value(const double *units, const double *price, size_t n)
{
	double value = 0;

	for (size_t i = 0; i < n; i++)
		if (units[i] > 0)
			value += units[i] * price[i];
	return value;
}

/*
 * calc_index_value() of each row; the same bits, as 0 * price adds +0. Several
 * rows at a time, for an addition waits for the one before it.
 */
enum { ROWS = 4 };

static void values(const double *restrict units, const double *restrict price, size_t n,
                   size_t rows, double *restrict value)
{
	size_t t = 0;

	for (; t + ROWS <= rows; t += ROWS) {
		const double *p = price + t * n;
		double        v[ROWS] = {0};

		for (size_t i = 0; i < n; i++)
			for (size_t k = 0; k < ROWS; k++)
				v[k] += units[i] * p[k * n + i];
		memcpy(value + t, v, sizeof(v));
	}
	for (; t < rows; t++) {
		double v = 0;

		for (size_t i = 0; i < n; i++)
			v += units[i] * price[t * n + i];
		value[t] = v;
	}
}

size_t calc_holdings_scratch(size_t n)
{
	return n;
}

void calc_holdings_init(struct calc_holdings *h, const struct calc_index_data *in,
                        const struct calc_index_rules *rules, const struct calc_window *window,
                        struct calc_index_out *out, double *scratch)
{
	*h = (struct calc_holdings){.in = in,
	                            .rules = rules,
	                            .window = window,
	                            .out = out,
	                            .change = scratch,
	                            .keep = 1};
}

static void record(struct calc_holdings *h, size_t k, double value)
{
	h->value = value;
	h->out->total[k] = value / h->divisor;
	h->out->net[k] = h->out->total[k] * h->keep;
	h->out->divisor[k] = h->divisor;
}

/* Levels of the rows before end that have none yet; all of them have every price. */
static void record_whole(struct calc_holdings *h, size_t end)
{
	size_t  n = h->in->assets, k = h->recorded - h->first_row, rows = end - h->recorded;
	double *value = h->out->total + k;

	if (rows == 0)
		return;
	values(h->units, h->in->prices + h->recorded * n, n, rows, value);
	for (size_t j = 0; j < rows; j++)
		record(h, k + j, value[j]);
	memset(h->out->row_flags + k, 0, rows);
	h->recorded = end;
}

/* Which of the holdings have no price of their own on the current row. */
static unsigned row_flags(const struct calc_holdings *h)
{
	unsigned flags = 0;

	for (size_t i = 0; i < h->in->assets; i++) {
		double age = h->units[i] > 0 ? calc_window_age(h->window, i) : 0;

		if (age > 0)
			flags |= CALC_ROW_CARRIED;
		if (age > h->rules->max_forward_fill)
			flags |= CALC_ROW_STALE;
	}
	return flags;
}

/* The level of the current row, some of whose prices are carried. */
static void record_carried(struct calc_holdings *h, const double *price)
{
	size_t   k = h->window->row - h->first_row;
	unsigned flags = row_flags(h);
	double   value;

	values(h->units, price, h->in->assets, 1, &value);
	record(h, k, value);
	h->out->row_flags[k] = (unsigned char)flags;
	if (flags & CALC_ROW_STALE)
		h->events |= CALC_STALE_HELD;
	h->recorded = h->window->row + 1;
}

/* Trade holdings of that value and those weights to the next target; the total level stays. */
static void trade(struct calc_holdings *h, const double *price, double value, double total,
                  const double *before)
{
	size_t                 n = h->in->assets;
	struct calc_rebalance *r = &h->out->rebalances[h->traded];
	double *target = h->out->target + h->traded * n, *units = h->out->units + h->traded * n;
	double  changed;

	for (size_t i = 0; i < n; i++) {
		units[i] = target[i] * value / price[i];
		h->change[i] = fabs(target[i] - before[i]);
	}
	changed = calc_sum(h->change, n);
	r->turnover = changed / 2;
	r->cost = h->rules->cost * changed;
	h->keep *= 1 - r->cost;
	h->units = units;
	values(units, price, n, 1, &value);
	h->divisor = value / total;
}

static void first_purchase(struct calc_holdings *h, const double *price)
{
	double *before = h->out->before;

	memset(before, 0, h->in->assets * sizeof(*before));
	h->first_row = h->recorded = h->window->row;
	trade(h, price, CALC_NOTIONAL, CALC_BASE, before);
}

/* The effective row is recorded: its level belongs to the old holdings, its cost to the new. */
static void rebalance(struct calc_holdings *h, const double *price)
{
	size_t  n = h->in->assets, at = h->traded * n, k = h->window->row - h->first_row;
	double *before = h->out->before + at, per_value = 1 / h->value;

	for (size_t i = 0; i < n; i++)
		before[i] = h->units[i] * price[i] * per_value;
	if (h->out->rebalances[h->traded].events & CALC_NONE_ELIGIBLE) {
		memcpy(h->out->target + at, before, n * sizeof(*before));
		memcpy(h->out->units + at, h->units, n * sizeof(*before));
		h->units = h->out->units + at;
		return;
	}
	trade(h, price, h->value, h->out->total[k], before);
	h->out->net[k] = h->out->total[k] * h->keep;
}

void calc_holdings_close(struct calc_holdings *h, const double *price)
{
	size_t                 t = h->window->row;
	struct calc_rebalance *r = &h->out->rebalances[h->traded];
	bool                   due = h->traded < h->decided && r->effective == t, first = !h->units;
	unsigned               flags = 0;

	if (!first && (due || !h->window->whole))
		record_whole(h, h->window->whole ? t + 1 : t);
	if (!first && !h->window->whole) {
		record_carried(h, price);
		flags = row_flags(h);
	}
	if (!due)
		return;
	if (first)
		first_purchase(h, price);
	else
		rebalance(h, price);
	h->traded++;
	r->events |= h->events;
	h->events = 0;
	if (h->window->whole)
		return;
	if ((flags | row_flags(h)) & CALC_ROW_CARRIED)
		r->events |= CALC_PRICE_CARRIED;
	if (first)
		record_carried(h, price);
}

void calc_holdings_end(struct calc_holdings *h)
{
	record_whole(h, h->in->rows);
}

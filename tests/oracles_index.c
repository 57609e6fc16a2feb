/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */

/* Index mathematics and calendar rules. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/date.h"
#include "calc/basket.h"
#include "calc/calendar.h"
#include "oracles.h"

enum { SYMBOLS = 256 };

/* The columns of a matrix, as symbols turn up. */
struct symbols {
	const char *name[SYMBOLS];
	size_t      n;
};

static size_t column(struct symbols *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->name[i], name) == 0)
			return i;
	s->name[s->n] = name;
	return s->n < SYMBOLS - 1 ? s->n++ : s->n;
}

static void collect(struct symbols *s, json_t *object)
{
	const char *name;
	json_t     *v;

	json_object_foreach(object, name, v) column(s, name);
}

static double *row_of(struct run *x, struct symbols *s, json_t *object, double absent)
{
	double     *row = doubles(x, s->n);
	const char *name;
	json_t     *v;

	for (size_t i = 0; i < s->n; i++)
		row[i] = absent;
	json_object_foreach(object, name, v) row[column(s, name)] = json_number_value(v);
	return row;
}

static int by_row(const void *a, const void *b)
{
	const struct calc_basket_event *x = a, *y = b;

	return (x->row > y->row) - (x->row < y->row);
}

/* prices, shares, base, events */
static enum err index_levels(struct run *x)
{
	json_t                   *prices = x->arg[0].json, *events = x->arg[3].json;
	size_t                    rows = json_array_size(prices), k = json_array_size(events);
	struct symbols            s = {0};
	struct calc_basket_event *e = ARENA_ARRAY(x->a, k + 1, struct calc_basket_event);
	double *matrix, *units, *level = doubles(x, rows), *divisor = doubles(x, 1);

	collect(&s, x->arg[1].json);
	for (size_t t = 0; t < rows; t++)
		collect(&s, json_array_get(prices, t));
	for (size_t i = 0; i < k; i++) {
		collect(&s, json_object_get(json_array_get(events, i), "shares"));
		collect(&s, json_object_get(json_array_get(events, i), "adjusted_prices"));
	}
	matrix = doubles(x, rows * s.n);
	for (size_t t = 0; t < rows; t++)
		memcpy(matrix + t * s.n, row_of(x, &s, json_array_get(prices, t), NAN),
		       s.n * sizeof(*matrix));
	for (size_t i = 0; i < k; i++) {
		json_t *one = json_array_get(events, i);

		e[i].row = (size_t)json_integer_value(json_object_get(one, "after"));
		e[i].units = row_of(x, &s, json_object_get(one, "shares"), 0);
		e[i].prices = row_of(x, &s, json_object_get(one, "adjusted_prices"), NAN);
	}
	qsort(e, k, sizeof(*e), by_row);
	units = row_of(x, &s, x->arg[1].json, 0);
	TRY(calc_basket_levels(matrix, rows, s.n, units, x->arg[2].number, e, k, level, divisor));
	answer_field(x, "levels", level, rows);
	return answer_field(x, "divisor", divisor, 1);
}

/* price_levels, div_points, base, withholding */
static enum err total_return_index(struct run *x)
{
	size_t  n = x->arg[0].rows;
	double *out = doubles(x, n);

	if (x->arg[1].rows < n)
		return ERR_INVALID;
	TRY(calc_total_return_levels(x->arg[0].v, x->arg[1].v, n, x->arg[2].number,
	                             x->arg[3].number, out));
	return answer_series(x, out, n);
}

static int by_size(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* R, weights, rebalance_at, cost_rate */
static enum err rebalanced_portfolio(struct run *x)
{
	const struct value *r = &x->arg[0];
	json_t             *at = x->arg[2].json;
	size_t *after = ARENA_ARRAY(x->a, json_array_size(at) + 1, size_t), k = 0, kept = 0;
	double *held = doubles(x, r->cols), *turnover = doubles(x, json_array_size(at));
	double *wealth = doubles(x, 1);

	if (x->arg[1].rows != r->cols)
		return ERR_INVALID;
	for (size_t i = 0; i < json_array_size(at); i++) {
		json_int_t row = json_integer_value(json_array_get(at, i));

		if (row >= 0 && (size_t)row < r->rows)
			after[k++] = (size_t)row;
	}
	qsort(after, k, sizeof(*after), by_size);
	for (size_t i = 0; i < k; i++)
		if (kept == 0 || after[kept - 1] != after[i])
			after[kept++] = after[i];
	TRY(calc_drifting_portfolio(r->v, r->rows, r->cols, x->arg[1].v, after, kept,
	                            x->arg[3].number, held, turnover, wealth));
	answer_field(x, "wealth", wealth, 1);
	answer_field(x, "turnover", turnover, kept);
	return answer_field(x, "weights", held, r->cols);
}

/* y, m */
static enum err third_friday(struct run *x)
{
	char *text = arena_alloc(x->a, DATE_TEXT);

	return answer_text(
		x, NULL,
		date_format(calc_third_friday((int)x->arg[0].number, (int)x->arg[1].number), text));
}

static const struct call table[] = {
	{"index_levels",
         {{"prices"}, {"shares"}, {"base", "100.0"}, {"events", "[]"}},
         index_levels},
	{"total_return_index",
         {{"price_levels"}, {"div_points"}, {"base", "100.0"}, {"withholding", "0.0"}},
         total_return_index},
	{"rebalanced_portfolio",
         {{"R"}, {"weights"}, {"rebalance_at"}, {"cost_rate", "0.0"}},
         rebalanced_portfolio},
	{"third_friday", {{"y"}, {"m"}}, third_friday},
};
const struct calls oracles_index = {table, COUNT(table)};

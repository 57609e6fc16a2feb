/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */

/* Falls below the highest level. */

#include <string.h>

#include "base/compiler.h"
#include "calc/drawdown.h"
#include "calc/series.h"
#include "oracles.h"

static enum err series(struct run *x, size_t *n)
{
	return joint(x, (const int[]){0, -1}, n);
}

static unsigned path_of(const struct value *compounded, const struct value *base)
{
	unsigned path = CALC_PATH_HOUSE;

	if (compounded->number == 0)
		path |= CALC_PATH_SUMMED;
	if (base->number == 0)
		path |= CALC_PATH_NO_BASE;
	return path;
}

/* r, compounded, include_base */
static enum err drawdowns(struct run *x)
{
	size_t  n;
	double *d;

	TRY(series(x, &n));
	d = doubles(x, n);
	TRY(calc_drawdowns(x->arg[0].v, n, path_of(&x->arg[1], &x->arg[2]), d));
	return answer_series(x, d, n);
}

static enum err max_drawdown(struct run *x)
{
	size_t n;
	double v;

	TRY(series(x, &n));
	TRY(calc_deepest(x->arg[0].v, n, path_of(&x->arg[1], &x->arg[2]), &v));
	return answer_number(x, v);
}

/* r, compounded, include_base, denom: "n", anything else is n - 1 */
static enum err ulcer(struct run *x)
{
	bool   all = x->arg[3].kind == WORD && strcmp(x->arg[3].word, "n") == 0;
	size_t n;
	double v;

	TRY(series(x, &n));
	TRY(calc_ulcer(x->arg[0].v, n, path_of(&x->arg[1], &x->arg[2]), all ? 0 : 1, &v));
	return answer_number(x, v);
}

static enum err pain_index(struct run *x)
{
	size_t n;
	double v;

	TRY(series(x, &n));
	TRY(calc_pain(x->arg[0].v, n, CALC_PATH_HOUSE, &v));
	return answer_number(x, v);
}

/* r, compounded */
static enum err avg_drawdown_all(struct run *x)
{
	struct value no = {.kind = TRUTH};
	size_t       n;
	double       v;

	TRY(series(x, &n));
	TRY(calc_pain(x->arg[0].v, n, path_of(&x->arg[1], &no), &v));
	return answer_number(x, v);
}

static enum err at_risk(struct run *x, enum err (*of)(const double *, size_t, double, unsigned,
                                                      double *, double *))
{
	struct value no = {.kind = TRUTH};
	size_t       n;
	double       v;

	TRY(series(x, &n));
	TRY(of(x->arg[0].v, n, tail_of(&x->arg[1]), path_of(&x->arg[2], &no), doubles(x, 2 * n),
	       &v));
	return answer_number(x, v);
}

static enum err dd_at_risk(struct run *x)
{
	return at_risk(x, calc_drawdown_at_risk);
}
static enum err cdar(struct run *x)
{
	return at_risk(x, calc_conditional_drawdown);
}

/* The depths of the episodes; of the k deepest if k > 0. */
static enum err episodes(struct run *x, size_t k)
{
	size_t               n, found;
	double              *level, *depth;
	struct calc_episode *e;

	TRY(series(x, &n));
	level = doubles(x, n + 1);
	e = ARENA_ARRAY(x->a, n / 2 + 2, struct calc_episode);
	TRY(calc_levels(x->arg[0].v, n, 1, level));
	TRY(calc_episodes(level, n + 1, e, &found));
	if (k > 0)
		found = calc_episodes_deepest(e, found, k);
	depth = doubles(x, found);
	for (size_t i = 0; i < found; i++)
		depth[i] = e[i].depth;
	return answer_series(x, depth, found);
}

static enum err dd_episodes(struct run *x)
{
	return episodes(x, 0);
}
static enum err top_drawdowns(struct run *x)
{
	return episodes(x, (size_t)x->arg[1].number);
}

static enum err max_drawdown_prices(struct run *x)
{
	struct calc_episode e;

	TRY(calc_deepest_episode(x->arg[0].v, x->arg[0].rows, &e));
	return answer_number(x, e.depth);
}

/* prices, dates */
static enum err max_drawdown_info(struct run *x)
{
	json_t             *dates = x->arg[1].json;
	struct calc_episode e;
	double             *depth = doubles(x, 1);

	TRY(calc_deepest_episode(x->arg[0].v, x->arg[0].rows, &e));
	*depth = e.depth;
	answer_field(x, "depth", depth, 1);
	answer_text(x, "peak", json_string_value(json_array_get(dates, e.peak)));
	answer_text(x, "trough", json_string_value(json_array_get(dates, e.trough)));
	return answer_text(x, "recovery", json_string_value(json_array_get(dates, e.recovery)));
}

static const struct call table[] = {
	{"drawdowns", {{"r"}, {"compounded", "true"}, {"include_base", "true"}}, drawdowns},
	{"max_drawdown", {{"r"}, {"compounded", "true"}, {"include_base", "true"}}, max_drawdown},
	{"ulcer",
         {{"r"}, {"compounded", "true"}, {"include_base", "true"}, {"denom", "\"n\""}},
         ulcer},
	{"pain_index", {{"r"}}, pain_index},
	{"avg_drawdown_all", {{"r"}, {"compounded", "true"}}, avg_drawdown_all},
	{"dd_at_risk", {{"r"}, {"p", "0.95"}, {"compounded", "true"}}, dd_at_risk},
	{"cdar", {{"r"}, {"p", "0.95"}, {"compounded", "true"}}, cdar},
	{"dd_episodes", {{"r"}}, dd_episodes},
	{"top_drawdowns", {{"r"}, {"k", "5"}}, top_drawdowns},
	{"max_drawdown_prices", {{"p"}}, max_drawdown_prices},
	{"max_drawdown_info", {{"prices"}, {"dates"}}, max_drawdown_info},
};
const struct calls oracles_drawdown = {table, COUNT(table)};

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */

/* A series against a benchmark, and figures of every window. */

#include <math.h>
#include <string.h>

#include "base/compiler.h"
#include "calc/relative.h"
#include "calc/returns.h"
#include "calc/rolling.h"
#include "calc/series.h"
#include "oracles.h"

static enum err pair(struct run *x, size_t *n)
{
	return joint(x, (const int[]){0, 1, -1}, n);
}

/* Both less the rate at a place, all complete. */
static enum err excesses(struct run *x, int rate, double **r, double **b, size_t *n)
{
	TRY(joint(x, (const int[]){0, 1, rate, -1}, n));
	*r = excess(x, 0, rate, *n);
	*b = excess(x, 1, rate, *n);
	return OK;
}

static enum err beta_of(struct run *x, enum calc_side side)
{
	double *r, *b, v;
	size_t  n;

	TRY(excesses(x, 2, &r, &b, &n));
	TRY(calc_beta(r, b, n, side, &v));
	return answer_number(x, v);
}

static enum err beta(struct run *x)
{
	return beta_of(x, CALC_ALL);
}
static enum err beta_bull(struct run *x)
{
	return beta_of(x, CALC_UP);
}
static enum err beta_bear(struct run *x)
{
	return beta_of(x, CALC_DOWN);
}

static enum err alpha_period(struct run *x)
{
	double *r, *b, v;
	size_t  n;

	TRY(excesses(x, 2, &r, &b, &n));
	TRY(calc_alpha(r, b, n, &v));
	return answer_number(x, v);
}

/* r, b, ppy, rf */
static enum err alpha_compounded(struct run *x)
{
	double *r, *b, v;
	size_t  n;

	TRY(excesses(x, 3, &r, &b, &n));
	TRY(calc_alpha_compounded(r, b, n, x->arg[2].number, &v));
	return answer_number(x, v);
}

/* CAGR of an argument's own values, whatever the others miss. */
static enum err own_cagr(struct run x, int place, double ppy, double *out)
{
	size_t n;

	TRY(joint(&x, (const int[]){place, -1}, &n));
	return calc_cagr(x.arg[place].v, n, ppy, out);
}

/* r, b, ppy, rf */
static enum err jensen_alpha_ann(struct run *x)
{
	double *ex, *ey, slope, ppy = x->arg[2].number, of_r, of_b, of_rf, one;
	size_t  n;

	TRY(own_cagr(*x, 0, ppy, &of_r));
	TRY(own_cagr(*x, 1, ppy, &of_b));
	one = x->arg[3].number;
	if (x->arg[3].kind == SERIES)
		TRY(own_cagr(*x, 3, ppy, &of_rf));
	else
		TRY(calc_cagr(&one, 1, ppy, &of_rf));
	TRY(excesses(x, 3, &ex, &ey, &n));
	TRY(calc_beta(ex, ey, n, CALC_ALL, &slope));
	return answer_number(x, calc_alpha_jensen(of_r, of_b, of_rf, slope));
}

static enum err correlation(struct run *x)
{
	size_t n;
	double v;

	TRY(pair(x, &n));
	TRY(calc_correlation(x->arg[0].v, x->arg[1].v, n, &v));
	return answer_number(x, v);
}

typedef enum err yearly_pair(const double *r, const double *b, size_t n, double ppy, double *out);

static enum err annual(struct run *x, yearly_pair *of)
{
	size_t n;
	double v;

	TRY(pair(x, &n));
	TRY(of(x->arg[0].v, x->arg[1].v, n, x->arg[2].number, &v));
	return answer_number(x, v);
}

static enum err tracking_error(struct run *x)
{
	return annual(x, calc_tracking_error);
}
static enum err ir_arith(struct run *x)
{
	return annual(x, calc_information_ratio);
}
static enum err active_premium_geom(struct run *x)
{
	return annual(x, calc_active_premium);
}
static enum err ir_geom(struct run *x)
{
	return annual(x, calc_information_ratio_geometric);
}
static enum err specific_risk(struct run *x)
{
	return annual(x, calc_specific_risk);
}
static enum err systematic_risk(struct run *x)
{
	return annual(x, calc_systematic_risk);
}

/* r, b, ppy, rf */
static enum err treynor_geom(struct run *x)
{
	double *r, *b, v;
	size_t  n;

	TRY(excesses(x, 3, &r, &b, &n));
	TRY(calc_treynor(r, b, n, x->arg[2].number, &v));
	return answer_number(x, v);
}

/* r, b, ppy, rf_ann */
static enum err msquared(struct run *x)
{
	size_t n;
	double v;

	TRY(pair(x, &n));
	TRY(calc_m_squared(x->arg[0].v, x->arg[1].v, n, x->arg[2].number, x->arg[3].number, &v));
	return answer_number(x, v);
}

/* r, b, side: "up", anything else is down */
static enum err capture_cum(struct run *x)
{
	bool   up = x->arg[2].kind == WORD && strcmp(x->arg[2].word, "up") == 0;
	size_t n;
	double v;

	TRY(pair(x, &n));
	TRY(calc_capture(x->arg[0].v, x->arg[1].v, n, 1, up ? CALC_UP : CALC_DOWN,
	                 CALC_CAPTURE_CUMULATIVE, &v));
	return answer_number(x, v);
}

/* r, b, ppy, side */
static enum err capture_annual(struct run *x)
{
	static const char *const sides[] = {"all", "up", "down", NULL};
	int                      side = word_of(&x->arg[3], sides);
	size_t                   n;
	double                   v;

	TRY(pair(x, &n));
	if (side < 0)
		return ERR_INVALID;
	TRY(calc_capture(x->arg[0].v, x->arg[1].v, n, x->arg[2].number, (enum calc_side)side,
	                 CALC_CAPTURE_CAGR, &v));
	return answer_number(x, v);
}

/* r, b, kind: "number", anything else is better than the benchmark */
static enum err hit_up(struct run *x)
{
	bool   number = x->arg[2].kind == WORD && strcmp(x->arg[2].word, "number") == 0;
	size_t n;
	double v;

	TRY(pair(x, &n));
	TRY(calc_hit_rate(x->arg[0].v, x->arg[1].v, n, number ? CALC_HIT_UP : CALC_HIT_BETTER, &v));
	return answer_number(x, v);
}

/* The arguments of fn on the window that starts at row i. */
static void window_of(const struct run *x, struct run *one, size_t i, size_t window)
{
	for (int k = 0; k < 2; k++)
		if (k == 0 || x->arg[4].kind == SERIES) {
			one->arg[k] = x->arg[k == 0 ? 0 : 4];
			one->arg[k].v += i;
			one->arg[k].rows = window;
		}
}

/* Whether the call's arguments after the series are those that the rolling function has. */
static bool defaults_but(const struct run *x, const char *but)
{
	const struct param *p = x->call->params;

	for (size_t i = 0; i < PARAMS && p[i].name; i++) {
		json_t *def = p[i].def ? json_loads(p[i].def, JSON_DECODE_ANY, NULL) : NULL;
		bool    same = !def || strstr(but, p[i].name) ||
		            (x->arg[i].json && json_equal(def, x->arg[i].json));

		json_decref(def);
		if (!same)
			return false;
	}
	return true;
}

static double named(const struct run *x, const char *name, double absent)
{
	const struct param *p = x->call->params;

	for (size_t i = 0; i < PARAMS && p[i].name; i++)
		if (strcmp(p[i].name, name) == 0)
			return x->arg[i].number;
	return absent;
}

/* r and r2, the rate or threshold taken off. */
static const double *shifted(struct run *x, const double *r, size_t n, const char *rate)
{
	double *out = doubles(x, n);

	calc_excess_over(r, named(x, rate, 0), n, out);
	return out;
}

/* By the engine's rolling functions; false: it has none for this. */
static bool rolled(struct run *one, const double *r, const double *b, size_t n, size_t window,
                   double *out, enum err *e)
{
	const char      *fn = one->call->name;
	struct calc_roll roll = {.window = window, .least = 2, .ppy = named(one, "ppy", 1)};
	double          *scratch = doubles(one, calc_roll_scratch(&roll)), *d = doubles(one, n);

	if (b)
		calc_excess(r, b, n, d);
	if (window < 3) {
		return false;
	} else if (strcmp(fn, "sharpe") == 0 && !b && defaults_but(one, "rf ppy")) {
		*e = calc_rolling_sharpe(shifted(one, r, n, "rf"), n, &roll, scratch, out, NULL);
	} else if (strcmp(fn, "ann_vol") == 0 && !b && defaults_but(one, "ppy")) {
		*e = calc_rolling_sharpe(r, n, &roll, scratch, NULL, out);
	} else if (strcmp(fn, "sortino") == 0 && !b && defaults_but(one, "mar ppy")) {
		*e = calc_rolling_sortino(shifted(one, r, n, "mar"), n, &roll, scratch, out, NULL);
	} else if (strcmp(fn, "downside_dev") == 0 && !b && defaults_but(one, "mar ppy")) {
		*e = calc_rolling_sortino(shifted(one, r, n, "mar"), n, &roll, scratch, NULL, out);
	} else if (strcmp(fn, "total_return") == 0 && !b) {
		*e = calc_rolling_return(r, n, &roll, scratch, out, NULL);
	} else if (strcmp(fn, "cagr") == 0 && !b) {
		*e = calc_rolling_return(r, n, &roll, scratch, NULL, out);
	} else if (strcmp(fn, "max_drawdown") == 0 && !b && defaults_but(one, "")) {
		*e = calc_rolling_drawdown(r, n, &roll, scratch, out, NULL, NULL);
	} else if (strcmp(fn, "calmar") == 0 && !b) {
		*e = calc_rolling_drawdown(r, n, &roll, scratch, NULL, NULL, out);
	} else if (strcmp(fn, "var_hist") == 0 && !b && defaults_but(one, "p")) {
		*e = calc_rolling_var(r, n, &roll, tail_of(&one->arg[1]), scratch, out, NULL);
	} else if (strcmp(fn, "es_hist") == 0 && !b && defaults_but(one, "p")) {
		*e = calc_rolling_var(r, n, &roll, tail_of(&one->arg[1]), scratch, NULL, out);
	} else if (strcmp(fn, "beta") == 0 && b && defaults_but(one, "rf")) {
		*e = calc_rolling_beta(shifted(one, r, n, "rf"), shifted(one, b, n, "rf"), n, &roll,
		                       scratch, out, NULL, NULL);
	} else if (strcmp(fn, "correlation") == 0 && b) {
		*e = calc_rolling_beta(r, b, n, &roll, scratch, NULL, NULL, out);
	} else if (strcmp(fn, "tracking_error") == 0 && b) {
		*e = calc_rolling_sharpe(d, n, &roll, scratch, NULL, out);
	} else if (strcmp(fn, "ir_arith") == 0 && b) {
		*e = calc_rolling_sharpe(d, n, &roll, scratch, out, NULL);
	} else {
		return false;
	}
	return true;
}

static void free_json(void *json)
{
	json_decref(json);
}

/* r, window, fn, kw, r2 */
static enum err roll(struct run *x)
{
	const struct call *call = x->arg[2].kind == WORD ? oracles_find(x->arg[2].word) : NULL;
	struct run         one = {.a = x->a, .folder = x->folder, .call = call};
	struct fail        f = {0};
	size_t             window = (size_t)x->arg[1].number, n = x->arg[0].rows, count;
	const double      *b = x->arg[4].kind == SERIES ? x->arg[4].v : NULL;
	json_t            *inputs;
	double            *out;
	enum err           e;

	if (!call || x->arg[0].kind != SERIES || window < 1 || (b && x->arg[4].rows < n))
		return ERR_INVALID;
	inputs = json_deep_copy(x->arg[3].json);
	json_object_set_new(inputs, call->params[0].name, json_integer(0));
	if (b)
		json_object_set_new(inputs, call->params[1].name, json_integer(0));
	arena_defer(x->a, free_json, inputs);
	TRY(oracles_arguments(&one, inputs, &f));
	count = n < window ? 0 : n - window + 1;
	out = doubles(x, count);
	if (count > 0 && rolled(&one, x->arg[0].v, b, n, window, out, &e)) {
		TRY(e);
		return answer_series(x, out, count);
	}
	for (size_t i = 0; i < count; i++) {
		struct answer got = {0};
		struct run    now = one;

		now.out = &got;
		window_of(x, &now, i, window);
		e = call->run(&now);
		out[i] = e == OK && got.n == 1 && got.field[0].n == 1 ? got.field[0].v[0]
		                                                      : (double)NAN;
	}
	return answer_series(x, out, count);
}

static const struct call table[] = {
	{"beta", {{"r"}, {"b"}, {"rf", "0.0"}}, beta},
	{"beta_bull", {{"r"}, {"b"}, {"rf", "0.0"}}, beta_bull},
	{"beta_bear", {{"r"}, {"b"}, {"rf", "0.0"}}, beta_bear},
	{"alpha_period", {{"r"}, {"b"}, {"rf", "0.0"}}, alpha_period},
	{"alpha_compounded", {{"r"}, {"b"}, {"ppy"}, {"rf", "0.0"}}, alpha_compounded},
	{"jensen_alpha_ann", {{"r"}, {"b"}, {"ppy"}, {"rf", "0.0"}}, jensen_alpha_ann},
	{"correlation", {{"r"}, {"b"}}, correlation},
	{"tracking_error", {{"r"}, {"b"}, {"ppy"}}, tracking_error},
	{"ir_arith", {{"r"}, {"b"}, {"ppy", "1"}}, ir_arith},
	{"active_premium_geom", {{"r"}, {"b"}, {"ppy"}}, active_premium_geom},
	{"ir_geom", {{"r"}, {"b"}, {"ppy"}}, ir_geom},
	{"treynor_geom", {{"r"}, {"b"}, {"ppy"}, {"rf", "0.0"}}, treynor_geom},
	{"msquared", {{"r"}, {"b"}, {"ppy"}, {"rf_ann", "0.0"}}, msquared},
	{"specific_risk", {{"r"}, {"b"}, {"ppy"}}, specific_risk},
	{"systematic_risk", {{"r"}, {"b"}, {"ppy"}}, systematic_risk},
	{"capture_cum", {{"r"}, {"b"}, {"side", "\"up\""}}, capture_cum},
	{"capture_annual", {{"r"}, {"b"}, {"ppy"}, {"side", "\"all\""}}, capture_annual},
	{"hit_up", {{"r"}, {"b"}, {"kind", "\"number\""}}, hit_up},
	{"roll", {{"r"}, {"window"}, {"fn"}, {"kw"}, {"r2", "null"}}, roll},
};
const struct calls oracles_relative = {table, COUNT(table)};

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */

/* Figures of one series: returns, moments, ratios, downside. */

#include <string.h>

#include "base/compiler.h"
#include "calc/downside.h"
#include "calc/drawdown.h"
#include "calc/moments.h"
#include "calc/ratios.h"
#include "calc/returns.h"
#include "calc/series.h"
#include "oracles.h"

enum err joint(struct run *x, const int *places, size_t *n)
{
	const double *in[PARAMS];
	double       *out[PARAMS];
	size_t        k = 0, rows = 0;

	for (const int *p = places; *p >= 0; p++) {
		struct value *v = &x->arg[*p];

		if (v->kind != SERIES)
			continue;
		if (k > 0 && v->rows != rows)
			return ERR_INVALID;
		rows = v->rows;
		in[k] = v->v;
		v->v = out[k++] = doubles(x, rows);
	}
	*n = k ? calc_complete(in, k, rows, out) : 0;
	for (const int *p = places; *p >= 0; p++)
		x->arg[*p].rows = *n;
	return k ? OK : ERR_INVALID;
}

double *excess(struct run *x, int r, int rate, size_t n)
{
	double *out = doubles(x, n);

	if (x->arg[rate].kind == SERIES)
		calc_excess(x->arg[r].v, x->arg[rate].v, n, out);
	else
		calc_excess_over(x->arg[r].v, x->arg[rate].number, n, out);
	return out;
}

/* The first argument, complete; n of it. */
static enum err series(struct run *x, size_t *n)
{
	return joint(x, (const int[]){0, -1}, n);
}

/* The first argument less the second, both complete. */
static enum err above(struct run *x, double **out, size_t *n)
{
	TRY(joint(x, (const int[]){0, 1, -1}, n));
	*out = excess(x, 0, 1, *n);
	return OK;
}

typedef enum err figure(const double *x, size_t n, double *out);
typedef enum err yearly(const double *x, size_t n, double ppy, double *out);

static enum err plain(struct run *x, figure *of)
{
	size_t n;
	double v;

	TRY(series(x, &n));
	TRY(of(x->arg[0].v, n, &v));
	return answer_number(x, v);
}

static enum err annual(struct run *x, yearly *of)
{
	size_t n;
	double v;

	TRY(series(x, &n));
	TRY(of(x->arg[0].v, n, x->arg[1].number, &v));
	return answer_number(x, v);
}

static enum err total_return(struct run *x)
{
	return plain(x, calc_total_return);
}
static enum err mean(struct run *x)
{
	return plain(x, calc_mean);
}
static enum err worst(struct run *x)
{
	return plain(x, calc_worst);
}
static enum err stability(struct run *x)
{
	return plain(x, calc_stability);
}
static enum err mad(struct run *x)
{
	return plain(x, calc_mean_absolute_deviation);
}
static enum err bernardo_ledoit(struct run *x)
{
	return plain(x, calc_omega);
}
static enum err cagr(struct run *x)
{
	return annual(x, calc_cagr);
}
static enum err ann_return_arith(struct run *x)
{
	return annual(x, calc_annual_mean);
}
static enum err calmar(struct run *x)
{
	return annual(x, calc_calmar);
}
static enum err martin(struct run *x)
{
	return annual(x, calc_martin);
}
static enum err pain_ratio(struct run *x)
{
	return annual(x, calc_pain_ratio);
}

static enum err sterling_pa(struct run *x)
{
	size_t n;
	double v;

	TRY(series(x, &n));
	TRY(calc_sterling(x->arg[0].v, n, x->arg[1].number, x->arg[2].number, &v));
	return answer_number(x, v);
}

static enum err ann_vol(struct run *x)
{
	size_t n;
	double v;

	TRY(series(x, &n));
	TRY(calc_volatility(x->arg[0].v, n, x->arg[1].number, (int)x->arg[2].number, &v));
	return answer_number(x, v);
}

static enum err stdev(struct run *x)
{
	size_t n;
	double v;

	TRY(series(x, &n));
	TRY(calc_deviation(x->arg[0].v, n, (int)x->arg[1].number, &v));
	return answer_number(x, v);
}

static enum err variance(struct run *x)
{
	size_t n;
	double v;

	TRY(series(x, &n));
	TRY(calc_variance(x->arg[0].v, n, (int)x->arg[1].number, &v));
	return answer_number(x, v);
}

/* r, rf, ppy, kind */
static enum err sharpe(struct run *x)
{
	static const char *const kinds[] = {"arith", "geom_excess", "cagr_minus_rf", NULL};
	double                  *over, v, ppy = x->arg[2].number;
	size_t                   n;

	TRY(above(x, &over, &n));
	switch (word_of(&x->arg[3], kinds)) {
	case 0: TRY(calc_sharpe_ratio(over, n, ppy, &v)); break;
	case 1: TRY(calc_sharpe_geometric(over, n, ppy, &v)); break;
	case 2:
		if (x->arg[1].kind != NUMBER)
			return ERR_INVALID;
		TRY(calc_sharpe_of_cagr(x->arg[0].v, n, x->arg[1].number, ppy, &v));
		break;
	default: return ERR_INVALID;
	}
	return answer_number(x, v);
}

static enum err denominator(const struct value *v, enum calc_denominator *out)
{
	static const char *const words[] = {"n", "n_below", "n-1", NULL};
	int                      k = word_of(v, words);

	*out = (enum calc_denominator)k;
	return k < 0 ? ERR_INVALID : OK;
}

/* r, mar, ppy, denom */
static enum err downside_dev(struct run *x)
{
	enum calc_denominator over;
	double               *d, v;
	size_t                n;

	TRY(above(x, &d, &n));
	TRY(denominator(&x->arg[3], &over));
	TRY(calc_downside_deviation(d, n, x->arg[2].number, over, &v));
	return answer_number(x, v);
}

static enum err sortino(struct run *x)
{
	enum calc_denominator over;
	double               *d, v;
	size_t                n;

	TRY(above(x, &d, &n));
	TRY(denominator(&x->arg[3], &over));
	TRY(calc_sortino(d, n, x->arg[2].number, over, &v));
	return answer_number(x, v);
}

static enum err over_threshold(struct run *x, figure *of)
{
	double *d, v;
	size_t  n;

	TRY(above(x, &d, &n));
	TRY(of(d, n, &v));
	return answer_number(x, v);
}

static enum err downside_potential(struct run *x)
{
	return over_threshold(x, calc_downside_potential);
}

static enum err upside_risk(struct run *x)
{
	return over_threshold(x, calc_upside_risk);
}

/* r, mar, denom: "n", anything else is the gains alone */
static enum err upside_potential_ratio(struct run *x)
{
	bool    all = x->arg[2].kind == WORD && strcmp(x->arg[2].word, "n") == 0;
	double *d, v;
	size_t  n;

	TRY(above(x, &d, &n));
	TRY(calc_upside_potential_ratio(d, n, all ? CALC_OVER_ALL : CALC_OVER_LOSSES, &v));
	return answer_number(x, v);
}

/* r, threshold, rf */
static enum err omega(struct run *x)
{
	double *d, v;
	size_t  n;

	TRY(joint(x, (const int[]){0, 1, 2, -1}, &n));
	d = excess(x, 0, 2, n);
	x->arg[0].v = d;
	d = excess(x, 0, 1, n);
	TRY(calc_omega(d, n, &v));
	return answer_number(x, v);
}

/* r, required_annual, ppy */
static enum err omega_annual_threshold(struct run *x)
{
	double v;
	size_t n;

	TRY(series(x, &n));
	x->arg[1].number = calc_rate_per_period(x->arg[1].number, x->arg[2].number);
	TRY(calc_omega(excess(x, 0, 1, n), n, &v));
	return answer_number(x, v);
}

/* r, mar, l */
static enum err kappa(struct run *x)
{
	double *d, v;
	size_t  n;

	TRY(above(x, &d, &n));
	TRY(calc_kappa(d, n, x->arg[2].number, &v));
	return answer_number(x, v);
}

/* r, rf */
static enum err kelly_half_mean_var(struct run *x)
{
	double *d, v;
	size_t  n;

	TRY(above(x, &d, &n));
	TRY(calc_kelly_half(d, x->arg[0].v, n, &v));
	return answer_number(x, v);
}

/* About mar, or the mean where there is none. */
static enum err about(struct run *x, double **out, size_t *n)
{
	TRY(joint(x, (const int[]){0, 1, -1}, n));
	if (x->arg[1].kind == NOTHING)
		TRY(calc_mean(x->arg[0].v, *n, &x->arg[1].number));
	*out = excess(x, 0, 1, *n);
	return OK;
}

/* r, mar, ddof */
static enum err semi_deviation(struct run *x)
{
	double *d, v;
	size_t  n;

	TRY(about(x, &d, &n));
	TRY(calc_semi_deviation(d, n, (int)x->arg[2].number, &v));
	return answer_number(x, v);
}

static enum err flpm(struct run *x)
{
	double *d, v;
	size_t  n;

	TRY(about(x, &d, &n));
	TRY(calc_downside_potential(d, n, &v));
	return answer_number(x, v);
}

static enum err gini_md(struct run *x)
{
	double v;
	size_t n;

	TRY(series(x, &n));
	TRY(calc_gini_difference(x->arg[0].v, n, doubles(x, n), &v));
	return answer_number(x, v);
}

static enum err tail_ratio(struct run *x)
{
	double v;
	size_t n;

	TRY(series(x, &n));
	TRY(calc_tail_ratio(x->arg[0].v, n, doubles(x, n), &v));
	return answer_number(x, v);
}

/* r, kind */
static enum err skewness(struct run *x)
{
	static const char *const kinds[] = {"pop", "sample", NULL};
	int                      kind = word_of(&x->arg[1], kinds);
	struct calc_moments      m;
	size_t                   n;
	double                   v;

	TRY(series(x, &n));
	if (kind < 0)
		return answer_text(x, NULL, NULL);
	TRY(calc_moments(x->arg[0].v, n, &m));
	TRY(calc_skewness(&m, (enum calc_skew)kind, &v));
	return answer_number(x, v);
}

static enum err kurtosis(struct run *x)
{
	static const char *const kinds[] = {"pop", "excess", "sample", NULL};
	int                      kind = word_of(&x->arg[1], kinds);
	struct calc_moments      m;
	size_t                   n;
	double                   v;

	TRY(series(x, &n));
	TRY(calc_moments(x->arg[0].v, n, &m));
	TRY(calc_kurtosis(&m, kind < 0 ? CALC_KURTOSIS_SAMPLE_EXCESS : (enum calc_kurtosis)kind,
	                  &v));
	return answer_number(x, v);
}

static const struct call table[] = {
	{"total_return", {{"r"}}, total_return},
	{"mean", {{"r"}}, mean},
	{"worst", {{"r"}}, worst},
	{"stability", {{"r"}}, stability},
	{"mad", {{"r"}}, mad},
	{"bernardo_ledoit", {{"r"}}, bernardo_ledoit},
	{"cagr", {{"r"}, {"ppy"}}, cagr},
	{"ann_return_arith", {{"r"}, {"ppy"}}, ann_return_arith},
	{"calmar", {{"r"}, {"ppy"}}, calmar},
	{"martin", {{"r"}, {"ppy"}}, martin},
	{"pain_ratio", {{"r"}, {"ppy"}}, pain_ratio},
	{"sterling_pa", {{"r"}, {"ppy"}, {"excess", "0.1"}}, sterling_pa},
	{"ann_vol", {{"r"}, {"ppy"}, {"ddof", "1"}}, ann_vol},
	{"stdev", {{"r"}, {"ddof", "1"}}, stdev},
	{"variance", {{"r"}, {"ddof", "1"}}, variance},
	{"sharpe", {{"r"}, {"rf", "0.0"}, {"ppy", "1"}, {"kind", "\"arith\""}}, sharpe},
	{"downside_dev", {{"r"}, {"mar", "0.0"}, {"ppy", "1"}, {"denom", "\"n\""}}, downside_dev},
	{"sortino", {{"r"}, {"mar", "0.0"}, {"ppy", "1"}, {"denom", "\"n\""}}, sortino},
	{"downside_potential", {{"r"}, {"mar", "0.0"}}, downside_potential},
	{"upside_risk", {{"r"}, {"mar", "0.0"}}, upside_risk},
	{"upside_potential_ratio",
         {{"r"}, {"mar", "0.0"}, {"denom", "\"n\""}},
         upside_potential_ratio},
	{"omega", {{"r"}, {"threshold", "0.0"}, {"rf", "0.0"}}, omega},
	{"omega_annual_threshold", {{"r"}, {"required_annual"}, {"ppy"}}, omega_annual_threshold},
	{"kappa", {{"r"}, {"mar"}, {"l"}}, kappa},
	{"kelly_half_mean_var", {{"r"}, {"rf"}}, kelly_half_mean_var},
	{"semi_deviation", {{"r"}, {"mar", "null"}, {"ddof", "0"}}, semi_deviation},
	{"flpm", {{"r"}, {"mar", "null"}}, flpm},
	{"gini_md", {{"r"}}, gini_md},
	{"tail_ratio", {{"r"}}, tail_ratio},
	{"skewness", {{"r"}, {"kind", "\"pop\""}}, skewness},
	{"kurtosis", {{"r"}, {"kind", "\"pop\""}}, kurtosis},
};
const struct calls oracles_series = {table, COUNT(table)};

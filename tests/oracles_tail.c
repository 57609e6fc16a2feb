/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */

/* Tails and inference: quantiles, value at risk, expected shortfall, components, Sharpe ratios. */

#include <string.h>

#include "base/compiler.h"
#include "calc/component.h"
#include "calc/inference.h"
#include "calc/normal.h"
#include "calc/tail.h"
#include "oracles.h"

static enum err series(struct run *x, size_t *n)
{
	return joint(x, (const int[]){0, -1}, n);
}

/* Of a number, or of each of several. */
static enum err each(struct run *x, double (*of)(double))
{
	const struct value *v = &x->arg[0];
	double             *out = doubles(x, v->rows);

	if (v->kind != SERIES)
		return answer_number(x, of(v->number));
	for (size_t i = 0; i < v->rows; i++)
		out[i] = of(v->v[i]);
	return answer_series(x, out, v->rows);
}

static enum err norm_ppf(struct run *x)
{
	return each(x, calc_normal_ppf);
}

static enum err norm_cdf(struct run *x)
{
	return each(x, calc_normal_cdf);
}

/* x, q: one or several */
static enum err quantile_r7(struct run *x)
{
	const struct value *of = &x->arg[0], *q = &x->arg[1];
	size_t              n = q->kind == SERIES ? q->rows : 1;
	double             *out = doubles(x, n), *scratch = doubles(x, of->rows);

	for (size_t i = 0; i < n; i++)
		TRY(calc_quantile(of->v, of->rows, q->kind == SERIES ? q->v[i] : q->number,
		                  CALC_QUANTILE_7, scratch, &out[i]));
	return answer_series(x, out, n);
}

/* r, p, quantile: "r7", anything else is the lower order statistic */
static enum err var_hist(struct run *x)
{
	bool   r7 = x->arg[2].kind == WORD && strcmp(x->arg[2].word, "r7") == 0;
	size_t n;
	double v;

	TRY(series(x, &n));
	TRY(calc_var_historical(x->arg[0].v, n, tail_of(&x->arg[1]),
	                        r7 ? CALC_QUANTILE_7 : CALC_QUANTILE_LOWER, doubles(x, n), &v));
	return answer_number(x, v);
}

static enum err es_hist(struct run *x)
{
	static const char *const kinds[] = {"strict_below_r7", "rockafellar", "empyrical", NULL};
	int                      kind = word_of(&x->arg[2], kinds);
	size_t                   n;
	double                   v;

	TRY(series(x, &n));
	if (kind < 0)
		return answer_text(x, NULL, NULL);
	TRY(calc_es_historical(x->arg[0].v, n, tail_of(&x->arg[1]), (enum calc_shortfall)kind,
	                       doubles(x, n), &v));
	return answer_number(x, v);
}

static enum err var_gauss(struct run *x)
{
	size_t n;
	double v;

	TRY(series(x, &n));
	TRY(calc_var_gauss(x->arg[0].v, n, tail_of(&x->arg[1]), (int)x->arg[2].number, &v));
	return answer_number(x, v);
}

static enum err es_gauss(struct run *x)
{
	size_t n;
	double v;

	TRY(series(x, &n));
	TRY(calc_es_gauss(x->arg[0].v, n, tail_of(&x->arg[1]), (int)x->arg[2].number, &v));
	return answer_number(x, v);
}

static enum err var_cf(struct run *x)
{
	size_t n;
	double v;

	TRY(series(x, &n));
	TRY(calc_var_cornish_fisher(x->arg[0].v, n, tail_of(&x->arg[1]), &v, NULL));
	return answer_number(x, v);
}

static enum err es_cf(struct run *x)
{
	size_t n;
	double v;

	TRY(series(x, &n));
	TRY(calc_es_cornish_fisher(x->arg[0].v, n, tail_of(&x->arg[1]), &v, NULL));
	return answer_number(x, v);
}

static enum err evar(struct run *x)
{
	size_t n;
	double v;

	TRY(series(x, &n));
	TRY(calc_evar(x->arg[0].v, n, tail_of(&x->arg[1]), &v));
	return answer_number(x, v);
}

/* R, w, p */
static enum err component_var_gauss(struct run *x)
{
	size_t  rows = x->arg[0].rows, n = x->arg[0].cols;
	double *total = doubles(x, 1), *part = doubles(x, n), *share = doubles(x, n);

	if (x->arg[1].rows != n)
		return ERR_INVALID;
	TRY(calc_component(x->arg[0].v, rows, n, x->arg[1].v, tail_of(&x->arg[2]),
	                   CALC_COMPONENT_VAR_GAUSS, doubles(x, calc_component_scratch(rows, n)),
	                   total, part, share));
	answer_field(x, "var", total, 1);
	answer_field(x, "contribution", part, n);
	return answer_field(x, "pct", share, n);
}

/* "observed" or else the null; "T-1" or else T. */
static struct calc_sharpe_edition edition(const struct value *at, const struct value *over)
{
	return (struct calc_sharpe_edition){
		.at_null = !(at->kind == WORD && strcmp(at->word, "observed") == 0),
		.over_n = !(over->kind == WORD && strcmp(over->word, "T-1") == 0)};
}

/* sr, sr0, T, skew, kurt, var_at, denom */
static enum err psr(struct run *x)
{
	struct calc_sharpe_sample  s = {x->arg[0].number, x->arg[2].number, x->arg[3].number,
	                                x->arg[4].number};
	struct calc_sharpe_edition e = edition(&x->arg[5], &x->arg[6]);
	double                     v;

	TRY(calc_psr(&s, x->arg[1].number, &e, &v));
	return answer_number(x, v);
}

/* r, sr0, ignore_kurtosis */
static enum err psr_from_returns(struct run *x)
{
	struct calc_sharpe_sample s;
	size_t                    n;
	double                    v;

	TRY(series(x, &n));
	TRY(calc_sharpe_sample(x->arg[0].v, n, &s));
	if (x->arg[2].number != 0)
		s.kurt = 3;
	TRY(calc_psr(&s, x->arg[1].number, &calc_sharpe_2012, &v));
	return answer_number(x, v);
}

static enum err expected_max(struct run *x)
{
	double v;

	TRY(calc_expected_max(x->arg[0].number, &v));
	return answer_number(x, v);
}

/* sr, var_sr, n, T, skew, kurt */
static enum err dsr(struct run *x)
{
	struct calc_sharpe_sample s = {x->arg[0].number, x->arg[3].number, x->arg[4].number,
	                               x->arg[5].number};
	double                    v;

	TRY(calc_dsr(&s, x->arg[1].number, x->arg[2].number, &calc_sharpe_2012, &v));
	return answer_number(x, v);
}

/* sr, sr0, skew, kurt, prob, var_at, plus1 */
static enum err min_trl(struct run *x)
{
	struct calc_sharpe_sample s = {
		.sharpe = x->arg[0].number, .skew = x->arg[2].number, .kurt = x->arg[3].number};
	struct calc_sharpe_edition e = edition(&x->arg[5], &x->arg[5]);
	double                     v;

	e.over_n = x->arg[6].number == 0;
	TRY(calc_min_track_record(&s, x->arg[1].number, x->arg[4].number, &e, &v));
	return answer_number(x, v);
}

static enum err min_btl(struct run *x)
{
	double v;

	TRY(calc_min_backtest(x->arg[0].number, x->arg[1].number, &v));
	return answer_number(x, v);
}

/* sr, T, skew, kurt */
static enum err sr_std(struct run *x)
{
	struct calc_sharpe_sample  s = {x->arg[0].number, x->arg[1].number, x->arg[2].number,
	                                x->arg[3].number};
	struct calc_sharpe_edition e = {.over_n = true};
	double                     v;

	TRY(calc_sharpe_error(&s, 0, &e, &v));
	return answer_number(x, v);
}

/* M, S */
static enum err pbo(struct run *x)
{
	const struct value *m = &x->arg[0];
	size_t              blocks = (size_t)x->arg[1].number;
	double              v;

	TRY(calc_pbo(m->v, m->rows, m->cols, blocks, doubles(x, calc_pbo_scratch(m->cols, blocks)),
	             &v));
	return answer_number(x, v);
}

static const struct call table[] = {
	{"norm_ppf", {{"q"}}, norm_ppf},
	{"norm_cdf", {{"x"}}, norm_cdf},
	{"quantile_r7", {{"x"}, {"q"}}, quantile_r7},
	{"var_hist", {{"r"}, {"p", "0.95"}, {"quantile", "\"r7\""}}, var_hist},
	{"es_hist", {{"r"}, {"p", "0.95"}, {"kind", "\"strict_below_r7\""}}, es_hist},
	{"var_gauss", {{"r"}, {"p", "0.95"}, {"ddof", "0"}}, var_gauss},
	{"es_gauss", {{"r"}, {"p", "0.95"}, {"ddof", "0"}}, es_gauss},
	{"var_cf", {{"r"}, {"p", "0.95"}}, var_cf},
	{"es_cf", {{"r"}, {"p", "0.95"}}, es_cf},
	{"evar", {{"r"}, {"p", "0.95"}}, evar},
	{"component_var_gauss", {{"R"}, {"w"}, {"p", "0.95"}}, component_var_gauss},
	{"psr",
         {{"sr"},
          {"sr0"},
          {"T"},
          {"skew"},
          {"kurt"},
          {"var_at", "\"observed\""},
          {"denom", "\"T-1\""}},
         psr},
	{"psr_from_returns", {{"r"}, {"sr0"}, {"ignore_kurtosis", "false"}}, psr_from_returns},
	{"expected_max", {{"n"}}, expected_max},
	{"dsr", {{"sr"}, {"var_sr"}, {"n"}, {"T"}, {"skew"}, {"kurt"}}, dsr},
	{"min_trl",
         {{"sr"},
          {"sr0"},
          {"skew"},
          {"kurt"},
          {"prob", "0.95"},
          {"var_at", "\"observed\""},
          {"plus1", "true"}},
         min_trl},
	{"min_btl", {{"n"}, {"sr"}}, min_btl},
	{"sr_std", {{"sr"}, {"T"}, {"skew"}, {"kurt"}}, sr_std},
	{"pbo", {{"M"}, {"S"}}, pbo},
};
const struct calls oracles_tail = {table, COUNT(table)};

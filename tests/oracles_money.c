/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */

/* Money paid in and out. */

#include <stdlib.h>

#include "base/compiler.h"
#include "base/date.h"
#include "calc/cashflow.h"
#include "oracles.h"

struct flows {
	int32_t *dates;
	double  *amounts;
	size_t   n;
};

static enum err listed(struct run *x, const struct value *dates, const struct value *amounts,
                       struct flows *out)
{
	size_t n = json_array_size(dates->json);

	if (amounts->kind != SERIES || amounts->rows != n)
		return ERR_INVALID;
	*out = (struct flows){ARENA_ARRAY(x->a, n + 1, int32_t), amounts->v, n};
	for (size_t i = 0; i < n; i++) {
		const char *s = json_string_value(json_array_get(dates->json, i));

		if (!s || !date_parse(s, &out->dates[i]))
			return ERR_INVALID;
	}
	return OK;
}

static enum err from_file(struct run *x, const struct value *file, struct flows *out)
{
	struct sheet s;
	struct fail  f = {0};

	TRY(oracles_sheet(x->a, x->folder, file->word, ',', &s, &f));
	*out = (struct flows){ARENA_ARRAY(x->a, s.rows + 1, int32_t), doubles(x, s.rows), s.rows};
	for (size_t i = 0; i < s.rows; i++) {
		if (s.cols < 2 || !date_parse(s.cell[i * s.cols], &out->dates[i]))
			return ERR_INVALID;
		out->amounts[i] = strtod(s.cell[i * s.cols + 1], NULL);
	}
	return OK;
}

static enum err rate(struct run *x, const struct flows *m, enum calc_day_count count)
{
	struct calc_irr r;

	TRY(calc_xirr(m->dates, m->amounts, m->n, count, doubles(x, calc_irr_scratch(m->n)), &r));
	return answer_number(x, r.rate);
}

static enum err worth(struct run *x, const struct flows *m, double at, enum calc_day_count count)
{
	double v;

	TRY(calc_xnpv(at, m->dates, m->amounts, m->n, count, &v));
	return answer_number(x, v);
}

static enum err day_count(const struct value *v, enum calc_day_count *out)
{
	return v->kind == WORD && calc_day_count_parse(v->word, out) ? OK : ERR_INVALID;
}

/* dates, amounts, day_count */
static enum err xirr(struct run *x)
{
	enum calc_day_count count;
	struct flows        m;

	TRY(day_count(&x->arg[2], &count));
	TRY(listed(x, &x->arg[0], &x->arg[1], &m));
	return rate(x, &m, count);
}

/* rate, dates, amounts, day_count */
static enum err xnpv(struct run *x)
{
	enum calc_day_count count;
	struct flows        m;

	TRY(day_count(&x->arg[3], &count));
	TRY(listed(x, &x->arg[1], &x->arg[2], &m));
	return worth(x, &m, x->arg[0].number, count);
}

static enum err xirr_csv(struct run *x)
{
	struct flows m;

	TRY(from_file(x, &x->arg[0], &m));
	return rate(x, &m, CALC_ACT_365F);
}

/* file, rate */
static enum err xnpv_csv(struct run *x)
{
	struct flows m;

	TRY(from_file(x, &x->arg[0], &m));
	return worth(x, &m, x->arg[1].number, CALC_ACT_365F);
}

static enum err irr(struct run *x)
{
	struct calc_irr r;
	size_t          n = x->arg[0].rows;

	TRY(calc_irr(x->arg[0].v, n, doubles(x, calc_irr_scratch(n)), &r));
	return answer_number(x, r.rate);
}

/* rate, a */
static enum err npv(struct run *x)
{
	double v;

	TRY(calc_npv(x->arg[0].number, x->arg[1].v, x->arg[1].rows, &v));
	return answer_number(x, v);
}

/* a, fr, rr */
static enum err mirr(struct run *x)
{
	double v;

	TRY(calc_mirr(x->arg[0].v, x->arg[0].rows, x->arg[1].number, x->arg[2].number, &v));
	return answer_number(x, v);
}

/* v0, v1, flows, weights */
static enum err modified_dietz(struct run *x)
{
	const struct value *flows = &x->arg[2], *weights = &x->arg[3];
	double              v;

	if (weights->rows < flows->rows)
		return ERR_INVALID;
	TRY(calc_modified_dietz(x->arg[0].number, x->arg[1].number, flows->v, weights->v,
	                        flows->rows, &v));
	return answer_number(x, v);
}

/* values_before_flow, values_after_flow: pairs as far as both go */
static enum err twr(struct run *x)
{
	const struct value *closes = &x->arg[0], *opens = &x->arg[1];
	double              v;

	TRY(calc_twr(opens->v, closes->v, opens->rows < closes->rows ? opens->rows : closes->rows,
	             &v));
	return answer_number(x, v);
}

static const struct call table[] = {
	{"xirr", {{"dates"}, {"amounts"}, {"day_count", "\"act/365F\""}}, xirr},
	{"xnpv", {{"rate"}, {"dates"}, {"amounts"}, {"day_count", "\"act/365F\""}}, xnpv},
	{"xirr_csv", {{"file"}}, xirr_csv},
	{"xnpv_csv", {{"file"}, {"rate"}}, xnpv_csv},
	{"irr", {{"a"}}, irr},
	{"npv", {{"rate"}, {"a"}}, npv},
	{"mirr", {{"a"}, {"fr"}, {"rr"}}, mirr},
	{"modified_dietz", {{"v0"}, {"v1"}, {"flows"}, {"weights"}}, modified_dietz},
	{"twr", {{"values_before_flow"}, {"values_after_flow"}}, twr},
};
const struct calls oracles_money = {table, COUNT(table)};

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/risk_fixture.h"

#include "app/distribution.h"
#include "app/risk_input.h"
#include "calc/tail.h"

static enum err ask(struct desk *d, int64_t bins, struct Distribution *out, struct fail *f)
{
	*f = (struct fail){0};
	return app_distribution(&d->app, d->s->a,
	                        &(struct DistributionQuery){DATE_NONE, DATE_NONE, 0, bins}, out, f);
}

static struct Distribution good(struct desk *d, int64_t bins)
{
	struct Distribution out;
	struct fail         f;

	assert_ok(ask(d, bins, &out, &f), &f);
	assert_int_equal(out.bins.n, bins);
	return out;
}

static void the_classes_hold_all(void **state)
{
	static const int64_t sizes[] = {5, 60, 400};

	for (size_t s = 0; s < COUNT(sizes); s++) {
		const struct Distribution r = good(*state, sizes[s]);
		const struct Bin         *b = r.bins.items;
		int64_t                   count = 0;
		double                    normal = 0;

		for (size_t i = 0; i < r.bins.n; i++) {
			count += b[i].count;
			normal += b[i].normal;
			assert_true(b[i].from < b[i].to && (i == 0 || b[i].from == b[i - 1].to));
			assert_true(fabs(b[i].to - b[i].from - (b[0].to - b[0].from)) < 1e-15);
		}
		assert_int_equal(count, r.observations);
		assert_int_equal(count, RISK_LEVELS - 1);
		assert_true(fabs(normal - (double)count) < 1e-9);
	}
}

/* One fall of 60 %: far beyond five deviations. */
static void the_ends_take_the_extremes(void **state)
{
	struct desk *d = *state;

	risk_level(d, market_date(RISK_LEVELS), 1);
	const struct Distribution r = good(d, 20);
	const struct Bin         *b = r.bins.items;
	const struct point       *worst = r.worst.items, *best = r.best.items;

	assert_true(worst[0].value < b[0].from && worst[0].date == market_date(RISK_LEVELS));
	assert_true(b[0].from == r.mean - 5 * r.deviation);
	assert_int_equal(b[0].count, 1);
	assert_int_equal(r.worst.n, 5);
	assert_int_equal(r.best.n, 5);
	for (size_t i = 1; i < 5; i++)
		assert_true(worst[i].value >= worst[i - 1].value &&
		            best[i].value <= best[i - 1].value);
	assert_true(b[19].to == best[0].value);
}

static const struct Tail *tail(const struct Distribution *r, double alpha, const char *method)
{
	const struct Tail *t = r->tails.items;

	for (size_t i = 0; i < r->tails.n; i++)
		if (t[i].alpha == alpha && strcmp(t[i].method, method) == 0)
			return &t[i];
	_fail(__FILE__, __LINE__);
	return NULL;
}

static void tails_are_those_of_their_functions(void **state)
{
	struct desk              *d = *state;
	const struct Distribution r = good(d, 60);
	static double             scratch[RISK_LEVELS];
	struct risk_input         in;
	struct fail               f = {0};
	double                    v;

	assert_ok(risk_input_load(&d->app, d->s->a, DATE_NONE, DATE_NONE, BASIS_PRICE, &in, &f),
	          &f);
	const size_t n = in.n - 1;
	assert_int_equal(r.tails.n, 14);
	assert_int_equal(calc_var_historical(in.r, n, 0.01, CALC_QUANTILE_LOWER, scratch, &v), OK);
	assert_true(tail(&r, 0.01, "historical_lower")->var == v);
	assert_int_equal(calc_es_gauss(in.r, n, 0.05, 1, &v), OK);
	assert_true(tail(&r, 0.05, "gauss")->cvar == v);
	assert_int_equal(calc_evar(in.r, n, 0.05, &v), OK);
	assert_true(tail(&r, 0.05, "entropic")->var == v);
	assert_null(tail(&r, 0.05, "entropic")->cvar_convention);
	for (size_t i = 0; i < r.tails.n; i++) {
		const struct Tail *t = &((const struct Tail *)r.tails.items)[i];

		assert_true(t->var > 0 && (isnan(t->cvar) || t->cvar >= t->var));
		assert_int_equal(isnan(t->cvar), t->reason != NULL);
		assert_int_equal(isnan(t->cvar), strcmp(t->method, "entropic") == 0);
	}
	assert_true(tail(&r, 0.05, "entropic")->var > tail(&r, 0.05, "historical")->cvar);
}

static void an_expansion_that_does_not_rise_is_not_shown(void **state)
{
	struct desk *d = *state;

	risk_level(d, market_date(RISK_LEVELS), 1);
	const struct Distribution r = good(d, 20);
	const struct Tail        *t = tail(&r, 0.05, "cornish_fisher");
	assert_true(isnan(t->var) && isnan(t->cvar));
	assert_non_null(strstr(t->reason, "does not rise"));
	assert_true(isfinite(tail(&r, 0.05, "historical")->var));
}

static void few_returns_have_few_figures(void **state)
{
	struct desk        *d = *state;
	struct Distribution r = {.observations = 77};
	struct fail         f;

	assert_refused(ask(d, 5, &r, &f), ERR_CONFLICT, &f, "not been computed");
	assert_int_equal(r.observations, 77);
	risk_level(d, market_date(0), 100);
	r = good(d, 5);
	assert_int_equal(r.observations, 0);
	assert_true(isnan(r.mean) && r.best.n == 0);
	assert_non_null(strstr(tail(&r, 0.05, "gauss")->reason, "there are 0"));
	risk_level(d, market_date(1), 101);
	r = good(d, 5);
	assert_true(fabs(r.mean - 0.01) < 1e-15 && isnan(r.deviation));
	const struct Bin *b = r.bins.items;
	assert_int_equal(b[2].count, 1);
	assert_true(isnan(b[2].normal));
	for (int t = 2; t <= 20; t++)
		risk_level(d, market_date(t), 100 + t % 3);
	r = good(d, 5);
	assert_true(isfinite(tail(&r, 0.05, "historical")->var));
	assert_true(isnan(tail(&r, 0.01, "historical")->var));
	assert_string_equal(tail(&r, 0.01, "historical")->reason,
	                    "needs 100 returns; there are 20");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RISK_TEST(the_classes_hold_all),
		RISK_TEST(the_ends_take_the_extremes),
		RISK_TEST(tails_are_those_of_their_functions),
		RISK_TEST(an_expansion_that_does_not_rise_is_not_shown),
		RISK_TEST_EMPTY(few_returns_have_few_figures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

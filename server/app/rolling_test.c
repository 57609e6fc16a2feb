/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/risk_fixture.h"

#include "app/risk.h"
#include "app/risk_definitions.h"
#include "app/risk_input.h"
#include "app/rolling.h"

static enum err ask(struct desk *d, const struct RollingQuery *q, struct Rolling *out,
                    struct fail *f)
{
	*f = (struct fail){0};
	return app_rolling(&d->app, d->s->a, q, out, f);
}

static struct RollingQuery of(const char *metric, int64_t window)
{
	struct RollingQuery q = {.start_date = DATE_NONE, .end_date = DATE_NONE, .window = window};

	while (strcmp(risk_rolling_words[q.metric], metric) != 0)
		q.metric++;
	return q;
}

static struct Rolling good(struct desk *d, const struct RollingQuery *q)
{
	struct Rolling out;
	struct fail    f;

	assert_ok(ask(d, q, &out, &f), &f);
	assert_int_equal(out.window, q->window);
	assert_int_equal(out.metric, q->metric);
	return out;
}

static const struct point *points(const struct Rolling *r)
{
	return r->series.items;
}

/*
 * The figure of the same name of an index that begins where the window does. INFINITY on a day without a rate: the
 * index as of that day does not know yet that its last return will have one.
 */
static double alone(struct desk *d, const struct risk_definition *def, int32_t from, int32_t to)
{
	struct risk_input in;
	struct RiskRow    row;
	struct fail       f = {0};

	assert_ok(risk_input_load(&d->app, d->s->a, from, to, BASIS_PRICE, &in, &f), &f);
	assert_ok(risk_rows(d->s->a, &in, in.n - 1, 1, &row, &f), &f);
	if (def->needs_rate && row.rf_until != to)
		return INFINITY;
	return *(const double *)((const char *)&row + def->at);
}

static void each_window_is_an_index_of_its_own(void **state)
{
	enum { WINDOW = 130, LONG = 270 };
	struct desk *d = *state;

	for (int word = 0; risk_rolling_words[word]; word++) {
		const struct risk_definition *def = risk_rolling_metric(word);
		/* The base of a window is the end of the one that is a whole window older. */
		const int64_t             w = def->year ? LONG : WINDOW;
		const struct RollingQuery q = of(def->metric, w);
		const struct Rolling      r = good(d, &q);
		const struct point       *p = points(&r);

		assert_true(r.series.n > (size_t)w + 20);
		for (size_t k = (size_t)w; k < r.series.n; k += 17) {
			const double want = alone(d, def, p[k - (size_t)w].date, p[k].date);

			if (isinf(want))
				continue;
			if (!(fabs(p[k].value - want) <= 1e-9 * fabs(want) + 1e-13))
				print_error("%s on %d: %.17g, alone %.17g\n", def->metric,
				            p[k].date, p[k].value, want);
			assert_true(fabs(p[k].value - want) <= 1e-9 * fabs(want) + 1e-13);
		}
		assert_string_equal(r.convention, def->convention);
		assert_int_equal(r.note != NULL, def->needs_benchmark);
		assert_int_equal(r.rf_until != DATE_NONE, def->needs_rate);
		assert_int_equal(r.reason != NULL, def->needs_rate);
	}
}

static void it_ends_with_the_rate(void **state)
{
	const struct RollingQuery q = of("sharpe_ratio", 60);
	const struct Rolling      r = good(*state, &q);
	char                      until[DATE_TEXT];

	assert_int_equal(points(&r)[r.series.n - 1].date, r.rf_until);
	assert_true(r.rf_until < market_date(RATED_DAYS));
	assert_non_null(strstr(r.reason, date_format(r.rf_until, until)));
}

static void a_window_as_long_as_the_history_is_the_longest(void **state)
{
	struct desk        *d = *state;
	struct RollingQuery q = of("volatility", RISK_LEVELS - 1);
	struct Rolling      r = good(d, &q);
	struct fail         f;

	assert_int_equal(r.series.n, 1);
	assert_int_equal(points(&r)[0].date, market_date(RISK_LEVELS - 1));
	q.window++;
	assert_refused(ask(d, &q, &r, &f), ERR_INVALID, &f,
	               "needs at least 800 returns; the history has 799");
	assert_string_equal(f.fields[0].field, "window");
	q = of("alpha", RATED_DAYS);
	assert_refused(ask(d, &q, &r, &f), ERR_INVALID, &f, "needs at least 500 returns");
	q = of("volatility", 60);
	q.start_date = market_date(100);
	q.end_date = market_date(160);
	r = good(d, &q);
	assert_int_equal(r.series.n, 1);
	q.end_date--;
	assert_refused(ask(d, &q, &r, &f), ERR_INVALID, &f, "the history has 59");
}

static void what_a_window_is_too_short_for_is_null(void **state)
{
	static const struct {
		const char *metric;
		int64_t     window;
		const char *says;
	} cases[] = {
		{"var_99", 99, "needs 100 returns; the window has 99"},
		{"cvar_95", 19, "needs 20 returns; the window has 19"},
		{"annualized_return", 200, "less than a year"},
		{"calmar_ratio", 60, "less than a year"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct RollingQuery q = of(cases[i].metric, cases[i].window);
		const struct Rolling      r = good(*state, &q);

		assert_int_equal(r.series.n, RISK_LEVELS - cases[i].window);
		for (size_t k = 0; k < r.series.n; k++)
			assert_true(isnan(points(&r)[k].value));
		assert_non_null(strstr(r.reason, cases[i].says));
	}
}

static void without_benchmark_or_rate_there_is_none(void **state)
{
	struct desk        *d = *state;
	struct RollingQuery q = of("beta_sp500", 60);
	struct Rolling      r;

	q.basis = BASIS_TOTAL;
	r = good(d, &q);
	assert_int_equal(r.series.n, 0);
	assert_int_equal(r.benchmark_basis, BASIS_TOTAL);
	assert_non_null(strstr(r.reason, "SPY"));
	assert_null(r.note);
	store_exec(d->s, "DELETE FROM risk_free_rates");
	q = of("sortino_ratio", 60);
	r = good(d, &q);
	assert_int_equal(r.series.n, 0);
	assert_int_equal(r.rf_until, DATE_NONE);
	assert_non_null(strstr(r.reason, "no risk-free rate"));
}

static void what_does_not_move_has_no_ratio(void **state)
{
	struct desk        *d = *state;
	struct RollingQuery q = of("beta_sp500", 5);
	struct Rolling      r;

	for (int t = 0; t < 20; t++) {
		risk_level(d, market_date(t), 100 + t % 3);
		store_price(d->s, RISK_BENCHMARK, market_date(t), t < 10 ? 50 : 50 + t % 4, NAN);
	}
	r = good(d, &q);
	assert_true(isnan(points(&r)[0].value) && isfinite(points(&r)[14].value));
	assert_non_null(strstr(r.reason, "not defined for some windows"));
}

static void refusals(void **state)
{
	struct desk        *d = *state;
	struct RollingQuery q = of("volatility", 60);
	struct Rolling      r = {.window = 77};
	struct fail         f;

	assert_refused(ask(d, &q, &r, &f), ERR_CONFLICT, &f, "not been computed");
	q.start_date = 9;
	q.end_date = 8;
	assert_refused(ask(d, &q, &r, &f), ERR_INVALID, &f, "start_date");
	assert_int_equal(r.window, 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RISK_TEST(each_window_is_an_index_of_its_own),
		RISK_TEST(it_ends_with_the_rate),
		RISK_TEST(a_window_as_long_as_the_history_is_the_longest),
		RISK_TEST(what_a_window_is_too_short_for_is_null),
		RISK_TEST(without_benchmark_or_rate_there_is_none),
		RISK_TEST_EMPTY(what_does_not_move_has_no_ratio),
		RISK_TEST_EMPTY(refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

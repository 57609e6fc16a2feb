/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/risk_fixture.h"

#include "app/risk.h"
#include "app/risk_definitions.h"
#include "app/risk_input.h"
#include "app/series.h"
#include "calc/downside.h"
#include "calc/ratios.h"
#include "calc/relative.h"
#include "calc/summary.h"

static struct RiskMetrics ask(struct desk *d, int64_t limit, int64_t days, int64_t offset)
{
	struct RiskMetrics m;
	struct fail        f = {0};

	assert_ok(app_risk_metrics(&d->app, d->s->a, &(struct RiskQuery){limit, days, offset}, &m,
	                           &f),
	          &f);
	return m;
}

static const struct RiskRow *rows(const struct RiskMetrics *m)
{
	return m->metrics.items;
}

static double value(const struct RiskRow *row, const struct risk_definition *d)
{
	return *(const double *)((const char *)row + d->at);
}

static void same(double got, double want)
{
	if (isnan(want) ? !isnan(got) : !(fabs(got - want) <= 1e-9 * fabs(want) + 1e-13))
		print_error("%.17g, want %.17g\n", got, want);
	assert_true(isnan(want) ? isnan(got) : fabs(got - want) <= 1e-9 * fabs(want) + 1e-13);
}

/* The row of session t from the functions of each figure over exactly what was known then. */
static void row_follows_from_the_past(struct desk *d, const struct RiskRow *row, int t)
{
	static double       r[RISK_LEVELS], b[RISK_LEVELS], x[RISK_LEVELS], scratch[RISK_LEVELS];
	struct risk_input   in;
	struct calc_summary s;
	struct fail         f = {0};
	double              v = NAN;

	assert_ok(
		risk_input_load(&d->app, d->s->a, DATE_NONE, market_date(t), BASIS_PRICE, &in, &f),
		&f);
	assert_int_equal(in.n, t + 1);
	assert_int_equal(row->date, market_date(t));
	assert_int_equal(row->observations, t);
	memcpy(r, in.r, (size_t)t * sizeof(*r));
	assert_int_equal(calc_summary(r, NULL, (size_t)t, 0, 252, scratch, &s), OK);
	same(row->total_return, in.level[t] / in.level[0] - 1);
	same(row->volatility, s.volatility);
	same(row->downside_deviation, s.downside);
	same(row->omega_ratio, s.omega);
	same(row->max_drawdown, s.deepest);
	same(row->current_drawdown, s.fallen);
	same(row->ulcer_index, s.ulcer);
	same(row->var_95, t < 20 ? NAN : s.var_95);
	same(row->cvar_95, t < 20 ? NAN : s.es_95);
	same(row->var_99, t < 100 ? NAN : s.var_99);
	same(row->cvar_99, t < 100 ? NAN : s.es_99);
	same(row->skewness, s.skew);
	same(row->excess_kurtosis, s.excess_kurtosis);
	same(row->best_day, s.best);
	same(row->worst_day, s.worst);
	same(row->win_rate, s.win_rate);
	const int32_t days = in.dates[t] - in.dates[0];
	v = days < 365 ? NAN : pow(in.level[t] / in.level[0], 365.25 / days) - 1;
	same(row->annualized_return, v);
	same(row->calmar_ratio, v / -s.deepest);

	const struct common_returns *c = &in.common;
	const size_t                 n = c->n - 1;
	memcpy(b, c->other_r, n * sizeof(*b));
	memcpy(r, c->own_r, n * sizeof(*r));
	assert_int_equal(calc_beta(r, b, n, CALC_ALL, &v), OK);
	same(row->beta_sp500, v);
	assert_int_equal(calc_correlation(r, b, n, &v), OK);
	same(row->correlation_sp500, v);
	assert_int_equal(calc_tracking_error(r, b, n, 252, &v), OK);
	same(row->tracking_error, v);
	assert_int_equal(calc_information_ratio(r, b, n, 252, &v), OK);
	same(row->information_ratio, v);

	/* Rates are read up to the day of the row only: what is rated now is what was rated then. */
	const struct risk_counts k = risk_counts(&in, market_date(t));
	memcpy(x, in.x, k.rated * sizeof(*x));
	assert_int_equal(row->rf_until, in.dates[k.rated]);
	assert_true(row->rf_until <= market_date(RATED_DAYS - 1));
	assert_int_equal(calc_sharpe_ratio(x, k.rated, 252, &v), OK);
	same(row->sharpe_ratio, v);
	assert_int_equal(calc_sortino(x, k.rated, 252, CALC_OVER_ALL, &v), OK);
	same(row->sortino_ratio, v);
	assert_int_equal(calc_alpha_annual(in.common_x, in.common_y, k.common_rated, 252, &v), OK);
	same(row->alpha, v);
}

static void each_row_follows_from_what_was_known(void **state)
{
	struct desk             *d = *state;
	const struct RiskMetrics m = ask(d, 20000, INT_NONE, 0);

	assert_int_equal(m.metrics.n, RISK_LEVELS);
	assert_int_equal(m.total, RISK_LEVELS);
	for (int t = 9; t < RISK_LEVELS; t += 13)
		row_follows_from_the_past(d, &rows(&m)[RISK_LEVELS - 1 - t], t);
	row_follows_from_the_past(d, &rows(&m)[0], RISK_LEVELS - 1);
}

/* A rate of the day after must not reach a row of today, nor must any other datum of a later day. */
static void nothing_looks_ahead(void **state)
{
	struct desk             *d = *state;
	const struct RiskMetrics before = ask(d, 20000, INT_NONE, 0);

	for (int t = RATED_DAYS + 20; t > 5; t -= 97) {
		store_exec(d->s, arena_printf(d->s->a,
		                              "DELETE FROM index_values WHERE date > %d;"
		                              "DELETE FROM prices WHERE date > %d;"
		                              "DELETE FROM risk_free_rates WHERE date > %d",
		                              market_date(t), market_date(t), market_date(t)));
		const struct RiskMetrics now = ask(d, 20000, INT_NONE, 0);
		assert_int_equal(now.total, t + 1);
		for (int i = 0; i <= t; i++) {
			const struct RiskRow *a = &rows(&before)[RISK_LEVELS - 1 - i];
			const struct RiskRow *b = &rows(&now)[t - i];

			assert_int_equal(a->date, b->date);
			assert_int_equal(a->rf_until, b->rf_until);
			for (size_t k = 0; k < risk_definitions_n; k++) {
				const double x = value(a, &risk_definitions[k]),
					     y = value(b, &risk_definitions[k]);

				assert_true(x == y || (isnan(x) && isnan(y)));
			}
		}
	}
}

static void pages_are_newest_first(void **state)
{
	struct desk             *d = *state;
	const struct RiskMetrics all = ask(d, 20000, INT_NONE, 0);
	const struct RiskMetrics page = ask(d, 7, INT_NONE, 5), days = ask(d, 7, 3, 5);
	const struct RiskMetrics none = ask(d, 7, INT_NONE, RISK_LEVELS);

	assert_int_equal(page.metrics.n, 7);
	assert_int_equal(days.metrics.n, 3);
	for (size_t i = 0; i < page.metrics.n; i++)
		assert_memory_equal(&rows(&page)[i], &rows(&all)[5 + i], sizeof(struct RiskRow));
	assert_true(rows(&page)[0].date > rows(&page)[1].date);
	assert_null(page.message);
	assert_int_equal(none.metrics.n, 0);
	assert_int_equal(none.total, RISK_LEVELS);
	assert_non_null(none.message);
	assert_int_equal(none.reasons.n, all.reasons.n);
	assert_int_equal(none.rf_until, all.rf_until);
}

static const char *reason(const struct RiskMetrics *m, const char *metric)
{
	const struct RiskReason *r = m->reasons.items;

	for (size_t i = 0; i < m->reasons.n; i++)
		if (strcmp(r[i].metric, metric) == 0)
			return r[i].reason;
	return "";
}

static void what_ends_early_says_so(void **state)
{
	const struct RiskMetrics m = ask(*state, 1, INT_NONE, 0);
	char                     until[DATE_TEXT];

	assert_true(m.rf_until < market_date(RATED_DAYS));
	date_format(m.rf_until, until);
	assert_non_null(strstr(reason(&m, "sharpe_ratio"), until));
	assert_non_null(strstr(reason(&m, "sortino_ratio"), until));
	assert_non_null(strstr(reason(&m, "alpha"), "common returns up to"));
	assert_string_equal(reason(&m, "volatility"), "");
	assert_int_equal(m.reasons.n, 3);
	assert_non_null(m.note);
}

static void a_benchmark_that_ends_says_so(void **state)
{
	struct desk *d = *state;

	store_exec(d->s,
	           arena_printf(d->s->a, "DELETE FROM prices WHERE date > %d", market_date(400)));
	const struct RiskMetrics m = ask(d, 1, INT_NONE, 0);
	assert_non_null(strstr(reason(&m, "beta_sp500"), "S&P 500"));
	assert_true(isfinite(rows(&m)->beta_sp500));
	store_exec(d->s, "DELETE FROM prices");
	const struct RiskMetrics none = ask(d, 1, INT_NONE, 0);
	assert_true(isnan(rows(&none)->beta_sp500) && isnan(rows(&none)->alpha));
	assert_true(isfinite(rows(&none)->sharpe_ratio));
	assert_non_null(strstr(reason(&none, "tracking_error"), "hold no S&P 500"));
	store_exec(d->s, "DELETE FROM risk_free_rates");
	const struct RiskMetrics bare = ask(d, 1, INT_NONE, 0);
	assert_true(isnan(rows(&bare)->sharpe_ratio) && isfinite(rows(&bare)->volatility));
	assert_int_equal(bare.rf_until, DATE_NONE);
	assert_non_null(strstr(reason(&bare, "sortino_ratio"), "no risk-free rate"));
}

static void too_few_returns_are_said(void **state)
{
	struct desk *d = *state;

	risk_level(d, market_date(0), 100);
	struct RiskMetrics m = ask(d, 30, INT_NONE, 0);
	assert_int_equal(m.metrics.n, 1);
	for (size_t i = 1; i < risk_definitions_n; i++)
		assert_true(isnan(value(rows(&m), &risk_definitions[i])));
	assert_non_null(strstr(reason(&m, "total_return"), "needs 1 return; there are 0"));
	assert_int_equal(m.reasons.n, risk_definitions_n - 1);
	for (int t = 1; t <= 20; t++) {
		risk_level(d, market_date(t), 100 + t % 3);
		store_price(d->s, RISK_BENCHMARK, market_date(t), 50 + t % 4, NAN);
	}
	m = ask(d, 30, INT_NONE, 0);
	assert_true(isfinite(rows(&m)->var_95) && isnan(rows(&m)->var_99));
	assert_true(isnan(rows(&m)[1].var_95));
	assert_string_equal(reason(&m, "var_99"), "needs 100 returns; there are 20");
	assert_string_equal(reason(&m, "calmar_ratio"), "not for less than a year");
	assert_non_null(strstr(reason(&m, "information_ratio"), "19 returns only"));
	assert_string_equal(reason(&m, "var_95"), "");
}

static void levels_that_never_fall_have_no_losses(void **state)
{
	struct desk *d = *state;

	for (int t = 0; t < 50; t++)
		risk_level(d, market_date(t), 100 + 0.5 * t);
	const struct RiskMetrics m = ask(d, 1, INT_NONE, 0);
	assert_true(isnan(rows(&m)->omega_ratio) && rows(&m)->max_drawdown == 0);
	assert_non_null(strstr(reason(&m, "omega_ratio"), "not defined"));
}

static void the_cache_of_a_worker_gives_the_same(void **state)
{
	struct desk             *d = *state;
	const struct RiskMetrics want = ask(d, 50, INT_NONE, 0);
	struct RiskMetrics       got;

	d->app.series = series_create();
	for (int i = 0; i < 2; i++) {
		got = ask(d, 50, INT_NONE, 0);
		assert_memory_equal(rows(&got), rows(&want), 50 * sizeof(struct RiskRow));
	}
	store_exec(d->s, "UPDATE counters SET value = value + 1; DELETE FROM risk_free_rates");
	got = ask(d, 1, INT_NONE, 0);
	assert_true(isnan(rows(&got)->sharpe_ratio));
	series_destroy(d->app.series);
}

static void refusals(void **state)
{
	struct desk       *d = *state;
	struct RiskMetrics m = {.total = 77};
	struct risk_input  in = {.n = 77};
	struct fail        f = {0};

	assert_refused(
		app_risk_metrics(&d->app, d->s->a, &(struct RiskQuery){30, INT_NONE, 0}, &m, &f),
		ERR_CONFLICT, &f, "not been computed");
	assert_int_equal(m.total, 77);
	risk_level(d, 100, 50);
	f = (struct fail){0};
	assert_refused(risk_input_load(&d->app, d->s->a, 101, DATE_NONE, BASIS_PRICE, &in, &f),
	               ERR_CONFLICT, &f, "1970-04-11");
	assert_string_equal(f.slug, "no_sessions");
	f = (struct fail){0};
	assert_refused(risk_input_load(&d->app, d->s->a, 101, 100, BASIS_PRICE, &in, &f),
	               ERR_INVALID, &f, "start_date");
	risk_level(d, 101, 0);
	f = (struct fail){0};
	assert_refused(
		risk_input_load(&d->app, d->s->a, DATE_NONE, DATE_NONE, BASIS_PRICE, &in, &f),
		ERR_INTERNAL, &f, "not above 0");
	assert_int_equal(in.n, 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RISK_TEST(each_row_follows_from_what_was_known),
		RISK_TEST(nothing_looks_ahead),
		RISK_TEST(pages_are_newest_first),
		RISK_TEST(what_ends_early_says_so),
		RISK_TEST(a_benchmark_that_ends_says_so),
		RISK_TEST_EMPTY(too_few_returns_are_said),
		RISK_TEST_EMPTY(levels_that_never_fall_have_no_losses),
		RISK_TEST(the_cache_of_a_worker_gives_the_same),
		RISK_TEST_EMPTY(refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include "app/compare.h"

/* Index 100, 110, 99, 118.8 on days 100, 101, 102, 105; the benchmark lacks day 101. */
static int setup(void **state)
{
	struct desk *d = desk_make();

	store_exec(
		d->s,
		"INSERT INTO runs VALUES (1, 1, 1, 'c', 'd', 'e', 0, 0, 0, 0, 0, 0);"
		"INSERT INTO index_values VALUES (1, 100, 100.0, 1.0, NULL, 1, 1, 1, 0, 0),"
		" (1, 101, 110.0, 1.0, NULL, 1, 1, 1, 0, 0), (1, 102, 99.0, 1.0, NULL, 1, 1, 1, 0, 0),"
		" (1, 105, 118.8, 1.0, NULL, 1, 1, 1, 0, 0);"
		"INSERT INTO assets (id, symbol, name, asset_type) VALUES (9, '" BENCHMARK_SYMBOL
		"', 'S&P 500', 'index');"
		"INSERT INTO risk_free_rates VALUES (98, 3.65, 't'), (102, 36.5, 't')");
	store_price(d->s, 9, 100, 1000, NAN);
	store_price(d->s, 9, 102, 1100, NAN);
	store_price(d->s, 9, 103, 5000, NAN);
	store_price(d->s, 9, 105, 1100, NAN);
	*state = d;
	return 0;
}

static struct Compare good(struct desk *d, int32_t from, int32_t to)
{
	struct Compare c;
	struct fail    f = {0};

	assert_ok(app_compare(&d->app, d->s->a, &(struct BenchmarkQuery){from, to, BASIS_PRICE}, &c,
	                      &f),
	          &f);
	return c;
}

static void same(double got, double want)
{
	if (!(fabs(got - want) <= 1e-10 * fmax(1, fabs(want))))
		print_error("%.17g, want %.17g\n", got, want);
	assert_true(fabs(got - want) <= 1e-10 * fmax(1, fabs(want)));
}

/* Returns on common days: -1 % and +20 % against +10 % and 0 %. */
static void figures_on_common_sessions(void **state)
{
	struct Compare c = good(*state, DATE_NONE, DATE_NONE);

	assert_int_equal(c.observations, 2);
	assert_int_equal(c.start_date, 100);
	assert_int_equal(c.end_date, 105);
	same(c.autoindex.total_return, 18.8);
	same(c.sp500.total_return, 10);
	same(c.outperformance.total, 8.8);
	same(c.autoindex.volatility, 0.21 / sqrt(2) * sqrt(252) * 100);
	same(c.sp500.volatility, 0.10 / sqrt(2) * sqrt(252) * 100);
	/* Differences -11 % and +20 %: mean 4.5 %, deviation 31 % over the root of 2. */
	same(c.outperformance.information_ratio, 0.045 / (0.31 / sqrt(2)) * sqrt(252));
	assert_true(isnan(c.autoindex.annualized_return)); /* five days are no year */
	assert_true(isnan(c.outperformance.annualized));
	assert_non_null(c.note);
}

/* The first return has the rate of two days before its start; the second ends after the last rate. */
static void the_rate_is_never_extended(void **state)
{
	struct desk   *d = *state;
	struct Compare c = good(d, DATE_NONE, DATE_NONE);

	assert_int_equal(c.rf_until, 102);
	assert_true(isnan(c.autoindex.sharpe_ratio)); /* one return has no deviation */
	assert_non_null(strstr(c.sharpe_reason, "1970-04-13"));
	store_exec(d->s, "INSERT INTO risk_free_rates VALUES (105, 1.0, 't')");
	c = good(d, DATE_NONE, DATE_NONE);
	assert_int_equal(c.rf_until, 105);
	assert_null(c.sharpe_reason);
	const double x = -0.01 - (pow(1.0365, 2 / 365.0) - 1),
		     y = 0.2 - (pow(1.365, 3 / 365.0) - 1);
	same(c.autoindex.sharpe_ratio, (x + y) / 2 / (fabs(x - y) / sqrt(2)) * sqrt(252));
	store_exec(d->s, "DELETE FROM risk_free_rates");
	c = good(d, DATE_NONE, DATE_NONE);
	assert_int_equal(c.rf_until, DATE_NONE);
	assert_non_null(c.sharpe_reason);
	assert_true(isnan(c.sp500.sharpe_ratio));
}

static void a_single_session_has_no_return(void **state)
{
	struct Compare c = good(*state, 105, 105);

	assert_int_equal(c.observations, 0);
	same(c.autoindex.start_value, 118.8);
	assert_true(isnan(c.autoindex.total_return) && isnan(c.autoindex.volatility));
	assert_true(isnan(c.outperformance.total) && isnan(c.outperformance.information_ratio));
}

static void refusals(void **state)
{
	struct desk   *d = *state;
	struct Compare c = {.start_date = 77};
	struct fail    f = {0};

	assert_refused(app_compare(&d->app, d->s->a,
	                           &(struct BenchmarkQuery){101, 101, BASIS_PRICE}, &c, &f),
	               ERR_CONFLICT, &f, "no session of this range in common");
	f = (struct fail){0};
	assert_refused(app_compare(&d->app, d->s->a,
	                           &(struct BenchmarkQuery){DATE_NONE, DATE_NONE, BASIS_TOTAL}, &c,
	                           &f),
	               ERR_CONFLICT, &f, "SPY");
	f = (struct fail){0};
	assert_refused(app_compare(&d->app, d->s->a,
	                           &(struct BenchmarkQuery){102, 101, BASIS_PRICE}, &c, &f),
	               ERR_INVALID, &f, "start_date");
	store_exec(d->s, "DELETE FROM index_values");
	f = (struct fail){0};
	assert_refused(app_compare(&d->app, d->s->a,
	                           &(struct BenchmarkQuery){DATE_NONE, DATE_NONE, BASIS_PRICE}, &c,
	                           &f),
	               ERR_CONFLICT, &f, "not been computed");
	assert_int_equal(c.start_date, 77);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, desk_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(figures_on_common_sessions),
		TEST(the_rate_is_never_extended),
		TEST(a_single_session_has_no_return),
		TEST(refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include "app/benchmark.h"
#include "store/points.h"

static int setup(void **state)
{
	struct desk *d = desk_make();

	store_exec(
		d->s,
		"INSERT INTO assets (id, symbol, name, asset_type) VALUES (5, '" BENCHMARK_SYMBOL
		"', 'S&P 500', 'index'), (6, 'SPY_TR', 'not the series', 'stock');"
		"INSERT INTO series VALUES ('SPY_TR', 101, 40.0, 't'), ('SPY_TR', 102, 50.0, 't'),"
		" ('OTHER', 102, 1.0, 't')");
	store_price(d->s, 5, 100, 4000, NAN);
	store_price(d->s, 5, 101, 4400, NAN);
	store_price(d->s, 5, 103, 3000, NAN);
	store_price(d->s, 6, 100, 1, NAN);
	*state = d;
	return 0;
}

static enum err ask(struct desk *d, int32_t from, int32_t to, int basis, struct Benchmark *out,
                    struct fail *f)
{
	*f = (struct fail){0};
	return app_benchmark(&d->app, d->s->a, &(struct BenchmarkQuery){from, to, basis}, out, f);
}

static void is_points(const struct list *l, size_t n, const struct point *want)
{
	const struct point *p = l->items;

	assert_int_equal(l->n, n);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(p[i].date, want[i].date);
		assert_true(fabs(p[i].value - want[i].value) < 1e-12);
	}
	assert_true(p[0].value == 100);
}

static void the_price_index_begins_at_100(void **state)
{
	static const struct point want[] = {{100, 100}, {101, 110}, {103, 75}};
	struct Benchmark          b;
	struct fail               f;

	assert_ok(ask(*state, DATE_NONE, DATE_NONE, BASIS_PRICE, &b, &f), &f);
	is_points(&b.series, 3, want);
	assert_string_equal(b.benchmark_name, "S&P 500");
	assert_int_equal(b.benchmark_basis, BASIS_PRICE);
}

static void the_total_return_is_another_series(void **state)
{
	static const struct point want[] = {{101, 100}, {102, 125}};
	struct Benchmark          b;
	struct fail               f;

	assert_ok(ask(*state, DATE_NONE, DATE_NONE, BASIS_TOTAL, &b, &f), &f);
	is_points(&b.series, 2, want);
	assert_non_null(strstr(b.benchmark_name, "dividends"));
	assert_int_equal(b.benchmark_basis, BASIS_TOTAL);
}

static void a_range_begins_at_100_itself(void **state)
{
	static const struct point want[] = {{101, 100}, {103, 3000.0 / 4400 * 100}};
	struct Benchmark          b;
	struct fail               f;

	assert_ok(ask(*state, 101, 103, BASIS_PRICE, &b, &f), &f);
	is_points(&b.series, 2, want);
	assert_ok(ask(*state, 102, DATE_NONE, BASIS_PRICE, &b, &f), &f);
	assert_int_equal(b.series.n, 1);
	assert_ok(ask(*state, DATE_NONE, 101, BASIS_PRICE, &b, &f), &f);
	assert_int_equal(b.series.n, 2);
}

static void what_is_not_there_is_said(void **state)
{
	struct desk     *d = *state;
	struct Benchmark b = {.benchmark_basis = 77};
	struct fail      f;

	assert_refused(ask(d, 200, DATE_NONE, BASIS_PRICE, &b, &f), ERR_CONFLICT, &f,
	               "price index in this range");
	assert_string_equal(f.slug, "no_benchmark");
	assert_refused(ask(d, 200, DATE_NONE, BASIS_TOTAL, &b, &f), ERR_CONFLICT, &f,
	               "total return");
	assert_refused(ask(d, 101, 100, BASIS_PRICE, &b, &f), ERR_INVALID, &f, "end_date");
	store_exec(d->s, "DELETE FROM prices; DELETE FROM assets; DELETE FROM series");
	assert_refused(ask(d, DATE_NONE, DATE_NONE, BASIS_PRICE, &b, &f), ERR_CONFLICT, &f,
	               "S&P 500");
	assert_string_equal(f.slug, "no_benchmark");
	assert_refused(ask(d, DATE_NONE, DATE_NONE, BASIS_TOTAL, &b, &f), ERR_CONFLICT, &f,
	               "S&P 500");
	assert_int_equal(b.benchmark_basis, 77);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, desk_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_price_index_begins_at_100),
		T(the_total_return_is_another_series),
		T(a_range_begins_at_100_itself),
		T(what_is_not_there_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

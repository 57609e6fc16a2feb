/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/risk_fixture.h"

#include "app/benchmark.h"
#include "app/periods.h"

static enum err ask(struct desk *d, int32_t from, int32_t to, int frequency, struct Periods *out,
                    struct fail *f)
{
	*f = (struct fail){0};
	return app_periods(&d->app, d->s->a,
	                   &(struct PeriodsQuery){from, to, BASIS_PRICE, frequency}, out, f);
}

static void all_compound_to_the_return_of_the_range(void **state)
{
	struct desk   *d = *state;
	struct Periods r;
	struct fail    f;
	const double   first = strtod(store_text(d->s, "SELECT value FROM index_values WHERE date ="
	                                                 " (SELECT min(date) FROM index_values)"),
	                              NULL);
	const double   last = strtod(store_text(d->s, "SELECT value FROM index_values WHERE date ="
	                                                " (SELECT max(date) FROM index_values)"),
	                             NULL);

	for (int word = PERIOD_MONTHLY; word <= PERIOD_YEARLY; word++) {
		double growth = 1;

		assert_ok(ask(d, DATE_NONE, DATE_NONE, word, &r, &f), &f);
		const struct Period *p = r.items.items;
		for (size_t i = 0; i < r.items.n; i++) {
			growth *= 1 + p[i].value;
			assert_int_equal(p[i].begun, i == 0);
			assert_int_equal(p[i].open, i + 1 == r.items.n);
			assert_true(p[i].start_date <= p[i].end_date);
			assert_true(i == 0 || p[i - 1].end_date < p[i].start_date);
		}
		assert_true(fabs(growth - last / first) < 1e-12);
		assert_int_equal(r.frequency, word);
		assert_string_equal(p[0].period, word == PERIOD_MONTHLY ? "2024-01" : "2024");
	}
	assert_int_equal(r.items.n, 4); /* 800 weekdays from 2024 on end in January 2027 */
	assert_non_null(r.note);
}

/* Levels at the ends of January and February 2024, and one in March. */
static void each_return_counts_from_the_session_before(void **state)
{
	struct desk   *d = *state;
	struct Periods r;
	struct fail    f;
	const int32_t  jan = date_of(2024, 1, 31), feb = date_of(2024, 2, 29),
		      mar = date_of(2024, 3, 1);

	risk_level(d, jan, 100);
	risk_level(d, feb - 1, 104);
	risk_level(d, feb, 110);
	risk_level(d, mar, 99);
	store_price(d->s, RISK_BENCHMARK, jan, 50, NAN);
	store_price(d->s, RISK_BENCHMARK, feb, 55, NAN);
	assert_ok(ask(d, DATE_NONE, DATE_NONE, PERIOD_MONTHLY, &r, &f), &f);
	const struct Period *p = r.items.items;
	assert_int_equal(r.items.n, 3);
	assert_true(p[0].value == 0 && p[0].benchmark == 0 && p[0].begun);
	assert_string_equal(p[1].period, "2024-02");
	assert_int_equal(p[1].start_date, feb - 1);
	assert_int_equal(p[1].end_date, feb);
	assert_true(fabs(p[1].value - 0.1) < 1e-15 && fabs(p[1].benchmark - 0.1) < 1e-15);
	assert_true(fabs(p[2].value + 0.1) < 1e-15 && p[2].open);
	assert_true(isnan(p[2].benchmark)); /* not on that very session */
	assert_ok(ask(d, feb, DATE_NONE, PERIOD_YEARLY, &r, &f), &f);
	p = r.items.items;
	assert_int_equal(r.items.n, 1);
	assert_true(p[0].begun && p[0].open && fabs(p[0].value + 0.1) < 1e-15);
}

static void refusals(void **state)
{
	struct desk   *d = *state;
	struct Periods r = {.frequency = 77};
	struct fail    f;

	assert_refused(ask(d, DATE_NONE, DATE_NONE, PERIOD_YEARLY, &r, &f), ERR_CONFLICT, &f,
	               "not been computed");
	assert_refused(ask(d, 2, 1, PERIOD_YEARLY, &r, &f), ERR_INVALID, &f, "start_date");
	assert_int_equal(r.frequency, 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RISK_TEST(all_compound_to_the_return_of_the_range),
		RISK_TEST_EMPTY(each_return_counts_from_the_session_before),
		RISK_TEST_EMPTY(refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

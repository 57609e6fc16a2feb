/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

#include <math.h>

#include "base/date.h"
#include "store/fx.h"
#include "store/risk_free.h"

static int setup(void **state)
{
	struct store *s = store_make();

	store_exec(
		s,
		"INSERT INTO fx_rates VALUES ('EUR', 'USD', 100, 1.5, 't'), ('EUR', 'USD', 103, 1.25, 't'),"
		" ('EUR', 'JPY', 101, 130.0, 't'), ('USD', 'JPY', 101, 90.0, 't'),"
		" ('USD', 'AAA', 101, 7.0, 't'), ('EUR', 'ZAR', 99, 8.0, 't');"
		"INSERT INTO risk_free_rates VALUES (100, 1.5, 't'), (102, 1.25, 't'), (105, 0.0, 't')");
	*state = s;
	return 0;
}

static void a_range_is_of_one_currency_against_the_euro(void **state)
{
	struct store *s = *state;
	struct points p;
	struct fail   f = {0};

	assert_ok(fx_range(s->db, s->a, "USD", INT32_MIN, INT32_MAX, &p, &f), &f);
	assert_int_equal(p.n, 2);
	assert_true(p.p[0].date == 100 && p.p[0].value == 1.5);
	assert_true(p.p[1].date == 103 && p.p[1].value == 1.25);
	assert_ok(fx_range(s->db, s->a, "USD", 101, 103, &p, &f), &f);
	assert_int_equal(p.n, 1);
	assert_ok(fx_range(s->db, s->a, "JPY", 101, 101, &p, &f), &f);
	assert_true(p.n == 1 && p.p[0].value == 130);
	assert_ok(fx_range(s->db, s->a, "AAA", INT32_MIN, INT32_MAX, &p, &f), &f);
	assert_int_equal(p.n, 0);
}

static void the_fixings_around_a_date(void **state)
{
	struct store *s = *state;
	struct point  p;
	struct fail   f = {0};

	assert_ok(fx_last(s->db, "USD", 102, &p, &f), &f);
	assert_true(p.date == 100 && p.value == 1.5);
	assert_ok(fx_last(s->db, "USD", 103, &p, &f), &f);
	assert_int_equal(p.date, 103);
	assert_ok(fx_last(s->db, "USD", 99, &p, &f), &f);
	assert_true(p.date == DATE_NONE && isnan(p.value));
	assert_ok(fx_next(s->db, "USD", 101, &p, &f), &f);
	assert_true(p.date == 103 && p.value == 1.25);
	assert_ok(fx_next(s->db, "USD", 104, &p, &f), &f);
	assert_int_equal(p.date, DATE_NONE);
}

static void every_currency_once_in_order(void **state)
{
	struct store   *s = *state;
	struct fx_codes c;
	struct fail     f = {0};

	assert_ok(fx_codes(s->db, s->a, &c, &f), &f);
	assert_int_equal(c.n, 3);
	assert_string_equal(c.p[0], "JPY");
	assert_string_equal(c.p[1], "USD");
	assert_string_equal(c.p[2], "ZAR");
	store_exec(s, "DELETE FROM fx_rates");
	assert_ok(fx_codes(s->db, s->a, &c, &f), &f);
	assert_int_equal(c.n, 0);
}

static void risk_free_rates_of_a_range(void **state)
{
	struct store *s = *state;
	struct points p;
	struct fail   f = {0};

	assert_ok(risk_free_range(s->db, s->a, 100, 104, &p, &f), &f);
	assert_int_equal(p.n, 2);
	assert_true(p.p[1].date == 102 && p.p[1].value == 1.25);
	assert_ok(risk_free_range(s->db, s->a, 106, INT32_MAX, &p, &f), &f);
	assert_int_equal(p.n, 0);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, store_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_range_is_of_one_currency_against_the_euro),
		TEST(the_fixings_around_a_date),
		TEST(every_currency_once_in_order),
		TEST(risk_free_rates_of_a_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

#include <math.h>

#include "store/points.h"

static struct points of_asset(struct store *s, int64_t id, int32_t from, int32_t to)
{
	struct points p;
	struct fail   f = {0};

	assert_ok(points_of_asset(s->db, s->a, id, from, to, &p, &f), &f);
	return p;
}

static struct points of_series(struct store *s, const char *name, int32_t from, int32_t to)
{
	struct points p;
	struct fail   f = {0};

	assert_ok(points_of_series(s->db, s->a, name, from, to, &p, &f), &f);
	return p;
}

static void closes_are_adjusted_where_they_can_be(void **state)
{
	struct store *s = *state;

	store_asset(s, 1, "AAA");
	store_asset(s, 2, "BBB");
	store_price(s, 1, 101, NAN, 6);
	store_price(s, 1, 100, 10, 5);
	store_price(s, 1, 102, 12, NAN);
	store_price(s, 2, 100, 99, NAN);
	struct points p = of_asset(s, 1, INT32_MIN, INT32_MAX);
	assert_int_equal(p.n, 2); /* a close among adjusted closes would be a jump that never was */
	assert_true(p.p[0].date == 100 && p.p[0].value == 5);
	assert_true(p.p[1].date == 101 && p.p[1].value == 6);
	p = of_asset(s, 2, INT32_MIN, INT32_MAX);
	assert_true(p.n == 1 && p.p[0].value == 99);
}

static void both_ends_belong_to_the_range(void **state)
{
	struct store *s = *state;

	store_asset(s, 1, "AAA");
	store_exec(s, "BEGIN");
	for (int32_t d = -50; d < 50; d++) { /* before 1970 too */
		store_price(s, 1, d, d + 1000, NAN);
		store_exec(s, arena_printf(s->a, "INSERT INTO series VALUES ('S', %d, %d.5, 't')",
		                           d, d));
	}
	store_exec(s, "COMMIT");
	for (int32_t from = -52; from < 52; from += 13) {
		for (int32_t to = -52; to < 52; to += 13) {
			int32_t       low = from < -50 ? -50 : from, high = to > 49 ? 49 : to;
			struct points p = of_asset(s, 1, from, to), q = of_series(s, "S", from, to);

			assert_int_equal(p.n, high < low ? 0 : high - low + 1);
			assert_int_equal(q.n, p.n);
			for (size_t i = 0; i < p.n; i++) {
				assert_int_equal(p.p[i].date, low + (int32_t)i);
				assert_true(p.p[i].value == p.p[i].date + 1000);
				assert_int_equal(q.p[i].date, p.p[i].date);
				assert_true(q.p[i].value ==
				            strtod(arena_printf(s->a, "%d.5", q.p[i].date), NULL));
			}
		}
	}
}

static void what_is_unknown_has_no_points(void **state)
{
	struct store *s = *state;

	store_exec(s, "INSERT INTO series VALUES ('S', 1, 1.0, 't')");
	assert_int_equal(of_asset(s, 9, INT32_MIN, INT32_MAX).n, 0);
	assert_int_equal(of_series(s, "s", INT32_MIN, INT32_MAX).n, 0);
	assert_int_equal(of_series(s, "", INT32_MIN, INT32_MAX).n, 0);
	assert_int_equal(of_series(s, "S", INT32_MIN, INT32_MAX).n, 1);
}

#define T(name) cmocka_unit_test_setup_teardown(name, store_setup, store_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(closes_are_adjusted_where_they_can_be),
		T(both_ends_belong_to_the_range),
		T(what_is_unknown_has_no_points),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

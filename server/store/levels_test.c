/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

#include <math.h>

#include "store/levels.h"

static const struct publication first = {
	.index_id = 1, .config_id = 1, .run_id = 1, .now_ms = 1000};
static const struct publication second = {
	.index_id = 1, .config_id = 1, .run_id = 2, .now_ms = 2000};

static int setup(void **state)
{
	struct store *s = store_make();

	store_index(s);
	store_exec(s, "INSERT INTO strategy_configs VALUES (2, 1, 2, '{}', '{}', NULL, 0, NULL);"
	              "INSERT INTO runs SELECT 2, index_id, 1, 'c', 'd', 'e', 0, 0, 0, 0, 0, 0 FROM"
	              " runs");
	*state = s;
	return 0;
}

static void put(struct store *s, const struct publication *pub, struct level l)
{
	struct fail f = {0};

	assert_ok(levels_put(s->db, pub, &l, &f), &f);
}

static const struct level sample = {
	.date = 100, .total = 1.0 / 3, .net = 0.1, .price = NAN, .divisor = 1000};

static void what_is_put_is_read_to_the_bit(void **state)
{
	struct store *s = *state;
	struct levels l;
	struct fail   f = {0};

	put(s, &first, sample);
	put(s, &first, (struct level){.date = 101, .total = 1, .net = 2, .price = 3, .divisor = 4});
	assert_ok(levels_range(s->db, s->a, 1, INT32_MIN, INT32_MAX, &l, &f), &f);
	assert_int_equal(l.n, 2);
	assert_int_equal(l.p[0].date, 100);
	assert_true(l.p[0].total == sample.total && l.p[0].net == sample.net &&
	            l.p[0].divisor == 1000);
	assert_true(isnan(l.p[0].price));
	assert_true(l.p[1].price == 3);
	assert_int_equal(store_int(s, "SELECT created_at FROM index_values WHERE date = 100"),
	                 1000);
	assert_int_equal(store_int(s, "SELECT updated_at FROM index_values WHERE date = 100"),
	                 1000);
}

static void ranges_are_inclusive_and_ascending(void **state)
{
	struct store *s = *state;
	struct levels l;
	struct fail   f = {0};

	for (int32_t d = 105; d >= 100; d--)
		put(s, &first,
		    (struct level){.date = d, .total = d, .net = 1, .price = NAN, .divisor = 1});
	assert_ok(levels_range(s->db, s->a, 1, 101, 103, &l, &f), &f);
	assert_int_equal(l.n, 3);
	for (size_t i = 0; i < l.n; i++)
		assert_int_equal(l.p[i].date, 101 + i);
	assert_ok(levels_range(s->db, s->a, 1, 103, 101, &l, &f), &f);
	assert_int_equal(l.n, 0);
	assert_ok(levels_range(s->db, s->a, 2, INT32_MIN, INT32_MAX, &l, &f), &f);
	assert_int_equal(l.n, 0);
	assert_ok(levels_last(s->db, s->a, 1, 2, &l, &f), &f);
	assert_int_equal(l.n, 2);
	assert_int_equal(l.p[0].date, 105);
	assert_int_equal(l.p[1].date, 104);
	assert_ok(levels_last(s->db, s->a, 1, 99, &l, &f), &f);
	assert_int_equal(l.n, 6);
}

static void an_equal_level_keeps_its_run_and_times(void **state)
{
	struct store *s = *state;

	put(s, &first, sample);
	put(s, &second, sample);
	assert_string_equal(
		store_text(s, "SELECT run_id || ' ' || created_at || ' ' || updated_at FROM"
	                      " index_values"),
		"1 1000 1000");
}

static void any_differing_value_is_an_update(void **state)
{
	struct store *s = *state;
	struct level  other[] = {sample, sample, sample, sample};

	other[0].total = nextafter(sample.total, 1);
	other[1].net = nextafter(sample.net, 1);
	other[2].price = 5; /* from none */
	other[3].divisor = nextafter(sample.divisor, 1);
	for (int32_t i = 0; i < 4; i++) {
		struct level l = sample;

		other[i].date = l.date = 100 + i;
		put(s, &first, l);
		put(s, &second, other[i]);
		assert_string_equal(
			store_text(s, arena_printf(s->a,
		                                   "SELECT run_id || ' ' || created_at || ' ' ||"
		                                   " updated_at FROM index_values WHERE date = %d",
		                                   100 + i)),
			"2 1000 2000");
	}
	put(s, &first,
	    (struct level){.date = 102,
	                   .total = sample.total,
	                   .net = sample.net,
	                   .price = NAN,
	                   .divisor = sample.divisor}); /* back to none */
	assert_null(store_text(s, "SELECT price_value FROM index_values WHERE date = 102"));
}

static void another_configuration_is_an_update(void **state)
{
	struct store      *s = *state;
	struct publication pub = second;

	put(s, &first, sample);
	pub.config_id = 2;
	put(s, &pub, sample);
	assert_string_equal(
		store_text(s, "SELECT run_id || ' ' || strategy_config_id FROM index_values"),
		"2 2");
}

static void trimming_keeps_the_range_of_one_index(void **state)
{
	struct store      *s = *state;
	struct publication other = first;
	struct fail        f = {0};

	store_exec(s, "INSERT INTO indexes VALUES (2, 'Other', 'USD', 0)");
	other.index_id = 2;
	for (int32_t d = 100; d < 106; d++) {
		put(s, &first,
		    (struct level){.date = d, .total = 1, .net = 1, .price = NAN, .divisor = 1});
		put(s, &other,
		    (struct level){.date = d, .total = 1, .net = 1, .price = NAN, .divisor = 1});
	}
	assert_ok(levels_trim(s->db, 1, 101, 104, &f), &f);
	assert_string_equal(
		store_text(s, "SELECT group_concat(date) FROM index_values WHERE index_id = 1"),
		"101,102,103,104");
	assert_int_equal(store_int(s, "SELECT count(*) FROM index_values WHERE index_id = 2"), 6);
}

static void a_level_needs_its_run(void **state)
{
	struct store      *s = *state;
	struct publication pub = first;
	struct fail        f = {0};

	pub.run_id = 99;
	assert_refused(levels_put(s->db, &pub, &sample, &f), ERR_CONFLICT, &f, "");
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, store_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_is_put_is_read_to_the_bit),
		T(ranges_are_inclusive_and_ascending),
		T(an_equal_level_keeps_its_run_and_times),
		T(any_differing_value_is_an_update),
		T(another_configuration_is_an_update),
		T(trimming_keeps_the_range_of_one_index),
		T(a_level_needs_its_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

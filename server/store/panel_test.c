/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

#include <math.h>

#include "base/crypto.h"
#include "store/panel.h"

static int setup(void **state)
{
	struct store *s = store_make();

	store_index(s);
	for (int64_t id = 1; id <= 4; id++)
		store_asset(s, id, arena_printf(s->a, "A%lld", (long long)id));
	store_exec(s, "INSERT INTO index_members VALUES (1, 1), (1, 2), (1, 3)");
	*state = s;
	return 0;
}

static struct panel load(struct store *s)
{
	struct panel p;
	struct fail  f = {0};

	assert_ok(panel_load(s->db, s->a, 1, NULL, &p, &f), &f);
	return p;
}

static void no_prices_make_an_empty_panel(void **state)
{
	struct panel p = load(*state);

	assert_int_equal(p.sessions, 0);
	assert_int_equal(p.members, 3);
	assert_null(p.traded);
}

/* A day is a session when any member has a price; where another has none there is a hole. */
static void holes_late_listings_and_the_union_of_dates(void **state)
{
	static const double want[4][3] = {
		{10, NAN, NAN}, {NAN, NAN, 30}, {12, NAN, NAN}, {NAN, NAN, 31}};
	struct store *s = *state;

	store_price(s, 3, 103, 31, NAN); /* stored in no order */
	store_price(s, 1, 100, 10, NAN);
	store_price(s, 4, 99, 77, NAN); /* not a member: its day is no session */
	store_price(s, 3, 101, 30, NAN);
	store_price(s, 1, 102, 12, NAN);
	struct panel p = load(s);
	assert_int_equal(p.sessions, 4);
	assert_int_equal(p.members, 3); /* the second has no price at all, but keeps its place */
	for (int64_t i = 0; i < 3; i++)
		assert_int_equal(p.asset_id[i], i + 1);
	for (size_t t = 0; t < 4; t++) {
		assert_int_equal(p.date[t], 100 + t);
		for (size_t i = 0; i < 3; i++) {
			double v = p.price[t * 3 + i];

			assert_true(isnan(want[t][i]) ? isnan(v) : v == want[t][i]);
			assert_true(isnan(want[t][i]) ? isnan(p.traded[t * 3 + i])
			                              : p.traded[t * 3 + i] == want[t][i]);
		}
	}
}

static void adjusted_goes_before_traded(void **state)
{
	struct store *s = *state;

	store_price(s, 1, 100, 10, 5);
	store_price(s, 1, 101, NAN, 6);
	struct panel p = load(s);
	assert_true(p.price[0] == 5 && p.price[p.members] == 6);
	assert_true(p.traded[0] == 10 && isnan(p.traded[p.members]));
	store_price(s, 1, 102, 12, NAN); /* no adjusted close: no price, not one of another kind */
	p = load(s);
	assert_int_equal(p.sessions, 3);
	assert_true(isnan(p.price[2 * p.members]) && p.traded[2 * p.members] == 12);
}

/* The first price says which kind a member's prices are; a later one does not change the earlier. */
static void an_adjusted_close_that_comes_later_changes_nothing_before(void **state)
{
	struct store *s = *state;

	store_price(s, 1, 100, 10, NAN);
	store_price(s, 1, 101, 11, NAN);
	store_price(s, 1, 102, 12, 6);
	struct panel p = load(s);
	assert_true(p.price[0] == 10 && p.price[p.members] == 11 && p.price[2 * p.members] == 12);
}

static void traded_is_null_where_nobody_has_one(void **state)
{
	struct store *s = *state;

	store_price(s, 1, 100, NAN, 5);
	store_price(s, 2, 100, NAN, 6);
	assert_null(load(s).traded);
	store_price(s, 3, 101, 7, NAN);
	assert_non_null(load(s).traded);
}

static void a_wide_and_long_panel_is_filled_to_the_corners(void **state)
{
	enum { DAYS = 700 };
	struct store *s = *state;

	store_exec(s, "BEGIN");
	for (int32_t t = 0; t < DAYS; t++)
		for (int64_t id = 1; id <= 3; id++)
			store_price(s, id, 100 + t, (double)(id * 10000 + t), NAN);
	store_exec(s, "COMMIT");
	struct panel p = load(s);
	assert_int_equal(p.sessions, DAYS);
	assert_int_equal(p.members, 3);
	for (size_t t = 0; t < DAYS; t++)
		for (size_t i = 0; i < 3; i++)
			assert_true(p.price[t * 3 + i] == (double)((i + 1) * 10000 + t));
}

static const char *hash_of(struct store *s)
{
	struct sha256 *h = sha256_create(s->a);
	char          *hex = arena_alloc(s->a, SHA256_HEX);
	struct panel   p;
	struct fail    f = {0};

	assert_ok(panel_load(s->db, s->a, 1, h, &p, &f), &f);
	sha256_hex(h, hex);
	return hex;
}

static void the_hash_is_of_everything_that_enters(void **state)
{
	static const char *const changes[] = {
		"UPDATE prices SET close = 10.000000000000002 WHERE asset_id = 1 AND date = 100",
		"UPDATE prices SET adj_close = 4.0 WHERE asset_id = 1 AND date = 100",
		"UPDATE prices SET adj_close = NULL WHERE asset_id = 1 AND date = 100",
		"UPDATE prices SET adj_close = 0.0 WHERE asset_id = 2", /* none is not 0 */
		"UPDATE prices SET close = adj_close, adj_close = close WHERE adj_close > 0",
		"UPDATE prices SET date = 102 WHERE asset_id = 1 AND date = 101",
		"UPDATE prices SET asset_id = 3 WHERE asset_id = 2",
		"DELETE FROM prices WHERE asset_id = 1 AND date = 101",
		"INSERT INTO prices VALUES (3, 100, 1, 1, 1, 1, 1, 1, 's', 0)",
		"DELETE FROM index_members WHERE asset_id = 2",
	};
	struct store *s = *state;

	store_price(s, 1, 100, 10, 5);
	store_price(s, 1, 101, 11, 6);
	store_price(s, 2, 100, 20, NAN);
	store_price(s, 4, 100, 99, NAN);
	const char *before = hash_of(s);
	assert_string_equal(hash_of(s), before);
	for (size_t i = 0; i < COUNT(changes); i++) {
		store_exec(s, "BEGIN");
		store_exec(s, changes[i]);
		if (strcmp(hash_of(s), before) == 0)
			print_error("unseen: %s\n", changes[i]);
		assert_string_not_equal(hash_of(s), before);
		store_exec(s, "ROLLBACK");
		assert_string_equal(hash_of(s), before);
	}
	/* What does not enter the index does not enter the hash. */
	store_exec(s, "UPDATE prices SET close = 1.0 WHERE asset_id = 4; UPDATE prices SET source ="
	              " 'x', volume = 1.0,"
	              " open = 2.0, known_at = 3; UPDATE assets SET name = 'renamed'");
	assert_string_equal(hash_of(s), before);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, store_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(no_prices_make_an_empty_panel),
		T(holes_late_listings_and_the_union_of_dates),
		T(adjusted_goes_before_traded),
		T(an_adjusted_close_that_comes_later_changes_nothing_before),
		T(traded_is_null_where_nobody_has_one),
		T(a_wide_and_long_panel_is_filled_to_the_corners),
		T(the_hash_is_of_everything_that_enters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

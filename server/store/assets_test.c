/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

#include <math.h>

#include "base/date.h"
#include "store/assets.h"

static void describe(struct store *s, const char *symbol, const char *name, const char *sector)
{
	struct asset as = {.symbol = symbol,
	                   .name = name,
	                   .sector = sector,
	                   .asset_type = "stock",
	                   .currency = "USD",
	                   .price_basis = "unknown"};
	struct fail  f = {0};

	assert_ok(assets_describe(s->db, &as, &f), &f);
}

static struct asset_rows list(struct store *s, const char *q, const char *sector, int64_t limit,
                              int64_t offset)
{
	struct asset_filter filter = {
		.q = q, .sector = sector, .index_id = 1, .limit = limit, .offset = offset};
	struct asset_rows rows = {.n = 99};
	struct fail       f = {0};

	assert_ok(assets_list(s->db, s->a, &filter, &rows, &f), &f);
	return rows;
}

static void a_description_makes_or_renames(void **state)
{
	struct store *s = *state;
	struct asset  as = {.id = 77,
	                    .symbol = "ABC",
	                    .name = "Abc",
	                    .sector = "Energy",
	                    .asset_type = "stock",
	                    .exchange = "XNYS",
	                    .currency = "EUR",
	                    .price_basis = "split_adjusted"},
		     got;
	struct fail f = {0};

	assert_ok(assets_describe(s->db, &as, &f), &f);
	assert_ok(assets_by_symbol(s->db, s->a, "ABC", &got, &f), &f);
	assert_int_equal(got.id, 1);
	assert_string_equal(got.name, "Abc");
	assert_string_equal(got.sector, "Energy");
	assert_string_equal(got.asset_type, "stock");
	assert_string_equal(got.exchange, "XNYS");
	assert_string_equal(got.currency, "EUR");
	assert_string_equal(got.price_basis, "split_adjusted");

	as.name = "Abc Holding";
	as.sector = as.exchange = NULL;
	assert_ok(assets_describe(s->db, &as, &f), &f);
	assert_ok(assets_by_symbol(s->db, s->a, "ABC", &got, &f), &f);
	assert_int_equal(got.id, 1); /* prices refer to it */
	assert_string_equal(got.name, "Abc Holding");
	assert_null(got.sector);
	assert_null(got.exchange);
}

static void an_unknown_symbol_is_named(void **state)
{
	struct store *s = *state;
	struct asset  got = {.id = 77};
	struct fail   f = {0};

	assert_refused(assets_by_symbol(s->db, s->a, "NOPE", &got, &f), ERR_NOTFOUND, &f, "'NOPE'");
	assert_int_equal(got.id, 77);
}

static void lists_are_by_symbol_in_pages(void **state)
{
	struct store *s = *state;

	describe(s, "CCC", "Third", NULL);
	describe(s, "AAA", "First", NULL);
	describe(s, "BBB", "Second", NULL);
	struct asset_rows r = list(s, NULL, NULL, 2, 0);
	assert_int_equal(r.n, 2);
	assert_int_equal(r.total, 3);
	assert_string_equal(r.p[0].asset.symbol, "AAA");
	assert_string_equal(r.p[1].asset.symbol, "BBB");
	r = list(s, NULL, NULL, 2, 2);
	assert_int_equal(r.n, 1);
	assert_string_equal(r.p[0].asset.symbol, "CCC");
	r = list(s, NULL, NULL, 2, 9);
	assert_int_equal(r.n, 0);
	assert_int_equal(r.total, 3); /* a page beyond the end still knows how many there are */
}

static void a_search_looks_at_symbol_and_name_without_case(void **state)
{
	struct store *s = *state;

	describe(s, "BRK.B", "Berkshire Hathaway", "Financials");
	describe(s, "BK", "Bank of New York", "Financials");
	describe(s, "PCT", "100% Wool_Co", "Textiles");
	assert_int_equal(list(s, "brk", NULL, 9, 0).n, 1);
	assert_int_equal(list(s, "HATHA", NULL, 9, 0).n, 1);
	assert_int_equal(list(s, "b", NULL, 9, 0).n, 2);
	assert_int_equal(list(s, "b", NULL, 1, 0).total, 2);
	assert_int_equal(list(s, "%", NULL, 9, 0).n, 1); /* no pattern */
	assert_int_equal(list(s, "_", NULL, 9, 0).n, 1);
	assert_int_equal(list(s, "' OR 1", NULL, 9, 0).n, 0);
	assert_int_equal(list(s, NULL, "Financials", 9, 0).n, 2);
	assert_int_equal(list(s, NULL, "Financials", 1, 0).total, 2);
	assert_int_equal(list(s, "york", "Financials", 9, 0).n, 1);
	assert_int_equal(list(s, "york", "Textiles", 9, 0).total, 0);
}

static void rows_say_what_is_stored(void **state)
{
	struct store *s = *state;

	store_index(s);
	describe(s, "AAA", "First", NULL);
	describe(s, "BBB", "Second", NULL);
	store_exec(s, "INSERT INTO index_members VALUES (1, 2)");
	store_price(s, 2, 300, 30, NAN);
	store_price(s, 2, 100, 10, 5);
	store_price(s, 2, 200, NAN, 20);
	struct asset_rows r = list(s, NULL, NULL, 9, 0);
	assert_false(r.p[0].in_index);
	assert_int_equal(r.p[0].first_date, DATE_NONE);
	assert_int_equal(r.p[0].last_date, DATE_NONE);
	assert_true(isnan(r.p[0].last_close));
	assert_true(r.p[1].in_index);
	assert_int_equal(r.p[1].first_date, 100);
	assert_int_equal(r.p[1].last_date, 300);
	assert_true(r.p[1].last_close == 30);
	store_price(s, 2, 400, NAN, 40); /* adjusted where there is nothing else */
	assert_true(list(s, NULL, NULL, 9, 0).p[1].last_close == 40);
}

static void members_are_by_id_and_once(void **state)
{
	struct store *s = *state;
	struct assets m;
	struct fail   f = {0};

	store_index(s);
	store_exec(s, "INSERT INTO indexes VALUES (2, 'Other', 'USD', 0)");
	describe(s, "CCC", "Third", NULL);
	describe(s, "AAA", "First", NULL);
	describe(s, "BBB", "Second", NULL);
	assert_ok(assets_members(s->db, s->a, 1, &m, &f), &f);
	assert_int_equal(m.n, 0);
	assert_ok(assets_add_member(s->db, 1, 2, &f), &f);
	assert_ok(assets_add_member(s->db, 1, 1, &f), &f);
	assert_ok(assets_add_member(s->db, 1, 2, &f), &f);
	assert_ok(assets_add_member(s->db, 2, 3, &f), &f);
	assert_ok(assets_members(s->db, s->a, 1, &m, &f), &f);
	assert_int_equal(m.n, 2);
	assert_string_equal(m.p[0].symbol, "CCC");
	assert_string_equal(m.p[1].symbol, "AAA");
	assert_refused(assets_add_member(s->db, 1, 99, &f), ERR_CONFLICT, &f, "");
	assert_refused(assets_add_member(s->db, 99, 1, &f), ERR_CONFLICT, &f, "");
}

#define T(name) cmocka_unit_test_setup_teardown(name, store_setup, store_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_description_makes_or_renames),
		T(an_unknown_symbol_is_named),
		T(lists_are_by_symbol_in_pages),
		T(a_search_looks_at_symbol_and_name_without_case),
		T(rows_say_what_is_stored),
		T(members_are_by_id_and_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

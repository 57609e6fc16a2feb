/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

#include "store/sources.h"

static struct sources list(struct store *s)
{
	struct sources out;
	struct fail    f = {0};

	assert_ok(sources_list(s->db, s->a, &out, &f), &f);
	return out;
}

static void nothing_stored_lists_nothing(void **state)
{
	struct store *s = *state;
	struct source src = {.name = "x", .title = "X", .licence = "MIT"};
	struct fail   f = {0};

	assert_ok(sources_put(s->db, &src, &f), &f);
	assert_int_equal(list(s).n, 0); /* described, but nothing comes from it */
}

/* Every kind of row counts for its own source, and a benchmark's prices are not the assets'. */
static void every_kind_is_counted(void **state)
{
	static const struct {
		const char *kind, *source;
		int64_t     series, rows, first, last;
	} want[] = {
		{"actions", "acts", 1, 2, 50, 60},   {"benchmark", "bench", 1, 1, 99, 99},
		{"fx", "ecb", 2, 3, 10, 12},         {"prices", "mine", 2, 3, 100, 102},
		{"prices", "other", 1, 1, 103, 103}, {"risk_free", "ust", 1, 2, 7, 8},
		{"series", "spy", 1, 1, 5, 5},
	};
	struct store *s = *state;

	store_asset(s, 1, "AAA");
	store_asset(s, 2, "BBB");
	store_exec(s, "INSERT INTO assets (id, symbol, name, asset_type) VALUES (3, '^GSPC', 'S&P',"
	              " 'index');"
	              "INSERT INTO prices (asset_id, date, close, source, known_at) VALUES (1, 100,"
	              " 1.0, 'mine', 0),"
	              " (1, 101, 1.0, 'mine', 0), (2, 102, 1.0, 'mine', 0), (2, 103, 1.0, 'other',"
	              " 0), (3, 99, 1.0, 'bench', 0);"
	              "INSERT INTO series VALUES ('SPY_TR', 5, 1.0, 'spy');"
	              "INSERT INTO fx_rates VALUES ('EUR', 'USD', 10, 1.0, 'ecb'), ('EUR', 'USD',"
	              " 12, 1.0, 'ecb'),"
	              " ('EUR', 'JPY', 11, 1.0, 'ecb');"
	              "INSERT INTO risk_free_rates VALUES (7, 1.0, 'ust'), (8, 1.0, 'ust');"
	              "INSERT INTO corporate_actions VALUES (1, 50, 'split', 2.0, 'raw', 'acts'),"
	              " (1, 60, 'split', 2.0, 'raw', 'acts')");
	struct sources l = list(s);
	assert_int_equal(l.n, COUNT(want));
	for (size_t i = 0; i < l.n; i++) {
		assert_string_equal(l.p[i].kind, want[i].kind);
		assert_string_equal(l.p[i].name, want[i].source);
		assert_int_equal(l.p[i].series, want[i].series);
		assert_int_equal(l.p[i].rows, want[i].rows);
		assert_int_equal(l.p[i].first_date, want[i].first);
		assert_int_equal(l.p[i].last_date, want[i].last);
		assert_false(l.p[i].sample);
	}
}

static void a_source_that_nobody_described_says_so(void **state)
{
	struct store *s = *state;

	store_asset(s, 1, "AAA");
	store_price(s, 1, 100, 1, 1);
	struct sources l = list(s);
	assert_int_equal(l.n, 1);
	assert_string_equal(l.p[0].title, "test");
	assert_string_equal(l.p[0].licence, "not stated");
}

static void a_description_is_replaced(void **state)
{
	struct store *s = *state;
	struct source src = {.name = "test", .title = "A title", .licence = "MIT", .sample = true};
	struct fail   f = {0};

	store_asset(s, 1, "AAA");
	store_price(s, 1, 100, 1, 1);
	assert_ok(sources_put(s->db, &src, &f), &f);
	struct sources l = list(s);
	assert_string_equal(l.p[0].title, "A title");
	assert_string_equal(l.p[0].licence, "MIT");
	assert_true(l.p[0].sample);
	src.licence = "BSD";
	src.sample = false;
	assert_ok(sources_put(s->db, &src, &f), &f);
	l = list(s);
	assert_int_equal(l.n, 1);
	assert_string_equal(l.p[0].licence, "BSD");
	assert_false(l.p[0].sample);
}

#define T(name) cmocka_unit_test_setup_teardown(name, store_setup, store_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(nothing_stored_lists_nothing),
		T(every_kind_is_counted),
		T(a_source_that_nobody_described_says_so),
		T(a_description_is_replaced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

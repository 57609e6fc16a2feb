/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

#include "store/risk_metrics.h"

static void records_are_listed_newest_first(void **state)
{
	struct store       *s = *state;
	struct risk_records r;
	struct fail         f = {0};
	int64_t             n;

	store_index(s);
	for (int i = 0; i < 5; i++) {
		const struct publication pub = {
			.index_id = 1, .config_id = 1, .run_id = 1, .now_ms = 1000 + i};
		const struct risk_record record = {.date = 20000 + i / 2,
		                                   .metrics = arena_printf(s->a, "{\"a\":%d}", i),
		                                   .performance = "{\"p\":1}",
		                                   .drawdown = "{\"d\":1}",
		                                   .correlation = "{\"c\":1}"};

		assert_ok(risk_metrics_add(s->db, &pub, &record, &f), &f);
	}
	assert_ok(risk_metrics_count(s->db, 1, &n, &f), &f);
	assert_int_equal(n, 5);
	assert_ok(risk_metrics_count(s->db, 2, &n, &f), &f);
	assert_int_equal(n, 0);
	assert_ok(risk_metrics_list(s->db, s->a, 1, 2, 1, &r, &f), &f);
	assert_int_equal(r.n, 2);
	assert_string_equal(r.p[0].metrics, "{\"a\":3}");
	assert_string_equal(r.p[1].metrics, "{\"a\":2}");
	assert_string_equal(r.p[0].performance, "{\"p\":1}");
	assert_string_equal(r.p[0].drawdown, "{\"d\":1}");
	assert_string_equal(r.p[0].correlation, "{\"c\":1}");
	assert_int_equal(r.p[0].date, 20001);
	assert_int_equal(r.p[0].computed_at, 1003);
	assert_int_equal(r.p[0].version, 1);
	assert_int_equal(r.p[0].run_id, 1);
	assert_true(r.p[0].id > r.p[1].id);
}

static void a_record_belongs_to_a_run(void **state)
{
	struct store            *s = *state;
	const struct publication pub = {.index_id = 1, .config_id = 1, .run_id = 9, .now_ms = 1};
	const struct risk_record record = {.date = 1,
	                                   .metrics = "{}",
	                                   .performance = "{}",
	                                   .drawdown = "{}",
	                                   .correlation = "{}"};
	struct fail              f = {0};

	store_index(s);
	assert_int_equal(risk_metrics_add(s->db, &pub, &record, &f), ERR_CONFLICT);
	assert_int_equal(store_int(s, "SELECT count(*) FROM risk_metrics"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(records_are_listed_newest_first, store_setup,
	                                        store_teardown),
		cmocka_unit_test_setup_teardown(a_record_belongs_to_a_run, store_setup,
	                                        store_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

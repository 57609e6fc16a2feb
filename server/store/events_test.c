/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

#include "store/events.h"

static int setup(void **state)
{
	struct store *s = store_make();

	store_index(s);
	store_exec(
		s,
		"INSERT INTO runs SELECT 2, index_id, strategy_config_id, 'c', 'd', 'e', 0, 0, 0,"
		" 0, 0, 0 FROM runs");
	store_asset(s, 5, "AAA");
	store_asset(s, 6, "BBB");
	*state = s;
	return 0;
}

static const struct dated_event flags[] = {
	{10, "daily_drop", 0, NULL},   {10, "outlier", 5, NULL},    {10, "outlier", 6, NULL},
	{12, "return_above", 5, NULL}, {14, "daily_drop", 0, NULL},
};

static void put(struct store *s, int64_t run, const struct dated_event *p, size_t n)
{
	struct publication pub = {.index_id = 1, .config_id = 1, .run_id = run};
	struct fail        f = {0};

	assert_ok(events_put_flags(s->db, &pub, p, n, &f), &f);
}

static const char *stored(struct store *s)
{
	return store_dump(s, "SELECT date, code, asset_id, run_id FROM index_events"
	                     " ORDER BY date, code, asset_id");
}

static void flags_are_kept_with_their_run(void **state)
{
	struct store *s = *state;

	put(s, 1, flags, COUNT(flags));
	const char *first = stored(s);
	assert_string_equal(first, "10 daily_drop 0 1 \n10 outlier 5 1 \n10 outlier 6 1 \n"
	                           "12 return_above 5 1 \n14 daily_drop 0 1 \n");
	put(s, 2, flags, COUNT(flags)); /* the same again */
	assert_string_equal(stored(s), first);
}

static void only_what_differs_is_written(void **state)
{
	struct store      *s = *state;
	struct dated_event more[COUNT(flags) + 1];

	put(s, 1, flags, COUNT(flags));
	memcpy(more, flags, sizeof(flags));
	more[COUNT(flags)] = (struct dated_event){20, "outlier", 6, NULL};
	put(s, 2, more, COUNT(more));
	assert_int_equal(store_int(s, "SELECT count(*) FROM index_events WHERE run_id = 2"), 1);
	/* One less on day 10: all of that day and later is of the newer run. */
	put(s, 2, flags, 2);
	assert_string_equal(stored(s), "10 daily_drop 0 2 \n10 outlier 5 2 \n");
	put(s, 1, flags + 3, 1);
	assert_string_equal(stored(s), "12 return_above 5 1 \n");
	put(s, 1, flags, 0);
	assert_string_equal(stored(s), "");
}

/* Whatever was stored, what is put is what is there. */
static void any_set_follows_any_other(void **state)
{
	struct store      *s = *state;
	struct dated_event a[COUNT(flags)], b[COUNT(flags)];

	for (unsigned x = 0; x < 1u << COUNT(flags); x++) {
		for (unsigned y = 0; y < 1u << COUNT(flags); y += 3) {
			size_t n = 0, m = 0;

			for (unsigned i = 0; i < COUNT(flags); i++) {
				if (x >> i & 1)
					a[n++] = flags[i];
				if (y >> i & 1)
					b[m++] = flags[i];
			}
			put(s, 1, a, n);
			put(s, 2, b, m);
			struct event_filter q = {.index_id = 1, .from = 0, .to = 100, .limit = 100};
			struct dated_events got;
			struct fail         f = {0};
			assert_ok(events_list(s->db, s->a, &q, &got, &f), &f);
			assert_int_equal(got.n, m);
		}
	}
}

static void rebalance_events_are_left_alone(void **state)
{
	struct store *s = *state;

	store_exec(s, "INSERT INTO index_events VALUES (1, 10, 'cap_unknown', 0, 1),"
	              " (1, 14, 'momentum_flat', 0, 1)");
	put(s, 1, flags, COUNT(flags));
	put(s, 1, flags, 0);
	assert_string_equal(stored(s), "10 cap_unknown 0 1 \n14 momentum_flat 0 1 \n");
}

static void pages_are_newest_first(void **state)
{
	struct store       *s = *state;
	struct event_filter q = {.index_id = 1, .from = 10, .to = 12, .limit = 2, .offset = 1};
	struct dated_events e;
	struct fail         f = {0};

	put(s, 1, flags, COUNT(flags));
	assert_ok(events_list(s->db, s->a, &q, &e, &f), &f);
	assert_int_equal(e.total, 4);
	assert_int_equal(e.n, 2);
	assert_int_equal(e.p[0].date, 10);
	assert_string_equal(e.p[0].code, "daily_drop");
	assert_null(e.p[0].symbol);
	assert_string_equal(e.p[1].symbol, "AAA");
	q = (struct event_filter){
		.index_id = 1, .from = 0, .to = 99, .code = "outlier", .limit = 9};
	assert_ok(events_list(s->db, s->a, &q, &e, &f), &f);
	assert_int_equal(e.total, 2);
	assert_string_equal(e.p[1].symbol, "BBB");
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, store_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(flags_are_kept_with_their_run), T(only_what_differs_is_written),
		T(any_set_follows_any_other),     T(rebalance_events_are_left_alone),
		T(pages_are_newest_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/fixture.h"

#include "store/rebalances.h"

static const struct publication pub = {.index_id = 1, .config_id = 1, .run_id = 1, .now_ms = 1000};
enum { REBALANCES = 5 };

/*
 * Three assets and five rebalances at 100, 110 ...; the k-th has k weights and k events, the
 * last asset first.
 */
static int setup(void **state)
{
	static const char *const codes[] = {"momentum_flat", "cap_unknown", "none_eligible",
	                                    "price_carried", "stale"};
	struct store            *s = store_make();
	struct fail              f = {0};

	store_index(s);
	store_asset(s, 1, "CCC");
	store_asset(s, 2, "BBB");
	store_asset(s, 3, "AAA");
	for (int k = 0; k < REBALANCES; k++) {
		struct allocation  w[3];
		struct index_event e[REBALANCES];
		struct rebalance   r = {.date = 100 + 10 * k,
		                        .reference_date = 99 + 10 * k,
		                        .turnover = k / 10.0,
		                        .cost = k / 1000.0,
		                        .weights = w,
		                        .events = e,
		                        .events_n = (size_t)k};

		r.weights_n = (size_t)(k < 3 ? k : 3);
		for (size_t i = 0; i < r.weights_n; i++)
			w[i] = (struct allocation){.asset_id = (int64_t)(3 - i),
			                           .weight = k + (double)i / 10,
			                           .weight_before = 0.25,
			                           .units = 1e6 / 3};
		for (size_t i = 0; i < r.events_n; i++)
			e[i] = (struct index_event){.code = codes[i], .asset_id = i == 1 ? 2 : 0};
		assert_ok(rebalances_put(s->db, &pub, &r, &f), &f);
	}
	*state = s;
	return 0;
}

static struct rebalances list(struct store *s, int32_t from, int32_t to, int64_t limit,
                              int64_t offset)
{
	struct rebalance_filter q = {
		.index_id = 1, .from = from, .to = to, .limit = limit, .offset = offset};
	struct rebalances out;
	struct fail       f = {0};

	assert_ok(rebalances_list(s->db, s->a, &q, &out, &f), &f);
	return out;
}

static struct rebalances all(struct store *s)
{
	return list(s, INT32_MIN, INT32_MAX, 99, 0);
}

/* The rebalance at 100 + 10 k has what setup() gave it, and nothing of its neighbours. */
static void check(const struct rebalance *r)
{
	static const char *const symbols[] = {"", "CCC", "BBB", "AAA"};
	int                      k = (r->date - 100) / 10;

	assert_int_equal(r->reference_date, r->date - 1);
	assert_true(r->turnover == k / 10.0 && r->cost == k / 1000.0);
	assert_int_equal(r->weights_n, k < 3 ? k : 3);
	for (size_t i = 0; i < r->weights_n; i++) {
		const struct allocation *w = &r->weights[i];

		if (i)
			assert_true(w->asset_id > w[-1].asset_id);
		assert_string_equal(w->symbol, symbols[w->asset_id]);
		assert_true(w->weight == k + (double)(3 - w->asset_id) / 10);
		assert_true(w->weight_before == 0.25 && w->units == 1e6 / 3);
	}
	assert_int_equal(r->events_n, k);
	for (size_t i = 0; i < r->events_n; i++) {
		bool of_asset = strcmp(r->events[i].code, "cap_unknown") == 0;

		if (i)
			assert_true(strcmp(r->events[i - 1].code, r->events[i].code) < 0);
		assert_int_equal(r->events[i].asset_id, of_asset ? 2 : 0);
		if (of_asset)
			assert_string_equal(r->events[i].symbol, "BBB");
		else
			assert_null(r->events[i].symbol);
	}
}

static void newest_first_with_their_own_details(void **state)
{
	struct rebalances r = all(*state);

	assert_int_equal(r.n, REBALANCES);
	assert_int_equal(r.total, REBALANCES);
	for (size_t i = 0; i < r.n; i++) {
		assert_int_equal(r.p[i].date, 140 - 10 * (int)i);
		check(&r.p[i]);
	}
}

static void every_page_is_a_part_of_the_whole(void **state)
{
	for (int64_t limit = 1; limit <= REBALANCES + 1; limit++) {
		for (int64_t offset = 0; offset <= REBALANCES + 1; offset++) {
			struct rebalances r = list(*state, INT32_MIN, INT32_MAX, limit, offset);
			int64_t           left = REBALANCES - offset < 0 ? 0 : REBALANCES - offset;

			assert_int_equal(r.total, REBALANCES);
			assert_int_equal(r.n, left < limit ? left : limit);
			for (size_t i = 0; i < r.n; i++) {
				assert_int_equal(r.p[i].date, 140 - 10 * (offset + (int64_t)i));
				check(&r.p[i]);
			}
		}
	}
}

static void bounds_are_of_the_effective_date(void **state)
{
	struct rebalances r = list(*state, 110, 130, 99, 0);

	assert_int_equal(r.n, 3);
	assert_int_equal(r.total, 3);
	assert_int_equal(r.p[0].date, 130);
	assert_int_equal(r.p[2].date, 110);
	for (size_t i = 0; i < r.n; i++)
		check(&r.p[i]);
	assert_int_equal(list(*state, 111, 119, 99, 0).total, 0);
	assert_int_equal(list(*state, 130, 110, 99, 0).n, 0);
	r = list(*state, INT32_MIN, INT32_MAX, 0, 0); /* only how many */
	assert_int_equal(r.n, 0);
	assert_int_equal(r.total, REBALANCES);
}

static void clearing_takes_what_is_from_a_date_on(void **state)
{
	struct store *s = *state;
	struct fail   f = {0};

	store_exec(s,
	           "INSERT INTO indexes VALUES (2, 'Other', 'USD', 0);"
	           "INSERT INTO rebalances SELECT 2, date, reference_date, turnover, cost, run_id"
	           " FROM rebalances");
	assert_ok(rebalances_clear(s->db, 1, 130, &f), &f);
	struct rebalances r = all(s);
	assert_int_equal(r.n, 3);
	for (size_t i = 0; i < r.n; i++)
		check(&r.p[i]);
	assert_int_equal(store_int(s, "SELECT max(date) FROM allocations"), 120);
	assert_int_equal(store_int(s, "SELECT max(date) FROM index_events"), 120);
	assert_ok(rebalances_clear(s->db, 1, INT32_MIN, &f), &f);
	assert_int_equal(all(s).total, 0);
	assert_int_equal(store_int(s, "SELECT count(*) FROM allocations"), 0);
	assert_int_equal(store_int(s, "SELECT count(*) FROM index_events"), 0);
	assert_int_equal(store_int(s, "SELECT count(*) FROM rebalances WHERE index_id = 2"),
	                 REBALANCES);
}

static void one_date_has_one_rebalance(void **state)
{
	struct store    *s = *state;
	struct rebalance r = {.date = 100, .reference_date = 99};
	struct fail      f = {0};

	assert_refused(rebalances_put(s->db, &pub, &r, &f), ERR_CONFLICT, &f, "");
}

/* One rebalance with every member set, to be changed in one place at a time. */
struct sample {
	struct allocation  w[2];
	struct index_event e[2];
	struct rebalance   r;
};

static void make_sample(struct sample *x)
{
	*x = (struct sample){
		.w = {{.asset_id = 1, .weight = 0.4, .weight_before = 0.3, .units = 2},
	              {.asset_id = 2, .weight = 0.6, .weight_before = 0.7, .units = 3}},
		.e = {{.code = "one"}, {.code = "two", .asset_id = 5}},
		.r = {.date = 10,
	              .reference_date = 9,
	              .turnover = 0.1,
	              .cost = 0.01,
	              .weights_n = 2,
	              .events_n = 2},
	};
	x->r.weights = x->w;
	x->r.events = x->e;
}

static void same_means_the_same_in_everything(void **state)
{
	struct sample x, y;

	(void)state;
	make_sample(&x);
	make_sample(&y);
	y.e[0] = x.e[1]; /* events have no order, and symbols are not written */
	y.e[1] = x.e[0];
	y.w[0].symbol = y.e[0].symbol = "AAA";
	assert_true(rebalance_same(&x.r, &y.r));
	for (int change = 0; change < 12; change++) {
		make_sample(&y);
		switch (change) {
		case 0: y.r.date++; break;
		case 1: y.r.reference_date++; break;
		case 2: y.r.turnover *= 1.0000000000000002; break;
		case 3: y.r.cost *= 1.0000000000000002; break;
		case 4: y.r.weights_n--; break;
		case 5: y.r.events_n--; break;
		case 6: y.w[1].asset_id = 3; break;
		case 7: y.w[1].weight = 0.5; break;
		case 8: y.w[1].weight_before = 0.5; break;
		case 9: y.w[1].units = 4; break;
		case 10: y.e[1].code = "three"; break;
		default: y.e[1].asset_id = 6;
		}
		assert_false(rebalance_same(&x.r, &y.r));
		assert_false(rebalance_same(&y.r, &x.r));
	}
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, store_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(newest_first_with_their_own_details),
		T(every_page_is_a_part_of_the_whole),
		T(bounds_are_of_the_effective_date),
		T(clearing_takes_what_is_from_a_date_on),
		T(one_date_has_one_rebalance),
		cmocka_unit_test(same_means_the_same_in_everything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

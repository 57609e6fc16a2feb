/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include "base/shape.h"

static struct strategy_version current(struct desk *d)
{
	struct strategy_version v;
	struct fail             f = {0};

	assert_ok(strategy_current(d->s->db, d->s->a, INDEX_DEFAULT, &v, &f), &f);
	return v;
}

static void add(struct desk *d, const struct Strategy *s)
{
	struct fail f = {0};

	assert_ok(strategy_add(d->s->db, d->s->a, INDEX_DEFAULT, s, 5000, &f), &f);
}

static void same_method(const struct Strategy *x, const struct Strategy *y)
{
	assert_true(x->momentum_weight == y->momentum_weight);
	assert_true(x->market_cap_weight == y->market_cap_weight);
	assert_true(x->risk_parity_weight == y->risk_parity_weight);
	assert_true(x->min_price_threshold == y->min_price_threshold);
	assert_true(x->max_daily_return == y->max_daily_return);
	assert_true(x->min_daily_return == y->min_daily_return);
	assert_int_equal(x->max_forward_fill_days, y->max_forward_fill_days);
	assert_true(x->outlier_std_threshold == y->outlier_std_threshold);
	assert_int_equal(x->rebalance_frequency, y->rebalance_frequency);
	assert_true(x->daily_drop_threshold == y->daily_drop_threshold);
	assert_int_equal(x->momentum_lookback, y->momentum_lookback);
	assert_int_equal(x->volatility_lookback, y->volatility_lookback);
	assert_true(x->volatility_floor == y->volatility_floor);
	assert_true(x->cost_bps == y->cost_bps);
	assert_int_equal(x->rebalance_lag, y->rebalance_lag);
}

/* Methodology 1.10, and the engine's own default. */
static void the_default_is_the_methodology(void **state)
{
	struct Strategy         s;
	struct calc_index_rules r;

	(void)state;
	strategy_default(&s);
	assert_true(s.momentum_weight == 0.4 && s.market_cap_weight == 0.3 &&
	            s.risk_parity_weight == 0.3);
	assert_true(s.min_price_threshold == 1 && s.max_daily_return == 0.5 &&
	            s.min_daily_return == -0.5);
	assert_true(s.outlier_std_threshold == 8 && s.daily_drop_threshold == -0.01);
	assert_string_equal(strategy_frequencies[s.rebalance_frequency], "weekly");
	r = strategy_rules(&s);
	assert_true(r.momentum_weight == calc_index_default.momentum_weight);
	assert_true(r.cap_weight == calc_index_default.cap_weight);
	assert_true(r.risk_weight == calc_index_default.risk_weight);
	assert_int_equal(r.momentum_lookback, calc_index_default.momentum_lookback);
	assert_int_equal(r.volatility_lookback, calc_index_default.volatility_lookback);
	assert_true(r.volatility_floor == calc_index_default.volatility_floor);
	assert_true(r.cost == calc_index_default.cost);
	assert_int_equal(r.lag, calc_index_default.lag);
	assert_int_equal(r.max_forward_fill, calc_index_default.max_forward_fill);
	assert_true(r.min_price == calc_index_default.min_price);
	assert_int_equal(r.frequency, calc_index_default.frequency);
}

static void frequencies_are_in_the_engines_order(void **state)
{
	(void)state;
	assert_string_equal(strategy_frequencies[CALC_DAILY], "daily");
	assert_string_equal(strategy_frequencies[CALC_WEEKLY], "weekly");
	assert_string_equal(strategy_frequencies[CALC_MONTHLY], "monthly");
	assert_string_equal(strategy_frequencies[CALC_QUARTERLY], "quarterly");
	assert_string_equal(strategy_frequencies[CALC_YEARLY], "yearly");
	assert_null(strategy_frequencies[CALC_YEARLY + 1]);
}

static void the_default_comes_back_as_it_was_stored(void **state)
{
	struct desk            *d = *state;
	struct Strategy         s;
	struct strategy_version v = current(d);

	strategy_default(&s);
	same_method(&v.s, &s);
	assert_int_equal(v.s.version, 1);
	assert_int_equal(v.s.updated_at, d->clock.fixed_ms);
	assert_int_equal(v.s.last_rebalance, DATE_NONE);
	assert_true(isnan(v.s.ai_confidence_score));
	assert_null(v.s.ai_adjustment_reason);
	assert_false(v.s.ai_adjusted);
}

static void odd_doubles_come_back_to_the_bit(void **state)
{
	struct desk    *d = *state;
	struct Strategy s;

	strategy_default(&s);
	s.momentum_weight = 1.0 / 3;
	s.market_cap_weight = 0.1 + 0.2;
	s.risk_parity_weight = 1 - s.momentum_weight - s.market_cap_weight;
	s.max_daily_return = nextafter(0.5, 1);
	s.cost_bps = 1e-7;
	s.min_price_threshold = 999999.9999999999;
	add(d, &s);
	struct strategy_version v = current(d);
	same_method(&v.s, &s);
	assert_int_equal(v.s.version, 2);
}

/* One change of each of the fifteen fields of the method. */
static void change(struct Strategy *s, int field)
{
	double  *real[] = {&s->momentum_weight,       &s->market_cap_weight,
	                   &s->risk_parity_weight,    &s->min_price_threshold,
	                   &s->max_daily_return,      &s->min_daily_return,
	                   &s->outlier_std_threshold, &s->daily_drop_threshold,
	                   &s->volatility_floor,      &s->cost_bps};
	int64_t *whole[] = {&s->max_forward_fill_days, &s->momentum_lookback,
	                    &s->volatility_lookback, &s->rebalance_lag};

	if (field < (int)COUNT(real))
		*real[field] = nextafter(*real[field], 0);
	else if (field < (int)(COUNT(real) + COUNT(whole)))
		*whole[field - (int)COUNT(real)] += 1;
	else
		s->rebalance_frequency = CALC_DAILY;
}

static void the_hash_is_of_the_method_and_of_all_of_it(void **state)
{
	enum { FIELDS = 15 };
	struct desk    *d = *state;
	const char     *hash[FIELDS + 1] = {current(d).hash};
	struct Strategy s;

	assert_int_equal(strlen(hash[0]), 64);
	assert_string_equal(current(d).hash, hash[0]);
	for (int i = 0; i < FIELDS; i++) {
		strategy_default(&s);
		change(&s, i);
		add(d, &s);
		hash[i + 1] = current(d).hash;
		for (int j = 0; j <= i; j++)
			assert_string_not_equal(hash[i + 1], hash[j]);
	}
	/* The same method again is another version with the same identity. */
	strategy_default(&s);
	s.ai_adjusted = true;
	s.ai_adjustment_reason = "it is not part of the method";
	s.version = 99;
	add(d, &s);
	assert_string_equal(current(d).hash, hash[0]);
	assert_int_equal(current(d).s.version, FIELDS + 2);
}

static void the_rules_are_the_fields(void **state)
{
	struct Strategy         s = {.momentum_weight = 0.5,
	                             .market_cap_weight = 0.2,
	                             .risk_parity_weight = 0.3,
	                             .min_price_threshold = 7,
	                             .max_forward_fill_days = 8,
	                             .rebalance_frequency = CALC_YEARLY,
	                             .momentum_lookback = 9,
	                             .volatility_lookback = 10,
	                             .volatility_floor = 0.11,
	                             .cost_bps = 12,
	                             .rebalance_lag = 13};
	struct calc_index_rules r = strategy_rules(&s);

	(void)state;
	assert_true(r.momentum_weight == 0.5 && r.cap_weight == 0.2 && r.risk_weight == 0.3);
	assert_true(r.min_price == 7 && r.volatility_floor == 0.11 && r.cost == 0.0012);
	assert_int_equal(r.max_forward_fill, 8);
	assert_int_equal(r.frequency, CALC_YEARLY);
	assert_int_equal(r.momentum_lookback, 9);
	assert_int_equal(r.volatility_lookback, 10);
	assert_int_equal(r.lag, 13);
}

/* Nobody writes these but the program: what does not decode is damage. */
static void damage_is_ours_to_report(void **state)
{
	static const char *const damages[] = {
		"UPDATE strategy_configs SET parameters = '{'",
		"UPDATE strategy_configs SET parameters = ''",
		"UPDATE strategy_configs SET parameters = '{}'",
		"UPDATE strategy_configs SET parameters = '[1]'",
		"UPDATE strategy_configs SET weights = 'null'",
		"UPDATE strategy_configs SET weights = replace(weights, '0.4', '1.4')",
		"UPDATE strategy_configs SET weights = replace(weights, '0.4', '\"0.4\"')",
		"UPDATE strategy_configs SET weights = replace(weights, 'tum_', 't_')",
		"UPDATE strategy_configs SET parameters = replace(parameters, 'weekly', 'odd')",
		"UPDATE strategy_configs SET parameters = replace(parameters, '{', '{\"x\":1,')",
	};
	struct desk *d = *state;

	for (size_t i = 0; i < COUNT(damages); i++) {
		struct strategy_version v = {.id = 77};
		struct fail             f = {0};

		store_exec(d->s, "BEGIN");
		store_exec(d->s, damages[i]);
		if (strategy_current(d->s->db, d->s->a, INDEX_DEFAULT, &v, &f) == OK)
			print_error("read in spite of: %s\n", damages[i]);
		store_exec(d->s, "ROLLBACK");
		assert_int_equal(f.code, ERR_INTERNAL);
		assert_int_equal(f.n_fields, 0);
		assert_int_equal(v.id, 77);
	}
	current(d);
}

static void the_api_adds_the_last_rebalance(void **state)
{
	struct desk    *d = *state;
	struct Strategy s = {0};
	struct fail     f = {0};

	assert_ok(app_strategy(&d->app, d->s->a, &s, &f), &f);
	assert_int_equal(s.last_rebalance, DATE_NONE);
	store_exec(d->s,
	           "INSERT INTO runs VALUES (1, 1, 1, 'c', 'd', 'e', 0, 0, 0, 0, 0, 0);"
	           "INSERT INTO rebalances VALUES (1, 100, 99, 0.5, 0.001, 1), (1, 107, 106, 0.5,"
	           " 0.001, 1)");
	assert_ok(app_strategy(&d->app, d->s->a, &s, &f), &f);
	assert_int_equal(s.last_rebalance, 107);
}

static void an_index_gets_its_strategy_once(void **state)
{
	struct desk    *d = *state;
	struct Strategy s;
	struct fail     f = {0};

	strategy_default(&s);
	s.cost_bps = 25;
	add(d, &s);
	assert_ok(strategy_ensure(d->s->db, d->s->a, 9, &f), &f);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM strategy_configs"), 2);
	assert_true(current(d).s.cost_bps == 25);
	assert_string_equal(store_text(d->s, "SELECT name || currency FROM indexes"),
	                    "AutoIndexUSD");
}

#define T(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_default_is_the_methodology),
		cmocka_unit_test(frequencies_are_in_the_engines_order),
		T(the_default_comes_back_as_it_was_stored),
		T(odd_doubles_come_back_to_the_bit),
		T(the_hash_is_of_the_method_and_of_all_of_it),
		cmocka_unit_test(the_rules_are_the_fields),
		T(damage_is_ours_to_report),
		T(the_api_adds_the_last_rebalance),
		T(an_index_gets_its_strategy_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

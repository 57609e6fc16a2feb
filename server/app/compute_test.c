/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include "app/compute.h"

/* History needed before the first reference date, by the default rules. */
enum { HISTORY = 60 };

static int setup(void **state)
{
	*state = desk_make();
	market_make(*state, MARKET_DAYS);
	return 0;
}

static struct compute_report compute(struct desk *d)
{
	struct compute_report r;
	struct fail           f = {0};

	assert_ok(app_compute(&d->app, d->s->a, INDEX_DEFAULT, &r, &f), &f);
	return r;
}

static void refuses(struct desk *d, enum err want, const char *words)
{
	struct compute_report r = {.run_id = 77};
	struct fail           f = {0};

	assert_refused(app_compute(&d->app, d->s->a, INDEX_DEFAULT, &r, &f), want, &f, words);
	assert_int_equal(r.run_id, 77);
}

static const char *rows(struct desk *d, const char *columns, const char *table, int32_t before)
{
	return store_dump(d->s, arena_printf(d->s->a,
	                                     "SELECT %s FROM %s WHERE date < %d ORDER BY date, 2",
	                                     columns, table, before));
}

/* What was published for the days before, without who and when. */
static const char *values(struct desk *d, int32_t before)
{
	return arena_printf(
		d->s->a, "%s\n%s\n%s\n%s",
		rows(d, "date, value, net_value, price_value, divisor", "index_values", before),
		rows(d, "date, reference_date, turnover, cost", "rebalances", before),
		rows(d, "date, asset_id, weight, weight_before, units", "allocations", before),
		rows(d, "date, code, asset_id", "index_events", before));
}

/* Every column of every row. */
static const char *all(struct desk *d, int32_t before)
{
	return arena_printf(d->s->a, "%s\n%s\n%s\n%s", rows(d, "*", "index_values", before),
	                    rows(d, "*", "rebalances", before),
	                    rows(d, "*, asset_id", "allocations", before),
	                    rows(d, "*", "index_events", before));
}

static int64_t generation(struct desk *d)
{
	return store_int(d->s, "SELECT value FROM counters WHERE name = 'generation'");
}

static void everything_is_published_at_once(void **state)
{
	struct desk          *d = *state;
	struct compute_report r = compute(d);
	struct store         *s = d->s;
	const char           *run;

	assert_int_equal(generation(d), 3); /* the configuration, then the levels */
	assert_int_equal(store_int(s, "SELECT count(*) FROM index_values"), r.levels);
	assert_int_equal(store_int(s, "SELECT count(*) FROM rebalances"), r.rebalances);
	assert_int_equal(store_int(s, "SELECT min(date) FROM index_values"), r.first_date);
	assert_int_equal(store_int(s, "SELECT max(date) FROM index_values"), r.last_date);
	assert_int_equal(r.last_date, market_date(MARKET_DAYS - 1));
	/* The first Friday with its history before it, bought on the Monday after. */
	assert_int_equal(r.first_date, market_date((HISTORY + 4) / 5 * 5 + 5));
	assert_int_equal(r.levels, MARKET_DAYS - ((HISTORY + 4) / 5 * 5 + 5));
	assert_int_equal(r.rebalances, r.levels / 5);
	assert_string_equal(store_dump(s, "SELECT value, net_value FROM index_values"
	                                  " ORDER BY date DESC LIMIT 1"),
	                    arena_printf(s->a, "%a %a \n", r.total, r.net));
	assert_string_equal(
		store_dump(s, "SELECT value, net_value, price_value FROM index_values LIMIT 1"),
		arena_printf(s->a, "%a %a - \n", 100.0, 100.0 * (1 - 0.001)));
	run = arena_printf(s->a, "1 1 1 %s %s %s %lld %lld %lld %d %d \n", r.config_hash,
	                   r.data_hash, app_build, (long long)d->clock.fixed_ms,
	                   (long long)r.levels, (long long)r.rebalances, r.first_date, r.last_date);
	assert_string_equal(
		store_dump(
			s,
			"SELECT id, index_id, strategy_config_id, config_hash, data_hash, engine,"
			" started_at, levels, rebalances, first_date, last_date FROM runs"),
		run);
	assert_string_equal(
		store_dump(s, "SELECT DISTINCT code FROM index_events ORDER BY code"),
		"cap_unknown \ndaily_drop \nmomentum_flat \nno_traded_price \noutlier \n");
	assert_int_equal(store_int(s, "SELECT count(*) FROM index_events"
	                              " WHERE (asset_id = 0) <> (code <> 'outlier')"),
	                 0);
	assert_int_equal(
		store_int(
			s,
			"SELECT count(*) FROM (SELECT date, value / lag(value) OVER (ORDER BY date) - 1"
			" AS r FROM index_values) v WHERE (r < -0.01) <> EXISTS (SELECT 1 FROM"
			" index_events e WHERE e.date = v.date AND code = 'daily_drop')"),
		0);
	assert_string_equal(
		store_dump(s, "SELECT DISTINCT run_id, strategy_config_id, created_at, updated_at"
	                      " FROM index_values"),
		"1 1 1767225600000 1767225600000 \n");
}

/*
 * The levels follow from what else is stored, by the formula and not by our
 * code: units held before the day, at its prices, over the divisor.
 */
static void levels_follow_from_units_and_prices(void **state)
{
	struct desk *d = *state;

	compute(d);
	assert_int_equal(
		store_int(d->s,
	                  "SELECT count(*) FROM index_values v WHERE abs(value * divisor / (SELECT"
	                  " sum(units * adj_close)"
	                  " FROM allocations a JOIN prices p ON p.asset_id = a.asset_id AND p.date"
	                  " = v.date"
	                  " WHERE a.date = coalesce((SELECT max(date) FROM rebalances r WHERE"
	                  " r.date < v.date),"
	                  " (SELECT min(date) FROM rebalances))) - 1) > 1e-13"),
		0);
	assert_int_equal(
		store_int(
			d->s,
			"SELECT count(*) FROM index_values v WHERE abs(net_value / value / (SELECT"
			" exp(sum(ln(1 - cost))) FROM rebalances r WHERE r.date <= v.date) - 1) >"
			" 1e-13"),
		0);
	assert_int_equal(
		store_int(d->s,
	                  "SELECT count(*) FROM (SELECT sum(weight) AS w, sum(weight_before) AS b,"
	                  " date"
	                  " FROM allocations GROUP BY date) WHERE abs(w - 1) > 1e-12 OR (abs(b - 1)"
	                  " > 1e-12"
	                  " AND date > (SELECT min(date) FROM rebalances))"),
		0);
	assert_int_equal(store_int(d->s,
	                           "SELECT count(*) FROM rebalances r WHERE abs(turnover - (SELECT"
	                           " sum(abs(weight - weight_before)) / 2 FROM allocations a"
	                           " WHERE a.date = r.date)) > 1e-13"),
	                 0);
}

static void the_same_data_again_change_no_row(void **state)
{
	struct desk          *d = *state;
	struct compute_report first = compute(d), second;
	const char           *before = all(d, INT32_MAX);

	d->clock.fixed_ms += 1000;
	second = compute(d);
	assert_string_equal(all(d, INT32_MAX), before);
	assert_int_equal(second.run_id, first.run_id + 1);
	assert_string_equal(second.data_hash, first.data_hash);
	assert_string_equal(second.config_hash, first.config_hash);
	assert_true(second.total == first.total && second.net == first.net);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM runs"), 2);
	assert_int_equal(generation(d), 4);
}

static void a_corrected_price_changes_only_what_is_later(void **state)
{
	struct desk          *d = *state;
	struct compute_report first = compute(d), second;
	int32_t               day = market_date(100); /* a Monday, on which the index trades */
	const char           *before = all(d, day);

	store_exec(d->s, arena_printf(d->s->a,
	                              "UPDATE prices SET adj_close = adj_close * 1.01"
	                              " WHERE asset_id = 2 AND date = %d",
	                              day));
	second = compute(d);
	assert_string_not_equal(second.data_hash, first.data_hash);
	assert_string_equal(all(d, day), before);
	assert_int_equal(
		store_int(d->s,
	                  arena_printf(d->s->a, "SELECT run_id FROM index_values WHERE date = %d",
	                               day)),
		2);
	assert_int_equal(store_int(d->s, "SELECT max(run_id) FROM rebalances"), 2);
	assert_int_equal(
		store_int(d->s, arena_printf(d->s->a,
	                                     "SELECT count(*) FROM rebalances WHERE run_id = 1"
	                                     " AND date >= %d",
	                                     day)),
		0);
	/* Published piece by piece, it is what a first computation gives. */
	const char *piecewise = values(d, INT32_MAX);
	store_exec(d->s,
	           "DELETE FROM index_values; DELETE FROM rebalances; DELETE FROM allocations;"
	           "DELETE FROM index_events");
	compute(d);
	assert_string_equal(values(d, INT32_MAX), piecewise);
}

static void new_days_are_added_to_the_old(void **state)
{
	struct desk *d = *state;
	int32_t      end = market_date(MARKET_DAYS);

	compute(d);
	const char *before = all(d, end);
	for (int i = 0; i < MARKET_ASSETS; i++)
		for (int t = MARKET_DAYS; t < MARKET_DAYS + 3; t++)
			store_price(d->s, i + 1, market_date(t), NAN, market_price(i, t));
	compute(d);
	assert_string_equal(all(d, end), before);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM index_values WHERE run_id = 2"), 3);
}

static void an_index_that_got_shorter_forgets_its_end(void **state)
{
	struct desk *d = *state;
	int32_t      end = market_date(MARKET_DAYS - 17);

	compute(d);
	const char *before = all(d, end);
	store_exec(d->s, arena_printf(d->s->a, "DELETE FROM prices WHERE date >= %d", end));
	struct compute_report r = compute(d);
	assert_int_equal(r.last_date, market_date(MARKET_DAYS - 18));
	assert_string_equal(all(d, INT32_MAX), before);
}

static void another_strategy_is_another_publication(void **state)
{
	struct desk          *d = *state;
	struct compute_report first = compute(d), second;
	struct Strategy       s;
	struct fail           f = {0};

	strategy_default(&s);
	s.rebalance_frequency = CALC_MONTHLY;
	s.momentum_weight = 0.2;
	s.risk_parity_weight = 0.5;
	assert_ok(strategy_add(d->s->db, d->s->a, INDEX_DEFAULT, &s, 0, &f), &f);
	second = compute(d);
	assert_string_not_equal(second.config_hash, first.config_hash);
	assert_string_equal(second.data_hash, first.data_hash);
	assert_true(second.rebalances < first.rebalances);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM rebalances"), second.rebalances);
	assert_int_equal(
		store_int(d->s, "SELECT count(*) FROM index_values WHERE strategy_config_id <> 2"),
		0);
	assert_int_equal(store_int(d->s, "SELECT min(date) FROM index_values"), second.first_date);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM allocations WHERE date NOT IN"
	                                 " (SELECT date FROM rebalances)"),
	                 0);
}

static void nothing_is_stored(struct desk *d)
{
	assert_string_equal(all(d, INT32_MAX), "\n\n\n");
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM runs"), 0);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM risk_metrics"), 0);
	assert_int_equal(generation(d), 2); /* the configuration alone */
}

static void too_little_is_refused(void **state)
{
	struct desk *d = *state;

	store_exec(d->s, "DELETE FROM prices");
	refuses(d, ERR_TOOSHORT, "no prices");
	nothing_is_stored(d);
	for (int t = 0; t < HISTORY; t++)
		store_price(d->s, 1, market_date(t), NAN, market_price(0, t));
	refuses(d, ERR_TOOSHORT, "60 sessions");
	nothing_is_stored(d);
}

static void too_little_leaves_the_last_publication(void **state)
{
	struct desk *d = *state;

	compute(d);
	const char *before = all(d, INT32_MAX);
	store_exec(d->s, arena_printf(d->s->a, "DELETE FROM prices WHERE date >= %d",
	                              market_date(HISTORY)));
	refuses(d, ERR_TOOSHORT, "");
	assert_string_equal(all(d, INT32_MAX), before);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM runs"), 1);
}

/* A trigger that says no, at each of the tables in turn, in the middle of writing them. */
static void a_failure_in_the_middle_leaves_nothing(void **state)
{
	static const char *const places[] = {
		"INSERT ON runs",
		"INSERT ON index_values WHEN NEW.date = 19850",
		"INSERT ON rebalances WHEN NEW.date > 19830",
		"INSERT ON risk_metrics",
		"INSERT ON allocations WHEN NEW.asset_id = 3",
		"INSERT ON index_events WHEN NEW.date > 19830",
		"UPDATE ON counters",
	};
	struct desk *d = *state;

	for (size_t i = 0; i < COUNT(places); i++) {
		store_exec(
			d->s,
			arena_printf(
				d->s->a,
				"CREATE TRIGGER no BEFORE %s BEGIN SELECT RAISE(ABORT, 'no'); END",
				places[i]));
		refuses(d, ERR_CONFLICT, "no");
		nothing_is_stored(d);
		store_exec(d->s, "DROP TRIGGER no");
	}
	compute(d);
	const char *before = all(d, INT32_MAX);
	store_exec(
		d->s,
		"UPDATE prices SET adj_close = adj_close * 1.5 WHERE asset_id = 1 AND date > 19820;"
		"CREATE TRIGGER no BEFORE INSERT ON allocations WHEN NEW.date > 19840"
		" BEGIN SELECT RAISE(ABORT, 'no'); END");
	refuses(d, ERR_CONFLICT, "no");
	assert_string_equal(all(d, INT32_MAX), before);
	assert_int_equal(generation(d), 3);
}

static void an_index_without_members_takes_all_but_indexes(void **state)
{
	struct desk *d = *state;

	store_exec(
		d->s,
		"DELETE FROM index_members; UPDATE assets SET asset_type = 'index' WHERE id = 2");
	compute(d);
	assert_string_equal(store_text(d->s, "SELECT group_concat(asset_id) FROM index_members"),
	                    "1,3");
	assert_string_equal(
		store_text(d->s, "SELECT group_concat(DISTINCT asset_id) FROM allocations"), "1,3");
}

/* It is valued at its last price, sold at the next rebalance, and seen there once, with what it was. */
static void what_has_no_prices_any_more_is_sold(void **state)
{
	struct desk *d = *state;

	store_exec(d->s,
	           arena_printf(d->s->a, "DELETE FROM prices WHERE asset_id = 2 AND date > %d",
	                        market_date(95)));
	struct compute_report r = compute(d);
	assert_int_equal(r.last_date, market_date(MARKET_DAYS - 1));
	assert_string_equal(store_dump(d->s, "SELECT count(*), min(weight_before) > 0, max(units)"
	                                     " FROM allocations WHERE asset_id = 2 AND weight = 0"),
	                    "1 1 0x0p+0 \n");
	assert_int_equal(
		store_int(d->s, "SELECT count(*) FROM index_events WHERE code = 'stale_held'"), 1);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM allocations WHERE asset_id = 2"
	                                 " AND date > (SELECT date FROM allocations"
	                                 " WHERE asset_id = 2 AND weight = 0)"),
	                 0);
}

static void traded_prices_leave_no_event_of_their_own(void **state)
{
	struct desk *d = *state;

	store_exec(d->s, "UPDATE prices SET close = adj_close");
	compute(d);
	assert_string_equal(store_dump(d->s, "SELECT DISTINCT code FROM index_events"
	                                     " WHERE asset_id = 0 ORDER BY code"),
	                    "cap_unknown \ndaily_drop \nmomentum_flat \n");
}

static void every_flag_of_the_engine_has_a_word(void **state)
{
	unsigned seen = 0;

	(void)state;
	for (size_t i = 0; i < event_words_n; i++) {
		assert_int_equal(seen & event_words[i].flag, 0);
		seen |= event_words[i].flag;
		assert_true(event_words[i].code[0] != '\0' && event_words[i].message[0] != '\0');
	}
	assert_int_equal(seen, CALC_MOMENTUM_FLAT | CALC_CAP_UNKNOWN | CALC_NO_TRADED_PRICE |
	                               CALC_NONE_ELIGIBLE | CALC_PRICE_CARRIED | CALC_STALE_HELD |
	                               CALC_VOLATILITY_FLOOR);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, desk_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(everything_is_published_at_once),
		T(levels_follow_from_units_and_prices),
		T(the_same_data_again_change_no_row),
		T(a_corrected_price_changes_only_what_is_later),
		T(new_days_are_added_to_the_old),
		T(an_index_that_got_shorter_forgets_its_end),
		T(another_strategy_is_another_publication),
		T(too_little_is_refused),
		T(too_little_leaves_the_last_publication),
		T(a_failure_in_the_middle_leaves_nothing),
		T(an_index_without_members_takes_all_but_indexes),
		T(what_has_no_prices_any_more_is_sold),
		T(traded_prices_leave_no_event_of_their_own),
		cmocka_unit_test(every_flag_of_the_engine_has_a_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

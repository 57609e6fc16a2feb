/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include "app/benchmark.h"
#include "app/currencies.h"
#include "app/exchange.h"
#include "app/indexes.h"
#include "app/series.h"
#include "app/simulate.h"
#include "store/points.h"

/*
 * Thirty sessions of 2024, weekdays from Thursday 2024-01-25 to Wednesday
 * 2024-03-06: level 100 + 2 i, net 0.9 of it less 0.1 i; a euro is 1.00 + 0.01 i
 * dollars and 100 + i yen. The benchmark stands at 1000 + i.
 */
enum { DAYS = 30 };

static int32_t session(int i)
{
	return date_of(2024, 1, 22) + (i + 3) / 5 * 7 + (i + 3) % 5;
}

static double level(int i)
{
	return 100 + 2.0 * i;
}

static double dollars(int i)
{
	return 1 + 0.01 * i;
}

static double yen(int i)
{
	return (100 + i) / dollars(i);
}

static int setup(void **state)
{
	struct desk  *d = desk_make();
	struct store *s = d->s;

	store_exec(s,
	           "BEGIN;"
	           "INSERT INTO runs VALUES (1, 1, 1, 'c', 'd', 'e', 0, 0, 0, 0, 0, 0);"
	           "INSERT INTO assets (id, symbol, name, asset_type) VALUES (9, '" BENCHMARK_SYMBOL
	           "', 'S&P 500', 'index')");
	for (int i = 0; i < DAYS; i++) {
		int t = session(i);

		store_exec(s, arena_printf(s->a,
		                           "INSERT INTO index_values VALUES"
		                           " (1, %d, %.17g, %.17g, NULL, 1, 1, 1, 0, 0)",
		                           t, level(i), 0.9 * level(i) - 0.1 * i));
		store_exec(s, arena_printf(
				      s->a,
				      "INSERT INTO fx_rates VALUES ('EUR', 'USD', %d, %.17g, 't'),"
				      " ('EUR', 'JPY', %d, %d, 't')",
				      t, dollars(i), t, 100 + i));
		store_price(s, 9, t, 1000 + i, NAN);
	}
	store_exec(s, "COMMIT");
	*state = d;
	return 0;
}

static enum err run(struct desk *d, struct SimulationQuery q, struct Simulation *out,
                    struct fail *f)
{
	*f = (struct fail){0};
	q.currency = q.currency ? q.currency : "USD";
	q.start_date = q.start_date ? q.start_date : session(0);
	q.end_date = q.end_date ? q.end_date : DATE_NONE;
	return app_simulate(&d->app, d->s->a, &q, out, f);
}

static struct Simulation good(struct desk *d, struct SimulationQuery q)
{
	struct Simulation s;
	struct fail       f;

	assert_ok(run(d, q, &s, &f), &f);
	return s;
}

static const struct SimulationPoint *points(const struct Simulation *s)
{
	return s->series.items;
}

static void same(double got, double want)
{
	if (!(fabs(got - want) <= 1e-11 * fmax(1, fabs(want))))
		print_error("%.17g, want %.17g\n", got, want);
	assert_true(fabs(got - want) <= 1e-11 * fmax(1, fabs(want)));
}

static void dollars_follow_the_level(void **state)
{
	struct Simulation s = good(*state, (struct SimulationQuery){.amount = 1000});

	assert_int_equal(s.series.n, DAYS);
	assert_int_equal(s.start_date, session(0));
	assert_int_equal(s.end_date, session(DAYS - 1));
	for (int i = 0; i < DAYS; i++) {
		assert_int_equal(points(&s)[i].date, session(i));
		same(points(&s)[i].value, 1000 * level(i) / 100);
		same(points(&s)[i].rate, 1);
	}
	same(s.start_value, 100);
	same(s.end_value, 158);
	same(s.roi_pct, 58);
	same(s.twr_pct, 58);
	same(s.index_pct, 58);
	assert_true(s.fx.start == 1 && s.fx.end == 1 && s.fx.effect_pct == 0);
	assert_true(s.max_drawdown_pct == 0);
	assert_int_equal(s.max_drawdown_date, DATE_NONE);
	assert_true(isnan(s.twr_annual_pct)); /* not for 41 days */
	same(pow(1 + s.irr_pct / 100, 41 / 365.0), 1.58);
	same(s.benchmark.amount_final, 1029);
	same(s.benchmark.roi_pct, 2.9);
	assert_int_equal(s.benchmark.basis, BASIS_PRICE);
	assert_null(s.benchmark.reason);
	same(s.net_of_costs.amount_final, 1000 * (0.9 * 158 - 2.9) / 90);
}

/* What one gets in another currency is the dollar result times the way of the rate. */
static void a_currency_multiplies_by_the_path_of_its_rate(void **state)
{
	static const char *const codes[] = {"EUR", "JPY", "jpy"};
	struct Simulation        usd = good(*state, (struct SimulationQuery){.amount = 1000});

	for (size_t k = 0; k < COUNT(codes); k++) {
		struct Simulation s = good(
			*state, (struct SimulationQuery){.amount = 1000, .currency = codes[k]});

		for (int i = 0; i < DAYS; i++) {
			const double rate = k ? yen(i) : 1 / dollars(i), first = k ? 100 : 1;

			same(points(&s)[i].rate, rate);
			same(points(&s)[i].value, points(&usd)[i].value * rate / first);
		}
		assert_true(points(&s)[0].value == 1000);
		assert_string_equal(s.currency, k ? "JPY" : "EUR");
		same((1 + s.index_pct / 100) * (1 + s.fx.effect_pct / 100), 1 + s.twr_pct / 100);
		same(s.fx.effect_pct, (s.fx.end / s.fx.start - 1) * 100);
		same(s.benchmark.amount_final, usd.benchmark.amount_final * s.fx.end / s.fx.start);
	}
}

/* Paid on the first sessions of February and of March, and not in January again. */
static void monthly_payments_buy_at_their_own_day(void **state)
{
	struct Simulation once = good(*state,
	                              (struct SimulationQuery){.amount = 1000, .currency = "EUR"});
	struct Simulation s = good(
		*state, (struct SimulationQuery){.amount = 1000, .currency = "EUR", .monthly = 50});
	const double u0 = 1000 * dollars(0) / level(0), u1 = 50 * dollars(5) / level(5);
	const double u2 = 50 * dollars(26) / level(26);

	assert_int_equal(date_civil(session(5)).day, 1);
	assert_int_equal(date_civil(session(26)).month, 3);
	assert_int_equal(s.contributions_count, 2);
	same(s.contributions, 100);
	same(s.invested, 1100);
	for (int i = 0; i < DAYS; i++)
		same(points(&s)[i].value,
		     (u0 + (i >= 5 ? u1 : 0) + (i >= 26 ? u2 : 0)) * level(i) / dollars(i));
	same(s.roi_pct, (s.amount_final / 1100 - 1) * 100);
	same(s.twr_pct, once.twr_pct); /* whatever was paid in when */
	same(s.max_drawdown_pct, once.max_drawdown_pct);
	/* The money-weighted rate discounts all of it to nothing. */
	const double rate = 1 + s.irr_pct / 100, last = session(DAYS - 1);
	const double at_end = 1000 * pow(rate, (last - session(0)) / 365) +
	                      50 * pow(rate, (last - session(5)) / 365) +
	                      50 * pow(rate, (last - session(26)) / 365);
	assert_true(fabs(at_end / s.amount_final - 1) < 1e-9);
	assert_false(s.irr_multiple);
}

static void drawdown_is_that_of_the_currency(void **state)
{
	struct desk *d = *state;

	/* Session 10 falls to half in dollars, of what session 9 was. */
	store_exec(d->s,
	           arena_printf(d->s->a, "UPDATE index_values SET value = %.17g WHERE date = %d",
	                        level(9) / 2, session(10)));
	struct Simulation s = good(
		d, (struct SimulationQuery){.amount = 10, .currency = "EUR", .monthly = 1e6});
	same(s.max_drawdown_pct, (dollars(9) / dollars(10) / 2 - 1) * 100);
	assert_int_equal(s.max_drawdown_date, session(10));
}

static void dates_move_to_sessions(void **state)
{
	/* 2024-01-27 is a Saturday, 2024-02-18 a Sunday. */
	struct Simulation s = good(*state,
	                           (struct SimulationQuery){.amount = 10,
	                                                    .start_date = date_of(2024, 1, 27),
	                                                    .end_date = date_of(2024, 2, 18)});

	assert_int_equal(s.start_date, date_of(2024, 1, 29));
	assert_int_equal(s.end_date, date_of(2024, 2, 16));
	/* After the last level there is nothing: the last one is the end. */
	s = good(*state, (struct SimulationQuery){.amount = 10, .end_date = date_of(2030, 1, 1)});
	assert_int_equal(s.end_date, session(DAYS - 1));
	/* One session: nothing has happened yet. */
	s = good(*state, (struct SimulationQuery){.amount = 10,
	                                          .monthly = 5,
	                                          .currency = "EUR",
	                                          .start_date = session(DAYS - 1)});
	assert_int_equal(s.series.n, 1);
	assert_true(s.roi_pct == 0 && s.amount_final == 10 && s.contributions_count == 0);
	assert_true(isnan(s.irr_pct) && isnan(s.twr_annual_pct));
}

static void the_net_level_is_another_series(void **state)
{
	struct Simulation s = good(
		*state,
		(struct SimulationQuery){.amount = 10, .variant = VARIANT_NET, .monthly = 3});

	same(s.end_value, 0.9 * 158 - 2.9);
	same(s.amount_final, s.net_of_costs.amount_final);
}

static void wrong_fields_are_all_named(void **state)
{
	struct desk      *d = *state;
	struct Simulation s = {.start_date = 77};
	struct fail       f;

	assert_refused(run(d,
	                   (struct SimulationQuery){
				   .amount = 1, .start_date = session(0) - 1, .currency = "EYR"},
	                   &s, &f),
	               ERR_INVALID, &f, "did you mean 'EUR'");
	assert_int_equal(f.n_fields, 2);
	assert_string_equal(f.fields[0].field, "start_date");
	assert_non_null(strstr(f.fields[0].msg, "2024-01-25 and 2024-03-06"));
	assert_string_equal(f.fields[1].field, "currency");
	assert_refused(
		run(d, (struct SimulationQuery){.amount = 1, .start_date = session(DAYS - 1) + 1},
	            &s, &f),
		ERR_INVALID, &f, "must lie within");
	assert_refused(
		run(d, (struct SimulationQuery){.amount = 1, .end_date = session(0) - 1}, &s, &f),
		ERR_INVALID, &f, "must not be before start_date");
	assert_refused(run(d,
	                   (struct SimulationQuery){.amount = 1,
	                                            .start_date = date_of(2024, 1, 27),
	                                            .end_date = date_of(2024, 1, 28)},
	                   &s, &f),
	               ERR_INVALID, &f, "no session from 2024-01-27 to 2024-01-28");
	assert_int_equal(s.start_date, 77);
}

/* Seven days old will do, eight will not. */
static void an_old_fixing_is_not_used(void **state)
{
	struct desk      *d = *state;
	struct Simulation s;
	struct fail       f;

	store_exec(
		d->s,
		arena_printf(
			d->s->a,
			"DELETE FROM fx_rates WHERE currency = 'JPY' AND date > %d AND date < %d",
			session(4), session(10)));
	s = good(d, (struct SimulationQuery){.amount = 10, .currency = "JPY"});
	same(points(&s)[9].rate, 104 / dollars(9)); /* the yen's of session 4, the dollar's own */
	store_exec(d->s, arena_printf(d->s->a,
	                              "DELETE FROM fx_rates WHERE currency = 'JPY' AND date = %d",
	                              session(10)));
	assert_refused(run(d, (struct SimulationQuery){.amount = 10, .currency = "JPY"}, &s, &f),
	               ERR_INVALID, &f, "JPY has no fixing against USD on 2024-02-08");
	assert_non_null(strstr(f.msg, "the last is of 2024-01-31"));
	assert_non_null(strstr(f.msg, "the next is of 2024-02-09"));
	assert_string_equal(f.fields[0].field, "currency");
	/* The euro needs no yen. */
	s = good(d, (struct SimulationQuery){.amount = 10, .currency = "EUR"});
	store_exec(d->s, "DELETE FROM fx_rates");
	assert_refused(run(d, (struct SimulationQuery){.amount = 10, .currency = "EUR"}, &s, &f),
	               ERR_INVALID, &f, "EUR has no fixing against USD on 2024-01-25");
	s = good(d, (struct SimulationQuery){.amount = 10}); /* nor the dollar any */
}

static void a_benchmark_with_a_hole_is_none(void **state)
{
	struct desk *d = *state;

	store_exec(d->s,
	           arena_printf(d->s->a, "DELETE FROM prices WHERE asset_id = 9 AND date > %d",
	                        session(20)));
	struct Simulation s = good(d, (struct SimulationQuery){.amount = 10});
	assert_true(isnan(s.benchmark.amount_final) && isnan(s.benchmark.roi_pct));
	assert_int_equal(s.benchmark.series.n, 0);
	assert_non_null(strstr(s.benchmark.reason, "no close of the S&P 500 on 2024-03-01"));
	store_exec(d->s, "DELETE FROM prices; DELETE FROM assets");
	s = good(d, (struct SimulationQuery){.amount = 10});
	assert_non_null(strstr(s.benchmark.reason, "2024-01-25"));
}

static void nothing_computed_yet(void **state)
{
	struct desk      *d = *state;
	struct Simulation s;
	struct fail       f;

	store_exec(d->s, "DELETE FROM index_values");
	assert_refused(run(d, (struct SimulationQuery){.amount = 10}, &s, &f), ERR_CONFLICT, &f,
	               "not been computed");
	assert_string_equal(f.slug, "not_computed");
}

/* A worker's series are those of the newest generation. */
static void kept_series_follow_the_generation(void **state)
{
	struct desk *d = *state;

	d->app.series = series_create();
	for (int k = 0; k < 3; k++) {
		struct Simulation s = good(
			d, (struct SimulationQuery){.amount = 1000, .currency = "JPY"});

		same(s.amount_final, 1000 * (k == 2 ? 2 : 1.58) * yen(DAYS - 1) / 100);
		if (k == 1)
			store_exec(
				d->s,
				"UPDATE index_values SET value = 200 WHERE value = 158;"
				"UPDATE counters SET value = value + 1 WHERE name = 'generation'");
	}
	series_destroy(d->app.series);
	d->app.series = NULL;
}

static void currencies_have_names_and_rates(void **state)
{
	struct desk              *d = *state;
	struct Currencies         c;
	struct CurrencyRates      r;
	struct CurrencyRatesQuery q = {session(0), session(DAYS - 1)};
	struct fail               f = {0};

	store_exec(d->s, "INSERT INTO fx_rates VALUES ('EUR', 'QQQ', 3, 2.0, 't')");
	assert_ok(app_currencies(&d->app, d->s->a, &c, &f), &f);
	const struct pair *p = c.names.items;
	assert_int_equal(c.names.n, 4);
	assert_string_equal(p[0].name, "EUR");
	assert_string_equal(p[0].text, "Euro");
	assert_string_equal(p[1].text, "Japanese Yen");
	assert_string_equal(p[2].text, "QQQ"); /* a code without a name is its own */
	assert_string_equal(p[3].text, "US Dollar");
	assert_ok(app_currency_rates(&d->app, d->s->a, &q, &r, &f), &f);
	const struct CurrencyRate *i = r.items.items;
	assert_int_equal(r.items.n, 4);
	same(i[0].start, 1);
	same(i[0].end, 1 / dollars(DAYS - 1));
	same(i[1].effect_pct, (yen(DAYS - 1) / 100 - 1) * 100);
	assert_int_equal(i[1].first_date, session(0));
	assert_int_equal(i[1].last_date, session(DAYS - 1));
	assert_true(isnan(i[2].start) && isnan(i[2].effect_pct));
	assert_true(i[3].start == 1 && i[3].end == 1 && i[3].effect_pct == 0);
	assert_int_equal(i[3].first_date, DATE_NONE);
	/* Without any rate the two that need none are left. */
	store_exec(d->s, "DELETE FROM fx_rates");
	assert_ok(app_currencies(&d->app, d->s->a, &c, &f), &f);
	assert_int_equal(c.names.n, 2);
	assert_ok(app_currency_rates(&d->app, d->s->a, &q, &r, &f), &f);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, desk_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(dollars_follow_the_level),
		TEST(a_currency_multiplies_by_the_path_of_its_rate),
		TEST(monthly_payments_buy_at_their_own_day),
		TEST(drawdown_is_that_of_the_currency),
		TEST(dates_move_to_sessions),
		TEST(the_net_level_is_another_series),
		TEST(wrong_fields_are_all_named),
		TEST(an_old_fixing_is_not_used),
		TEST(a_benchmark_with_a_hole_is_none),
		TEST(nothing_computed_yet),
		TEST(kept_series_follow_the_generation),
		TEST(currencies_have_names_and_rates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

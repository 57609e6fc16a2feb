/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "api/simulate.h"

#include "api/routes.h"
#include "api/series.h"
#include "app/currencies.h"
#include "app/simulate.h"

const char *const simulation_variants[] = {"total", "net", NULL};

static const struct field query_fields[] = {SIMULATION_FIELDS(0)};
static SHAPE(query, SimulationQuery, query_fields);

static const struct field point_fields[] = {
	{"date", DATE, AT(SimulationPoint, date), .doc = "Session"},
	{"value", REAL, AT(SimulationPoint, value), .doc = "Worth at its close, in the currency"},
	{"rate", REAL, AT(SimulationPoint, rate), .doc = "Units of the currency for one US dollar"},
};
static SHAPE(point, SimulationPoint, point_fields);

static const struct field fx_fields[] = {
	{"start", REAL, AT(SimulationFx, start),
         .doc = "Units of the currency for one US dollar at the start"},
	{"end", REAL, AT(SimulationFx, end), .doc = "The same at the end"},
	{"effect_pct", REAL, AT(SimulationFx, effect_pct),
         .doc = "Percent that holding dollars brought or cost"},
};
static SHAPE(fx, SimulationFx, fx_fields);

static const struct field net_fields[] = {
	{"amount_final", REAL, AT(SimulationNet, amount_final),
         .doc = "Worth at the end, in the currency"},
	{"roi_pct", REAL, AT(SimulationNet, roi_pct), NULLABLE,
         .doc = "Percent of all that was paid in"},
};
static SHAPE(net, SimulationNet, net_fields);

static const struct field benchmark_fields[] = {
	{"amount_final", REAL, AT(SimulationBenchmark, amount_final), NULLABLE,
         .doc = "What the same payments would be worth, in the same currency"},
	{"roi_pct", REAL, AT(SimulationBenchmark, roi_pct), NULLABLE,
         .doc = "Percent of all that was paid in"},
	{"series", LIST, AT(SimulationBenchmark, series), .max = 100000, .of = &point_shape,
         .doc = "Its worth on the same sessions; empty without data"},
	{"name", TEXT, AT(SimulationBenchmark, name), .doc = "What it is"},
	{"basis", ENUM, AT(SimulationBenchmark, basis), .words = basis_words,
         .doc = "price: without dividends, about 2 % a year less than total"},
	{"reason", TEXT, AT(SimulationBenchmark, reason), NULLABLE,
         .doc = "Why there are no figures"},
};
static SHAPE(benchmark, SimulationBenchmark, benchmark_fields);

static const struct field simulation_fields[] = {
	{"start_date", DATE, AT(Simulation, start_date), .doc = "Session of the first payment"},
	{"end_date", DATE, AT(Simulation, end_date), .doc = "Session of the valuation"},
	{"start_value", REAL, AT(Simulation, start_value),
         .doc = "Level of the index at the start"},
	{"end_value", REAL, AT(Simulation, end_value), .doc = "Level of the index at the end"},
	{"amount_initial", REAL, AT(Simulation, amount_initial), .doc = "Paid at the start"},
	{"amount_final", REAL, AT(Simulation, amount_final),
         .doc = "Worth at the end, in the currency"},
	{"contributions", REAL, AT(Simulation, contributions),
         .doc = "Paid after the start, in all"},
	{"contributions_count", INT, AT(Simulation, contributions_count),
         .doc = "In how many payments"},
	{"invested", REAL, AT(Simulation, invested), .doc = "Paid in all"},
	{"roi_pct", REAL, AT(Simulation, roi_pct), NULLABLE,
         .doc = "Percent of all that was paid in"},
	{"currency", TEXT, AT(Simulation, currency), .doc = "Code of the currency"},
	{"currency_name", TEXT, AT(Simulation, currency_name), .doc = "Its name"},
	{"variant", ENUM, AT(Simulation, variant), .words = simulation_variants,
         .doc = "Level paid into"},
	{"series", LIST, AT(Simulation, series), .max = 100000, .of = &point,
         .doc = "A point a session"},
	{"fx", OBJ, AT(Simulation, fx), .of = &fx, .doc = "The exchange rate, and what it did"},
	{"index_pct", REAL, AT(Simulation, index_pct), NULLABLE,
         .doc = "Return of the level alone, in US dollars"},
	{"twr_pct", REAL, AT(Simulation, twr_pct), NULLABLE,
         .doc = "Time-weighted return in the currency: (1 + index)(1 + currency) - 1, whatever was paid in when"},
	{"twr_annual_pct", REAL, AT(Simulation, twr_annual_pct), NULLABLE,
         .doc = "The same a year (ACT/365.25); null under a year"},
	{"irr_pct", REAL, AT(Simulation, irr_pct), NULLABLE,
         .doc = "Money-weighted return a year (XIRR, ACT/365F); null where there is none"},
	{"irr_multiple", BOOL, AT(Simulation, irr_multiple),
         .doc = "Other rates solve it too: irr_pct is the one nearest 10 %"},
	{"max_drawdown_pct", REAL, AT(Simulation, max_drawdown_pct), NULLABLE,
         .doc = "Deepest fall below an earlier high, of the time-weighted value in the currency; 0 or below"},
	{"max_drawdown_date", DATE, AT(Simulation, max_drawdown_date), NULLABLE,
         .doc = "When that fall was deepest; null where there was none"},
	{"net_of_costs", OBJ, AT(Simulation, net_of_costs), .of = &net,
         .doc = "The same payments into the level after trading costs"},
	{"benchmark", OBJ, AT(Simulation, benchmark), .of = &benchmark,
         .doc = "The same payments into the S&P 500, in the same currency"},
};
const struct shape simulation_shape = {
	"Simulation",
	sizeof(struct Simulation),
	simulation_fields,
	COUNT(simulation_fields),
	.doc = "What an investment in the index would have become. Percentages are 100 times the fraction",
};

static const struct field currencies_fields[] = {
	{"", MAP, AT(Currencies, names), .doc = "Name of the currency with this code"},
};
static const struct shape currencies = {
	"Currencies",
	sizeof(struct Currencies),
	currencies_fields,
	COUNT(currencies_fields),
	.doc = "Every currency with an exchange rate, by its ISO 4217 code",
};

static const struct field rates_query_fields[] = {RANGE_FIELDS(CurrencyRatesQuery)};
static SHAPE(rates_query, CurrencyRatesQuery, rates_query_fields);

static const struct field rate_fields[] = {
	{"currency", TEXT, AT(CurrencyRate, currency), .doc = "Code"},
	{"name", TEXT, AT(CurrencyRate, name), .doc = "Name"},
	{"first_date", DATE, AT(CurrencyRate, first_date), NULLABLE,
         .doc = "First day with a rate against the dollar; null for the dollar itself"},
	{"last_date", DATE, AT(CurrencyRate, last_date), NULLABLE,
         .doc = "Last day with one; there may be gaps between"},
	{"start", REAL, AT(CurrencyRate, start), NULLABLE,
         .doc = "Units for one US dollar at the start; null without a fixing in the 7 days up to it"},
	{"end", REAL, AT(CurrencyRate, end), NULLABLE, .doc = "The same at the end"},
	{"effect_pct", REAL, AT(CurrencyRate, effect_pct), NULLABLE,
         .doc = "Percent that holding dollars brought or cost"},
};
static SHAPE(rate, CurrencyRate, rate_fields);

static const struct field rates_fields[] = {
	{"start_date", DATE, AT(CurrencyRates, start_date), .doc = "First day"},
	{"end_date", DATE, AT(CurrencyRates, end_date), .doc = "Last day"},
	{"base", TEXT, AT(CurrencyRates, base), .doc = "Currency of the index"},
	{"items", LIST, AT(CurrencyRates, items), .of = &rate, .doc = "One a currency, by code"},
};
static SHAPE(rates, CurrencyRates, rates_fields);

static enum err post_simulate(struct req *rq, const void *in, void *out)
{
	return app_simulate(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err get_currencies(struct req *rq, const void *in, void *out)
{
	(void)in;
	return app_currencies(req_worker(rq), req_arena(rq), out, req_fail(rq));
}

static enum err get_rates(struct req *rq, const void *in, void *out)
{
	return app_currency_rates(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static const enum err computed[] = {ERR_CONFLICT, OK};

static const struct route table[] = {
	{POST, "/simulate", post_simulate, LOGIN | LENIENT | COMPUTE | READS, &query,
         &simulation_shape, "simulate",
         "What an investment in the index would have become, in any currency", computed},
	{GET, "/currencies", get_currencies, LOGIN | LENIENT | SHARED, NULL, &currencies,
         "getCurrencies", "Currencies with an exchange rate"},
	{GET, "/currency-rates", get_rates, LOGIN | FIELDS | SHARED, &rates_query, &rates,
         "getCurrencyRates",
         "The exchange rates of two days, and what they did to holders of dollars", computed},
};
const struct routes simulate_routes = {"/api/v1/index", "simulation",
                                       "What an investment would have become", table, COUNT(table)};

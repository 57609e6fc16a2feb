/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/risk_definitions.h"

#include <assert.h>
#include <string.h>

#include "app/risk.h"
#include "base/arena.h"
#include "calc/convention.h"

#define MEMBER(name) .metric = #name, .at = AT(RiskRow, name)

const struct risk_definition risk_definitions[] = {
	{MEMBER(observations), .name = "Observations", .unit = RISK_COUNT, .better = RISK_NEITHER,
         .meaning = "Daily returns that the figures rest on: with few of them, chance is most of"
                    " what they show.",
         .formula = "number of sessions after the first level"},
	{MEMBER(total_return), .name = "Total return", .unit = RISK_PERCENT, .better = RISK_HIGHER,
         .meaning = "What the whole time has brought, dividends included: 0.5 turned 100 into 150.",
         .convention = "return.total", .least = 1, .rolling = true},
	{MEMBER(annualized_return), .name = "Annualised return", .unit = RISK_PERCENT,
         .better = RISK_HIGHER,
         .meaning = "The steady growth a year that would have ended at the same level.",
         .convention = "cagr.act36525", .least = 1, .rolling = true, .year = true},
	{MEMBER(volatility), .name = "Volatility", .unit = RISK_PERCENT, .better = RISK_LOWER,
         .meaning = "How far the returns of a year usually lie from their mean: twice as much means"
                    " swings twice as wide.",
         .convention = "volatility.ddof1", .least = 2, .rolling = true},
	{MEMBER(downside_deviation), .name = "Downside deviation", .unit = RISK_PERCENT,
         .better = RISK_LOWER,
         .meaning = "The volatility of the losing days alone (MAR 0): gains do not count as risk.",
         .convention = "downside.n", .least = 2, .rolling = true},
	{MEMBER(sharpe_ratio), .name = "Sharpe ratio", .unit = RISK_RATIO, .better = RISK_HIGHER,
         .meaning =
                 "Return above the risk-free rate for each unit of volatility: below 0, a savings"
                 " account did better.",
         .convention = "sharpe.arith.ddof1", .least = 2, .needs_rate = true, .rolling = true,
         .annual = true},
	{MEMBER(sortino_ratio), .name = "Sortino ratio", .unit = RISK_RATIO, .better = RISK_HIGHER,
         .meaning = "Return above the risk-free rate (the MAR) for each unit of downside deviation:"
                    " like Sharpe, but only shortfalls count as risk.",
         .convention = "sortino.n", .least = 2, .needs_rate = true, .rolling = true,
         .annual = true},
	{MEMBER(calmar_ratio), .name = "Calmar ratio", .unit = RISK_RATIO, .better = RISK_HIGHER,
         .meaning =
                 "Annualised return over the deepest fall: 0.5 means that the worst fall cost two"
                 " average years.",
         .convention = "calmar.inception", .least = 1, .rolling = true, .annual = true,
         .year = true},
	{MEMBER(omega_ratio), .name = "Omega ratio", .unit = RISK_RATIO, .better = RISK_HIGHER,
         .meaning = "All gains over all losses (L = 0): above 1, the days together made money.",
         .convention = "omega", .least = 2},
	{MEMBER(max_drawdown), .name = "Maximum drawdown", .unit = RISK_PERCENT,
         .better = RISK_HIGHER,
         .meaning =
                 "The deepest fall below an earlier level: what holding on could have cost at the"
                 " worst moment.",
         .convention = "drawdown.compounded.base",
         .formula = "min of (level / highest level so far - 1), the start included", .least = 1,
         .rolling = true},
	{MEMBER(current_drawdown), .name = "Current drawdown", .unit = RISK_PERCENT,
         .better = RISK_HIGHER,
         .meaning = "How far the level stands below its highest so far: 0 is a new high.",
         .convention = "drawdown.compounded.base", .least = 1, .rolling = true},
	{MEMBER(ulcer_index), .name = "Ulcer index", .unit = RISK_PERCENT, .better = RISK_LOWER,
         .meaning = "Depth and length of all falls in one number: long deep falls weigh most.",
         .convention = "ulcer.n", .least = 1},
	{MEMBER(var_95), .name = "Value at risk 95 %", .unit = RISK_PERCENT, .better = RISK_LOWER,
         .meaning = "The daily loss that one day in twenty exceeded.",
         .convention = "var.historical.r7", .least = 20, .rolling = true},
	{MEMBER(var_99), .name = "Value at risk 99 %", .unit = RISK_PERCENT, .better = RISK_LOWER,
         .meaning = "The daily loss that one day in a hundred exceeded.",
         .convention = "var.historical.r7", .least = 100, .rolling = true},
	{MEMBER(cvar_95), .name = "Expected shortfall 95 %", .unit = RISK_PERCENT,
         .better = RISK_LOWER,
         .meaning = "The mean loss of the worst day in twenty: what is lost when value at risk is"
                    " exceeded.",
         .convention = "es.historical.r7strict", .least = 20, .rolling = true},
	{MEMBER(cvar_99), .name = "Expected shortfall 99 %", .unit = RISK_PERCENT,
         .better = RISK_LOWER, .meaning = "The mean loss of the worst day in a hundred.",
         .convention = "es.historical.r7strict", .least = 100, .rolling = true},
	{MEMBER(skewness), .name = "Skewness", .unit = RISK_RATIO, .better = RISK_HIGHER,
         .meaning = "Below 0, the bad days lie further out than the good ones.",
         .convention = "skew.population", .least = 2},
	{MEMBER(excess_kurtosis), .name = "Excess kurtosis", .unit = RISK_RATIO,
         .better = RISK_LOWER,
         .meaning = "Above 0, extreme days come more often than a normal distribution says.",
         .convention = "kurtosis.excess", .least = 2},
	{MEMBER(best_day), .name = "Best day", .unit = RISK_PERCENT, .better = RISK_HIGHER,
         .meaning = "The highest daily return: who missed that day missed it all.",
         .convention = "return.best", .least = 1},
	{MEMBER(worst_day), .name = "Worst day", .unit = RISK_PERCENT, .better = RISK_HIGHER,
         .meaning = "The lowest daily return: what one day has cost already.",
         .convention = "return.worst", .least = 1},
	{MEMBER(win_rate), .name = "Winning days", .unit = RISK_PERCENT, .better = RISK_HIGHER,
         .meaning = "Share of the days with a gain; it does not say how large the gains were.",
         .convention = "win_rate", .least = 1},
	{MEMBER(beta_sp500), .name = "Beta", .unit = RISK_RATIO, .better = RISK_NEITHER,
         .meaning = "What a move of 1 % of the S&P 500 meant for the index: 1.2 means 1.2 %, up and"
                    " down.",
         .convention = "beta.plain", .least = 2, .needs_benchmark = true, .rolling = true},
	{MEMBER(correlation_sp500), .name = "Correlation", .unit = RISK_RATIO,
         .better = RISK_NEITHER,
         .meaning = "How closely the index moves with the S&P 500: near 1, holding both spreads"
                    " little risk.",
         .convention = "correlation.pearson", .least = 2, .needs_benchmark = true, .rolling = true},
	{MEMBER(alpha), .name = "Alpha", .unit = RISK_PERCENT, .better = RISK_HIGHER,
         .meaning =
                 "Return a year that beta does not explain: below 0, the S&P 500 at the same risk"
                 " did better.",
         .convention = "alpha.arith", .least = 2, .needs_benchmark = true, .needs_rate = true,
         .rolling = true},
	{MEMBER(information_ratio), .name = "Information ratio", .unit = RISK_RATIO,
         .better = RISK_HIGHER,
         .meaning = "Return beyond the S&P 500 for each unit of tracking error: whether being"
                    " different has paid.",
         .convention = "ir.arith", .least = 2, .needs_benchmark = true, .rolling = true,
         .annual = true},
	{MEMBER(tracking_error), .name = "Tracking error", .unit = RISK_PERCENT,
         .better = RISK_NEITHER,
         .meaning = "How far the index usually strays from the S&P 500 in a year.",
         .convention = "te.ddof1", .least = 2, .needs_benchmark = true, .rolling = true},
};
const size_t risk_definitions_n = COUNT(risk_definitions);

const char *const risk_rolling_words[] = {
	"total_return",
	"annualized_return",
	"volatility",
	"downside_deviation",
	"sharpe_ratio",
	"sortino_ratio",
	"calmar_ratio",
	"max_drawdown",
	"current_drawdown",
	"var_95",
	"var_99",
	"cvar_95",
	"cvar_99",
	"beta_sp500",
	"correlation_sp500",
	"alpha",
	"information_ratio",
	"tracking_error",
	NULL,
};

const struct risk_definition *risk_rolling_metric(int word)
{
	for (size_t i = 0; i < risk_definitions_n; i++)
		if (strcmp(risk_definitions[i].metric, risk_rolling_words[word]) == 0)
			return &risk_definitions[i];
	return NULL;
}

void app_risk_definitions(struct arena *a, struct Definitions *out)
{
	struct Definition *items = ARENA_ARRAY(a, risk_definitions_n, struct Definition);

	for (size_t i = 0; i < risk_definitions_n; i++) {
		const struct risk_definition *d = &risk_definitions[i];
		const struct calc_convention *c = d->convention ? calc_convention(d->convention)
		                                                : NULL;

		assert(d->formula || c);
		items[i] = (struct Definition){
			.metric = d->metric,
			.name = d->name,
			.unit = (int)d->unit,
			.better = (int)d->better,
			.meaning = d->meaning,
			.formula = d->formula ? d->formula : c->formula,
			.convention = d->convention,
			.minimum_observations = (int64_t)d->least,
			.needs_benchmark = d->needs_benchmark,
			.needs_rate = d->needs_rate,
			.rolling = d->rolling,
		};
	}
	out->items = (struct list){.items = items, .n = risk_definitions_n};
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <math.h>

#include "app/metrics.h"
#include "base/arena.h"
#include "base/compiler.h"
#include "base/date.h"
#include "calc/convention.h"

/* Least numbers of returns, see the methodology: a deviation, a tail of 5 % and one of 1 %. */
enum { ONE = 1, SPREAD = 2, TAIL_95 = 20, TAIL_99 = 100 };

const char *const metrics_units[] = {"fraction", "ratio", "count", "date"};

#define FLAT "the returns do not vary"
#define NO_LOSS "no return is below the threshold"
#define B_FLAT "the benchmark does not vary"

const struct metrics_row metrics_rows[] = {
	{"start_date", "from", METRICS_DATE, AT(Metrics, start), .formula = "first date",
         .meaning = "The first level counted."},
	{"end_date", "to", METRICS_DATE, AT(Metrics, end), .formula = "last date",
         .meaning = "The last level counted."},
	{"observations", "returns", METRICS_COUNT, AT(Metrics, observations),
         .formula = "levels - 1", .meaning = "How many returns the figures are made of."},
	{"total_return", "total return", METRICS_PERCENT, AT(Metrics, total_return), ONE,
         .convention = "return.total",
         .meaning = "What the level gained from the first to the last date."},
	{"annualized_return", "a year", METRICS_PERCENT, AT(Metrics, annualized_return), ONE,
         METRICS_YEAR, "cagr.act36525",
         .meaning =
                 "The steady growth a year that makes the same total; not for less than a year."},
	{"volatility", "volatility", METRICS_PERCENT, AT(Metrics, volatility), SPREAD,
         .convention = "volatility.ddof1",
         .meaning = "How widely returns scatter about their mean, for a year of 252 sessions."},
	{"downside_deviation", "downside deviation", METRICS_PERCENT,
         AT(Metrics, downside_deviation), SPREAD, .convention = "downside.n",
         .meaning = "The scatter of the losses alone, about a return (MAR) of 0, for a year."},
	{"sharpe_ratio", "Sharpe ratio", METRICS_RATIO, AT(Metrics, sharpe_ratio), SPREAD,
         METRICS_RATE, "sharpe.arith.ddof1",
         .meaning = "Return above the risk-free rate for each unit of scatter.", .undefined = FLAT},
	{"sortino_ratio", "Sortino ratio", METRICS_RATIO, AT(Metrics, sortino_ratio), SPREAD,
         METRICS_RATE, "sortino.n",
         .meaning = "Return above the risk-free rate (MAR) for each unit of scatter below it.",
         .undefined = NO_LOSS},
	{"calmar_ratio", "Calmar ratio", METRICS_RATIO, AT(Metrics, calmar_ratio), ONE,
         METRICS_YEAR | METRICS_FALL, "calmar.inception",
         .meaning = "Growth a year for each unit of the deepest fall."},
	{"omega_ratio", "Omega", METRICS_RATIO, AT(Metrics, omega_ratio), SPREAD,
         .convention = "omega",
         .meaning = "The sum of all gains for each unit of all losses, about a return (L) of 0.",
         .undefined = NO_LOSS},
	{"max_drawdown", "deepest fall", METRICS_PERCENT, AT(Metrics, max_drawdown), ONE,
         .convention = "drawdown.compounded.base",
         .meaning = "The deepest fall below the highest level before: what a buyer at the worst"
                    " moment lost."},
	{"max_drawdown_peak", "fall begun", METRICS_DATE, AT(Metrics, peak), ONE, METRICS_FALL,
         .formula = "last date of the highest level before the deepest fall",
         .meaning = "The peak that the deepest fall began at."},
	{"max_drawdown_trough", "fall lowest", METRICS_DATE, AT(Metrics, trough), ONE, METRICS_FALL,
         .formula = "date of the deepest fall", .meaning = "The day of the deepest fall."},
	{"max_drawdown_recovery", "fall recovered", METRICS_DATE, AT(Metrics, recovery), ONE,
         METRICS_FALL, .formula = "first date at the level of the peak again",
         .meaning = "The day on which the deepest fall was made up for.",
         .undefined = "not recovered yet"},
	{"current_drawdown", "last fall", METRICS_PERCENT, AT(Metrics, current_drawdown), ONE,
         .convention = "drawdown.compounded.base",
         .meaning = "How far the last level is below the highest so far."},
	{"ulcer_index", "ulcer index", METRICS_PERCENT, AT(Metrics, ulcer_index), ONE,
         .convention = "ulcer.n",
         .meaning = "How deep and how long the level stood below its peaks."},
	{"var_95", "VaR 95 a day", METRICS_PERCENT, AT(Metrics, var_95), TAIL_95,
         .convention = "var.historical.r7",
         .meaning = "On one day in twenty the loss was this or more."},
	{"cvar_95", "CVaR 95 a day", METRICS_PERCENT, AT(Metrics, cvar_95), TAIL_95,
         .convention = "es.historical.r7strict",
         .meaning = "The mean loss on the worst one day in twenty.", .undefined = FLAT},
	{"var_99", "VaR 99 a day", METRICS_PERCENT, AT(Metrics, var_99), TAIL_99,
         .convention = "var.historical.r7",
         .meaning = "On one day in a hundred the loss was this or more."},
	{"cvar_99", "CVaR 99 a day", METRICS_PERCENT, AT(Metrics, cvar_99), TAIL_99,
         .convention = "es.historical.r7strict",
         .meaning = "The mean loss on the worst one day in a hundred.", .undefined = FLAT},
	{"skewness", "skewness", METRICS_RATIO, AT(Metrics, skewness), SPREAD,
         .convention = "skew.population",
         .meaning = "Below 0 the large moves are more often losses, above 0 gains.",
         .undefined = FLAT},
	{"excess_kurtosis", "excess kurtosis", METRICS_RATIO, AT(Metrics, excess_kurtosis), SPREAD,
         .convention = "kurtosis.excess",
         .meaning = "Above 0 extreme days are more frequent than a normal distribution has them.",
         .undefined = FLAT},
	{"tail_ratio", "tail ratio", METRICS_RATIO, AT(Metrics, tail_ratio), TAIL_95,
         .convention = "tail_ratio.r7",
         .meaning = "Large gains against large losses: above 1 the gains are larger.",
         .undefined = "the lower tail is at 0"},
	{"best_day", "best day", METRICS_PERCENT, AT(Metrics, best_day), ONE,
         .convention = "return.best", .meaning = "The largest gain from one session to the next."},
	{"best_day_date", "best day on", METRICS_DATE, AT(Metrics, best_date), ONE,
         .formula = "date of the highest return", .meaning = "The day it was made."},
	{"worst_day", "worst day", METRICS_PERCENT, AT(Metrics, worst_day), ONE,
         .convention = "return.worst", .meaning = "The largest loss from one session to the next."},
	{"worst_day_date", "worst day on", METRICS_DATE, AT(Metrics, worst_date), ONE,
         .formula = "date of the lowest return", .meaning = "The day it was lost."},
	{"win_rate", "days won", METRICS_PERCENT, AT(Metrics, win_rate), ONE,
         .convention = "win_rate", .meaning = "The share of days with a gain."},
	{"months", "whole months", METRICS_COUNT, AT(Metrics, months),
         .formula = "calendar months with a level before them and one after",
         .meaning = "How many months the monthly figures are made of."},
	{"best_month", "best month", METRICS_PERCENT, AT(Metrics, best_month), ONE, METRICS_MONTHS,
         .formula = "highest return of a whole calendar month",
         .meaning = "The largest gain from one month's end to the next."},
	{"worst_month", "worst month", METRICS_PERCENT, AT(Metrics, worst_month), ONE,
         METRICS_MONTHS, .formula = "lowest return of a whole calendar month",
         .meaning = "The largest loss from one month's end to the next."},
	{"months_won", "months won", METRICS_PERCENT, AT(Metrics, months_won), ONE, METRICS_MONTHS,
         .formula = "whole months with a return above 0 / whole months",
         .meaning = "The share of months with a gain."},
	{"common", "shared returns", METRICS_COUNT, AT(Metrics, common), 0, METRICS_BENCHMARK,
         .formula = "dates in common with the benchmark - 1",
         .meaning = "How many returns the figures against the benchmark are made of."},
	{"beta", "beta", METRICS_RATIO, AT(Metrics, beta), SPREAD, METRICS_BENCHMARK, "beta.plain",
         .meaning = "How much it moved when the benchmark moved by one.", .undefined = B_FLAT},
	{"alpha", "alpha a year", METRICS_PERCENT, AT(Metrics, alpha), SPREAD,
         METRICS_BENCHMARK | METRICS_RATE, "alpha.arith",
         .meaning = "Return that its beta to the benchmark does not account for.",
         .undefined = B_FLAT},
	{"correlation", "correlation", METRICS_RATIO, AT(Metrics, correlation), SPREAD,
         METRICS_BENCHMARK, "correlation.pearson",
         .meaning = "1: always with the benchmark; 0: independent of it; -1: always against it.",
         .undefined = "the series or the benchmark does not vary"},
	{"r_squared", "R squared", METRICS_RATIO, AT(Metrics, r_squared), SPREAD, METRICS_BENCHMARK,
         .formula = "correlation^2",
         .meaning = "The share of its variance that the benchmark's moves account for.",
         .undefined = "the series or the benchmark does not vary"},
	{"tracking_error", "tracking error", METRICS_PERCENT, AT(Metrics, tracking_error), SPREAD,
         METRICS_BENCHMARK, "te.ddof1",
         .meaning = "How widely the difference to the benchmark scatters, for a year."},
	{"information_ratio", "information ratio", METRICS_RATIO, AT(Metrics, information_ratio),
         SPREAD, METRICS_BENCHMARK, "ir.arith",
         .meaning = "Return above the benchmark for each unit of tracking error.",
         .undefined = "the difference to the benchmark does not vary"},
	{"capture_up", "captured of gains", METRICS_PERCENT, AT(Metrics, capture_up), SPREAD,
         METRICS_BENCHMARK | METRICS_MONTHS, "capture.geometric",
         .meaning = "What it made of the months in which the benchmark rose.",
         .undefined = "the benchmark rose in no whole month"},
	{"capture_down", "captured of losses", METRICS_PERCENT, AT(Metrics, capture_down), SPREAD,
         METRICS_BENCHMARK | METRICS_MONTHS, "capture.geometric",
         .meaning = "What it lost of the months in which the benchmark fell; less is better.",
         .undefined = "the benchmark fell in no whole month"},
};
const size_t metrics_rows_n = COUNT(metrics_rows);

double metrics_number(const struct metrics_row *row, const struct Metrics *m)
{
	return *(const double *)(const void *)((const char *)m + row->at);
}

int32_t metrics_date(const struct metrics_row *row, const struct Metrics *m)
{
	return *(const int32_t *)(const void *)((const char *)m + row->at);
}

const char *metrics_formula(const struct metrics_row *row)
{
	return row->formula ? row->formula : calc_convention(row->convention)->formula;
}

static bool given(const struct metrics_row *row, const struct Metrics *m)
{
	if (row->unit == METRICS_DATE)
		return metrics_date(row, m) != DATE_NONE;
	return !isnan(metrics_number(row, m));
}

static const char *too_few(struct arena *a, int least, double n, const char *what)
{
	if (n >= least)
		return NULL;
	if (least == 1)
		return arena_printf(a, "there are no %s", what);
	return arena_printf(a, "needs %d %s; there are %.0f", least, what, n);
}

const char *metrics_reason(struct arena *a, const struct metrics_row *row, const struct Metrics *m)
{
	const bool  relative = row->needs & METRICS_BENCHMARK;
	const char *why = NULL;

	if (relative && m->relation == METRICS_ALONE)
		return "there is no benchmark";
	if (relative && m->relation == METRICS_ITSELF)
		return "it is the benchmark";
	if (given(row, m))
		return NULL;
	if (row->needs & METRICS_RATE && m->excess == 0 && m->observations > 0)
		return "no risk-free rate is known in this range";
	if (relative)
		why = too_few(a, row->least, m->common, "returns in common with the benchmark");
	if (!why)
		why = too_few(a, row->least, m->observations, "returns");
	if (!why && row->needs & METRICS_RATE)
		why = too_few(a, row->least, m->excess, "returns with a risk-free rate");
	if (!why && row->needs & METRICS_MONTHS && m->months == 0)
		why = "there is no whole month";
	if (!why && row->needs & METRICS_YEAR && isnan(m->annualized_return))
		why = "not for less than a year";
	if (!why && row->needs & METRICS_FALL && !(m->max_drawdown < 0))
		why = "the level never falls";
	if (!why)
		why = row->undefined ? row->undefined : "it is not defined for these levels";
	return why;
}

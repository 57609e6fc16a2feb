/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/simulate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "api/simulate.h"
#include "app/app.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/real.h"
#include "cli/chart.h"
#include "cli/cli.h"
#include "cli/files.h"
#include "cli/print_json.h"
#include "store/points.h"

struct options {
	const char         *amount, *start, *end, *currency, *monthly, *variant;
	struct price_source source;
};

static const struct cli_option option_rows[] = {
	{"amount", OPTION_VALUE, AT(options, amount), "N",
         "what is paid at the start, in the currency"},
	{"start", OPTION_VALUE, AT(options, start), "DATE", "when: this session or the next"},
	{"end", OPTION_VALUE, AT(options, end), "DATE",
         "when it is valued; the last session if not given"},
	{"currency", OPTION_VALUE, AT(options, currency), "CODE", "currency of the amounts (USD)"},
	{"monthly", OPTION_VALUE, AT(options, monthly), "N",
         "paid on the first session of each later month"},
	{"variant", OPTION_VALUE, AT(options, variant), "total|net", "level paid into (total)"},
	SOURCE_OPTIONS(options),
};

/* The API's rules hold for the command line too; its words are the flags'. */
static const struct field query_fields[] = {SIMULATION_FIELDS(IN_QUERY)};
static SHAPE(query_shape, SimulationQuery, query_fields);

static const char *lookup(void *ctx, const struct field *fd)
{
	static const struct {
		const char *field;
		size_t      at;
	} rows[] = {
		{"amount", AT(options, amount)},   {"start_date", AT(options, start)},
		{"end_date", AT(options, end)},    {"currency", AT(options, currency)},
		{"monthly", AT(options, monthly)}, {"variant", AT(options, variant)},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		if (strcmp(rows[i].field, fd->name) == 0)
			return *(const char *const *)((const char *)ctx + rows[i].at);
	return NULL;
}

/* A missing figure is a dash. */
static void print_percent(const char *label, double pct, const char *note)
{
	if (isnan(pct))
		printf("  %-22s %14s  %s\n", label, "-", note);
	else
		printf("  %-22s %+13.2f%%  %s\n", label, pct, note);
}

static void print_money(const char *label, double amount, const char *note)
{
	printf("  %-22s %14.2f  %s\n", label, amount, note);
}

static void print_chart(struct arena *a, const struct Simulation *s)
{
	const struct SimulationPoint *p = s->series.items;
	int32_t                      *dates = ARENA_ARRAY(a, s->series.n, int32_t);
	double                       *values = ARENA_ARRAY(a, s->series.n, double);

	for (size_t i = 0; i < s->series.n; i++) {
		dates[i] = p[i].date;
		values[i] = p[i].value;
	}
	printf("\n");
	chart_print(stdout, dates, values, s->series.n, CHART_FROM_ZERO);
}

static void print_table(struct arena *a, const struct Simulation *s)
{
	char from[DATE_TEXT], to[DATE_TEXT], fell[DATE_TEXT];

	printf("AutoIndex, %s, in %s (%s), %s to %s\n\n",
	       s->variant ? "net of costs" : "total return", s->currency, s->currency_name,
	       date_format(s->start_date, from), date_format(s->end_date, to));
	print_money("paid at the start", s->amount_initial, "");
	if (s->contributions_count)
		print_money("paid later", s->contributions,
		            arena_printf(a, "%lld payments", (long long)s->contributions_count));
	print_money("became", s->amount_final, arena_printf(a, "%+.2f%%", s->roi_pct));
	print_money("net of index costs", s->net_of_costs.amount_final,
	            arena_printf(a, "%+.2f%%", s->net_of_costs.roi_pct));
	if (s->benchmark.reason)
		printf("  %-22s %14s  %s\n", s->benchmark.name, "-", s->benchmark.reason);
	else
		print_money(s->benchmark.name, s->benchmark.amount_final,
		            arena_printf(a, "%+.2f%%, price index without dividends",
		                         s->benchmark.roi_pct));
	printf("\n");
	print_percent("index alone, USD", s->index_pct, "");
	print_percent(
		"currency effect", s->fx.effect_pct,
		arena_printf(a, "%.6g to %.6g %s for 1 USD", s->fx.start, s->fx.end, s->currency));
	print_percent("time-weighted", s->twr_pct, "");
	print_percent("  a year", s->twr_annual_pct,
	              isnan(s->twr_annual_pct) ? "under a year" : "ACT/365.25");
	print_percent("money-weighted, a year", s->irr_pct,
	              s->irr_multiple ? "one of several rates" : "XIRR");
	print_percent("deepest drawdown", s->max_drawdown_pct,
	              date_format(s->max_drawdown_date, fell));
	print_chart(a, s);
}

static void print_csv(const struct Simulation *s)
{
	const struct SimulationPoint *p = s->series.items;
	const struct point           *b = s->benchmark.series.items;
	char date[DATE_TEXT], value[REAL_TEXT], rate[REAL_TEXT], other[REAL_TEXT];

	printf("date,value,rate,benchmark\n");
	for (size_t i = 0; i < s->series.n; i++) {
		real_format(p[i].value, value);
		real_format(p[i].rate, rate);
		other[0] = '\0';
		if (i < s->benchmark.series.n)
			real_format(b[i].value, other);
		printf("%s,%s,%s,%s\n", date_format(p[i].date, date), value, rate, other);
	}
}

static enum err run(struct cli *c, const void *options, struct fail *f)
{
	struct options         o = *(const struct options *)options;
	struct SimulationQuery q = {0};
	struct Simulation      s;
	struct db             *db;

	TRY(shape_decode(&query_shape, c->a, NULL, 0, lookup, &o, false, &q, f));
	TRY(source_open(c, &o.source, FILES_INDEX, &db, f));
	struct app app = {.db = db, .conf = &c->conf, .clock = &c->clock};
	TRY(app_simulate(&app, c->a, &q, &s, f));
	if (c->json)
		print_json(&simulation_shape, &s);
	else if (c->csv)
		print_csv(&s);
	else
		print_table(c->a, &s);
	return OK;
}

const struct verb verb_simulate = {
	.name = "simulate",
	.operands = "--amount N --start DATE",
	.doc = "Show what an investment in the index would have become",
	.run = run,
	.options = option_rows,
	.options_n = COUNT(option_rows),
	.options_size = sizeof(struct options),
	.csv = "write the series as CSV",
	.help = "With --from the index is computed from the file by the default configuration.\n"
		"The amount is converted at the rate of the start, grows with the index, and is valued at each\n"
		"date's rate. Example: autoindex simulate --amount 10000 --start 2010-01-04 --currency EUR",
};

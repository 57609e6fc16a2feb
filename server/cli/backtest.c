/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/backtest.h"

#include <stdio.h>
#include <string.h>

#include "api/shapes.h"
#include "app/app.h"
#include "app/strategy_fields.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"
#include "cli/chart.h"
#include "cli/cli.h"
#include "cli/files.h"
#include "cli/print_json.h"
#include "cli/table.h"

enum { NAMES_MAX = 32 };

struct options {
	const char         *start, *end;
	struct price_source source;
};
static const struct cli_option options_table[] = {
	{"start", OPTION_VALUE, AT(options, start), "DATE", "first day, YYYY-MM-DD"},
	{"end", OPTION_VALUE, AT(options, end), "DATE", "last day"},
	SOURCE_OPTIONS(options),
};

/* As text, like a query: the same rows check what is typed. */
static const struct field request_fields[] = {
	STRATEGY_FIELDS(IN_QUERY),
	{"start", DATE, AT(BacktestRequest, start_date), IN_QUERY},
	{"end", DATE, AT(BacktestRequest, end_date), IN_QUERY},
};
static const struct shape request = {"BacktestRequest", sizeof(struct BacktestRequest),
                                     request_fields, COUNT(request_fields)};

struct typed {
	struct cli           *c;
	const struct options *o;
};

static const char *find(void *ctx, const struct field *fd)
{
	const struct typed *t = ctx;
	size_t              n = strlen(fd->name);

	if (strcmp(fd->name, "start") == 0)
		return t->o->start;
	if (strcmp(fd->name, "end") == 0)
		return t->o->end;
	for (int i = 0; i < t->c->args_n; i++)
		if (strncmp(t->c->args[i], fd->name, n) == 0 && t->c->args[i][n] == '=')
			return t->c->args[i] + n + 1;
	return NULL;
}

/* Every operand is FIELD=VALUE of a field that there is. */
static enum err check_operands(const struct cli *c, struct fail *f)
{
	const char *names[NAMES_MAX], *near;

	for (size_t i = 0; i < strategy_method.n; i++)
		names[i] = strategy_method.fields[i].name;
	for (int i = 0; i < c->args_n; i++) {
		char   word[64];
		size_t n = strcspn(c->args[i], "="), k = 0;

		snprintf(word, sizeof(word), "%.*s", (int)(n < sizeof(word) ? n : sizeof(word) - 1),
		         c->args[i]);
		while (k < strategy_method.n && strcmp(names[k], word) != 0)
			k++;
		if (k < strategy_method.n && c->args[i][n] == '=')
			continue;
		if (k < strategy_method.n)
			return fail(f, ERR_INVALID, "%s needs a value: %s=VALUE", word, word);
		near = text_nearest(word, names, strategy_method.n);
		return fail(f, ERR_INVALID, "unknown field '%s'%s%s%s", word,
		            near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
	}
	return OK;
}

static void print_csv(const struct Backtest *b)
{
	const struct BacktestLevel *l = b->series.items;
	char                        date[DATE_TEXT];

	printf("date,value,net_value\n");
	for (size_t i = 0; i < b->series.n; i++) {
		printf("%s,", date_format(l[i].date, date));
		table_csv_real(l[i].value);
		putchar(',');
		table_csv_real(l[i].net_value);
		putchar('\n');
	}
}

static void print_row(const char *name, const char *total, const char *net)
{
	printf("  %-22s %16s %16s\n", name, total, net);
}

static void print_table(struct arena *a, const struct Backtest *b)
{
	const struct BacktestMetrics *t = &b->total, *n = &b->net;
	const struct BacktestLevel   *l = b->series.items;
	const struct BacktestWeight  *w = b->weights.items;
	double                       *net = ARENA_ARRAY(a, b->series.n, double);
	int32_t                      *dates = ARENA_ARRAY(a, b->series.n, int32_t);
	char x[TABLE_CELL], y[TABLE_CELL], first[DATE_TEXT], last[DATE_TEXT];

	for (size_t i = 0; i < b->series.n; i++) {
		dates[i] = l[i].date;
		net[i] = l[i].net_value;
	}
	printf("Backtest from %s to %s: %zu sessions, %lld rebalances\n\n",
	       date_format(b->start_date, first), date_format(b->end_date, last), b->series.n,
	       (long long)b->rebalances);
	print_row("", "total return", "net of costs");
	print_row("last level (from 100)", table_number(l[b->series.n - 1].value, 2, x),
	          table_number(l[b->series.n - 1].net_value, 2, y));
	print_row("total return", table_percent(t->total_return, x),
	          table_percent(n->total_return, y));
	print_row("a year", table_percent(t->annualized_return, x),
	          table_percent(n->annualized_return, y));
	print_row("volatility", table_percent(t->volatility, x), table_percent(n->volatility, y));
	print_row("Sharpe (rate 0)", table_number(t->sharpe_ratio, 2, x),
	          table_number(n->sharpe_ratio, 2, y));
	print_row("Sortino", table_number(t->sortino_ratio, 2, x),
	          table_number(n->sortino_ratio, 2, y));
	print_row("deepest fall", table_percent(t->max_drawdown, x),
	          table_percent(n->max_drawdown, y));
	printf("\n  turnover %.2f a year, cost %s in all\n\n", b->turnover,
	       table_percent(b->cost, x));
	chart_print(stdout, dates, net, b->series.n, CHART_LOG);
	printf("\n  holdings at the end\n");
	for (size_t i = 0; i < b->weights.n; i++)
		printf("  %-8s %9s  %s\n", w[i].symbol, table_percent(w[i].weight, x), w[i].name);
}

static enum err run(struct cli *c, const void *options, struct fail *f)
{
	const struct options  *o = options;
	struct typed           typed = {c, o};
	struct BacktestRequest in = {0};
	struct Backtest        out;
	struct db             *db;

	TRY(check_operands(c, f));
	TRY(shape_decode(&request, c->a, NULL, 0, find, &typed, false, &in, f));
	TRY(source_open(c, &o->source, FILES_MEMBERS, &db, f));
	struct app app = {.db = db, .conf = &c->conf, .clock = &c->clock};
	TRY(app_backtest(&app, c->a, &in, &out, f));
	if (c->json)
		print_json(&backtest_shape, &out);
	else if (c->csv)
		print_csv(&out);
	else
		print_table(c->a, &out);
	return OK;
}

const struct verb verb_backtest = {
	.name = "backtest",
	.operands = "[FIELD=VALUE...]",
	.doc = "Compute the index under another configuration; nothing is stored",
	.run = run,
	.options = options_table,
	.options_n = COUNT(options_table),
	.options_size = sizeof(struct options),
	.csv = "write the levels as CSV",
	.args_max = STRATEGY_METHOD,
	.help = "Fields are those of the configuration, such as momentum_weight=0.5 market_cap_weight=0.2;\n"
		"others are as they are in force or, with --from, those of the default configuration.",
};

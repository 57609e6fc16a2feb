/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/explain.h"

#include <stdio.h>

#include "api/shapes.h"
#include "app/app.h"
#include "base/date.h"
#include "base/real.h"
#include "cli/cli.h"
#include "cli/files.h"
#include "cli/print_json.h"
#include "cli/table.h"

struct options {
	struct price_source source;
};
static const struct cli_option options_table[] = {
	SOURCE_OPTIONS(options),
};

static void print_csv(const struct Explained *x)
{
	const struct ExplainedHolding *h = x->holdings.items;
	char                           date[DATE_TEXT];

	printf("symbol,units,price,price_date,value,weight,contribution,target_weight\n");
	for (size_t i = 0; i < x->holdings.n; i++) {
		const double reals[] = {h[i].value, h[i].weight, h[i].contribution,
		                        h[i].target_weight};

		table_csv_text(h[i].symbol);
		putchar(',');
		table_csv_real(h[i].units);
		putchar(',');
		table_csv_real(h[i].price);
		printf(",%s", date_format(h[i].price_date, date));
		for (size_t k = 0; k < COUNT(reals); k++) {
			putchar(',');
			table_csv_real(reals[k]);
		}
		putchar('\n');
	}
}

static void print_table(const struct Explained *x)
{
	const struct ExplainedHolding *h = x->holdings.items;
	char date[DATE_TEXT], other[DATE_TEXT], level[REAL_TEXT], value[REAL_TEXT],
		divisor[REAL_TEXT];
	char a[TABLE_CELL], b[TABLE_CELL], c[TABLE_CELL], d[TABLE_CELL];

	real_format(x->level, level);
	real_format(x->value, value);
	real_format(x->divisor, divisor);
	printf("%s: level %s = value %s / divisor %s (%s)\n", date_format(x->date, date), level,
	       value, divisor,
	       x->exact ? "to the last digit" : "not reproduced: prices were corrected since");
	real_format(x->net_level, level);
	real_format(x->net_factor, value);
	printf("  net level %s = level * %s, the product of %lld costs\n", level, value,
	       (long long)x->costs);
	printf("  day %s; weights decided on %s, in force after %s\n",
	       table_percent(x->day_return, a), date_format(x->rebalance.reference_date, date),
	       date_format(x->rebalance.effective_date, other));
	printf("\n  %-8s %16s %12s %9s %9s %9s %9s %9s\n", "symbol", "units", "price", "weight",
	       "day", "target", "momentum", "volatility");
	for (size_t i = 0; i < x->holdings.n; i++) {
		char e[TABLE_CELL];

		printf("  %-8s %16.6f %12.4f%s %8s %9s %9s %9s %9s\n", h[i].symbol, h[i].units,
		       h[i].price, h[i].carried ? "*" : " ", table_percent(h[i].weight, a),
		       table_percent(h[i].contribution, b), table_percent(h[i].target_weight, c),
		       table_percent(h[i].momentum, d), table_percent(h[i].volatility, e));
	}
	printf("\n  run %lld of configuration %lld by %s\n  data %s\n", (long long)x->run.id,
	       (long long)x->run.config_version, x->run.engine, x->run.data_hash);
}

static enum err run(struct cli *c, const void *options, struct fail *f)
{
	const struct options *o = options;
	struct ExplainQuery   in = {.date = DATE_NONE};
	struct Explained      out;
	struct db            *db;

	if (c->args_n > 0 && !date_parse(c->args[0], &in.date))
		return fail(f, ERR_INVALID, "'%s' is no date, YYYY-MM-DD", c->args[0]);
	TRY(source_open(c, &o->source, FILES_INDEX, &db, f));
	struct app app = {.db = db, .conf = &c->conf, .clock = &c->clock};
	TRY(app_explain(&app, c->a, &in, &out, f));
	if (c->json)
		print_json(&explained_shape, &out);
	else if (c->csv)
		print_csv(&out);
	else
		print_table(&out);
	return OK;
}

const struct verb verb_explain = {
	.name = "explain",
	.operands = "[DATE]",
	.doc = "Rebuild a level of the index from units, prices and divisor",
	.run = run,
	.options = options_table,
	.options_n = COUNT(options_table),
	.options_size = sizeof(struct options),
	.csv = "write the holdings as CSV",
	.args_max = 1,
	.help = "DATE is a session, YYYY-MM-DD; without it, the last one. * marks a price of an earlier session.",
};

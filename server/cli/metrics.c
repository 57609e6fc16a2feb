/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/metrics.h"

#include <math.h>
#include <string.h>

#include "app/app.h"
#include "app/benchmark.h"
#include "app/exchange.h"
#include "app/indexes.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/files.h"
#include "cli/home.h"
#include "cli/metrics_sheet.h"
#include "store/assets.h"
#include "store/levels.h"
#include "store/migrate.h"
#include "store/risk_free.h"

enum { FILES_MAX = 100000, RATE_MAX = 1000, FEW_RETURNS = 36 };

struct options {
	const char    *start, *end, *benchmark, *only, *rate, *explain;
	struct reading reading;
};
static const struct cli_option options_table[] = {
	{"start", OPTION_VALUE, AT(options, start), "DATE", "first day, YYYY-MM-DD"},
	{"end", OPTION_VALUE, AT(options, end), "DATE", "last day"},
	{"benchmark", OPTION_VALUE, AT(options, benchmark), "S",
         "with files: the symbol that beta and the like refer to"},
	{"only", OPTION_VALUE, AT(options, only), "S,S...",
         "with files: show these symbols, in this order"},
	{"rate", OPTION_VALUE, AT(options, rate), "PERCENT", "constant risk-free rate a year"},
	{"explain", OPTION_VALUE, AT(options, explain), "FIGURE",
         "say what a figure means, how it is computed; all tells of each"},
	READING_OPTIONS(options),
};

/* What is asked, read. */
struct job {
	struct cli           *c;
	const struct options *o;
	int32_t               from, to;
	struct metrics_rate   rate;
	struct metrics_sheet  sheet;
};

static enum err read_options(struct job *j, struct fail *f)
{
	double percent = 0;

	j->from = INT32_MIN;
	j->to = INT32_MAX;
	TRY(cli_date("start", j->o->start, &j->from, f));
	TRY(cli_date("end", j->o->end, &j->to, f));
	if (j->from > j->to)
		return fail(f, ERR_INVALID, "--start must not be after --end");
	if (j->o->rate &&
	    (!text_to_real(j->o->rate, &percent) || percent <= -100 || percent > RATE_MAX))
		return fail(f, ERR_INVALID, "--rate: '%s' is no percentage a year, such as 2.5",
		            j->o->rate);
	j->rate = (struct metrics_rate){.constant = percent / 100};
	j->sheet.rate = percent;
	return OK;
}

static void note(struct job *j, const char *text)
{
	j->sheet.notes[j->sheet.notes_n++] = text;
}

static enum err empty_range(const struct job *j, struct fail *f)
{
	char from[DATE_TEXT], to[DATE_TEXT];

	return fail(f, ERR_INVALID, "there is no session from %s to %s",
	            j->from == INT32_MIN ? "the first" : date_format(j->from, from),
	            j->to == INT32_MAX ? "the last" : date_format(j->to, to));
}

static struct metrics_series of_points(struct arena *a, const struct points *p)
{
	int32_t *dates = ARENA_ARRAY(a, p->n, int32_t);
	double  *level = ARENA_ARRAY(a, p->n, double);

	for (size_t i = 0; i < p->n; i++) {
		dates[i] = p->p[i].date;
		level[i] = p->p[i].value;
	}
	return (struct metrics_series){dates, level, p->n};
}

static enum err load_levels(struct app *app, struct job *j, struct levels *out, struct fail *f)
{
	int32_t first, last;

	TRY(levels_bounds(app->db, INDEX_DEFAULT, &first, &last, f));
	if (first == DATE_NONE)
		return not_computed(f);
	TRY(levels_range(app->db, j->c->a, INDEX_DEFAULT, j->from, j->to, out, f));
	return out->n > 0 ? OK : empty_range(j, f);
}

/* The index beside the S&P 500, on the sessions that both have. */
static enum err load_stored(struct job *j, struct fail *f)
{
	struct arena          *a = j->c->a;
	struct metrics_column *p = ARENA_ARRAY(a, 2, struct metrics_column);
	struct points         *rates = ARENA_NEW(a, struct points), b;
	struct metrics_series  index, other;
	struct migrate_report  m;
	struct levels          l = {0};
	struct app             app = {.conf = &j->c->conf, .clock = &j->c->clock};

	if (j->o->only)
		return fail(f, ERR_INVALID, "--only goes with files");
	if (j->o->benchmark)
		return fail(f, ERR_INVALID,
		            "--benchmark goes with files; the index stands beside the S&P 500");
	if (j->o->reading.symbol || j->o->reading.date_order)
		return fail(f, ERR_INVALID, "--%s goes with files",
		            j->o->reading.symbol ? "symbol" : "date-order");
	TRY(home_open(j->c, &app.db, &m, f));
	TRY(load_levels(&app, j, &l, f));
	TRY(benchmark_levels(app.db, a, BASIS_PRICE, j->from, j->to, &b, f));
	index = metrics_of_levels(a, &l);
	other = of_points(a, &b);
	p[0] = (struct metrics_column){.symbol = "AutoIndex", .s = index};
	p[1].symbol = benchmark_name(BASIS_PRICE);
	j->sheet.p = p;
	j->sheet.n = 1;
	metrics_join(a, &index, &other, &p[1].s, &other);
	if (other.n > 0) {
		p[0].s = p[1].s;
		p[1].s = other;
		j->sheet.n = 2;
		j->sheet.benchmark = p[1].symbol;
		note(j, "AutoIndex includes dividends, the S&P 500 is a price index without them:"
		        " about 2 % a year in AutoIndex's favour");
	} else {
		note(j, "the S&P 500 has no session of this range in the data");
	}
	if (j->o->rate)
		return OK;
	const struct metrics_series *s = &p[0].s;
	TRY(risk_free_range(app.db, a, s->dates[0] - CARRY_DAYS, s->dates[s->n - 1], rates, f));
	j->rate.dated = rates;
	j->sheet.rate = NAN;
	return OK;
}

/* The column that a flag names; symbols are spelt as the files' are. */
static enum err find_column(const struct job *j, const char *flag, const char *symbol,
                            struct metrics_column *out, struct fail *f)
{
	const struct metrics_sheet *s = &j->sheet;
	const char                **names = ARENA_ARRAY(j->c->a, s->n, const char *), *near;
	char                        text[CSV_SYMBOL_TEXT];
	const enum csv_reason       why = csv_symbol_check(symbol, text);

	if (why)
		return fail(f, ERR_INVALID, "--%s '%s': %s", flag, symbol, csv_sentence(why));
	for (size_t i = 0; i < s->n; i++) {
		names[i] = s->p[i].symbol;
		if (strcmp(text, names[i]) == 0) {
			*out = s->p[i];
			return OK;
		}
	}
	near = text_nearest(text, names, s->n);
	return fail(f, ERR_INVALID, "--%s: the files have no symbol '%s'%s%s%s", flag, text,
	            near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

static enum err find_benchmark(struct job *j, struct fail *f)
{
	struct metrics_column c = {0};

	TRY(find_column(j, "benchmark", j->o->benchmark, &c, f));
	j->sheet.benchmark = c.symbol;
	return OK;
}

/* Leave the columns of --only; the figures against a benchmark that is not shown stay. */
static enum err select_columns(struct job *j, struct fail *f)
{
	const char            *at = j->o->only;
	size_t                 n = 1, k = 0;
	struct metrics_column *chosen;

	for (const char *p = at; *p; p++)
		n += *p == ',';
	chosen = ARENA_ARRAY(j->c->a, n, struct metrics_column);
	while (k < n) {
		const size_t len = strcspn(at, ",");

		if (len == 0)
			return fail(f, ERR_INVALID, "--only wants symbols with a comma between");
		TRY(find_column(j, "only", arena_strndup(j->c->a, at, len), &chosen[k], f));
		k++;
		at += len + (at[len] == ',');
	}
	j->sheet.p = chosen;
	j->sheet.n = n;
	return OK;
}

/* Every symbol of the files is a series of its own. */
static enum err load_files(struct job *j, struct fail *f)
{
	struct arena       *a = j->c->a;
	struct asset_filter q = {.index_id = INDEX_DEFAULT};
	struct asset_rows   assets;
	struct db          *db;

	TRY(files_open(j->c, (const char *const *)j->c->args, (size_t)j->c->args_n, &j->o->reading,
	               FILES_PRICES, &db, f));
	TRY(assets_list(db, a, &q, &assets, f)); /* how many there are */
	q.limit = assets.total;
	TRY(assets_list(db, a, &q, &assets, f));
	j->sheet.p = ARENA_ARRAY(a, assets.n, struct metrics_column);
	for (size_t i = 0; i < assets.n; i++) {
		struct metrics_column *col = &j->sheet.p[j->sheet.n];
		struct points          p;

		TRY(points_of_asset(db, a, assets.p[i].asset.id, j->from, j->to, &p, f));
		if (p.n == 0)
			continue;
		*col = (struct metrics_column){.symbol = assets.p[i].asset.symbol,
		                               .s = of_points(a, &p)};
		j->sheet.n++;
	}
	if (j->sheet.n == 0)
		return empty_range(j, f);
	if (j->o->benchmark)
		return find_benchmark(j, f);
	note(j, "--benchmark SYMBOL adds beta, alpha and the like");
	return OK;
}

static enum err compute(struct job *j, struct fail *f)
{
	struct metrics_sheet        *s = &j->sheet;
	const struct metrics_series *benchmark = NULL;

	for (size_t i = 0; s->benchmark && i < s->n; i++)
		if (strcmp(s->p[i].symbol, s->benchmark) == 0)
			benchmark = &s->p[i].s;
	for (size_t i = 0; i < s->n; i++)
		TRY(metrics_of(j->c->a, &s->p[i].s, benchmark, &j->rate, &s->p[i].m, f));
	return OK;
}

static void add_notes(struct job *j)
{
	const struct Metrics *m = &j->sheet.p[0].m;
	struct arena         *a = j->c->a;
	char                  date[DATE_TEXT];
	bool                  few = false;

	for (size_t i = 0; i < j->sheet.n; i++)
		few |= j->sheet.p[i].m.observations < FEW_RETURNS;
	if (!j->rate.dated)
		note(j,
		     arena_printf(a, "Sharpe, Sortino and alpha: over a risk-free rate of %g %%%s",
		                  j->sheet.rate, j->o->rate ? "" : " (--rate sets another)"));
	else if (m->excess < m->observations && m->excess > 0)
		note(j, arena_printf(a,
		                     "Sharpe, Sortino and alpha: over the %.0f returns up to %s;"
		                     " no risk-free rate is known later",
		                     m->excess, date_format(m->rate_until, date)));
	if (few)
		note(j, arena_printf(a, "with fewer than %d returns the ratios say little",
		                     FEW_RETURNS));
}

static enum err run(struct cli *c, const void *options, struct fail *f)
{
	struct job j = {.c = c, .o = options};

	if (j.o->explain && c->args_n > 0)
		return fail(f, ERR_INVALID, "--explain goes without files");
	if (j.o->explain)
		return metrics_explain(c, j.o->explain, f);
	TRY(read_options(&j, f));
	TRY(c->args_n > 0 ? load_files(&j, f) : load_stored(&j, f));
	TRY(compute(&j, f));
	if (j.o->only)
		TRY(select_columns(&j, f));
	add_notes(&j);
	if (c->json)
		sheet_json(c->a, &j.sheet);
	else if (c->csv)
		sheet_csv(&j.sheet);
	else
		sheet_table(c->a, &j.sheet);
	return OK;
}

const struct verb verb_metrics = {
	.name = "metrics",
	.operands = "[FILE...]",
	.doc = "Show return and risk of the index beside the S&P 500, or of the series in files",
	.run = run,
	.options = options_table,
	.options_n = COUNT(options_table),
	.options_size = sizeof(struct options),
	.csv = "write a line a figure and a column a series as CSV",
	.args_max = FILES_MAX,
	.help = "Files are those of 'autoindex import', - is standard input; nothing is stored, and the\n"
		"data folder is not looked at. In --json and --csv a percentage is a fraction.",
};

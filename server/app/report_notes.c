/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Where the figures come from, and by what rules. */

#include "app/app.h"
#include "app/compute.h"
#include "app/explain.h"
#include "app/flags.h"
#include "app/indexes.h"
#include "app/report_parts.h"
#include "app/series.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/real.h"

static void sources_table(const struct report_input *in, const struct Sources *all, struct draft *d)
{
	static const struct column columns[] = {
		{"Source", NULL, CELL_TEXT, "source"}, {"What it is", NULL, CELL_TEXT, "title"},
		{"Kind", NULL, CELL_TEXT, "kind"},     {"Series", NULL, CELL_NUMBER, "series"},
		{"Rows", NULL, CELL_NUMBER, "rows"},   {"From", NULL, CELL_DATE, "first_date"},
		{"To", NULL, CELL_DATE, "last_date"},  {"Terms", NULL, CELL_TEXT, "licence"},
	};
	const struct Source *p = all->items.items;
	struct sheet         s = sheet_make(in->a, columns, COUNT(columns));

	for (size_t i = 0; i < all->items.n; i++) {
		struct cell *c = sheet_row(&s, NULL);

		c[0] = cell_text(arena_strdup(in->a, p[i].source));
		c[1] = cell_text(arena_strdup(in->a, p[i].title));
		c[2] = cell_text(arena_strdup(in->a, p[i].kind));
		c[3] = cell_count(p[i].series);
		c[4] = cell_count(p[i].rows);
		c[5] = cell_date(p[i].first_date, NULL);
		c[6] = cell_date(p[i].last_date, NULL);
		c[7] = cell_text(arena_strdup(in->a, p[i].licence));
	}
	draft_block(d, BLOCK_GRID, "sources", "Sources",
	            "What is stored when this report is made, by kind and source.")
		->grid = sheet_grid(&s);
}

/* How often something is noted in the period; 0 events have no row. */
static enum err count_row(const struct report_input *in, const char *code, struct sheet *s,
                          struct fail *f)
{
	const struct EventsQuery q = {
		.start_date = in->from, .end_date = in->to, .code = code, .limit = 1};
	struct Events e = {.total = 0};

	TRY(app_events(in->app, in->a, &q, &e, f));
	if (e.total == 0)
		return OK;
	const struct DatedEvent *newest = e.items.items;
	struct cell             *c = sheet_row(s, code);
	c[0] = cell_text(code);
	c[1] = cell_text(event_sentence(code));
	c[2] = cell_count(e.total);
	c[3] = cell_date(newest->date, NULL);
	return OK;
}

static enum err flags_table(const struct report_input *in, struct draft *d, struct fail *f)
{
	static const struct column columns[] = {
		{"Code", NULL, CELL_TEXT, "code"},
		{"What it says", NULL, CELL_TEXT, "message"},
		{"Times", NULL, CELL_NUMBER, "count"},
		{"Last on", NULL, CELL_DATE, "last_date"},
	};
	struct sheet s = sheet_make(in->a, columns, COUNT(columns));

	for (size_t i = 0; i < event_words_n; i++)
		TRY(count_row(in, event_words[i].code, &s, f));
	for (size_t i = 0; i < COUNT(flag_words); i++)
		TRY(count_row(in, flag_words[i].code, &s, f));
	if (s.n == 0) {
		draft_text(d, "flags", "Flags",
		           "No flag was raised and no rule had to step in during this period.");
		return OK;
	}
	draft_block(d, BLOCK_GRID, "flags", "Flags and what the rules had to do",
	            arena_printf(in->a, "Events of %s to %s.", report_date(in->a, in->from),
	                         report_date(in->a, in->to)))
		->grid = sheet_grid(&s);
	return OK;
}

static const char *ends_on(const struct report_input *in, const char *what, int32_t date)
{
	return date == DATE_NONE
	               ? arena_printf(in->a, "The data hold no %s.", what)
	               : arena_printf(in->a, "The %s ends on %s.", what, report_date(in->a, date));
}

enum err report_data(struct report_input *in, struct draft *d, struct fail *f)
{
	struct arena  *a = in->a;
	struct Sources all = {.is_sample = false};
	struct series *s;
	struct points  other;

	TRY(app_sources(in->app, a, &all, f));
	TRY(series_open(in->app, a, &s, f));
	TRY(series_benchmark(in->app, s, in->basis, &other, f));
	draft_text(
		d, "data", NULL,
		arena_printf(
			a,
			"%sThe index ends on %s. %s %s Nothing is extended past its last day: figures"
			" that need a rate or a benchmark end with it and say so.",
			all.is_sample ? "The bundled sample is historical and survivor-biased: it"
					" holds companies that are known to have done well, so its"
					" returns say nothing of what could have been earned.\n\n"
				      : "",
			report_date(a, all.last_date),
			ends_on(in, in->benchmark, other.n ? other.p[other.n - 1].date : DATE_NONE),
			ends_on(in, "risk-free rate",
	                        in->rates.n ? in->rates.p[in->rates.n - 1].date : DATE_NONE)));
	sources_table(in, &all, d);
	return flags_table(in, d, f);
}

static struct cell field_value(const struct report_input *in, const struct field *fd)
{
	const char *at = (const char *)&in->strategy.s + fd->at;
	char        text[REAL_TEXT];

	switch (fd->kind) {
	case REAL:
		real_format(*(const double *)(const void *)at, text);
		return cell_text(arena_strdup(in->a, text));
	case INT:
		return cell_text(
			arena_printf(in->a, "%lld", (long long)*(const int64_t *)(const void *)at));
	case ENUM: return cell_text(fd->words[*(const int *)(const void *)at]);
	case TEXT:
	case JSON:
	case BOOL:
	case DATE:
	case TIME:
	case OBJ:
	case LIST:
	case MAP: break;
	}
	return (struct cell){.kind = CELL_NONE};
}

static void rules_table(const struct report_input *in, struct draft *d)
{
	static const struct column columns[] = {
		{"Field", NULL, CELL_TEXT, "field"},
		{"Value", NULL, CELL_TEXT, "value"},
		{"What it does", NULL, CELL_TEXT, "effect"},
	};
	struct sheet s = sheet_make(in->a, columns, COUNT(columns));

	for (size_t i = 0; i < strategy_method.n; i++) {
		const struct field *fd = &strategy_method.fields[i];
		struct cell        *c = sheet_row(&s, fd->name);
		char               *name = arena_strdup(in->a, fd->name);

		name[0] = (char)(name[0] - 'a' + 'A');
		for (char *at = name; *at; at++)
			*at = *at == '_' ? ' ' : *at;
		c[0] = cell_text(name);
		c[1] = field_value(in, fd);
		c[2] = cell_text(fd->doc);
	}
	draft_block(d, BLOCK_GRID, "configuration", "Configuration",
	            arena_printf(in->a, "Version %lld, as the index was computed with.",
	                         (long long)in->strategy.s.version))
		->grid = sheet_grid(&s);
}

static void identity_table(const struct report_input *in, struct draft *d)
{
	static const struct column columns[] = {
		{"What", NULL, CELL_TEXT, "what"},
		{"Value", NULL, CELL_TEXT, "value"},
	};
	const struct run *run = &in->run;
	char              when[TIME_TEXT];
	const struct {
		const char *id, *what, *value;
	} rows[] = {
		{"run_id", "Run", arena_printf(in->a, "%lld", (long long)run->id)},
		{"computed_at", "Computed", time_format(run->started_at, when)},
		{"config_version", "Configuration version",
	         arena_printf(in->a, "%lld", (long long)in->strategy.s.version)},
		{"config_hash", "SHA-256 of the configuration", run->config_hash},
		{"data_hash", "SHA-256 of the prices", run->data_hash},
		{"engine", "Computed by", run->engine},
		{"report_engine", "Report made by", app_build},
	};
	struct sheet s = sheet_make(in->a, columns, COUNT(columns));

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct cell *c = sheet_row(&s, rows[i].id);

		c[0] = cell_text(rows[i].what);
		c[1] = cell_text(arena_strdup(in->a, rows[i].value));
	}
	draft_block(d, BLOCK_GRID, "identity", "What the figures were computed from",
	            "The same configuration and prices give the same levels, to the last bit.")
		->grid = sheet_grid(&s);
}

enum err report_method(struct report_input *in, struct draft *d, struct fail *f)
{
	static const char *const often[] = {"every session", "at the last session of each week",
	                                    "at the last session of each month",
	                                    "at the last session of each quarter",
	                                    "at the last session of each year"};
	const struct Strategy   *s = &in->strategy.s;
	struct arena            *a = in->a;
	const double sum = s->momentum_weight + s->market_cap_weight + s->risk_parity_weight;

	(void)f;
	draft_text(
		d, "method", NULL,
		arena_printf(
			a,
			"Weights are decided %s from closes up to that day and bought at the close %lld"
			" session%s later; nothing later is looked at. They blend three sleeves: momentum"
			" (%.4g%%) holds what has risen over %lld sessions, capitalisation (%.4g%%) holds"
			" by size, and inverse volatility (%.4g%%) holds more of what has moved less over"
			" %lld returns.\n\n"
			"Between rebalances units are held and weights drift. The level is the value of"
			" the units divided by a divisor that makes rebalances leave it as it is; the net"
			" level also loses %g basis points of each unit of weight bought or sold. Prices"
			" include dividends where the data have such prices. A figure that is not"
			" defined is a dash with its reason.",
			often[s->rebalance_frequency], (long long)s->rebalance_lag,
			s->rebalance_lag == 1 ? "" : "s", s->momentum_weight / sum * 100,
			(long long)s->momentum_lookback, s->market_cap_weight / sum * 100,
			s->risk_parity_weight / sum * 100, (long long)s->volatility_lookback,
			s->cost_bps));
	rules_table(in, d);
	identity_table(in, d);
	return OK;
}

enum err report_meanings(struct report_input *in, struct draft *d, struct fail *f)
{
	static const struct column columns[] = {
		{"Figure", NULL, CELL_TEXT, "figure"},
		{"What it means", NULL, CELL_TEXT, "meaning"},
		{"How it is computed", NULL, CELL_TEXT, "formula"},
	};
	struct sheet s = sheet_make(in->a, columns, COUNT(columns));

	(void)f;
	for (size_t i = 0; i < metrics_rows_n; i++) {
		const struct metrics_row *row = &metrics_rows[i];
		struct cell              *c;

		if (row->unit == METRICS_DATE || row->unit == METRICS_COUNT)
			continue;
		c = sheet_row(&s, row->figure);
		c[0] = cell_text(report_figure_name(in->a, row));
		c[1] = cell_text(row->meaning);
		c[2] = cell_text(metrics_formula(row));
	}
	draft_block(d, BLOCK_GRID, "definitions", "What the figures mean",
	            "r a return, b the benchmark's, rf the risk-free rate, n the number of returns,"
	            " ppy returns a year: 252.")
		->grid = sheet_grid(&s);
	return OK;
}

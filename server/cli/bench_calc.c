/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* The works of bench_engine.h and bench_import.h over the bundled sample. */
#include <math.h>

#include "app/app.h"
#include "base/arena.h"
#include "cli/bench.h"
#include "cli/bench_engine.h"
#include "cli/bench_import.h"
#include "cli/cli.h"
#include "cli/temp.h"
#include "store/db.h"
#include "store/panel.h"

enum { RUNS = 301, IMPORT_ROUNDS = 7 };

extern const char embed_sample_prices[], embed_sample_prices_end[];

static enum err sample_prices(struct cli *c, struct bench_prices *out, struct fail *f)
{
	struct panel p;
	struct db   *db;

	TRY(bench_sample(c, &db, f));
	TRY(panel_load(db, c->a, INDEX_DEFAULT, NULL, &p, f));
	*out = (struct bench_prices){
		.rows = p.sessions, .assets = p.members, .dates = p.date, .prices = p.price};
	return OK;
}

enum err bench_group_engine(struct cli *c, struct bench_sheet *sheet, struct fail *f)
{
	struct bench_prices prices;

	TRY(sample_prices(c, &prices, f));
	for (size_t i = 0; i < bench_works_n; i++) {
		const struct bench_work *w = &bench_works[i];
		struct bench_result      r;

		TRY(bench_engine(w, &prices, RUNS, c->a, &r, f));
		bench_add(c, sheet,
		          (struct bench_figure){
				  arena_printf(c->a, "%s: %s, median", w->name, w->what), "ms",
				  r.median_ms, w->budget_ms, .wrong = !r.ok});
		bench_add(c, sheet,
		          (struct bench_figure){arena_printf(c->a, "%s: minimum", w->name), "ms",
		                                r.min_ms, NAN});
		bench_add(c, sheet,
		          (struct bench_figure){
				  arena_printf(c->a, "%s: growth from n to 2n rows", w->name), "x",
				  r.growth, NAN});
	}
	return OK;
}

enum err bench_group_import(struct cli *c, struct bench_sheet *sheet, struct fail *f)
{
	struct bytes               file = {embed_sample_prices,
	                                   (size_t)(embed_sample_prices_end - embed_sample_prices)};
	struct bench_import_result r;
	const char                *dir;

	TRY(temp_folder(c->a, &dir, f));
	TRY(bench_import(file, dir, IMPORT_ROUNDS, c->host->db_open, c->a, &r, f));
	bench_add(c, sheet,
	          (struct bench_figure){"import from gzip, of the bare insert loop", "%",
	                                100 * r.ratio, 80, .at_least = true});
	bench_add(c, sheet,
	          (struct bench_figure){"import from gzip", "rows/s", r.import_rows_s, NAN});
	bench_add(c, sheet,
	          (struct bench_figure){"bare insert loop over parsed rows", "rows/s",
	                                r.bare_rows_s, NAN});
	return OK;
}

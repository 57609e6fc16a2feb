/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/import.h"

#include "app/audit.h"
#include "app/import_report.h"
#include "base/arena.h"
#include "market/csv_feed.h"
#include "store/db.h"
#include "store/prices.h"

/* One file on its way into the database. */
struct run {
	struct db                   *db;
	const struct import_options *options;
	struct csv_feed             *feed;
	struct arena                *a; /* this file's */
	int64_t                      now_ms, size;
	const char                  *source, *basis; /* where the file does not say */
	int64_t                     *assets;         /* asset ids by symbol id; 0 = not looked up */
	size_t                       assets_n, assets_cap;
	struct import_file           counts;
};

static enum err find_asset(struct run *r, const struct csv_row *row, int64_t *out, struct fail *f)
{
	const struct csv_symbol *s = row->symbol;
	bool                     created = false;

	while (r->assets_n <= s->id) {
		r->assets = arena_grow(r->a, r->assets, r->assets_n, &r->assets_cap,
		                       sizeof(*r->assets));
		r->assets[r->assets_n++] = 0;
	}
	if (r->assets[s->id] == 0) {
		TRY(prices_asset(r->db, s->text, s->name, r->basis, &r->assets[s->id], &created,
		                 f));
		r->counts.assets_created += created;
	}
	*out = r->assets[s->id];
	return OK;
}

static enum err store_row(struct run *r, const struct csv_row *row, struct fail *f)
{
	struct price p = {
		.date = row->date,
		.open = row->open,
		.high = row->high,
		.low = row->low,
		.close = row->close,
		.volume = row->volume,
		.adj_close = row->adj_close,
		.source = row->source ? row->source : r->source,
		.known_at = r->now_ms,
	};
	enum price_put put;

	TRY(find_asset(r, row, &p.asset_id, f));
	TRY(prices_put(r->db, &p, &put, f));
	r->counts.inserted += put == PRICE_INSERTED;
	r->counts.unchanged += put == PRICE_UNCHANGED;
	r->counts.corrected += put == PRICE_CORRECTED;
	return OK;
}

static void tick(struct run *r, const struct csv_batch *b)
{
	const struct import_options *o = r->options;
	int64_t rows = r->counts.inserted + r->counts.unchanged + r->counts.corrected;

	if (!o->tick)
		return;
	if (r->size > 0)
		o->tick(o->tick_ctx, (int64_t)b->bytes, r->size);
	else
		o->tick(o->tick_ctx, rows, 0);
}

static enum err store_batches(struct run *r, struct fail *f)
{
	const struct csv_batch *b;

	while ((b = csv_feed_next(r->feed)) != NULL) {
		/* A guess: adjusted closes alone are total returns, a close may be anything. */
		r->basis = b->closes ? "unknown" : "total_return_adjusted";
		for (size_t i = 0; i < b->n; i++)
			TRY(store_row(r, &b->rows[i], f));
		tick(r, b);
	}
	return OK;
}

/* The file's rows are a part of the transaction, taken back when the file is refused at its end. */
static enum err import_file(struct run *r, struct arena *a, const struct csv_input *in,
                            struct import_file *out, bool *stopped, struct fail *f)
{
	TRY(prices_part_begin(r->db, f));
	TRY(store_batches(r, f));
	const struct csv_report *report = csv_feed_report(r->feed);
	if (report->refused)
		TRY(prices_part_undo(r->db, f));
	else
		TRY(prices_part_keep(r->db, f));
	*out = r->counts;
	import_describe(a, in->name, report, out);
	*stopped = r->options->stop && (report->refused || report->stopped);
	return OK;
}

static enum err run_file(struct db *db, struct arena *a, int64_t now_ms,
                         const struct import_options *o, int32_t today, const struct csv_input *in,
                         struct import_file *out, bool *stopped, struct fail *f)
{
	struct csv_options co = {
		.symbol = o->symbol, .dates = o->dates, .today = today, .stop = o->stop};
	struct run r = {.db = db,
	                .options = o,
	                .now_ms = now_ms,
	                .source = o->source ? o->source : "import"};

	TRY(csv_feed_start(in, &co, &r.feed, f));
	r.a = arena_create();
	r.size = csv_feed_size(r.feed);
	enum err e = import_file(&r, a, in, out, stopped, f);
	csv_feed_stop(r.feed);
	arena_destroy(r.a);
	return e;
}

enum err app_import_within(struct db *db, struct arena *a, const struct clock *clock,
                           const struct import_options *o, const struct csv_input *files, size_t n,
                           struct import_report *out, struct fail *f)
{
	int64_t              started = clock_ticks_us(), now_ms = clock_now_ms(clock);
	struct import_report r = {.dry_run = o->dry_run,
	                          .files = {.items = ARENA_ARRAY(a, n, struct import_file)}};

	for (size_t i = 0; i < n && !r.stopped; i++) {
		struct import_file *file = (struct import_file *)r.files.items + i;
		TRY(run_file(db, a, now_ms, o, clock_today(clock), &files[i], file, &r.stopped, f));
		import_add(&r, file);
	}
	r.duration_us = clock_ticks_us() - started;
	*out = r;
	return OK;
}

static enum err note(struct db *db, struct arena *a, const struct actor *by, int64_t now_ms,
                     const struct import_report *r, struct fail *f)
{
	const char *files = arena_printf(a, "%zu file%s", r->files.n, r->files.n == 1 ? "" : "s");

	return audit_add(db, a, by, now_ms, "data.import", files,
	                 arena_printf(a, "{\"inserted\":%lld,\"corrected\":%lld,\"rejected\":%lld}",
	                              (long long)r->inserted, (long long)r->corrected,
	                              (long long)r->rejected),
	                 f);
}

static enum err end(struct db *db, struct arena *a, const struct actor *by, int64_t now_ms,
                    struct import_report *r, struct fail *f)
{
	if (r->stopped || r->dry_run || r->inserted + r->corrected == 0) {
		db->ops->rollback(db);
		return OK;
	}
	TRY(db_write(db, STMT_GENERATION_BUMP, NULL, NULL, f));
	if (by)
		TRY(note(db, a, by, now_ms, r, f));
	TRY(db->ops->commit(db, f));
	r->stored = true;
	return OK;
}

enum err app_import(struct db *db, struct arena *a, const struct clock *clock,
                    const struct import_options *o, const struct csv_input *files, size_t n,
                    struct import_report *out, struct fail *f)
{
	int64_t              started = clock_ticks_us();
	struct import_report r;

	TRY(db->ops->begin(db, f));
	enum err e = app_import_within(db, a, clock, o, files, n, &r, f);
	if (e == OK)
		e = end(db, a, o->by, clock_now_ms(clock), &r, f);
	if (e != OK) {
		db->ops->rollback(db);
		return e;
	}
	r.duration_us = clock_ticks_us() - started;
	*out = r;
	return OK;
}

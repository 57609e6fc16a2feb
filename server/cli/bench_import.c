/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/bench_import.h"

#include <string.h>
#include <unistd.h>

#include "app/import.h"
#include "base/arena.h"
#include "base/disk.h"
#include "cli/bench.h"
#include "store/bare.h"
#include "store/db.h"
#include "store/migrate.h"
#include "store/prices.h"

struct bench {
	struct bytes file;
	const char  *path; /* of the database */
	enum err (*db_open)(const char *path, struct db **out, struct fail *f);
	struct arena *a;
	struct clock  clock;
	struct price *rows;
	size_t        n, cap, symbols;
	const char  **names; /* of assets 1.. */
};

static struct price price_of(struct bench *b, const struct csv_row *r)
{
	const char *before = b->n > 0 ? b->rows[b->n - 1].source : "";
	const char *source = r->source ? r->source : "import";

	return (struct price){
		.asset_id = (int64_t)r->symbol->id + 1,
		.date = r->date,
		.open = r->open,
		.high = r->high,
		.low = r->low,
		.close = r->close,
		.volume = r->volume,
		.adj_close = r->adj_close,
		.source = strcmp(before, source) == 0 ? before : arena_strdup(b->a, source),
		.known_at = clock_now_ms(&b->clock),
	};
}

static void keep_name(struct bench *b, const struct csv_symbol *s, size_t *cap)
{
	if (s->id < b->symbols)
		return;
	b->names = arena_grow(b->a, b->names, b->symbols, cap, sizeof(*b->names));
	b->names[b->symbols++] = arena_strdup(b->a, s->text);
}

static enum err parse(struct bench *b, struct fail *f)
{
	struct csv_input   in = {.name = "the file of the benchmark", .mem = b->file};
	struct csv_options o = {.today = clock_today(&b->clock)};
	struct csv_batch  *batch = ARENA_NEW(b->a, struct csv_batch);
	struct csv        *c = csv_open(&in, &o);
	size_t             names_cap = 0;

	while (csv_next(c, batch))
		for (size_t i = 0; i < batch->n; i++) {
			keep_name(b, batch->rows[i].symbol, &names_cap);
			b->rows = arena_grow(b->a, b->rows, b->n, &b->cap, sizeof(*b->rows));
			b->rows[b->n] = price_of(b, &batch->rows[i]);
			b->n++;
		}
	const struct csv_report *r = csv_report(c);
	bool                     clean = !r->refused && r->rejected.count == 0 && r->accepted > 0;
	csv_close(c);
	return clean ? OK
	             : fail(f, ERR_INVALID,
	                    "the file of the benchmark has rejected rows or is refused");
}

static enum err make_database(struct bench *b, struct db **out, struct fail *f)
{
	struct migrate_report m;
	struct db            *db;

	disk_forget(b->path);
	TRY(b->db_open(b->path, &db, f));
	enum err e = migrate_up(db, clock_now_ms(&b->clock), &m, f);
	if (e != OK)
		db_close(db);
	else
		*out = db;
	return e;
}

static enum err make_assets(const struct bench *b, struct db *db, struct fail *f)
{
	int64_t id;
	bool    created;

	for (size_t i = 0; i < b->symbols; i++) {
		TRY(prices_asset(db, b->names[i], NULL, "unknown", &id, &created, f));
		if (id != (int64_t)i + 1)
			return fail(f, ERR_INTERNAL,
			            "assets of a new database are not numbered from 1");
	}
	return OK;
}

static enum err time_bare(struct bench *b, int64_t *us, struct fail *f)
{
	struct db *db;

	TRY(make_database(b, &db, f));
	enum err e = make_assets(b, db, f);
	db_close(db);
	TRY(e);
	return bare_insert(b->path, b->rows, b->n, us, f);
}

static enum err time_import(struct bench *b, int64_t *us, struct fail *f)
{
	struct csv_input      in = {.name = "the file of the benchmark", .mem = b->file};
	struct import_options o = {.source = NULL};
	struct import_report  r;
	struct db            *db;

	TRY(make_database(b, &db, f));
	int64_t  started = clock_ticks_us();
	enum err e = app_import(db, b->a, &b->clock, &o, &in, 1, &r, f);
	*us = clock_ticks_us() - started;
	db_close(db);
	if (e == OK && r.inserted != (int64_t)b->n)
		e = fail(f, ERR_INTERNAL, "the import stored %lld of %zu rows",
		         (long long)r.inserted, b->n);
	return e;
}

struct times {
	double *bare, *import, *ratio;
};

static enum err run_round(struct bench *b, int round, struct times *t, struct fail *f)
{
	int64_t bare, import;
	bool    bare_first = round % 2 == 0;

	if (bare_first)
		TRY(time_bare(b, &bare, f));
	TRY(time_import(b, &import, f));
	if (!bare_first)
		TRY(time_bare(b, &bare, f));
	if (round == 0)
		return OK;
	t->bare[round - 1] = (double)bare;
	t->import[round - 1] = (double)import;
	t->ratio[round - 1] = (double)bare / (double)import;
	return OK;
}

static enum err run_rounds(struct bench *b, int rounds, struct bench_import_result *out,
                           struct fail *f)
{
	size_t       n = (size_t)rounds;
	struct times t = {ARENA_ARRAY(b->a, n, double), ARENA_ARRAY(b->a, n, double),
	                  ARENA_ARRAY(b->a, n, double)};

	TRY(parse(b, f));
	for (int i = 0; i <= rounds; i++)
		TRY(run_round(b, i, &t, f));
	double rows = (double)b->n * 1e6;
	*out = (struct bench_import_result){
		.rows = (int64_t)b->n,
		.rounds = rounds,
		.bare_rows_s = rows / bench_median(t.bare, n),
		.import_rows_s = rows / bench_median(t.import, n),
		.ratio = bench_median(t.ratio, n),
	};
	return OK;
}

enum err bench_import(struct bytes file, const char *folder, int rounds,
                      enum err (*db_open)(const char *path, struct db **out, struct fail *f),
                      struct arena *a, struct bench_import_result *out, struct fail *f)
{
	struct bench b = {
		.file = file,
		.path = arena_printf(a, "%s/bench-import-%ld.db", folder, (long)getpid()),
		.db_open = db_open,
		.a = a,
	};

	if (rounds < 1 || rounds > BENCH_IMPORT_ROUNDS_MAX)
		return fail(f, ERR_INVALID, "rounds are 1 to %d", BENCH_IMPORT_ROUNDS_MAX);
	enum err e = run_rounds(&b, rounds, out, f);
	disk_forget(b.path);
	return e;
}

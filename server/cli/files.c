/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/files.h"

#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/compute.h"
#include "app/strategy.h"
#include "base/arena.h"
#include "cli/home.h"
#include "cli/progress.h"
#include "store/db.h"
#include "store/migrate.h"

enum err files_reading(struct cli *c, const struct reading *r, struct import_options *out,
                       struct fail *f)
{
	char text[CSV_SYMBOL_TEXT];

	if (r->date_order && strcmp(r->date_order, "dmy") != 0 && strcmp(r->date_order, "mdy") != 0)
		return fail(f, ERR_INVALID, "--date-order is dmy or mdy, not '%s'", r->date_order);
	if (r->symbol) {
		enum csv_reason why = csv_symbol_check(r->symbol, text);

		if (why)
			return fail(f, ERR_INVALID, "--symbol '%s': %s", r->symbol,
			            csv_sentence(why));
		out->symbol = arena_strdup(c->a, text);
	}
	if (r->date_order)
		out->dates = r->date_order[0] == 'd' ? CSV_DATES_DMY : CSV_DATES_MDY;
	return OK;
}

struct csv_input *files_inputs(struct cli *c, const char *const *paths, size_t n)
{
	struct csv_input *in = ARENA_ARRAY(c->a, n, struct csv_input);

	for (size_t i = 0; i < n; i++)
		in[i] = (struct csv_input){.name = strcmp(paths[i], "-") == 0 ? "standard input"
		                                                              : paths[i],
		                           .path = paths[i]};
	return in;
}

/* Where and why the first row was rejected. */
static const char *first_rejected(struct cli *c, const struct import_file *file)
{
	const struct import_issue *p = file->rejected_rows.items;

	return p->line == INT_NONE
	               ? p->text
	               : arena_printf(c->a, "line %lld: %s", (long long)p->line, p->text);
}

/* A file without a use ends the command; of others it is told what was left out. */
static enum err check_files(struct cli *c, const struct import_report *r, struct fail *f)
{
	const struct import_file *p = r->files.items;

	for (size_t i = 0; i < r->files.n; i++) {
		if (p[i].refused)
			return fail(f, ERR_MALFORMED, "%s: %s", p[i].file, p[i].refused_text);
		if (p[i].accepted == 0 && p[i].rejected > 0)
			return fail(f, ERR_MALFORMED, "%s: no row can be used; %s", p[i].file,
			            first_rejected(c, &p[i]));
	}
	for (size_t i = 0; i < r->files.n; i++) {
		if (p[i].rejected > 0)
			fprintf(stderr, "%s: %lld row%s rejected, the first in %s\n", p[i].file,
			        (long long)p[i].rejected, p[i].rejected == 1 ? "" : "s",
			        first_rejected(c, &p[i]));
		if (p[i].warnings > 0)
			fprintf(stderr,
			        "%s: %lld warning%s; 'autoindex import --dry-run' lists them\n",
			        p[i].file, (long long)p[i].warnings, p[i].warnings == 1 ? "" : "s");
	}
	return OK;
}

static enum err import_files(struct cli *c, struct db *db, const char *const *paths, size_t n,
                             struct import_options *o, struct fail *f)
{
	struct import_report r;
	struct progress     *p = progress_start("reading");

	o->tick = progress_tick;
	o->tick_ctx = p;
	enum err e = app_import(db, c->a, &c->clock, o, files_inputs(c, paths, n), n, &r, f);
	progress_end(p);
	return e == OK ? check_files(c, &r, f) : e;
}

static enum err make_members(struct db *db, void *ctx, struct fail *f)
{
	struct cli *c = ctx;

	TRY(strategy_ensure(db, c->a, clock_now_ms(&c->clock), f));
	return db_write(db, STMT_MEMBER_FILL, (struct val[]){val_i(INDEX_DEFAULT)}, NULL, f);
}

enum err files_open(struct cli *c, const char *const *paths, size_t n, const struct reading *r,
                    enum files_depth depth, struct db **out, struct fail *f)
{
	struct import_options o = {.symbol = NULL};
	struct migrate_report m;
	struct compute_report computed;
	struct db            *db;

	TRY(files_reading(c, r, &o, f));
	TRY(cli_db_open(c, NULL, &db, f));
	TRY(migrate_up(db, clock_now_ms(&c->clock), &m, f));
	TRY(import_files(c, db, paths, n, &o, f));
	struct app app = {.db = db, .conf = &c->conf, .clock = &c->clock};
	if (depth == FILES_MEMBERS)
		TRY(db_tx(db, make_members, c, f));
	if (depth == FILES_INDEX) {
		enum err e = app_compute(&app, c->a, INDEX_DEFAULT, &computed, f);

		if (e == ERR_TOOSHORT)
			return fail(f, e, "too little history for the index: %s",
			            arena_strdup(c->a, f->msg));
		TRY(e);
	}
	*out = db;
	return OK;
}

enum err source_open(struct cli *c, const struct price_source *s, enum files_depth depth,
                     struct db **out, struct fail *f)
{
	struct migrate_report m;

	if (s->from.n > 0)
		return files_open(c, s->from.p, s->from.n, &s->reading, depth, out, f);
	if (s->reading.symbol || s->reading.date_order)
		return fail(f, ERR_INVALID, "--%s goes with --from FILE",
		            s->reading.symbol ? "symbol" : "date-order");
	return home_open(c, out, &m, f);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/import.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "cli/cli.h"
#include "cli/files.h"
#include "cli/home.h"
#include "cli/print_json.h"
#include "cli/progress.h"
#include "store/migrate.h"

enum { FILES_MAX = 100000, SHOWN = 20, SOURCE_LEN = CSV_SOURCE_TEXT - 1 };

struct options {
	bool           dry_run;
	const char    *on_error, *source;
	struct reading reading;
};
static const struct cli_option options_table[] = {
	{"dry-run", OPTION_FLAG, AT(options, dry_run), NULL,
         "do and count everything, then store nothing"},
	{"on-error", OPTION_VALUE, AT(options, on_error), "skip|stop",
         "skip bad rows and refused files, or stop at the first and store nothing (skip)"},
	READING_OPTIONS(options),
	{"source", OPTION_VALUE, AT(options, source), "NAME",
         "where the prices come from, unless a column says it (import)"},
};

static enum err read_options(struct cli *c, const struct options *o, struct import_options *out,
                             struct fail *f)
{
	const char *on_error = o->on_error ? o->on_error : "skip";

	*out = (struct import_options){.dry_run = o->dry_run, .source = o->source};
	out->stop = strcmp(on_error, "stop") == 0;
	if (!out->stop && strcmp(on_error, "skip") != 0)
		return fail(f, ERR_INVALID, "--on-error is skip or stop, not '%s'", on_error);
	if (o->source && (!*o->source || strlen(o->source) > SOURCE_LEN))
		return fail(f, ERR_INVALID, "--source is 1 to %d bytes", SOURCE_LEN);
	return files_reading(c, &o->reading, out, f);
}

/* Headings and symbols come from a file: nothing of them may steer the terminal. */
static const char *printable(struct cli *c, const char *text)
{
	char *out = arena_strdup(c->a, text);

	for (char *p = out; p && *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = '?';
	return out;
}

static void print_issues(struct cli *c, const char *what, const struct list *l, int64_t count)
{
	const struct import_issue *p = l->items;
	size_t                     n = l->n < SHOWN ? l->n : SHOWN;

	for (size_t i = 0; i < n; i++) {
		const char *where = p[i].column ? printable(c, p[i].column) : p[i].field;

		printf("  %s", what);
		if (p[i].line != INT_NONE)
			printf(" line %lld", (long long)p[i].line);
		printf("%s%s: %s: %s\n", where ? ", " : "", where ? where : "", p[i].reason,
		       p[i].text);
	}
	if (count > (int64_t)n)
		printf("  %s: %lld more (--json lists up to %d)\n", what,
		       (long long)count - (long long)n, CSV_LIST_MAX);
}

static void print_counts(const struct import_file *file)
{
	const struct import_count *c = file->reasons.items;

	printf("%s: %lld rows accepted (%lld new, %lld unchanged, %lld corrected), %lld rejected, %lld warnings",
	       file->file, (long long)file->accepted, (long long)file->inserted,
	       (long long)file->unchanged, (long long)file->corrected, (long long)file->rejected,
	       (long long)file->warnings);
	if (file->assets_created > 0)
		printf(", %lld new symbols", (long long)file->assets_created);
	putchar('\n');
	for (size_t i = 0; i < file->reasons.n; i++)
		printf("%s%lld %s%s", i == 0 ? "  " : ", ", (long long)c[i].count, c[i].reason,
		       i + 1 == file->reasons.n ? "\n" : "");
}

static void print_file(struct cli *c, const struct import_file *file)
{
	if (file->refused) {
		printf("%s: refused: %s: %s\n", file->file, file->refused, file->refused_text);
		return;
	}
	print_counts(file);
	print_issues(c, "rejected", &file->rejected_rows, file->rejected);
	print_issues(c, "warning", &file->warning_rows, file->warnings);
}

static void print_report(struct cli *c, const struct import_report *r)
{
	for (size_t i = 0; i < r->files.n; i++)
		print_file(c, (const struct import_file *)r->files.items + i);
	if (r->files.n > 1)
		printf("all files: %lld rows accepted (%lld new, %lld unchanged, %lld corrected), %lld rejected, "
		       "%lld files refused\n",
		       (long long)r->accepted, (long long)r->inserted, (long long)r->unchanged,
		       (long long)r->corrected, (long long)r->rejected,
		       (long long)r->refused_files);
	if (r->stopped)
		printf("stopped at the first error: nothing was stored\n");
	else if (r->dry_run)
		printf("dry run: nothing was stored\n");
	else if (!r->stored)
		printf("nothing to store\n");
	else
		printf("stored in %.2f s; 'autoindex compute' brings the index up to date\n",
		       (double)r->duration_us / 1e6);
}

static enum err run_import(struct cli *c, const struct import_options *o, struct import_report *r,
                           struct fail *f)
{
	const size_t          n = (size_t)c->args_n;
	struct csv_input     *in = files_inputs(c, (const char *const *)c->args, n);
	struct migrate_report m;
	struct db            *db;

	TRY(home_open(c, &db, &m, f));
	return app_import(db, c->a, &c->clock, o, in, n, r, f);
}

static enum err run(struct cli *c, const void *options, struct fail *f)
{
	struct import_options o;
	struct import_report  r;

	TRY(read_options(c, options, &o, f));
	struct progress *p = progress_start("importing");
	o.tick = progress_tick;
	o.tick_ctx = p;
	o.by = &ACTOR_COMMAND_LINE;
	enum err e = run_import(c, &o, &r, f);
	progress_end(p);
	if (e != OK)
		return e;
	if (c->json)
		print_json(&import_report_shape, &r);
	else
		print_report(c, &r);
	if (r.stopped)
		return fail(f, ERR_MALFORMED, "stopped at the first error; nothing was stored");
	if (r.refused_files > 0)
		return fail(f, ERR_MALFORMED, "%lld of %d files refused",
		            (long long)r.refused_files, c->args_n);
	return OK;
}

const struct verb verb_import = {
	.name = "import",
	.operands = "FILE...",
	.doc = "Read prices from CSV files, plain or gzip; - is standard input",
	.run = run,
	.options = options_table,
	.options_n = COUNT(options_table),
	.options_size = sizeof(struct options),
	.args_min = 1,
	.args_max = FILES_MAX,
	.help = "Long files have columns date, symbol and close or adj_close (and may have open,\n"
		"high, low, volume, name, source); wide files have a date, then a column a symbol.\n"
		"Bad rows are rejected and told with line and reason; good ones are stored, in one\n"
		"transaction for all files. A stored price that differs is corrected and its old row\n"
		"is kept. The exit status is 1 when a file was refused or --on-error=stop met an error.",
};

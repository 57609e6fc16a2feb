/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/report.h"

#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/report_files.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/shape.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/home.h"
#include "cli/print_json.h"
#include "cli/progress.h"
#include "store/migrate.h"

enum { FILE_MAX = 256 << 20, PATH_LONGEST = 1 << 12 };

struct options {
	const char *type, *format, *days, *from, *to, *out;
};
static const struct cli_option options_table[] = {
	{"type", OPTION_VALUE, AT(options, type), "T",
         "performance, allocation, risk, summary or detailed (the default)"},
	{"format", OPTION_VALUE, AT(options, format), "F",
         "html, pdf, xlsx, csv or json; else what --out ends with, else html"},
	{"days", OPTION_VALUE, AT(options, days), "N",
         "the last N calendar days; without it and the two below the whole history"},
	{"from", OPTION_VALUE, AT(options, from), "DATE", "first day, YYYY-MM-DD"},
	{"to", OPTION_VALUE, AT(options, to), "DATE", "last day"},
	{"out", OPTION_VALUE, AT(options, out), "FILE",
         "where to; - is stdout; else autoindex-TYPE-LAST.FORMAT in this folder"},
};

static enum err word_of(const char *flag, const char *word, const char *const *words, int *out,
                        struct fail *f)
{
	size_t n = 0;

	while (words[n]) {
		if (strcmp(words[n], word) == 0) {
			*out = (int)n;
			return OK;
		}
		n++;
	}
	const char *near = text_nearest(word, words, n);
	return fail(f, ERR_INVALID, "--%s: there is no '%s'%s%s%s", flag, word,
	            near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

static enum err read_format(const struct options *o, int *out, struct fail *f)
{
	const char *dot = o->out ? strrchr(o->out, '.') : NULL;

	*out = REPORT_HTML;
	if (o->format)
		return word_of("format", o->format, report_formats, out, f);
	for (int i = 0; dot && i < REPORT_FORMATS; i++)
		if (text_same_fold(dot + 1, report_formats[i]))
			*out = i;
	return OK;
}

static enum err read_options(const struct options *o, struct ReportSpec *s, struct fail *f)
{
	s->report_type = REPORT_DETAILED;
	s->span = o->days ? REPORT_DAYS : o->from || o->to ? REPORT_RANGE : REPORT_WHOLE;
	if (o->type)
		TRY(word_of("type", o->type, report_types, &s->report_type, f));
	TRY(read_format(o, &s->format, f));
	if (o->days && (o->from || o->to))
		return fail(f, ERR_INVALID, "--days goes without --from and --to");
	if (o->days && (!text_to_i64(o->days, &s->period_days) || s->period_days < 1 ||
	                s->period_days > REPORT_DAYS_MAX))
		return fail(f, ERR_INVALID,
		            "--days: '%s' is no number from 1 to %d; leave it out for the whole"
		            " history",
		            o->days, REPORT_DAYS_MAX);
	TRY(cli_date("from", o->from, &s->from, f));
	TRY(cli_date("to", o->to, &s->to, f));
	if (s->from != DATE_NONE && s->to != DATE_NONE && s->from > s->to)
		return fail(f, ERR_INVALID, "--from must not be after --to");
	return OK;
}

/* What was written, for --json. */
struct Written {
	const char *file, *report_type, *format;
	int32_t     start_date, end_date;
	int64_t     size;
};
static const struct field written_fields[] = {
	{"file", TEXT, AT(Written, file)},         {"report_type", TEXT, AT(Written, report_type)},
	{"format", TEXT, AT(Written, format)},     {"start_date", DATE, AT(Written, start_date)},
	{"end_date", DATE, AT(Written, end_date)}, {"size", INT, AT(Written, size)},
};
static SHAPE(written_shape, Written, written_fields);

static enum err deliver(struct cli *c, const struct options *o, const struct ReportSpec *s,
                        const struct document *d, const struct buf *b, struct fail *f)
{
	char           day[DATE_TEXT];
	struct Written w = {.file = o->out,
	                    .report_type = report_types[s->report_type],
	                    .format = report_formats[s->format],
	                    .start_date = d->first_date,
	                    .end_date = d->last_date,
	                    .size = (int64_t)b->n};

	if (o->out && strcmp(o->out, "-") == 0) {
		if (fwrite(b->p, 1, b->n, stdout) != b->n || fflush(stdout) != 0)
			return fail(f, ERR_AWAY, "cannot write to standard output");
		return OK;
	}
	if (!w.file)
		w.file = arena_printf(c->a, "autoindex-%s-%s.%s", w.report_type,
		                      date_format(d->last_date, day), w.format);
	if (strlen(w.file) > PATH_LONGEST)
		return fail(f, ERR_INVALID, "--out: the name is too long");
	TRY(report_file_put(c->a, w.file, b->p, b->n, f));
	if (c->json)
		print_json(&written_shape, &w);
	else
		printf("%s: %s, %s (%.0f kB)\n", w.file, d->subtitle, d->period,
		       (double)b->n / 1024);
	return OK;
}

static void release_buf(void *b)
{
	buf_finish(b);
}

static enum err run(struct cli *c, const void *options, struct fail *f)
{
	const struct options *o = options;
	struct ReportSpec     s = {.from = DATE_NONE, .to = DATE_NONE};
	struct document       d = {.id = NULL};
	struct buf           *b = ARENA_NEW(c->a, struct buf);
	struct migrate_report m;
	struct app            app = {.conf = &c->conf, .clock = &c->clock};

	TRY(read_options(o, &s, f));
	if (o->out && strcmp(o->out, "-") == 0 && c->json)
		return fail(f, ERR_INVALID, "--json goes without --out -");
	TRY(home_open(c, &app.db, &m, f));
	app.by = ACTOR_COMMAND_LINE;
	struct progress   *p = progress_start("report");
	const struct watch w = progress_watch(p);
	const enum err     e = app_report_make(&app, c->a, &s, &w, &d, f);
	progress_end(p);
	TRY(e);
	buf_init(b, FILE_MAX);
	arena_defer(c->a, release_buf, b);
	TRY(report_write(s.format, &d, b, f));
	return deliver(c, o, &s, &d, b, f);
}

const struct verb verb_report = {
	.name = "report",
	.operands = "",
	.doc = "Write a report of the index beside the S&P 500",
	.run = run,
	.options = options_table,
	.options_n = COUNT(options_table),
	.options_size = sizeof(struct options),
	.help = "The file is whole or not there, whatever happens; one of the same name is replaced.",
};

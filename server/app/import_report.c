/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/import_report.h"

#include "base/arena.h"

static const struct field count_fields[] = {
	{"reason", TEXT, AT(import_count, reason)},
	{"count", INT, AT(import_count, count)},
};
static SHAPE(count_shape, import_count, count_fields);

static const struct field issue_fields[] = {
	{"line", INT, AT(import_issue, line), NULLABLE,
         .doc = "Physical line the record starts on; null = the file"},
	{"reason", TEXT, AT(import_issue, reason)},
	{"column", TEXT, AT(import_issue, column), NULLABLE,
         .doc = "Heading of the column, in wide files"},
	{"symbol", TEXT, AT(import_issue, symbol), NULLABLE},
	{"field", TEXT, AT(import_issue, field), NULLABLE,
         .doc = "The cell at fault, in long files"},
	{"text", TEXT, AT(import_issue, text)},
};
static SHAPE(issue_shape, import_issue, issue_fields);

static const struct field file_fields[] = {
	{"file", TEXT, AT(import_file, file)},
	{"refused", TEXT, AT(import_file, refused), NULLABLE},
	{"refused_text", TEXT, AT(import_file, refused_text), NULLABLE},
	{"accepted", INT, AT(import_file, accepted), .doc = "inserted + unchanged + corrected"},
	{"inserted", INT, AT(import_file, inserted)},
	{"unchanged", INT, AT(import_file, unchanged)},
	{"corrected", INT, AT(import_file, corrected)},
	{"rejected", INT, AT(import_file, rejected)},
	{"warnings", INT, AT(import_file, warnings)},
	{"assets_created", INT, AT(import_file, assets_created)},
	{"reasons", LIST, AT(import_file, reasons), .of = &count_shape},
	{"rejected_rows", LIST, AT(import_file, rejected_rows), .of = &issue_shape,
         .doc = "The first 1,000"},
	{"warning_rows", LIST, AT(import_file, warning_rows), .of = &issue_shape,
         .doc = "At most 1,000"},
};
static SHAPE(file_shape, import_file, file_fields);

static const struct field report_fields[] = {
	{"dry_run", BOOL, AT(import_report, dry_run)},
	{"stopped", BOOL, AT(import_report, stopped)},
	{"stored", BOOL, AT(import_report, stored)},
	{"refused_files", INT, AT(import_report, refused_files)},
	{"accepted", INT, AT(import_report, accepted), .doc = "inserted + unchanged + corrected"},
	{"inserted", INT, AT(import_report, inserted)},
	{"unchanged", INT, AT(import_report, unchanged)},
	{"corrected", INT, AT(import_report, corrected)},
	{"rejected", INT, AT(import_report, rejected)},
	{"warnings", INT, AT(import_report, warnings)},
	{"assets_created", INT, AT(import_report, assets_created)},
	{"duration_us", INT, AT(import_report, duration_us)},
	{"files", LIST, AT(import_report, files), .of = &file_shape},
};
SHAPE(import_report_shape, import_report, report_fields);

static struct list copy_issues(struct arena *a, const struct csv_issues *from)
{
	struct import_issue *to = ARENA_ARRAY(a, from->n, struct import_issue);

	for (size_t i = 0; i < from->n; i++) {
		const struct csv_issue *x = &from->p[i];
		to[i] = (struct import_issue){
			.line = x->line ? (int64_t)x->line : INT_NONE,
			.reason = csv_word(x->reason),
			.column = arena_strdup(a, x->column),
			.symbol = x->symbol ? arena_strdup(a, x->symbol->text) : NULL,
			.field = csv_field_name(x->field),
			.text = csv_sentence(x->reason),
		};
	}
	return (struct list){.items = to, .n = from->n};
}

static struct list copy_reasons(struct arena *a, const struct csv_report *r)
{
	struct import_count *to = ARENA_ARRAY(a, CSV_REASON_N, struct import_count);
	size_t               n = 0;

	for (int i = 0; i < CSV_REASON_N; i++)
		if (r->by_reason[i] > 0)
			to[n++] = (struct import_count){csv_word((enum csv_reason)i),
			                                (int64_t)r->by_reason[i]};
	return (struct list){.items = to, .n = n};
}

static const char *why_refused(struct arena *a, const struct csv_report *r)
{
	const char *text = csv_sentence(r->refused);

	if (r->problem)
		return arena_printf(a, "%s: %s", text, r->problem);
	return r->refused_line
	               ? arena_printf(a, "line %llu: %s", (unsigned long long)r->refused_line, text)
	               : text;
}

void import_describe(struct arena *a, const char *name, const struct csv_report *r,
                     struct import_file *out)
{
	struct import_file file = {.file = name};

	if (r->refused) {
		file.refused = csv_word(r->refused);
		file.refused_text = why_refused(a, r);
	} else {
		file = *out;
		file.file = name;
		file.accepted = (int64_t)r->accepted;
		file.rejected = (int64_t)r->rejected.count;
		file.warnings = (int64_t)r->warnings.count;
		file.reasons = copy_reasons(a, r);
		file.rejected_rows = copy_issues(a, &r->rejected);
		file.warning_rows = copy_issues(a, &r->warnings);
	}
	*out = file;
}

void import_add(struct import_report *out, const struct import_file *file)
{
	out->refused_files += file->refused != NULL;
	out->accepted += file->accepted;
	out->inserted += file->inserted;
	out->unchanged += file->unchanged;
	out->corrected += file->corrected;
	out->rejected += file->rejected;
	out->warnings += file->warnings;
	out->assets_created += file->assets_created;
	out->files.n++;
}

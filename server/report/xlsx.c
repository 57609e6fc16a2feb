/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* A report as workbook: what it is, then a sheet a section. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "report/xlsx.h"

/* The library asks gmtime() for the date of the document, whose answer all threads share. */
static pthread_mutex_t closing = PTHREAD_MUTEX_INITIALIZER;

static bool taken(const struct xlsx *x, const char *name)
{
	for (size_t i = 0; i < x->n_names; i++)
		if (text_same_fold(x->names[i], name))
			return true;
	return false;
}

/* At most 31 characters, none of []:*?/\, no apostrophe at an end; a second one of a name is "… 2". */
static const char *sheet_name(struct xlsx *x, const char *title)
{
	char  *name = arena_strdup(x->a, title);
	size_t n = text_utf8_cut(name, strlen(name), LXW_SHEETNAME_MAX);

	name[n] = '\0';
	for (char *c = name; *c; c++)
		if (strchr("[]:*?/\\", *c) || *c < ' ')
			*c = *c < 0 ? *c : ' ';
	if (*name == '\'')
		*name = ' ';
	if (n && name[n - 1] == '\'')
		name[n - 1] = ' ';
	if (!n || text_same_fold(name, "History"))
		name = arena_strdup(x->a, "Section");
	const char *unique = name;

	for (int i = 2; taken(x, unique); i++)
		unique = arena_printf(x->a, "%.*s %d",
		                      (int)text_utf8_cut(name, strlen(name), LXW_SHEETNAME_MAX - 4),
		                      name, i);
	return x->names[x->n_names++] = unique;
}

static void overview(struct xlsx *x, const struct document *d)
{
	struct xlsx_sheet s = {.x = x, .name = sheet_name(x, "Report")};
	size_t            row = 0;

	s.sheet = workbook_add_worksheet(x->book, s.name);
	worksheet_gridlines(s.sheet, LXW_HIDE_ALL_GRIDLINES);
	worksheet_set_paper(s.sheet, 9); /* A4 */
	worksheet_set_column(s.sheet, 0, 0, 90, NULL);
	xlsx_text(&s, row++, 0, d->title, x->title);
	if (d->subtitle)
		xlsx_text(&s, row++, 0, d->subtitle, x->subtitle);
	if (d->period)
		xlsx_text(&s, row++, 0, d->period, x->text);
	if (d->made)
		xlsx_text(&s, row++, 0, d->made, x->note);
	row++;
	for (size_t i = 0; i < d->n; i++, row++) {
		const char *name = sheet_name(x, d->sections[i].title);
		char       *quoted = ARENA_ARRAY(x->a, 2 * strlen(name) + 32, char), *to = quoted;

		to += snprintf(to, 16, "internal:'");
		for (const char *c = name; *c; c++) {
			if (*c == '\'')
				*to++ = '\'';
			*to++ = *c;
		}
		snprintf(to, 8, "'!A1");
		worksheet_write_url_opt(s.sheet, (lxw_row_t)row, 0, quoted, x->link,
		                        d->sections[i].title, NULL);
	}
	xlsx_text(&s, row + 1, 0,
	          "— stands for a figure that is not defined; the note on its cell says why.",
	          x->note);
}

static void describe(struct xlsx *x, const struct document *d)
{
	char               us[] = "Waardhaven AutoIndex";
	lxw_doc_properties p = {.title = arena_printf(x->a, "%s%s%s", d->title,
	                                              d->subtitle ? ": " : "",
	                                              d->subtitle ? d->subtitle : ""),
	                        .subject = arena_strdup(x->a, d->period),
	                        .author = us,
	                        .company = us,
	                        .comments = arena_strdup(x->a, d->made),
	                        .created = (time_t)d->last_date * 86400};

	if (!p.created) /* which would be now */
		p.created = 1;
	workbook_set_properties(x->book, &p);
}

static enum err sections(struct xlsx *x, const struct document *d, struct fail *f)
{
	for (size_t i = 0; i < d->n; i++)
		TRY(xlsx_section(x, &d->sections[i], x->names[i + 1], f));
	return OK;
}

/* Takes the book, which is gone afterwards. */
static enum err close_book(struct xlsx *x, struct fail *f)
{
	pthread_mutex_lock(&closing);
	lxw_error e = workbook_close(x->book);
	pthread_mutex_unlock(&closing);

	if (e == LXW_ERROR_CREATING_XLSX_FILE || e == LXW_ERROR_CREATING_TMPFILE ||
	    e == LXW_ERROR_ZIP_FILE_OPERATION)
		return fail(f, ERR_AWAY, "the folder for temporary files takes no workbook: %s",
		            lxw_strerror(e));
	if (!e)
		e = x->error;
	return e ? fail(f, ERR_INTERNAL, "libxlsxwriter: %s", lxw_strerror(e)) : OK;
}

static enum err copy(FILE *from, struct buf *out, struct fail *f)
{
	char   some[1 << 16];
	size_t n, was = out->n;

	rewind(from);
	while ((n = fread(some, 1, sizeof(some), from)) > 0)
		buf_put(out, some, n);
	if (!ferror(from))
		return OK;
	out->n = was;
	return fail(f, ERR_AWAY, "cannot read the workbook back: %s", strerror(errno));
}

static enum err write(struct xlsx *x, const struct document *d, FILE *file, struct buf *out,
                      struct fail *f)
{
	/* The library writes to a name only; this one is of a file that no folder has. */
	x->book = workbook_new(arena_printf(x->a, "/dev/fd/%d", fileno(file)));
	if (!x->book)
		return fail(f, ERR_INTERNAL, "libxlsxwriter: no workbook");
	x->names = ARENA_ARRAY(x->a, d->n + 1, const char *);
	xlsx_formats(x);
	describe(x, d);
	overview(x, d);
	enum err e = sections(x, d, f);

	if (e != OK) {
		lxw_workbook_free(x->book);
		return e;
	}
	TRY(close_book(x, f));
	return copy(file, out, f);
}

enum err report_xlsx(const struct document *d, struct buf *out, struct fail *f)
{
	FILE *file = tmpfile();

	if (!file)
		return fail(f, ERR_AWAY, "no temporary file for the workbook: %s", strerror(errno));
	struct xlsx x = {.a = arena_create()};
	enum err    e = write(&x, d, file, out, f);

	arena_destroy(x.a);
	fclose(file);
	return e;
}

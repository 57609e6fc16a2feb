/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_IMPORT_H
#define APP_IMPORT_H

#include "app/actor.h"
#include "base/clock.h"
#include "base/shape.h"
#include "market/csv.h"

struct arena;
struct db;

/*
 * Prices from files into the database. One transaction holds all files of a
 * call. Bad rows are rejected and counted, good ones stored; a refused file
 * gives nothing and the others go on. With stop, the first rejected row or
 * refused file ends everything and nothing is stored. A stored value that
 * differs is corrected and its old row kept, one that is missing in the file
 * stays (see store/prices.h). Unknown symbols become assets.
 */
struct import_options {
	const char
		*symbol; /* for files without such a column, by csv_symbol_check(); NULL = none */
	const char    *source;        /* where the file does not say it; NULL = "import" */
	enum csv_dates dates;         /* of dates with slashes; UNKNOWN = let each file show it */
	bool           stop, dry_run; /* dry_run: everything is done and counted, then taken back */
	/* Called now and then with the bytes done and in all of a file, or rows and 0; may be NULL. */
	void (*tick)(void *ctx, int64_t done, int64_t total);
	void               *tick_ctx;
	const struct actor *by; /* for the log; NULL = not noted there */
};

struct import_issue {
	int64_t     line; /* INT_NONE: the file */
	const char *reason;
	const char *column; /* wide files: the heading; else NULL */
	const char *symbol; /* where it is known, else NULL */
	const char *field;  /* long files: the cell at fault ("close"), NULL = the row */
	const char *text;   /* the reason for a person */
};
struct import_count {
	const char *reason;
	int64_t     count;
};

/*
 * accepted are the rows taken: inserted + unchanged + corrected. Issues are
 * listed by line up to CSV_LIST_MAX each and counted without bound.
 */
struct import_file {
	const char *file;
	const char *refused;      /* the reason; NULL = not refused, otherwise all counts are 0 */
	const char *refused_text; /* for a person, with the line where there is one */
	int64_t     accepted, inserted, unchanged, corrected, rejected, warnings;
	int64_t     assets_created;
	struct list reasons;       /* of struct import_count: rejections and warnings */
	struct list rejected_rows; /* of struct import_issue */
	struct list warning_rows;
};
struct import_report {
	bool        dry_run, stopped;
	bool        stored; /* false: dry run or stopped, or there was nothing to change */
	int64_t     refused_files;
	int64_t     accepted, inserted, unchanged, corrected, rejected, warnings, assets_created;
	int64_t     duration_us;
	struct list files; /* of struct import_file, those that were read */
};
extern const struct shape import_report_shape;

/*
 * OK also when files were refused or the import stopped: look at the report.
 * ERR_AWAY: the database cannot be written (a full disk); nothing was stored.
 */
enum err app_import(struct db *db, struct arena *a, const struct clock *clock,
                    const struct import_options *o, const struct csv_input *files, size_t n,
                    struct import_report *out, struct fail *f) MUST_CHECK;

/* Inside the caller's transaction, who acts on dry_run and on a stop; stored is false. */
enum err app_import_within(struct db *db, struct arena *a, const struct clock *clock,
                           const struct import_options *o, const struct csv_input *files, size_t n,
                           struct import_report *out, struct fail *f) MUST_CHECK;

#endif

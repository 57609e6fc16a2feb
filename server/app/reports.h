/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_REPORTS_H
#define APP_REPORTS_H

#include <stdint.h>

#include "app/report.h"
#include "base/buf.h"
#include "base/shape.h"

/*
 * Reports that were made and kept: a row each, and the bytes in reports/ID.EXT of the data folder.
 * Everybody has their own, administrators too; another's is not found. A file is written beside its
 * place and moved there when it is whole and on the disk, and only then is there a row.
 */
/* Kept for a user; of a user's, not made yet; of a file. */
enum { REPORTS_MAX = 200, REPORTS_WAITING = 40, REPORT_BYTES_MAX = 64 << 20 };

struct ReportItem {
	const char *id, *report_type, *format;
	int64_t     period_days;
	int32_t     start_date, end_date; /* sessions */
	int64_t     size, created_at;
};
struct ReportsQuery {
	int64_t limit, offset;
};
struct Reports {
	struct list items; /* struct ReportItem, newest first */
	int64_t     total;
};
struct ReportId {
	const char *id;
};
struct ReportDownload {
	const char *id;
	bool        in_page; /* to be shown, not saved */
};
struct report_file {
	const char  *type;        /* media type */
	const char  *disposition; /* attachment; filename="…" */
	const char  *policy;      /* of a page: what its browser may load; NULL = none */
	struct bytes bytes;       /* of the arena */
};

enum err app_reports(struct app *app, struct arena *a, const struct ReportsQuery *in,
                     struct Reports *out, struct fail *f) MUST_CHECK;
/* ERR_NOTFOUND. */
enum err app_report_get(struct app *app, struct arena *a, const struct ReportId *in,
                        struct ReportItem *out, struct fail *f) MUST_CHECK;
/* ERR_NOTFOUND; ERR_CONFLICT "report_damaged": the file is gone or is not what was written. */
enum err app_report_download(struct app *app, struct arena *a, const struct ReportDownload *in,
                             struct report_file *out, struct fail *f) MUST_CHECK;
/* The row, then the file. ERR_NOTFOUND. */
enum err app_report_delete(struct app *app, struct arena *a, const struct ReportId *in,
                           struct fail *f) MUST_CHECK;

/* ERR_CONFLICT "too_many_reports": the user keeps REPORTS_MAX. */
enum err app_report_room(struct app *app, int64_t user_id, struct fail *f) MUST_CHECK;
/*
 * For whoever asks for one, before it is put: the same, and ERR_LIMIT "too_many_waiting" where
 * REPORTS_WAITING of the user's wait or run, as whatever has a lower priority waits for all of them.
 */
enum err app_report_ask(struct app *app, struct arena *a, int64_t user_id,
                        struct fail *f) MUST_CHECK;

/*
 * Make a report for a user and keep it under this id ([A-Za-z0-9_-], at most 64): what a task does,
 * as often as it runs: of an id that is there already nothing is made anew. Appends the ReportItem
 * as a JSON object. ERR_AWAY: the disk is full or gone, nothing is left behind; others as
 * app_report_make() and app_report_room().
 */
enum err app_report_run(struct app *app, struct arena *a, const struct ReportSpec *in,
                        int64_t user_id, const char *id, const struct watch *w,
                        struct buf *result_json, struct fail *f) MUST_CHECK;

/*
 * What the clean-up removes: reports made before an instant (TIME_NONE: none), rows whose file is gone, and files
 * that no row names and nobody has touched for an hour.
 */
struct reports_cleaned {
	int64_t expired, without_file, without_row;
};
enum err app_reports_clean(struct app *app, struct arena *a, int64_t before_ms,
                           const struct watch *w, struct reports_cleaned *out,
                           struct fail *f) MUST_CHECK;

extern const struct shape report_item;

#endif

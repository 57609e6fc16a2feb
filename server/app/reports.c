/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/reports.h"

#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/report_files.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/date.h"
#include "queue/queue.h"
#include "report/html.h"
#include "store/db.h"
#include "store/reports.h"

static const struct field item_fields[] = {
	{"id", TEXT, AT(ReportItem, id), .doc = "What the report is called"},
	{"report_type", TEXT, AT(ReportItem, report_type),
         .doc = "performance, allocation, risk, summary or detailed"},
	{"format", TEXT, AT(ReportItem, format), .doc = "html, pdf, xlsx, csv or json"},
	{"period_days", INT, AT(ReportItem, period_days), .doc = "Calendar days that it covers"},
	{"start_date", DATE, AT(ReportItem, start_date), .doc = "First session that it shows"},
	{"end_date", DATE, AT(ReportItem, end_date), .doc = "Last session that it shows"},
	{"size", INT, AT(ReportItem, size), .doc = "Bytes"},
	{"created_at", TIME, AT(ReportItem, created_at), .doc = "When it was made"},
};
const struct shape report_item = {.name = "ReportItem",
                                  .size = sizeof(struct ReportItem),
                                  .fields = item_fields,
                                  .n = COUNT(item_fields)};

static struct ReportItem shown(const struct report_row *r)
{
	return (struct ReportItem){.id = r->id,
	                           .report_type = r->report_type,
	                           .format = r->format,
	                           .period_days = r->period_days,
	                           .start_date = r->first_date,
	                           .end_date = r->last_date,
	                           .size = r->size,
	                           .created_at = r->created_at};
}

enum err app_reports(struct app *app, struct arena *a, const struct ReportsQuery *in,
                     struct Reports *out, struct fail *f)
{
	struct report_rows rows;
	int64_t            total;

	TRY(reports_count(app->db, app->by.user_id, &total, f));
	TRY(reports_list(app->db, a, app->by.user_id, in->limit, in->offset, &rows, f));
	struct ReportItem *items = ARENA_ARRAY(a, rows.n, struct ReportItem);
	for (size_t i = 0; i < rows.n; i++)
		items[i] = shown(&rows.p[i]);
	*out = (struct Reports){.items = {.items = items, .n = rows.n}, .total = total};
	return OK;
}

enum err app_report_get(struct app *app, struct arena *a, const struct ReportId *in,
                        struct ReportItem *out, struct fail *f)
{
	struct report_row r = {.seq = 0};

	TRY(reports_get(app->db, a, app->by.user_id, in->id, &r, f));
	*out = shown(&r);
	return OK;
}

static int format_of(const char *word)
{
	for (int i = 0; i < REPORT_FORMATS; i++)
		if (strcmp(report_formats[i], word) == 0)
			return i;
	return REPORT_JSON; /* no row has another */
}

static bool sound(struct arena *a, const struct report_row *r, const struct bytes *b)
{
	struct sha256 *s = sha256_create(a);
	char           hex[SHA256_HEX];

	sha256_add(s, b->p, b->n);
	sha256_hex(s, hex);
	return strcmp(hex, r->sha256) == 0;
}

enum err app_report_download(struct app *app, struct arena *a, const struct ReportDownload *in,
                             struct report_file *out, struct fail *f)
{
	struct report_row r = {.seq = 0};
	struct bytes      b;
	char              day[DATE_TEXT];

	TRY(reports_get(app->db, a, app->by.user_id, in->id, &r, f));
	if (!report_file_get(a, report_path(a, app->conf, r.id, r.format), r.size, &b) ||
	    !sound(a, &r, &b))
		return fail_as(f, ERR_CONFLICT, "report_damaged",
		               "the file of this report is gone or damaged; delete the report and"
		               " make it again");
	const int format = format_of(r.format);
	*out = (struct report_file){
		.type = report_kinds[format].type,
		.disposition = arena_printf(a, "%s; filename=\"autoindex-%s-%s.%s\"",
	                                    in->in_page ? "inline" : "attachment", r.report_type,
	                                    date_format(r.last_date, day), r.format),
		.policy = format == REPORT_HTML
	                          ? arena_printf(a, "%s; frame-ancestors 'none'; sandbox",
	                                         report_html_policy(a))
	                          : NULL,
		.bytes = b,
	};
	return OK;
}

enum err app_report_delete(struct app *app, struct arena *a, const struct ReportId *in,
                           struct fail *f)
{
	struct report_row r = {.seq = 0};

	TRY(reports_get(app->db, a, app->by.user_id, in->id, &r, f));
	TRY(reports_delete(app->db, r.id, f));
	(void)unlink(report_path(a, app->conf, r.id, r.format)); /* else the clean-up finds it */
	return OK;
}

enum err app_report_room(struct app *app, int64_t user_id, struct fail *f)
{
	int64_t n;

	TRY(reports_count(app->db, user_id, &n, f));
	if (n >= REPORTS_MAX)
		return fail_as(f, ERR_CONFLICT, "too_many_reports",
		               "an account keeps at most %d reports; delete one first",
		               REPORTS_MAX);
	return OK;
}

enum err app_report_ask(struct app *app, struct arena *a, int64_t user_id, struct fail *f)
{
	enum { AGAIN_S = 10 };
	const struct task_filter filter = {.states = 1U << TASK_READY | 1U << TASK_RESERVED,
	                                   .user_id = user_id,
	                                   .kind = "report",
	                                   .limit = 1};
	struct tasks             now;

	TRY(app_report_room(app, user_id, f));
	TRY(queue_list(app->queue, a, &filter, &now, f));
	if (now.total < REPORTS_WAITING)
		return OK;
	f->retry_after_s = AGAIN_S;
	return fail_as(f, ERR_LIMIT, "too_many_waiting",
	               "%d reports of this account wait or are being made; ask again when some are"
	               " done",
	               REPORTS_WAITING);
}

/* A report on its way to the disk. */
struct keeping {
	struct app       *app;
	struct arena     *a;
	struct report_row row;
	struct buf        bytes;
};

static void release_buf(void *b)
{
	buf_finish(b);
}

static enum err make(struct keeping *k, const struct ReportSpec *in, const struct watch *w,
                     struct fail *f)
{
	struct document d = {.id = NULL};
	struct sha256  *s = sha256_create(k->a);
	char           *hex = arena_alloc(k->a, SHA256_HEX);

	TRY(db_int(k->app->db, STMT_GENERATION, NULL, &k->row.generation, f));
	TRY(app_report_make(k->app, k->a, in, w, &d, f));
	TRY(watch_tell(w, 95, "Writing the file", f));
	buf_init(&k->bytes, REPORT_BYTES_MAX);
	arena_defer(k->a, release_buf, &k->bytes);
	TRY(report_write(in->format, &d, &k->bytes, f));
	sha256_add(s, k->bytes.p, k->bytes.n);
	sha256_hex(s, hex);
	k->row.sha256 = hex;
	k->row.size = (int64_t)k->bytes.n;
	k->row.first_date = d.first_date;
	k->row.last_date = d.last_date;
	k->row.period_days = in->span == REPORT_DAYS ? in->period_days : d.last_date - d.first_date;
	k->row.created_at = clock_now_ms(k->app->clock);
	return OK;
}

static enum err add_row(struct db *db, void *ctx, struct fail *f)
{
	struct keeping *k = ctx;

	TRY(app_report_room(k->app, k->row.user_id, f));
	return reports_add(db, &k->row, f);
}

static enum err keep(struct keeping *k, const struct watch *w, struct fail *f)
{
	const char *path = report_path(k->a, k->app->conf, k->row.id, k->row.format);

	TRY(watch_tell(w, 98, "Keeping the file", f));
	TRY(report_folder_make(k->a, k->app->conf, f));
	TRY(report_file_put(k->a, path, k->bytes.p, k->bytes.n, f));
	const enum err e = db_tx(k->app->db, add_row, k, f);
	if (e != OK)
		(void)unlink(path);
	return e;
}

enum err app_report_run(struct app *app, struct arena *a, const struct ReportSpec *in,
                        int64_t user_id, const char *id, const struct watch *w,
                        struct buf *result_json, struct fail *f)
{
	struct keeping *k = ARENA_NEW(a, struct keeping);
	struct fail     none = {.code = OK};

	if (!report_id_valid(id))
		return fail(f, ERR_INTERNAL, "'%s' is no name of a report", id);
	*k = (struct keeping){.app = app,
	                      .a = a,
	                      .row = {.id = id,
	                              .user_id = user_id,
	                              .index_id = INDEX_DEFAULT,
	                              .report_type = report_types[in->report_type],
	                              .format = report_formats[in->format]}};
	enum err e = reports_get(app->db, a, user_id, id, &k->row, &none);
	if (e == ERR_NOTFOUND) {
		TRY(app_report_room(app, user_id, f));
		TRY(make(k, in, w, f));
		TRY(keep(k, w, f));
	} else if (e != OK) {
		*f = none;
		return e;
	}
	const struct ReportItem item = shown(&k->row);
	shape_encode(&report_item, &item, NULL, result_json);
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/reports.h"

#include "api/routes.h"

static const struct field reports_query_fields[] = {
	{"limit", INT, AT(ReportsQuery, limit), IN_QUERY, 1, 1000, "100",
         .doc = "At most this many", .example = "20"},
	{"offset", INT, AT(ReportsQuery, offset), IN_QUERY, 0, 1e6, "0", .doc = "Skip this many",
         .example = "0"},
};
static SHAPE(reports_query, ReportsQuery, reports_query_fields);

static const struct field reports_fields[] = {
	{"items", LIST, AT(Reports, items), .of = &report_item, .doc = "Newest first"},
	{"total", INT, AT(Reports, total), .doc = "All of the account's"},
};
static SHAPE(reports, Reports, reports_fields);

#define ID_FIELD(type)                                               \
	{                                                            \
		"id", TEXT, AT(type, id), REQUIRED | IN_PATH, 1, 64, \
			.doc = "What the report is called"           \
	}
static const struct field id_fields[] = {ID_FIELD(ReportId)};
static SHAPE(report_id, ReportId, id_fields);

static const struct field download_fields[] = {
	ID_FIELD(ReportDownload),
	{"inline", BOOL, AT(ReportDownload, in_page), IN_QUERY, .def = "false",
         .doc = "To be shown instead of saved"},
};
static SHAPE(report_download, ReportDownload, download_fields);

static enum err get_reports(struct req *rq, const void *in, void *out)
{
	return app_reports(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err get_report(struct req *rq, const void *in, void *out)
{
	return app_report_get(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err get_download(struct req *rq, const void *in, void *out)
{
	struct report_file file = {.type = NULL};

	(void)out;
	TRY(app_report_download(req_worker(rq), req_arena(rq), in, &file, req_fail(rq)));
	req_reply_bytes(rq, file.type, file.bytes.p, file.bytes.n);
	req_reply_file(rq, file.disposition, file.policy);
	return OK;
}

static enum err delete_report(struct req *rq, const void *in, void *out)
{
	(void)out;
	return app_report_delete(req_worker(rq), req_arena(rq), in, req_fail(rq));
}

static const enum err absent[] = {ERR_NOTFOUND, OK};
static const enum err damaged[] = {ERR_NOTFOUND, ERR_CONFLICT, OK};

#define DOWNLOADS                                                            \
	"text/html,application/pdf,"                                         \
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet," \
	"text/csv,application/json"

static const struct route table[] = {
	{GET, "/reports", get_reports, LOGIN | FIELDS, &reports_query, &reports, "getReports",
         "The account's reports"},
	{GET, "/reports/{id}", get_report, LOGIN, &report_id, &report_item, "getReport",
         "One report of the account", absent},
	{GET, "/reports/{id}/download", get_download, LOGIN, &report_download, NULL,
         "downloadReport", "The file of a report; parts of it by Range", damaged, DOWNLOADS},
	{DELETE_, "/reports/{id}", delete_report, LOGIN, &report_id, NULL, "deleteReport",
         "Delete a report and its file", absent},
};
const struct routes report_routes = {"/api/v1", "reports", "Reports that were made and kept", table,
                                     COUNT(table)};

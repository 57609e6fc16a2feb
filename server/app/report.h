/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_REPORT_H
#define APP_REPORT_H

#include <stdint.h>

#include "app/watch.h"
#include "base/err.h"
#include "report/document.h"

struct app;
struct arena;
struct shape;

enum report_type {
	REPORT_PERFORMANCE,
	REPORT_ALLOCATION,
	REPORT_RISK,
	REPORT_SUMMARY,
	REPORT_DETAILED
};
enum report_format {
	REPORT_HTML,
	REPORT_PDF,
	REPORT_XLSX,
	REPORT_CSV,
	REPORT_JSON,
	REPORT_FORMATS
};
extern const char *const report_types[]; /* words of enum report_type, NULL-ended */
extern const char
	*const report_formats[]; /* words of enum report_format, and the ends of file names */

/* Of what period: so many days up to the last session, all of it, or from one date to another. */
enum report_span { REPORT_DAYS, REPORT_WHOLE, REPORT_RANGE };
enum { REPORT_DAYS_MAX = 3650 };

struct ReportSpec {
	int     report_type, format;
	int64_t period_days;
	int     span; /* only the shell and the program itself ask for others than REPORT_DAYS */
	int32_t from, to; /* of REPORT_RANGE; DATE_NONE = open */
};
/* As clients write it: report_type, period_days (30), format (html); the rest stays zero. */
extern const struct shape report_spec;

/*
 * A report from what the API shows: its figures are those of the other use cases for the same
 * period. Memory is of the arena. Blocks for tens of milliseconds; tells w how far it is.
 * ERR_CONFLICT "not_computed"; ERR_INVALID names period_days (or from) where the period has fewer
 * than two sessions; what w said.
 */
enum err app_report_make(struct app *app, struct arena *a, const struct ReportSpec *in,
                         const struct watch *w, struct document *out, struct fail *f) MUST_CHECK;

#endif

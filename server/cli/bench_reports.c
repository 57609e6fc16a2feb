/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* The detailed report over the whole sample, as a worker makes it: from the call to the file's bytes. */
#include <math.h>

#include "app/app.h"
#include "app/panel_cache.h"
#include "app/report.h"
#include "app/report_files.h"
#include "app/series.h"
#include "base/arena.h"
#include "base/buf.h"
#include "cli/bench.h"
#include "cli/cli.h"

enum { RUNS = 21, BYTES_MAX = 256 << 20 };

static const struct {
	int         format;
	const char *time, *size;
	double      ms, kb; /* budgets; NaN = shown only */
} works[] = {
	{REPORT_HTML, "reports: detailed, 33 years, as HTML, median", "reports: length of the HTML",
         50, 500},
	{REPORT_PDF, "reports: detailed, 33 years, as PDF, median", "reports: length of the PDF",
         250, NAN},
	{REPORT_XLSX, "reports: detailed, 33 years, as XLSX, median", "reports: length of the XLSX",
         250, NAN},
	{REPORT_CSV, "reports: detailed, 33 years, as CSV, median", "reports: length of the CSV",
         NAN, NAN},
	{REPORT_JSON, "reports: detailed, 33 years, as JSON, median", "reports: length of the JSON",
         NAN, NAN},
};

struct timing {
	double ms, kb;
};

/* The first one fills the caches of the worker and is not timed. */
static enum err time_report(struct app *app, struct arena *a, int format, struct timing *out,
                            struct fail *f)
{
	const struct ReportSpec spec = {
		.report_type = REPORT_DETAILED, .format = format, .span = REPORT_WHOLE};
	double        ms[RUNS];
	struct timing t = {.kb = 0};

	for (int i = -1; i < RUNS; i++) {
		struct document d = {.id = NULL};
		struct buf      b;
		const int64_t   begun = clock_ticks_us();

		arena_reset(a);
		TRY(app_report_make(app, a, &spec, NULL, &d, f));
		buf_init(&b, BYTES_MAX);
		const enum err e = report_write(format, &d, &b, f);
		t.kb = (double)b.n / 1024;
		buf_finish(&b);
		TRY(e);
		if (i >= 0)
			ms[i] = (double)(clock_ticks_us() - begun) / 1000;
	}
	t.ms = bench_median(ms, RUNS);
	*out = t;
	return OK;
}

static enum err time_all(struct cli *c, struct app *app, struct arena *a, struct bench_sheet *sheet,
                         struct fail *f)
{
	for (size_t i = 0; i < COUNT(works); i++) {
		struct timing t = {.ms = NAN};

		if (!report_kinds[works[i].format].write)
			continue;
		TRY(time_report(app, a, works[i].format, &t, f));
		bench_add(c, sheet, (struct bench_figure){works[i].time, "ms", t.ms, works[i].ms});
		bench_add(c, sheet, (struct bench_figure){works[i].size, "kB", t.kb, works[i].kb});
	}
	return OK;
}

enum err bench_group_reports(struct cli *c, struct bench_sheet *sheet, struct fail *f)
{
	struct app app = {.conf = &c->conf, .clock = &c->clock};

	TRY(bench_sample(c, &app.db, f));
	app.series = series_create();
	app.panels = panel_cache_create();
	struct arena  *a = arena_create();
	const enum err e = time_all(c, &app, a, sheet, f);
	arena_destroy(a); /* what it holds of the cache goes first */
	panel_cache_destroy(app.panels);
	series_destroy(app.series);
	return e;
}

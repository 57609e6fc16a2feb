/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/report.h"

#include <string.h>

#include "app/app.h"
#include "app/indexes.h"
#include "app/panel_cache.h"
#include "app/report_parts.h"
#include "app/series.h"
#include "base/arena.h"
#include "base/date.h"

const char *const report_types[] = {"performance", "allocation", "risk",
                                    "summary",     "detailed",   NULL};
const char *const report_formats[] = {"html", "pdf", "xlsx", "csv", "json", NULL};

static const struct field spec_fields[] = {
	{"report_type", ENUM, AT(ReportSpec, report_type), REQUIRED, .words = report_types,
         .doc = "What the report is about; detailed holds all of it", .example = "\"detailed\""},
	{"period_days", INT, AT(ReportSpec, period_days), 0, 1, REPORT_DAYS_MAX, "30",
         .doc = "Calendar days up to the last session of the index", .example = "365"},
	{"format", ENUM, AT(ReportSpec, format), .def = "html", .words = report_formats,
         .doc = "What file is made", .example = "\"html\""},
};
const struct shape report_spec = {
	.name = "ReportSpec",
	.size = sizeof(struct ReportSpec),
	.fields = spec_fields,
	.n = COUNT(spec_fields),
};

/*
 * A part of a report and the types that have it, in the order of a tear sheet. Parts of one id in
 * a row are one section.
 */
enum {
	P = 1 << REPORT_PERFORMANCE,
	A = 1 << REPORT_ALLOCATION,
	R = 1 << REPORT_RISK,
	S = 1 << REPORT_SUMMARY,
	D = 1 << REPORT_DETAILED,
	ALL = P | A | R | S | D
};
static const struct {
	const char  *id, *title;
	report_part *write;
	unsigned     types;
} parts[] = {
	{"key-figures", "Key figures", report_headline, ALL},
	{"key-figures", "Key figures", report_statistics, P | R | D},
	{"growth", "Growth", report_growth, P | S | D},
	{"years", "Calendar years", report_years, P | S | D},
	{"months", "Months", report_months, P | D},
	{"drawdowns", "Drawdowns", report_falls, P | R | S | D},
	{"rolling", "Rolling figures", report_rolling, R | D},
	{"distribution", "Distribution of returns", report_spread, R | D},
	{"composition", "Composition", report_composition, A | S | D},
	{"composition", "Composition", report_weights, A | D},
	{"changes", "Changes", report_changes, A | D},
	{"contribution", "Contribution", report_contribution, A | D},
	{"costs", "Costs and turnover", report_costs, P | A | D},
	{"data", "Data notes", report_data, ALL},
	{"methodology", "Methodology", report_method, ALL},
	{"methodology", "Methodology", report_meanings, R | D},
};

static const struct {
	const char *subtitle, *doing;
} titles[] = {
	[REPORT_PERFORMANCE] = {"Performance report", "Measuring returns"},
	[REPORT_ALLOCATION] = {"Allocation report", "Reading holdings"},
	[REPORT_RISK] = {"Risk report", "Measuring risk"},
	[REPORT_SUMMARY] = {"Summary report", "Measuring returns"},
	[REPORT_DETAILED] = {"Detailed report", "Measuring returns and risk"},
};

static enum err too_short(const struct ReportSpec *in, const struct levels *all, struct fail *f)
{
	char first[DATE_TEXT], last[DATE_TEXT];

	date_format(all->p[0].date, first);
	date_format(all->p[all->n - 1].date, last);
	if (in->span == REPORT_DAYS && all->n > 1)
		return fail_field(f, "period_days",
		                  "the index has fewer than two sessions in the last %lld day%s up"
		                  " to %s; take at least %d",
		                  (long long)in->period_days, in->period_days == 1 ? "" : "s", last,
		                  all->p[all->n - 1].date - all->p[all->n - 2].date);
	return fail_field(f, in->span == REPORT_DAYS ? "period_days" : "from",
	                  "the index has fewer than two sessions in this period; it runs from %s"
	                  " to %s",
	                  first, last);
}

/* The first and the last session of what is asked. */
static enum err settle_period(const struct ReportSpec *spec, struct report_input *in,
                              struct fail *f)
{
	struct series *s;
	struct levels  all;
	int32_t        from = DATE_NONE, to = INT32_MAX;

	TRY(series_open(in->app, in->a, &s, f));
	TRY(series_levels(in->app, s, &all, f));
	if (all.n == 0)
		return not_computed(f);
	if (spec->span == REPORT_DAYS)
		from = all.p[all.n - 1].date - (int32_t)spec->period_days;
	if (spec->span == REPORT_RANGE) {
		TRY(range_check(spec->from, spec->to, f));
		from = spec->from;
		to = spec->to == DATE_NONE ? INT32_MAX : spec->to;
	}
	const struct levels l = levels_between(&all, from, to);
	if (l.n < 2)
		return too_short(spec, &all, f);
	in->from = l.p[0].date;
	in->to = l.p[l.n - 1].date;
	return OK;
}

static size_t parts_of(int type)
{
	size_t n = 0;

	for (size_t i = 0; i < COUNT(parts); i++)
		n += parts[i].types >> type & 1;
	return n;
}

static enum err write_parts(struct report_input *in, int type, const struct watch *w,
                            struct document *out, struct fail *f)
{
	const size_t    all = parts_of(type);
	struct section *sections = ARENA_ARRAY(in->a, all, struct section);
	struct draft    d = {.a = in->a};
	size_t          n = 0, done = 0;

	for (size_t i = 0; i < COUNT(parts); i++) {
		if (!(parts[i].types >> type & 1))
			continue;
		TRY(watch_tell(w, (int)(10 + 85 * done++ / all), parts[i].title, f));
		if (n == 0 || strcmp(sections[n - 1].id, parts[i].id) != 0) {
			sections[n++] = (struct section){.id = parts[i].id,
			                                 .title = parts[i].title};
			d = (struct draft){.a = in->a};
		}
		TRY(parts[i].write(in, &d, f));
		sections[n - 1].blocks = d.blocks;
		sections[n - 1].n = d.n;
	}
	out->sections = sections;
	out->n = n;
	return OK;
}

static void destroy_series(void *s)
{
	series_destroy(s);
}

static void destroy_panels(void *c)
{
	panel_cache_destroy(c);
}

/* A command keeps no series; a report reads each many times, so it keeps them as long as it lasts. */
static void keep_series(struct app *app, struct arena *a)
{
	if (!app->series) {
		app->series = series_create();
		arena_defer(a, destroy_series, app->series);
	}
	if (!app->panels) {
		app->panels = panel_cache_create();
		arena_defer(a, destroy_panels, app->panels);
	}
}

/* All of it from one state of the series. */
static enum err write_report(struct report_input *input, const struct ReportSpec *in,
                             const struct watch *w, struct document *out, struct fail *f)
{
	TRY(settle_period(in, input, f));
	TRY(report_input_load(input, f));
	return write_parts(input, in->report_type, w, out, f);
}

enum err app_report_make(struct app *app, struct arena *a, const struct ReportSpec *in,
                         const struct watch *w, struct document *out, struct fail *f)
{
	struct app          own = *app;
	struct report_input input = {.app = &own, .a = a};
	struct document     d = {.id = report_types[in->report_type],
	                         .title = "Waardhaven AutoIndex",
	                         .subtitle = titles[in->report_type].subtitle};
	struct series      *series;
	char                now[TIME_TEXT];

	keep_series(&own, a);
	TRY(watch_tell(w, 0, titles[in->report_type].doing, f));
	TRY(series_open(&own, a, &series, f));
	series_hold(series);
	const enum err e = write_report(&input, in, w, &d, f);
	series_let_go(series);
	TRY(e);
	d.period = arena_printf(a, "%s to %s", report_date(a, input.from),
	                        report_date(a, input.to));
	d.first_date = input.from;
	d.last_date = input.to;
	/* 2026-11-23T09:22:48.071Z */
	time_format(clock_now_ms(app->clock), now);
	d.made = arena_printf(a, "Made on %s, %.5s UTC, by AutoIndex %s from run %lld",
	                      report_date(a, clock_today(app->clock)), now + DATE_TEXT, app_version,
	                      (long long)input.run.id);
	*out = d;
	return OK;
}

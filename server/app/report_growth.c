/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* How the level went: growth, years, months. */
#include <math.h>
#include <string.h>

#include "app/app.h"
#include "app/periods.h"
#include "app/report_parts.h"
#include "base/arena.h"
#include "base/date.h"

#define HEAT_FULL 0.10 /* a month of 10 % has the strongest colour */

/* 100 on the first session; the benchmark has the index's level on the first session of both. */
static void growth_lines(const struct report_input *in, struct chart *c)
{
	struct arena *a = in->a;
	const size_t  n = in->levels.n;
	int32_t      *dates = ARENA_ARRAY(a, n, int32_t);
	double       *own = ARENA_ARRAY(a, n, double), *other = ARENA_ARRAY(a, n, double);
	struct line  *lines = ARENA_ARRAY(a, 2, struct line);
	double        scale = NAN;
	size_t        k = 0;

	for (size_t i = 0; i < n; i++) {
		dates[i] = in->levels.p[i].date;
		own[i] = in->levels.p[i].total / in->levels.p[0].total * 100;
		other[i] = NAN;
		while (k < in->other.n && in->other.p[k].date < dates[i])
			k++;
		if (k == in->other.n || in->other.p[k].date != dates[i])
			continue;
		if (isnan(scale))
			scale = own[i] / in->other.p[k].value;
		other[i] = in->other.p[k].value * scale;
	}
	lines[0] = (struct line){.name = "AutoIndex", .v = own};
	lines[1] = (struct line){.name = in->benchmark, .v = other, .benchmark = true};
	c->n = n;
	c->dates = dates;
	c->lines = lines;
	c->n_lines = in->other.n ? 2 : 1;
}

static const char *growth_note(const struct report_input *in)
{
	struct arena     *a = in->a;
	const char *const p[] = {
		arena_printf(a, "100 on %s; total return before trading costs.",
	                     report_date(a, in->from)),
		in->other.n && in->common.start != in->from
			? arena_printf(a, "The %s joins on %s at the level of the index.",
	                               in->benchmark, report_date(a, in->common.start))
			: NULL,
		in->other.n ? benchmark_note(in->basis) : NULL,
	};

	return report_sentences(a, p, COUNT(p));
}

enum err report_growth(struct report_input *in, struct draft *d, struct fail *f)
{
	struct arena *a = in->a;
	const char   *alt = arena_printf(
		  a, "100 became %.2f from %s to %s; the deepest fall on the way was %s.",
		  in->levels.p[in->levels.n - 1].total / in->levels.p[0].total * 100,
		  report_date(a, in->from), report_date(a, in->to),
		  report_percent(a, in->own.max_drawdown, true));
	struct chart *c = draft_chart(d, CHART_LINE, "growth_log", "Growth, logarithmic scale",
	                              growth_note(in));

	(void)f;
	growth_lines(in, c);
	c->log = true;
	c->alt = alt;
	const struct chart same = *c;
	c = draft_chart(d, CHART_LINE, "growth_linear", "Growth, linear scale", growth_note(in));
	*c = same;
	c->log = false;
	return OK;
}

static enum err periods(const struct report_input *in, int frequency, struct Periods *out,
                        struct fail *f)
{
	const struct PeriodsQuery q = {.start_date = in->from,
	                               .end_date = in->to,
	                               .basis = in->basis,
	                               .frequency = frequency};

	return app_periods(in->app, in->a, &q, out, f);
}

static const char *periods_note(const struct report_input *in, const char *what)
{
	return arena_printf(in->a, "%s The first and the last %s may not be whole.", in->basis_note,
	                    what);
}

static enum err years_table(const struct report_input *in, const struct Periods *y, struct draft *d)
{
	struct arena        *a = in->a;
	struct column       *columns = ARENA_ARRAY(a, 6, struct column);
	const struct Period *p = y->items.items;
	const char          *none = in->other.n ? "the benchmark has no such session"
	                                        : "the data hold no S&P 500 in this period";

	columns[0] = (struct column){"Year", NULL, CELL_TEXT, "period"};
	columns[1] = (struct column){"AutoIndex", NULL, CELL_PERCENT, "autoindex"};
	columns[2] = (struct column){y->benchmark_name, NULL, CELL_PERCENT, "benchmark"};
	columns[3] = (struct column){"Difference", "pp", CELL_NUMBER, "difference"};
	columns[4] = (struct column){"From", NULL, CELL_DATE, "start_date"};
	columns[5] = (struct column){"To", NULL, CELL_DATE, "end_date"};
	struct sheet s = sheet_make(a, columns, 6);
	for (size_t i = y->items.n; i > 0; i--) {
		const struct Period *at = &p[i - 1];
		struct cell         *c = sheet_row(&s, at->period);

		c[0] = cell_text(at->period);
		c[1] = cell_signed(at->value, 2, "it has one session only");
		c[2] = cell_signed(at->benchmark, 2, none);
		c[3] = cell_number((at->value - at->benchmark) * 100, 2, none);
		c[3].sign = true;
		c[4] = cell_date(at->start_date, NULL);
		c[5] = cell_date(at->end_date, NULL);
	}
	draft_block(d, BLOCK_GRID, "years", "Calendar years", periods_note(in, "year"))->grid =
		sheet_grid(&s);
	return OK;
}

enum err report_years(struct report_input *in, struct draft *d, struct fail *f)
{
	struct arena  *a = in->a;
	struct Periods y = {.note = NULL};

	TRY(periods(in, PERIOD_YEARLY, &y, f));
	const struct Period *p = y.items.items;
	const char         **labels = ARENA_ARRAY(a, y.items.n, const char *);
	double              *own = ARENA_ARRAY(a, y.items.n, double);
	double              *other = ARENA_ARRAY(a, y.items.n, double);
	struct line         *lines = ARENA_ARRAY(a, 2, struct line);
	size_t               won = 0;

	for (size_t i = 0; i < y.items.n; i++) {
		labels[i] = p[i].period;
		own[i] = p[i].value;
		other[i] = p[i].benchmark;
		won += own[i] > 0;
	}
	lines[0] = (struct line){.name = "AutoIndex", .v = own};
	lines[1] = (struct line){.name = y.benchmark_name, .v = other, .benchmark = true};
	struct chart *c = draft_chart(d, CHART_BARS, "yearly_returns", "Returns of calendar years",
	                              periods_note(in, "year"));
	c->n = y.items.n;
	c->labels = labels;
	c->lines = lines;
	c->n_lines = in->other.n ? 2 : 1;
	c->percent = true;
	c->alt = arena_printf(a, "The index gained in %zu of %zu calendar years.", won, y.items.n);
	return years_table(in, &y, d);
}

static void month_columns(struct column columns[14])
{
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
	                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

	columns[0] = (struct column){"Year", NULL, CELL_TEXT, "year"};
	for (size_t i = 0; i < 12; i++)
		columns[i + 1] = (struct column){months[i], NULL, CELL_PERCENT, months[i]};
	columns[13] = (struct column){"Year", NULL, CELL_PERCENT, "total"};
}

enum err report_months(struct report_input *in, struct draft *d, struct fail *f)
{
	struct arena  *a = in->a;
	struct column *columns = ARENA_ARRAY(a, 14, struct column);
	struct Periods m = {.note = NULL}, y = {.note = NULL};

	TRY(periods(in, PERIOD_MONTHLY, &m, f));
	TRY(periods(in, PERIOD_YEARLY, &y, f));
	const struct Period *month = m.items.items, *year = y.items.items;

	month_columns(columns);
	struct sheet s = sheet_make(a, columns, 14);
	size_t       k = m.items.n;
	for (size_t i = y.items.n; i > 0; i--) {
		struct cell *c = sheet_row(&s, year[i - 1].period);

		c[0] = cell_text(year[i - 1].period);
		for (; k > 0 && strncmp(month[k - 1].period, year[i - 1].period, 4) == 0; k--)
			c[date_civil(month[k - 1].end_date).month] = cell_heat(
				month[k - 1].value, "it has one session only");
		c[13] = cell_signed(year[i - 1].value, 1, "it has one session only");
	}
	struct block *b = draft_block(d, BLOCK_GRID, "monthly_returns", "Returns of months",
	                              periods_note(in, "month"));
	b->grid = sheet_grid(&s);
	b->grid.heat_full = HEAT_FULL;
	return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "report/draw.h"

#include <math.h>
#include <stdio.h>

#include "base/arena.h"
#include "report/axis.h"
#include "report/marks.h"

enum { SIZE = 11, LEGEND_ROW = 18, FOOT = 22, TAGS_MAX = 3, TAG_HEIGHT = 15 };
#define TICK_APART 44.0 /* points between horizontal lines, about */
#define LABEL_GAP 12.0

int draw_ink(const struct chart *c, size_t line)
{
	size_t others = 0;

	if (c->kind == CHART_STACK)
		return INK_SERIES + (int)(line % INK_SERIES_N);
	if (c->lines[line].benchmark)
		return INK_BENCHMARK;
	for (size_t i = 0; i < line; i++)
		others += !c->lines[i].benchmark;
	if (others > 0)
		return INK_SERIES +
		       (int)(others % INK_SERIES_N); /* the first is too near the index's */
	return c->kind == CHART_AREA ? INK_LOSS : INK_INDEX;
}

static double text_width(const struct pen *p, const char *text)
{
	return p->width(p->ctx, text, SIZE, false);
}

static void text(const struct pen *p, double x, double y, const char *s, int ink, enum anchor at)
{
	p->text(p->ctx, x, y, s, ink, SIZE, at, false);
}

/* Names beside samples of their lines, in rows; returns the height. */
static double legend(const struct plot *pl)
{
	const struct chart *c = pl->c;
	const struct pen   *p = pl->pen;
	const bool          filled = c->kind != CHART_LINE && c->kind != CHART_AREA;
	double              x = pl->x0, y = 12;

	if (c->n_lines < 2)
		return 0;
	for (size_t i = 0; i < c->n_lines; i++) {
		const double wide = 22 + text_width(p, c->lines[i].name) + 14;
		const bool   curve = c->kind == CHART_HIST && i > 0;

		if (x > pl->x0 && x + wide > pl->width) {
			x = pl->x0;
			y += LEGEND_ROW;
		}
		if (filled && !curve)
			plot_box(pl, x + 4, y - 8, x + 14, y + 1, draw_ink(c, i), 0.85);
		else
			p->line(p->ctx, (struct point[]){{x, y - 3.5}, {x + 16, y - 3.5}}, 2,
			        draw_ink(c, i), c->lines[i].benchmark ? 1.25 : 2, false);
		text(p, x + 22, y, c->lines[i].name, INK_MUTED, ANCHOR_START);
		x += wide;
	}
	return y + 10;
}

/* The least and the largest value to be shown; false: there is none. */
static bool extent(const struct chart *c, double *lo, double *hi)
{
	double low = INFINITY, high = -INFINITY;

	for (size_t i = 0; i < c->n; i++) {
		double sum = 0;

		for (size_t k = 0; k < c->n_lines; k++) {
			double v = c->lines[k].v[i];

			if (!isfinite(v))
				continue;
			sum += v;
			v = c->kind == CHART_STACK ? sum : v;
			low = fmin(low, v);
			high = fmax(high, v);
		}
	}
	if (!(low <= high))
		return false;
	if (c->kind != CHART_LINE) {
		low = fmin(low, 0);
		high = fmax(high, 0);
	}
	if (!(low < high)) { /* flat */
		const double room = low == 0 ? 1 : fabs(low) * 0.05;

		low -= c->kind == CHART_LINE ? room : 0;
		high += room;
	}
	*lo = low;
	*hi = high;
	return true;
}

/* Some air above and below, but not beyond 0 or the whole. */
static void pad(struct plot *pl)
{
	const enum chart_kind kind = pl->c->kind;
	const double          air = 0.05 * (pl->hi - pl->lo);

	if (kind == CHART_STACK && pl->c->percent && pl->hi > 0.99) {
		pl->hi = 1;
		return;
	}
	if (kind == CHART_LINE || pl->lo < 0)
		pl->lo -= air;
	if (kind == CHART_LINE || pl->hi > 0)
		pl->hi += air;
}

static void scale(struct plot *pl, bool *known)
{
	*known = extent(pl->c, &pl->lo, &pl->hi);
	if (!*known) {
		pl->lo = 0;
		pl->hi = 1;
		return;
	}
	pl->log = pl->c->log && pl->lo > 0;
	if (pl->log) {
		const double air = pow(pl->hi / pl->lo, 0.04);

		pl->lo /= air;
		pl->hi *= air;
	} else {
		pad(pl);
	}
}

static size_t ticks(struct plot *pl, double out[AXIS_TICKS], double *step)
{
	const double room = (pl->y1 - pl->y0) / TICK_APART;
	const size_t most = room < 3 ? 3 : room > 7 ? 7 : (size_t)room + 1;

	return pl->log ? axis_log_ticks(pl->lo, pl->hi, most, out, step)
	               : axis_ticks(pl->lo, pl->hi, most, out, step);
}

/* The last values, as filled tags on the axis that do not cover each other. */
struct tag {
	double y;
	int    ink;
	char   label[AXIS_TEXT];
};

static size_t tags_of(const struct plot *pl, double step, struct tag out[TAGS_MAX])
{
	const struct chart *c = pl->c;
	size_t              n = 0;

	if ((c->kind != CHART_LINE && c->kind != CHART_AREA) || c->n_lines > TAGS_MAX)
		return 0;
	for (size_t k = 0; k < c->n_lines; k++) {
		size_t last = c->n;

		while (last > 0 && !isfinite(c->lines[k].v[last - 1]))
			last--;
		if (last == 0 || last + c->n / 50 < c->n) /* it ended before */
			continue;
		const double v = c->lines[k].v[last - 1];
		struct tag   t = {.y = plot_y(pl, v), .ink = draw_ink(c, k)};

		axis_label(v,
		           c->percent       ? 0.001
		           : fabs(v) >= 1e4 ? 100
		                            : step / 10,
		           c->percent, t.label);
		size_t at = n++;
		for (; at > 0 && out[at - 1].y > t.y; at--)
			out[at] = out[at - 1];
		out[at] = t;
	}
	for (size_t i = 1; i < n; i++)
		out[i].y = fmax(out[i].y, out[i - 1].y + TAG_HEIGHT + 1);
	for (size_t i = n; i > 0; i--) {
		const double below = i == n ? pl->y1 + TAG_HEIGHT / 2.0 : out[i].y - TAG_HEIGHT - 1;

		out[i - 1].y = fmin(out[i - 1].y, below);
	}
	return n;
}

static bool under_a_tag(double y, const struct tag *tag, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (fabs(tag[i].y - y) < TAG_HEIGHT)
			return true;
	return false;
}

/* Horizontal lines, their values at the right, the tags; sets x1. */
static void value_axis(struct plot *pl)
{
	const struct pen *p = pl->pen;
	double            tick[AXIS_TICKS], step = 1, wide = 0;
	struct tag        tag[TAGS_MAX];
	char              label[AXIS_TEXT];
	const size_t      n = ticks(pl, tick, &step), tags = tags_of(pl, step, tag);

	for (size_t i = 0; i < n; i++)
		wide = fmax(wide, text_width(p, axis_label(tick[i], pl->log ? tick[i] : step,
		                                           pl->c->percent, label)));
	for (size_t i = 0; i < tags; i++)
		wide = fmax(wide, text_width(p, tag[i].label) + 4);
	pl->x1 = pl->width - wide - 12;
	for (size_t i = 0; i < n; i++) {
		const double y = plot_y(pl, tick[i]);
		const bool   zero = tick[i] == 0 && pl->lo < 0;

		p->line(p->ctx, (struct point[]){{pl->x0, y}, {pl->x1, y}}, 2,
		        zero ? INK_AXIS : INK_GRID, 1, false);
		if (!under_a_tag(y, tag, tags))
			text(p, pl->width, y + 4,
			     axis_label(tick[i], pl->log ? tick[i] : step, pl->c->percent, label),
			     INK_MUTED, ANCHOR_END);
	}
	for (size_t i = 0; i < tags; i++) {
		plot_box(pl, pl->x1 + 4, tag[i].y - TAG_HEIGHT / 2.0, pl->width + 2,
		         tag[i].y + TAG_HEIGHT / 2.0, tag[i].ink, 1);
		p->text(p->ctx, pl->width, tag[i].y + 4, tag[i].label, INK_SURFACE, SIZE,
		        ANCHOR_END, true);
	}
}

static void date_axis(const struct plot *pl)
{
	const struct chart *c = pl->c;
	const struct pen   *p = pl->pen;
	const double        wide = text_width(p, "Mar 2008") + LABEL_GAP;
	const double        year = text_width(p, "2008") + LABEL_GAP;
	const bool          long_time = c->dates[c->n - 1] - c->dates[0] > 366 * 3;
	int32_t             at[AXIS_TICKS];
	enum axis_unit      unit;
	char                label[AXIS_TEXT];
	const double        room = (pl->x1 - pl->x0) / (long_time ? year : wide);
	const size_t n = axis_dates(c->dates[0], c->dates[c->n - 1], room < 2 ? 2 : (size_t)room,
	                            at, &unit);

	for (size_t i = 0; i < n; i++) {
		const double x = plot_x(pl, at[i]);
		const double half = text_width(p, axis_date(at[i], unit, label)) / 2;

		p->line(p->ctx, (struct point[]){{x, pl->y1}, {x, pl->y1 + 4}}, 2, INK_AXIS, 1,
		        false);
		if (x - half >= pl->x0 - 2 && x + half <= pl->x1 + 8)
			text(p, x, pl->y1 + 16, label, INK_MUTED, ANCHOR_MIDDLE);
	}
}

static void label_axis(const struct plot *pl)
{
	const struct chart *c = pl->c;
	const double        each = (pl->x1 - pl->x0) / (double)c->n;
	double              wide = 0;
	size_t              every;

	for (size_t i = 0; i < c->n; i++)
		wide = fmax(wide, text_width(pl->pen, c->labels[i]));
	every = (size_t)ceil((wide + LABEL_GAP) / each);
	for (size_t i = every > 1 ? (c->n - 1) % every / 2 : 0; i < c->n; i += every)
		text(pl->pen, pl->x0 + ((double)i + 0.5) * each, pl->y1 + 16, c->labels[i],
		     INK_MUTED, ANCHOR_MIDDLE);
}

/* Bars that lie: a label, the bar, its value. */
static void rows(struct plot *pl)
{
	const struct chart *c = pl->c;
	const struct pen   *p = pl->pen;
	const double        each = (pl->height - 4) / (double)c->n;
	double              names = 0, values = 0;
	char                label[AXIS_TEXT];

	for (size_t i = 0; i < c->n; i++) {
		axis_label(c->lines[0].v[i], 0.001, c->percent, label);
		names = fmax(names, text_width(p, c->labels[i]));
		values = fmax(values, isfinite(c->lines[0].v[i]) ? text_width(p, label) : 0);
	}
	pl->x0 = fmin(names, pl->width * 0.4) + 10 + (pl->lo < 0 ? values : 0);
	pl->x1 = pl->width - values - 10;
	for (size_t i = 0; i < c->n; i++) {
		const double v = c->lines[0].v[i], y = 2 + (double)i * each;
		const double from = plot_across(pl, 0), to = plot_across(pl, isfinite(v) ? v : 0);

		text(p, 0, y + each / 2 + 4, c->labels[i], INK_TEXT, ANCHOR_START);
		if (!isfinite(v)) {
			text(p, from + 6, y + each / 2 + 4, "\u2014", INK_MUTED, ANCHOR_START);
			continue;
		}
		plot_box(pl, fmin(from, to), y + each * 0.18, fmax(from, to), y + each * 0.82,
		         pl->lo < 0 ? v < 0 ? INK_LOSS : INK_GAIN : draw_ink(c, 0), 0.85);
		text(p, v < 0 ? to - 5 : to + 5, y + each / 2 + 4,
		     axis_label(v, c->percent ? 0.001 : 0.01, c->percent, label), INK_MUTED,
		     v < 0 ? ANCHOR_END : ANCHOR_START);
	}
	const double zero = plot_across(pl, 0);
	p->line(p->ctx, (struct point[]){{zero, 0}, {zero, pl->height}}, 2, INK_AXIS, 1, false);
}

void draw_chart(const struct pen *pen, struct arena *a, const struct chart *c, double width,
                double height)
{
	struct plot pl = {.pen = pen, .a = a, .c = c, .width = width, .height = height};
	bool        known;

	scale(&pl, &known);
	if (known && c->kind == CHART_ROWS) {
		rows(&pl);
		return;
	}
	pl.y0 = legend(&pl) + 8;
	pl.y1 = height - FOOT;
	value_axis(&pl);
	if (!known) {
		text(pen, width / 2, (pl.y0 + pl.y1) / 2, "No values in this period", INK_MUTED,
		     ANCHOR_MIDDLE);
		return;
	}
	if (c->dates)
		date_axis(&pl);
	else
		label_axis(&pl);
	plot_marks(&pl);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "report/marks.h"

#include <math.h>

#include "base/arena.h"

/* Points of a line are thinned to those of steps so wide; of areas on top of each other, wider. */
#define THIN 1.5

double plot_y(const struct plot *pl, double v)
{
	const double share = pl->log ? log(v / pl->lo) / log(pl->hi / pl->lo)
	                             : (v - pl->lo) / (pl->hi - pl->lo);

	return pl->y1 - share * (pl->y1 - pl->y0);
}

double plot_x(const struct plot *pl, int32_t date)
{
	const int32_t *d = pl->c->dates;
	const double   span = (double)d[pl->c->n - 1] - d[0];

	return span > 0 ? pl->x0 + ((double)date - d[0]) / span * (pl->x1 - pl->x0)
	                : (pl->x0 + pl->x1) / 2;
}

double plot_across(const struct plot *pl, double v)
{
	return pl->x0 + (v - pl->lo) / (pl->hi - pl->lo) * (pl->x1 - pl->x0);
}

void plot_box(const struct plot *pl, double x0, double y0, double x1, double y1, int ink,
              double opacity)
{
	pl->pen->area(pl->pen->ctx, (struct point[]){{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}, 4,
	              ink, opacity);
}

/* Of from .. to - 1, all in one step: first, lowest, highest and last, in their order. */
static size_t keep_of_step(const double *v, size_t from, size_t to, size_t *keep)
{
	size_t low = from, high = from, n = 0;

	for (size_t i = from; i < to; i++) {
		if (v[i] < v[low])
			low = i;
		if (v[i] > v[high])
			high = i;
	}
	const size_t of[] = {from, low < high ? low : high, low < high ? high : low, to - 1};
	for (size_t k = 0; k < 4; k++)
		if (n == 0 || of[k] > keep[n - 1])
			keep[n++] = of[k];
	return n;
}

size_t draw_thin(const double *x, const double *v, size_t n, double step, size_t *keep)
{
	size_t kept = 0;

	for (size_t i = 0; i < n;) {
		const bool gap = isnan(v[i]);
		size_t     end = i + 1;

		while (end < n && isnan(v[end]) == gap && (gap || x[end] < x[i] + step))
			end++;
		if (gap)
			keep[kept++] = i;
		else
			kept += keep_of_step(v, i, end, keep + kept);
		i = end;
	}
	return kept;
}

static double *places(const struct plot *pl)
{
	double      *x = ARENA_ARRAY(pl->a, pl->c->n, double);
	const double each = (pl->x1 - pl->x0) / (double)pl->c->n;

	for (size_t i = 0; i < pl->c->n; i++)
		x[i] = pl->c->dates ? plot_x(pl, pl->c->dates[i])
		                    : pl->x0 + ((double)i + 0.5) * each;
	return x;
}

/* A run of points that are there; filled to 0 where the chart wants it. */
static void stroke(const struct plot *pl, struct point *p, size_t n, size_t line)
{
	const struct pen *pen = pl->pen;
	const int         ink = draw_ink(pl->c, line);
	const bool        benchmark = pl->c->lines[line].benchmark;

	if (n == 0)
		return;
	if (pl->c->kind == CHART_AREA && !benchmark) {
		const double zero = plot_y(pl, 0);

		p[n] = (struct point){p[n - 1].x, zero};
		p[n + 1] = (struct point){p[0].x, zero};
		pen->area(pen->ctx, p, n + 2, ink, 0.16);
	}
	if (n == 1) { /* one alone would not be seen */
		p[1] = (struct point){p[0].x + 1, p[0].y};
		n = 2;
	}
	pen->line(pen->ctx, p, n, ink,
	          benchmark                   ? 1.25
	          : pl->c->kind == CHART_AREA ? 1
	          : ink == INK_INDEX          ? 1.75
	                                      : 1.25,
	          false);
}

static void curve(const struct plot *pl, const double *x, size_t line)
{
	const size_t  n = pl->c->n;
	const double *v = pl->c->lines[line].v;
	size_t       *keep = ARENA_ARRAY(pl->a, n, size_t);
	struct point *p = ARENA_ARRAY(pl->a, n + 2, struct point);
	const size_t  kept = draw_thin(x, v, n, THIN, keep);
	size_t        run = 0;

	for (size_t i = 0; i < kept; i++) {
		const double at = v[keep[i]];

		if (!isfinite(at) || (pl->log && at <= 0)) {
			stroke(pl, p, run, line);
			run = 0;
			continue;
		}
		p[run++] = (struct point){x[keep[i]], plot_y(pl, at)};
	}
	stroke(pl, p, run, line);
}

/* The benchmark lies below what is compared with it. */
static void curves(const struct plot *pl, size_t from)
{
	const double *x = places(pl);

	for (size_t i = pl->c->n_lines; i > from; i--)
		if (pl->c->lines[i - 1].benchmark)
			curve(pl, x, i - 1);
	for (size_t i = pl->c->n_lines; i > from; i--)
		if (!pl->c->lines[i - 1].benchmark)
			curve(pl, x, i - 1);
}

static void bars(const struct plot *pl, size_t lines)
{
	const struct chart *c = pl->c;
	const double        each = (pl->x1 - pl->x0) / (double)c->n;
	const double        gap = c->kind == CHART_HIST ? 0.06 : 0.24;
	const double        wide = each * (1 - gap) / (double)lines;
	const double        zero = plot_y(pl, 0);
	const bool          by_sign = lines == 1 && pl->lo < 0;

	for (size_t i = 0; i < c->n; i++) {
		for (size_t k = 0; k < lines; k++) {
			const double v = c->lines[k].v[i];
			const double x = pl->x0 + ((double)i + gap / 2) * each + (double)k * wide;
			const double y = isfinite(v) ? plot_y(pl, v) : zero;

			if (!isfinite(v) || v == 0)
				continue;
			plot_box(pl, x, fmin(y, zero), x + fmax(wide - (wide > 4 ? 1 : 0), 0.6),
			         fmax(y, zero),
			         by_sign ? v < 0 ? INK_LOSS : INK_GAIN : draw_ink(c, k),
			         c->lines[k].benchmark ? 0.7 : 0.9);
		}
	}
}

/* Each lies on the sum of those before it, with a seam between. */
static void stack(const struct plot *pl)
{
	const struct chart *c = pl->c;
	const double       *x = places(pl);
	double             *below = ARENA_ARRAY(pl->a, c->n, double);
	struct point       *p = ARENA_ARRAY(pl->a, 2 * c->n, struct point);

	for (size_t k = 0; k < c->n_lines; k++) {
		for (size_t i = 0; i < c->n; i++) {
			const double v = isfinite(c->lines[k].v[i]) ? c->lines[k].v[i] : 0;

			p[2 * c->n - 1 - i] = (struct point){x[i], plot_y(pl, below[i])};
			below[i] += v;
			p[i] = (struct point){x[i], plot_y(pl, below[i])};
		}
		pl->pen->area(pl->pen->ctx, p, 2 * c->n, draw_ink(c, k), 0.78);
		if (k + 1 < c->n_lines)
			pl->pen->line(pl->pen->ctx, p, c->n, INK_SURFACE, 0.75, false);
	}
}

void plot_marks(const struct plot *pl)
{
	switch (pl->c->kind) {
	case CHART_LINE:
	case CHART_AREA: curves(pl, 0); break;
	case CHART_BARS: bars(pl, pl->c->n_lines); break;
	case CHART_STACK: stack(pl); break;
	case CHART_HIST:
		bars(pl, 1);
		curves(pl, 1);
		break;
	case CHART_ROWS: break;
	}
}

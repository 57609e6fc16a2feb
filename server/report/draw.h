/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef REPORT_DRAW_H
#define REPORT_DRAW_H

#include <stdbool.h>
#include <stddef.h>

#include "report/document.h"

struct arena;

/*
 * Charts as lines, areas and words on a plane in points, y downward; what a pen does with them is
 * an SVG element or a stroke of a PDF. Colours are roles, which each pen turns into its own.
 */
enum ink {
	INK_TEXT,
	INK_MUTED,
	INK_GRID,
	INK_AXIS,    /* the line at 0, or another that is referred to */
	INK_SURFACE, /* what is drawn on: seams between areas, words on a filled tag */
	INK_INDEX,
	INK_BENCHMARK,
	INK_LOSS,
	INK_GAIN,
	INK_SERIES /* + k: further series, k from 0 to INK_SERIES_N - 1 */
};
enum { INK_SERIES_N = 8 };
enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

struct point {
	double x, y;
};
struct pen {
	void *ctx;
	void (*line)(void *ctx, const struct point *p, size_t n, int ink, double width,
	             bool dashed);
	void (*area)(void *ctx, const struct point *p, size_t n, int ink,
	             double opacity); /* closed */
	void (*text)(void *ctx, double x, double y, const char *text, int ink, double size,
	             enum anchor anchor, bool bold);
	double (*width)(void *ctx, const char *text, double size,
	                bool bold); /* about, where it is not known */
};

/*
 * Axes, grid, series and legend of a chart within width × height, from 160 × 80 on. Lines with more
 * points than fit are thinned so that highs and lows stay. Scratch memory is of a.
 */
void draw_chart(const struct pen *pen, struct arena *a, const struct chart *c, double width,
                double height);

#endif

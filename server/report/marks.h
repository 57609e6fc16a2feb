/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef REPORT_MARKS_H
#define REPORT_MARKS_H

#include "report/draw.h"

/* A chart being drawn: where its values are, and the marks that stand for them. */
struct plot {
	const struct pen   *pen;
	struct arena       *a;
	const struct chart *c;
	double              width, height;
	double              x0, x1, y0, y1; /* of the field of the marks */
	double              lo, hi;         /* values at y1 and y0 */
	bool                log;
};

double plot_y(const struct plot *pl, double v);
double plot_x(const struct plot *pl, int32_t date);
double plot_across(const struct plot *pl, double v); /* along x0..x1, of bars that lie */
void   plot_box(const struct plot *pl, double x0, double y0, double x1, double y1, int ink,
                double opacity);
/* Lines, areas, bars, stacks or bins; the axes are there. */
void plot_marks(const struct plot *pl);

#endif

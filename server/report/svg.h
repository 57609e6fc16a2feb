/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef REPORT_SVG_H
#define REPORT_SVG_H

#include "report/document.h"

struct arena;

/*
 * A chart as an <svg> element: vector, with a title and a description, its colours by the classes
 * s0.. (lines) and f0.. (areas, words) for each ink of report/draw.h. n tells ids apart.
 */
void svg_chart(struct buf *out, struct arena *a, const struct chart *c, const char *title, int n,
               double width, double height, const char *classes);

/* &, <, > and quotes as entities; what XML forbids is left out. */
void svg_text(struct buf *out, const char *text);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef REPORT_FIGURE_H
#define REPORT_FIGURE_H

#include <stdbool.h>

#include "report/document.h"

/* Figures as people read them: "+22.82%", "25,408.22", "2022-12-28", "\u2014" where undefined. */
enum { FIGURE_TEXT = 64 };

/* Not for CELL_TEXT, whose text is the cell's own. Returns out. */
const char *figure_text(const struct cell *c, char out[FIGURE_TEXT]);
/* Is it a number or a date that is undefined? */
bool figure_missing(const struct cell *c);
/* -1, 0 or 1: what the sign of a cell that shows one is, after rounding; 0 for others. */
int figure_sign(const struct cell *c);
/* -4..4: the step of colour of a cell of heat; 0 where it has none. */
int figure_heat(const struct grid *g, const struct cell *c);

#endif

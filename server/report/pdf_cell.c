/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Cells of a report's grids as the PDF shows them. */
#include <math.h>
#include <string.h>

#include "report/pdf.h"

const char *pdf_cell_text(const struct cell *c, const struct column *col, char buf[FIGURE_TEXT])
{
	struct cell bare = *c;

	if (c->kind == CELL_TEXT)
		return c->text ? c->text : "";
	if (c->kind == CELL_PERCENT && col->unit && strcmp(col->unit, "%") == 0) {
		bare.kind = CELL_NUMBER; /* the head says it */
		bare.v = c->v * 100;
	}
	return figure_text(&bare, buf);
}

int pdf_cell_colour(const struct cell *c)
{
	const int sign = c->heat ? 0 : figure_sign(c);

	if (figure_missing(c))
		return PDF_MUTED;
	return sign > 0 ? PDF_GAIN : sign < 0 ? PDF_LOSS : PDF_TEXT;
}

/* Between the steps of the diverging scale, from full loss to full gain. */
int pdf_cell_heat(const struct cell *c, double heat_full)
{
	static const int steps[] = {0xe58a63, 0xf1ad90, 0xf8cfbe, 0xfdeae3, 0xf1f3f5,
	                            0xdff0f3, 0xb8dee4, 0x86c6cf, 0x51abb6};
	double           at = heat_full > 0 ? c->v / heat_full : 0;
	int              rgb = 0;

	at = (fmax(-1, fmin(1, at)) + 1) * 4;
	size_t i = at >= 8 ? 7 : (size_t)at;

	for (int shift = 16; shift >= 0; shift -= 8) {
		double from = (steps[i] >> shift) & 0xff, to = (steps[i + 1] >> shift) & 0xff;

		rgb |= (int)(from + (to - from) * (at - (double)i) + 0.5) << shift;
	}
	return rgb;
}

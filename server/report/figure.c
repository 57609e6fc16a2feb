/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "report/figure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"

enum { HEAT_STEPS = 4 };

bool figure_missing(const struct cell *c)
{
	return c->kind != CELL_TEXT && c->kind != CELL_NONE && !isfinite(c->v);
}

static double scaled(const struct cell *c)
{
	return c->kind == CELL_PERCENT ? c->v * 100 : c->v;
}

/* Whether anything but zeros is left when it is rounded. */
static bool shown_as_zero(const struct cell *c)
{
	return fabs(scaled(c)) * pow(10, c->digits) < 0.5;
}

int figure_sign(const struct cell *c)
{
	if (!c->sign || (c->kind != CELL_NUMBER && c->kind != CELL_PERCENT) || !isfinite(c->v) ||
	    shown_as_zero(c))
		return 0;
	return c->v < 0 ? -1 : 1;
}

int figure_heat(const struct grid *g, const struct cell *c)
{
	if (!c->heat || !isfinite(c->v) || !(g->heat_full > 0))
		return 0;
	const double steps = ceil(fabs(c->v) / g->heat_full * HEAT_STEPS - 0.25);

	return (int)copysign(fmin(steps, HEAT_STEPS), c->v);
}

/* Digits with a comma between thousands; text is what printf made of a number not below 0. */
static void group(const char *text, char *out)
{
	size_t whole = strcspn(text, "."), n = 0;

	for (size_t i = 0; text[i]; i++) {
		if (i > 0 && i < whole && (whole - i) % 3 == 0)
			out[n++] = ',';
		out[n++] = text[i];
	}
	out[n] = '\0';
}

const char *figure_text(const struct cell *c, char out[FIGURE_TEXT])
{
	char plain[FIGURE_TEXT / 2], grouped[FIGURE_TEXT - 8];

	if (c->kind == CELL_NONE || c->kind == CELL_TEXT) {
		out[0] = '\0';
	} else if (figure_missing(c)) {
		snprintf(out, FIGURE_TEXT, "\u2014");
	} else if (c->kind == CELL_DATE) {
		date_format((int32_t)c->v, out);
	} else {
		const bool zero = shown_as_zero(c);

		snprintf(plain, sizeof(plain), "%.*f", c->digits, zero ? 0 : fabs(scaled(c)));
		group(plain, grouped);
		snprintf(out, FIGURE_TEXT, "%s%s%s",
		         zero       ? ""
		         : c->v < 0 ? "\u2212"
		         : c->sign  ? "+"
		                    : "",
		         grouped, c->kind == CELL_PERCENT ? "%" : "");
	}
	return out;
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "report/figure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"

#define MINUS "\u2212"
#define PLAIN_BELOW 1e15 /* what is larger is shown as 1e+15 */

enum { HEAT_STEPS = 4, DIGITS_MAX = 12 };

bool figure_missing(const struct cell *c)
{
	return c->kind != CELL_TEXT && c->kind != CELL_NONE && !isfinite(c->v);
}

int figure_sign(const struct cell *c)
{
	char text[FIGURE_TEXT];

	if (!c->sign || (c->kind != CELL_NUMBER && c->kind != CELL_PERCENT))
		return 0;
	figure_text(c, text);
	return text[0] == '+' ? 1 : strncmp(text, MINUS, strlen(MINUS)) == 0 ? -1 : 0;
}

int figure_heat(const struct grid *g, const struct cell *c)
{
	if (!c->heat || !isfinite(c->v) || !(g->heat_full > 0))
		return 0;
	const double steps = ceil(fabs(c->v) / g->heat_full * HEAT_STEPS - 0.25);

	return (int)copysign(fmin(steps, HEAT_STEPS), c->v);
}

/* Thousands parted by commas, the sign in front; nothing that rounds to 0 has one. */
static void number(double v, int digits, bool sign, char out[FIGURE_TEXT])
{
	char        plain[48];
	const int   n = snprintf(plain, sizeof(plain), "%.*f", digits, fabs(v));
	const bool  zero = strspn(plain, "0.") == (size_t)n;
	const char *mark = zero ? "" : v < 0 ? MINUS : sign ? "+" : "";
	size_t whole = strcspn(plain, "."), at = (size_t)snprintf(out, FIGURE_TEXT, "%s", mark);

	for (size_t i = 0; i < (size_t)n; i++) {
		if (i > 0 && i < whole && (whole - i) % 3 == 0)
			out[at++] = ',';
		out[at++] = plain[i];
	}
	out[at] = '\0';
}

const char *figure_text(const struct cell *c, char out[FIGURE_TEXT])
{
	const int    digits = c->digits < 0 ? 0 : c->digits > DIGITS_MAX ? DIGITS_MAX : c->digits;
	const double v = c->kind == CELL_PERCENT ? c->v * 100 : c->v;

	if (c->kind == CELL_NONE || c->kind == CELL_TEXT) {
		out[0] = '\0';
		return out;
	}
	if (figure_missing(c)) {
		snprintf(out, FIGURE_TEXT, "\u2014");
		return out;
	}
	if (c->kind == CELL_DATE)
		return date_format((int32_t)c->v, out);
	if (fabs(v) < PLAIN_BELOW)
		number(v, digits, c->sign, out);
	else
		snprintf(out, FIGURE_TEXT, "%.6g", v);
	if (c->kind == CELL_PERCENT)
		memcpy(out + strlen(out), "%", 2);
	return out;
}

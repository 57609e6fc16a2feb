/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Cells of a report's grids as the PDF shows them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "report/pdf.h"

#define MINUS "−"

bool pdf_cell_undefined(const struct cell *c)
{
	return c->kind != CELL_TEXT && c->kind != CELL_NONE && !isfinite(c->v);
}

/* Thousands parted by commas, the sign in front; nothing that rounds to 0 has one. */
static void number(double v, int digits, bool sign, const char *unit, char buf[PDF_CELL_TEXT])
{
	char   plain[48];
	int    n = snprintf(plain, sizeof(plain), "%.*f", digits, fabs(v));
	bool   zero = strspn(plain, "0.") == (size_t)n;
	char  *dot = strchr(plain, '.');
	size_t whole = dot ? (size_t)(dot - plain) : (size_t)n;
	size_t at = (size_t)snprintf(buf, PDF_CELL_TEXT, "%s",
	                             zero    ? ""
	                             : v < 0 ? MINUS
	                             : sign  ? "+"
	                                     : "");

	for (size_t i = 0; i < (size_t)n; i++) {
		if (i > 0 && i < whole && (whole - i) % 3 == 0)
			buf[at++] = ',';
		buf[at++] = plain[i];
	}
	snprintf(buf + at, PDF_CELL_TEXT - at, "%s", unit);
}

const char *pdf_cell_text(const struct cell *c, const struct column *col, char buf[PDF_CELL_TEXT])
{
	int digits = c->digits < 0 ? 0 : c->digits > 12 ? 12 : c->digits;

	if (c->kind == CELL_TEXT)
		return c->text ? c->text : "";
	if (c->kind == CELL_NONE)
		return "";
	if (!isfinite(c->v))
		return "—";
	if (c->kind == CELL_DATE)
		return date_format((int32_t)c->v, buf);
	if (fabs(c->v) >= 1e15)
		snprintf(buf, PDF_CELL_TEXT, "%.6g", c->v);
	else if (c->kind == CELL_PERCENT)
		number(c->v * 100, digits, c->sign,
		       col->unit && strcmp(col->unit, "%") == 0 ? "" : "%", buf);
	else
		number(c->v, digits, c->sign, "", buf);
	return buf;
}

int pdf_cell_colour(const struct cell *c)
{
	char                buf[PDF_CELL_TEXT] = "";
	const struct column none = {.title = ""};

	if (pdf_cell_undefined(c))
		return PDF_MUTED;
	if (c->heat || !c->sign || (c->kind != CELL_NUMBER && c->kind != CELL_PERCENT))
		return PDF_TEXT;
	pdf_cell_text(c, &none, buf);
	if (buf[0] == '+')
		return PDF_GAIN;
	return strncmp(buf, MINUS, 3) == 0 ? PDF_LOSS : PDF_TEXT;
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

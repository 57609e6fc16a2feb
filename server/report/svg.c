/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "report/svg.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "report/draw.h"

void svg_text(struct buf *out, const char *text)
{
	for (const char *p = text; *p; p++) {
		const unsigned char c = (unsigned char)*p;

		switch (c) {
		case '&': buf_puts(out, "&amp;"); break;
		case '<': buf_puts(out, "&lt;"); break;
		case '>': buf_puts(out, "&gt;"); break;
		case '"': buf_puts(out, "&quot;"); break;
		case '\'': buf_puts(out, "&#39;"); break;
		default:
			if (c >= ' ' || c == '\n' || c == '\t')
				buf_putc(out, (char)c);
		}
	}
}

/* Tenths of a point are as fine as a screen shows; "12", "-3.5", ".4". */
static void tenths(struct buf *out, long v, bool first)
{
	const long whole = labs(v) / 10, rest = labs(v) % 10;

	if (v < 0)
		buf_putc(out, '-');
	else if (!first)
		buf_putc(out, ' ');
	if (whole > 0 || rest == 0)
		buf_printf(out, "%ld", whole);
	if (rest > 0)
		buf_printf(out, ".%ld", rest);
}

/* Relative steps: half the length of absolute places. Points that fall together are one. */
static void path(struct buf *out, const struct point *p, size_t n)
{
	long x = lround(p[0].x * 10), y = lround(p[0].y * 10);
	bool first = true;

	buf_putc(out, 'M');
	tenths(out, x, true);
	tenths(out, y, false);
	for (size_t i = 1; i < n; i++) {
		const long to_x = lround(p[i].x * 10), to_y = lround(p[i].y * 10);

		if (to_x == x && to_y == y)
			continue;
		if (first)
			buf_putc(out, 'l');
		tenths(out, to_x - x, first);
		tenths(out, to_y - y, false);
		first = false;
		x = to_x;
		y = to_y;
	}
}

static void line(void *ctx, const struct point *p, size_t n, int ink, double width, bool dashed)
{
	struct buf *out = ctx;

	buf_printf(out, "<path class=\"s%d\"", ink);
	if (width != 1)
		buf_printf(out, " stroke-width=\"%g\"", width);
	if (dashed)
		buf_puts(out, " stroke-dasharray=\"4 3\"");
	buf_puts(out, " d=\"");
	path(out, p, n);
	buf_puts(out, "\"/>");
}

static void area(void *ctx, const struct point *p, size_t n, int ink, double opacity)
{
	struct buf *out = ctx;

	buf_printf(out, "<path class=\"f%d\"", ink);
	if (opacity < 1)
		buf_printf(out, " fill-opacity=\"%g\"", opacity);
	buf_puts(out, " d=\"");
	path(out, p, n);
	buf_puts(out, "z\"/>");
}

static void text(void *ctx, double x, double y, const char *words, int ink, double size,
                 enum anchor anchor, bool bold)
{
	static const char *const anchors[] = {"", " m", " e"};
	struct buf              *out = ctx;

	buf_printf(out, "<text class=\"f%d%s%s\" x=\"", ink, anchors[anchor], bold ? " b" : "");
	tenths(out, lround(x * 10), true);
	buf_puts(out, "\" y=\"");
	tenths(out, lround(y * 10), true);
	if (size != 11)
		buf_printf(out, "\" font-size=\"%g", size);
	buf_puts(out, "\">");
	svg_text(out, words);
	buf_puts(out, "</text>");
}

/* About: the fonts of whoever reads are not known. In shares of the size. */
static double width_of(void *ctx, const char *words, double size, bool bold)
{
	double wide = 0;

	(void)ctx;
	for (const char *p = words; *p; p++) {
		if (((unsigned char)*p & 0xc0) == 0x80) /* the rest of a character */
			continue;
		wide += strchr("iljtfrI.,:;'|!() ", *p) ? 0.32
		        : strchr("mwMW@%", *p)          ? 0.9
		        : *p >= 'A' && *p <= 'Z'        ? 0.69
		                                        : 0.6;
	}
	return wide * size * (bold ? 1.05 : 1);
}

void svg_chart(struct buf *out, struct arena *a, const struct chart *c, const char *title, int n,
               double width, double height, const char *classes)
{
	const struct pen pen = {out, line, area, text, width_of};

	buf_printf(out,
	           "<svg class=\"%s\" viewBox=\"0 0 %g %g\" role=\"img\""
	           " aria-labelledby=\"t%d d%d\"><title id=\"t%d\">",
	           classes, width + 2, height, n, n, n);
	svg_text(out, title);
	buf_printf(out, "</title><desc id=\"d%d\">", n);
	svg_text(out, c->alt ? c->alt : "");
	buf_puts(out, "</desc>");
	draw_chart(&pen, a, c, width, height);
	buf_puts(out, "</svg>\n");
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "report/svg.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "report/draw.h"

enum { NUMBER_MAX = 32 };

/* NULL: as it is; "": left out. */
static const char *entity(unsigned char c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&#39;";
	default: return c >= ' ' || c == '\n' || c == '\t' ? NULL : "";
	}
}

void svg_text(struct buf *out, const char *text)
{
	const char *from = text;

	for (; *text; text++) {
		const char *other = entity((unsigned char)*text);

		if (!other)
			continue;
		buf_put(out, from, (size_t)(text - from));
		buf_puts(out, other);
		from = text + 1;
	}
	buf_put(out, from, (size_t)(text - from));
}

/* Tenths of a point are as fine as a screen shows; "12", "-3.5", ".4". By hand: there are tens of thousands. */
static void tenths(struct buf *out, long v, bool first)
{
	char   text[NUMBER_MAX];
	size_t at = NUMBER_MAX;
	long   rest = labs(v);

	if (rest % 10 > 0) {
		text[--at] = (char)('0' + rest % 10);
		text[--at] = '.';
	}
	const bool fraction = at < NUMBER_MAX;
	rest /= 10;
	if (rest == 0 && !fraction)
		text[--at] = '0';
	for (; rest > 0; rest /= 10)
		text[--at] = (char)('0' + rest % 10);
	if (v < 0)
		text[--at] = '-';
	else if (!first)
		text[--at] = ' ';
	buf_put(out, text + at, NUMBER_MAX - at);
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

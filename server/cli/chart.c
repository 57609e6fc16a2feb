/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/chart.h"

#include <math.h>

#include "base/date.h"

enum { WIDTH = 64, HEIGHT = 10, STEPS = 8 };

/* The value of a column: that of the last point in it. */
static double column(const double *values, size_t n, size_t k, size_t width)
{
	return values[(k + 1) * n / width - 1];
}

void chart_print(FILE *to, const int32_t *dates, const double *values, size_t n)
{
	static const char *const blocks[STEPS + 1] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	const size_t width = n < WIDTH ? n : WIDTH;
	double       top = 0;
	char         from[DATE_TEXT], until[DATE_TEXT];

	for (size_t i = 0; i < n; i++) {
		if (!isfinite(values[i]))
			return;
		top = fmax(top, values[i]);
	}
	if (width == 0 || !(top > 0))
		return;
	for (int row = HEIGHT - 1; row >= 0; row--) {
		fputs("  ", to);
		for (size_t k = 0; k < width; k++) {
			const double filled = column(values, n, k, width) / top * HEIGHT * STEPS -
			                      row * STEPS;

			fputs(blocks[filled <= 0       ? 0
			             : filled >= STEPS ? STEPS
			                               : (int)lround(filled)],
			      to);
		}
		if (row == HEIGHT - 1 || row == HEIGHT / 2 - 1 || row == 0)
			fprintf(to, " %.0f", top * (row + (row == 0 ? 0 : 1)) / HEIGHT);
		fputc('\n', to);
	}
	fprintf(to, "  %-*s%s\n", (int)width > 10 ? (int)width - 10 : 11,
	        date_format(dates[0], from), date_format(dates[n - 1], until));
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/chart.h"

#include <math.h>
#include <stdbool.h>

#include "base/date.h"

enum { WIDTH = 64, HEIGHT = 10, STEPS = 8 };

/* What the top and the foot of the chart stand for, as logarithms with CHART_LOG. */
struct axis {
	enum chart_scale scale;
	double           low, high;
};

static double on_axis(const struct axis *x, double value)
{
	return x->scale == CHART_LOG ? log(value) : value;
}

/* False: there is nothing to draw. */
static bool find_axis(const double *values, size_t n, enum chart_scale scale, struct axis *out)
{
	struct axis x = {.scale = scale, .low = scale == CHART_LOG ? (double)INFINITY : 0};

	x.high = -x.low;
	for (size_t i = 0; i < n; i++) {
		const double v = on_axis(&x, values[i]);

		if (!isfinite(v))
			return false;
		x.low = scale == CHART_LOG ? fmin(x.low, v) : 0;
		x.high = fmax(x.high, v);
	}
	*out = x;
	return n > 0 && (scale == CHART_LOG || x.high > 0);
}

/* The height of a column, of HEIGHT * STEPS: that of the last point in it. The least of a CHART_LOG is one step. */
static double column(const struct axis *x, const double *values, size_t n, size_t k, size_t width)
{
	const double least = x->scale == CHART_LOG, most = HEIGHT * STEPS;
	const double v = on_axis(x, values[(k + 1) * n / width - 1]);

	return x->high > x->low ? least + (v - x->low) / (x->high - x->low) * (most - least) : most;
}

static void print_label(FILE *to, const struct axis *x, double share)
{
	const double v = x->low + (x->high - x->low) * share;
	const double top = x->scale == CHART_LOG ? exp(x->high) : x->high;

	fprintf(to, " %.*f", top < 10 ? 2 : 0, x->scale == CHART_LOG ? exp(v) : v);
}

void chart_print(FILE *to, const int32_t *dates, const double *values, size_t n,
                 enum chart_scale scale)
{
	static const char *const blocks[STEPS + 1] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	const size_t width = n < WIDTH ? n : WIDTH;
	struct axis  x;
	char         from[DATE_TEXT], until[DATE_TEXT];

	if (!find_axis(values, n, scale, &x))
		return;
	for (int row = HEIGHT - 1; row >= 0; row--) {
		fputs("  ", to);
		for (size_t k = 0; k < width; k++) {
			const double filled = column(&x, values, n, k, width) - row * STEPS;

			fputs(blocks[filled <= 0       ? 0
			             : filled >= STEPS ? STEPS
			                               : (int)lround(filled)],
			      to);
		}
		if (row == HEIGHT - 1 || row == HEIGHT / 2 - 1 || row == 0)
			print_label(to, &x, (row + (row == 0 ? 0.0 : 1.0)) / HEIGHT);
		fputc('\n', to);
	}
	fprintf(to, "  %-*s%s\n", (int)width > 10 ? (int)width - 10 : 11,
	        date_format(dates[0], from), date_format(dates[n - 1], until));
}

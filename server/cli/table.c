/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/table.h"

#include <math.h>
#include <stdio.h>

#include "base/compiler.h"
#include "base/real.h"

const char *table_percent(double fraction, char out[TABLE_CELL])
{
	if (isnan(fraction))
		snprintf(out, TABLE_CELL, "-");
	else
		snprintf(out, TABLE_CELL, "%.2f %%", fraction * 100);
	return out;
}

const char *table_number(double v, int digits, char out[TABLE_CELL])
{
	if (isnan(v))
		snprintf(out, TABLE_CELL, "-");
	else
		snprintf(out, TABLE_CELL, "%.*f", digits, v);
	return out;
}

void table_chart(const double *v, size_t n, size_t width)
{
	static const char *const blocks[] = {"\u2581", "\u2582", "\u2583", "\u2584",
	                                     "\u2585", "\u2586", "\u2587", "\u2588"};
	const size_t             steps = COUNT(blocks);
	double                   low = INFINITY, high = -INFINITY;

	for (size_t i = 0; i < n; i++) {
		low = fmin(low, log(v[i]));
		high = fmax(high, log(v[i]));
	}
	if (n < width)
		width = n;
	for (size_t k = 0; k < width; k++) {
		size_t at = width > 1 ? k * (n - 1) / (width - 1) : 0;
		double share = high > low ? (log(v[at]) - low) / (high - low) : 0;
		size_t block = (size_t)(share * (double)steps);

		fputs(blocks[block < steps ? block : steps - 1], stdout);
	}
	putchar('\n');
}

void table_csv_real(double v)
{
	char text[REAL_TEXT];

	if (isnan(v))
		return;
	real_format(v, text);
	fputs(text, stdout);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/table.h"

#include <math.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/real.h"

enum { CELL_MAX = 64 << 20 };

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

void table_csv_real(double v)
{
	char text[REAL_TEXT];

	if (isnan(v))
		return;
	real_format(v, text);
	fputs(text, stdout);
}

void table_csv_text(const char *text)
{
	struct buf b;

	buf_init(&b, CELL_MAX);
	buf_csv_text(&b, text);
	fputs(buf_text(&b), stdout);
	buf_finish(&b);
}

void table_csv_row(const char *const *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			putchar(',');
		table_csv_text(cells[i]);
	}
	putchar('\n');
}

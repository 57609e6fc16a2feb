/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/table.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/real.h"
#include "base/text.h"

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

/* Spreadsheets compute what begins so, even in quotes; a number is what they should make of it. */
static bool looks_like_a_formula(const char *text)
{
	double number;

	return *text && strchr("=+-@\t\r", *text) && !text_to_real(text, &number);
}

void table_csv_text(const char *text)
{
	const bool formula = looks_like_a_formula(text);

	if (!text[strcspn(text, ",\"\r\n")]) {
		printf("%s%s", formula ? "'" : "", text);
		return;
	}
	fputs(formula ? "\"'" : "\"", stdout);
	for (; *text; text++) {
		if (*text == '"')
			putchar('"');
		putchar(*text);
	}
	putchar('"');
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

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

/* Spreadsheets compute what begins so, even in quotes; a number is what they should make of it. */
static bool looks_like_a_formula(const char *text)
{
	double number;

	return *text && strchr("=+-@\t\r", *text) && !text_to_real(text, &number);
}

void buf_csv_text(struct buf *b, const char *text)
{
	const bool formula = looks_like_a_formula(text);

	if (!text[strcspn(text, ",\"\r\n")]) {
		if (formula)
			buf_putc(b, '\'');
		buf_puts(b, text);
		return;
	}
	buf_puts(b, formula ? "\"'" : "\"");
	for (; *text; text++) {
		if (*text == '"')
			buf_putc(b, '"');
		buf_putc(b, *text);
	}
	buf_putc(b, '"');
}

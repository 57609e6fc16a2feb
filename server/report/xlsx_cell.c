/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Cells of a workbook: numbers are numbers, text is never a formula. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"
#include "report/xlsx.h"

enum {
	CELL_BYTES_MAX = 32767, /* Excel counts characters, which are no more */
	SERIAL_1970 = 25569,    /* Excel's day of 1970-01-01 */
	SERIAL_SOUND = 61       /* from 1900-03-01 on; before, Excel knows a 29 February 1900 */
};

static void note_error(struct xlsx *x, lxw_error e)
{
	if (e && !x->error)
		x->error = e;
}

static lxw_format *format(struct xlsx *x, double size, bool bold, lxw_color_t colour)
{
	lxw_format *f = workbook_add_format(x->book);

	format_set_font_size(f, size);
	if (bold)
		format_set_bold(f);
	format_set_font_color(f, colour);
	return f;
}

void xlsx_formats(struct xlsx *x)
{
	const lxw_color_t ink = 0x12161c, muted = 0x5f6977;

	x->title = format(x, 20, true, ink);
	x->subtitle = format(x, 13, false, 0x434c58);
	x->section = format(x, 14, true, ink);
	x->block = format(x, 11, true, ink);
	x->note = format(x, 9, false, muted);
	x->text = format(x, 11, false, ink);
	x->wrap = format(x, 11, false, ink);
	format_set_text_wrap(x->wrap);
	format_set_align(x->wrap, LXW_ALIGN_VERTICAL_TOP);
	x->head = format(x, 10, true, muted);
	x->head_right = format(x, 10, true, muted);
	for (int i = 0; i < 2; i++) {
		lxw_format *f = i ? x->head_right : x->head;

		format_set_bottom(f, LXW_BORDER_THIN);
		format_set_bottom_color(f, 0x858f9c);
		format_set_text_wrap(f);
		format_set_align(f, LXW_ALIGN_VERTICAL_BOTTOM);
	}
	format_set_align(x->head_right, LXW_ALIGN_RIGHT);
	x->dash = format(x, 11, false, muted);
	format_set_align(x->dash, LXW_ALIGN_RIGHT);
	x->date = format(x, 11, false, ink);
	format_set_num_format(x->date, "yyyy-mm-dd");
	format_set_align(x->date, LXW_ALIGN_LEFT);
	x->link = format(x, 11, false, 0x1d49c4);
	format_set_underline(x->link, LXW_UNDERLINE_SINGLE);
}

lxw_format *xlsx_number_format(struct xlsx *x, bool percent, bool sign, int digits)
{
	digits = digits < 0 ? 0 : digits > XLSX_DIGITS ? XLSX_DIGITS : digits;
	lxw_format **f = &x->number[percent][sign][digits];

	if (!*f) {
		char one[32], all[128];

		snprintf(one, sizeof(one), "%s%s%.*s%s", percent ? "" : "#,##", "0",
		         digits ? digits + 1 : 0, ".000000000", percent ? "%" : "");
		if (sign)
			snprintf(all, sizeof(all), "+%s;-%s;%s", one, one, one);
		else
			snprintf(all, sizeof(all), "%s", one);
		*f = format(x, 11, false, 0x12161c);
		format_set_num_format(*f, all);
	}
	return *f;
}

void xlsx_text(struct xlsx_sheet *s, size_t row, size_t col, const char *text, lxw_format *f)
{
	size_t n = strlen(text);

	if (n > CELL_BYTES_MAX)
		text = arena_strndup(s->x->a, text, text_utf8_cut(text, n, CELL_BYTES_MAX));
	note_error(s->x, worksheet_write_string(s->sheet, (lxw_row_t)row, (lxw_col_t)col, text, f));
}

void xlsx_number(struct xlsx_sheet *s, size_t row, size_t col, double v, lxw_format *f)
{
	note_error(s->x, worksheet_write_number(s->sheet, (lxw_row_t)row, (lxw_col_t)col, v, f));
}

void xlsx_date(struct xlsx_sheet *s, size_t row, size_t col, int32_t date)
{
	char text[DATE_TEXT];

	if (date + SERIAL_1970 >= SERIAL_SOUND)
		xlsx_number(s, row, col, date + SERIAL_1970, s->x->date);
	else
		xlsx_text(s, row, col, date_format(date, text), s->x->text);
}

/*
 * A dash with the reason as a note. Sums and means over the column pass over text; arithmetic with
 * the cell itself is an error there, where an empty cell would count as 0.
 */
static void undefined(struct xlsx_sheet *s, size_t row, size_t col, const char *why)
{
	xlsx_text(s, row, col, "—", s->x->dash);
	if (!why || s->n_notes == XLSX_NOTES)
		return;
	s->n_notes++;
	note_error(s->x, worksheet_write_comment(s->sheet, (lxw_row_t)row, (lxw_col_t)col, why));
}

void xlsx_cell(struct xlsx_sheet *s, size_t row, size_t col, const struct cell *c)
{
	if (c->kind == CELL_NONE)
		return;
	if (c->kind == CELL_TEXT)
		xlsx_text(s, row, col, c->text ? c->text : "", s->x->text);
	else if (!isfinite(c->v))
		undefined(s, row, col, c->text);
	else if (c->kind == CELL_DATE)
		xlsx_date(s, row, col, (int32_t)c->v);
	else
		xlsx_number(s, row, col, c->v,
		            xlsx_number_format(s->x, c->kind == CELL_PERCENT, c->sign, c->digits));
}

size_t xlsx_cell_width(const struct cell *c)
{
	double whole = fabs(c->v) * (c->kind == CELL_PERCENT ? 100 : 1);
	size_t digits = whole >= 1 ? (size_t)log10(whole) + 1 : 1;

	switch (c->kind) {
	case CELL_TEXT: return c->text ? strlen(c->text) : 0;
	case CELL_DATE: return DATE_TEXT - 1;
	case CELL_NONE: return 0;
	case CELL_NUMBER:
	case CELL_PERCENT: break;
	}
	return isfinite(c->v) ? digits + digits / 3 + (size_t)(c->digits > 0 ? c->digits : 0) + 3
	                      : 1;
}

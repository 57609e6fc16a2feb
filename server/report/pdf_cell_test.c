/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/compiler.h"
#include "report/pdf.h"

static const struct column plain = {.title = "x"}, percent = {.title = "x", .unit = "%"};

static void words(void **state)
{
	(void)state;
	const struct {
		struct cell          cell;
		const struct column *column;
		const char          *words;
	} cases[] = {
		{{.kind = CELL_NUMBER, .v = 1234567.891, .digits = 2}, &plain, "1,234,567.89"},
		{{.kind = CELL_NUMBER, .v = 999.995, .digits = 1}, &plain, "1,000.0"},
		{{.kind = CELL_NUMBER, .v = -1000, .digits = 0}, &plain, "−1,000"},
		{{.kind = CELL_NUMBER, .v = 100, .digits = 0, .sign = true}, &plain, "+100"},
		{{.kind = CELL_NUMBER, .v = -0.004, .digits = 2, .sign = true}, &plain, "0.00"},
		{{.kind = CELL_NUMBER, .v = 0.004, .digits = 2, .sign = true}, &plain, "0.00"},
		{{.kind = CELL_NUMBER, .v = -0.0, .digits = 0}, &plain, "0"},
		{{.kind = CELL_NUMBER, .v = 1e300, .digits = 2}, &plain, "1e+300"},
		{{.kind = CELL_NUMBER, .v = 0.5, .digits = 99}, &plain, "0.500000000000"},
		{{.kind = CELL_NUMBER, .v = 2.4, .digits = -3}, &plain, "2"},
		{{.kind = CELL_PERCENT, .v = 0.12345, .digits = 1}, &plain, "12.3%"},
		{{.kind = CELL_PERCENT, .v = 0.12345, .digits = 1}, &percent, "12.3"},
		{{.kind = CELL_PERCENT, .v = -0.2, .digits = 2, .sign = true}, &plain, "−20.00%"},
		{{.kind = CELL_PERCENT, .v = NAN, .text = "no price"}, &plain, "—"},
		{{.kind = CELL_NUMBER, .v = INFINITY}, &plain, "—"},
		{{.kind = CELL_DATE, .v = 10957}, &plain, "2000-01-01"},
		{{.kind = CELL_TEXT, .text = "=1+1"}, &plain, "=1+1"},
		{{.kind = CELL_TEXT}, &plain, ""},
		{{.kind = CELL_NONE, .v = NAN}, &plain, ""},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char buf[FIGURE_TEXT];

		assert_string_equal(pdf_cell_text(&cases[i].cell, cases[i].column, buf),
		                    cases[i].words);
	}
}

/* The longest words fit: the largest number below those in e notation, with all decimals. */
static void longest(void **state)
{
	(void)state;
	char        buf[FIGURE_TEXT];
	struct cell c = {.kind = CELL_PERCENT, .v = -9.99e14, .digits = 12, .sign = true};

	assert_true(strlen(pdf_cell_text(&c, &plain, buf)) < FIGURE_TEXT);
	c.v = -DBL_MAX;
	assert_true(strlen(pdf_cell_text(&c, &plain, buf)) < FIGURE_TEXT);
}

static void colours(void **state)
{
	(void)state;
	struct cell c = {.kind = CELL_PERCENT, .v = -0.01, .digits = 2, .sign = true};

	assert_int_equal(pdf_cell_colour(&c), PDF_LOSS);
	c.v = 0.01;
	assert_int_equal(pdf_cell_colour(&c), PDF_GAIN);
	c.v = -0.00001; /* shown as 0 */
	assert_int_equal(pdf_cell_colour(&c), PDF_TEXT);
	c.v = -0.01;
	c.sign = false; /* a weight is neither */
	assert_int_equal(pdf_cell_colour(&c), PDF_TEXT);
	c.v = NAN;
	assert_int_equal(pdf_cell_colour(&c), PDF_MUTED);
}

static void heat(void **state)
{
	(void)state;
	struct cell c = {.kind = CELL_PERCENT, .heat = true};

	assert_int_equal(pdf_cell_heat(&c, 0.1), 0xf1f3f5);
	assert_int_equal(pdf_cell_heat(&c, 0), 0xf1f3f5);
	c.v = 0.1;
	assert_int_equal(pdf_cell_heat(&c, 0.1), 0x51abb6);
	c.v = 7; /* no stronger than the strongest */
	assert_int_equal(pdf_cell_heat(&c, 0.1), 0x51abb6);
	c.v = -7;
	assert_int_equal(pdf_cell_heat(&c, 0.1), 0xe58a63);
	c.v = -0.025;
	assert_int_equal(pdf_cell_heat(&c, 0.1), 0xfdeae3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(words), cmocka_unit_test(longest),
	                                   cmocka_unit_test(colours), cmocka_unit_test(heat)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* What is the same in every form of a report: figures, reasons, and texts that do no harm. */
#include "report/document.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <math.h>
#include <string.h>

#include "base/arena_fixture.h"
#include "base/buf.h"
#include "report/figure.h"
#include "report/html.h"

#define EVIL "=cmd|'/c calc'!A1\"<script>alert(1)</script>&"

static const struct column columns[] = {
	{EVIL, NULL, CELL_TEXT, "name"},
	{"Value", "EUR", CELL_NUMBER, "value"},
	{"Share", NULL, CELL_PERCENT, "share"},
};
static const struct cell cells[] = {
	{CELL_TEXT, EVIL, 0, 0, false, false},
	{CELL_NUMBER, NULL, -1234567.891, 2, false, false},
	{CELL_PERCENT, NULL, 0.12345, 2, true, true},
	{CELL_TEXT, "second", 0, 0, false, false},
	{CELL_NUMBER, "needs 2 returns <there are 1>", NAN, 2, false, false},
	{CELL_DATE, NULL, 0, 0, false, false},
	{CELL_TEXT, "third", 0, 0, false, false},
	{CELL_NONE, NULL, 0, 0, false, false},
	{CELL_PERCENT, "needs 2 returns <there are 1>", NAN, 2, true, true},
};
static const char *const ids[] = {"first", "second", NULL};
static const int32_t     dates[] = {0, 1, 2};
static const double      values[] = {1, NAN, 3};
static const struct line lines[] = {{EVIL, values, false}};

static const struct block blocks[] = {
	{.kind = BLOCK_TEXT, .id = "words", .title = EVIL, .text = EVIL "\n\nplain"},
	{.kind = BLOCK_GRID,
         .id = "grid",
         .title = EVIL,
         .note = EVIL,
         .grid = {.columns = columns,
                  .n_columns = 3,
                  .n_rows = 3,
                  .cells = cells,
                  .ids = ids,
                  .heat_full = 0.1,
                  .long_after = 2}},
	{.kind = BLOCK_FIGURES,
         .id = "figures",
         .grid = {.columns = columns, .n_columns = 3, .n_rows = 3, .cells = cells}},
	{.kind = BLOCK_CHART,
         .id = "chart",
         .title = EVIL,
         .chart = {.n = 3, .dates = dates, .lines = lines, .n_lines = 1, .alt = EVIL}},
};
static const struct section  section = {"one", EVIL, blocks, COUNT(blocks)};
static const struct document whole = {.id = "detailed",
                                      .title = EVIL,
                                      .subtitle = EVIL,
                                      .period = EVIL,
                                      .made = EVIL,
                                      .last_date = 2,
                                      .sections = &section,
                                      .n = 1};

/* The whole file as text, of the arena. */
static const char *written(struct arena *a, report_writer *write)
{
	struct buf  b;
	struct fail f = {0};

	buf_init(&b, 1 << 22);
	assert_int_equal(write(&whole, &b, &f), OK);
	assert_false(b.full);
	const char *text = arena_strndup(a, b.p, b.n);
	buf_finish(&b);
	return text;
}

static size_t times(const char *text, const char *what)
{
	size_t n = 0;

	for (const char *at = text; (at = strstr(at, what)) != NULL; at++)
		n++;
	return n;
}

static void html_escapes_every_text(void **state)
{
	const char *text = written(*state, report_html);

	assert_null(strstr(text, "<script"));
	assert_null(strstr(text, "calc'"));
	assert_null(strstr(text, "http://"));
	assert_null(strstr(text, "https://"));
	assert_null(strstr(text, "style=\""));
	assert_null(strstr(text, "<there"));
	assert_true(times(text, "&lt;script&gt;") > 10);
	assert_int_equal(times(text, "<style"), 1);
	assert_non_null(strstr(text, report_html_policy(*state)));
	assert_non_null(strstr(text, report_style));
}

static void html_says_why(void **state)
{
	const char *text = written(*state, report_html);

	/* the third row of the grid is not shown: one dash there, two in the figures, a reason each */
	assert_int_equal(times(text, "\u2014<sup>1</sup>"), 3);
	assert_int_equal(times(text, "<li><sup>1</sup> needs 2 returns &lt;there are 1&gt;"), 2);
	assert_non_null(strstr(text, "\u22121,234,567.89"));
	assert_non_null(strstr(text, "+12.35%"));
	assert_non_null(strstr(text, "class=\"hp4\""));
	assert_non_null(strstr(text, "and 1 more"));
	assert_non_null(strstr(text, "<caption>"));
	assert_non_null(strstr(text, "<th scope=\"row\""));
	assert_non_null(strstr(text, "<th scope=\"col\""));
}

static void csv_is_no_formula(void **state)
{
	const char *text = written(*state, report_csv);

	/* no cell begins with what a spreadsheet would compute, in quotes or not */
	assert_int_equal(times(text, "\n="), 0);
	assert_int_equal(times(text, ",="), 0);
	assert_int_equal(times(text, "\"="), 0);
	assert_true(times(text, "\"'=cmd") > 8);
	assert_non_null(strstr(text, "-1234567.891,0.12345,\n"));
	assert_non_null(strstr(text, ",Value (EUR),Share,Why"));
	assert_non_null(strstr(text, "second,,1970-01-01,needs 2 returns <there are 1>\n"));
	assert_non_null(strstr(text, "1970-01-02,\n")); /* a gap of the line is nothing, not 0 */
}

static void json_has_null_and_the_reason(void **state)
{
	const char *text = written(*state, report_json);

	assert_non_null(strstr(text, "\"id\":\"second\",\"cells\":[\"second\",null,\"1970-01-01\"],"
	                             "\"reasons\":[null,\"needs 2 returns <there are 1>\",null]"));
	assert_non_null(strstr(text, "\"values\":[1,null,3]"));
	assert_non_null(strstr(text, "-1234567.891,0.12345]"));
	assert_null(strstr(text, "nan"));
}

static void nothing_becomes_zero(void **state)
{
	const struct cell none = {CELL_PERCENT, NULL, NAN, 2, true, true};
	const struct cell minus = {CELL_PERCENT, NULL, -0.00001, 2, true, false};
	const struct grid grid = {.heat_full = 0.1};
	char              text[FIGURE_TEXT];

	(void)state;
	assert_true(figure_missing(&none));
	assert_string_equal(figure_text(&none, text), "\u2014");
	assert_int_equal(figure_sign(&none), 0);
	assert_int_equal(figure_heat(&grid, &none), 0);
	assert_string_equal(figure_text(&minus, text), "0.00%");
	assert_int_equal(figure_sign(&minus), 0);
}

static void thousands_are_parted(void **state)
{
	static const struct {
		double      v;
		int         digits;
		const char *want;
	} of[] = {{999, 0, "999"},
	          {1000, 0, "1,000"},
	          {191230, 0, "191,230"},
	          {25408.22, 2, "25,408.22"},
	          {-1e6, 1, "\u22121,000,000.0"},
	          {0, 2, "0.00"}};
	char text[FIGURE_TEXT];

	(void)state;
	for (size_t i = 0; i < COUNT(of); i++) {
		const struct cell c = {CELL_NUMBER, NULL, of[i].v, of[i].digits, false, false};

		assert_string_equal(figure_text(&c, text), of[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(html_escapes_every_text),
		cmocka_unit_test(html_says_why),
		cmocka_unit_test(csv_is_no_formula),
		cmocka_unit_test(json_has_null_and_the_reason),
		cmocka_unit_test(nothing_becomes_zero),
		cmocka_unit_test(thousands_are_parted),
	};

	return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
